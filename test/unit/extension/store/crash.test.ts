/**
 * The browser may stop the engine between any two steps. Here it stops at the n-th request to the database, or right
 * behind the n-th commit, for every n of a whole import with its merges; then the store is opened anew.
 */
import { IDBFactory } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import type { Coverage } from '../../../../extension/store/coverage';
import { createStore, type Database, type Store } from '../../../../extension/store/store';
import type { Fill } from '../../../../shared/ledger/fill';
import { unixMs } from '../../../../shared/result';
import { must, openStore, rawDatabase } from './open-store';
import { fillsNumbered } from './sample-fills';
import { Countdown, stopAtRequest } from './stop-at-request';
import { storedFills } from './stored-rows';
import { testVault } from './test-vault';

/** Page n ends before this fill: ten pages that fill the tail, make segments of 64 and more, and merge eight of them. */
const pageEnds = [64, 128, 192, 256, 320, 384, 448, 478, 542, 560];

const coverageOf = (done: number): Coverage => ({
  accountId: 'account-1',
  kind: 'import',
  state: 'running',
  startedAt: unixMs(0),
  finishedAt: null,
  retryAt: null,
  failure: null,
  queue: [],
  done,
  symbols: {},
});

/** Writes page `index` and its coverage as the importer does: in one batch. */
const writePage = (store: Store, index: number) =>
  store.write({
    appendFills: fillsNumbered(pageEnds[index - 1] ?? 0, pageEnds[index] ?? 0),
    putDocuments: [{ kind: 'coverage', id: 'account-1', value: coverageOf(index + 1) }],
  });

/** A database whose n-th transaction is committed, but whose caller never hears of it. */
const stopBehindCommit = (database: Database, countdown: Countdown): Database => ({
  ...database,
  async transact(...args) {
    if (countdown.over) countdown.step();
    const result = await database.transact(...args);
    countdown.step();
    if (countdown.over) throw new DOMException('the engine has stopped', 'AbortError');
    return result;
  },
});

async function storeOn(database: Database): Promise<Store | null> {
  const created = await createStore(database, await testVault(), {
    now: () => unixMs(1_700_000_000_000),
    newId: () => crypto.randomUUID(),
    onMaintenanceFailure: () => undefined,
  });
  return created.ok ? created.value : null;
}

/** Imports until the database stops; gives how many pages were acknowledged. */
async function importUntilStopped(database: Database): Promise<number> {
  const store = await storeOn(database);
  let acknowledged = 0;
  for (let page = 0; store && page < pageEnds.length; page += 1) {
    if (!(await writePage(store, page)).ok) break;
    acknowledged = page + 1;
  }
  await database.serial.idle();
  return acknowledged;
}

const idsOf = (fills: readonly Fill[]): string[] => fills.map(({ id }) => id);

/** Opens anew, checks that coverage and fills agree and nothing acknowledged is lost or there twice; then imports the rest. */
async function checkAndFinish(indexedDB: IDBFactory, acknowledged: number): Promise<void> {
  const { store, database } = await openStore(indexedDB);
  const done = must(await store.readDocument('coverage', 'account-1'))?.value.done ?? 0;
  expect(done).toBeGreaterThanOrEqual(acknowledged);
  const stored = must(await storedFills(store, 'account-1'));
  expect(stored.failures).toEqual([]);
  expect(idsOf(stored.rows)).toEqual(idsOf(fillsNumbered(0, pageEnds[done - 1] ?? 0)));
  const records = [...(await database.tables.segments.toArray()), ...(await database.tables.tails.toArray())];
  expect(records.reduce((sum, { count }) => sum + count, 0)).toBe(stored.rows.length);
  for (let page = done; page < pageEnds.length; page += 1) must(await writePage(store, page));
  await store.idle();
  expect(idsOf(must(await storedFills(store, 'account-1')).rows)).toEqual(idsOf(fillsNumbered(0, 560)));
  await database.close();
}

test('an import that stops at any request to the database loses nothing acknowledged and stores nothing twice', async () => {
  let stops = 0;
  for (let limit = 0; ; limit += 1) {
    const indexedDB = new IDBFactory();
    const database = await rawDatabase(indexedDB);
    const countdown = new Countdown(limit);
    const restore = stopAtRequest(countdown);
    const acknowledged = await importUntilStopped(database);
    restore();
    await database.close();
    if (!countdown.over) break;
    stops += 1;
    await checkAndFinish(indexedDB, acknowledged);
  }
  // ten pages of at least five requests each: the loop did stop in all of them
  expect(stops).toBeGreaterThan(50);
});

test('an import that stops right behind any commit finds that page stored, whole and once', async () => {
  let stops = 0;
  for (let limit = 1; ; limit += 1) {
    const indexedDB = new IDBFactory();
    const database = await rawDatabase(indexedDB);
    const countdown = new Countdown(limit);
    const acknowledged = await importUntilStopped(stopBehindCommit(database, countdown));
    await database.close();
    if (!countdown.over) break;
    stops += 1;
    await checkAndFinish(indexedDB, acknowledged);
  }
  // the device's name, ten pages and one merge
  expect(stops).toBe(12);
});
