/** What the app asked last: bounded, sealed, never written once per call, and still there after a restart. */
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createCallJournal } from '../../../../extension/engine/call-journal';
import type { Store } from '../../../../extension/store/store';
import type { CallRecord } from '../../../../shared/exchanges/call-record';
import { unixMs } from '../../../../shared/result';
import { must, openStore } from '../store/open-store';
import { accountDraft, createWorld, openWorld } from './engine-world';
import { fakeExchange } from './fake-exchange';

const id = accountDraft.id;

const record = (n: number, change: Partial<CallRecord> = {}): CallRecord => ({
  at: unixMs(1_700_000_000_000 + n),
  method: 'GET',
  host: 'api.binance.com',
  path: `/api/v3/call-${n}`,
  durationMs: 10,
  status: 200,
  bodyBytes: 2,
  reason: null,
  code: null,
  ...change,
});

/** A store that counts its writes. */
async function countedStore(indexedDB?: IDBFactory) {
  const opened = await openStore(indexedDB);
  const writes: unknown[] = [];
  const store: Store = {
    ...opened.store,
    write: (batch) => {
      writes.push(batch);
      return opened.store.write(batch);
    },
  };
  return { ...opened, store, writes };
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

test('the last 50 calls of an account are kept, newest first, apart from those of another', async () => {
  const { store } = await countedStore();
  const journal = createCallJournal(store);
  for (let n = 1; n <= 60; n++) journal.onCallOf('a')(record(n));
  journal.onCallOf('b')(record(99));
  expect(journal.of('a').map(({ path }) => path)).toEqual(
    Array.from({ length: 50 }, (_, n) => `/api/v3/call-${60 - n}`), // 60 down to 11
  );
  expect(journal.of('b')).toHaveLength(1);
});

test('a burst of calls is written once, a moment later', async () => {
  const { store, writes } = await countedStore();
  const journal = createCallJournal(store);
  for (let n = 1; n <= 40; n++) journal.onCallOf('a')(record(n));
  expect(writes).toHaveLength(0);
  vi.advanceTimersByTime(2_000);
  expect(writes).toHaveLength(1);
});

test('after a restart the calls are there, behind those made since', async () => {
  const indexedDB = new IDBFactory();
  const first = await countedStore(indexedDB);
  const journal = createCallJournal(first.store);
  journal.onCallOf('a')(record(1, { status: 401, reason: 'key-or-address-refused', code: '-2015' }));
  await journal.flush();
  await first.database.close();
  const later = createCallJournal((await countedStore(indexedDB)).store);
  later.onCallOf('a')(record(2));
  await later.load(['a', 'b']);
  expect(later.of('a')).toEqual([
    record(2),
    record(1, { status: 401, reason: 'key-or-address-refused', code: '-2015' }),
  ]);
  expect(later.of('b')).toEqual([]);
});

test('what is stored is sealed, and holds no query and no long code', async () => {
  const { store, database } = await countedStore();
  const journal = createCallJournal(store);
  journal.onCallOf('a')(record(1, { path: '/api/v3/account?signature=canary', code: 'c'.repeat(500) }));
  await journal.flush();
  expect(journal.of('a')[0]).toMatchObject({ path: '/api/v3/account', code: 'c'.repeat(40) });
  const rows = await database.tables.local.toArray();
  const stored = rows.map(({ key, bytes }) => key + new TextDecoder('latin1').decode(bytes)).join();
  expect(rows.length).toBeGreaterThan(0);
  for (const word of ['canary', 'account', 'binance', 'calls']) expect(stored).not.toContain(word);
});

test('a journal that does not open counts as empty', async () => {
  const { store } = await countedStore();
  must(await store.write({ putLocal: [{ key: 'calls:a', value: [{ at: 'yesterday' }] }] }));
  const journal = createCallJournal(store);
  await journal.load(['a']);
  expect(journal.of('a')).toEqual([]);
});

test('an account that was erased leaves no calls behind, nor does one that was under way', async () => {
  const { store } = await countedStore();
  const journal = createCallJournal(store);
  const onCall = journal.onCallOf('a');
  onCall(record(1));
  await journal.flush();
  await journal.forget('a');
  onCall(record(2));
  await journal.flush();
  expect(journal.of('a')).toEqual([]);
  const again = createCallJournal(store);
  await again.load(['a']);
  expect(again.of('a')).toEqual([]);
});

test('locking the vault writes what was gathered, and the next opening shows it', async () => {
  vi.useRealTimers();
  const exchange = fakeExchange(['BTC/USDT']);
  const world = createWorld(exchange.client);
  const createClient: typeof world.deps.createClient = (_, __, onCall) => ({
    ...exchange.client,
    serverTime: async (signal) => {
      const time = await exchange.client.serverTime(signal);
      onCall?.(record(7, { path: '/api/v3/time' }));
      return time;
    },
  });
  const deps = { ...world.deps, createClient };
  const first = await openWorld({ ...world, deps });
  must(await first.session.accounts.add(accountDraft));
  first.session.doctor.start(id);
  while (first.session.doctor.report(id)?.endedAt === null) await new Promise((resolve) => setTimeout(resolve));
  expect(first.session.doctor.report(id)?.calls).toHaveLength(1);
  await first.session.close();
  await first.database.close();
  const { session } = await openWorld({ ...world, deps });
  expect(session.journal.of(id)).toEqual([record(7, { path: '/api/v3/time' })]);
});
