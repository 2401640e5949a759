/** `npm run server`: the server itself, or one of the operator's commands. Reads the environment, and nothing else does. */
import { help, isCommand, migratesItself, runCommand } from './commands/commands';
import { startCluster } from './db/cluster';
import { connect, type DatabaseTarget } from './db/connection';
import { isOutOfReach } from './db/failures';
import { migrate } from './db/migrate';
import { createLogger } from './logger';
import { startServer } from './server';
import { readSettings, type Settings } from './settings';

/** The database of the settings, started where it is the server's own. */
async function openDatabase(settings: Settings, say: (notice: string) => void) {
  if (settings.database !== null) return { target: settings.database, stop: async () => {} };
  const cluster = await startCluster(settings.dataDir);
  cluster.notices.forEach(say);
  return cluster;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : typeof error);

/** What nobody caught ends the process. Node would print its fields, which may hold a row or a statement's parameters. */
function endOnUncaught(say: (error: unknown) => void): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(event, (error: unknown) => {
      say(error);
      process.exit(1);
    });
}

async function serve(settings: Settings): Promise<void> {
  const logger = createLogger(settings.logLevel);
  endOnUncaught((error) => logger.fatal({ err: error }, 'crashed'));
  const database = await openDatabase(settings, (notice) => logger.warn(notice));
  const server = await startServer(settings, database.target, logger).catch(async (error) => {
    await database.stop();
    throw error;
  });
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await server.stop();
    await database.stop();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());
}

async function command(settings: Settings, name: string, args: readonly string[]): Promise<number> {
  endOnUncaught((error) => console.error(messageOf(error)));
  const database = await openDatabase(settings, console.error);
  const owner = connect(database.target, 'owner', { max: 2 });
  try {
    if (!migratesItself(name)) await migrate(database.target);
    const outcome = await runCommand({ owner, target: database.target satisfies DatabaseTarget }, name, args);
    console[outcome.ok ? 'log' : 'error'](outcome.ok ? outcome.value : outcome.error);
    return outcome.ok ? 0 : 1;
  } finally {
    await owner.end();
    await database.stop();
  }
}

async function main([name, ...args]: readonly string[]): Promise<number | null> {
  if ([name, ...args].some((word) => word === '--help' || word === '-h')) {
    console.log(help);
    return 0;
  }
  if (name !== undefined && !isCommand(name)) {
    console.error(`There is no command ${name}. --help lists them.`);
    return 1;
  }
  const settings = readSettings(process.env);
  if (!settings.ok) {
    for (const { name: variable, message } of settings.error) console.error(`${variable} ${message}`);
    return 1;
  }
  try {
    if (name !== undefined) return await command(settings.value, name, args);
    await serve(settings.value);
    return null;
  } catch (error) {
    const isTheirs = settings.value.database !== null && isOutOfReach(error);
    console.error(isTheirs ? `The database of DATABASE_URL: ${messageOf(error)}` : messageOf(error));
    return 1;
  }
}

main(process.argv.slice(2)).then(
  (status) => {
    if (status !== null) process.exit(status);
  },
  (error) => {
    console.error(messageOf(error));
    process.exit(1);
  },
);
