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
import { createSortedLots } from './sorted-lots';
import type { UnitCost } from './unit-cost';
import { createWaitingLots } from './waiting-lots';

/** So many lots are sorted at a time: this part of those that wait, so that each pass over them is paid for, and not less than `leastSorted`. */
const sortedPart = 1 / 8;
const leastSorted = 256;

/** More sorted lots than this part of all, and than four times the least, are too many. */
const mostSortedPart = 1 / 4;

/** `sign` 1: the highest unit cost is closed first, −1: the lowest; equal costs: the older lot. */
export function costOrder(unitCost: UnitCost, sign: 1 | -1): LotOrder {
  /** By lot: a number that lots share of which it was found out that they cost the same, so that it is not worked out again. */
  let costs = new Int32Array(16);
  let costCount = 0;
  /** The open lots by number, as of the last question. */
  let inOrder: Int32Array | null = null;

  /** Whether a lot is closed before another of nearly the same cost. */
  const isBefore = (lot: number, other: number): boolean => {
    if (costs[lot] === costs[other]) return lot < other;
    const apart = sign * unitCost.compare(lot, other);
    if (apart === 0) costs[lot] = costs[other] ?? 0;
    return apart === 0 ? lot < other : apart > 0;
  };

  /** Unit costs × sign, nearly: the greatest is closed first. */
  const known: KeyOfLot = { keys: new Float64Array(16) };
  const sorted = createSortedLots(known, isBefore);
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
    inOrder = new Int32Array(waiting.size() + sorted.size());
    waiting.copyTo(inOrder);
    sorted.copyTo(inOrder, waiting.size());
    return inOrder.sort();
  };

  return {
    makeRoom,
    opened: (lot) => {
      if (lot >= costs.length) makeRoom(lot + 1);
      costCount += 1;
      costs[lot] = costCount;
      unitCost.noteNearly(lot, sign, known.keys);
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
    },
    open: (from, count) => [...lotsInOrder().subarray(from, from + count)],
    openCount: () => sorted.size() + waiting.size(),
    all: lotsInOrder,
  };
}
