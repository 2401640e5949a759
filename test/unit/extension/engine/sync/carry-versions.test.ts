/** What waits and what lost, in a vault that moves to new keys. */
import { expect, test } from 'vitest';
import { carryVersions } from '../../../../../extension/engine/sync/carry-versions';
import { lostVersions } from '../../../../../extension/engine/sync/lost-versions';
import { recordNames } from '../../../../../extension/store/backup-names';
import { resealAll } from '../../../../../extension/store/reseal';
import { must } from '../../store/open-store';
import { fillsNumbered } from '../../store/sample-fills';
import { storedFills } from '../../store/stored-rows';
import { testVault } from '../../store/test-vault';
import { MemoryLog, serverOf } from './memory-log';
import { beganAt, connect, openDevice, type SyncDevice } from './sync-device';
import { account, settingsOf } from './sync-documents';

const day = 86_400_000;
const [former, next] = [await testVault(1), await testVault(2)];
const watched = { signal: new AbortController().signal, onProgress: () => undefined };

async function connected(n: number, at = beganAt, vault = former): Promise<SyncDevice> {
  const device = await openDevice({ vault, n, clock: { now: at } });
  await connect(device);
  return device;
}

/** The device after its vault has moved: everything sealed anew into another database. */
async function moved(device: SyncDevice): Promise<SyncDevice> {
  const second = await openDevice({ vault: next, n: 1, clock: device.clock });
  const [from, to] = [
    { database: device.database, vault: former },
    { database: second.database, vault: next },
  ];
  must(await resealAll(from, to, watched));
  must(await carryVersions(from, to));
  await connect(second);
  return second;
}

const base = async ({ store }: SyncDevice) =>
  must(await store.readDocument('settings', 'settings'))?.value.baseCurrency;

test('a version from the future moves along, counts once it is due, and comes to devices that pair after the move', async () => {
  const log = new MemoryLog();
  const [desk, ahead] = [await connected(1), await connected(2, beganAt + 2 * day)];
  must(await ahead.store.write({ putDocuments: [settingsOf('USDC')] }));
  must(await ahead.run(serverOf(log, ahead.id)));
  must(await desk.store.write({ putDocuments: [settingsOf('EUR')] }));
  must(await desk.run(serverOf(log, desk.id)));
  expect(await desk.database.tables.waiting.count()).toBe(1);

  const second = await moved(desk);
  const newLog = new MemoryLog();
  must(await second.run(serverOf(newLog, second.id)));
  // its place in the old log is that of the current version in the new one
  expect(await desk.database.tables.waiting.toCollection().primaryKeys()).toEqual([expect.stringMatching(/\.1$/)]);
  expect(newLog.rows[0]?.seq).toBe(1);
  expect(await base(second)).toBe('EUR');

  second.clock.now += 2 * day;
  must(await second.run(serverOf(newLog, second.id)));
  expect(await base(second)).toBe('USDC');
  expect(await second.database.tables.waiting.count()).toBe(0);
  const laptop = await connected(3, second.clock.now, next);
  must(await laptop.run(serverOf(newLog, laptop.id)));
  expect(await base(laptop)).toBe('USDC');
});

test('history of an account that waits to be due moves along with it, and comes to devices that pair after the move', async () => {
  const log = new MemoryLog();
  const [desk, ahead] = [await connected(1), await connected(2, beganAt + 2 * day)];
  const fills = fillsNumbered(0, 70);
  must(await ahead.store.write({ putDocuments: [account('account-1', 'Main')], appendFills: fills }));
  must(await ahead.run(serverOf(log, ahead.id)));
  must(await desk.run(serverOf(log, desk.id)));
  expect(await desk.database.tables.waiting.count()).toBe(1);
  expect(await desk.database.tables.documents.count()).toBe(0);

  const second = await moved(desk);
  const newLog = new MemoryLog();
  must(await second.run(serverOf(newLog, second.id)));
  expect(await second.database.tables.outbox.count()).toBe(0); // a move ends only where nothing waits to be sent
  second.clock.now += 2 * day;
  must(await second.run(serverOf(newLog, second.id)));
  const laptop = await connected(3, second.clock.now, next);
  must(await laptop.run(serverOf(newLog, laptop.id)));
  for (const { store } of [second, laptop]) {
    const { documents } = must(await store.listDocuments('account'));
    expect(documents.map(({ value }) => value.label)).toEqual(['Main']);
    const { rows } = must(await storedFills(store, 'account-1'));
    expect(rows.map(({ id }) => id)).toEqual(fills.map(({ id }) => id));
  }
});

test('a version that lost moves along, and is shown for as long as before', async () => {
  const log = new MemoryLog();
  const [desk, laptop] = [await connected(1), await connected(2, beganAt + 60_000)];
  must(await desk.store.write({ putDocuments: [settingsOf('EUR')] }));
  must(await laptop.store.write({ putDocuments: [settingsOf('USDC')] }));
  must(await laptop.run(serverOf(log, laptop.id)));
  desk.clock.now += 120_000;
  must(await desk.run(serverOf(log, desk.id)));
  expect(await base(desk)).toBe('USDC');

  const second = await moved(desk);
  const { kindOf } = await recordNames(next, []);
  // decided two minutes in, and kept for 30 days from then
  expect(await lostVersions({ ...second.context, vault: next }, kindOf)).toMatchObject([
    {
      keptUntil: beganAt + 120_000 + 30 * day,
      differences: [{ field: 'baseCurrency', lost: 'EUR', current: 'USDC' }],
    },
  ]);
});
