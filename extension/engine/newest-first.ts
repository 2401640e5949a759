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
export interface PlacedRow {
  readonly sequence: number;
  readonly place: number;
}

/** The place of the first row that is not before `us`; `count` where there is none. */
export function firstSince({ count, atUs }: Sequence, us: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (atUs(middle) < us) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first `count` − `from` rows of a sequence from a place on. */
export const slice = (sequence: Sequence, from: number, to: number): Sequence => ({
  count: Math.max(0, to - from),
  atUs: (place) => sequence.atUs(from + place),
});

/** How many rows of all sequences are later than `us`. */
const newerThan = (sequences: readonly Sequence[], us: number): number =>
  sequences.reduce((sum, sequence) => sum + sequence.count - firstSince(sequence, us + 1), 0);

/** The earliest instant than which at most `offset` rows are newer; `offset` is below the number of rows. */
function cutAt(sequences: readonly Sequence[], offset: number): number {
  let before = Math.min(...sequences.map(({ atUs }) => atUs(0))) - 1;
  let at = Math.max(...sequences.map(({ count, atUs }) => atUs(count - 1)));
  while (before + 1 < at) {
    const middle = Math.floor((before + at) / 2);
    if (newerThan(sequences, middle) <= offset) at = middle;
    else before = middle;
  }
  return at;
}

/** Rows `offset` to `offset + limit` of all, newest first; at one instant the earlier sequence first, its later place before. */
export function newestFirst(all: readonly Sequence[], offset: number, limit: number): readonly PlacedRow[] {
  const sequences = all.map((sequence, index) => ({ ...sequence, index })).filter(({ count }) => count > 0);
  const total = sequences.reduce((sum, { count }) => sum + count, 0);
  if (offset >= total) return [];
  const cut = cutAt(sequences, offset);
  const heads = sequences.map((sequence) => ({ ...sequence, left: firstSince(sequence, cut + 1) }));
  const skipped = offset - newerThan(sequences, cut);
  const rows: PlacedRow[] = [];
  for (let taken = 0; taken < skipped + limit; taken += 1) {
    let newest: (typeof heads)[number] | undefined;
    for (const head of heads)
      if (head.left > 0 && (!newest || head.atUs(head.left - 1) > newest.atUs(newest.left - 1))) newest = head;
    if (!newest) break;
    newest.left -= 1;
    if (taken >= skipped) rows.push({ sequence: newest.index, place: newest.left });
  }
  return rows;
}
