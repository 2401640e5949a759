/**
 * What the sync server's benches run against: one embedded PostgreSQL on this disk, and servers as processes of their own, as
 * `npm run server` starts them, with their log in a file. Load and servers share the machine, as they do for a desk.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCluster } from '../../sync-server/db/cluster';
import { type ServerProcess, startProcess } from '../integration/harness/server-process';

interface Processes {
  /** Another instance on the same database. The first one's address is the origin that devices sign. */
  server(): Promise<ServerProcess>;
  /** The plain route that the benches compare with. */
  rival(): Promise<ServerProcess>;
  stop(): Promise<void>;
}

export async function startProcesses(): Promise<Processes> {
  const folder = mkdtempSync(join(tmpdir(), 'fillbook-bench-'));
  chmodSync(folder, 0o755); // or root's user postgres could not enter it
  const cluster = await startCluster(folder);
  const running: ServerProcess[] = [];
  let origin: string | null = null;

  const start = async (script: string, env: Readonly<Record<string, string>>): Promise<ServerProcess> => {
    const started = await startProcess(script, env, join(folder, `log-${running.length}`));
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
