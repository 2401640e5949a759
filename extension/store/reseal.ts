/**
 * Everything of one vault sealed anew into another: for a vault that moves to new keys.
 *
 * Documents keep name, version and stamp, deletions among them; rows keep their content under ids that follow from the ones they
 * had, so that a step that is repeated writes the same records, and all of them become this device's own. What never leaves a
 * device (what lies under `local`) is not carried. A record that does not open ends it: nothing is lost in silence.
 */
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result } from '../../shared/result';
import type { OpenVault, SealContext } from '../../shared/vault/open-vault';
import { type RecordNames, recordNames, waitingVersions } from './backup-names';
import { type Database, type DocumentRow, guarded, type TailRow } from './database';
import type { Watched } from './read-backup';
import { documentId, kindId, sealBytes, streamId } from './sealing';
import { segmentContext, tailContext } from './segments';

/** A database and the vault that seals what is in it. */
export interface SealedStore {
  readonly database: Database;
  readonly vault: OpenVault;
}

/** So many rows are held at once: at most a few megabytes. */
const rowsAtOnce = 16;

/** Carries a failure out of the steps; what the database throws is told apart by `guarded`. */
class Unopened extends Error {
  constructor(readonly failure: Failure) {
    super(failure.reason);
  }
}

async function sealedAnew(
  from: OpenVault,
  to: OpenVault,
  before: SealContext,
  after: SealContext,
  sealed: Uint8Array,
): Promise<Uint8Array> {
  const opened = await from.open(before, sealed);
  if (!opened.ok) throw new Unopened({ reason: opened.error.reason, subject: before.kind });
  return sealBytes(to, after, opened.value);
}

async function documentAnew(from: OpenVault, to: OpenVault, names: RecordNames, row: DocumentRow) {
  const kind = names.kindOf(row.kindId);
  if (kind === undefined) throw new Unopened({ reason: 'unsupported' });
  const id = await documentId(to, kind, row.name);
  const context = (recordId: string): SealContext => ({
    purpose: 'documents',
    recordId,
    kind,
    schemaVersion: row.schemaVersion,
  });
  const sealed = await sealedAnew(from, to, context(row.id), context(id), row.sealed);
  return { ...row, id, kindId: await kindId(to, kind), sealed };
}

async function rowsAnew<Row extends TailRow>(
  from: OpenVault,
  to: OpenVault,
  names: RecordNames,
  table: 'segment' | 'tail',
  row: Row,
): Promise<Row | null> {
  const owner = names.streamOf(row.streamId);
  if (owner === undefined) return null; // of an account that no document names: nobody could read it
  const { stream, accountId } = owner;
  const contextOf = table === 'segment' ? segmentContext : tailContext;
  const id = await to.recordId(table, stream, accountId, `of ${row.id}`);
  const sealed = await sealedAnew(from, to, contextOf(stream, row.id), contextOf(stream, id), row.sealed);
  return { ...row, id, streamId: await streamId(to, stream, accountId), sealed };
}

const present = <T>(rows: readonly (T | null | undefined)[]): T[] => rows.flatMap((row) => row ?? []);

async function copyTable(
  from: SealedStore,
  to: SealedStore,
  names: RecordNames,
  table: 'documents' | 'segments' | 'tails',
  step: (rows: number) => boolean,
): Promise<boolean> {
  const ids = await from.database.tables[table].toCollection().primaryKeys();
  for (let at = 0; at < ids.length; at += rowsAtOnce) {
    const chosen = ids.slice(at, at + rowsAtOnce);
    if (!step(chosen.length)) return false;
    if (table === 'documents') {
      const rows = present(await from.database.tables.documents.bulkGet(chosen));
      const anew = await Promise.all(rows.map((row) => documentAnew(from.vault, to.vault, names, row)));
      await to.database.transact(
        'rw',
        ['documents'],
        async () => void (await to.database.tables.documents.bulkPut(anew)),
      );
    } else if (table === 'segments') {
      const rows = present(await from.database.tables.segments.bulkGet(chosen));
      const anew = present(await Promise.all(rows.map((row) => rowsAnew(from.vault, to.vault, names, 'segment', row))));
      await to.database.transact(
        'rw',
        ['segments'],
        async () => void (await to.database.tables.segments.bulkPut(anew)),
      );
    } else {
      const rows = present(await from.database.tables.tails.bulkGet(chosen));
      const anew = present(await Promise.all(rows.map((row) => rowsAnew(from.vault, to.vault, names, 'tail', row))));
      await to.database.transact('rw', ['tails'], async () => void (await to.database.tables.tails.bulkPut(anew)));
    }
  }
  return true;
}

/**
 * Copies all that `from` holds into `to`. `cancelled` once the signal aborts; `damaged` or `tampered` for the first record that does
 * not open. Repeating it writes the same again.
 */
export async function resealAll(
  from: SealedStore,
  to: SealedStore,
  { signal, onProgress }: Watched,
): Promise<Result<void, Failure>> {
  const { documents, segments, tails } = from.database.tables;
  const copied = await guarded(async () => {
    try {
      const described: Pick<DocumentRow, 'kindId' | 'name'>[] = [];
      await documents.each((row) => described.push({ kindId: row.kindId, name: row.name }));
      const names = await recordNames(from.vault, [...described, ...(await waitingVersions(from.database))]);
      const total = described.length + (await segments.count()) + (await tails.count());
      let done = 0;
      const step = (rows: number): boolean => {
        onProgress(done, total);
        done += rows;
        return !signal.aborted;
      };
      for (const table of ['documents', 'segments', 'tails'] as const)
        if (!(await copyTable(from, to, names, table, step))) return err<Failure>({ reason: 'cancelled' });
      onProgress(total, total);
      return ok(undefined);
    } catch (error) {
      if (error instanceof Unopened) return err(error.failure);
      throw error;
    }
  });
  return copied.ok ? copied.value : copied;
}
