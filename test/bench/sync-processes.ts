/**
 * What the sync server's benches run against: one embedded PostgreSQL on this disk, and servers as processes of their own, as
 * `npm run server` starts them, with their log in a file. Load and servers share the machine, as they do for a desk.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startCluster } from '../../sync-server/db/cluster';

const root = fileURLToPath(new URL('../..', import.meta.url));
const startMs = 60_000;

export interface ServerProcess {
  readonly url: string;
  stop(): Promise<void>;
}

export interface Processes {
  /** Another instance on the same database. The first one's address is the origin that devices sign. */
  server(): Promise<ServerProcess>;
  /** The plain route that the benches compare with. */
  rival(): Promise<ServerProcess>;
  stop(): Promise<void>;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await new Promise<void>((resolve) => child.once('exit', () => resolve()));
}

/** The address in the log's line that says where the process listens. */
async function listening(child: ChildProcess, log: string): Promise<string> {
  for (const from = Date.now(); Date.now() - from < startMs && child.exitCode === null; await wait(20)) {
    const url = /"url":"(http:[^"]+)"/.exec(readFileSync(log, 'utf8'))?.[1];
    if (url !== undefined) return url;
  }
  throw new Error(`a process of the bench did not start: ${readFileSync(log, 'utf8')}`);
}

export async function startProcesses(): Promise<Processes> {
  const folder = mkdtempSync(join(tmpdir(), 'fillbook-bench-'));
  chmodSync(folder, 0o755); // or root's user postgres could not enter it
  const cluster = await startCluster(folder);
  const running: ServerProcess[] = [];
  let origin: string | null = null;

  const start = async (script: string, env: Readonly<Record<string, string>>): Promise<ServerProcess> => {
    const log = join(folder, `log-${running.length}`);
    const out = openSync(log, 'w');
    const child = spawn(process.execPath, ['--import', 'tsx', script], {
      cwd: root,
      stdio: ['ignore', out, out],
      env: { ...process.env, ...env },
    });
    const url = await listening(child, log).catch(async (error) => {
      await ended(child);
      throw error;
    });
    const started = { url, stop: () => ended(child) };
    running.push(started);
    return started;
  };
  return {
    async server() {
      const limits = { RATE_ADDRESS_PER_MINUTE: '10000000', RATE_DEVICE_PER_MINUTE: '10000000' };
      const shared = origin === null ? {} : { PUBLIC_ORIGIN: origin };
      const env = { PORT: '0', DATA_DIR: folder, REGISTRATION: 'open', RELAY: 'off', ...limits, ...shared };
      const started = await start('sync-server/main.ts', env);
      origin ??= started.url;
      return started;
    },
    rival: () => start('test/bench/sync-rival.ts', { DATA_DIR: folder }),
    async stop() {
      for (const { stop } of running) await stop();
      await cluster.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
