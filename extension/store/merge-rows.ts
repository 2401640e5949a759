/**
 * Which rows of a backup are not stored yet. Where an account has none of a stream here, the backup's segments are taken as
 * they are; otherwise only the rows whose identity is unknown, or that supersede what is stored, so that restoring again
 * adds nothing.
 */
import type { OpenVault } from '../../shared/vault/open-vault';
import type { SegmentRow, TailRow } from './database';
import type { MergeTarget } from './merge-documents';
import type { BackedUpRows, OpenedRecords } from './read-backup';
import { sealBytes, streamId } from './sealing';
import { maxSegmentRows } from './segment-codec';
import { minSegmentRows, openAll, sealSegments, sealTail, segmentContext, tailContext } from './segments';
import type { Stream } from './streams';

export interface MergedRows {
  readonly segments: readonly SegmentRow[];
  readonly tails: readonly TailRow[];
  /** Rows that were not there before. */
  readonly added: number;
}

interface Stored {
  readonly segments: readonly string[];
  readonly tails: readonly string[];
}

/** Segments read at once while what is stored is compared. */
const segmentsAtOnce = 4;

async function storedIds({ database, vault }: MergeTarget, stream: string, accountId: string): Promise<Stored> {
  const owner = await streamId(vault, stream, accountId);
  const { segments, tails } = database.tables;
  return {
    segments: await segments.where('streamId').equals(owner).primaryKeys(),
    tails: await tails.where('streamId').equals(owner).primaryKeys(),
  };
}

/**
 * A record of another vault, sealed anew: its content names stream and account, not the vault. Its id follows from the one it
 * had, so that a restore that is repeated writes the same record.
 */
async function resealed(
  from: OpenVault,
  to: OpenVault,
  record: BackedUpRows,
): Promise<Pick<TailRow, 'id' | 'streamId' | 'sealed'>> {
  const { stream, accountId, row } = record;
  const contextOf = record.table === 'segments' ? segmentContext : tailContext;
  const opened = await from.open(contextOf(stream, row.id), row.sealed);
  if (!opened.ok) throw new Error('a record that was opened no longer opens');
  const id = await to.recordId(record.table === 'segments' ? 'segment' : 'tail', stream, accountId, `of ${row.id}`);
  const sealed = await sealBytes(to, contextOf(stream, id), opened.value);
  return { id, streamId: await streamId(to, stream, accountId), sealed };
}

async function taken(
  target: MergeTarget,
  backup: OpenedRecords,
  records: readonly BackedUpRows[],
): Promise<MergedRows> {
  const segments: SegmentRow[] = [];
  const tails: TailRow[] = [];
  const same = backup.vault.vaultId === target.vault.vaultId;
  let added = 0;
  for (const record of records) {
    const anew = same ? {} : await resealed(backup.vault, target.vault, record);
    if (record.table === 'segments') segments.push({ ...record.row, ...anew });
    else tails.push({ ...record.row, ...anew });
    added += record.row.count;
  }
  return { segments, tails, added };
}

/** Takes out of `candidates` what is stored already; gives the ids of stored records that do not open. */
async function withoutStored<Row>(
  { database, vault }: MergeTarget,
  stream: Stream<Row>,
  accountId: string,
  stored: Stored,
  candidates: Map<string, Row>,
): Promise<ReadonlySet<string>> {
  const unreadable = new Set<string>();
  const compare = async (sealed: Parameters<typeof openAll>[3]): Promise<void> => {
    const opened = await openAll(vault, stream, accountId, sealed);
    for (const { id } of opened.failures) unreadable.add(id);
    for (const row of opened.rows) {
      const identity = stream.identity(row);
      const candidate = candidates.get(identity);
      if (candidate !== undefined && !stream.supersedes(candidate, row)) candidates.delete(identity);
    }
  };
  for (let from = 0; from < stored.segments.length; from += segmentsAtOnce) {
    const rows = await database.tables.segments.bulkGet(stored.segments.slice(from, from + segmentsAtOnce));
    await compare({ segments: rows.filter((row) => row !== undefined) });
  }
  const tails = await database.tables.tails.bulkGet([...stored.tails]);
  await compare({ tails: tails.filter((row) => row !== undefined) });
  return unreadable;
}

/** Merges the backup's rows of one stream and account into what is stored; nothing is written. */
export async function mergeRows<Row>(
  target: MergeTarget,
  backup: OpenedRecords,
  stream: Stream<Row>,
  accountId: string,
  newId: () => string,
): Promise<MergedRows> {
  const records = backup.rows.filter((record) => record.stream === stream.name && record.accountId === accountId);
  if (records.length === 0) return { segments: [], tails: [], added: 0 };
  const stored = await storedIds(target, stream.name, accountId);
  if (stored.segments.length + stored.tails.length === 0) return taken(target, backup, records);
  const storedAlready = new Set([...stored.segments, ...stored.tails]);
  const unknown = records.filter(({ row }) => !storedAlready.has(row.id));
  const candidates = await rowsByIdentity(backup.vault, stream, accountId, unknown);
  const unreadable = await withoutStored(target, stream, accountId, stored, candidates);
  // A stored record that no longer opens is replaced by the backup's copy of it.
  const mended = await taken(
    target,
    backup,
    records.filter(({ row }) => unreadable.has(row.id)),
  );
  const news = await sealedAnew(target.vault, newId, stream, accountId, [...candidates.values()].sort(stream.compare));
  return {
    segments: [...mended.segments, ...news.segments],
    tails: [...mended.tails, ...news.tails],
    added: mended.added + candidates.size,
  };
}

/** The rows of some records of the backup, each identity once; read a record at a time, so that nothing takes long at once. */
async function rowsByIdentity<Row>(
  vault: OpenVault,
  stream: Stream<Row>,
  accountId: string,
  records: readonly BackedUpRows[],
): Promise<Map<string, Row>> {
  const rows = new Map<string, Row>();
  for (const record of records) {
    const sealed = record.table === 'segments' ? { segments: [record.row] } : { tails: [record.row] };
    for (const row of (await openAll(vault, stream, accountId, sealed)).rows) {
      const identity = stream.identity(row);
      const other = rows.get(identity);
      if (other === undefined || stream.supersedes(row, other)) rows.set(identity, row);
    }
  }
  return rows;
}

/** Sorted, distinct rows as segments, a segment's rows at a time; too few for one as a tail. */
async function sealedAnew<Row>(
  vault: OpenVault,
  newId: () => string,
  stream: Stream<Row>,
  accountId: string,
  rows: readonly Row[],
): Promise<Pick<MergedRows, 'segments' | 'tails'>> {
  if (rows.length === 0) return { segments: [], tails: [] };
  if (rows.length < minSegmentRows)
    return { segments: [], tails: [await sealTail(vault, newId, stream, accountId, rows)] };
  const segments: SegmentRow[] = [];
  for (let from = 0; from < rows.length; from += maxSegmentRows)
    segments.push(...(await sealSegments(vault, newId, stream, accountId, rows.slice(from, from + maxSegmentRows))));
  return { segments, tails: [] };
}
