/**
 * Sorting lots by keys that may be off by a little: the lowest first, and where two keys are too near to tell, as whoever sorts says.
 *
 * Costs are mostly spread over their range, so that dealing the lots into steps of equal width brings each near its place. Steps that
 * hold many all the same are sorted by merging.
 */
import { type KeyedLots, surely } from './cost-keys';
import { countSteps, stepOf } from './key-steps';

/** Whether a lot stands behind another whose key is nearly the same; exact. */
export type IsBehind = (lot: number, other: number) => boolean;

/** So many lots share a step on average. */
const lotsPerStep = 4;

/** A step of more lots is sorted by merging; one of less by inserting. */
const mostInserted = 4 * lotsPerStep;

/** Runs so short are sorted by inserting, before they are merged. */
const runLength = 8;

/** Sorts lots and their keys, side by side and in place. */
export function sortLots({ lots, keys }: KeyedLots, isBehind: IsBehind): void {
  const count = lots.length;
  const steps = countSteps(keys, count, Math.ceil(count / lotsPerStep));
  const next = new Uint32Array(steps.counts.length); // where the next lot of a step goes
  for (let step = 1; step < next.length; step += 1) next[step] = (next[step - 1] ?? 0) + (steps.counts[step - 1] ?? 0);
  const [fromLots, fromKeys] = [lots.slice(), keys.slice()];
  for (let at = 0; at < count; at += 1) {
    const key = fromKeys[at] ?? 0;
    const step = stepOf(steps, key);
    const to = next[step] ?? 0;
    next[step] = to + 1;
    lots[to] = fromLots[at] ?? 0;
    keys[to] = key;
  }
  let from = 0;
  for (const to of next) {
    if (to - from > mostInserted) mergeSort(lots.subarray(from, to), keys.subarray(from, to), isBehind);
    from = to;
  }
  sortRun(lots, keys, 0, count, isBehind); // near keys on either side of a step's edge may be in the wrong order too
}

/** Sorts lots and their keys by merging, however the keys are spread. */
function mergeSort(lots: Int32Array, keys: Float64Array, isBehind: IsBehind): void {
  const count = lots.length;
  for (let from = 0; from < count; from += runLength)
    sortRun(lots, keys, from, Math.min(count, from + runLength), isBehind);
  if (count <= runLength) return;
  const [otherLots, otherKeys] = [new Int32Array(count), new Float64Array(count)];
  for (let width = runLength; width < count; width *= 2) {
    otherLots.set(lots);
    otherKeys.set(keys);
    for (let from = 0; from + width < count; from += 2 * width)
      mergeRuns(otherLots, otherKeys, lots, keys, from, from + width, Math.min(count, from + 2 * width), isBehind);
  }
}

function sortRun(lots: Int32Array, keys: Float64Array, from: number, to: number, isBehind: IsBehind): void {
  for (let at = from + 1; at < to; at += 1) {
    const lot = lots[at] ?? 0;
    const key = keys[at] ?? 0;
    const margin = Math.abs(key) * surely;
    let element = at;
    for (; element > from; element -= 1) {
      const apart = key - (keys[element - 1] ?? 0);
      const isNear = apart <= margin && apart >= -margin;
      if (isNear ? isBehind(lot, lots[element - 1] ?? 0) : apart > 0) break;
      lots[element] = lots[element - 1] ?? 0;
      keys[element] = keys[element - 1] ?? 0;
    }
    lots[element] = lot;
    keys[element] = key;
  }
}

/** Two sorted runs, up to `middle` and up to `to`, as one at the same place of the other arrays. */
function mergeRuns(
  fromLots: Int32Array,
  fromKeys: Float64Array,
  lots: Int32Array,
  keys: Float64Array,
  from: number,
  middle: number,
  to: number,
  isBehind: IsBehind,
): void {
  let left = from;
  let right = middle;
  for (let at = from; at < to; at += 1) {
    let takesLeft = right === to;
    if (!takesLeft && left < middle) {
      const key = fromKeys[left] ?? 0;
      const apart = (fromKeys[right] ?? 0) - key;
      const margin = Math.abs(key) * surely;
      const isNear = apart <= margin && apart >= -margin;
      takesLeft = isNear ? isBehind(fromLots[right] ?? 0, fromLots[left] ?? 0) : apart > 0;
    }
    const taken = takesLeft ? left : right;
    lots[at] = fromLots[taken] ?? 0;
    keys[at] = fromKeys[taken] ?? 0;
    if (takesLeft) left += 1;
    else right += 1;
  }
}
