/**
 * A book's round trips: kept up to its fills, taken back where one comes late, and told with their money when somebody asks.
 *
 * Of a closed trip stand two places, two quantities and a byte in columns. Totals of many trips are those of the run of fills that
 * they lie in, less the fills in no trip, so that they cost little however many trips there are.
 */
import { add36, type E18, type E36, neg36, sub18, sub36 } from '../money/decimal';
import { type CoinSums, coinAmounts, minusCoins, plusCoins } from './coin-sums';
import type { FillColumns } from './fill-columns';
import type { FillSequence } from './fill-sequence';
import type { Direction } from './matching';
import { type Part, takePart } from './part';
import { averagePrice, type OpenTrip, type RoundTrip, tripFigures } from './round-trip';
import { createSideFlows } from './side-flows';
import { createTripCutting, type TripSpan } from './trip-cutting';
import { createTripMoney, type TripParts } from './trip-money';

/** Σ over closed trips, in quote; `unconverted`: fees in coins without a rate, outside the others. */
interface TripSums {
  readonly gross: E36;
  readonly fees: E36;
  readonly net: E36;
  readonly unconverted: CoinSums;
}

export interface RoundTrips {
  /** Cuts at most `limit` fills further (default all); true when none is left. */
  settle(limit?: number): boolean;
  /** Fills from this place on will change. */
  undo(place: number): void;
  /** Closed trips. */
  count(): number;
  closedAt(trip: number): RoundTrip;
  /** Of the closed trips from one (inclusive) to another (exclusive), 0 ≤ from ≤ to ≤ count. */
  sums(from: number, to: number): TripSums;
  open(): OpenTrip | null;
  /** Dust that waits for the next trip; null without. */
  carried(): Readonly<Part> | null;
  /** The closed trips that the fill at a place is in: from one to before another. */
  tripsAt(place: number): { readonly from: number; readonly to: number };
}

/** What came in, without and with fees. */
interface Signed {
  readonly value: E36;
  readonly cash: E36;
  readonly unconverted: CoinSums;
}

const noMoney: Signed = { value: 0n as E36, cash: 0n as E36, unconverted: new Map() };

const plus = (a: Signed, b: Signed): Signed => ({
  value: add36(a.value, b.value),
  cash: add36(a.cash, b.cash),
  unconverted: plusCoins(
    a.unconverted,
    [...b.unconverted].map(([currency, amount]) => ({ currency, amount })),
  ),
});

const minus = (a: Signed, b: Signed): Signed => ({
  value: sub36(a.value, b.value),
  cash: sub36(a.cash, b.cash),
  unconverted: minusCoins(a.unconverted, b.unconverted),
});

/** A part that was sold, or bought, as what came in. */
const incoming = (part: Readonly<Part>, sold: boolean, unconverted: CoinSums = noMoney.unconverted): Signed => ({
  value: sold ? part.value : neg36(part.value),
  cash: sold ? part.cash : neg36(part.cash),
  unconverted,
});

const isShort = (direction: Direction): boolean => direction === 'short';

/** So many fills that are in no trip are added up together and kept. */
const blockLength = 256;

/** Cuts the fills of `sequence`; `throughZero`: whether a position may become short. `dust`: in units of base, ≥ 0. */
export function createRoundTrips(
  columns: FillColumns,
  sequence: Pick<FillSequence, 'rows' | 'length'>,
  throughZero: boolean,
  dust: E18,
): RoundTrips {
  const flows = createSideFlows(columns, sequence);
  const money = createTripMoney(columns, sequence, flows);
  const leftOf = (span: TripSpan): Part => {
    const { entry, exit } = money.partsOf(span);
    const left = { ...entry };
    takePart(left, exit.quantity);
    return left;
  };
  const cutting = createTripCutting(columns, sequence, throughZero, dust, {
    leftOf,
    beyond: (span) => money.beyond(span).part,
  });
  let processed = 0;
  /** Sums over whole blocks of fills in no trip, by number. */
  const outsideBlocks = new Map<number, Signed>();

  const settle = (limit = Number.POSITIVE_INFINITY): boolean => {
    const end = Math.min(sequence.length, processed + limit);
    if (end > processed) {
      cutting.apply(end);
      flows.settle(end);
      processed = end;
    }
    return processed === sequence.length;
  };

  const undo = (place: number): void => {
    if (place >= processed) return;
    processed = cutting.undo(place);
    flows.undo(processed);
    const kept = Math.floor(cutting.outsideBefore(processed) / blockLength);
    for (const block of outsideBlocks.keys()) if (block >= kept) outsideBlocks.delete(block);
  };

  const rowAt = (place: number): number => sequence.rows[place] ?? 0;

  const baseOf = ({ direction, first, last, most, carriedIn }: TripSpan, { unconverted }: TripParts) => ({
    direction,
    openId: columns.ids.at(rowAt(first)) ?? '',
    openedAtUs: columns.instants[rowAt(first)] ?? 0,
    firstFill: first,
    lastFill: last,
    maxQuantity: most,
    carriedIn,
    unconvertedFees: coinAmounts(unconverted),
  });

  const carriedOutOf = (trip: number, direction: Direction): Part | null => {
    const carried = cutting.carriedAfter(trip);
    if (carried?.direction !== direction) return null; // the rest of a crossing fill is not the trip's
    return { quantity: carried.quantity, value: carried.value, cash: carried.cash };
  };

  const closedAt = (trip: number): RoundTrip => {
    const span = cutting.spanOf(trip);
    const parts = money.partsOf(span);
    const entry = takePart({ ...parts.entry }, parts.exit.quantity);
    const base = baseOf(span, parts);
    const closedAtUs = columns.instants[rowAt(span.last)] ?? 0;
    return {
      ...base,
      n: trip + 1,
      closeId: columns.ids.at(rowAt(span.last)) ?? '',
      closedAtUs,
      holdMs: (closedAtUs - base.openedAtUs) / 1000,
      quantity: entry.quantity,
      averageEntry: averagePrice(entry),
      averageExit: averagePrice(parts.exit),
      entryCost: entry.cash,
      ...tripFigures(span.direction, entry, parts.exit),
      carriedOut: carriedOutOf(trip, span.direction),
    };
  };

  const open = (): OpenTrip | null => {
    const span = cutting.open();
    if (!span) return null;
    const parts = money.partsOf(span);
    const { entry, exit } = parts;
    const feesIn = sub36(entry.cash, entry.value);
    const feesOut = sub36(exit.value, exit.cash);
    const paid = add36(feesIn, feesOut);
    return {
      ...baseOf(span, parts),
      quantity: sub18(entry.quantity, exit.quantity),
      entered: entry.quantity,
      exited: exit.quantity,
      averageEntry: averagePrice(entry),
      averageExit: exit.quantity === 0n ? null : averagePrice(exit),
      feesSoFar: isShort(span.direction) ? neg36(paid) : paid,
    };
  };

  /** The first closed trip that ends at or behind a place. */
  const tripFrom = (place: number): number => {
    let low = 0;
    let high = cutting.count();
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (cutting.lastOf(middle) < place) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  /** The money of whole fills at the places from one to before another. */
  const wholeOf = (from: number, to: number): Signed => {
    const { buys, sells, unconverted } = flows.between(from, to);
    return { value: sub36(sells.value, buys.value), cash: sub36(sells.cash, buys.cash), unconverted };
  };

  /** What of the fill with this index among those in no trip is in none; carried units are in the next trip, and not in this. */
  const outsideOf = (index: number): Signed => {
    const place = cutting.outsideAt(index);
    const trip = tripFrom(place);
    const span = trip < cutting.count() ? cutting.spanOf(trip) : null;
    if (span?.last !== place) return wholeOf(place, place + 1);
    const { part, unconverted } = money.beyond(span);
    return throughZero ? { ...noMoney, unconverted } : incoming(part, true, unconverted);
  };

  const outsideOneByOne = (from: number, to: number): Signed => {
    let sum = noMoney;
    for (let index = from; index < to; index += 1) sum = plus(sum, outsideOf(index));
    return sum;
  };

  const outsideBlock = (block: number): Signed => {
    const known = outsideBlocks.get(block);
    if (known) return known;
    const sum = outsideOneByOne(block * blockLength, (block + 1) * blockLength);
    outsideBlocks.set(block, sum);
    return sum;
  };

  const outsideBetween = (from: number, to: number): Signed => {
    const [first, last] = [Math.ceil(from / blockLength), Math.floor(to / blockLength)];
    if (first >= last) return outsideOneByOne(from, to);
    let sum = plus(outsideOneByOne(from, first * blockLength), outsideOneByOne(last * blockLength, to));
    for (let block = first; block < last; block += 1) sum = plus(sum, outsideBlock(block));
    return sum;
  };

  /** The fills from the first of one trip to the last of another, what the two share of theirs with others, and carried dust. */
  const flowOfTrips = (from: number, to: number): Signed => {
    const [first, last] = [cutting.spanOf(from), cutting.spanOf(to - 1)];
    const [start, end] = [first.first, last.last + 1];
    let sum = minus(wholeOf(start, end), outsideBetween(cutting.outsideBefore(start), cutting.outsideBefore(end)));
    if (first.startsInside) sum = minus(sum, closingPartAt(from - 1));
    if (first.carriedIn) sum = plus(sum, incoming(first.carriedIn, isShort(first.direction)));
    const out = cutting.carriedAfter(to - 1);
    if (out) sum = minus(sum, incoming(out, isShort(out.direction)));
    else if (last.endsInside && throughZero) {
      const { part, unconverted } = money.beyond(last);
      sum = minus(sum, incoming(part, !isShort(last.direction), unconverted));
    }
    return sum;
  };

  /** What a trip that ends inside its last fill took of it. */
  const closingPartAt = (trip: number): Signed => {
    const span = cutting.spanOf(trip);
    const { part, unconverted } = money.beyond(span);
    const whole = wholeOf(span.last, span.last + 1);
    return minus(whole, incoming(part, !isShort(span.direction), unconverted));
  };

  return {
    settle,
    undo,
    count: cutting.count,
    closedAt,
    sums: (from, to) => {
      if (from >= to)
        return { gross: noMoney.value, fees: noMoney.value, net: noMoney.value, unconverted: noMoney.unconverted };
      const { value: gross, cash: net, unconverted } = flowOfTrips(from, to);
      return { gross, fees: sub36(gross, net), net, unconverted };
    },
    open,
    carried: cutting.waiting,
    tripsAt: (place) => {
      const from = tripFrom(place);
      let to = from;
      while (to < cutting.count() && cutting.spanOf(to).first <= place) to += 1;
      return { from, to };
    },
  };
}
