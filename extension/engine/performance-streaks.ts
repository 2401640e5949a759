/**
 * The longest runs of wins and losses, over all trades and in each group, in the order of (close time, id) over all books.
 *
 * The books have their trades in order already: they are merged by a heap of the books' next trades, so that a trade costs the
 * logarithm of the number of books. Where the counting stood is noted now and then, so that after a change it goes on from the last
 * note before what has changed: trades that close after all others cost themselves alone.
 */
import { compareFillIds } from '../../shared/ledger/fill';
import { countStreak, noStreaks, type StreakCount } from '../../shared/metrics/streaks';
import type { Breath } from './breath';
import { firstSince } from './newest-first';
import { type Asked, type FoldedBook, kinds } from './performance-fold';
import { tradesOf } from './performance-trades';

export type GroupKey = string | number;

/** Which group a trade of a book is in. */
export type KeyOf = (book: FoldedBook, closedAtUs: number, direction: 'long' | 'short') => GroupKey;

export interface GroupStreaks {
  readonly total: StreakCount;
  readonly groups: ReadonlyMap<GroupKey, StreakCount>;
}

/** Where the counting stood when all trades up to `us` had been counted, and none after it. */
interface Note extends GroupStreaks {
  readonly us: number;
}

/** Streaks with the trades that they were counted over; `notes` from the earliest to the latest, the last one behind all trades. */
export interface CountedStreaks extends GroupStreaks {
  readonly books: readonly FoldedBook[];
  readonly notes: readonly Note[];
}

/** A book's next trade. */
interface Head {
  readonly book: FoldedBook;
  index: number;
  us: number;
}

/** Of the book as it is now: where it has changed since it was read, the page asks again anyway. */
const idOf = ({ book, index }: Head): string => tradesOf(book.entry.book, book.basis).idAt(book.places[index] ?? -1);

const placeOf = ({ book, index }: Head): number => book.places[index] ?? 0;

/** Ids are read only where books have trades of one instant. */
const comesBefore = (a: Head, b: Head): boolean =>
  a.us !== b.us
    ? a.us < b.us
    : a.book.entry === b.book.entry
      ? placeOf(a) < placeOf(b) // parts of one pool, which has them in order
      : compareFillIds(idOf(a), idOf(b)) < 0;

/** Lets the first head sink to where it belongs. */
function sink(heap: Head[]): void {
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    let least = at;
    for (const child of [left, left + 1]) {
      const [head, best] = [heap[child], heap[least]];
      if (head && best && comesBefore(head, best)) least = child;
    }
    const [parent, child] = [heap[at], heap[least]];
    if (least === at || !parent || !child) return;
    heap[at] = child;
    heap[least] = parent;
    at = least;
  }
}

/** The books' first trades after an instant as a heap: sorted, since a sorted list is one. */
const heapOf = (books: readonly FoldedBook[], afterUs: number): Head[] =>
  books
    .map((book) => ({ book, index: firstAfter(book, afterUs) }))
    .filter(({ book, index }) => index < book.count)
    .map(({ book, index }) => ({ book, index, us: book.closedAtUs[index] ?? 0 }))
    .sort((a, b) => (comesBefore(a, b) ? -1 : comesBefore(b, a) ? 1 : 0));

const firstAfter = ({ closedAtUs, count }: FoldedBook, us: number): number =>
  us === Number.NEGATIVE_INFINITY ? 0 : firstSince({ count, atUs: (index) => closedAtUs[index] ?? 0 }, us + 1);

const signOf = (kind: number): number => ((kind & kinds.win) !== 0 ? 1 : (kind & kinds.loss) !== 0 ? -1 : 0);

/** Whether others may have their turn is asked once in so many trades: asking costs more than a trade. */
const tradesBetweenLooks = 1_024;
/** A note copies the streak of every group, so that notes are far apart. */
const tradesBetweenNotes = 32_768;

const nameOf = ({ entry, of, basis }: FoldedBook): string => `${entry.id} ${basis} ${of.accountId} ${of.symbol}`;

/** The earliest instant at which two readings of a book differ; infinite where they do not. */
function firstDifference(before: FoldedBook | undefined, after: FoldedBook | undefined): number {
  if (before === after) return Number.POSITIVE_INFINITY;
  const instantOf = (book: FoldedBook | undefined, index: number): number =>
    book && index < book.count ? (book.closedAtUs[index] ?? 0) : Number.POSITIVE_INFINITY;
  const both = Math.min(before?.count ?? 0, after?.count ?? 0);
  let index = 0;
  while (
    index < both &&
    before?.closedAtUs[index] === after?.closedAtUs[index] &&
    before?.kinds[index] === after?.kinds[index] &&
    before?.places[index] === after?.places[index]
  )
    index += 1;
  return Math.min(instantOf(before, index), instantOf(after, index));
}

/** From when on the trades of these books are not those that were counted. */
function changedFrom(before: readonly FoldedBook[], after: readonly FoldedBook[]): number {
  const [old, news] = [before, after].map((books) => new Map(books.map((book) => [nameOf(book), book])));
  const names = new Set([...(old?.keys() ?? []), ...(news?.keys() ?? [])]);
  return Math.min(...[...names].map((name) => firstDifference(old?.get(name), news?.get(name))));
}

const copyOf = ({ total, groups }: GroupStreaks): { total: StreakCount; groups: Map<GroupKey, StreakCount> } => ({
  total: { ...total },
  groups: new Map([...groups].map(([key, count]) => [key, { ...count }])),
});

const nothingCounted: Note = { us: Number.NEGATIVE_INFINITY, total: noStreaks(), groups: new Map() };

/**
 * Counts the streaks of all trades of these books, and of each group; null where the query was given up meanwhile. `before`: what was
 * counted by the same groups of these books as they were. `noteEvery`: in trades.
 */
export async function streaksBy(
  books: readonly FoldedBook[],
  keyOf: KeyOf,
  breath: Breath,
  asked: Asked,
  before: CountedStreaks | null = null,
  noteEvery = tradesBetweenNotes,
): Promise<CountedStreaks | null> {
  const cut = before === null ? Number.NEGATIVE_INFINITY : changedFrom(before.books, books);
  const notes = (before?.notes ?? []).filter(({ us }) => us < cut);
  const from = notes.at(-1) ?? nothingCounted;
  const { total, groups } = copyOf(from);
  const heap = heapOf(books, from.us);
  let lastUs = from.us;
  for (let seen = 1; heap.length > 0; seen += 1) {
    const [head] = heap;
    if (!head) break;
    const { book, index } = head;
    // between two instants, so that whatever comes at either is on one side alone
    if (seen >= noteEvery && head.us > lastUs) {
      notes.push({ us: lastUs, ...copyOf({ total, groups }) });
      seen = 1;
    }
    lastUs = head.us;
    const kind = book.kinds[index] ?? 0;
    const key = keyOf(book, head.us, (kind & kinds.short) !== 0 ? 'short' : 'long');
    const group = groups.get(key) ?? noStreaks();
    groups.set(key, group);
    countStreak(total, signOf(kind));
    countStreak(group, signOf(kind));
    head.index += 1;
    if (head.index < book.count) head.us = book.closedAtUs[head.index] ?? 0;
    else {
      const last = heap.pop();
      if (last && heap.length > 0) heap[0] = last;
    }
    sink(heap);
    if (seen % tradesBetweenLooks === 0 && breath.isDue()) await breath.take();
    if (!asked.wanted) return null;
  }
  if (lastUs > from.us) notes.push({ us: lastUs, ...copyOf({ total, groups }) });
  return { total, groups, books, notes };
}
