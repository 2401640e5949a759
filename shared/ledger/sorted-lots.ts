/**
 * Lots sorted by a key: one list cut into short blocks, the greatest at its end.
 *
 * Taking the last lot is a step back. A new lot is searched for its place, and moves the few behind it in its block. Keys are doubles
 * that may be off by a little; where two are too near to tell, whoever made the list says exactly which lot comes first.
 */
import { withRoom } from '../money/room';
import { boundBetween, type KeyedLots, type KeyOfLot, surely } from './cost-keys';
import { type IsBehind, sortLots } from './lot-sorting';
import type { ReadsAhead } from './read-ahead';

/** Most lots of a block; one that is full becomes two. */
const blockLength = 64;

/** So many lots of a block are there when the list is filled at once, so that it has room for some that come later. */
const filledLength = 48;

/** `bound`: one above these and below all that were left. */
interface Lower {
  readonly lots: Int32Array;
  readonly bound: number;
}

export interface SortedLots {
  /** How many lots there are. */
  size(): number;
  /** The last lot, whose key is the greatest; -1 where there is none. */
  last(): number;
  insert(lot: number): void;
  removeLast(): void;
  /** Takes out a lot that is there. */
  remove(lot: number): void;
  /** Takes out about three quarters of the lots, the lowest, with a bound above them; null, and nothing, where there is none. */
  takeLower(): Lower | null;
  /** Fills the empty list with these, which come in any order and are sorted in place. */
  fill(lots: KeyedLots): void;
  /** Writes all lots to an array from an element on, in the order of the list. */
  copyTo(lots: Int32Array, at: number): void;
}

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
    /** By element. */
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

/** Blocks of sorted lots; the list was empty. */
function fillBlocks(blocks: Blocks, lots: Int32Array, keys: Float64Array): void {
  const count = lots.length;
  const places = Math.max(1, Math.ceil(count / filledLength));
  blocks.numbers = withRoom(blocks.numbers, places);
  blocks.firstKeys = withRoom(blocks.firstKeys, places);
  for (let place = 0; place < places; place += 1) {
    if (place > 0) blocks.numbers[place] = newNumber(blocks);
    const number = blocks.numbers[place] ?? 0;
    const [from, to] = [place * filledLength, Math.min(count, (place + 1) * filledLength)];
    blocks.lots.set(lots.subarray(from, to), number * blockLength);
    blocks.keys.set(keys.subarray(from, to), number * blockLength);
    blocks.lengths[number] = to - from;
    blocks.firstKeys[place] = keys[from] ?? 0;
  }
  blocks.count = places;
}

/** The lots of the blocks at so many first places. */
function lotsOfBlocks(blocks: Blocks, places: number): Int32Array {
  let count = 0;
  for (let place = 0; place < places; place += 1) count += blocks.lengths[blocks.numbers[place] ?? 0] ?? 0;
  const lots = new Int32Array(count);
  let to = 0;
  for (let place = 0; place < places; place += 1) {
    const number = blocks.numbers[place] ?? 0;
    const [first, length] = [number * blockLength, blocks.lengths[number] ?? 0];
    lots.set(blocks.lots.subarray(first, first + length), to);
    to += length;
  }
  return lots;
}

/** Gives up the blocks at so many first places; at least one is left. */
function dropBlocks(blocks: Blocks, places: number): void {
  for (let place = 0; place < places; place += 1) blocks.free.push(blocks.numbers[place] ?? 0);
  blocks.numbers.copyWithin(0, places, blocks.count);
  blocks.firstKeys.copyWithin(0, places, blocks.count);
  blocks.count -= places;
}

/** No lots; `known` has the key of each that is inserted. `ahead` is given each block from which lots will be taken next. */
export function createSortedLots(known: Readonly<KeyOfLot>, isBehind: IsBehind, ahead: ReadsAhead): SortedLots {
  const blocks = emptyBlocks();
  let size = 0;
  let last = -1;

  /** The place of the block in which a lot stands or would: the last that does not begin with a lot that stands behind it. */
  const placeOf = (lot: number): number => {
    const { numbers, firstKeys, lots } = blocks;
    const key = known.keys[lot] ?? 0;
    const margin = Math.abs(key) * surely;
    let low = 0;
    let high = blocks.count;
    let middle = high - 1; // most often it is the last one
    while (high - low > 1) {
      const apart = (firstKeys[middle] ?? 0) - key;
      const isNear = apart <= margin && apart >= -margin;
      if (isNear ? isBehind(lots[(numbers[middle] ?? 0) * blockLength] ?? 0, lot) : apart > 0) high = middle;
      else low = middle;
      middle = (low + high) >>> 1;
    }
    return low;
  };

  /** Puts a lot into the block at a place that is not full, behind all behind which it stands. */
  const putInto = (place: number, lot: number): void => {
    const { lots, keys, lengths, numbers } = blocks;
    const key = known.keys[lot] ?? 0;
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
      if (isNear ? isBehind(lot, before) : apart > 0) break;
      lots[element] = before;
      keys[element] = beforeKey;
    }
    lots[element] = lot;
    keys[element] = key;
    if (element === first) blocks.firstKeys[place] = key;
    lengths[number] = length + 1;
    if (place === blocks.count - 1) last = lots[first + length] ?? 0;
  };

  const findLast = (): void => {
    const number = blocks.numbers[blocks.count - 1] ?? 0;
    last = size === 0 ? -1 : (blocks.lots[number * blockLength + (blocks.lengths[number] ?? 0) - 1] ?? -1);
  };

  const readAhead = (): void => {
    const number = blocks.numbers[blocks.count - 1] ?? 0;
    const first = number * blockLength;
    ahead(blocks.lots, first, first + (blocks.lengths[number] ?? 0));
  };

  const removeFrom = (place: number): void => {
    size -= 1;
    const { count } = blocks;
    shorten(blocks, place);
    if (blocks.count < count) readAhead();
    findLast();
  };

  return {
    size: () => size,
    last: () => last,
    insert: (lot) => {
      let place = placeOf(lot);
      if (blocks.lengths[blocks.numbers[place] ?? 0] === blockLength) {
        cut(blocks, place);
        place = placeOf(lot);
      }
      putInto(place, lot);
      size += 1;
    },
    removeLast: () => removeFrom(blocks.count - 1),
    remove: (lot) => {
      const { lots, keys, lengths, numbers, firstKeys } = blocks;
      const place = placeOf(lot);
      const number = numbers[place] ?? 0;
      const [first, behind] = [number * blockLength, number * blockLength + (lengths[number] ?? 0)];
      const element = lots.indexOf(lot, first);
      if (element < first || element >= behind) throw new RangeError(`lot ${lot} is not where its cost has it`);
      lots.copyWithin(element, element + 1, behind);
      keys.copyWithin(element, element + 1, behind);
      firstKeys[place] = keys[first] ?? 0;
      removeFrom(place);
    },
    takeLower: () => {
      const places = Math.floor(blocks.count * 0.75);
      if (places === 0) return null;
      const lots = lotsOfBlocks(blocks, places);
      const bound = boundBetween(known.keys[lots.at(-1) ?? 0] ?? 0, blocks.firstKeys[places] ?? 0);
      if (bound === null) return null;
      dropBlocks(blocks, places);
      size -= lots.length;
      return { lots, bound };
    },
    fill: ({ lots, keys }) => {
      sortLots({ lots, keys }, isBehind);
      fillBlocks(blocks, lots, keys);
      size = lots.length;
      readAhead();
      findLast();
    },
    copyTo: (lots, at) => lots.set(lotsOfBlocks(blocks, blocks.count), at),
  };
}
