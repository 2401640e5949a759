/**
 * The longest runs of wins and losses, over all trades and in each group, in the order of (close time, id) over all books.
 *
 * The books have their trades in order already: they are merged by a heap of the books' next trades, so that a trade costs the
 * logarithm of the number of books.
 */
import { compareFillIds } from '../../shared/ledger/fill';
import { countStreak, noStreaks, type StreakCount } from '../../shared/metrics/streaks';
import type { Breath } from './breath';
import { type Asked, type FoldedBook, kinds } from './performance-fold';
import { tradesOf } from './performance-trades';

export type GroupKey = string | number;

/** Which group a trade of a book is in. */
export type KeyOf = (book: FoldedBook, closedAtUs: number, direction: 'long' | 'short') => GroupKey;

export interface GroupStreaks {
  readonly total: StreakCount;
  readonly groups: ReadonlyMap<GroupKey, StreakCount>;
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

/** The books' first trades as a heap: sorted, since a sorted list is one. */
const heapOf = (books: readonly FoldedBook[]): Head[] =>
  books
    .filter(({ count }) => count > 0)
    .map((book) => ({ book, index: 0, us: book.closedAtUs[0] ?? 0 }))
    .sort((a, b) => (comesBefore(a, b) ? -1 : comesBefore(b, a) ? 1 : 0));

const signOf = (kind: number): number => ((kind & kinds.win) !== 0 ? 1 : (kind & kinds.loss) !== 0 ? -1 : 0);

/** Whether others may have their turn is asked once in so many trades: asking costs more than a trade. */
const tradesBetweenLooks = 1_024;

/** Counts the streaks of all trades of these books, and of each group; null where the query was given up meanwhile. */
export async function streaksBy(
  books: readonly FoldedBook[],
  keyOf: KeyOf,
  breath: Breath,
  asked: Asked,
): Promise<GroupStreaks | null> {
  const total = noStreaks();
  const groups = new Map<GroupKey, StreakCount>();
  const heap = heapOf(books);
  for (let seen = 1; heap.length > 0; seen += 1) {
    const [head] = heap;
    if (!head) break;
    const { book, index } = head;
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
  return { total, groups };
}
