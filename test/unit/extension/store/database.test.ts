import { IDBDatabase, IDBFactory, IDBObjectStore } from 'fake-indexeddb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { must, openStore, rawDatabase } from './open-store';
import { fillsNumbered } from './sample-fills';

afterEach(() => vi.restoreAllMocks());

const header = (byte: number) => new Uint8Array(300).fill(byte);

describe('the header of the vault', () => {
  test('is what was put last, and the only one left', async () => {
    const database = await rawDatabase(new IDBFactory());
    must(await database.putHeader(header(1)));
    must(await database.putHeader(header(2)));
    expect(must(await database.readHeaders())).toEqual([header(2)]);
  });

  test('stays the old one while the new one, as read back, does not open', async () => {
    const database = await rawDatabase(new IDBFactory());
    must(await database.putHeader(header(1)));
    const shown: Uint8Array[] = [];
    const put = await database.putHeader(header(2), async (readBack) => {
      shown.push(readBack);
      return false;
    });
    expect(put).toEqual({ ok: false, error: { reason: 'damaged' } });
    expect(shown).toEqual([header(2)]);
    expect(must(await database.readHeaders())).toEqual([header(1)]);
  });

  test('is there twice, newest first, after a stop before the old one went', async () => {
    const indexedDB = new IDBFactory();
    const database = await rawDatabase(indexedDB);
    must(await database.putHeader(header(1)));
    vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(() => {
      throw new DOMException('stopped', 'AbortError');
    });
    expect((await database.putHeader(header(2))).ok).toBe(false);
    vi.restoreAllMocks();
    const again = await rawDatabase(indexedDB);
    expect(must(await again.readHeaders())).toEqual([header(2), header(1)]);
    must(await again.putHeader(header(3)));
    expect(must(await again.readHeaders())).toEqual([header(3)]);
  });

  test('is damaged where it does not read back as it was written', async () => {
    const database = await rawDatabase(new IDBFactory());
    must(await database.putHeader(header(1)));
    const { put } = IDBObjectStore.prototype;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, row) {
      return put.call(this, { ...row, bytes: header(9) });
    });
    expect(await database.putHeader(header(2))).toEqual({ ok: false, error: { reason: 'damaged' } });
    expect(must(await database.readHeaders())).toEqual([header(1)]);
  });
});

describe('the database', () => {
  test('is empty before the first header, and not after it', async () => {
    const database = await rawDatabase(new IDBFactory());
    expect(must(await database.isEmpty())).toBe(true);
    must(await database.putHeader(header(1)));
    expect(must(await database.isEmpty())).toBe(false);
  });

  test('is not empty where the header is gone but records are left', async () => {
    const { store, database } = await openStore();
    must(await store.write({ appendFills: fillsNumbered(0, 3) }));
    await database.tables.local.clear();
    expect(must(await database.isEmpty())).toBe(false);
  });

  test('is asked to be on disk before it acknowledges a batch', async () => {
    const opened = vi.spyOn(IDBDatabase.prototype, 'transaction');
    const { store } = await openStore();
    opened.mockClear();
    must(await store.write({ appendFills: fillsNumbered(0, 3) }));
    const writes = opened.mock.calls.filter(([, mode]) => mode === 'readwrite');
    expect(writes.map(([, , options]) => options)).toEqual([{ durability: 'strict' }]);
  });

  test('is empty and usable after it was erased', async () => {
    const { store, database, indexedDB } = await openStore();
    must(await database.putHeader(header(1)));
    must(await store.write({ appendFills: fillsNumbered(0, 100) }));
    must(await database.erase());
    expect(must(await database.isEmpty())).toBe(true);
    must(await database.putHeader(header(2)));
    expect(must(await (await rawDatabase(indexedDB)).readHeaders())).toEqual([header(2)]);
  });

  test('holds no name, price or key in the clear', async () => {
    const { store, database } = await openStore();
    must(
      await store.write({
        putDocuments: [{ kind: 'credential', id: 'c1', value: { apiKey: 'AKIA-canary', secret: 'canary-secret' } }],
        appendFills: fillsNumbered(0, 80),
        putLocal: [{ key: 'balances:a', value: { BTC: 'canary-balance' } }],
      }),
    );
    const { documents, segments, tails, local } = database.tables;
    const rows = await Promise.all([documents, segments, tails, local].map((table) => table.toArray()));
    const bytes = JSON.stringify(rows.flat(), (_, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    );
    const canaries = [
      'canary',
      'AKIA',
      'balances',
      'BTC',
      'USDT',
      'binance',
      'account-1',
      'credential',
      'fills',
      'PAR1',
    ];
    expect(canaries.filter((canary) => bytes.includes(canary))).toEqual([]);
  });
});

describe('local entries', () => {
  const balances = z.object({ BTC: z.string() });

  test('are read as they were put, replaced, and null once deleted', async () => {
    const { store } = await openStore();
    must(await store.write({ putLocal: [{ key: 'balances:a', value: { BTC: '1' } }] }));
    must(await store.write({ putLocal: [{ key: 'balances:a', value: { BTC: '2' } }] }));
    expect(must(await store.readLocal('balances:a', balances))).toEqual({ BTC: '2' });
    expect(must(await store.readLocal('balances:b', balances))).toBeNull();
    must(await store.write({ deleteLocal: ['balances:a'] }));
    expect(must(await store.readLocal('balances:a', balances))).toBeNull();
  });

  test('that no longer fit their schema are damaged', async () => {
    const { store } = await openStore();
    must(await store.write({ putLocal: [{ key: 'balances:a', value: { BTC: 1 } }] }));
    expect(await store.readLocal('balances:a', balances)).toEqual({
      ok: false,
      error: { reason: 'damaged', subject: 'local' },
    });
  });
});
