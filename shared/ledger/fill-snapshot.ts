/** The fills of a book as they were at one instant, row by row out of its columns. */
import type { Settled } from './book-state';
import type { Fill } from './fill';
import { flag } from './fill-columns';
import { createFillRowSums, type FillRowSums } from './fill-row-sums';
import type { Leg } from './leg';

/**
 * The fills of a book in order, which later additions leave as it is. A fill keeps its `row` for as long as the book lives; a
 * corrected one has another.
 */
export interface FillSnapshot {
  readonly rows: Uint32Array;
  instantAt(row: number): number;
  sideAt(row: number): Fill['side'];
  liquidityAt(row: number): Fill['liquidity'];
  legAt(row: number): Leg;
  /** Exact sums over rows, none added yet. */
  sums(): FillRowSums;
}

/** As the book is now; `Settled` changes with its next settling, what is given does not. */
export function snapshotOf({ columns, sequence: { rows, length } }: Settled): FillSnapshot {
  return {
    rows: rows.slice(0, length),
    instantAt: (row) => columns.instants[row] ?? 0,
    sideAt: (row) => (((columns.flags[row] ?? 0) & flag.sell) === 0 ? 'buy' : 'sell'),
    liquidityAt: columns.liquidityAt,
    legAt: columns.legAt,
    sums: () => createFillRowSums(columns),
  };
}
