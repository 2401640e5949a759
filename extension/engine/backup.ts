/**
 * Making backups; restoring them is in restore.ts. One thing at a time: a second call waits for the first.
 */
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result } from '../../shared/result';
import type { RootKey } from '../../shared/vault/root-key';
import { documentsMark } from '../store/document-mark';
import { createSerial } from '../store/serial';
import type { Database } from '../store/store';
import { writeBackup } from '../store/write-backup';
import type { BackupApi, BackupProgress, MadeBackup } from './api/backup';
import { createBlobWriter } from './backup-blob';
import type { EngineDeps } from './context';
import type { Events } from './events';
import type { Keyring } from './keyring';
import { createRestores } from './restore';
import { readSealCount } from './seal-count';
import type { Session } from './session';
import type { Work } from './work';

export interface BackupParts {
  readonly deps: EngineDeps;
  readonly events: Events;
  readonly work: Work;
  readonly session: () => Session | null;
  readonly database: () => Result<Database, Failure> | null;
  readonly withKeyring: <T, E>(use: (ring: Keyring) => Promise<Result<T, E>>) => Promise<Result<T, E | Failure>>;
  readonly inTurn: <T, E>(use: (ring: Keyring) => Promise<Result<T, E>>) => Promise<Result<T, E | Failure>>;
  /** Opens the session of a root key, where none is open. */
  readonly enter: (rootKey: RootKey) => Promise<Result<void, Failure>>;
  /** Ends the session's work, runs `change`, and opens the session anew over what is stored then. */
  readonly reopenAround: <T, E>(change: () => Promise<Result<T, E>>) => Promise<Result<T, E | Failure>>;
}

const locked: Failure = { reason: 'vault-locked' };
/** Progress is said at most so often. */
const progressMs = 100;
/** The calls of backups, over one engine. */
export function createBackups(parts: BackupParts): BackupApi {
  const { deps, events, work, session, database, withKeyring } = parts;
  const serial = createSerial();
  let aborter = new AbortController();
  let saidAt = 0;

  function say(progress: BackupProgress | null): void {
    const now = deps.now();
    if (progress !== null && progress.done < progress.total && now - saidAt < progressMs && saidAt <= now) return;
    saidAt = progress === null ? 0 : now;
    events.emit({ topic: 'backup', progress });
  }

  /** One thing at a time, with the engine held; a cancel is meant for what runs when it comes. */
  const alone = <T>(task: (signal: AbortSignal) => Promise<T>): Promise<T> =>
    serial.run(() =>
      work.during(async () => {
        aborter = new AbortController();
        try {
          return await task(aborter.signal);
        } finally {
          say(null);
        }
      }),
    );

  const stored = (): Result<Database, Failure> => database() ?? err({ reason: 'storage-failed' });
  const restores = createRestores(parts, { say, stored });

  async function make(signal: AbortSignal): Promise<Result<MadeBackup, Failure>> {
    const at = session();
    const db = stored();
    if (!at) return err(locked);
    if (!db.ok) return db;
    await at.books.loaded;
    const header = await withKeyring<string, Failure>(async ({ headers }) =>
      headers ? headers.current() : err({ reason: 'unsupported' }),
    );
    if (!header.ok) return header;
    // Counted before the file is made: what is stored meanwhile counts as newer, though it may be in it.
    const fills = at.backupNote.fillCounts();
    const mark = await documentsMark(db.value, at.vault);
    if (!mark.ok) return mark;
    const sealCount = await readSealCount(deps.hosts);
    const blob = createBlobWriter();
    const madeAt = deps.now();
    const written = await writeBackup(db.value, at.vault, {
      headerText: header.value,
      madeAt,
      device: at.store.deviceId,
      sealCount,
      signal,
      onProgress: (done, total) => say({ step: 'making', done, total }),
      write: blob.write,
    });
    if (!written.ok) return written;
    const file = blob.file();
    const receipt = {
      madeAt,
      bytes: file.size,
      accounts: at.accounts.list().length,
      fills: written.value.fills,
      documents: written.value.documents,
      mark: { documents: mark.value, fills },
    };
    return ok({ file, receipt, leftOut: written.value.leftOut });
  }

  return {
    backupState: async () => {
      const at = session();
      if (!at) throw new Error(locked.reason);
      await at.books.loaded;
      await at.backupNote.look();
      return at.backupNote.state(deps.now());
    },
    makeBackup: () => alone(make),
    noteBackupSaved: async (receipt) => {
      const at = session();
      if (!at) return err(locked);
      const noted = await at.backupNote.saved(receipt);
      say(null);
      return noted;
    },
    setBackupReminder: async (days) => {
      const at = session();
      if (!at) return err(locked);
      const noted = await at.backupNote.remind(days);
      say(null);
      return noted;
    },
    readBackup: (file) => alone((signal) => restores.read(file, signal)),
    previewRestore: (file, key) => alone((signal) => restores.preview(file, key, signal)),
    restoreBackup: (file, key) => alone((signal) => restores.restore(file, key, signal)),
    cancelBackup: async () => aborter.abort(),
  };
}
