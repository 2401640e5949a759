/** Round trips, closings, open lots and their fills as rows of a page. */
import type { Closing, OpenLot } from '../../shared/ledger/closing';
import type { Fill } from '../../shared/ledger/fill';
import { netRate, type OpenTrip, type RoundTrip } from '../../shared/ledger/round-trip';
import { divHalfEven, type E36, e18, formatE18, formatE36, mul18, toE36 } from '../../shared/money/decimal';
import { type UnixMs, unixMs } from '../../shared/result';
import type { CarriedDust, ClosingRow, CoinFee, LotRow, TradeFill, TradeRow } from './api/trades';
import type { BookEntry } from './books';
import { rateSourceOf } from './rate-source';
import type { RateOf } from './rated-fills';

const netRatePlaces = 6;

const ms = (us: number): UnixMs => unixMs(Math.floor(us / 1000));

/** The one kind of row that an id's last part stands for: a trip's number, `open`, a closing's place, a lot's place. */
const rowIds = {
  trip: (n: number) => String(n),
  openTrip: 'open',
  closing: (place: number) => `c${place}`,
  lot: (place: number) => `l${place}`,
} as const;

const ofBook = ({ id, accountId, book: { key } }: BookEntry, part: string) => ({
  id: `${id}.${part}`,
  accountId,
  symbol: key.symbol,
  base: key.base,
  quote: key.quote,
});

export const coinFees = (fees: readonly { readonly currency: string; readonly amount: E36 }[]): readonly CoinFee[] =>
  fees.map(({ currency, amount }) => ({ currency, amount: formatE36(amount) }));

const isClosed = (trip: RoundTrip | OpenTrip): trip is RoundTrip => 'n' in trip;

const carried = (dust: RoundTrip['carriedIn']): CarriedDust | null =>
  dust && { quantity: formatE18(dust.quantity), cost: formatE36(dust.cash) };

export function tripRow(entry: BookEntry, trip: RoundTrip | OpenTrip): TradeRow {
  const closed = isClosed(trip);
  const rate = closed ? netRate(trip.net, trip.entryCost, netRatePlaces) : null;
  return {
    ...ofBook(entry, closed ? rowIds.trip(trip.n) : rowIds.openTrip),
    direction: trip.direction,
    openedAt: ms(trip.openedAtUs),
    closedAt: closed ? ms(trip.closedAtUs) : null,
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
function unconvertedCoins({ book: { key } }: BookEntry, fills: readonly (Fill | null)[]): readonly string[] {
  const fees = fills.flatMap((fill) => fill?.fees ?? []);
  const outside = fees.filter(({ currency, rate }) => ![key.base, key.quote].includes(currency) && rate === undefined);
  return [...new Set(outside.map(({ currency }) => currency))].sort();
}

export function closingRow(entry: BookEntry, place: number, closing: Closing): ClosingRow {
  const { openFill, closeFill, direction } = closing;
  const entryCost = direction === 'long' ? closing.costBasis : closing.proceeds;
  const rate = openFill && netRate(closing.gain, entryCost, netRatePlaces);
  return {
    ...ofBook(entry, rowIds.closing(place)),
    direction,
    openedAt: openFill && ms(openFill.executedAtUs),
    closedAt: ms(closeFill.executedAtUs),
    holdMs: openFill && Math.round((closeFill.executedAtUs - openFill.executedAtUs) / 1000),
    quantity: formatE18(closing.quantity),
    entry: openFill?.price ?? null,
    exit: closeFill.price,
    gross: formatE36(closing.gross),
    fees: formatE36(closing.fees),
    net: formatE36(closing.gain),
    netRate: rate === null ? null : formatE36(rate),
    unconvertedCoins: unconvertedCoins(entry, [openFill, closeFill]),
  };
}

export function lotRow(entry: BookEntry, place: number, lot: OpenLot): LotRow {
  const unitCost = divHalfEven(lot.cost * toE36(e18('1')), toE36(lot.quantity)) as E36; // scale 36 + 36 − 36
  return {
    ...ofBook(entry, rowIds.lot(place)),
    direction: lot.direction,
    openedAt: ms(lot.openFill.executedAtUs),
    quantity: formatE18(lot.quantity),
    price: formatE18(lot.price),
    unitCost: formatE36(unitCost),
    cost: formatE36(lot.cost),
    fees: formatE36(lot.fees),
    unconvertedCoins: unconvertedCoins(entry, [lot.openFill]),
    incompleteHistory: entry.book.totals().unmatched > 0n,
  };
}

export const fillRow = (fill: Fill, rateOf: RateOf): TradeFill => ({
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
