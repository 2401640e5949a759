/**
 * Highest or lowest unit cost first: the lots whose turn comes next are kept sorted, all others wait as they came.
 *
 * Most lots that are far from their turn never get near it, so that sorting each as it opens would be work, and cache misses, for nothing.
 * A bound that no open lot is near stands between the two: a new lot above it is sorted in, one below it waits. Where no sorted lot is
 * left, the next of those that wait are sorted; where too many are, the lower ones wait again. Which lot comes next follows from which
 * lots are open alone, wherever the bound is, so that whatever was taken back leaves no trace.
 */
import { withRoom } from '../money/room';
import { type KeyOfLot, surely } from './cost-keys';
import type { LotOrder } from './lot-order';
import type { ReadsAhead } from './read-ahead';
import { createSortedLots } from './sorted-lots';
import type { UnitCost } from './unit-cost';
import { createWaitingLots } from './waiting-lots';

/** So many lots are sorted at a time: this part of those that wait, so that each pass over them is paid for, and not less than `leastSorted`. */
const sortedPart = 1 / 8;
const leastSorted = 256;

/** More sorted lots than this part of all, and than four times the least, are too many. */
const mostSortedPart = 1 / 4;

/** Puts different numbers below a limit in order: each is marked as a bit, and the bits are read. */
function ascending(numbers: Int32Array, limit: number): Int32Array {
  const marks = new Int32Array((limit >>> 5) + 1);
  for (const number of numbers) marks[number >>> 5] = (marks[number >>> 5] ?? 0) | (1 << (number & 31));
  let at = 0;
  for (let word = 0; word < marks.length; word += 1) {
    for (let left = marks[word] ?? 0; left !== 0; left &= left - 1) {
      numbers[at] = word * 32 + 31 - Math.clz32(left & -left);
      at += 1;
    }
  }
  return numbers;
}

/** `sign` 1: the highest unit cost is closed first, −1: the lowest; equal costs: the older lot. `ahead` is given those whose turn comes next. */
export function costOrder(unitCost: UnitCost, sign: 1 | -1, ahead: ReadsAhead): LotOrder {
  /** By lot: a number that lots share of which it was found out that they cost the same, so that it is not worked out again; 0: none yet. */
  let costs = new Int32Array(16);
  let costCount = 0;
  /** The open lots by number, as of the last question. */
  let inOrder: Int32Array | null = null;

  /** Whether a lot is closed before another of nearly the same cost. */
  const isBefore = (lot: number, other: number): boolean => {
    const cost = costs[lot] ?? 0;
    if (cost !== 0 && cost === costs[other]) return lot < other;
    const apart = sign * unitCost.compare(lot, other);
    if (apart !== 0) return apart > 0;
    if (costs[other] === 0) {
      costCount += 1;
      costs[other] = costCount;
    }
    costs[lot] = costs[other] ?? 0;
    return lot < other;
  };

  /** Unit costs × sign, nearly: the greatest is closed first. */
  const known: KeyOfLot = { keys: new Float64Array(16) };
  const sorted = createSortedLots(known, isBefore, ahead);
  const waiting = createWaitingLots(known);
  /** Keys of sorted lots are surely above it, those of waiting ones surely below. */
  let bound = Number.POSITIVE_INFINITY;
  let mostSorted = 0;

  const makeRoom = (lots: number): void => {
    costs = withRoom(costs, lots);
    known.keys = withRoom(known.keys, lots);
    waiting.makeRoom(lots);
  };

  const sortAll = (): void => {
    for (const lot of waiting.takeGreatest(waiting.size()).lots) sorted.insert(lot);
    bound = Number.NEGATIVE_INFINITY;
  };

  /** Sorts the next of those that wait, where nothing is sorted. */
  const sortNext = (): void => {
    const next = waiting.takeGreatest(Math.max(leastSorted, Math.ceil(waiting.size() * sortedPart)));
    sorted.fill(next);
    if (next.bound === null) sortAll();
    else bound = next.bound;
    mostSorted = 0;
  };

  /** Lets the lower ones of too many sorted lots wait; where most cost the same, it is tried again once there are twice as many. */
  const sortLess = (): void => {
    mostSorted = Math.max(4 * leastSorted, (sorted.size() + waiting.size()) * mostSortedPart);
    if (sorted.size() <= mostSorted) return;
    const lower = sorted.takeLower();
    if (lower === null) mostSorted = 2 * sorted.size();
    else {
      for (const lot of lower.lots) waiting.add(lot);
      bound = lower.bound;
    }
  };

  const insert = (lot: number): void => {
    inOrder = null;
    const key = known.keys[lot] ?? 0;
    const margin = Math.abs(key) * surely;
    if (key < bound - margin) waiting.add(lot);
    else {
      if (!(key > bound + margin)) sortAll(); // too near to say on which side
      sorted.insert(lot);
      if (sorted.size() > mostSorted) sortLess();
    }
  };

  const lotsInOrder = (): Int32Array => {
    if (inOrder) return inOrder;
    const open = new Int32Array(waiting.size() + sorted.size());
    waiting.copyTo(open);
    sorted.copyTo(open, waiting.size());
    inOrder = ascending(open, costs.length);
    return inOrder;
  };

  return {
    begin: (lots) => {
      unitCost.readAgain();
      makeRoom(lots);
    },
    opened: (lot, row) => {
      if (lot >= costs.length) makeRoom(lot + 1);
      unitCost.noteNearly(lot, row, sign, known.keys);
      insert(lot);
    },
    next: () => {
      const last = sorted.last();
      if (last >= 0) return last;
      if (waiting.size() === 0) return null;
      sortNext();
      return sorted.last();
    },
    usedUp: () => {
      inOrder = null;
      sorted.removeLast();
    },
    reopened: insert,
    withdrawn: (lot) => {
      inOrder = null;
      if (!waiting.remove(lot)) sorted.remove(lot);
      costs[lot] = 0;
    },
    open: (from, count) => [...lotsInOrder().subarray(from, from + count)],
    openCount: () => sorted.size() + waiting.size(),
    all: lotsInOrder,
  };
}
