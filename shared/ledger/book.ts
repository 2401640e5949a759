/**
 * The ledger of one account and symbol: fills in any order go in, exact figures come out.
 *
 * A book is incremental. A fill at the end costs the same whatever the book's size; one that comes late, or corrects an
 * earlier one, takes back what came after it and goes on from there: lots, closings and sums exactly as far as that fill,
 * round trips to the nearest mark before it (one every 256 fills).
 * `add` only files fills; the figures are brought up to date by the next query, or in steps by `settle`.
 */
import { add18, add36, type E18, type E36, mul18, sub36, zero18 } from '../money/decimal';
import { createBookState, type Settled } from './book-state';
import { type Closing, closingAt, type OpenLot, openLotOf } from './closing';
import type { Realized } from './closing-sums';
import { type CoinAmount, coinAmounts } from './coin-sums';
import type { Fill } from './fill';
import { createFillColumns } from './fill-columns';
import { type FillEffect, fillEffect } from './fill-effect';
import { createFillSequence, type FillKey, type FillSequence } from './fill-sequence';
import { type FillSnapshot, snapshotOf } from './fill-snapshot';
import { unconvertedFeesOf } from './flow-sums';
import { type Held, heldBefore } from './held-before';
import { type BookKey, checkFill, checkParsed, type FillRefusal, type Leg, type ParsedFill } from './leg';
import type { LotMethod } from './lot-order';
import { closingsBefore, type LotLife } from './matching';
import type { Part } from './part';
import type { OpenTrip, RoundTrip } from './round-trip';
import type { RoundTrips } from './round-trips';

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
type RealizedPnl = Realized;

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
  /** The method of every figure as it is now. */
  readonly method: LotMethod;
  add(fills: readonly Fill[]): AddOutcome;
  /** Adds a fill whose cells are parsed; null, or why it was not taken. */
  addParsed(fill: ParsedFill): FillRefusal | null;
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
  /** The exchange of the fill that closed at this place, without making a fill of it; empty where there is none. */
  exchangeOfClosing(place: number): string;
  /** The lot of the closing at this place, with at most `limit` of its closings; null where it has none of its own. */
  lotOfClosing(place: number, limit: number): LotLife | null;
  /** The same of the open lot at this place of `openLots`. */
  lotOfOpen(place: number, limit: number): LotLife | null;
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
  /** What was open before the fills at or after this instant, in microseconds; costs as much as those fills are many. */
  heldBefore(us: number): Held;
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
  /** The fills in their order as it is now. */
  snapshot(): FillSnapshot;
  /** Cuts the round trips anew with another dust value. */
  setDust(dust: E18): void;
  /**
   * Computes at most `limit` fills further by another method, beside the one in use, which stays that of every figure; true when
   * none is left. Another method than the last one begins anew, and the one in use drops what was prepared.
   */
  prepare(method: LotMethod, limit: number): boolean;
  /** Puts the prepared method in the place of the one in use, computing first what is left of it; nothing where none is prepared. */
  takePrepared(): void;
  /** What the fill at this place did, with at most `limit` of its closings; null where there is no such place. */
  effectOf(place: number, limit: number): FillEffect | null;
  /** The fills of a trip read since the last `add`. */
  fillsOf(trip: Pick<RoundTrip | OpenTrip, 'firstFill' | 'lastFill'>): readonly Fill[];
}

/** An empty book. */
export function createBook({ method = 'fifo', dust = zero18, ...key }: BookOptions): Book {
  const columns = createFillColumns(key);
  const sequence = createFillSequence(columns);
  const state = createBookState(columns, sequence, method, key.market !== 'spot', dust);

  const rowsOf = (from: number, count: number): Uint32Array => {
    const { sequence: ordered } = state.settled();
    return ordered.rows.subarray(...rangeOf(from, count, ordered.length));
  };
  const fills = (from: number, count: number): readonly Fill[] => Array.from(rowsOf(from, count), columns.fillAt);
  const closings = (from: number, count: number): readonly Closing[] => {
    const settled = state.settled();
    const [first, end] = rangeOf(from, count, settled.matching.closingCount());
    return Array.from({ length: end - first }, (_, index) => closingAt(settled, first + index));
  };
  const firstClosingSince = (us: number): number => {
    const settled = state.settled();
    return closingsBefore(settled.matching, placeSince(settled, us));
  };
  const realizedOf = (from: number, count: number): RealizedPnl => {
    const settled = state.settled();
    const [first, end] = rangeOf(from, count, settled.matching.closingCount());
    return settled.closingSums.between(first, end, realizedBy(settled));
  };

  return {
    key,
    get method() {
      return state.method();
    },
    add: (news) => addTo(sequence, key, news),
    addParsed: (fill) => {
      const checked = checkParsed(fill, key);
      if (!checked.ok) return checked.error;
      return sequence.add(checked.value) === 'conflict' ? conflict : null;
    },
    find: sequence.find,
    settle: state.settle,
    totals: () => totalsOf(state.settled()),
    closings,
    closingCount: () => state.settled().matching.closingCount(),
    closingsSince: (us) => closings(firstClosingSince(us), Number.POSITIVE_INFINITY),
    lotOfClosing: (place, limit) => state.settled().matching.lotOf(place, limit),
    lotOfOpen: (place, limit) => state.settled().matching.lotOpenAt(place, limit),
    closedAtUs: (place) => closedAtUs(state.settled(), place),
    exchangeOfClosing: (place) => exchangeOfClosing(state.settled(), place),
    realizedOf,
    realizedSince: (us) => realizedOf(firstClosingSince(us), Number.POSITIVE_INFINITY),
    openLotCount: () => (state.method() === 'average' ? 0 : state.settled().matching.openCount()),
    openLots: (from, count) => (state.method() === 'average' ? [] : openLots(state.settled(), from, count)),
    averagePosition: () => (state.method() === 'average' ? averagePosition(state.settled()) : null),
    unrealizedAt: (mark) => unrealizedAt(state.settled(), mark),
    heldBefore: (us) => {
      const since = realizedOf(firstClosingSince(us), Number.POSITIVE_INFINITY);
      return heldBefore(state.settled(), placeSince(state.settled(), us), since);
    },
    trips: (from, count) => tripsOf(state.settledTrips(), from, count),
    tripTotals: (from, count) => tripTotalsOf(state.settledTrips(), from, count),
    tripCount: () => state.settledTrips().count(),
    openTrip: () => state.settledTrips().open(),
    carriedDust: () => state.settledTrips().carried(),
    fillCount: sequence.size,
    unconvertedFees: (fromUs, toUs) => unconvertedFees(state.settled(), fromUs, toUs),
    fills,
    legs: (from, count) => Array.from(rowsOf(from, count), columns.legAt),
    snapshot: () => snapshotOf(state.settled()),
    setDust: state.setDust,
    prepare: state.prepare,
    takePrepared: state.takePrepared,
    effectOf: (place, limit) => fillEffect(state.settled(), state.settledTrips(), place, limit),
    fillsOf: ({ firstFill, lastFill }) => fills(firstFill, lastFill - firstFill + 1),
  };
}

/** The range of `count` from `from`, cut to what exists. */
const rangeOf = (from: number, count: number, length: number): [number, number] => {
  const first = Math.max(0, Math.min(from, length));
  return [first, Math.max(first, Math.min(from + count, length))];
};

const conflict: FillRefusal = { field: 'revision', reason: 'content-differs' };

function addTo(sequence: FillSequence, key: BookKey, fills: readonly Fill[]): AddOutcome {
  const counts = { added: 0, duplicate: 0, revised: 0 };
  const rejected: RejectedFill[] = [];
  for (const fill of fills) {
    const checked = checkFill(fill, key);
    if (!checked.ok) {
      rejected.push({ fill, ...checked.error });
      continue;
    }
    const outcome = sequence.add(checked.value);
    if (outcome === 'conflict') rejected.push({ fill, ...conflict });
    else counts[outcome] += 1;
  }
  return { added: counts.added, duplicates: counts.duplicate, revised: counts.revised, rejected };
}

/**
 * Exactly the sum over all closings, without one of them: what has flowed less what is still in open lots. Without fees that is the
 * gross, with them the net, since every split leaves what it rounds off in what stays behind.
 */
function realizedBy({ flows, matching }: Settled): RealizedPnl {
  const { value, fees: paid } = flows.flow();
  const open = matching.openMoney();
  const gross = add36(value, open.value);
  const net = add36(sub36(value, paid), open.cash);
  return { gross, fees: sub36(gross, net), net, unmatched: matching.unmatched() };
}

function totalsOf(settled: Settled): BookTotals {
  const { flows, sequence } = settled;
  const realized = realizedBy(settled);
  return {
    ...realized,
    fills: sequence.length,
    position: add18(flows.moved(), realized.unmatched),
    feesPaidQuote: flows.flow().fees,
    feesByCurrency: coinAmounts(flows.feesByCurrency()),
    unconvertedFees: coinAmounts(flows.unconvertedFees()),
  };
}

function closedAtUs({ matching, columns, sequence }: Settled, place: number): number {
  if (place < 0 || place >= matching.closingCount()) return 0;
  return columns.instants[sequence.rows[matching.closePlaceOf(place)] ?? 0] ?? 0;
}

function exchangeOfClosing({ matching, columns, sequence }: Settled, place: number): string {
  if (place < 0 || place >= matching.closingCount()) return '';
  return columns.exchangeAt(sequence.rows[matching.closePlaceOf(place)] ?? 0);
}

/** The first place whose fill is not before `us`. */
function placeSince({ columns: { instants }, sequence: { rows, length } }: Settled, us: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((instants[rows[middle] ?? 0] ?? 0) < us) low = middle + 1;
    else high = middle;
  }
  return low;
}

function tripsOf(trips: RoundTrips, from: number, count: number): readonly RoundTrip[] {
  const [first, end] = rangeOf(from, count, trips.count());
  return Array.from({ length: end - first }, (_, index) => trips.closedAt(first + index));
}

function tripTotalsOf(trips: RoundTrips, from: number, count: number): TripTotals {
  const { unconverted, ...sums } = trips.sums(...rangeOf(from, count, trips.count()));
  return { ...sums, unconvertedFees: coinAmounts(unconverted) };
}

function unconvertedFees(settled: Settled, fromUs: number, toUs: number): readonly CoinAmount[] {
  const rows = settled.sequence.rows.subarray(placeSince(settled, fromUs), placeSince(settled, toUs));
  return coinAmounts(unconvertedFeesOf(settled.columns, rows));
}

const openLots = (settled: Settled, from: number, count: number): readonly OpenLot[] =>
  settled.matching.open(from, count).map((lot) => openLotOf(settled, lot));

function averagePosition({ matching, columns, sequence }: Settled): AveragePosition | null {
  const [lot] = matching.open(0, 1);
  if (!lot) return null;
  const { quantity, value: entryValue, cash: cost } = lot.rest;
  const openedAtUs = columns.instants[sequence.rows[lot.openPlace] ?? 0] ?? 0;
  return { direction: lot.direction, quantity, cost, entryValue, openedAtUs };
}

function unrealizedAt(settled: Settled, mark: E18): ReturnType<Book['unrealizedAt']> {
  const open = settled.matching.openMoney();
  const worth = mul18(add18(settled.flows.moved(), settled.matching.unmatched()), mark);
  const [gross, net] = [sub36(worth, open.value), sub36(worth, open.cash)];
  return { gross, fees: sub36(gross, net), net };
}
