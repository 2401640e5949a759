/**
 * Lots in no order, of which those with the greatest keys can be taken out without sorting the others.
 */
import { withRoom } from '../money/room';
import { boundBetween, type KeyedLots, type KeyOfLot } from './cost-keys';
import { countSteps, stepOf } from './key-steps';

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
  /** By lot: where it stands, if it does. Noted of the first `noted` places, since only fills that are taken back ask for it. */
  let places = new Int32Array(16);
  let noted = 0;

  const notePlaces = (): void => {
    for (; noted < size; noted += 1) places[lots[noted] ?? 0] = noted;
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
      lots[size] = lot;
      keys[size] = known.keys[lot] ?? 0;
      size += 1;
    },
    remove: (lot) => {
      notePlaces();
      const place = places[lot] ?? 0;
      if (place >= size || lots[place] !== lot) return false;
      size -= 1;
      const last = lots[size] ?? 0;
      lots[place] = last;
      keys[place] = keys[size] ?? 0;
      places[last] = place;
      noted = size;
      return true;
    },
    takeGreatest: (wanted) => {
      const steps = countSteps(keys, size, stepCount);
      const { step, count } = stepFor(steps.counts, wanted);
      const taken = { lots: new Int32Array(count), keys: new Float64Array(count) };
      let [takenCount, leftCount] = [0, 0];
      let leastTaken = Number.POSITIVE_INFINITY;
      let greatestLeft = Number.NEGATIVE_INFINITY;
      for (let at = 0; at < size; at += 1) {
        const lot = lots[at] ?? 0;
        const key = keys[at] ?? 0;
        if (stepOf(steps, key) >= step) {
          taken.lots[takenCount] = lot;
          taken.keys[takenCount] = key;
          takenCount += 1;
          if (key < leastTaken) leastTaken = key;
        } else {
          lots[leftCount] = lot;
          keys[leftCount] = key;
          leftCount += 1;
          if (key > greatestLeft) greatestLeft = key;
        }
      }
      size = leftCount;
      noted = 0;
      return { ...taken, bound: boundBetween(greatestLeft, leastTaken) };
    },
    copyTo: (target) => target.set(lots.subarray(0, size)),
  };
}
