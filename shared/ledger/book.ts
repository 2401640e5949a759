/**
 * The ledger of one account and symbol: fills in any order go in, exact figures come out.
 *
 * A book is incremental. A fill at the end costs the same whatever the book's size; one that comes late, or corrects an
 * earlier one, takes the book back to the nearest checkpoint before it (one every 256 fills) and goes on from there.
 * `add` only files fills; the figures are brought up to date by the next query, or in steps by `settle`.
 */
import { add18, type E18, type E36, sub36, zero18 } from '../money/decimal';
import { createBookState, type Settled } from './book-state';
import { type Closing, closingOf, type OpenLot, openLotOf } from './closing';
import { type CoinAmount, coinAmounts } from './coin-sums';
import type { Fill } from './fill';
import { createFillSequence, type FillKey, type FillSequence } from './fill-sequence';
import { type BookKey, type FillRefusal, legOf } from './leg';
import { nothingRealized, plusMatch, type Realized } from './matching';
import type { Part } from './part';
import type { OpenTrip, RoundTrip } from './round-trip';

/** `dust`: units of base that a round trip may leave behind and still close, ≥ 0; 0 (the default) is strict. */
export interface BookOptions extends BookKey {
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
 * Realized PnL by FIFO, in quote: `net` = `gross` − `fees`.
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
 * Ranges are (from, count): places from 0, cut to what exists. Rows are in order, oldest first, and stay valid until the
 * next `add`: a late fill moves places and may change a trip's number.
 */
export interface Book {
  readonly key: BookKey;
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
  /** The PnL of `closingsSince(us)`, with its part that is unmatched. */
  realizedSince(us: number): RealizedPnl;
  openLotCount(): number;
  openLots(from: number, count: number): readonly OpenLot[];
  tripCount(): number;
  /** Closed round trips. */
  trips(from: number, count: number): readonly RoundTrip[];
  openTrip(): OpenTrip | null;
  /** Dust that the last round trip left and the next will take in; null without. */
  carriedDust(): Readonly<Part> | null;
  fillCount(): number;
  fills(from: number, count: number): readonly Fill[];
  /** The fills of a trip read since the last `add`. */
  fillsOf(trip: Pick<RoundTrip | OpenTrip, 'firstFill' | 'lastFill'>): readonly Fill[];
}

/** An empty book. */
export function createBook({ dust = zero18, ...key }: BookOptions): Book {
  const sequence = createFillSequence();
  const state = createBookState(sequence, key.market !== 'spot', dust);

  const closings = (from: number, count: number): readonly Closing[] => {
    const { legs, matching } = state.settled();
    return matching.matches.slice(from, from + count).flatMap((match) => closingOf(match, legs, matching.lots) ?? []);
  };
  const fills = (from: number, count: number): readonly Fill[] => {
    const { legs } = state.settled();
    return legs.slice(from, from + count).map((leg) => leg.fill);
  };

  return {
    key,
    add: (news) => addTo(sequence, key, news),
    find: sequence.find,
    settle: state.settle,
    totals: () => totalsOf(state.settled()),
    closings,
    closingCount: () => state.settled().matching.matches.length,
    closingsSince: (us) => closings(firstMatchSince(state.settled(), us), Number.POSITIVE_INFINITY),
    realizedSince: (us) => realizedSince(state.settled(), us),
    openLotCount: () => state.settled().matching.order.openCount(),
    openLots: (from, count) => openLots(state.settled(), from, count),
    trips: (from, count) => state.settled().trips.closed.slice(from, from + count),
    tripCount: () => state.settled().trips.closed.length,
    openTrip: () => state.settled().trips.open(),
    carriedDust: () => state.settled().trips.carried(),
    fillCount: sequence.size,
    fills,
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

/** The place of the first match whose closing fill is not before `us`; matches are in the order of their closing fills. */
function firstMatchSince({ legs, matching: { matches } }: Settled, us: number): number {
  let low = 0;
  let high = matches.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const match = matches[middle];
    if (match && (legs[match.closeIndex]?.fill.executedAtUs ?? us) < us) low = middle + 1;
    else high = middle;
  }
  return low;
}

function realizedSince(settled: Settled, us: number): RealizedPnl {
  const { matches } = settled.matching;
  let sum = nothingRealized;
  for (let place = firstMatchSince(settled, us); place < matches.length; place += 1) {
    const match = matches[place];
    if (match) sum = plusMatch(sum, match);
  }
  return withNet(sum);
}

function openLots({ legs, matching }: Settled, from: number, count: number): readonly OpenLot[] {
  return matching.order.open(from, count).flatMap((number) => {
    const lot = matching.lots[number];
    return (lot && openLotOf(lot, legs)) ?? [];
  });
}
