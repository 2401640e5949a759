/**
 * Restoring a backup in every state a vault can be in: open, locked, damaged, none.
 *
 * What is restored was opened and read to the end before anything is written, and the session is opened anew over it, so that
 * every figure is of what is stored then.
 */
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result, unixMs } from '../../shared/result';
import { type BackupFrame, type ByteSource, readBackupFrame } from '../../shared/vault/backup-file';
import type { OpenVault } from '../../shared/vault/open-vault';
import type { RootKey } from '../../shared/vault/root-key';
import { openVault } from '../../shared/vault/vault';
import { type OpenedBackup, openBackup } from '../store/read-backup';
import { planRestore, type RestorePlan, writeRestore } from '../store/restore';
import type { Database } from '../store/store';
import type { BackupFileInfo, BackupKey, BackupProgress, RestoreError, RestorePreview } from './api/backup';
import type { BackupParts } from './backup';
import { sourceOf } from './backup-blob';
import { rootKeyOf } from './backup-key';
import type { VaultHeaders } from './keyring';
import { writeSealCount } from './seal-count';

const locked: Failure = { reason: 'vault-locked' };
/** The vault that was locked is open by its backup, and what the backup holds was not added. */
const notMerged: Failure = { reason: 'damaged', code: 'restore-not-merged' };

type Restored = Promise<Result<RestorePreview, RestoreError>>;

export interface Restores {
  read(file: Blob, signal: AbortSignal): Promise<Result<BackupFileInfo, RestoreError>>;
  preview(file: Blob, key: BackupKey, signal: AbortSignal): Restored;
  restore(file: Blob, key: BackupKey, signal: AbortSignal): Restored;
}

/** An opened backup, compared with what is stored here. */
interface Compared {
  readonly plan: RestorePlan;
  readonly preview: RestorePreview;
}

const previewOf = (
  plan: RestorePlan,
  holds: RestorePreview['holds'],
  madeAt: RestorePreview['madeAt'],
): RestorePreview => ({
  madeAt,
  holds,
  adds: {
    accounts: plan.accounts.filter(({ state }) => state === 'new').length,
    fills: plan.addedFills,
    documents: plan.documents.length,
  },
  removedAccounts: plan.removedAccounts,
  accounts: plan.accounts.map(({ account, state }) => ({
    id: account.id,
    exchange: account.kind === 'exchange' ? account.exchange : null,
    label: account.label,
    state,
  })),
});

/** Creates the three steps of a restore; `say` tells pages how far it has come. */
export function createRestores(
  { deps, events, session, withKeyring, inTurn, enter, reopenAround }: BackupParts,
  {
    say,
    stored,
  }: { readonly say: (progress: BackupProgress) => void; readonly stored: () => Result<Database, Failure> },
): Restores {
  const readFrame = (source: ByteSource, signal: AbortSignal): Promise<Result<BackupFrame, RestoreError>> =>
    readBackupFrame(source, { signal, onProgress: (done) => say({ step: 'reading', done, total: source.size }) });

  /** Whose vault a file is of, as seen from here. */
  async function relationOf(frame: BackupFrame): Promise<Result<BackupFileInfo['vault'], RestoreError>> {
    const at = session();
    if (at) return ok(at.vault.vaultId === frame.header.vaultId ? 'this-vault' : 'another-vault');
    return withKeyring(async (ring): Promise<Result<BackupFileInfo['vault'], RestoreError>> => {
      const state = await ring.state();
      if (state.ok && state.value === 'none') return ok('no-vault');
      const vaultId = await ring.headers?.vaultId();
      return vaultId === undefined || (vaultId !== null && vaultId !== frame.header.vaultId)
        ? err({ reason: 'vault-differs' })
        : ok('locked-vault');
    });
  }

  /** Opens and reads every record under the file's own vault: once, since it holds what it opened. */
  const openRecords = (
    source: ByteSource,
    frame: BackupFrame,
    vault: OpenVault,
    signal: AbortSignal,
  ): Promise<Result<OpenedBackup, RestoreError>> =>
    openBackup(source, frame, vault, {
      signal,
      onProgress: (done, total) => say({ step: 'opening', done, total }),
    });

  /** Compares what was opened with what is stored under `vault`. */
  async function compare(
    opened: OpenedBackup,
    vault: OpenVault,
    signal: AbortSignal,
  ): Promise<Result<Compared, RestoreError>> {
    const db = stored();
    if (!db.ok) return db;
    const plan = await planRestore({ database: db.value, vault }, opened, deps.newId, {
      signal,
      onProgress: (done, total) => say({ step: 'comparing', done, total }),
    });
    if (!plan.ok) return plan;
    const { manifest, documents } = opened;
    const holds = { accounts: plan.value.accounts.length, fills: manifest.fills, documents: documents.length };
    return ok({ plan: plan.value, preview: previewOf(plan.value, holds, unixMs(manifest.madeAt)) });
  }

  const vaultOf = (rootKey: RootKey): Promise<OpenVault> => openVault(rootKey, { random: deps.random, sealCount: 0 });

  /** The vault that a file opens with: the open one's own key where it is of it, else what was typed. */
  async function sourceVault(
    frame: BackupFrame,
    key: BackupKey,
  ): Promise<Result<{ readonly vault: OpenVault; readonly rootKey: RootKey }, RestoreError>> {
    const at = session();
    if (at && at.vault.vaultId === frame.header.vaultId) return ok({ vault: at.vault, rootKey: at.rootKey });
    const rootKey = await rootKeyOf(frame, key);
    return rootKey.ok ? ok({ vault: await vaultOf(rootKey.value), rootKey: rootKey.value }) : rootKey;
  }

  async function preview(file: Blob, key: BackupKey, signal: AbortSignal): Restored {
    const source = sourceOf(file);
    const frame = await readFrame(source, signal);
    if (!frame.ok) return frame;
    const relation = await relationOf(frame.value);
    if (!relation.ok) return relation;
    const from = await sourceVault(frame.value, key);
    if (!from.ok) return from;
    const opened = await openRecords(source, frame.value, from.value.vault, signal);
    if (!opened.ok) return opened;
    const compared = await compare(opened.value, session()?.vault ?? from.value.vault, signal);
    return compared.ok ? ok(compared.value.preview) : compared;
  }

  async function restore(file: Blob, key: BackupKey, signal: AbortSignal): Restored {
    const source = sourceOf(file);
    const frame = await readFrame(source, signal);
    if (!frame.ok) return frame;
    const relation = await relationOf(frame.value);
    if (!relation.ok) return relation;
    const from = await sourceVault(frame.value, key);
    if (!from.ok) return from;
    const { vault, rootKey } = from.value;
    // A file that is refused must neither have replaced the header nor have ended what the session does.
    const opened = await openRecords(source, frame.value, vault, signal);
    if (!opened.ok) return opened;
    if (relation.value === 'no-vault') return intoNothing(frame.value, opened.value, { key, rootKey }, signal);
    if (relation.value !== 'locked-vault') return intoOpen(opened.value, signal);
    const entered = await unlockWith(frame.value, key, rootKey);
    if (!entered.ok) return entered;
    const merged = await intoOpen(opened.value, signal);
    // The page that asked has gone when the vault opened: what failed since then is an issue.
    if (!merged.ok) session()?.noteFailure(notMerged);
    return merged;
  }

  async function intoOpen(opened: OpenedBackup, signal: AbortSignal): Restored {
    const at = session();
    if (!at) return err(locked);
    const restored = await reopenAround(async (): Restored => {
      const compared = await compare(opened, at.vault, signal);
      const db = stored();
      if (!compared.ok || !db.ok) return compared.ok ? (db.ok ? err(locked) : db) : compared;
      const written = await write(db.value, compared.value.plan, null);
      return written.ok ? ok(compared.value.preview) : written;
    });
    for (const topic of ['settings', 'accounts', 'balances', 'fills'] as const) events.emit({ topic });
    return restored;
  }

  function write(db: Database, plan: RestorePlan, header: string | null): Promise<Result<void, Failure>> {
    say({ step: 'writing', done: 0, total: plan.documents.length + plan.segments.length + plan.tails.length });
    return writeRestore(db, plan, header === null ? null : new TextEncoder().encode(header), deps.now());
  }

  /** The file's vault becomes this browser's: its header too, or a new one where the words opened it. */
  function intoNothing(
    frame: BackupFrame,
    opened: OpenedBackup,
    { key, rootKey }: { readonly key: BackupKey; readonly rootKey: RootKey },
    signal: AbortSignal,
  ): Restored {
    return inTurn(async ({ headers, state }): Restored => {
      const now = await state();
      if (!headers || !now.ok || now.value !== 'none') return err({ reason: 'vault-here' });
      const compared = await compare(opened, opened.vault, signal);
      const db = stored();
      if (!compared.ok || !db.ok) return compared.ok ? (db.ok ? err(locked) : db) : compared;
      const header = await headerFor(headers, frame, key, rootKey);
      if (!header.ok) return header;
      await writeSealCount(deps.hosts, opened.manifest.sealCount);
      const written = await write(db.value, compared.value.plan, header.value);
      if (!written.ok) return written;
      await headers.noteStored(header.value);
      const entered = await enter(rootKey);
      if (!entered.ok) return entered;
      // Whoever typed the words has them.
      const at = session();
      if (key.by === 'words' && at) {
        const confirmed = await at.saveSettings({ wordsConfirmed: true });
        if (!confirmed.ok) at.noteFailure(confirmed.error);
      }
      return ok(compared.value.preview);
    });
  }

  /** Opens the vault that is locked here, or whose header is damaged, with what opened the file. */
  const unlockWith = (frame: BackupFrame, key: BackupKey, rootKey: RootKey): Promise<Result<void, RestoreError>> =>
    inTurn(async ({ headers }): Promise<Result<void, RestoreError>> => {
      if (!headers || !(await headers.isOf(rootKey))) return err({ reason: 'vault-differs' });
      const header = await headerFor(headers, frame, key, rootKey);
      if (!header.ok) return header;
      const replaced = await headers.replace(header.value);
      return replaced.ok ? enter(rootKey) : replaced;
    });

  return {
    async read(file, signal) {
      const frame = await readFrame(sourceOf(file), signal);
      if (!frame.ok) return frame;
      const vault = await relationOf(frame.value);
      return vault.ok ? ok({ vault: vault.value, bytes: file.size }) : vault;
    },
    preview,
    restore,
  };
}

/**
 * The header to store: the file's own; or a new one, where it is weaker than this device's last, under the same passphrase, and
 * where words were typed under the one that was typed with them.
 */
async function headerFor(
  headers: VaultHeaders,
  frame: BackupFrame,
  key: BackupKey,
  rootKey: RootKey,
): Promise<Result<string, RestoreError>> {
  if (key.by === 'passphrase' && (await headers.accepts(frame.header.kdf))) return ok(frame.headerText);
  const passphrase = key.by === 'passphrase' ? key.passphrase : key.by === 'words' ? key.newPassphrase : null;
  // a form that asks for words there asks for the new passphrase too
  return passphrase ? headers.wrap(rootKey, passphrase) : err({ reason: 'wrong-passphrase' });
}
