/** A server as it runs for people, on a database of its own, and the owner's view of that. */
import { randomUUID } from 'node:crypto';
import type { Sql } from 'postgres';
import { inject } from 'vitest';
import { ensureDatabase } from '../../../sync-server/db/cluster';
import { connect, type DatabaseTarget } from '../../../sync-server/db/connection';
import { createLogger } from '../../../sync-server/logger';
import type { RelayNetwork, UpstreamTimes } from '../../../sync-server/relay/upstream';
import { type RunningServer, startServer } from '../../../sync-server/server';
import { readSettings, type Settings } from '../../../sync-server/settings';

/** A new, empty database of the run's cluster. */
export async function newDatabase(): Promise<DatabaseTarget> {
  const cluster = inject('database');
  const database = `test_${randomUUID().replaceAll('-', '')}`;
  await ensureDatabase(cluster, database);
  return { ...cluster, socket: cluster.socket === null ? null : { ...cluster.socket, database } };
}

function settingsOf(variables: Readonly<Record<string, string>> = {}): Settings {
  const settings = readSettings({ PORT: '0', REGISTRATION: 'open', RATE_ADDRESS_PER_MINUTE: '100000', ...variables });
  if (!settings.ok) throw new Error(settings.error.map(({ name, message }) => `${name} ${message}`).join('; '));
  return settings.value;
}

export interface TestServer extends RunningServer {
  readonly target: DatabaseTarget;
  /** The owner's connection, which sees all rows. */
  readonly owner: Sql;
  /** Lines of the log. */
  readonly log: string[];
  /** Another instance on the same database. */
  another(variables?: Readonly<Record<string, string>>): Promise<RunningServer>;
}

export async function runServer(
  variables: Readonly<Record<string, string>> = {},
  target?: DatabaseTarget,
  network?: RelayNetwork,
  times?: UpstreamTimes,
): Promise<TestServer> {
  const own = target ?? (await newDatabase());
  const log: string[] = [];
  const logger = createLogger('info', { write: (line) => void log.push(line) });
  const server = await startServer(settingsOf(variables), own, logger, network, times);
  const owner = connect(own, 'owner', { max: 2 });
  const others: RunningServer[] = [];
  return {
    ...server,
    target: own,
    owner,
    log,
    async another(more = {}) {
      // one origin for all instances, as behind one address
      const other = await startServer(
        settingsOf({ PUBLIC_ORIGIN: server.url, ...variables, ...more }),
        own,
        logger,
        network,
      );
      others.push(other);
      return other;
    },
    async stop() {
      for (const other of others) await other.stop();
      await server.stop();
      await owner.end();
    },
  };
}
