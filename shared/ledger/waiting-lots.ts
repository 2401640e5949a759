/**
 * Lots in no order, of which those with the greatest keys can be taken out without sorting the others.
 */
import { withRoom } from '../money/room';
import { boundBetween, type KeyedLots, type KeyOfLot } from './cost-keys';

/** Lots are counted by key in so many steps of equal width. */
const stepCount = 512;

/** `bound`: one below these and above all that were left; null where there is none. */
interface Greatest extends KeyedLots {
  readonly bound: number | null;
}

export interface WaitingLots {
  size(): number;
  /** Makes room for lots of numbers below this one at once; more may still come. */
  makeRoom(lots: number): void;
  add(lot: number): void;
  /** Takes a lot out; false where it is not there. */
  remove(lot: number): boolean;
  /** Takes out at least `wanted` lots (all, where there are fewer) with the greatest keys, in any order. */
  takeGreatest(wanted: number): Greatest;
  /** Writes all lots to the beginning of an array. */
  copyTo(lots: Int32Array): void;
}

/** Where steps begin, and how many keys are in each: step n has the keys whose (key − least) × perKey is from n to n + 1. */
interface Steps {
  readonly least: number;
  readonly perKey: number;
  readonly counts: Uint32Array;
}

function countSteps(keys: Float64Array, size: number): Steps {
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < size; at += 1) {
    const key = keys[at] ?? 0;
    if (key < least) least = key;
    if (key > greatest) greatest = key;
  }
  // no whole number, so that prices in ticks are not on the steps' edges; one step where all keys are the same
  const perKey = greatest > least ? (stepCount - 0.382) / (greatest - least) : 0;
  const counts = new Uint32Array(stepCount);
  for (let at = 0; at < size; at += 1) {
    const step = Math.trunc(((keys[at] ?? 0) - least) * perKey);
    counts[step] = (counts[step] ?? 0) + 1;
  }
  return { least, perKey, counts };
}

/** The highest step from which on there are `wanted` keys, and how many there are. */
function stepFor(counts: Uint32Array, wanted: number) {
  let step = counts.length - 1;
  let count = counts[step] ?? 0;
  while (count < wanted && step > 0) {
    step -= 1;
    count += counts[step] ?? 0;
  }
  return { step, count };
}

/** No lots; `known` has the key of each that is added. */
export function createWaitingLots(known: Readonly<KeyOfLot>): WaitingLots {
  let size = 0;
  let lots = new Int32Array(16);
  let keys = new Float64Array(16);
  /** By lot: where it stands, if it does. */
  let places = new Int32Array(16);

  const put = (lot: number, from: Float64Array, at: number, place: number): void => {
    lots[place] = lot;
    keys[place] = from[at] ?? 0;
    places[lot] = place;
  };

  return {
    size: () => size,
    makeRoom: (count) => {
      places = withRoom(places, count);
    },
    add: (lot) => {
      if (lot >= places.length) places = withRoom(places, lot + 1);
      if (size === lots.length) {
        lots = withRoom(lots, size + 1);
        keys = withRoom(keys, size + 1);
      }
      put(lot, known.keys, lot, size);
      size += 1;
    },
    remove: (lot) => {
      const place = places[lot] ?? 0;
      if (place >= size || lots[place] !== lot) return false;
      size -= 1;
      put(lots[size] ?? 0, keys, size, place);
      return true;
    },
    takeGreatest: (wanted) => {
      const { least, perKey, counts } = countSteps(keys, size);
      const { step, count } = stepFor(counts, wanted);
      const taken = { lots: new Int32Array(count), keys: new Float64Array(count) };
      let [takenCount, leftCount] = [0, 0];
      let leastTaken = Number.POSITIVE_INFINITY;
      let greatestLeft = Number.NEGATIVE_INFINITY;
      for (let at = 0; at < size; at += 1) {
        const lot = lots[at] ?? 0;
        const key = keys[at] ?? 0;
        if (Math.trunc((key - least) * perKey) >= step) {
          taken.lots[takenCount] = lot;
          taken.keys[takenCount] = key;
          takenCount += 1;
          if (key < leastTaken) leastTaken = key;
        } else {
          put(lot, keys, at, leftCount);
          leftCount += 1;
          if (key > greatestLeft) greatestLeft = key;
        }
      }
      size = leftCount;
      return { ...taken, bound: boundBetween(greatestLeft, leastTaken) };
    },
    copyTo: (target) => target.set(lots.subarray(0, size)),
  };
}
