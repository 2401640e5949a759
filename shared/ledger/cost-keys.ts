/**
 * Keys that lots are sorted by: doubles near a lot's unit cost. What they say for sure, and what only an exact comparison can.
 */
import { costError } from './unit-cost';

/** Keys that are further apart than this part of one of them are of different costs, and say which is the higher. */
export const surely = 4 * costError;

/** How far a bound keeps from the keys on either side, in widths of what may be near. */
const clearance = 8;

/** Lots with their keys, side by side. */
export interface KeyedLots {
  readonly lots: Int32Array;
  readonly keys: Float64Array;
}

/** The keys of lots by their number; the array is replaced when it grows. */
export interface KeyOfLot {
  keys: Float64Array;
}

/**
 * A bound that is clear of a key and, where there is one, of a lesser one (−∞: there is none): lots above it surely cost more than lots
 * below. It is close to the lesser key, whose cost more lots are likely to have. Null where the two are too near for one.
 */
export function boundBetween(below: number, above: number): number | null {
  if (below === Number.NEGATIVE_INFINITY) return above - clearance * Math.abs(above) * surely;
  const clear = clearance * Math.max(Math.abs(below), Math.abs(above)) * surely;
  return above - below > 2 * clear ? below + clear : null;
}
