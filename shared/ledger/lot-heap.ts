/**
 * Highest or lowest unit cost first: the open lots in a binary heap that knows where each of them stands.
 *
 * Any lot can be taken out, since a late fill takes back lots in the order of their opening, not of their cost.
 */
import { withRoom } from '../money/room';
import type { LotOrder } from './lot-order';
import { costError, type UnitCost } from './unit-cost';

/** `sign` 1: the lowest unit cost is closed first, −1: the highest; equal costs: the older lot. */
export function costOrder(unitCost: UnitCost, sign: 1 | -1): LotOrder {
  let size = 0;
  let lots = new Int32Array(16);
  /** Beside each lot of the heap: its unit cost × `sign`, nearly. */
  let keys = new Float64Array(16);
  /** The place of each open lot in the heap, by its number. */
  let places = new Int32Array(16);
  /** The open lots by number, as of the last question. */
  let inOrder: Int32Array | null = null;

  /** Whether one lot is closed before another. */
  const comesFirst = (lot: number, key: number, other: number, otherKey: number): boolean => {
    const apart = key - otherKey;
    const bound = (Math.abs(key) + Math.abs(otherKey)) * costError;
    if (apart < -bound) return true;
    return apart > bound ? false : comesFirstExactly(lot, other);
  };

  const comesFirstExactly = (lot: number, other: number): boolean => {
    const apart = sign * unitCost.compare(lot, other);
    return apart === 0 ? lot < other : apart < 0;
  };

  const put = (lot: number, key: number, place: number): void => {
    lots[place] = lot;
    keys[place] = key;
    places[lot] = place;
  };

  const up = (lot: number, key: number, from: number): void => {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >>> 1;
      const above = lots[parent] ?? 0;
      const aboveKey = keys[parent] ?? 0;
      if (!comesFirst(lot, key, above, aboveKey)) break;
      put(above, aboveKey, place);
      place = parent;
    }
    put(lot, key, place);
  };

  const down = (lot: number, key: number, from: number): void => {
    let place = from;
    for (let child = 2 * place + 1; child < size; child = 2 * place + 1) {
      const right = child + 1;
      if (right < size && comesFirst(lots[right] ?? 0, keys[right] ?? 0, lots[child] ?? 0, keys[child] ?? 0))
        child = right;
      const below = lots[child] ?? 0;
      const belowKey = keys[child] ?? 0;
      if (!comesFirst(below, belowKey, lot, key)) break;
      put(below, belowKey, place);
      place = child;
    }
    put(lot, key, place);
  };

  const insert = (lot: number): void => {
    inOrder = null;
    lots = withRoom(lots, size + 1);
    keys = withRoom(keys, size + 1);
    places = withRoom(places, lot + 1);
    size += 1;
    up(lot, sign * unitCost.nearly(lot), size - 1);
  };

  const remove = (lot: number): void => {
    inOrder = null;
    const place = places[lot] ?? 0;
    size -= 1;
    if (place === size) return;
    const last = lots[size] ?? 0;
    const lastKey = keys[size] ?? 0;
    const parent = (place - 1) >>> 1;
    if (place > 0 && comesFirst(last, lastKey, lots[parent] ?? 0, keys[parent] ?? 0)) up(last, lastKey, place);
    else down(last, lastKey, place);
  };

  return {
    opened: insert,
    next: () => (size > 0 ? (lots[0] ?? 0) : null),
    usedUp: remove,
    reopened: insert,
    withdrawn: remove,
    open: (from, count) => {
      inOrder ??= lots.slice(0, size).sort();
      return [...inOrder.subarray(from, from + count)];
    },
    openCount: () => size,
    anyOrder: () => [...lots.subarray(0, size)],
  };
}
