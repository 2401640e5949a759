/**
 * Highest or lowest unit cost first: the open lots as one sorted list, the next to be closed at its end, cut into short blocks.
 *
 * Taking the next lot is a step back at the end. A new lot is searched for its place, and moves the few behind it in its block. What
 * stands in the list follows from which lots are open alone, so that whatever was taken back leaves no trace.
 */
import { withRoom } from '../money/room';
import type { LotOrder } from './lot-order';
import { costError, type UnitCost } from './unit-cost';

/** Most lots of a block; one that is full becomes two. */
const blockLength = 64;

/** Keys that are further apart than this part of one of them are of different costs, and say which is the higher. */
const surely = 4 * costError;

/** The blocks: that at place p of the list is number `numbers[p]`, and number b has the elements from b × blockLength. */
function emptyBlocks() {
  return {
    /** Places; no block is empty but the only one. */
    count: 1,
    numbers: new Int32Array(16),
    /** By place: the key of the block's first lot. */
    firstKeys: new Float64Array(16),
    /** Numbers that were given out, and those of them that are free again. */
    given: 1,
    free: [] as number[],
    /** By number. */
    lengths: new Int32Array(16),
    /** By element. `keys`: the lot's unit cost × sign, nearly; the highest is closed first. */
    lots: new Int32Array(blockLength),
    keys: new Float64Array(blockLength),
  };
}

type Blocks = ReturnType<typeof emptyBlocks>;

function newNumber(blocks: Blocks): number {
  const free = blocks.free.pop();
  if (free !== undefined) return free;
  blocks.given += 1;
  blocks.lengths = withRoom(blocks.lengths, blocks.given);
  blocks.lots = withRoom(blocks.lots, blocks.given * blockLength);
  blocks.keys = withRoom(blocks.keys, blocks.given * blockLength);
  return blocks.given - 1;
}

/** The upper half of the full block at a place becomes one of its own behind it. */
function cut(blocks: Blocks, place: number): void {
  const upper = newNumber(blocks);
  const number = blocks.numbers[place] ?? 0;
  const [half, end] = [(number + 1 / 2) * blockLength, (number + 1) * blockLength];
  blocks.lots.copyWithin(upper * blockLength, half, end);
  blocks.keys.copyWithin(upper * blockLength, half, end);
  blocks.lengths[number] = blockLength / 2;
  blocks.lengths[upper] = blockLength / 2;
  blocks.numbers = withRoom(blocks.numbers, blocks.count + 1);
  blocks.firstKeys = withRoom(blocks.firstKeys, blocks.count + 1);
  blocks.numbers.copyWithin(place + 2, place + 1, blocks.count);
  blocks.firstKeys.copyWithin(place + 2, place + 1, blocks.count);
  blocks.numbers[place + 1] = upper;
  blocks.firstKeys[place + 1] = blocks.keys[upper * blockLength] ?? 0;
  blocks.count += 1;
}

/** The block at a place has one lot less; an empty one goes, but the only one. */
function shorten(blocks: Blocks, place: number): void {
  const number = blocks.numbers[place] ?? 0;
  const length = (blocks.lengths[number] ?? 0) - 1;
  blocks.lengths[number] = length;
  if (length > 0 || blocks.count === 1) return;
  blocks.free.push(number);
  blocks.numbers.copyWithin(place, place + 1, blocks.count);
  blocks.firstKeys.copyWithin(place, place + 1, blocks.count);
  blocks.count -= 1;
}

/** `sign` 1: the highest unit cost is closed first, −1: the lowest; equal costs: the older lot. */
export function costOrder(unitCost: UnitCost, sign: 1 | -1): LotOrder {
  const blocks = emptyBlocks();
  let size = 0;
  /** The last lot of the list, -1 where none is open. */
  let end = -1;
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

  /** The place of the block in which a lot stands or would: the last that does not begin with a lot that is closed before it. */
  const placeOf = (lot: number, key: number): number => {
    const { numbers, firstKeys, lots } = blocks;
    const margin = Math.abs(key) * surely;
    let low = 0;
    let high = blocks.count;
    let middle = high - 1; // most often it is the last one
    while (high - low > 1) {
      const apart = (firstKeys[middle] ?? 0) - key;
      const isNear = apart <= margin && apart >= -margin;
      if (isNear ? isBefore(lots[(numbers[middle] ?? 0) * blockLength] ?? 0, lot) : apart > 0) high = middle;
      else low = middle;
      middle = (low + high) >>> 1;
    }
    return low;
  };

  /** Puts a lot into the block at a place that is not full, behind all before which it is closed. */
  const putInto = (place: number, lot: number, key: number): void => {
    const { lots, keys, lengths, numbers } = blocks;
    const margin = Math.abs(key) * surely;
    const number = numbers[place] ?? 0;
    const length = lengths[number] ?? 0;
    const first = number * blockLength;
    let element = first + length;
    for (; element > first; element -= 1) {
      const before = lots[element - 1] ?? 0;
      const beforeKey = keys[element - 1] ?? 0;
      const apart = key - beforeKey;
      const isNear = apart <= margin && apart >= -margin;
      if (isNear ? isBefore(lot, before) : apart > 0) break;
      lots[element] = before;
      keys[element] = beforeKey;
    }
    lots[element] = lot;
    keys[element] = key;
    if (element === first) blocks.firstKeys[place] = key;
    lengths[number] = length + 1;
    if (place === blocks.count - 1) end = lots[first + length] ?? 0;
  };

  const insert = (lot: number): void => {
    inOrder = null;
    if (lot >= costs.length) costs = withRoom(costs, lot + 1);
    costCount += 1;
    costs[lot] = costCount;
    const key = sign * unitCost.nearly(lot);
    let place = placeOf(lot, key);
    if (blocks.lengths[blocks.numbers[place] ?? 0] === blockLength) {
      cut(blocks, place);
      place = placeOf(lot, key);
    }
    putInto(place, lot, key);
    size += 1;
  };

  const removeFrom = (place: number): void => {
    inOrder = null;
    size -= 1;
    shorten(blocks, place);
    const last = blocks.numbers[blocks.count - 1] ?? 0;
    end = size === 0 ? -1 : (blocks.lots[last * blockLength + (blocks.lengths[last] ?? 0) - 1] ?? -1);
  };

  /** A late fill takes back lots in the order of their opening, not of their cost. */
  const remove = (lot: number): void => {
    const { lots, keys, lengths, numbers, firstKeys } = blocks;
    const place = placeOf(lot, sign * unitCost.nearly(lot));
    const number = numbers[place] ?? 0;
    const [first, behind] = [number * blockLength, number * blockLength + (lengths[number] ?? 0)];
    const element = lots.indexOf(lot, first);
    if (element < first || element >= behind) throw new RangeError(`lot ${lot} is not where its cost has it`);
    lots.copyWithin(element, element + 1, behind);
    keys.copyWithin(element, element + 1, behind);
    firstKeys[place] = keys[first] ?? 0;
    removeFrom(place);
  };

  const lotsInOrder = (): Int32Array => {
    if (inOrder) return inOrder;
    inOrder = new Int32Array(size);
    let at = 0;
    for (let place = 0; place < blocks.count; place += 1) {
      const number = blocks.numbers[place] ?? 0;
      const [first, length] = [number * blockLength, blocks.lengths[number] ?? 0];
      inOrder.set(blocks.lots.subarray(first, first + length), at);
      at += length;
    }
    return inOrder.sort();
  };

  return {
    opened: insert,
    next: () => (end < 0 ? null : end),
    usedUp: () => removeFrom(blocks.count - 1),
    reopened: insert,
    withdrawn: remove,
    open: (from, count) => [...lotsInOrder().subarray(from, from + count)],
    openCount: () => size,
    all: lotsInOrder,
  };
}
