/**
 * The browser may stop the engine between any two statements. Here everything it depends on, exchange, host and database,
 * throws from the n-th call on, for every n of a whole import; then the vault is opened anew and the import goes on.
 */
import { IDBFactory, IDBIndex, IDBObjectStore } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { wholeAccount } from '../../../../extension/store/coverage';
import { must } from '../store/open-store';
import { storedFills } from '../store/stored-rows';
import { accountDraft, createWorld, importEnded, openWorld } from './engine-world';
import { type FillSketch, fakeExchange, fillsOf } from './fake-exchange';

const id = accountDraft.id;
const history: readonly FillSketch[] = Array.from({ length: 150 }, (_, index) => ({
  side: index % 2 === 0 ? ('buy' as const) : ('sell' as const),
  quantity: '1',
  price: String(100 + index),
}));

const requests = ['put', 'add', 'get', 'getAll', 'getAllKeys', 'delete', 'openCursor'] as const;

/** Makes every request to the fake database take a step first; gives what undoes it. */
function stepAtRequests(step: () => void): () => void {
  const undo: (() => void)[] = [];
  for (const source of [IDBObjectStore.prototype, IDBIndex.prototype])
    for (const name of requests) {
      const original: unknown = Reflect.get(source, name);
      if (typeof original !== 'function') continue;
      Reflect.set(source, name, function (this: IDBObjectStore | IDBIndex, ...args: unknown[]) {
        try {
          step();
        } catch (stopped) {
          ('transaction' in this ? this : this.objectStore).transaction.abort();
          throw stopped;
        }
        return Reflect.apply(original, this, args);
      });
      undo.push(() => Reflect.set(source, name, original));
    }
  return () => {
    for (const each of undo) each();
  };
}

type By = 'symbol' | 'account';

/** By account the fills lie in the first of five weeks. */
function newExchange(by: By) {
  const exchange = fakeExchange(['BTC/USDT'], 40, by);
  exchange.servedFromMs = Date.UTC(2025, 11, 31);
  exchange.fillsBySymbol.set('BTC/USDT', fillsOf('BTC/USDT', history));
  return exchange;
}

/** Imports until the n-th call; true when the import ended before it. */
async function importUntil(limit: number, indexedDB: IDBFactory, by: By): Promise<boolean> {
  const exchange = newExchange(by);
  const world = createWorld(exchange.client, indexedDB);
  const { session, database } = await openWorld(world);
  must(await session.accounts.add({ ...accountDraft, userSymbols: ['BTCUSDT'] }));
  let used = 0;
  const step = (): void => {
    used += 1;
    if (used > limit) throw new DOMException('the engine has stopped', 'AbortError');
  };
  exchange.beforeCall = step;
  world.browser.beforeCall = step;
  const restore = stepAtRequests(step);
  try {
    await session.imports.start(id, 'import').then(() => importEnded(session));
  } catch {
    // a worker that is stopped hears nothing of it either
  } finally {
    restore();
  }
  await database.close();
  return used <= limit;
}

test.each<[By, string]>([
  ['symbol', 'BTC/USDT'],
  ['account', wholeAccount],
])(
  'an import by %s that is stopped at any call goes on without loss and stores nothing twice',
  async (by, stream) => {
    let stops = 0;
    for (let limit = 0; ; limit += 1) {
      const indexedDB = new IDBFactory();
      if (await importUntil(limit, indexedDB, by)) break;
      stops += 1;
      const { session, database } = await openWorld(createWorld(newExchange(by).client, indexedDB));
      const before = must(await storedFills(session.store, id)).rows;
      expect(session.imports.coverage(id).symbols[stream]?.fills ?? 0).toBe(before.length);
      must(await session.imports.start(id, 'import'));
      await importEnded(session);
      const { rows, failures } = must(await storedFills(session.store, id));
      expect(failures).toEqual([]);
      expect(rows.map((fill) => fill.id)).toEqual(history.map((_, index) => String(index + 1)));
      await session.store.idle();
      const records = [...(await database.tables.segments.toArray()), ...(await database.tables.tails.toArray())];
      expect(records.reduce((sum, { count }) => sum + count, 0)).toBe(150);
      await session.close();
      await database.close();
    }
    // four pages, each an exchange call and a transaction of several requests, and what leads to them
    expect(stops).toBeGreaterThan(25);
  },
  120_000,
);
