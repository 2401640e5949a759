/**
 * Backups as pages see them: one encrypted `.fillbook` file with everything of the vault, made here and restored from.
 *
 * A file crosses as a `Blob`, which copies nothing: the engine reads it in parts. What a restore does is told before it is
 * done, and done whole or not at all; restoring the same file again adds nothing.
 */
import type { ExchangeId } from '../../../shared/exchanges/ids';
import type { Failure } from '../../../shared/reasons';
import type { Result, UnixMs } from '../../../shared/result';
import type { BackupFileError } from '../../../shared/vault/backup-file';
import type { RecordRefused } from '../../store/read-backup';

/** After how many days the backup's age is worth a notice; null: never. */
export type BackupReminder = 7 | 30 | 90 | null;

/** A backup that was saved: when it was made, its size, and what it holds. `mark` is the engine's own, to tell what changed since. */
export interface BackupReceipt {
  readonly madeAt: UnixMs;
  readonly bytes: number;
  readonly accounts: number;
  readonly fills: number;
  readonly documents: number;
  readonly mark: { readonly documents: string; readonly fills: Readonly<Record<string, number>> };
}

export interface BackupState {
  /** Null where none was saved from this browser. */
  readonly last: BackupReceipt | null;
  readonly reminder: BackupReminder;
  /** Fills stored now; of them those that are in no backup yet. */
  readonly fills: number;
  readonly newFills: number;
  /** Accounts, keys or settings are other ones than in the last backup; null where that could not be read. */
  readonly othersChanged: boolean | null;
  /** It is time for a backup: `never` made and there are fills, or `old` by the reminder and something has changed since. */
  readonly due: 'never' | 'old' | null;
}

export interface MadeBackup {
  readonly file: Blob;
  readonly receipt: BackupReceipt;
  /** Records that could not be opened and are therefore not in the file; Overview lists them as issues. */
  readonly leftOut: number;
}

/**
 * What opens a backup: the open vault itself (its own backups), or the passphrase that its vault had when it was made, or
 * that vault's 24 words. `newPassphrase` is set where the words bring the vault into an empty browser; null otherwise, and
 * for a preview.
 */
export type BackupKey =
  | { readonly by: 'vault' }
  | { readonly by: 'passphrase'; readonly passphrase: string }
  | { readonly by: 'words'; readonly words: string; readonly newPassphrase: string | null };

/**
 * What can be told of an intact file before it is opened. `vault`: whose it is.
 *
 * - `this-vault`: of the vault that is open; no passphrase is asked. `another-vault`: it is merged in, sealed anew.
 * - `no-vault`: this browser has none; the file's becomes it. `locked-vault`: the file is of the vault that is locked here, or
 *   whose header is damaged; it opens with the file's passphrase from then on.
 */
export interface BackupFileInfo {
  readonly vault: 'this-vault' | 'another-vault' | 'no-vault' | 'locked-vault';
  readonly bytes: number;
}

/** What a file holds and what restoring it changes; after a restore, what it changed. */
export interface RestorePreview {
  readonly madeAt: UnixMs;
  readonly holds: { readonly accounts: number; readonly fills: number; readonly documents: number };
  readonly adds: { readonly accounts: number; readonly fills: number; readonly documents: number };
  /** Accounts here that the file, being later, knows to be removed: they go with their history. */
  readonly removedAccounts: number;
  /** `deleted-here`: removed here after the backup was made, and stays so. */
  readonly accounts: readonly {
    readonly id: string;
    readonly exchange: ExchangeId | null;
    readonly label: string;
    readonly state: 'new' | 'changed' | 'kept' | 'deleted-here';
  }[];
}

/**
 * - of the file: `BackupFileError`, `RecordRefused`. - of the key: `wrong-passphrase`; `words-invalid`, `detail` says why;
 *   `words-of-another-vault`; `kdf-out-of-bounds`: the file asks for a costlier or weaker key derivation than is accepted.
 * - `vault-differs`: a vault is here, locked, and the file is of another one: unlock it first. `vault-here`: a vault was made in
 *   the meantime. - else a failure of storage; then nothing was written.
 */
export type RestoreError =
  | BackupFileError
  | RecordRefused
  | { readonly reason: 'wrong-passphrase' }
  | { readonly reason: 'words-invalid'; readonly detail: string }
  | { readonly reason: 'words-of-another-vault' }
  | { readonly reason: 'kdf-out-of-bounds' }
  | { readonly reason: 'vault-differs' }
  | { readonly reason: 'vault-here' }
  | Failure;

/** How far what is going on has come: bytes read, or records opened, compared or written, of a total; null when nothing is. */
export interface BackupProgress {
  readonly step: 'making' | 'reading' | 'opening' | 'comparing' | 'writing';
  readonly done: number;
  readonly total: number;
}

export interface BackupApi {
  backupState(): Promise<BackupState>;
  /** Makes a backup of what is stored now. The page saves it and then says so by `noteBackupSaved`. `cancelled` by `cancelBackup`. */
  makeBackup(): Promise<Result<MadeBackup, Failure>>;
  /** The file was handed to the browser to save: its age counts from now on. */
  noteBackupSaved(receipt: BackupReceipt): Promise<Result<void, Failure>>;
  setBackupReminder(days: BackupReminder): Promise<Result<void, Failure>>;
  /** Checks a file's frame from end to end, without a key. */
  readBackup(file: Blob): Promise<Result<BackupFileInfo, RestoreError>>;
  /** Opens every record of the file and compares; writes nothing. */
  previewRestore(file: Blob, key: BackupKey): Promise<Result<RestorePreview, RestoreError>>;
  /** The same, and writes it in one transaction; where there was no vault, it is open then. */
  restoreBackup(file: Blob, key: BackupKey): Promise<Result<RestorePreview, RestoreError>>;
  /** Ends what is going on, until it writes: what is being written is written whole. */
  cancelBackup(): Promise<void>;
}
