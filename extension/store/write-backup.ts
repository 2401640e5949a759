/**
 * Writes what is stored as a backup, record by record, each envelope as it lies there.
 *
 * Nothing else is written meanwhile, so that the file is of one instant. Each record is opened and read on the way: one that
 * cannot be read here could be read nowhere and would make the whole file refused, so it is left out and counted.
 */
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result, type UnixMs } from '../../shared/result';
import { backupLimits, createBackupWriter } from '../../shared/vault/backup-file';
import type { OpenVault } from '../../shared/vault/open-vault';
import { type BackupRecord, type BackupRow, recordOf, sealManifest } from './backup-manifest';
import { type RecordNames, recordNames } from './backup-names';
import { type Database, guarded } from './database';
import { openEntry } from './read-backup';

export interface BackupJob {
  /** The vault header's text, with which the file opens. */
  readonly headerText: string;
  readonly madeAt: UnixMs;
  readonly device: string;
  readonly sealCount: number;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
  /** Takes the next bytes of the file; they are not changed any more. */
  readonly write: (parts: readonly Uint8Array<ArrayBuffer>[]) => void;
}

/** What is in the file, and how many records could not be opened and are not. */
export interface WrittenBackup {
  readonly documents: number;
  readonly fills: number;
  readonly leftOut: number;
}

/** So many rows are read from the database at once: at most a few megabytes. */
const rowsAtOnce = 16;

const tables = ['documents', 'segments', 'tails'] as const;

async function rowsOf(database: Database, table: (typeof tables)[number], ids: string[]): Promise<BackupRow[]> {
  const rows = await database.tables[table].bulkGet(ids);
  return rows.filter((row) => row !== undefined).map((row) => ({ table, row }) as BackupRow); // `table` tells which it is
}

/** The names of what is stored, without holding the documents. */
async function storedNames(database: Database, vault: OpenVault): Promise<RecordNames> {
  const described: { kindId: string; name: string }[] = [];
  await database.tables.documents.each(({ kindId, name }) => described.push({ kindId, name }));
  return recordNames(vault, described);
}

async function canBeRestored(vault: OpenVault, names: RecordNames, entry: BackupRow): Promise<boolean> {
  if (entry.row.sealed.byteLength > backupLimits.recordBytes) return false;
  return typeof (await openEntry(vault, names, entry)) !== 'string';
}

async function writeAll(database: Database, vault: OpenVault, job: BackupJob): Promise<WrittenBackup | null> {
  const names = await storedNames(database, vault);
  const writer = createBackupWriter();
  const begun = await writer.begin(job.headerText);
  job.write(begun.parts);
  const ids = await Promise.all(tables.map((table) => database.tables[table].toCollection().primaryKeys()));
  const total = ids.reduce((sum, { length }) => sum + length, 0);
  const records: BackupRecord[] = [];
  let [fills, leftOut] = [0, 0];
  for (const [index, table] of tables.entries()) {
    const all = ids[index] ?? [];
    for (let from = 0; from < all.length; from += rowsAtOnce) {
      if (job.signal.aborted) return null;
      for (const entry of await rowsOf(database, table, all.slice(from, from + rowsAtOnce))) {
        if (!(await canBeRestored(vault, names, entry))) {
          leftOut += 1;
          continue;
        }
        const { parts, digest } = await writer.record(entry.row.sealed);
        job.write(parts);
        records.push(recordOf(entry, digest));
        if (entry.table !== 'documents' && names.streamOf(entry.row.streamId)?.stream === 'fills')
          fills += entry.row.count;
      }
      job.onProgress(records.length + leftOut, total);
    }
  }
  const { madeAt, device, sealCount } = job;
  const manifest = await sealManifest(vault, begun.digest, { madeAt, device, sealCount, fills, records });
  job.write((await writer.end(manifest)).parts);
  return { documents: records.filter(({ table }) => table === 'documents').length, fills, leftOut };
}

/** Writes a backup of everything stored. `cancelled` once `signal` aborts; what was written so far is then of no use. */
export async function writeBackup(
  database: Database,
  vault: OpenVault,
  job: BackupJob,
): Promise<Result<WrittenBackup, Failure>> {
  const written = await database.serial.run(() => guarded(() => writeAll(database, vault, job)));
  if (!written.ok) return written;
  return written.value ? ok(written.value) : err({ reason: 'cancelled' });
}
