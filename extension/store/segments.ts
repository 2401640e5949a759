/**
 * Rows to sealed segments and tails, and back: cutting to the limits, sealing, opening.
 *
 * Tiers by rows: 0 below 512, 1 below 4,096, 2 from there on. A segment cut because of its bytes is full whatever its
 * rows, so it is tier 2: merging it again would only cut it again.
 */
import { err, ok, type Result } from '../../shared/result';
import type { OpenError, OpenVault, SealContext } from '../../shared/vault/open-vault';
import type { SegmentRow, TailRow } from './database';
import type { RecordFailure } from './failure';
import { sealBytes, streamId } from './sealing';
import {
  cellsOf,
  decodeSegment,
  encodeSegment,
  maxSegmentBytes,
  maxSegmentRows,
  type StoredTable,
  segmentVersion,
} from './segment-codec';
import type { Stream } from './streams';

/** Fewer rows than this wait in the tail. */
export const minSegmentRows = 64;
/** So many segments of one tier become one of the next. */
export const mergeWidth = 8;
export const lastTier = 2;

interface Packed {
  readonly bytes: Uint8Array;
  readonly count: number;
  readonly tier: number;
}

const tierOf = (count: number): number => (count < 512 ? 0 : count < maxSegmentRows ? 1 : lastTier);

function encodeRows<Row>(stream: Stream<Row>, accountId: string, rows: readonly Row[]): Uint8Array {
  const columns = new Map(Object.entries(stream.toColumns(rows)));
  return encodeSegment({ stream: stream.name, accountId, rowCount: rows.length, columns }, stream.columns);
}

/** Cuts rows, in their order, into as few segments as the limits allow; what exceeds the bytes is halved. */
function packRows<Row>(stream: Stream<Row>, accountId: string, rows: readonly Row[], cutByBytes = false): Packed[] {
  if (rows.length === 0) return [];
  const halve = (at: number, cut: boolean): Packed[] => [
    ...packRows(stream, accountId, rows.slice(0, at), cut),
    ...packRows(stream, accountId, rows.slice(at), cut),
  ];
  if (rows.length > maxSegmentRows) return halve(maxSegmentRows, cutByBytes);
  const bytes = encodeRows(stream, accountId, rows);
  if (bytes.byteLength > maxSegmentBytes && rows.length > 1) return halve(Math.ceil(rows.length / 2), true);
  return [{ bytes, count: rows.length, tier: cutByBytes ? lastTier : tierOf(rows.length) }];
}

/** What the envelope of a segment is bound to. */
export const segmentContext = (stream: string, recordId: string): SealContext => ({
  purpose: 'segments',
  recordId,
  kind: stream,
  schemaVersion: segmentVersion,
});

/** What the envelope of a tail is bound to. */
export const tailContext = (stream: string, recordId: string): SealContext => ({
  purpose: 'documents',
  recordId,
  kind: `tail:${stream}`,
  schemaVersion: segmentVersion,
});

/** Seals rows, sorted and distinct, as segments under fresh ids. */
export async function sealSegments<Row>(
  vault: OpenVault,
  newId: () => string,
  stream: Stream<Row>,
  accountId: string,
  rows: readonly Row[],
): Promise<SegmentRow[]> {
  const owner = await streamId(vault, stream.name, accountId);
  const sealed: SegmentRow[] = [];
  for (const { bytes, count, tier } of packRows(stream, accountId, rows)) {
    const id = await vault.recordId('segment', stream.name, accountId, newId());
    const envelope = await sealBytes(vault, segmentContext(stream.name, id), bytes);
    sealed.push({ id, streamId: owner, tier, count, sealed: envelope });
  }
  return sealed;
}

/** Seals rows, fewer than a segment wants, as a tail under a fresh id. */
export async function sealTail<Row>(
  vault: OpenVault,
  newId: () => string,
  stream: Stream<Row>,
  accountId: string,
  rows: readonly Row[],
): Promise<TailRow> {
  const id = await vault.recordId('tail', stream.name, accountId, newId());
  const sealed = await sealBytes(vault, tailContext(stream.name, id), encodeRows(stream, accountId, rows));
  return { id, streamId: await streamId(vault, stream.name, accountId), count: rows.length, sealed };
}

/** One segment or tail through `parse`; `tampered` where it is one of another stream or account. */
export async function openTable<T>(
  vault: OpenVault,
  stream: string,
  accountId: string,
  { context, sealed }: { readonly context: SealContext; readonly sealed: Uint8Array },
  parse: (table: StoredTable) => T,
): Promise<Result<T, OpenError>> {
  const opened = await vault.open(context, sealed);
  if (!opened.ok) return opened;
  const table = await decodeSegment(opened.value);
  if (!table.ok) return table;
  if (table.value.stream !== stream || table.value.accountId !== accountId) return err({ reason: 'tampered' });
  try {
    return ok(parse(table.value));
  } catch {
    // A cell that is not what its column holds: authentic bytes of a broken writer.
    return err({ reason: 'damaged' });
  }
}

/** The rows of a table of `stream`. Throws where a cell is not what its column holds: the segment is damaged. */
export const rowsOfTable = <Row>(stream: Stream<Row>, { columns, rowCount, accountId }: StoredTable): Row[] => {
  const cells = new Map([...columns].map(([name, column]) => [name, cellsOf(column, rowCount)]));
  return stream.fromColumns(cells, accountId, rowCount);
};

/** The rows of one segment or tail. */
export const openRows = <Row>(
  vault: OpenVault,
  stream: Stream<Row>,
  accountId: string,
  context: SealContext,
  sealed: Uint8Array,
): Promise<Result<Row[], OpenError>> =>
  openTable(vault, stream.name, accountId, { context, sealed }, (table) => rowsOfTable(stream, table));

/** What could be opened of some sealed rows, and what could not. `openedIds` are those whose rows are in `rows`. */
export interface OpenedRows<Row> {
  readonly rows: Row[];
  readonly openedIds: readonly string[];
  readonly failures: readonly RecordFailure[];
}

/** Sealed rows of one stream and account. */
export interface SealedRows {
  readonly segments?: readonly SegmentRow[];
  readonly tails?: readonly TailRow[];
}

/** Each record with what its envelope is bound to. */
export const recordsOf = (stream: string, { segments = [], tails = [] }: SealedRows) => [
  ...segments.map(({ id, sealed }) => ({ id, sealed, context: segmentContext(stream, id) })),
  ...tails.map(({ id, sealed }) => ({ id, sealed, context: tailContext(stream, id) })),
];

/** Opens segments and tails one by one: one that does not open is named, and the others are read. */
export async function openAll<Row>(
  vault: OpenVault,
  stream: Stream<Row>,
  accountId: string,
  sealed: SealedRows,
): Promise<OpenedRows<Row>> {
  const rows: Row[] = [];
  const openedIds: string[] = [];
  const failures: RecordFailure[] = [];
  for (const record of recordsOf(stream.name, sealed)) {
    const opened = await openRows(vault, stream, accountId, record.context, record.sealed);
    if (!opened.ok) {
      failures.push({ id: record.id, failure: { reason: opened.error.reason, subject: stream.name } });
      continue;
    }
    for (const each of opened.value) rows.push(each);
    openedIds.push(record.id);
  }
  return { rows, openedIds, failures };
}
