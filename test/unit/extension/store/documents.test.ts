import { describe, expect, test } from 'vitest';
import type { Coverage } from '../../../../extension/store/coverage';
import {
  type DocumentPut,
  type StoredCredential,
  type StoredSettings,
  schemaVersions,
} from '../../../../extension/store/documents';
import type { ExchangeAccount } from '../../../../shared/exchanges/account';
import { unixMs } from '../../../../shared/result';
import { must, openStore } from './open-store';

const account = (id: string, label = id): ExchangeAccount => ({
  id,
  kind: 'exchange',
  label,
  createdAt: 1_700_000_000_000,
  exchange: 'binance',
  egress: 'direct',
  credentialId: `key-of-${id}`,
  userSymbols: ['BTC/USDT'],
  pausedAt: null,
});

const putAccount = (id: string, label = id): DocumentPut => ({ kind: 'account', id, value: account(id, label) });

const coverage: Coverage = {
  accountId: 'a',
  kind: 'import',
  state: 'waiting',
  startedAt: unixMs(1_700_000_000_000),
  finishedAt: null,
  retryAt: unixMs(1_700_000_060_000),
  failure: { reason: 'rate-limited', untilAt: unixMs(1_700_000_060_000), host: 'api.binance.com' },
  queue: ['ETH/USDT'],
  done: 1,
  symbols: {
    'BTC/USDT': {
      cursor: 'id:42',
      fills: 1000,
      state: 'partial',
      coveredToMs: unixMs(1_690_000_000_000),
      readFromMs: null,
      lastReadAt: unixMs(1_700_000_000_000),
      failure: null,
      spans: [{ fromMs: unixMs(0), toMs: unixMs(1_690_000_000_000), state: 'covered' }],
    },
  },
};

describe('documents', () => {
  test('are read as they were written, of every kind, also after a restart', async () => {
    const { store, indexedDB } = await openStore();
    const credential: StoredCredential = { apiKey: 'k', secret: 's' };
    const settings: StoredSettings = {
      baseCurrency: 'EUR',
      method: 'average',
      books: 'by-coin',
      autoLock: 'browser-close',
      wordsConfirmed: true,
      refreshMinutes: 'manual',
      notifyFailures: false,
      notifyNames: false,
      notifyLookBack: false,
      badge: 'today',
      upDownColours: 'red-up',
    };
    const batch = {
      putDocuments: [
        putAccount('a'),
        { kind: 'credential', id: 'key-of-a', value: credential },
        { kind: 'settings', id: 'settings', value: settings },
        { kind: 'coverage', id: 'a', value: coverage },
      ],
    } as const;
    must(await store.write(batch));
    const again = (await openStore(indexedDB)).store;
    expect(must(await again.readDocument('account', 'a'))?.value).toEqual(account('a'));
    expect(must(await again.readDocument('credential', 'key-of-a'))?.value).toEqual(credential);
    expect(must(await again.readDocument('settings', 'settings'))?.value).toEqual(settings);
    expect(must(await again.readDocument('coverage', 'a'))?.value).toEqual(coverage);
  });

  test('that were never written, or were deleted, are null and in no list', async () => {
    const { store } = await openStore();
    must(await store.write({ putDocuments: [putAccount('a'), putAccount('b')] }));
    must(await store.write({ deleteDocuments: [{ kind: 'account', id: 'a' }] }));
    expect(must(await store.readDocument('account', 'a'))).toBeNull();
    expect(must(await store.readDocument('account', 'never'))).toBeNull();
    expect(must(await store.listDocuments('account')).documents.map(({ id }) => id)).toEqual(['b']);
  });

  test('of one kind are no documents of another with the same id', async () => {
    const { store } = await openStore();
    must(await store.write({ putDocuments: [putAccount('a')] }));
    expect(must(await store.readDocument('coverage', 'a'))).toBeNull();
    expect(must(await store.listDocuments('coverage')).documents).toEqual([]);
  });

  test('leave a tombstone that still hides nothing of the secret it replaced', async () => {
    const { store, database, vault } = await openStore();
    must(await store.write({ putDocuments: [{ kind: 'credential', id: 'c', value: { apiKey: 'k', secret: 's' } }] }));
    must(await store.write({ deleteDocuments: [{ kind: 'credential', id: 'c' }] }));
    const [row] = await database.tables.documents.toArray();
    if (!row) throw new Error('the tombstone is missing');
    const context = { purpose: 'documents', recordId: row.id, kind: 'credential', schemaVersion: 1 } as const;
    const body: unknown = JSON.parse(new TextDecoder().decode(must(await vault.open(context, row.sealed))));
    expect(body).toEqual({
      stamp: { at: 1_700_000_000_000, counter: 1, device: store.deviceId },
      id: 'c',
      deleted: true,
    });
  });
});

describe('the stamp of a document', () => {
  const stampAfter = async (steps: readonly number[]) => {
    const opened = await openStore();
    let { store } = opened;
    for (const now of steps) {
      // each step is a restart: the stamp must not live in memory alone
      const again = await openStore(opened.indexedDB);
      again.clock.now = now;
      store = again.store;
      must(await store.write({ putDocuments: [putAccount('a')] }));
    }
    return must(await store.readDocument('account', 'a'))?.stamp;
  };

  test('follows the clock and starts its counter anew', async () => {
    expect(await stampAfter([1000, 2000])).toMatchObject({ at: 2000, counter: 0 });
  });

  test('counts on where the clock stands still or steps back', async () => {
    expect(await stampAfter([2000, 2000, 1500])).toMatchObject({ at: 2000, counter: 2 });
  });

  test('names this device, the same after a restart', async () => {
    const first = await openStore();
    const second = await openStore(first.indexedDB);
    expect(second.store.deviceId).toBe(first.store.deviceId);
  });
});

describe('a document that does not open', () => {
  test('is named with its reason, and the others of the list are read', async () => {
    const { store, database } = await openStore();
    must(await store.write({ putDocuments: [putAccount('a'), putAccount('b'), putAccount('c')] }));
    const rows = await database.tables.documents.toArray();
    for (const row of rows) {
      if (row.name === 'a') await database.tables.documents.put({ ...row, sealed: new Uint8Array([9, 9]) });
      const flipped = row.sealed.map((byte, index) => (index === 40 ? byte ^ 1 : byte));
      if (row.name === 'b') await database.tables.documents.put({ ...row, sealed: flipped });
    }
    const list = must(await store.listDocuments('account'));
    expect(list.documents.map(({ id }) => id)).toEqual(['c']);
    expect([...list.failures].sort((x, y) => (x.id < y.id ? -1 : 1))).toEqual([
      { id: 'a', failure: { reason: 'damaged', subject: 'account' } },
      { id: 'b', failure: { reason: 'tampered', subject: 'account' } },
    ]);
    expect(await store.readDocument('account', 'b')).toEqual({
      ok: false,
      error: { reason: 'tampered', subject: 'account' },
    });
  });

  test('is tampered with when it stands under the name of another', async () => {
    const { store, database } = await openStore();
    must(await store.write({ putDocuments: [putAccount('a'), putAccount('b')] }));
    const [a, b] = await database.tables.documents.toArray();
    if (!a || !b) throw new Error('both rows are missing');
    await database.tables.documents.put({ ...a, sealed: b.sealed });
    await database.tables.documents.put({ ...b, name: 'c' });
    const { documents, failures } = must(await store.listDocuments('account'));
    expect(documents).toEqual([]);
    expect(failures.map(({ failure }) => failure.reason)).toEqual(['tampered', 'tampered']);
  });

  test('of a later version than this Fillbook knows is unsupported', async () => {
    const { store, database } = await openStore();
    must(await store.write({ putDocuments: [putAccount('a')] }));
    await database.tables.documents.toCollection().modify({ schemaVersion: schemaVersions.account + 1 });
    expect(await store.readDocument('account', 'a')).toEqual({
      ok: false,
      error: { reason: 'unsupported', subject: 'account' },
    });
  });

  test('can be replaced by a new version', async () => {
    const { store, database } = await openStore();
    must(await store.write({ putDocuments: [putAccount('a')] }));
    await database.tables.documents.toCollection().modify({ sealed: new Uint8Array(64) });
    must(await store.write({ putDocuments: [putAccount('a', 'entered again')] }));
    expect(must(await store.readDocument('account', 'a'))?.value).toEqual(account('a', 'entered again'));
  });
});
