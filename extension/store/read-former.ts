/**
 * Opens every record of the database that this device had before its vault moved, so that what it had not sent is merged into the
 * new one. A record that does not open is left out and counted: nothing else could read it either.
 */
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result } from '../../shared/result';
import { recordNames } from './backup-names';
import { type DocumentRow, guarded } from './database';
import { type BackedUpDocument, type BackedUpRows, type OpenedRecords, openEntry, type Watched } from './read-backup';
import type { SealedStore } from './reseal';

interface FormerRecords {
  readonly records: OpenedRecords;
  readonly leftOut: number;
}

/** So many rows are read from the database at once: at most a few megabytes. */
const rowsAtOnce = 16;
const tables = ['documents', 'segments', 'tails'] as const;

async function readAll(
  { database, vault }: SealedStore,
  { signal, onProgress }: Watched,
): Promise<FormerRecords | null> {
  const described: Pick<DocumentRow, 'kindId' | 'name'>[] = [];
  await database.tables.documents.each(({ kindId, name }) => described.push({ kindId, name }));
  const names = await recordNames(vault, described);
  const ids = await Promise.all(tables.map((table) => database.tables[table].toCollection().primaryKeys()));
  const total = ids.reduce((sum, { length }) => sum + length, 0);
  const documents: BackedUpDocument[] = [];
  const rows: BackedUpRows[] = [];
  let [done, leftOut] = [0, 0];
  const take = (opened: Awaited<ReturnType<typeof openEntry>>): void => {
    if (typeof opened === 'string') leftOut += 1;
    else if ('kind' in opened) documents.push(opened);
    else rows.push(opened);
  };
  for (const [index, table] of tables.entries()) {
    const all = ids[index] ?? [];
    for (let from = 0; from < all.length; from += rowsAtOnce) {
      if (signal.aborted) return null;
      const chosen = all.slice(from, from + rowsAtOnce);
      if (table === 'documents')
        for (const row of await database.tables.documents.bulkGet(chosen))
          row && take(await openEntry(vault, names, { table, row }));
      if (table === 'segments')
        for (const row of await database.tables.segments.bulkGet(chosen))
          row && take(await openEntry(vault, names, { table, row }));
      if (table === 'tails')
        for (const row of await database.tables.tails.bulkGet(chosen))
          row && take(await openEntry(vault, names, { table, row }));
      done += chosen.length;
      onProgress(done, total);
    }
  }
  return { records: { vault, isFormer: true, documents, rows }, leftOut };
}

/** Reads all that `from` holds; nothing is written. `cancelled` once the signal aborts. */
export async function readFormer(from: SealedStore, watched: Watched): Promise<Result<FormerRecords, Failure>> {
  const read = await guarded(() => readAll(from, watched));
  if (!read.ok) return read;
  return read.value ? ok(read.value) : err({ reason: 'cancelled' });
}
