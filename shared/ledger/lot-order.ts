/**
 * Which open lot is closed next: the whole of what tells one method of lots from another.
 *
 * Lots are numbered 0, 1, 2, … as they open. The order is told what happens to lots, and of the reverse when fills are
 * taken back, in exact reverse order; it never sees quantities.
 */

export interface LotOrder {
  /** Fills will be matched, and may open lots of numbers below this one. */
  begin(lots: number): void;
  /** Lot `lot` was opened by all of the fill of `row`, by the rest of a fill where `row` is −1. Its number is one more than the last one's. */
  opened(lot: number, row: number): void;
  /** The lot to close next; null when none is open. */
  next(): number | null;
  /** The lot that `next` gave has nothing left. */
  usedUp(lot: number): void;
  /** Takes `usedUp(lot)` back. */
  reopened(lot: number): void;
  /** Takes `opened(lot)` back. */
  withdrawn(lot: number): void;
  /** Numbers of open lots in order of opening, from the `from`th, at most `count`. */
  open(from: number, count: number): readonly number[];
  openCount(): number;
  /** All of them, in order of opening. */
  all(): ArrayLike<number>;
}

/** How the next lot is chosen; `average` has one lot at a time, which every further fill joins. */
export const lotMethods = ['fifo', 'lifo', 'hifo', 'lofo', 'average'] as const;

export type LotMethod = (typeof lotMethods)[number];

/** First in, first out: the open lots are always the numbers from `head` up to the newest. */
export function fifoOrder(): LotOrder {
  let head = 0;
  let end = 0;
  return {
    begin: () => undefined, // two numbers are all there is
    opened: () => {
      end += 1;
    },
    next: () => (head < end ? head : null),
    usedUp: () => {
      head += 1;
    },
    reopened: () => {
      head -= 1;
    },
    withdrawn: () => {
      end -= 1;
    },
    open: (from, count) =>
      Array.from({ length: Math.max(0, Math.min(count, end - head - from)) }, (_, index) => head + from + index),
    openCount: () => end - head,
    all: () => new Int32Array(end - head).map((_, index) => head + index),
  };
}

/** Last in, first out: the open lots are a stack, which holds them in order of opening. */
export function lifoOrder(): LotOrder {
  const stack: number[] = [];
  const pop = (): void => {
    stack.pop();
  };
  const push = (lot: number): void => {
    stack.push(lot);
  };
  return {
    begin: () => undefined, // lists grow by themselves
    opened: push,
    next: () => stack.at(-1) ?? null,
    usedUp: pop,
    reopened: push,
    withdrawn: pop,
    open: (from, count) => stack.slice(from, from + count),
    openCount: () => stack.length,
    all: () => stack,
  };
}
