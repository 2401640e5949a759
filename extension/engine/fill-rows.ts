/**
 * A list of fills over several books as numbers in typed arrays: 17 bytes a row instead of an object.
 *
 * A row says where its fill lies (the book's number and the place in it) and what filters ask for (instant, side, liquidity).
 */
import { compareFills, type Fill } from '../../shared/ledger/fill';
import type { Leg } from '../../shared/ledger/leg';
import type { Breath } from './breath';

/** Gives the fill at a place of a book, by the book's number. */
export type LegAt = (book: number, place: number) => Leg | undefined;

/** Side and liquidity in one byte. */
export const kinds = { sell: 1, maker: 2, taker: 4 } as const;

export const kindOf = ({ side, liquidity }: Pick<Fill, 'side' | 'liquidity'>): number =>
  (side === 'sell' ? kinds.sell : 0) | (liquidity === null ? 0 : kinds[liquidity]);

/** How many rows are worked through between two looks at the clock. */
const breathEvery = 1_024;

/** Whether others should have their turn, asked at each row: an `await` at each would cost more than the work. */
export const isPause = (row: number, breath: Breath): boolean => row % breathEvery === 0 && breath.isDue();

/**
 * Rows in the ledger's order, oldest first: the first `length` elements of each array; the rest is room to grow.
 *
 * Plain arrays rather than calls: a million rows are read several times over when they are put in order.
 */
export interface FillRows {
  length: number;
  books: Uint32Array;
  places: Uint32Array;
  /** Microseconds fill 51 bits: too many for an integer array that could be compared by numbers. */
  instants: Float64Array;
  kinds: Uint8Array;
}

/** No rows, with room for so many. */
export const createFillRows = (capacity = 1_024): FillRows => ({
  length: 0,
  books: new Uint32Array(capacity),
  places: new Uint32Array(capacity),
  instants: new Float64Array(capacity),
  kinds: new Uint8Array(capacity),
});

function grow(rows: FillRows): void {
  const longer = createFillRows(Math.ceil(Math.max(16, rows.books.length) * 1.5));
  longer.books.set(rows.books);
  longer.places.set(rows.places);
  longer.instants.set(rows.instants);
  longer.kinds.set(rows.kinds);
  Object.assign(rows, { ...longer, length: rows.length });
}

/** One more row at the end. */
export function pushRow(rows: FillRows, book: number, place: number, instant: number, kind: number): void {
  if (rows.length === rows.books.length) grow(rows);
  const row = rows.length;
  rows.books[row] = book;
  rows.places[row] = place;
  rows.instants[row] = instant;
  rows.kinds[row] = kind;
  rows.length = row + 1;
}

/** A row of another list at the end, where its place may be another by now. */
export const pushFrom = (target: FillRows, source: FillRows, row: number, place = source.places[row] ?? 0): void =>
  pushRow(target, source.books[row] ?? 0, place, source.instants[row] ?? 0, source.kinds[row] ?? 0);

/** The fill of a row. */
export const legOfRow = (rows: FillRows, row: number, legAt: LegAt): Leg | undefined =>
  legAt(rows.books[row] ?? -1, rows.places[row] ?? -1);

/** The first row that is at or after this instant, in microseconds; `length` where none is. */
export function firstRowAt({ instants, length }: FillRows, us: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((instants[middle] ?? 0) < us) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether row `i` of `a` comes before row `j` of `b`, by the ledger's order. */
export function comesBefore(a: FillRows, i: number, b: FillRows, j: number, legAt: LegAt): boolean {
  const apart = (a.instants[i] ?? 0) - (b.instants[j] ?? 0);
  if (apart !== 0) return apart < 0;
  const left = legOfRow(a, i, legAt);
  const right = legOfRow(b, j, legAt);
  return left !== undefined && right !== undefined && compareFills(left.fill, right.fill) < 0;
}

/** Two ordered lists as one. */
export async function merged(a: FillRows, b: FillRows, legAt: LegAt, breath: Breath): Promise<FillRows> {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const both = createFillRows(a.length + b.length);
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (j === b.length || (i < a.length && comesBefore(a, i, b, j, legAt))) {
      pushFrom(both, a, i);
      i += 1;
    } else {
      pushFrom(both, b, j);
      j += 1;
    }
    if (isPause(i + j, breath)) await breath.take();
  }
  return both;
}

/** Any number of ordered lists as one: pairwise, so that each row is moved as often as the number of lists can be halved. */
export async function mergedAll(lists: readonly FillRows[], legAt: LegAt, breath: Breath): Promise<FillRows> {
  let rest = lists;
  while (rest.length > 1) {
    const next: FillRows[] = [];
    for (let pair = 0; pair < rest.length; pair += 2) {
      const [a, b] = [rest[pair], rest[pair + 1]];
      if (a) next.push(b ? await merged(a, b, legAt, breath) : a);
    }
    rest = next;
  }
  return rest[0] ?? createFillRows();
}
