/**
 * The streams: append-only rows of one account, what columns each has, and when two rows are the same one.
 *
 * A new stream is one more value of `Stream` here: the segments, tails and merges know nothing of what a row means.
 */
import type { Cell, ColumnKind } from './columns';

/** A row's cells by column name. */
type Cells = Readonly<Record<string, Cell>>;

/** The cells of some rows, by column name. */
export type Columns = Readonly<Record<string, readonly Cell[]>>;

/** `toColumns` of a stream that tells a row's cells one by one. */
export const byRow =
  <Row>(toCells: (row: Row) => Cells) =>
  (rows: readonly Row[]): Columns => {
    const cells = rows.map(toCells);
    const names = Object.keys(cells[0] ?? {});
    return Object.fromEntries(names.map((name) => [name, cells.map((each) => each[name] ?? null)]));
  };

export interface Stream<Row> {
  /** Sealed into each segment and bound to its envelope; never changes once released. */
  readonly name: string;
  readonly columns: Readonly<Record<string, ColumnKind>>;
  readonly accountOf: (row: Row) => string;
  /** Rows of one account with equal identity are the same fact; of them the one that `supersedes` the others is kept. */
  readonly identity: (row: Row) => string;
  /**
   * True when `row` replaces `other`, which has the same identity. A total order of all that differs: two devices that read one
   * fact differently agree which of the two counts.
   */
  readonly supersedes: (row: Row, other: Row) => boolean;
  /** Time, then id. */
  readonly compare: (a: Row, b: Row) => number;
  /** The cells of at least one row, a list for each of `columns`. */
  readonly toColumns: (rows: readonly Row[]) => Columns;
  /** Undoes `toColumns`. Throws where a cell is not what the column holds: the segment is damaged. */
  readonly fromColumns: (columns: ReadonlyMap<string, readonly Cell[]>, accountId: string, rowCount: number) => Row[];
}

/** Each identity once, the superseding row of each, in the stream's order. */
export function distinctRows<Row>(stream: Stream<Row>, rows: readonly Row[]): Row[] {
  const kept = new Map<string, Row>();
  for (const row of rows) {
    const identity = stream.identity(row);
    const other = kept.get(identity);
    if (other === undefined || stream.supersedes(row, other)) kept.set(identity, row);
  }
  return [...kept.values()].sort(stream.compare);
}
