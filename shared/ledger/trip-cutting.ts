/**
 * Cuts a book's fills into round trips, by quantities alone.
 *
 * Each fill enters the open trip, or exits it; what crosses zero is split: the closing part ends one trip, the rest opens the next.
 * On spot that rest was sold without having been bought: it is in no trip.
 *
 * Fees in base and partly sold lots leave dust, so that a strict trip may never close. With a dust value above 0 a trip also
 * closes when an exit leaves no more than that; the rest is carried, at its own average, into the next trip, and marked
 * in both.
 */
import type { E18 } from '../money/decimal';
import { withRoom } from '../money/room';
import { type FillColumns, flag } from './fill-columns';
import type { FillSequence } from './fill-sequence';
import type { Direction } from './matching';
import type { Part } from './part';
import { createTripUnits, type HeldUnits, type TripUnits } from './trip-units';

/**
 * A trip's fills are those at the places from `first` to `last`.
 *
 * - `startsInside`: of the first one only what another trip left of it, `opening` units, is in the trip.
 * - `endsInside`: the last one has more units than the trip took; they opened the next trip, or were carried or oversold.
 * - `carriedIn`: dust that the trip began with.
 */
export interface TripSpan {
  readonly direction: Direction;
  readonly first: number;
  readonly last: number;
  readonly startsInside: boolean;
  readonly endsInside: boolean;
  readonly opening: E18;
  readonly most: E18;
  readonly carriedIn: Readonly<Part> | null;
}

/** Dust between two trips, on the side it came from. */
interface Carried extends Readonly<Part> {
  readonly direction: Direction;
}

/** What the cutting asks about money, which it needs for dust alone. */
export interface CarriedMoney {
  /** What exits left of what the trip entered. */
  leftOf(span: TripSpan): Readonly<Part>;
  /** What the trip did not take of its last fill. */
  beyond(span: TripSpan): Readonly<Part>;
}

export interface TripCutting {
  /** Cuts the fills from those that are cut up to `end`. */
  apply(end: number): void;
  /** Fills from this place on will change; gives the place up to which the cutting still stands. */
  undo(place: number): number;
  count(): number;
  lastOf(trip: number): number;
  spanOf(trip: number): TripSpan;
  open(): TripSpan | null;
  /** The dust that was left after a trip. */
  carriedAfter(trip: number): Carried | null;
  /** Dust that waits for the next trip. */
  waiting(): Carried | null;
  /** Fills of which a part, or the whole, is in no trip: how many there are before a place, and the place of each. */
  outsideBefore(place: number): number;
  outsideAt(index: number): number;
}

/** Bits of a trip. */
const bit = { short: 1, startsInside: 2, endsInside: 4, carriedIn: 8 } as const;

/** Between trips: nothing is held, or dust. */
const phase = { flat: 0, open: 1, waiting: 2 } as const;

/** Where the cutting stands: the open trip's bits and places, and how much is behind it. */
function atStart() {
  return { phase: 0, bits: 0, first: 0, last: 0, count: 0, outside: 0 };
}

interface Mark {
  readonly now: Readonly<ReturnType<typeof atStart>>;
  readonly units: HeldUnits;
}

const markEvery = 256;

/** `throughZero`: whether a position may become short (margin and perp). `dust`: in units of base, ≥ 0. */
export function createTripCutting(
  columns: FillColumns,
  sequence: Pick<FillSequence, 'rows'>,
  throughZero: boolean,
  dust: E18,
  money: CarriedMoney,
): TripCutting {
  const now = atStart();
  let units: TripUnits = createTripUnits(columns.moved, dust);
  let firsts = new Int32Array(16);
  let lasts = new Int32Array(16);
  let bits = new Uint8Array(16);
  let outside = new Int32Array(16);
  const carried = new Map<number, Carried>();
  let processed = 0;
  /** `marks[n]`: after n × 256 fills. */
  const marks: Mark[] = [{ now: { ...now }, units: units.now() }];

  const spanBy = (
    trip: number,
    tripBits: number,
    first: number,
    last: number,
    held: Omit<HeldUnits, 'held'>,
  ): TripSpan => ({
    direction: (tripBits & bit.short) === 0 ? 'long' : 'short',
    first,
    last,
    startsInside: (tripBits & bit.startsInside) !== 0,
    endsInside: (tripBits & bit.endsInside) !== 0,
    opening: held.opening,
    most: held.most,
    carriedIn: (tripBits & bit.carriedIn) === 0 ? null : partOf(carried.get(trip - 1)),
  });

  const spanOf = (trip: number): TripSpan =>
    spanBy(trip, bits[trip] ?? 0, firsts[trip] ?? 0, lasts[trip] ?? 0, {
      opening: units.openingOf(trip),
      most: units.mostOf(trip),
    });

  const start = (place: number, startBits: number): void => {
    now.phase = phase.open;
    now.first = place;
    now.last = place;
    now.bits = startBits;
    units.start((startBits & bit.startsInside) !== 0);
  };

  const enter = (place: number): void => {
    now.last = place;
    if (units.enter()) return;
    units = units.widened(now.count);
    units.enter();
  };

  /** The open trip closes; what is still held is carried. */
  const close = (): void => {
    const trip = now.count;
    if (trip >= firsts.length) {
      firsts = withRoom(firsts, trip + 1);
      lasts = withRoom(lasts, trip + 1);
      bits = withRoom(bits, trip + 1);
    }
    firsts[trip] = now.first;
    lasts[trip] = now.last;
    bits[trip] = now.bits | (units.isLeft() ? bit.endsInside : 0);
    units.record(trip);
    now.count = trip + 1;
    now.phase = phase.flat;
    if (!units.isHeld()) return;
    now.phase = phase.waiting;
    const span = spanOf(trip);
    carried.set(trip, { ...money.leftOf(span), direction: span.direction });
  };

  const isOutside = (place: number): void => {
    outside = withRoom(outside, now.outside + 1);
    outside[now.outside] = place;
    now.outside += 1;
  };

  /** The rest of a fill that crosses zero by no more than the dust value is carried. */
  const carryRest = (place: number, isShort: boolean): void => {
    const trip = now.count - 1;
    carried.set(trip, { ...money.beyond(spanOf(trip)), direction: isShort ? 'short' : 'long' });
    isOutside(place);
    units.keepLeft();
    now.phase = phase.waiting;
  };

  const take = (place: number, row: number, side: number): void => {
    units.begin(row);
    if (now.phase === phase.waiting) {
      const from = carried.get(now.count - 1);
      start(place, bit.carriedIn | (from?.direction === 'short' ? bit.short : 0));
    }
    const wasOpen = now.phase === phase.open;
    if (wasOpen && (now.bits & bit.short) === side) {
      enter(place);
      return;
    }
    if (wasOpen) {
      now.last = place;
      units.exit();
      if (units.isHeldDust()) close();
    }
    if (!units.isLeft()) return;
    if (side !== 0 && !throughZero) isOutside(place);
    else if (wasOpen && units.isLeftDust()) carryRest(place, side !== 0);
    else {
      start(place, side | (wasOpen ? bit.startsInside : 0));
      enter(place);
    }
  };

  const apply = (end: number): void => {
    units = units.fitting(now.count);
    const { rows } = sequence;
    const { flags } = columns;
    while (processed < end) {
      const row = rows[processed] ?? 0;
      take(processed, row, (flags[row] ?? 0) & flag.sell); // the bit of a sell is that of a short
      processed += 1;
      if (processed % markEvery === 0) marks.push({ now: { ...now }, units: units.now() });
    }
  };

  const undo = (place: number): number => {
    if (place >= processed) return processed;
    const n = Math.floor(place / markEvery);
    const mark = marks[n];
    if (!mark) throw new RangeError(`no mark before place ${place}`);
    for (let trip = mark.now.count; trip < now.count; trip += 1) carried.delete(trip);
    Object.assign(now, mark.now);
    units.restore(mark.units);
    marks.length = n + 1;
    processed = n * markEvery;
    return processed;
  };

  return {
    apply,
    undo,
    count: () => now.count,
    lastOf: (trip) => lasts[trip] ?? 0,
    spanOf,
    open: () => (now.phase === phase.open ? spanBy(now.count, now.bits, now.first, now.last, units.now()) : null),
    carriedAfter: (trip) => carried.get(trip) ?? null,
    waiting: () => (now.phase === phase.waiting ? (carried.get(now.count - 1) ?? null) : null),
    outsideBefore: (place) => {
      let low = 0;
      let high = now.outside;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((outside[middle] ?? 0) < place) low = middle + 1;
        else high = middle;
      }
      return low;
    },
    outsideAt: (index) => outside[index] ?? 0,
  };
}

const partOf = (part: Readonly<Part> | undefined): Part | null =>
  part ? { quantity: part.quantity, value: part.value, cash: part.cash } : null;
