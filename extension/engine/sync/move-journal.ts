/**
 * What lies in the database while a vault moves, sealed in `local`: so that a move that was cut off goes on.
 *
 * - In the database that is left, from the beginning: the **journal** with the new root key and its header, so that every attempt
 *   makes the same new vault. It goes with that database.
 * - In the new one, before it takes the other's place: the **trace** of the vault that was left, until that is retired and its
 *   database gone; and whether the new words are still to be shown.
 */
import { z } from 'zod';
import type { Failure } from '../../../shared/reasons';
import { type Result, unixMs } from '../../../shared/result';
import { deviceIdSchema, vaultIdSchema } from '../../../shared/sync/ids';
import { type RootKey, rootKeyFromSession, rootKeyToSession } from '../../../shared/vault/root-key';
import { failureSchema } from '../../store/failure';
import type { Store } from '../../store/store';

const keys = { journal: 'move-journal', trace: 'move-trace' } as const;

/** The root key as text; a text that is none makes the whole record `damaged`. */
const rootKeySchema = z.string().transform((text, context) => {
  const key = rootKeyFromSession(text);
  if (key.ok) return key.value;
  context.addIssue({ code: 'custom', message: 'must be a root key' });
  return z.NEVER;
});

const journalSchema = z.object({
  /** The device that is cut off; null: keys are changed alone. */
  removeDeviceId: deviceIdSchema.nullable(),
  rootKey: rootKeySchema,
  header: z.string(),
  /** Records that do not open, were shown, and are given up by the person: a move goes on without these and no others. */
  without: z
    .array(z.object({ rid: z.string(), seq: z.int() }))
    .readonly()
    .default([]),
});
const leftBehindSchema = z.object({
  seq: z.int(),
  device: z.string().nullable(),
  failure: failureSchema,
  at: z.int().transform((at) => unixMs(at)),
});
const endedLinkSchema = z.object({ shareId: z.string(), title: z.string(), live: z.boolean() });
const traceSchema = z.object({
  /** The vault that was left and its key, while it is not retired; null where others retired it. */
  former: z.object({ vaultId: vaultIdSchema, rootKey: rootKeySchema }).nullable(),
  /** Whether its database is still to be deleted. */
  isStored: z.boolean(),
  /**
   * What is to be told at the end: the new words, the keys to be renewed where a device was removed, what was left behind and which
   * links ended; null where it was.
   */
  tells: z
    .object({
      wasRemoved: z.boolean(),
      leftBehind: z.array(leftBehindSchema).readonly().default([]),
      links: z.array(endedLinkSchema).readonly().default([]),
    })
    .nullable(),
});

export type MoveJournal = Readonly<z.infer<typeof journalSchema>>;
export type MoveTrace = Readonly<z.infer<typeof traceSchema>>;

type Local = Pick<Store, 'readLocal' | 'write'>;
const stored = <T extends { readonly rootKey: RootKey }>(value: T) => ({
  ...value,
  rootKey: rootKeyToSession(value.rootKey),
});

/** Null where no move is under way. */
export const readJournal = (store: Local): Promise<Result<MoveJournal | null, Failure>> =>
  store.readLocal(keys.journal, journalSchema);

export const writeJournal = (store: Local, journal: MoveJournal): Promise<Result<void, Failure>> =>
  store.write({ putLocal: [{ key: keys.journal, value: stored(journal) }] });

export const dropJournal = (store: Local): Promise<Result<void, Failure>> =>
  store.write({ deleteLocal: [keys.journal] });

/** Null where nothing of a move is left to do. */
export const readTrace = (store: Local): Promise<Result<MoveTrace | null, Failure>> =>
  store.readLocal(keys.trace, traceSchema);

/** Writes what is left to do, or takes it away where nothing is. */
export function writeTrace(store: Local, trace: MoveTrace): Promise<Result<void, Failure>> {
  const isDone = trace.former === null && !trace.isStored && trace.tells === null;
  if (isDone) return store.write({ deleteLocal: [keys.trace] });
  const value = { ...trace, former: trace.former && stored(trace.former) };
  return store.write({ putLocal: [{ key: keys.trace, value }] });
}
