/**
 * A page of the rows of many books, newest first, without sorting their histories.
 *
 * Each book has its rows in order of time. The instant at which a page begins is found by halving: how many rows are newer than
 * an instant is known from the place that it has in each book. From there the books are merged, a page long.
 */

/** Rows of one book by place, from 0: `atUs` never falls from one place to the next. */
export interface Sequence {
  readonly count: number;
  atUs(place: number): number;
}

/** A row: which of the sequences it is of, and its place there. */
interface PlacedRow {
  readonly sequence: number;
  readonly place: number;
}

/** The place of the first row that is not before `us`, between the places `from` and `to`; `to` where there is none. */
export function firstSince({ count, atUs }: Sequence, us: number, from = 0, to = count): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (atUs(middle) < us) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A sequence with the places between which its first row after the cut lies. */
interface Narrowing extends Sequence {
  readonly index: number;
  low: number;
  high: number;
}

/**
 * Halves the time until one instant is left: the earliest than which at most `offset` rows are newer. Then `high` of each
 * sequence is its first row after it. `offset` is above 0 and below the number of rows.
 */
function narrow(sequences: readonly Narrowing[], offset: number): void {
  let before = Math.min(...sequences.map(({ atUs }) => atUs(0))) - 1;
  let at = Math.max(...sequences.map(({ count, atUs }) => atUs(count - 1)));
  while (before + 1 < at) {
    const middle = Math.floor((before + at) / 2);
    const places = sequences.map((sequence) => firstSince(sequence, middle + 1, sequence.low, sequence.high));
    const newer = sequences.reduce((sum, { count }, index) => sum + count - (places[index] ?? count), 0);
    const side = newer <= offset ? 'high' : 'low';
    sequences.forEach((sequence, index) => {
      sequence[side] = places[index] ?? sequence[side];
    });
    if (newer <= offset) at = middle;
    else before = middle;
  }
}

/** The newest row of a sequence that was not taken yet, and its instant. */
interface Head {
  readonly sequence: Narrowing;
  left: number;
  us: number;
}

const instantOf = ({ atUs }: Sequence, left: number): number => (left > 0 ? atUs(left - 1) : Number.NEGATIVE_INFINITY);

/** Takes the newest row of all; at one instant that of the earlier sequence. Null when none is left. */
function takeNewest(heads: readonly Head[]): PlacedRow | null {
  let newest: Head | undefined;
  for (const head of heads) if (head.left > 0 && (!newest || head.us > newest.us)) newest = head;
  if (!newest) return null;
  newest.left -= 1;
  newest.us = instantOf(newest.sequence, newest.left);
  return { sequence: newest.sequence.index, place: newest.left };
}

/** Rows `offset` to `offset + limit` of all, newest first; at one instant the earlier sequence first, its later place before. */
export function newestFirst(all: readonly Sequence[], offset: number, limit: number): readonly PlacedRow[] {
  const sequences = all
    .map(({ count, atUs }, index) => ({ count, atUs, index, low: 0, high: count }))
    .filter(({ count }) => count > 0);
  const total = sequences.reduce((sum, { count }) => sum + count, 0);
  if (offset >= total) return [];
  if (offset > 0) narrow(sequences, offset);
  const heads = sequences.map((sequence) => ({
    sequence,
    left: sequence.high,
    us: instantOf(sequence, sequence.high),
  }));
  let skipped = sequences.reduce((sum, { count, high }) => sum + count - high, 0);
  const rows: PlacedRow[] = [];
  while (rows.length < limit) {
    const row = takeNewest(heads);
    if (!row) break;
    if (skipped < offset) skipped += 1;
    else rows.push(row);
  }
  return rows;
}
