/**
 * A second, plain cutting of round trips, to check the first by: every fill adds bigints to the open trip, and each closed trip is an
 * object that is kept.
 *
 * Each fill enters the open trip, or exits it; what crosses zero is split by quantity, value and fees alike: the closing part
 * ends one trip, the rest opens the next. On spot that rest was sold without having been bought: it is in no trip.
 *
 * Fees in base and partly sold lots leave dust, so that a strict trip may never close. With a dust value above 0 a trip also
 * closes when an exit leaves no more than that; the rest is carried, at its own average, into the next trip, and marked
 * in both.
 */

import { type CoinSums, coinAmounts, plusCoin, plusCoins } from '../../../../shared/ledger/coin-sums';
import type { Fill } from '../../../../shared/ledger/fill';
import { type Leg, valueAtPrice } from '../../../../shared/ledger/leg';
import type { Direction } from '../../../../shared/ledger/matching';
import { nothing, type Part, putBack, takePart } from '../../../../shared/ledger/part';
import {
  averagePrice,
  type OpenTrip,
  type RoundTrip,
  shareOfCoin,
  tripFigures,
} from '../../../../shared/ledger/round-trip';
import { add36, type E18, type E36, max18, min18, sub18, sub36, toE36, zero36 } from '../../../../shared/money/decimal';

/** The open trip while it grows; replaced, not changed, so that a mark may keep it. */
interface Growing {
  readonly direction: Direction;
  readonly openFill: Fill;
  readonly firstFill: number;
  readonly lastFill: number;
  readonly entry: Readonly<Part>;
  readonly exit: Readonly<Part>;
  readonly maxQuantity: E18;
  readonly carriedIn: Readonly<Part> | null;
  readonly unconverted: CoinSums;
}

/** Dust between two trips, on the side it came from. */
interface Carried extends Readonly<Part> {
  readonly direction: Direction;
}

/** Σ over closed trips, in quote; `unconverted`: fees in coins without a rate, outside the others. */
interface TripSums {
  readonly gross: E36;
  readonly fees: E36;
  readonly net: E36;
  readonly unconverted: CoinSums;
}

const noTrips: TripSums = { gross: zero36, fees: zero36, net: zero36, unconverted: new Map() };

const plusTrip = (sums: TripSums, trip: RoundTrip): TripSums => ({
  gross: add36(sums.gross, trip.gross),
  fees: add36(sums.fees, trip.fees),
  net: add36(sums.net, trip.net),
  unconverted: plusCoins(sums.unconverted, trip.unconvertedFees),
});

/** The sums over these trips, one added to another. */
export const plainSums = (trips: readonly RoundTrip[]): TripSums => trips.reduce(plusTrip, noTrips);

interface PlainRoundTrips {
  readonly closed: readonly RoundTrip[];
  open(): OpenTrip | null;
  /** Dust that waits for the next trip; null without. */
  carried(): Readonly<Part> | null;
  /** Takes the next fill in order; `index` is its place. */
  apply(leg: Leg, index: number): void;
}

const sum = (a: Readonly<Part>, b: Readonly<Part>): Part => {
  const both = { ...a };
  putBack(both, b);
  return both;
};

/** `throughZero`: whether a position may become short (margin and perp). `dust`: in units of base, ≥ 0. */
export function plainRoundTrips(throughZero: boolean, dust: E18): PlainRoundTrips {
  const closed: RoundTrip[] = [];
  let open: Growing | null = null;
  let carried: Carried | null = null;

  const start = (leg: Leg, index: number, direction: Direction): Growing => {
    const carriedIn = carried && { quantity: carried.quantity, value: carried.value, cash: carried.cash };
    const trip: Growing = {
      direction: carried?.direction ?? direction,
      openFill: leg.fill,
      firstFill: index,
      lastFill: index,
      entry: carriedIn ?? nothing,
      exit: nothing,
      maxQuantity: carriedIn?.quantity ?? nothing.quantity,
      carriedIn,
      unconverted: new Map(),
    };
    carried = null;
    return trip;
  };

  const close = (trip: Growing, leg: Leg): void => {
    const left = { ...trip.entry };
    const entry = takePart(left, trip.exit.quantity);
    const carriedOut = left.quantity === 0n ? null : left;
    const done = closedTrip(trip, entry, leg.fill, closed.length + 1, carriedOut);
    closed.push(done);
    carried = carriedOut && { ...carriedOut, direction: trip.direction };
    open = null;
  };

  /** Exits the open trip as far as it goes; `rest` keeps what crosses zero. */
  const exit = (trip: Growing, leg: Leg, index: number, rest: Part): void => {
    const held = sub18(trip.entry.quantity, trip.exit.quantity);
    const part = takePart(rest, min18(rest.quantity, held));
    const next: Growing = {
      ...trip,
      lastFill: index,
      exit: sum(trip.exit, part),
      unconverted: plusFees(trip.unconverted, leg, (amount) => shareOfCoin(amount, part.quantity, leg.moved)),
    };
    open = next;
    if (held - part.quantity <= dust) close(next, leg);
  };

  const enter = (trip: Growing, leg: Leg, index: number, rest: Part): void => {
    const entry = sum(trip.entry, rest);
    const held = sub18(entry.quantity, trip.exit.quantity);
    const before = sub18(leg.moved, rest.quantity);
    // What a crossing fill's closing part did not take of a coin's fee is the opening part's.
    const feeShare = (amount: E18): E36 => sub36(toE36(amount), shareOfCoin(amount, before, leg.moved));
    open = {
      ...trip,
      lastFill: index,
      entry,
      maxQuantity: max18(held, trip.maxQuantity),
      unconverted: plusFees(trip.unconverted, leg, feeShare),
    };
  };

  const apply = (leg: Leg, index: number): void => {
    const direction: Direction = leg.fill.side === 'buy' ? 'long' : 'short';
    const mayOpen = direction === 'long' || throughZero;
    const rest: Part = { quantity: leg.moved, value: valueAtPrice(leg), cash: leg.cash };
    const current = open ?? (carried ? start(leg, index, direction) : null);
    if (current?.direction === direction) {
      enter(current, leg, index, rest);
      return;
    }
    if (current) exit(current, leg, index, rest);
    if (rest.quantity === 0n || !mayOpen) return;
    if (current && rest.quantity <= dust) carried = { ...rest, direction };
    else enter(start(leg, index, direction), leg, index, rest);
  };

  return {
    closed,
    open: () => open && openTrip(open),
    carried: () => carried,
    apply,
  };
}

function plusFees(sums: CoinSums, leg: Leg, share: (amount: E18) => E36): CoinSums {
  let next = sums;
  for (const fee of leg.fees) if (!fee.inPnl) next = plusCoin(next, fee.currency, share(fee.amount));
  return next;
}

function closedTrip(
  trip: Growing,
  entry: Readonly<Part>,
  last: Fill,
  n: number,
  carriedOut: Readonly<Part> | null,
): RoundTrip {
  return {
    ...base(trip),
    n,
    closeId: last.id,
    closedAtUs: last.executedAtUs,
    holdMs: (last.executedAtUs - trip.openFill.executedAtUs) / 1000,
    quantity: entry.quantity,
    averageEntry: averagePrice(entry),
    averageExit: averagePrice(trip.exit),
    entryCost: entry.cash,
    ...tripFigures(trip.direction, entry, trip.exit),
    carriedOut,
  };
}

function openTrip(trip: Growing): OpenTrip {
  const { direction, entry, exit } = trip;
  const paid = direction === 'long' ? entry.cash - entry.value : entry.value - entry.cash;
  const paidOut = direction === 'long' ? exit.value - exit.cash : exit.cash - exit.value;
  return {
    ...base(trip),
    quantity: sub18(entry.quantity, exit.quantity),
    entered: entry.quantity,
    exited: exit.quantity,
    averageEntry: averagePrice(entry),
    averageExit: exit.quantity === 0n ? null : averagePrice(exit),
    feesSoFar: (paid + paidOut) as E36, // sums of E36
  };
}

const base = (trip: Growing) => ({
  direction: trip.direction,
  openId: trip.openFill.id,
  openedAtUs: trip.openFill.executedAtUs,
  firstFill: trip.firstFill,
  lastFill: trip.lastFill,
  maxQuantity: trip.maxQuantity,
  carriedIn: trip.carriedIn,
  unconvertedFees: coinAmounts(trip.unconverted),
});
