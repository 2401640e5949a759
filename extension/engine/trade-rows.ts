/** Round trips, closings, open lots and their fills as rows of a page. */
import type { AveragePosition } from '../../shared/ledger/book';
import type { Closing, OpenLot } from '../../shared/ledger/closing';
import type { Fill } from '../../shared/ledger/fill';
import { netRate, type OpenTrip, type RoundTrip } from '../../shared/ledger/round-trip';
import {
  add36,
  type DecimalString,
  divHalfEven,
  type E18,
  type E36,
  e18,
  formatE18,
  formatE36,
  mul18,
  sub36,
  toE36,
} from '../../shared/money/decimal';
import { msOfUs } from '../../shared/result';
import type { CarriedDust, ClosingRow, CoinFee, FillOrigin, LotRow, TradeFill, TradeRow } from './api/trades';
import type { LedgerEntry } from './pool';
import { quoteRateSource, rateSourceOf } from './rate-source';
import type { RateOf } from './rated-fills';

const netRatePlaces = 6;

/** The one kind of row that an id's last part stands for: a trip's number, `open`, a closing's place, a lot's place. */
const rowIds = {
  trip: (n: number) => String(n),
  openTrip: 'open',
  closing: (place: number) => `c${place}`,
  lot: (place: number) => `l${place}`,
} as const;

/** The id of the open lot at a place of its book. */
export const lotIdOf = ({ id }: LedgerEntry, place: number): string => `${id}.${rowIds.lot(place)}`;

/** `fill`: which fill a row of a pool is named after; null for one that is of several accounts. */
const ofBook = ({ id, accountId, book: { key } }: LedgerEntry, part: string, fill: Fill | null) => ({
  id: `${id}.${part}`,
  accountId: accountId ?? fill?.account ?? null,
  symbol: accountId === null && fill ? fill.symbol : key.symbol,
  base: key.base,
  quote: key.quote,
  pooled: accountId === null,
});

/** What one unit cost in the currency of the entry's figures. */
const priceIn = (entry: LedgerEntry, fill: Fill): DecimalString =>
  entry.accountId === null ? entry.book.priceOf(fill) : fill.price;

export const coinFees = (fees: readonly { readonly currency: string; readonly amount: E36 }[]): readonly CoinFee[] =>
  fees.map(({ currency, amount }) => ({ currency, amount: formatE36(amount) }));

const isClosed = (trip: RoundTrip | OpenTrip): trip is RoundTrip => 'n' in trip;

const carried = (dust: RoundTrip['carriedIn']): CarriedDust | null =>
  dust && { quantity: formatE18(dust.quantity), cost: formatE36(dust.cash) };

export function tripRow(entry: LedgerEntry, trip: RoundTrip | OpenTrip): TradeRow {
  const closed = isClosed(trip);
  const rate = closed ? netRate(trip.net, trip.entryCost, netRatePlaces) : null;
  return {
    ...ofBook(entry, closed ? rowIds.trip(trip.n) : rowIds.openTrip, null),
    direction: trip.direction,
    openedAt: msOfUs(trip.openedAtUs),
    closedAt: closed ? msOfUs(trip.closedAtUs) : null,
    holdMs: closed ? Math.round(trip.holdMs) : null,
    amount: formatE18(closed ? trip.quantity : trip.entered),
    averageEntry: formatE36(trip.averageEntry),
    averageExit: trip.averageExit === null ? null : formatE36(trip.averageExit),
    gross: closed ? formatE36(trip.gross) : null,
    fees: formatE36(closed ? trip.fees : trip.feesSoFar),
    net: closed ? formatE36(trip.net) : null,
    netRate: rate === null ? null : formatE36(rate),
    fillCount: trip.lastFill - trip.firstFill + 1,
    unconvertedFees: coinFees(trip.unconvertedFees),
    carriedIn: carried(trip.carriedIn),
    carriedOut: closed ? carried(trip.carriedOut) : null,
    incompleteHistory: entry.book.totals().unmatched > 0n,
  };
}

/** Coins that these fills paid fees in and that have no rate. */
function unconvertedCoins({ book: { key } }: LedgerEntry, fills: readonly (Fill | null)[]): readonly string[] {
  const outside = fills.flatMap((fill) =>
    (fill?.fees ?? []).filter(
      ({ currency, rate }) => ![key.base, key.quote, fill?.quote].includes(currency) && rate === undefined,
    ),
  );
  return [...new Set(outside.map(({ currency }) => currency))].sort();
}

/** What one unit comes to, half to even at 36 decimals. */
const perUnit = (value: E36, quantity: E18): E36 => divHalfEven(value * toE36(e18('1')), toE36(quantity)) as E36; // scale 36 + 36 − 36

/**
 * The price at which what was closed had been entered, without fees: that of its fill, or under `average` the average of all
 * that made the position; null where nothing was bought.
 */
export function entryPriceOf(entry: LedgerEntry, closing: Closing): DecimalString | null {
  const { openFill, unmatched, direction, closeFill, quantity, gross } = closing;
  if (openFill) return priceIn(entry, openFill);
  if (unmatched) return null;
  const exit = mul18(e18(priceIn(entry, closeFill)), quantity);
  return formatE36(perUnit(direction === 'long' ? sub36(exit, gross) : add36(exit, gross), quantity));
}

export function closingRow(entry: LedgerEntry, place: number, closing: Closing): ClosingRow {
  const { openFill, openedAtUs, closeFill, direction } = closing;
  const entryCost = direction === 'long' ? closing.costBasis : closing.proceeds;
  const rate = closing.unmatched ? null : netRate(closing.gain, entryCost, netRatePlaces);
  return {
    ...ofBook(entry, rowIds.closing(place), closeFill),
    direction,
    method: entry.book.method,
    openedAt: openedAtUs === null ? null : msOfUs(openedAtUs),
    closedAt: msOfUs(closeFill.executedAtUs),
    holdMs: openedAtUs === null ? null : Math.round((closeFill.executedAtUs - openedAtUs) / 1000),
    quantity: formatE18(closing.quantity),
    entry: entryPriceOf(entry, closing),
    exit: priceIn(entry, closeFill),
    gross: formatE36(closing.gross),
    fees: formatE36(closing.fees),
    net: formatE36(closing.gain),
    netRate: rate === null ? null : formatE36(rate),
    unconvertedCoins: unconvertedCoins(entry, [openFill, closeFill]),
  };
}

export function lotRow(entry: LedgerEntry, place: number, lot: OpenLot): LotRow {
  return {
    ...ofBook(entry, rowIds.lot(place), lot.openFill),
    method: entry.book.method,
    direction: lot.direction,
    openedAt: msOfUs(lot.openFill.executedAtUs),
    quantity: formatE18(lot.quantity),
    price: formatE18(lot.price),
    unitCost: formatE36(perUnit(lot.cost, lot.quantity)),
    cost: formatE36(lot.cost),
    fees: formatE36(lot.fees),
    unconvertedCoins: unconvertedCoins(entry, [lot.openFill]),
    incompleteHistory: entry.book.totals().unmatched > 0n,
  };
}

/** All that is held under `average`, as the one lot that it is. */
export function positionRow(entry: LedgerEntry, position: AveragePosition): LotRow {
  const { direction, quantity, cost, entryValue, openedAtUs } = position;
  const { book } = entry;
  return {
    ...ofBook(entry, rowIds.lot(0), null),
    method: book.method,
    direction,
    openedAt: msOfUs(openedAtUs),
    quantity: formatE18(quantity),
    price: formatE36(perUnit(entryValue, quantity)),
    unitCost: formatE36(perUnit(cost, quantity)),
    cost: formatE36(cost),
    fees: formatE36(direction === 'long' ? sub36(cost, entryValue) : sub36(entryValue, cost)),
    unconvertedCoins: book.unconvertedFees(openedAtUs, Number.MAX_SAFE_INTEGER).map(({ currency }) => currency),
    incompleteHistory: book.totals().unmatched > 0n,
  };
}

const originOf = ({ book: { key } }: LedgerEntry, fill: Fill, rateOf: RateOf): FillOrigin => ({
  accountId: fill.account,
  symbol: fill.symbol,
  quote: fill.quote,
  ...quoteRateSource(fill, key.quote, rateOf),
});

/** `rateOf`: the rates of the fill's account. */
export const fillRow = (entry: LedgerEntry, fill: Fill, rateOf: RateOf): TradeFill => ({
  origin: entry.accountId === null ? originOf(entry, fill, rateOf) : null,
  id: fill.id,
  orderId: fill.orderId,
  executedAtUs: fill.executedAtUs,
  side: fill.side,
  quantity: fill.quantity,
  price: fill.price,
  notional: formatE36(mul18(e18(fill.quantity), e18(fill.price))),
  fees: fill.fees.map((fee) => ({ currency: fee.currency, amount: fee.amount, ...rateSourceOf(fill, fee, rateOf) })),
  liquidity: fill.liquidity,
});
