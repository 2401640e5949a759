/**
 * The ledger of one account and symbol: fills in any order go in, exact figures come out.
 *
 * A book is incremental. A fill at the end costs the same whatever the book's size; one that comes late, or corrects an
 * earlier one, takes the book back to the nearest checkpoint before it (one every 256 fills) and goes on from there.
 * `add` only files fills; the figures are brought up to date by the next query, or in steps by `settle`.
 */
import { add18, add36, type E18, type E36, mul18, sub18, sub36, zero18, zero36 } from '../money/decimal';
import { createBookState, type Settled } from './book-state';
import { type Closing, closingOf, type OpenLot, openLotOf } from './closing';
import { type CoinAmount, coinAmounts, minusCoins } from './coin-sums';
import type { Fill } from './fill';
import { type FillEffect, fillEffect } from './fill-effect';
import { createFillSequence, type FillKey, type FillSequence } from './fill-sequence';
import { type BookKey, type FillRefusal, type Leg, legOf } from './leg';
import type { LotMethod } from './lot-order';
import type { Realized } from './matching';
import type { Part } from './part';
import type { OpenTrip, RoundTrip } from './round-trip';

/**
 * - `method`: which lot is closed next (default FIFO). Round trips are the same whatever the method.
 * - `dust`: units of base that a round trip may leave behind and still close, ≥ 0; 0 (the default) is strict.
 */
export interface BookOptions extends BookKey {
  readonly method?: LotMethod;
  readonly dust?: E18;
}

/** A fill that was not taken, and why. */
interface RejectedFill extends FillRefusal {
  readonly fill: Fill;
}

/** What became of the fills that were handed in: each counts in exactly one of the four. */
interface AddOutcome {
  readonly added: number;
  readonly duplicates: number;
  readonly revised: number;
  readonly rejected: readonly RejectedFill[];
}

/**
 * Realized PnL by the book's method, in quote: `net` = `gross` − `fees`.
 *
 * `unmatched`: units sold on spot that the history never bought; above 0 the history is incomplete, and so is the PnL.
 */
interface RealizedPnl {
  readonly gross: E36;
  readonly fees: E36;
  readonly net: E36;
  readonly unmatched: E18;
}

/**
 * A book's figures.
 *
 * - `fills`: how many count. `position`: units held, negative when short; = Σ of moves + `unmatched`.
 * - `feesPaidQuote`: every fee in quote so far, those of open lots too; `feesByCurrency`: every fee in its own coin.
 * - `unconvertedFees`: fees in a third coin without a rate; they are outside gross, fees, net and `feesPaidQuote`.
 */
interface BookTotals extends RealizedPnl {
  readonly fills: number;
  readonly position: E18;
  readonly feesPaidQuote: E36;
  readonly feesByCurrency: readonly CoinAmount[];
  readonly unconvertedFees: readonly CoinAmount[];
}

/**
 * What some of the closed trips come to, in quote: `net` = `gross` − `fees`. `unconvertedFees`: fees in coins without a rate,
 * outside the three; sorted by coin, no zeros.
 */
interface TripTotals {
  readonly gross: E36;
  readonly fees: E36;
  readonly net: E36;
  readonly unconvertedFees: readonly CoinAmount[];
}

/**
 * What is held under `average`. `quantity` > 0 for shorts too; `cost` with entry fees (a short: what it brought in after fees),
 * `entryValue` without: cost ÷ quantity is the average cost, entryValue ÷ quantity the average entry price.
 */
export interface AveragePosition extends Pick<OpenLot, 'direction' | 'quantity' | 'cost'> {
  readonly entryValue: E36;
  readonly openedAtUs: number;
}

/**
 * Ranges are (from, count): places from 0, cut to what exists. Rows are in order, oldest first, and stay valid until the
 * next `add`: a late fill moves places and may change a trip's number.
 */
export interface Book {
  readonly key: BookKey;
  readonly method: LotMethod;
  add(fills: readonly Fill[]): AddOutcome;
  /** The fill held under this identity: compare it with `sameFill` to tell a correction from a repetition. */
  find(key: FillKey): Fill | undefined;
  /** Brings at most `limit` fills (default all) into the figures; true when none is left. Queries do it all. */
  settle(limit?: number): boolean;
  totals(): BookTotals;
  closingCount(): number;
  closings(from: number, count: number): readonly Closing[];
  /** Closings whose closing fill is at or after this instant, in microseconds. */
  closingsSince(us: number): readonly Closing[];
  /** When the closing at this place happened, in microseconds; places are in this order. 0 where there is none. */
  closedAtUs(place: number): number;
  /** The PnL of `closings(from, count)`, with its part that is unmatched; costs little however many they are. */
  realizedOf(from: number, count: number): RealizedPnl;
  /** The PnL of `closingsSince(us)`, with its part that is unmatched. */
  realizedSince(us: number): RealizedPnl;
  /** Open lots in the order of their opening; none under `average`, which has one position instead. */
  openLotCount(): number;
  openLots(from: number, count: number): readonly OpenLot[];
  /** What is held under `average`; null when flat, and under other methods. */
  averagePosition(): AveragePosition | null;
  /** What closing all that is open at a price, without a fee, would add to the realized PnL. */
  unrealizedAt(mark: E18): Pick<RealizedPnl, 'gross' | 'fees' | 'net'>;
  tripCount(): number;
  /** Closed round trips. */
  trips(from: number, count: number): readonly RoundTrip[];
  /** The sums of `trips(from, count)`; costs little however many they are. */
  tripTotals(from: number, count: number): TripTotals;
  openTrip(): OpenTrip | null;
  /** Dust that the last round trip left and the next will take in; null without. */
  carriedDust(): Readonly<Part> | null;
  fillCount(): number;
  /** Fees in coins without a rate of the fills from one instant (inclusive) to another (exclusive), in microseconds. */
  unconvertedFees(fromUs: number, toUs: number): readonly CoinAmount[];
  fills(from: number, count: number): readonly Fill[];
  /** The same fills with their decimals parsed. */
  legs(from: number, count: number): readonly Leg[];
  /** What the fill at this place did, with at most `limit` of its closings; null where there is no such place. */
  effectOf(place: number, limit: number): FillEffect | null;
  /** The fills of a trip read since the last `add`. */
  fillsOf(trip: Pick<RoundTrip | OpenTrip, 'firstFill' | 'lastFill'>): readonly Fill[];
}

/** An empty book. */
export function createBook({ method = 'fifo', dust = zero18, ...key }: BookOptions): Book {
  const sequence = createFillSequence();
  const state = createBookState(sequence, method, key.market !== 'spot', dust);

  const closings = (from: number, count: number): readonly Closing[] => {
    const { legs, matching } = state.settled();
    return matching.matches.slice(from, from + count).flatMap((match) => closingOf(match, legs, matching) ?? []);
  };
  const fills = (from: number, count: number): readonly Fill[] => {
    const { legs } = state.settled();
    return legs.slice(from, from + count).map((leg) => leg.fill);
  };

  return {
    key,
    method,
    add: (news) => addTo(sequence, key, news),
    find: sequence.find,
    settle: state.settle,
    totals: () => totalsOf(state.settled()),
    closings,
    closingCount: () => state.settled().matching.matches.length,
    closingsSince: (us) => closings(firstMatchSince(state.settled(), us), Number.POSITIVE_INFINITY),
    closedAtUs: (place) => closedAtUs(state.settled(), place),
    realizedOf: (from, count) => realizedOf(state.settled(), from, count),
    realizedSince: (us) => realizedOf(state.settled(), firstMatchSince(state.settled(), us), Number.POSITIVE_INFINITY),
    openLotCount: () => (method === 'average' ? 0 : state.settled().matching.order.openCount()),
    openLots: (from, count) => (method === 'average' ? [] : openLots(state.settled(), from, count)),
    averagePosition: () => (method === 'average' ? averagePosition(state.settled()) : null),
    unrealizedAt: (mark) => unrealizedAt(state.settled(), mark),
    trips: (from, count) => state.settled().trips.closed.slice(from, from + count),
    tripTotals: (from, count) => tripTotalsOf(state.settled(), from, count),
    tripCount: () => state.settled().trips.closed.length,
    openTrip: () => state.settled().trips.open(),
    carriedDust: () => state.settled().trips.carried(),
    fillCount: sequence.size,
    unconvertedFees: (fromUs, toUs) => unconvertedFees(state.settled(), fromUs, toUs),
    fills,
    legs: (from, count) => state.settled().legs.slice(from, from + count),
    effectOf: (place, limit) => fillEffect(state.settled(), place, limit),
    fillsOf: ({ firstFill, lastFill }) => fills(firstFill, lastFill - firstFill + 1),
  };
}

function addTo(sequence: FillSequence, key: BookKey, fills: readonly Fill[]): AddOutcome {
  const counts = { added: 0, duplicate: 0, revised: 0 };
  const rejected: RejectedFill[] = [];
  for (const fill of fills) {
    const leg = legOf(fill, key);
    if (!leg.ok) {
      rejected.push({ fill, ...leg.error });
      continue;
    }
    const outcome = sequence.add(leg.value);
    if (outcome === 'conflict') rejected.push({ fill, field: 'revision', reason: 'content-differs' });
    else counts[outcome] += 1;
  }
  return { added: counts.added, duplicates: counts.duplicate, revised: counts.revised, rejected };
}

const withNet = ({ gross, fees, unmatched }: Realized): RealizedPnl => ({
  gross,
  fees,
  net: sub36(gross, fees),
  unmatched,
});

function totalsOf({ legs, matching, tally }: Settled): BookTotals {
  const realized = withNet(matching.realized());
  return {
    ...realized,
    fills: legs.length,
    position: add18(tally.moved, realized.unmatched),
    feesPaidQuote: tally.feesPaidQuote,
    feesByCurrency: coinAmounts(tally.feesByCurrency),
    unconvertedFees: coinAmounts(tally.unconvertedFees),
  };
}

const closedAtUs = ({ legs, matching: { matches } }: Settled, place: number): number =>
  legs[matches[place]?.closeIndex ?? -1]?.fill.executedAtUs ?? 0;

/** The first of `count` places whose instant is not before `us`; instants never fall from one place to the next. */
function firstSince(us: number, count: number, atUs: (place: number) => number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (atUs(middle) < us) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The place of the first match whose closing fill is not before `us`; matches are in the order of their closing fills. */
const firstMatchSince = (settled: Settled, us: number): number =>
  firstSince(us, settled.matching.matches.length, (place) => closedAtUs(settled, place));

function realizedOf({ matching, before }: Settled, from: number, count: number): RealizedPnl {
  const all = before.closing(Math.min(from + count, matching.matches.length));
  const earlier = before.closing(Math.min(from, matching.matches.length));
  return withNet({
    gross: sub36(all.gross, earlier.gross),
    fees: sub36(all.fees, earlier.fees),
    unmatched: sub18(all.unmatched, earlier.unmatched),
  });
}

function tripTotalsOf({ trips, before }: Settled, from: number, count: number): TripTotals {
  const all = before.trip(Math.min(from + count, trips.closed.length));
  const earlier = before.trip(Math.min(from, trips.closed.length));
  return {
    gross: sub36(all.gross, earlier.gross),
    fees: sub36(all.fees, earlier.fees),
    net: sub36(all.net, earlier.net),
    unconvertedFees: coinAmounts(minusCoins(all.unconverted, earlier.unconverted)),
  };
}

function unconvertedFees({ legs, before }: Settled, fromUs: number, toUs: number): readonly CoinAmount[] {
  const placeOf = (us: number) => firstSince(us, legs.length, (place) => legs[place]?.fill.executedAtUs ?? 0);
  const all = before.fill(placeOf(toUs));
  return coinAmounts(minusCoins(all.unconvertedFees, before.fill(placeOf(fromUs)).unconvertedFees));
}

function openLots({ legs, matching }: Settled, from: number, count: number): readonly OpenLot[] {
  return matching.order.open(from, count).flatMap((number) => {
    const lot = matching.lots[number];
    return (lot && openLotOf(lot, legs)) ?? [];
  });
}

function averagePosition({ legs, matching: { lots, order } }: Settled): AveragePosition | null {
  const lot = lots[order.next() ?? -1];
  if (!lot) return null;
  const { quantity, value: entryValue, cash: cost } = lot.rest;
  const openedAtUs = legs[lot.openIndex]?.fill.executedAtUs ?? 0;
  return { direction: lot.direction, quantity, cost, entryValue, openedAtUs };
}

function unrealizedAt({ matching: { lots, order } }: Settled, mark: E18): ReturnType<Book['unrealizedAt']> {
  let [gross, net] = [zero36, zero36];
  for (const number of order.open(0, order.openCount())) {
    const lot = lots[number];
    if (!lot) continue;
    const worth = mul18(lot.rest.quantity, mark);
    const sign = lot.direction === 'long' ? 1n : -1n;
    gross = add36(gross, (sign * (worth - lot.rest.value)) as E36); // a difference of two E36 is one
    net = add36(net, (sign * (worth - lot.rest.cash)) as E36);
  }
  return { gross, fees: sub36(gross, net), net };
}
