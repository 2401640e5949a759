/**
 * What this browser knows of its last backup, and when it is time for the next one.
 *
 * The note of the last backup is sealed in `local`: it is this device's. After how many days to be reminded is one of the
 * settings, which a backup holds; a choice that an earlier Fillbook wrote into the note holds until another is made.
 */
import { z } from 'zod';
import type { Failure } from '../../shared/reasons';
import { ok, type Result, type UnixMs, unixMs } from '../../shared/result';
import { dayMs } from '../../shared/utc-day';
import type { StoredSettings } from '../store/documents';
import type { Store } from '../store/store';
import type { BackupReceipt, BackupReminder, BackupState } from './api/backup';
import type { Notice } from './api/issues';
import type { Books } from './books';

const count = z.int().nonnegative();

const receiptSchema: z.ZodType<BackupReceipt, unknown> = z.object({
  madeAt: z.int().transform((value) => unixMs(value)),
  bytes: count,
  accounts: count,
  fills: count,
  documents: count,
  mark: z.object({ documents: z.string(), fills: z.record(z.string(), count) }),
});

const noteSchema = z.object({
  last: receiptSchema.nullable(),
  /** Written by earlier versions alone. */
  reminder: z.union([z.literal([7, 30, 90]), z.null()]).exactOptional(),
});

type Note = z.infer<typeof noteSchema>;

const usualReminder: BackupReminder = 30;

const localKey = 'backup';

export interface BackupNote {
  /** As of `now`; call it once the books are loaded, since fills that are not would count as none. */
  state(now: UnixMs): BackupState;
  /** How many fills of each account are known. */
  fillCounts(): Readonly<Record<string, number>>;
  /** Looks whether accounts, keys and settings are still those of the last backup. */
  look(): Promise<void>;
  saved(receipt: BackupReceipt): Promise<Result<void, Failure>>;
  remind(days: BackupReminder): Promise<Result<void, Failure>>;
}

export interface BackupNoteParts {
  readonly store: Store;
  readonly books: Books;
  readonly accountIds: () => readonly string[];
  readonly settings: () => Pick<StoredSettings, 'backupReminder'>;
  readonly saveReminder: (days: BackupReminder) => Promise<Result<void, Failure>>;
  readonly mark: () => Promise<Result<string, Failure>>;
  /** Hears what could not be read. */
  readonly onFailure: (failure: Failure) => void;
}

/** Loads the note of an open vault; one that cannot be read counts as none, so that a backup is asked for. */
export async function loadBackupNote(parts: BackupNoteParts): Promise<BackupNote> {
  const { store, books, accountIds, settings, saveReminder, mark, onFailure } = parts;
  const stored = await store.readLocal(localKey, noteSchema);
  if (!stored.ok) onFailure(stored.error);
  let note: Note = (stored.ok ? stored.value : null) ?? { last: null };
  let othersChanged: boolean | null = false;

  const fillCounts = () => Object.fromEntries(accountIds().map((id) => [id, books.span(id).count]));

  /** Null is a choice too. */
  function reminderNow(): BackupReminder {
    const { backupReminder } = settings();
    if (backupReminder !== undefined) return backupReminder;
    return note.reminder === undefined ? usualReminder : note.reminder;
  }

  async function save(next: Note): Promise<Result<void, Failure>> {
    const written = await store.write({ putLocal: [{ key: localKey, value: next }] });
    if (written.ok) note = next;
    return written;
  }

  async function look(): Promise<void> {
    const now = await mark();
    if (!now.ok) onFailure(now.error);
    const known = now.ok ? now.value : null;
    othersChanged = note.last !== null && (known === null ? null : known !== note.last.mark.documents);
  }

  function state(now: UnixMs): BackupState {
    const { last } = note;
    const reminder = reminderNow();
    const counts = Object.entries(fillCounts());
    const fills = counts.reduce((sum, [, known]) => sum + known, 0);
    const newFills = counts.reduce((sum, [id, known]) => sum + Math.max(0, known - (last?.mark.fills[id] ?? 0)), 0);
    const isOld = last !== null && reminder !== null && now - last.madeAt >= reminder * dayMs;
    const never = last === null && reminder !== null && fills > 0;
    const due = never ? 'never' : isOld && (newFills > 0 || othersChanged !== false) ? 'old' : null;
    return { last, reminder, fills, newFills, othersChanged, due };
  }

  await look();
  return {
    state,
    fillCounts,
    look,
    saved: async (receipt) => {
      const written = await save({ ...note, last: receipt });
      if (!written.ok) return written;
      await look();
      return ok(undefined);
    },
    remind: saveReminder,
  };
}

/** One notice where it is time for a backup. */
export function backupNotices(note: BackupNote, now: UnixMs): readonly Notice[] {
  const { due, last, newFills } = note.state(now);
  return due === null ? [] : [{ id: 'backup', kind: 'backup', accountIds: [], madeAt: last?.madeAt ?? null, newFills }];
}
