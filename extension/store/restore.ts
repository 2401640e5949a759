/**
 * Restoring: a plan of everything that a backup adds, then one transaction that writes all of it or nothing.
 *
 * Into the vault that the backup is of: documents by their stamps, rows as a union. Into another vault: the same, sealed
 * anew under that vault's keys. Into an empty browser: everything as it is, and the header with it. Restoring the same file
 * again adds nothing.
 */
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result, type UnixMs } from '../../shared/result';
import { type Database, type DocumentRow, guarded, ownBytes, type SegmentRow, type TailRow } from './database';
import { fillStream } from './fill-stream';
import { flowStream } from './flow-stream';
import { type MergeTarget, mergeDocuments, type RestoredAccount } from './merge-documents';
import { mergeRows } from './merge-rows';
import { noteErased, noteWritten, outboxTables } from './outbox';
import { rateStream } from './rate-stream';
import type { OpenedRecords, Watched } from './read-backup';
import { streamId } from './sealing';
import { snapshotStream } from './snapshot-stream';

export interface RestorePlan {
  readonly documents: readonly DocumentRow[];
  readonly segments: readonly SegmentRow[];
  readonly tails: readonly TailRow[];
  /** Streams of accounts that the backup knows to be deleted. */
  readonly eraseStreams: readonly string[];
  readonly accounts: readonly RestoredAccount[];
  /** Accounts that will be gone. */
  readonly removedAccounts: number;
  readonly addedFills: number;
}

/** Plans the merge of an opened backup; reads what is stored and writes nothing. `cancelled` once the signal aborts. */
export async function planRestore(
  target: MergeTarget,
  backup: OpenedRecords,
  newId: () => string,
  { signal, onProgress }: Watched,
): Promise<Result<RestorePlan, Failure>> {
  const planned = await guarded(async (): Promise<RestorePlan | null> => {
    const { put, alive, dying, accounts } = await mergeDocuments(target, backup);
    const segments: SegmentRow[] = [];
    const tails: TailRow[] = [];
    const owners = [...new Set(backup.rows.map(({ accountId }) => accountId))].filter((id) => alive.has(id));
    let addedFills = 0;
    for (const [index, accountId] of owners.entries()) {
      if (signal.aborted) return null;
      const fills = await mergeRows(target, backup, fillStream, accountId, newId);
      const snapshots = await mergeRows(target, backup, snapshotStream, accountId, newId);
      const flows = await mergeRows(target, backup, flowStream, accountId, newId);
      const rates = await mergeRows(target, backup, rateStream, accountId, newId);
      segments.push(...fills.segments, ...snapshots.segments, ...flows.segments, ...rates.segments);
      tails.push(...fills.tails, ...snapshots.tails, ...flows.tails, ...rates.tails);
      addedFills += fills.added;
      onProgress(index + 1, owners.length);
    }
    const eraseStreams: string[] = [];
    for (const accountId of dying)
      for (const { name } of [fillStream, snapshotStream, flowStream, rateStream])
        eraseStreams.push(await streamId(target.vault, name, accountId));
    return { documents: put, segments, tails, eraseStreams, accounts, removedAccounts: dying.length, addedFills };
  });
  if (!planned.ok) return planned;
  return planned.value ? ok(planned.value) : err({ reason: 'cancelled' });
}

const storedTables = ['documents', 'segments', 'tails', 'local'] as const;

/** So many segments are handed to the database at once, within the one transaction: its copying must not take long. */
const segmentsAtOnce = 16;

/**
 * Writes a plan in one transaction. With `header`, the database must hold nothing, and the vault comes to be with it; where
 * something is stored already nothing is written, and the failure is `storage-failed` with the code `NotEmpty`.
 */
export function writeRestore(
  database: Database,
  plan: RestorePlan,
  header: Uint8Array | null,
  at: UnixMs,
): Promise<Result<void, Failure>> {
  const { tables } = database;
  return database.serial.run(() =>
    guarded(() =>
      database.transact('rw', [...storedTables, ...outboxTables], async () => {
        if (header) {
          const counts = await Promise.all(storedTables.map((table) => tables[table].count()));
          if (counts.some((count) => count > 0)) throw new DOMException('a vault is stored here already', 'NotEmpty');
          await tables.local.put({ key: 'header:1', bytes: ownBytes(header) });
        }
        if (plan.eraseStreams.length > 0) {
          await noteErased(tables, at, await tables.segments.where('streamId').anyOf(plan.eraseStreams).toArray());
          await tables.segments.where('streamId').anyOf(plan.eraseStreams).delete();
          await tables.tails.where('streamId').anyOf(plan.eraseStreams).delete();
        }
        for (let from = 0; from < plan.segments.length; from += segmentsAtOnce)
          await tables.segments.bulkPut(owned(plan.segments.slice(from, from + segmentsAtOnce)));
        await tables.tails.bulkPut(owned(plan.tails).map((row) => ({ ...row, since: at })));
        await tables.documents.bulkPut(owned(plan.documents));
        const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);
        await noteWritten(tables, at, { documents: ids(plan.documents), segments: ids(plan.segments) });
      }),
    ),
  );
}

/** Rows whose bytes stand in a buffer of their own: the database would store the whole of a larger one. */
const owned = <Row extends { readonly sealed: Uint8Array }>(rows: readonly Row[]): Row[] =>
  rows.map((row) => ({ ...row, sealed: ownBytes(row.sealed) }));
