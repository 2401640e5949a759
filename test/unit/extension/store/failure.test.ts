import { Dexie } from 'dexie';
import { IDBObjectStore } from 'fake-indexeddb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { failureSchema, storageFailure } from '../../../../extension/store/failure';
import { must, openStore } from './open-store';
import { fillsNumbered } from './sample-fills';
import { storedFills } from './stored-rows';

afterEach(() => vi.restoreAllMocks());

const quota = () => new DOMException('no room', 'QuotaExceededError');

describe('what the database throws', () => {
  test('is storage-full for the quota, also inside what Dexie wraps around it', () => {
    const wrapped = [
      quota(),
      new Dexie.AbortError('aborted', quota()),
      new Dexie.BulkError('2 of 3 operations failed', { 0: quota() }),
      new Dexie.AbortError('aborted', new Dexie.QuotaExceededError('no room')),
      new Error('outer', { cause: new Error('inner', { cause: quota() }) }),
    ];
    expect(wrapped.map(storageFailure)).toEqual(wrapped.map(() => ({ reason: 'storage-full' })));
  });

  test('is storage-failed with the name of the error alone for anything else', () => {
    const failure = storageFailure(new DOMException('key "secret" is invalid', 'DataError'));
    expect(failure).toEqual({ reason: 'storage-failed', code: 'DataError' });
    expect(storageFailure('thrown text')).toEqual({ reason: 'storage-failed' });
  });

  test('ends even where an error wraps itself', () => {
    const circular = new Error('circular');
    circular.cause = circular;
    expect(storageFailure(circular)).toEqual({ reason: 'storage-failed', code: 'Error' });
  });
});

describe('a write that finds no room', () => {
  test('is storage-full, and neither its fills nor its documents were stored', async () => {
    const { store, database } = await openStore();
    must(await store.write({ appendFills: fillsNumbered(0, 10) }));
    const { put } = IDBObjectStore.prototype;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, row, key) {
      // the documents of the batch are put first: the transaction fails behind them
      if (this.name === 'segments') throw quota();
      return put.call(this, row, key);
    });
    const full = await store.write({
      putDocuments: [{ kind: 'credential', id: 'c', value: { apiKey: 'k', secret: 's' } }],
      appendFills: fillsNumbered(10, 100),
    });
    vi.restoreAllMocks();
    expect(full).toEqual({ ok: false, error: { reason: 'storage-full' } });
    expect(await database.tables.documents.count()).toBe(0);
    expect(must(await storedFills(store, 'account-1'))).toEqual({ rows: fillsNumbered(0, 10), failures: [] });
  });

  test('does not stop the next one', async () => {
    const { store } = await openStore();
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(() => {
      throw quota();
    });
    const first = store.write({ appendFills: fillsNumbered(0, 10) });
    const second = store.write({ appendFills: fillsNumbered(10, 20) });
    expect((await first).ok).toBe(false);
    expect((await second).ok).toBe(true);
    expect(must(await storedFills(store, 'account-1')).rows).toEqual(fillsNumbered(10, 20));
  });

  test('during a merge is reported apart, and nothing acknowledged is lost', async () => {
    const { store, maintenance } = await openStore();
    for (let page = 0; page < 7; page += 1)
      must(await store.write({ appendFills: fillsNumbered(page * 64, page * 64 + 64) }));
    await store.idle();
    const { put } = IDBObjectStore.prototype;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, row, key) {
      if (row.count === 512) throw quota();
      return put.call(this, row, key);
    });
    must(await store.write({ appendFills: fillsNumbered(448, 512) }));
    await store.idle();
    vi.restoreAllMocks();
    expect(maintenance).toEqual([{ reason: 'storage-full' }]);
    expect(must(await storedFills(store, 'account-1'))).toEqual({ rows: fillsNumbered(0, 512), failures: [] });
  });
});

test('a stored failure comes back as it was, and one with an unknown reason is refused', () => {
  const failure = { reason: 'ip-not-whitelisted', address: '203.0.113.7', skewMs: -1.5, code: '-2015' };
  expect(failureSchema.parse(failure)).toEqual(failure);
  expect(failureSchema.safeParse({ reason: 'made-up' }).success).toBe(false);
});
