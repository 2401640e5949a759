/** Builds fills and books in few words, and prints figures as texts that a pencil can check. */
import { type Book, type BookOptions, createBook } from '../../../../shared/ledger/book';
import type { Closing, OpenLot } from '../../../../shared/ledger/closing';
import type { Fee, Fill, MarketKind, Side } from '../../../../shared/ledger/fill';
import type { RoundTrip } from '../../../../shared/ledger/round-trip';
import { type DecimalString, formatE18, formatE36 } from '../../../../shared/money/decimal';

/** Minute 0 of the examples: 2024-01-01T00:00:00Z, in microseconds. */
export const startUs = 1_704_067_200_000_000;
export const minuteUs = 60_000_000;

export const key = { account: 'main', symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', market: 'spot' } as const;

interface Draft {
  readonly at: string;
  /** "0.1 USDT", "0.001 BNB", "0.002 BNB at 300" (with its rate). */
  readonly fee?: string;
  readonly fees?: readonly string[];
  readonly id?: string;
  readonly us?: number;
  readonly revision?: number;
}

type FillAt = (minute: number, market: MarketKind) => Fill;

/** Keeps a text that is no decimal as it is, so that refusals can be tried. */
const raw = (text: string): DecimalString => text as DecimalString;

function feeOf(text: string): Fee {
  const [amount = '', currency = '', , rate] = text.split(' ');
  return { currency, amount: raw(amount), ...(rate === undefined ? {} : { rate: raw(rate) }) };
}

const draft =
  (side: Side) =>
  (quantity: string, { at, fee, fees, id, us, revision = 0 }: Draft): FillAt =>
  (minute, market) => ({
    ...key,
    exchange: 'binance',
    market,
    side,
    id: id ?? String(minute + 1),
    orderId: null,
    executedAtUs: us ?? startUs + minute * minuteUs,
    quantity: raw(quantity),
    price: raw(at),
    fees: [...(fee ? [fee] : []), ...(fees ?? [])].map(feeOf),
    liquidity: null,
    revision,
  });

export const buy = draft('buy');
export const sell = draft('sell');

/** Fills a minute apart with ids 1, 2, 3, … unless they say otherwise. */
export const fillsFrom = (drafts: readonly FillAt[], market: MarketKind = 'spot'): readonly Fill[] =>
  drafts.map((each, minute) => each(minute, market));

/** A book that took these fills; every one of them is expected to be valid. */
export function bookOf(
  drafts: readonly FillAt[],
  options: Partial<Pick<BookOptions, 'market' | 'dust' | 'method'>> = {},
): Book {
  const book = createBook({ ...key, ...options });
  const { rejected } = book.add(fillsFrom(drafts, options.market));
  if (rejected.length > 0) throw new Error(`rejected: ${JSON.stringify(rejected[0])}`);
  return book;
}

/** The figures of a book by name, as decimals. */
export function totalsOf(book: Book) {
  const { gross, fees, net, position, unmatched, feesPaidQuote, ...rest } = book.totals();
  return {
    fills: rest.fills,
    gross: formatE36(gross),
    fees: formatE36(fees),
    net: formatE36(net),
    position: formatE18(position),
    unmatched: formatE18(unmatched),
    feesPaidQuote: formatE36(feesPaidQuote),
    feesByCurrency: coins(rest.feesByCurrency),
    unconvertedFees: coins(rest.unconvertedFees),
  };
}

const coins = (list: RoundTrip['unconvertedFees']): Record<string, string> =>
  Object.fromEntries(list.map(({ currency, amount }) => [currency, formatE36(amount)]));

const closingText = (closing: Closing) => ({
  closeId: closing.closeFill.id,
  openId: closing.openFill?.id ?? null,
  direction: closing.direction,
  quantity: formatE18(closing.quantity),
  proceeds: formatE36(closing.proceeds),
  costBasis: formatE36(closing.costBasis),
  gross: formatE36(closing.gross),
  fees: formatE36(closing.fees),
  gain: formatE36(closing.gain),
});

export const closingsOf = (book: Book) => book.closings(0, book.closingCount()).map(closingText);

const lotText = (lot: OpenLot) => ({
  openId: lot.openFill.id,
  direction: lot.direction,
  quantity: formatE18(lot.quantity),
  price: formatE18(lot.price),
  cost: formatE36(lot.cost),
  fees: formatE36(lot.fees),
});

export const openLotsOf = (book: Book) => book.openLots(0, book.openLotCount()).map(lotText);

const tripText = (trip: RoundTrip) => ({
  n: trip.n,
  direction: trip.direction,
  openId: trip.openId,
  closeId: trip.closeId,
  holdMs: trip.holdMs,
  quantity: formatE18(trip.quantity),
  maxQuantity: formatE18(trip.maxQuantity),
  averageEntry: formatE36(trip.averageEntry),
  averageExit: formatE36(trip.averageExit),
  entryCost: formatE36(trip.entryCost),
  gross: formatE36(trip.gross),
  fees: formatE36(trip.fees),
  net: formatE36(trip.net),
  unconvertedFees: coins(trip.unconvertedFees),
});

export const tripsOf = (book: Book) =>
  book.trips(0, book.tripCount()).map((trip) => ({
    ...tripText(trip),
    fillIds: book.fillsOf(trip).map((fill) => fill.id),
  }));

export function openTripOf(book: Book) {
  const trip = book.openTrip();
  return (
    trip && {
      direction: trip.direction,
      openId: trip.openId,
      quantity: formatE18(trip.quantity),
      entered: formatE18(trip.entered),
      exited: formatE18(trip.exited),
      maxQuantity: formatE18(trip.maxQuantity),
      averageEntry: formatE36(trip.averageEntry),
      averageExit: trip.averageExit === null ? null : formatE36(trip.averageExit),
      feesSoFar: formatE36(trip.feesSoFar),
      unconvertedFees: coins(trip.unconvertedFees),
      fillIds: book.fillsOf(trip).map((fill) => fill.id),
    }
  );
}

/** Everything a book tells, to compare two of them. */
export const everythingOf = (book: Book) => ({
  totals: totalsOf(book),
  closings: closingsOf(book),
  open: openLotsOf(book),
  trips: tripsOf(book),
  openTrip: openTripOf(book),
  average: book.averagePosition(),
  carried: book.carriedDust(),
  fills: book.fills(0, book.fillCount()),
});
