/**
 * Quantities while round trips are cut: what is left of the fill at hand, what is held, and two figures of each closed trip.
 *
 * In doubles at the column's scale as long as everything fits, which is the rule; else in bigints. The cutting does not know which.
 */
import type { E18 } from '../money/decimal';
import { type DecimalColumn, e18OfMantissa } from '../money/decimal-column';
import { withRoom } from '../money/room';

/** `most`: the largest position of the trip that is open; `opening`: what it began with where its first fill crossed zero, else 0. */
export interface HeldUnits {
  readonly held: E18;
  readonly most: E18;
  readonly opening: E18;
}

export interface TripUnits {
  /** The fill at hand is that of `row`, whole. */
  begin(row: number): void;
  isLeft(): boolean;
  /** Whether what is left of the fill, or what is held, is within the dust value. */
  isLeftDust(): boolean;
  isHeldDust(): boolean;
  isHeld(): boolean;
  /** A trip begins with what is held; `inside`: with the part of a fill that another trip left. */
  start(inside: boolean): void;
  /** What is left of the fill joins what is held; false, and nothing done, where the sum does not fit. */
  enter(): boolean;
  /** Takes as much off both as there is of both. */
  exit(): void;
  /** What is left of the fill is what is held, between two trips. */
  keepLeft(): void;
  /** Notes the figures of the trip that closes as those of closed trip `trip`. */
  record(trip: number): void;
  mostOf(trip: number): E18;
  openingOf(trip: number): E18;
  now(): HeldUnits;
  restore(held: HeldUnits): void;
  /** These units where they still fit the column; else others that do, with the same quantities of so many closed trips. */
  fitting(trips: number): TripUnits;
  /** The same in bigints. */
  widened(trips: number): TripUnits;
}

/** Integers up to here are exact in doubles. */
const exact = 2 ** 53;

/** Nothing held, no trips. `moved`: what each row's fill moved; `dust` ≥ 0. */
export const createTripUnits = (moved: DecimalColumn, dust: E18): TripUnits =>
  moved.wideCount === 0 ? numbers(moved, dust) : bigints(moved, dust);

/** The places of `now` in numbers. */
const at = { left: 0, held: 1, most: 2, opening: 3, largest: 4 } as const;

interface NumbersKept {
  readonly now: Float64Array;
  readonly mosts: Float64Array;
  readonly openings: Float64Array;
}

function numbers(moved: DecimalColumn, dust: E18, kept?: NumbersKept): TripUnits {
  const { scale } = moved;
  const now = kept?.now ?? new Float64Array(5); // numbers in a closure's variables would be objects on the heap
  let mosts = kept?.mosts ?? new Float64Array(16);
  let openings = kept?.openings ?? new Float64Array(16);
  const dustUnits = Number(dust / 10n ** BigInt(18 - scale)); // beyond 2^53 it is rounded, and above all that is held
  const e18Of = (mantissa: number | undefined): E18 => e18OfMantissa(mantissa ?? 0, scale);
  const mantissaOf = (value: E18): number => Number(value / 10n ** BigInt(18 - scale));

  const units: TripUnits = {
    begin: (row) => {
      now[at.left] = moved.mantissas[row] ?? 0;
    },
    isLeft: () => (now[at.left] ?? 0) > 0,
    isLeftDust: () => (now[at.left] ?? 0) <= dustUnits,
    isHeldDust: () => (now[at.held] ?? 0) <= dustUnits,
    isHeld: () => (now[at.held] ?? 0) > 0,
    start: (inside) => {
      now[at.most] = now[at.held] ?? 0;
      now[at.opening] = inside ? (now[at.left] ?? 0) : 0;
    },
    enter: () => {
      const held = (now[at.held] ?? 0) + (now[at.left] ?? 0);
      if (held > exact) return false;
      now[at.held] = held;
      now[at.left] = 0;
      if (held > (now[at.most] ?? 0)) now[at.most] = held;
      if (held > (now[at.largest] ?? 0)) now[at.largest] = held;
      return true;
    },
    exit: () => {
      const [held, left] = [now[at.held] ?? 0, now[at.left] ?? 0];
      const part = Math.min(held, left);
      now[at.held] = held - part;
      now[at.left] = left - part;
    },
    keepLeft: () => {
      now[at.held] = now[at.left] ?? 0;
      now[at.left] = 0;
    },
    record: (trip) => {
      if (trip >= mosts.length) {
        mosts = withRoom(mosts, trip + 1);
        openings = withRoom(openings, trip + 1);
      }
      mosts[trip] = now[at.most] ?? 0;
      openings[trip] = now[at.opening] ?? 0;
    },
    mostOf: (trip) => e18Of(mosts[trip]),
    openingOf: (trip) => e18Of(openings[trip]),
    now: () => ({ held: e18Of(now[at.held]), most: e18Of(now[at.most]), opening: e18Of(now[at.opening]) }),
    restore: ({ held, most, opening }) => {
      now[at.held] = mantissaOf(held);
      now[at.most] = mantissaOf(most);
      now[at.opening] = mantissaOf(opening);
    },
    fitting: (trips) => {
      if (moved.scale === scale && moved.wideCount === 0) return units;
      const factor = 10 ** (moved.scale - scale);
      if (moved.wideCount > 0 || (now[at.largest] ?? 0) * factor > exact) return units.widened(trips);
      const finer = (values: Float64Array) => values.map((value) => value * factor);
      return numbers(moved, dust, { now: finer(now), mosts: finer(mosts), openings: finer(openings) });
    },
    widened: (trips) =>
      bigints(moved, dust, {
        left: e18Of(now[at.left]),
        ...units.now(),
        mosts: Array.from({ length: trips }, (_, trip) => units.mostOf(trip)),
        openings: Array.from({ length: trips }, (_, trip) => units.openingOf(trip)),
      }),
  };
  return units;
}

interface BigintsKept extends HeldUnits {
  readonly left: E18;
  readonly mosts: E18[];
  readonly openings: E18[];
}

const zero = 0n as E18;

function bigints(moved: DecimalColumn, dust: E18, kept?: BigintsKept): TripUnits {
  let [left, held, most, opening] = kept ? [kept.left, kept.held, kept.most, kept.opening] : [zero, zero, zero, zero];
  const mosts = kept?.mosts ?? [];
  const openings = kept?.openings ?? [];

  const units: TripUnits = {
    begin: (row) => {
      left = moved.at(row);
    },
    isLeft: () => left > 0n,
    isLeftDust: () => left <= dust,
    isHeldDust: () => held <= dust,
    isHeld: () => held > 0n,
    start: (inside) => {
      most = held;
      opening = inside ? left : zero;
    },
    enter: () => {
      held = (held + left) as E18; // a sum of two E18 is one
      left = zero;
      if (held > most) most = held;
      return true;
    },
    exit: () => {
      const part = held < left ? held : left;
      held = (held - part) as E18; // differences of E18s are E18s
      left = (left - part) as E18;
    },
    keepLeft: () => {
      held = left;
      left = zero;
    },
    record: (trip) => {
      mosts[trip] = most;
      openings[trip] = opening;
    },
    mostOf: (trip) => mosts[trip] ?? zero,
    openingOf: (trip) => openings[trip] ?? zero,
    now: () => ({ held, most, opening }),
    restore: (before) => {
      ({ held, most, opening } = before);
    },
    fitting: () => units,
    widened: () => units,
  };
  return units;
}
