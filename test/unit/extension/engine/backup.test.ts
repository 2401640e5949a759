/** Backups through the engine's own interface: with the real vault, header and key derivation, over a fake browser. */
import { IDBFactory } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import type { EngineApi } from '../../../../extension/engine/api';
import type { BackupKey, MadeBackup } from '../../../../extension/engine/api/backup';
import type { EngineEvent } from '../../../../extension/engine/api/events';
import { createEngine } from '../../../../extension/engine/engine';
import { unixMs } from '../../../../shared/result';
import { dayMs } from '../../../../shared/utc-day';
import { createBackupWriter, readBackupFrame } from '../../../../shared/vault/backup-file';
import type { Hex } from '../../../../shared/vault/bytes';
import { formatHeader } from '../../../../shared/vault/header';
import { must } from '../store/open-store';
import { accountDraft, createWorld, fakeBrowser } from './engine-world';
import { balance, fakeExchange, fillsOf } from './fake-exchange';

const passphrase = 'correct horse battery staple';
const ofVault: BackupKey = { by: 'vault' };
const ofPassphrase = (typed: string): BackupKey => ({ by: 'passphrase', passphrase: typed });

function startEngine(indexedDB = new IDBFactory(), browser = fakeBrowser()) {
  const exchange = fakeExchange(['BTC/USDT']);
  exchange.balances = [balance('BTC', '1', '0', '1')];
  exchange.fillsBySymbol.set(
    'BTC/USDT',
    fillsOf('BTC/USDT', [
      { side: 'buy', quantity: '2', price: '100', fee: ['USDT', '0.2'] },
      { side: 'sell', quantity: '1', price: '130', fee: ['USDT', '0.13'] },
      { side: 'sell', quantity: '1', price: '120', fee: ['USDT', '0.12'] },
    ]),
  );
  const world = createWorld(exchange.client, indexedDB, browser);
  const { api, start } = createEngine(world.deps);
  return { ...world, api, start, exchange };
}

type Started = ReturnType<typeof startEngine>;

async function makeVault(engine: Started, typed = passphrase): Promise<readonly string[]> {
  const { words } = must(await engine.api.createVault(typed));
  must(await engine.api.confirmWords({ 1: words[0] ?? '', 2: words[1] ?? '', 3: words[2] ?? '' }));
  return words;
}

async function imported(api: EngineApi): Promise<void> {
  for (;;) {
    const states = (await api.importProgress()).map(({ state }) => state);
    if (states.length > 0 && states.every((state) => state === 'complete' || state === 'complete-with-warnings'))
      return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** What a trader sees of an open vault, without what only says when. */
async function figures(api: EngineApi) {
  const trades = await api.trades({
    accountId: null,
    bookId: null,
    side: null,
    state: 'closed',
    closedFrom: null,
    closedTo: null,
    offset: 0,
    limit: 100,
  });
  const { realized, accounts } = await api.overview(); // the trades waited for the books
  return {
    perQuote: realized.perQuote,
    accounts: accounts.map(({ id, label, maskedKey, progress }) => [id, label, maskedKey, progress.fillsStored]),
    trades: trades.rows,
  };
}

/** The backup of an engine with a vault, an account and its imported fills; making it costs many derivations. */
const shared = (async () => {
  const engine = startEngine();
  const words = await makeVault(engine);
  must(await engine.api.addAccount({ ...accountDraft, userSymbols: ['BTC/USDT'] }));
  await imported(engine.api);
  return { words, made: must(await engine.api.makeBackup()), before: await figures(engine.api) };
})();

/** An engine of its own that has what the shared one had. */
async function restored() {
  const engine = startEngine();
  const all = await shared;
  must(await engine.api.restoreBackup(all.made.file, ofPassphrase(passphrase)));
  return { ...all, engine };
}

test('a lost computer: the passphrase restores the vault with equal figures, and it opens by it from then on', async () => {
  const { made, before } = await shared;
  // net = (130 + 120) − 0.25 − (2 × 100 + 0.2) = 249.75 − 200.2
  expect(before.perQuote).toMatchObject([{ quote: 'USDT', net: '49.55' }]);
  expect(before.trades).toHaveLength(1);
  expect(made.receipt).toMatchObject({ accounts: 1, fills: 3 });
  const next = startEngine();
  expect(must(await next.api.readBackup(made.file)).vault).toBe('no-vault');
  expect(await next.api.restoreBackup(made.file, ofPassphrase('another one'))).toEqual({
    ok: false,
    error: { reason: 'wrong-passphrase' },
  });
  expect(await next.api.vaultState()).toEqual({ state: 'none' });
  const preview = must(await next.api.previewRestore(made.file, ofPassphrase(passphrase)));
  expect(await next.api.vaultState()).toEqual({ state: 'none' });
  expect(preview.holds).toEqual({ accounts: 1, fills: made.receipt.fills, documents: made.receipt.documents });
  expect(must(await next.api.restoreBackup(made.file, ofPassphrase(passphrase))).adds).toEqual(preview.adds);
  expect(await next.api.vaultState()).toEqual({ state: 'open' });
  expect(await figures(next.api)).toEqual(before);
  await next.api.lock();
  const later = startEngine(next.indexedDB, next.browser);
  must(await later.api.unlock(passphrase));
  expect(await figures(later.api)).toEqual(before);
});

test('the 24 words restore it too, under a new passphrase', async () => {
  const { made, before, words } = await shared;
  const next = startEngine();
  const key: BackupKey = { by: 'words', words: words.join(' '), newPassphrase: 'quite another one' };
  // the words of 32 zero bytes, as BIP-39 publishes them
  const ofAnother: BackupKey = { ...key, words: `${'abandon '.repeat(23)}art` };
  expect(await next.api.restoreBackup(made.file, ofAnother)).toEqual({
    ok: false,
    error: { reason: 'words-of-another-vault' },
  });
  must(await next.api.restoreBackup(made.file, key));
  expect(await next.api.vaultState()).toEqual({ state: 'open' });
  expect(await figures(next.api)).toEqual(before);
  await next.api.lock();
  const later = startEngine(next.indexedDB, next.browser);
  expect(await later.api.unlock(passphrase)).toEqual({ ok: false, error: { reason: 'wrong-passphrase' } });
  must(await later.api.unlock('quite another one'));
});

test('restored into the vault that it is of, it leaves what is newer, and the figures are right at once', async () => {
  const { engine, made, before } = await restored();
  const { api } = engine;
  const topics: EngineEvent['topic'][] = [];
  await api.subscribe(({ topic }) => void topics.push(topic));
  must(await api.renameAccount(accountDraft.id, 'renamed'));
  const kept = must(await api.previewRestore(made.file, ofVault));
  expect([kept.adds.accounts, kept.adds.fills, kept.accounts[0]?.state]).toEqual([0, 0, 'kept']);
  must(await api.restoreBackup(made.file, ofVault));
  const after = await figures(api);
  expect(after.accounts[0]?.[1]).toBe('renamed'); // newer here
  expect(after.trades).toEqual(before.trades);
  expect(topics).toContain('fills');
  expect(topics).toContain('accounts');
});

test("another vault's backup is merged in after its own passphrase, and its account works here", async () => {
  const { made, before } = await shared;
  const other = startEngine();
  await makeVault(other, 'the passphrase of the other');
  must(await other.api.addAccount({ ...accountDraft, id: 'account-2' }));
  await imported(other.api);
  expect(must(await other.api.readBackup(made.file)).vault).toBe('another-vault');
  expect(await other.api.restoreBackup(made.file, ofVault)).toEqual({
    ok: false,
    error: { reason: 'wrong-passphrase' },
  });
  must(await other.api.restoreBackup(made.file, ofPassphrase(passphrase)));
  const { accounts } = await figures(other.api);
  expect(accounts).toHaveLength(2);
  // both were called "main": the one from the backup is told apart
  expect(accounts.map(([, label]) => label).sort()).toEqual(['main', 'main 2']);
  expect(accounts.find(([id]) => id === accountDraft.id)?.slice(2)).toEqual(before.accounts[0]?.slice(2));
  await other.api.refresh(accountDraft.id);
  const [, restored] = await other.api.accounts();
  expect(restored?.value.state).toBe('known');
  const again = must(await other.api.restoreBackup(made.file, ofPassphrase(passphrase)));
  expect(again.adds).toEqual({ accounts: 0, fills: 0, documents: 0 });
});

/** The file without its first record, with every digest computed anew: what someone could make without the key. */
async function withoutRecord(file: Blob): Promise<Blob> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const read = async (from: number, to: number) => bytes.slice(from, to);
  const frame = must(await readBackupFrame({ size: bytes.length, read }));
  const writer = createBackupWriter();
  const parts = [...(await writer.begin(frame.headerText)).parts];
  for (const { from, to } of frame.records.slice(1)) parts.push(...(await writer.record(bytes.slice(from, to))).parts);
  parts.push(...(await writer.end(frame.manifest)).parts);
  return new Blob(parts);
}

test('a locked vault opens with the passphrase that its backup had; one of another vault is refused there', async () => {
  const { engine, made, before } = await restored();
  must(await engine.api.changePassphrase(passphrase, 'one that is forgotten'));
  await engine.api.lock();
  const locked = startEngine(engine.indexedDB, engine.browser);
  expect(must(await locked.api.readBackup(made.file)).vault).toBe('locked-vault');
  // tampered with, and every digest computed anew: refused, and the stored header is still the one of the later passphrase
  expect(await locked.api.restoreBackup(await withoutRecord(made.file), ofPassphrase(passphrase))).toEqual({
    ok: false,
    error: { reason: 'record-refused', record: 1, cause: 'tampered' },
  });
  expect(await locked.api.unlock(passphrase)).toEqual({ ok: false, error: { reason: 'wrong-passphrase' } });
  must(await locked.api.restoreBackup(made.file, ofPassphrase(passphrase)));
  expect(await figures(locked.api)).toEqual(before);

  const stranger = startEngine();
  await makeVault(stranger, 'the passphrase of the other');
  await stranger.api.lock();
  const strangerLocked = startEngine(stranger.indexedDB, stranger.browser);
  expect(await strangerLocked.api.readBackup(made.file)).toEqual({ ok: false, error: { reason: 'vault-differs' } });
});

test('what fails after a locked vault was opened by its backup is an issue, since the page that asked has gone', async () => {
  const { engine, made } = await restored();
  await engine.api.lock();
  const next = startEngine(engine.indexedDB, engine.browser);
  // stopped as soon as the vault is open, before anything is merged
  await next.api.subscribe((event) => void (event.topic === 'vault' && next.api.cancelBackup()));
  const merged = await next.api.restoreBackup(made.file, ofPassphrase(passphrase));
  expect(merged).toEqual({ ok: false, error: { reason: 'cancelled' } });
  expect(await next.api.vaultState()).toEqual({ state: 'open' });
  const { issues } = await next.api.overview();
  expect(issues.map(({ failure }) => failure)).toEqual([{ reason: 'damaged', code: 'restore-not-merged' }]);
});

test('a file is opened once for its restore', async () => {
  const { engine, made } = await restored();
  await engine.api.lock();
  const next = startEngine(engine.indexedDB, engine.browser);
  const opened: number[] = [];
  await next.api.subscribe((event) => {
    if (event.topic === 'backup' && event.progress?.step === 'opening' && event.progress.done === event.progress.total)
      opened.push(event.progress.total);
  });
  must(await next.api.restoreBackup(made.file, ofPassphrase(passphrase)));
  expect(opened).toHaveLength(1);
});

test('a vault whose header is damaged in both copies opens with its backup, and keeps what is newer', async () => {
  const { engine, made } = await restored();
  must(await engine.api.renameAccount(accountDraft.id, 'renamed'));
  await engine.api.lock();
  engine.browser.local.set('vaultHeader', 'no header');
  const database = must(await engine.deps.openDatabase());
  must(await database.putHeader(new TextEncoder().encode('no header')));
  await database.close();
  const damaged = startEngine(engine.indexedDB, engine.browser);
  expect((await damaged.api.vaultState()).state).toBe('damaged');
  expect(must(await damaged.api.readBackup(made.file)).vault).toBe('locked-vault');
  must(await damaged.api.restoreBackup(made.file, ofPassphrase(passphrase)));
  expect(await damaged.api.vaultState()).toEqual({ state: 'open' });
  expect((await figures(damaged.api)).accounts[0]?.[1]).toBe('renamed');
});

test('a restored vault goes on from the count of encryptions that its backup had', async () => {
  const { engine } = await restored();
  // one block of 10,000 was reserved when the backup was made, and one more when the restored vault opened
  expect(engine.browser.local.get('sealCount')).toBe('20000');
});

test('a header that asks for more memory than is accepted is refused before any is taken', async () => {
  const header = formatHeader({
    format: 'fillbook-vault-header',
    version: 1,
    vaultId: 'ab'.repeat(32) as Hex, // made of hex digits alone, as the others
    // 2 GiB; at most 1 GiB is accepted
    kdf: { algorithm: 'argon2id-1.3', memoryKiB: 2 ** 21, iterations: 3, parallelism: 1, salt: '00'.repeat(16) as Hex },
    keyCheck: '11'.repeat(32) as Hex,
    wrappedRootKey: '22'.repeat(60) as Hex,
  });
  const writer = createBackupWriter();
  const begun = await writer.begin(header);
  const ended = await writer.end(new Uint8Array(64));
  const file = new Blob([...begun.parts, ...ended.parts]);
  const { api } = startEngine();
  expect(must(await api.readBackup(file)).vault).toBe('no-vault');
  expect(await api.restoreBackup(file, ofPassphrase(passphrase))).toEqual({
    ok: false,
    error: { reason: 'kdf-out-of-bounds' },
  });
});

test('a file that was changed or is none is refused with its reason, and nothing is stored', async () => {
  const { made } = await shared;
  const bytes = new Uint8Array(await made.file.arrayBuffer());
  const next = startEngine();
  const middle = bytes.map((byte, at) => (at === 2000 ? byte ^ 1 : byte));
  const cases: [Blob, string][] = [
    [new Blob([]), 'not-a-backup'],
    [new Blob(['PK\u0003\u0004']), 'not-a-backup'],
    [new Blob([middle]), 'damaged'],
    [new Blob([bytes.slice(0, -1)]), 'damaged'],
  ];
  for (const [file, reason] of cases) {
    for (const answer of [
      await next.api.readBackup(file),
      await next.api.restoreBackup(file, ofPassphrase(passphrase)),
    ])
      expect(answer).toMatchObject({ ok: false, error: { reason } });
  }
  expect(await next.api.vaultState()).toEqual({ state: 'none' });
});

test('the last backup has its age, and a notice comes when there is none, and when it is old and fills are newer', async () => {
  const { engine, made } = await restored();
  const { api, clock } = engine;
  const notices = async () => (await api.overview()).notices.map(({ id }) => id);
  expect(await api.backupState()).toMatchObject({ last: null, reminder: 30, fills: 3, newFills: 3, due: 'never' });
  expect(await notices()).toEqual(['backup']);

  must(await api.noteBackupSaved(made.receipt));
  expect(await api.backupState()).toMatchObject({
    last: { madeAt: unixMs(made.receipt.madeAt), bytes: made.file.size },
    newFills: 0,
    othersChanged: false,
    due: null,
  });
  clock.now += 31 * dayMs;
  expect((await api.backupState()).due).toBeNull(); // nothing has changed since
  must(await api.renameAccount(accountDraft.id, 'renamed'));
  expect(await api.backupState()).toMatchObject({ othersChanged: true, due: 'old' });
  expect(await notices()).toEqual(['backup']);
  must(await api.setBackupReminder(90));
  expect(await notices()).toEqual([]);
  must(await api.setBackupReminder(7));
  expect(await notices()).toEqual(['backup']);
  must(await api.setBackupReminder(null));
  expect(await notices()).toEqual([]);
});

test('the reminder that was chosen comes back with the backup', async () => {
  const { engine } = await restored();
  must(await engine.api.setBackupReminder(90));
  const { file } = must(await engine.api.makeBackup());
  const next = startEngine();
  must(await next.api.restoreBackup(file, ofPassphrase(passphrase)));
  expect((await next.api.backupState()).reminder).toBe(90);
  expect(await next.api.settings()).not.toHaveProperty('backupReminder');
});

test('a preview that is cancelled gives none, and a backup after it is whole', async () => {
  const { engine, made } = await restored();
  // cancelled as soon as it says that it has begun
  let waits = true;
  await engine.api.subscribe((event) => {
    if (waits && event.topic === 'backup' && event.progress !== null) void engine.api.cancelBackup();
  });
  const cancelled = await engine.api.previewRestore(made.file, ofVault);
  expect(cancelled).toEqual({ ok: false, error: { reason: 'cancelled' } });
  waits = false;
  await engine.api.cancelBackup(); // of nothing
  const second: MadeBackup = must(await engine.api.makeBackup());
  expect(second.receipt.fills).toBe(made.receipt.fills);
});
