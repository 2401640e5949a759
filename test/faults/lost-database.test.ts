import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { startCluster } from '../../sync-server/db/cluster';
import { DatabaseProxy } from '../integration/harness/database-proxy';
import { newDevice, type TestDevice } from '../integration/harness/device';
import { runServer } from '../integration/harness/server';
import { played, rounds } from './rounds';
import { eightDevices, expectAll, type SteadyWriter, writeSteadily } from './steady-writer';

const unlimited = { RATE_ADDRESS_PER_MINUTE: '1000000', RATE_DEVICE_PER_MINUTE: '1000000' };

const stored = (writers: readonly SteadyWriter[]): number =>
  writers.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0);

/** Waits until so many more were acknowledged: the server is in the midst of its work. */
async function inTheMidst(writers: readonly SteadyWriter[]): Promise<void> {
  const before = stored(writers);
  while (stored(writers) < before + 32) await wait(5);
}

/** Reads as a device that logs in anew: tokens do not outlive a crash of the database. */
async function readAll(reader: TestDevice | undefined, writers: readonly SteadyWriter[]): Promise<number> {
  if (reader === undefined) throw new Error('there are eight');
  await reader.logIn();
  return expectAll(reader, writers);
}

test('a database that is stopped at once in the midst of pushes has all that was acknowledged when it is back', async () => {
  const stops = rounds(30, 1);
  const folder = mkdtempSync(join(tmpdir(), 'fillbook-stopped-'));
  chmodSync(folder, 0o755); // or root's user postgres could not enter it
  let cluster = await startCluster(folder);
  onTestFinished(async () => {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const proxy = new DatabaseProxy(cluster.target);
  await proxy.up();
  const server = await runServer(unlimited, proxy.target);
  const devices = await eightDevices(await newDevice(server.url));
  const writers = devices.map((device) => writeSteadily(device, () => server.url));
  for (let stop = 0; stop < stops; stop++) {
    await inTheMidst(writers);
    process.kill(cluster.pid, 'SIGQUIT'); // "immediate": no checkpoint, no good-bye; the next start recovers
    while (isThere(cluster.pid)) await wait(10);
    cluster = await startCluster(folder);
    proxy.real = cluster.target;
  }
  for (const writer of writers) await writer.stop();
  const rows = await readAll(devices[0], writers);
  played(`PostgreSQL stopped at once × ${stops}, ${rows} rows: 0 lost, 0 gaps, 0 twice`);
  await server.stop();
  await proxy.remove();
});

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('sessions that an administrator ends in the midst of pushes lose nothing, and the server goes on', async () => {
  const ends = rounds(200, 20);
  const server = await runServer(unlimited);
  const devices = await eightDevices(await newDevice(server.url));
  const writers = devices.map((device) => writeSteadily(device, () => server.url));
  let ended = 0;
  while (ended < ends) {
    await wait(10);
    const rows = await server.owner`
      select pg_terminate_backend(pid) as done from pg_stat_activity
       where datname = current_database() and usename = 'fillbook_app' and state <> 'idle' order by random() limit 2`;
    ended += rows.filter(({ done }) => done === true).length;
  }
  for (const writer of writers) await writer.stop();
  const rows = await readAll(devices[0], writers);
  const statuses = writers.flatMap(({ repeated }) => [...repeated.keys()]);
  expect(statuses.filter((status) => status !== '503')).toEqual([]);
  played(`pg_terminate_backend × ${ended}, ${rows} rows: 0 lost, 0 gaps, 0 twice`);
  await server.stop();
});
