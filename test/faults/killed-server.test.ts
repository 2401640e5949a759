import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, inject, test } from 'vitest';
import { newDevice, record, TestDevice } from '../integration/harness/device';
import { runServer } from '../integration/harness/server';
import { type ServerProcess, startProcess } from '../integration/harness/server-process';
import { played, rounds } from './rounds';
import { eightDevices, expectAll, writeSteadily } from './steady-writer';

/** What devices sign: one origin for all instances, as behind one address. */
const origin = 'https://sync.example';
const folder = mkdtempSync(join(tmpdir(), 'fillbook-killed-'));
const running = new Set<ServerProcess>();
let started = 0;
afterAll(async () => {
  for (const server of running) await server.stop('SIGKILL');
  rmSync(folder, { recursive: true });
});

async function instance(): Promise<ServerProcess> {
  const unlimited = { RATE_ADDRESS_PER_MINUTE: '1000000', RATE_DEVICE_PER_MINUTE: '1000000' };
  const own = { PORT: '0', DATA_DIR: inject('dataFolder'), PUBLIC_ORIGIN: origin, REGISTRATION: 'open', RELAY: 'off' };
  const server = await startProcess('sync-server/main.ts', { ...own, ...unlimited }, join(folder, `log-${started++}`));
  running.add(server);
  return server;
}

test('a server killed in the midst of pushes of eight devices loses nothing acknowledged, leaves no gap and stores nothing twice', async () => {
  const kills = rounds(100, 2);
  let server = await instance();
  const devices = await eightDevices(await newDevice(server.url, origin));
  const writers = devices.map((device) => writeSteadily(device, () => server.url));
  const all = () => writers.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0);
  for (let kill = 0; kill < kills; kill++) {
    const before = all();
    while (all() < before + 32) await wait(5); // it is in the midst of its work
    const dying = server;
    const next = instance(); // starts while the other still answers, so that the gap is short
    await dying.stop('SIGKILL');
    running.delete(dying);
    server = await next;
  }
  for (const writer of writers) await writer.stop();
  const [reader] = devices;
  if (reader === undefined) throw new Error('there are eight');
  reader.url = server.url;
  const rows = await expectAll(reader, writers);
  played(`kill -9 in mid-push × ${kills}, 8 devices, ${rows} rows: 0 lost, 0 gaps, 0 twice`);
  await server.stop();
});

test('two instances, one restarted each round, lose nothing; a removal at one is seen by the next push to the other', async () => {
  const count = rounds(30, 1);
  const steady = await instance();
  let other = await instance();
  const devices = await eightDevices(await newDevice(steady.url, origin));
  const writers = devices.map((device, index) => writeSteadily(device, () => (index % 2 === 0 ? steady : other).url));
  const removed: number[] = [];
  for (let round = 0; round < count; round++) {
    await other.stop(round % 2 === 0 ? 'SIGTERM' : 'SIGKILL');
    other = await instance();
    const owner = await newDevice(steady.url, origin);
    const lost = new TestDevice(other.url, owner.vaultSeed, undefined, origin);
    await lost.admit();
    await lost.logIn();
    const at = performance.now();
    await owner.send('DELETE', `/v1/devices/${lost.deviceId}`);
    expect((await lost.push({ records: [record()] })).status).toBe(403);
    removed.push(performance.now() - at);
  }
  for (const writer of writers) await writer.stop();
  const [reader] = devices;
  if (reader === undefined) throw new Error('there are eight');
  reader.url = other.url;
  const rows = await expectAll(reader, writers);
  // refused by the first push after the removal, however long a machine that eight writers load takes to send it
  const median = removed.toSorted((a, b) => a - b)[Math.floor(count / 2)];
  played(
    `one of two instances restarted × ${count}, ${rows} rows: 0 lost; a removal seen in ${median?.toFixed(0)} ms (median)`,
  );
  await steady.stop();
  await other.stop();
});

test('two instances count to the limit exactly, one of them stopped and started anew meanwhile', async () => {
  const limit = 40;
  const steady = await runServer({ RATE_DEVICE_PER_MINUTE: String(limit) });
  let other = await steady.another();
  const device = await newDevice(steady.url);
  const statuses: number[] = [];
  for (let request = 0; request < limit + 10; request++) {
    if (request === limit / 2) {
      await other.stop();
      other = await steady.another();
    }
    device.url = (request % 2 === 0 ? steady : other).url;
    statuses.push((await device.get('/v1/head')).status);
  }
  expect(statuses).toEqual([...Array(limit).fill(200), ...Array(10).fill(429)]);
  await steady.stop();
});
