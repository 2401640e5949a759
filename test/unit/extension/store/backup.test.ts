/** Backup and restore of the store alone: what comes back, what a changed file is called, what a stop leaves. */
import { IDBFactory } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import type { Coverage } from '../../../../extension/store/coverage';
import type { Database, Store } from '../../../../extension/store/store';
import type { ExchangeAccount } from '../../../../shared/exchanges/account';
import { unixMs } from '../../../../shared/result';
import { createBackupWriter, readBackupFrame } from '../../../../shared/vault/backup-file';
import { concatBytes } from '../../../../shared/vault/bytes';
import { backupOf, headerOf, restoreInto, sourceOf, storeOfVault } from './a-backup';
import { must, rawDatabase } from './open-store';
import { fillNumber, fillsNumbered } from './sample-fills';
import { Countdown, stopAtRequest } from './stop-at-request';
import { storedFills } from './stored-rows';
import { testVault } from './test-vault';

const account = (id: string, label: string): ExchangeAccount => ({
  kind: 'exchange',
  id,
  label,
  createdAt: 1,
  exchange: 'binance',
  egress: 'direct',
  credentialId: id,
  userSymbols: [],
  pausedAt: null,
});

const coverage = (accountId: string, done: number): Coverage => ({
  accountId,
  kind: 'import',
  state: 'complete',
  startedAt: unixMs(0),
  finishedAt: unixMs(1),
  retryAt: null,
  failure: null,
  queue: [],
  done,
  symbols: {},
});

/** An account with its key, its coverage and the fills from `from` to `to`, in one batch. */
const putAccount = async (store: Store, id: string, label: string, to: number, from = 0): Promise<void> =>
  must(
    await store.write({
      putDocuments: [
        { kind: 'account', id, value: account(id, label) },
        { kind: 'credential', id, value: { apiKey: `key of ${id}`, secret: 'secret' } },
        { kind: 'coverage', id, value: coverage(id, to) },
      ],
      appendFills: fillsNumbered(from, to, id),
    }),
  );

const removeAccount = async (store: Store, id: string): Promise<void> =>
  must(
    await store.write({
      eraseHistory: [id],
      deleteDocuments: (['account', 'credential', 'coverage'] as const).map((kind) => ({ kind, id })),
    }),
  );

const putSnapshot = async (store: Store, accountId: string): Promise<void> =>
  must(
    await store.write({
      appendSnapshots: [{ date: '2026-03-01', at: unixMs(5), accountId, currency: 'USDT', value: null, assets: '[]' }],
    }),
  );

/** Everything that a screen could read of a store. */
async function readable(store: Store, ids: readonly string[]) {
  const documents = [];
  for (const kind of ['account', 'credential', 'coverage', 'settings'] as const)
    documents.push(must(await store.listDocuments(kind)));
  const history = [];
  for (const id of ids) history.push([must(await storedFills(store, id)), must(await store.readSnapshots(id))]);
  return { documents, history };
}

const rowsOf = async ({ tables }: Database) => ({
  documents: await tables.documents.toArray(),
  segments: await tables.segments.toArray(),
  tails: await tables.tails.toArray(),
  local: await tables.local.toArray(),
});

const storedIds = async (store: Store, id: string): Promise<string[]> =>
  must(await storedFills(store, id)).rows.map((fill) => fill.id);
const idsOf = (from: number, to: number, id: string): string[] => fillsNumbered(from, to, id).map((fill) => fill.id);
const labels = async (store: Store): Promise<string[]> =>
  must(await store.listDocuments('account'))
    .documents.map(({ value }) => value.label)
    .sort();

/** A small store: one account with a segment, a tail and a snapshot, one account that was removed. */
async function smallStore() {
  const opened = await storeOfVault(1);
  await putAccount(opened.store, 'account-1', 'main', 80);
  must(await opened.store.write({ appendFills: fillsNumbered(80, 90) }));
  await putSnapshot(opened.store, 'account-1');
  await putAccount(opened.store, 'account-2', 'gone', 3);
  await removeAccount(opened.store, 'account-2');
  await opened.store.idle();
  return opened;
}

test('an empty browser gets back every document and every fill, and the header with them', async () => {
  const before = await smallStore();
  const { bytes, fills, documents, leftOut } = await backupOf(before);
  // 80 and 10 of account-1; the removed account has none. account, credential, coverage of two accounts
  expect({ fills, documents, leftOut }).toEqual({ fills: 90, documents: 6, leftOut: 0 });

  const database = await rawDatabase(new IDBFactory());
  const plan = must(await restoreInto(database, bytes, before.vault, before.vault, headerOf(before.vault)));
  expect(plan.addedFills).toBe(90);
  expect(plan.accounts.map(({ account: { label }, state }) => [label, state])).toEqual([['main', 'new']]);
  const [header] = must(await database.readHeaders());
  expect(new TextDecoder().decode(header)).toBe(headerOf(before.vault));
  const { documents: rows, segments, tails } = await rowsOf(before.database);
  expect(await rowsOf(database)).toMatchObject({ documents: rows, segments, tails });
});

test('restoring the same file again adds nothing', async () => {
  const opened = await smallStore();
  const { bytes } = await backupOf(opened);
  const before = await rowsOf(opened.database);
  const plan = must(await restoreInto(opened.database, bytes, opened.vault));
  expect([plan.documents, plan.segments, plan.tails, plan.addedFills]).toEqual([[], [], [], 0]);
  expect(await rowsOf(opened.database)).toEqual(before);
});

test('what is newer here stays: a new label, a removed account, a later cursor; older fills come back', async () => {
  const opened = await storeOfVault(1);
  await putAccount(opened.store, 'account-1', 'main', 80);
  await putAccount(opened.store, 'account-2', 'bot', 70);
  const { bytes } = await backupOf(opened);
  opened.clock.now += 1000;
  // account-1 was renamed, lost its history and read fills 60 to 100 anew; account-2 was removed
  await opened.store.eraseAccountHistory('account-1');
  await putAccount(opened.store, 'account-1', 'renamed', 100, 60);
  await removeAccount(opened.store, 'account-2');
  const plan = must(await restoreInto(opened.database, bytes, opened.vault));
  // 0 to 59 are in the backup alone
  expect(plan.addedFills).toBe(60);
  expect(await labels(opened.store)).toEqual(['renamed']);
  expect(must(await opened.store.readDocument('coverage', 'account-1'))?.value.done).toBe(100);
  expect(await storedIds(opened.store, 'account-1')).toEqual(idsOf(0, 100, 'account-1'));
  expect(await storedIds(opened.store, 'account-2')).toEqual([]);
  expect(must(await restoreInto(opened.database, bytes, opened.vault)).addedFills).toBe(0);
});

test('what is newer in the backup wins: the label, and an account that was removed with its fills', async () => {
  const old = await storeOfVault(1);
  await putAccount(old.store, 'account-1', 'main', 5);
  await putAccount(old.store, 'account-2', 'bot', 70);
  const early = await backupOf(old);
  old.clock.now += 1000;
  await putAccount(old.store, 'account-1', 'renamed', 9);
  await removeAccount(old.store, 'account-2');
  const late = await backupOf(old);

  const database = await rawDatabase(new IDBFactory());
  must(await restoreInto(database, early.bytes, old.vault));
  const plan = must(await restoreInto(database, late.bytes, old.vault));
  expect([plan.addedFills, plan.removedAccounts]).toEqual([4, 1]);
  const { store } = await reopened(database);
  expect(await labels(store)).toEqual(['renamed']);
  expect(await storedIds(store, 'account-1')).toEqual(idsOf(0, 9, 'account-1'));
  expect(await storedIds(store, 'account-2')).toEqual([]);
});

const reopened = async (database: Database) => {
  const { createStore } = await import('../../../../extension/store/store');
  const vault = await testVault(1);
  const deps = { now: () => unixMs(2e12), newId: () => crypto.randomUUID(), onMaintenanceFailure: () => undefined };
  return { store: must(await createStore(database, vault, deps)), vault };
};

test('a corrected fill of the backup replaces the one that is stored, and only that', async () => {
  const corrected = await storeOfVault(1);
  await putAccount(corrected.store, 'account-1', 'main', 3);
  must(await corrected.store.write({ appendFills: [fillNumber(1, 'account-1', { revision: 1, liquidity: null })] }));
  const { bytes } = await backupOf(corrected);
  const here = await storeOfVault(1);
  await putAccount(here.store, 'account-1', 'main', 3);
  expect(must(await restoreInto(here.database, bytes, here.vault)).addedFills).toBe(1);
  const rows = must(await storedFills(here.store, 'account-1')).rows;
  expect(rows.map(({ revision }) => revision)).toEqual([0, 1, 0]);
});

test("another vault's backup is sealed anew: all of it is readable here, and restoring it again adds nothing", async () => {
  const other = await smallStore();
  must(await other.store.write({ putDocuments: [{ kind: 'settings', id: 'settings', value: settings('BTC') }] }));
  const { bytes } = await backupOf(other);
  const here = await storeOfVault(2);
  await putAccount(here.store, 'account-9', 'Main', 2);
  must(await here.store.write({ putDocuments: [{ kind: 'settings', id: 'settings', value: settings('EUR') }] }));

  const plan = must(await restoreInto(here.database, bytes, other.vault, here.vault));
  expect([plan.addedFills, plan.documents.length]).toEqual([90, 3]);
  // two accounts of one exchange bear one label: the one from the backup is told apart
  expect(await labels(here.store)).toEqual(['Main', 'main 2']);
  // as a change of its own, so that no two versions of the account bear one stamp
  const renamed = must(await here.store.readDocument('account', 'account-1'))?.stamp;
  const original = must(await other.store.readDocument('account', 'account-1'))?.stamp;
  expect(renamed).toEqual(original && { ...original, counter: original.counter + 1 });
  expect(must(await here.store.readDocument('settings', 'settings'))?.value.baseCurrency).toBe('EUR');
  expect(must(await here.store.readDocument('credential', 'account-1'))?.value.apiKey).toBe('key of account-1');
  expect(await storedIds(here.store, 'account-1')).toEqual(idsOf(0, 90, 'account-1'));
  expect(must(await here.store.readSnapshots('account-1')).rows).toHaveLength(1);
  const after = await rowsOf(here.database);
  const again = must(await restoreInto(here.database, bytes, other.vault, here.vault));
  expect([again.addedFills, again.documents.length]).toEqual([0, 0]);
  expect(await rowsOf(here.database)).toEqual(after);
});

const settings = (baseCurrency: 'EUR' | 'BTC') =>
  ({
    baseCurrency,
    method: 'fifo',
    books: 'by-market',
    autoLock: '15',
    wordsConfirmed: true,
    refreshMinutes: 5,
    notifyFailures: true,
    notifyNames: true,
    notifyLookBack: true,
    badge: 'issues',
    upDownColours: 'green-up',
  }) as const;

test('a record that no longer opens is left out of a backup and counted, and a backup brings it back', async () => {
  const opened = await smallStore();
  const { bytes } = await backupOf(opened);
  const { segments } = opened.database.tables;
  const [segment] = await segments.toArray();
  if (segment) await segments.put({ ...segment, sealed: new Uint8Array(segment.sealed.length) });
  const partial = await backupOf(opened);
  expect([partial.leftOut, partial.fills]).toEqual([1, 10]);
  // a row whose count is not that of its fills would be refused as tampered with
  const { tails } = opened.database.tables;
  const miscounted = (await tails.toArray()).find(({ count }) => count === 10);
  if (miscounted) await tails.put({ ...miscounted, count: 11 });
  expect((await backupOf(opened)).leftOut).toBe(2);
  if (miscounted) await tails.put(miscounted);
  must(await restoreInto(opened.database, bytes, opened.vault));
  expect(await storedIds(opened.store, 'account-1')).toEqual(idsOf(0, 90, 'account-1'));
});

/** A file with one document and a tail: small enough to change every byte of it. */
async function tinyBackup() {
  const opened = await storeOfVault(1);
  must(
    await opened.store.write({
      putDocuments: [{ kind: 'account', id: 'a', value: account('a', 'main') }],
      appendFills: [fillNumber(1, 'a')],
    }),
  );
  return { ...(await backupOf(opened)), vault: opened.vault };
}

test('every flipped byte is noticed by the frame alone, and its place is named', async () => {
  const { bytes } = await tinyBackup();
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = bytes.slice();
    changed[at] = (changed[at] ?? 0) ^ 0x01;
    const frame = await readBackupFrame(sourceOf(changed));
    if (frame.ok) throw new Error(`byte ${at} was not noticed`);
    const { error } = frame;
    if (at < 8) expect(error.reason).toBe('not-a-backup');
    else if (at < 12) expect(error.reason).toBe('another-version');
    else {
      expect(error.reason).toBe('damaged');
      // never behind the byte that was changed, but for a length that now reaches beyond the end
      if ('atByte' in error) expect(error.atByte).toBeLessThanOrEqual(at);
    }
  }
});

test('a file cut at any length is damaged, or none at all', async () => {
  const { bytes } = await tinyBackup();
  for (let length = 0; length < bytes.length; length += 1) {
    const frame = await readBackupFrame(sourceOf(bytes.slice(0, length)));
    expect(frame.ok).toBe(false);
    if (!frame.ok) expect(frame.error.reason).toBe(length === 0 ? 'not-a-backup' : 'damaged');
  }
  const longer = await readBackupFrame(sourceOf(concatBytes(bytes, Uint8Array.of(0))));
  expect(longer).toMatchObject({ ok: false, error: { reason: 'damaged', damage: 'malformed' } });
});

test('foreign files are told from damaged ones, and huge lengths take no memory', async () => {
  const { bytes } = await tinyBackup();
  const text = new TextEncoder();
  for (const foreign of ['PK\u0003\u0004 a zip', '{"a": 1}', 'x', '\u0000\u0000'])
    expect(await readBackupFrame(sourceOf(text.encode(foreign)))).toEqual({
      ok: false,
      error: { reason: 'not-a-backup' },
    });
  const read: number[] = [];
  const huge = bytes.slice();
  huge.set([0xff, 0xff, 0xff, 0xff], 13);
  const source = sourceOf(huge);
  const frame = await readBackupFrame({
    ...source,
    read: (from, to) => {
      read.push(to - from);
      return source.read(from, to);
    },
  });
  expect(frame).toMatchObject({ ok: false, error: { reason: 'damaged', damage: 'malformed', atByte: 12 } });
  expect(Math.max(...read)).toBeLessThan(100);
  const endless = { size: 513 * 1024 * 1024, read: () => Promise.reject(new Error('must not be read')) };
  expect(await readBackupFrame(endless)).toMatchObject({ ok: false, error: { reason: 'too-large' } });
});

/** The same file with its records changed and every digest computed anew: what someone could make without the key. */
async function rewritten(bytes: Uint8Array, change: (records: Uint8Array[]) => Uint8Array[]): Promise<Uint8Array> {
  const frame = must(await readBackupFrame(sourceOf(bytes)));
  const records = change(frame.records.map(({ from, to }) => bytes.slice(from, to)));
  const writer = createBackupWriter();
  const parts = [...(await writer.begin(frame.headerText)).parts];
  for (const record of records) parts.push(...(await writer.record(record)).parts);
  parts.push(...(await writer.end(frame.manifest)).parts);
  return concatBytes(...parts);
}

test('a record that was dropped, added, moved, doubled or changed is tampered with, and nothing is written', async () => {
  const opened = await smallStore();
  const { bytes } = await backupOf(opened);
  const flipped = (record: Uint8Array) => record.map((byte, at) => (at === 40 ? byte ^ 1 : byte));
  const changes: [number, (records: Uint8Array[]) => Uint8Array[]][] = [
    [3, (all) => all.toSpliced(2, 1)],
    [10, (all) => all.slice(0, -1)],
    [10, (all) => [...all, ...all.slice(0, 1)]],
    [1, (all) => all.toReversed()],
    [2, (all) => all.toSpliced(1, 0, ...all.slice(0, 1))],
    [5, (all) => all.map((record, at) => (at === 4 ? flipped(record) : record))],
  ];
  const count = must(await readBackupFrame(sourceOf(bytes))).records.length;
  // 6 documents, a segment and two tails
  expect(count).toBe(9);
  for (const [record, change] of changes) {
    const database = await rawDatabase(new IDBFactory());
    const restored = await restoreInto(database, await rewritten(bytes, change), opened.vault);
    const named = record === 10 ? expect.toSatisfy((at) => at === 9 || at === 10) : record;
    expect(restored).toEqual({ ok: false, error: { reason: 'record-refused', cause: 'tampered', record: named } });
    expect(must(await database.isEmpty())).toBe(true);
  }
  expect(await rewritten(bytes, (all) => all)).toEqual(bytes);
});

test('a file without its records, or with another header, is tampered with', async () => {
  const opened = await smallStore();
  const { bytes } = await backupOf(opened);
  const frame = must(await readBackupFrame(sourceOf(bytes)));
  const writer = createBackupWriter();
  const parts = [...(await writer.begin(frame.headerText)).parts];
  parts.push(...(await writer.end(frame.manifest)).parts);
  const database = await rawDatabase(new IDBFactory());
  expect(await restoreInto(database, concatBytes(...parts), opened.vault)).toMatchObject({
    ok: false,
    error: { reason: 'record-refused', cause: 'tampered' },
  });
  const otherHeader = createBackupWriter();
  const swapped = [...(await otherHeader.begin(headerOf({ ...opened.vault, vaultId: 'ab'.repeat(32) }))).parts];
  for (const { from, to } of frame.records) swapped.push(...(await otherHeader.record(bytes.slice(from, to))).parts);
  swapped.push(...(await otherHeader.end(frame.manifest)).parts);
  expect(await restoreInto(database, concatBytes(...swapped), opened.vault)).toEqual({
    ok: false,
    error: { reason: 'record-refused', cause: 'tampered', record: null },
  });
});

test('the wrong vault opens nothing of it', async () => {
  const { bytes } = await tinyBackup();
  const database = await rawDatabase(new IDBFactory());
  expect(await restoreInto(database, bytes, await testVault(2))).toEqual({
    ok: false,
    error: { reason: 'record-refused', cause: 'tampered', record: null },
  });
});

test('nothing of what a vault holds stands in its backup in the clear', async () => {
  const { bytes } = await backupOf(await smallStore());
  const text = new TextDecoder('latin1').decode(bytes);
  for (const canary of ['main', 'account-1', 'key of', 'binance', 'BTC', 'credential', 'segments'])
    expect(text).not.toContain(canary);
});

test('a restore that stops at any request to the database leaves what was there, and a repeat completes it', async () => {
  const source = await smallStore();
  const { bytes } = await backupOf(source);
  let stops = 0;
  for (let limit = 0; ; limit += 1) {
    const here = await storeOfVault(1);
    await putAccount(here.store, 'account-1', 'older', 4);
    await here.store.idle();
    const before = await readable(here.store, ['account-1']);
    const countdown = new Countdown(limit);
    const undo = stopAtRequest(countdown);
    const restored = await restoreInto(here.database, bytes, here.vault);
    undo();
    if (!countdown.over) break;
    stops += 1;
    if (!restored.ok) expect(await readable(here.store, ['account-1'])).toEqual(before);
    await here.database.close();
    const { database } = await storeOfVault(1, here.indexedDB);
    must(await restoreInto(database, bytes, here.vault));
    const { store } = await reopened(database);
    expect(await storedIds(store, 'account-1')).toEqual(idsOf(0, 90, 'account-1'));
    await database.close();
  }
  // reading what is stored and writing documents, segments and tails takes more than ten requests
  expect(stops).toBeGreaterThan(10);
});

test('a vault is never restored over another one', async () => {
  const here = await smallStore();
  const { bytes } = await backupOf(here);
  const before = await rowsOf(here.database);
  expect(await restoreInto(here.database, bytes, here.vault, here.vault, headerOf(here.vault))).toEqual({
    ok: false,
    error: { reason: 'storage-failed', code: 'NotEmpty' },
  });
  expect(await rowsOf(here.database)).toEqual(before);
});
