/** One PostgreSQL for the whole run: each test file makes databases of its own in it. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startCluster } from '../../../sync-server/db/cluster';
import type { DatabaseTarget } from '../../../sync-server/db/connection';

declare module 'vitest' {
  export interface ProvidedContext {
    database: DatabaseTarget;
    /** Where its data lie: what a server in a process of its own is told. */
    dataFolder: string;
    databasePid: number;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'fillbook-test-'));
  chmodSync(folder, 0o755); // else root's user postgres could not enter it, and the data would lie elsewhere
  const cluster = await startCluster(folder);
  project.provide('database', cluster.target);
  project.provide('dataFolder', folder);
  project.provide('databasePid', cluster.pid);
  return async () => {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
