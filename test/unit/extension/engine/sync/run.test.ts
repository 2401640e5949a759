/** A run of sync between devices over one honest server. */
import { expect, test } from 'vitest';
import type { LogServer } from '../../../../../extension/engine/sync/log-server';
import { openDocument } from '../../../../../extension/store/document-rows';
import { err } from '../../../../../shared/result';
import { must } from '../../store/open-store';
import { fillsNumbered } from '../../store/sample-fills';
import { storedFills } from '../../store/stored-rows';
import { testVault } from '../../store/test-vault';
import { MemoryLog, serverOf } from './memory-log';
import { connect, openDevice, type SyncDevice } from './sync-device';
import { account, settingsOf } from './sync-documents';

const vault = await testVault();

async function devices(count: number): Promise<SyncDevice[]> {
  const made = [];
  for (let n = 1; n <= count; n += 1) {
    const device = await openDevice({ vault, n });
    await connect(device);
    made.push(device);
  }
  return made;
}

const sync = async (device: SyncDevice, log: MemoryLog) => must(await device.run(serverOf(log, device.id)));

const labels = async (device: SyncDevice) =>
  must(await device.store.listDocuments('account'))
    .documents.map(({ value }) => value.label)
    .sort();
const fillIds = async (device: SyncDevice) =>
  must(await storedFills(device.store, 'account-1')).rows.map(({ id }) => id);

test('what one device writes another reads, documents and fills alike', async () => {
  const log = new MemoryLog();
  const [a, b] = await devices(2);
  if (!a || !b) throw new Error('no devices');
  const fills = fillsNumbered(0, 70);
  must(await a.store.write({ putDocuments: [account('account-1', 'Main')], appendFills: fills }));
  await sync(a, log);
  await sync(b, log);
  expect(await labels(b)).toEqual(['Main']);
  expect(await fillIds(b)).toEqual(fills.map(({ id }) => id));
  expect(b.news.flatMap((each) => each.fills).length).toBe(70);
  expect(await b.database.tables.outbox.count()).toBe(0);
});

test('devices that have said all are quiet: another run sends and reads nothing', async () => {
  const log = new MemoryLog();
  const [a, b] = await devices(2);
  if (!a || !b) throw new Error('no devices');
  must(await a.store.write({ putDocuments: [account('account-1', 'Main')] }));
  for (const each of [a, b, a, b]) await sync(each, log);
  const head = log.rows.length;
  for (const each of [a, b, a, b]) await sync(each, log);
  expect(log.rows.length).toBe(head);
});

test('rows in a tail wait for 15 minutes, and the coverage that claims them waits with them', async () => {
  const log = new MemoryLog();
  const [a] = await devices(1);
  if (!a) throw new Error('no device');
  must(await a.store.write({ putDocuments: [account('account-1', 'Main')], appendFills: fillsNumbered(0, 3) }));
  must(await a.run(serverOf(log, a.id), false));
  expect(await a.database.tables.tails.count()).toBe(1);
  expect(await a.database.tables.segments.count()).toBe(0);
  a.clock.now += 15 * 60_000;
  must(await a.run(serverOf(log, a.id), false));
  expect(await a.database.tables.tails.count()).toBe(0);
  expect(await a.database.tables.outbox.count()).toBe(0);
});

test('merged segments take the place of those they stand for, on the server and on every device', async () => {
  const log = new MemoryLog();
  const [a, b, c] = await devices(3);
  if (!a || !b || !c) throw new Error('no devices');
  must(await a.store.write({ putDocuments: [account('account-1', 'Main')] }));
  for (let from = 0; from < 9 * 64; from += 64) {
    must(await a.store.write({ appendFills: fillsNumbered(from, from + 64) }));
    await a.store.idle();
    await sync(a, log);
    await sync(b, log);
  }
  const all = fillsNumbered(0, 9 * 64).map(({ id }) => id);
  await sync(b, log);
  expect(await b.database.tables.segments.count()).toBe(2);
  expect(await fillIds(b)).toEqual(all);
  await sync(c, log);
  expect(await fillIds(c)).toEqual(all);
  // 8 segments of 64 were merged into one of 512: their bodies are gone
  expect(log.rows.filter(({ body }) => body === null).length).toBeGreaterThanOrEqual(8);
});

test('of two changes that did not know of each other the later counts everywhere, and the other is kept', async () => {
  const log = new MemoryLog();
  const [a, b] = await devices(2);
  if (!a || !b) throw new Error('no devices');
  must(await a.store.write({ putDocuments: [settingsOf('USDT')] }));
  for (const each of [a, b]) await sync(each, log);
  a.clock.now += 10;
  must(await a.store.write({ putDocuments: [settingsOf('EUR')] }));
  b.clock.now += 20;
  must(await b.store.write({ putDocuments: [settingsOf('BTC')] }));
  for (const each of [a, b, a]) await sync(each, log);
  for (const each of [a, b])
    expect(must(await each.store.readDocument('settings', 'settings'))?.value.baseCurrency).toBe('BTC');
  expect((await b.database.tables.lost.toArray()).map(({ deviceId }) => deviceId)).toEqual([a.id]);
});

test('an erased history goes from every device, and what a device had read of it is read anew', async () => {
  const log = new MemoryLog();
  const [a, b] = await devices(2);
  if (!a || !b) throw new Error('no devices');
  must(await a.store.write({ putDocuments: [account('account-1', 'Main')], appendFills: fillsNumbered(0, 64) }));
  must(await b.store.write({ appendFills: fillsNumbered(32, 96) }));
  for (const each of [a, b, a]) await sync(each, log);
  must(await a.store.write({ eraseHistory: ['account-1'], deleteDocuments: [{ kind: 'account', id: 'account-1' }] }));
  for (const each of [a, b, a]) await sync(each, log);
  for (const each of [a, b]) {
    expect(await fillIds(each)).toEqual([]);
    expect(await each.database.tables.segments.count()).toBe(0);
  }
});

test('a change stamped too far ahead waits until it is due, and then counts', async () => {
  const log = new MemoryLog();
  const [a, b] = await devices(2);
  if (!a || !b) throw new Error('no devices');
  must(await b.store.write({ putDocuments: [settingsOf('USDT')] }));
  for (const each of [b, a]) await sync(each, log);
  a.clock.now += 3_600_000; // an hour fast
  must(await a.store.write({ putDocuments: [settingsOf('EUR')] }));
  for (const each of [a, b]) await sync(each, log);
  const base = async (each: SyncDevice) =>
    must(await each.store.readDocument('settings', 'settings'))?.value.baseCurrency;
  expect(await base(b)).toBe('USDT');
  expect((await b.database.tables.waiting.toArray()).length).toBe(1);
  b.clock.now += 3_600_000 - 5 * 60_000; // due: 5 minutes ahead is what a clock may err
  await sync(b, log);
  expect(await base(b)).toBe('EUR');
  expect(await b.database.tables.waiting.count()).toBe(0);
});

test('a change that is written over by one from a fast clock is kept, and each change of the fast clock’s own is not', async () => {
  const log = new MemoryLog();
  const [a, b] = await devices(2);
  if (!a || !b) throw new Error('no devices');
  const minute = 60_000;
  must(await a.store.write({ putDocuments: [settingsOf('USDT')] }));
  for (const each of [a, b]) await sync(each, log);
  b.clock.now += 10 * minute; // 10 minutes fast: more than a clock may err
  must(await b.store.write({ putDocuments: [settingsOf('USDC')] }));
  await sync(b, log);
  b.clock.now += 1_000;
  must(await b.store.write({ putDocuments: [settingsOf('EUR')] }));
  for (const each of [b, a]) await sync(each, log);
  for (const each of [a, b]) each.clock.now += minute;
  must(await a.store.write({ putDocuments: [settingsOf('BTC')] }));
  for (const each of [a, b, a]) await sync(each, log); // b sends its own once more
  for (const each of [a, b]) each.clock.now += 10 * minute;
  for (const each of [a, b]) await sync(each, log);
  for (const each of [a, b])
    expect(must(await each.store.readDocument('settings', 'settings'))?.value.baseCurrency).toBe('EUR');
  const lost = (await a.database.tables.lost.toArray()).map(({ deviceId, row }) => ({ deviceId, row }));
  expect(lost).toHaveLength(1);
  expect(lost[0]?.deviceId).toBe(a.id);
  const version = lost[0] && must(await openDocument(vault, 'settings', lost[0].row));
  expect(version?.document?.value.baseCurrency).toBe('BTC');
  expect(await b.database.tables.lost.count()).toBe(0);
});

test('accounts of one exchange and one label are told apart, on every device alike', async () => {
  const log = new MemoryLog();
  const [a, b] = await devices(2);
  if (!a || !b) throw new Error('no devices');
  must(await a.store.write({ putDocuments: [account('account-1', 'Main', 1)] }));
  must(await b.store.write({ putDocuments: [account('account-2', 'Main', 2)] }));
  for (const each of [a, b, a, b]) await sync(each, log);
  for (const each of [a, b]) expect(await labels(each)).toEqual(['Main', 'Main 2']);
});

test('rows that were erased before their sending was answered do not come back with the answer', async () => {
  const log = new MemoryLog();
  const [a] = await devices(1);
  if (!a) throw new Error('no device');
  must(await a.store.write({ putDocuments: [account('account-1', 'Main')], appendFills: fillsNumbered(0, 64) }));
  const honest = serverOf(log, a.id);
  const lost = { kind: 'unreached', failure: { reason: 'network-failed' } } as const;
  const unanswered: LogServer['push'] = async (push, signal) => {
    await honest.push(push, signal);
    return err(lost);
  };
  await a.run({ pull: honest.pull, push: unanswered });
  must(await a.store.write({ eraseHistory: ['account-1'] }));
  await sync(a, log);
  expect(await a.database.tables.segments.count()).toBe(0);
  expect(await fillIds(a)).toEqual([]);
});

test('a later version that another device wrote over unseen is sent once more by whoever holds it', async () => {
  const log = new MemoryLog();
  const [a, b, c] = await devices(3);
  if (!a || !b || !c) throw new Error('no devices');
  a.clock.now += 3_600_000; // an hour fast: what it writes waits on the others
  must(await a.store.write({ putDocuments: [settingsOf('EUR')] }));
  await sync(a, log);
  await sync(b, log);
  must(await b.store.write({ putDocuments: [settingsOf('BTC')] }));
  await sync(b, log);
  await sync(a, log);
  c.clock.now += 3_600_000;
  await sync(c, log);
  expect(must(await c.store.readDocument('settings', 'settings'))?.value.baseCurrency).toBe('EUR');
});
