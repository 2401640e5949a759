/**
 * What a report says of one book: its figures, and its rows one after another, since a long history has more of them than one
 * text can hold.
 */
import type { Closing } from '../ledger/closing';
import type { Fill } from '../ledger/fill';
import type { OpenTrip, RoundTrip } from '../ledger/round-trip';
import { type E36, formatE18, formatE36 } from '../money/decimal';
import type { ReportBook, ReportedBook } from './fill-books';
import type { ReportMethod } from './methods';
import { averageRow, closingRow, coinsOf, lotRow, openTripRow, tradeRow } from './report-rows';

/** Realized PnL in quote: `net` = `gross` − `fees`. */
export interface Realized {
  readonly gross: E36;
  readonly fees: E36;
  readonly net: E36;
}

/** `figures` are JSON as they stand; `open` and `closed` give theirs row by row, `rowCount` together, and can be read once. */
export interface BookReport {
  readonly realized: Realized;
  readonly figures: Readonly<Record<string, unknown>>;
  readonly rowCount: number;
  readonly open: Iterable<object>;
  readonly closed: { readonly name: 'closings' | 'trades'; readonly rows: Iterable<object> };
}

/** `book` was made by `method`, or, for round trips, by any. */
export function bookReport(source: ReportBook, method: ReportMethod): BookReport {
  const { book } = source;
  const totals = book.totals();
  const realized = method === 'roundtrip' ? book.tripTotals(0, book.tripCount()) : totals;
  const figures = {
    fills: totals.fills,
    realizedGross: formatE36(realized.gross),
    realizedFees: formatE36(realized.fees),
    realizedNet: formatE36(realized.net),
    position: formatE18(totals.position),
    unmatched: formatE18(totals.unmatched),
    feesByCurrency: coinsOf(totals.feesByCurrency),
    unconvertedFees: coinsOf(totals.unconvertedFees),
    feesPaidQuote: formatE36(totals.feesPaidQuote),
  };
  if (method === 'roundtrip') {
    const rowCount = book.tripCount() + (book.openTrip() ? 1 : 0);
    return { realized, figures, rowCount, open: openTrips(source), closed: { name: 'trades', rows: trades(source) } };
  }
  const rows = method === 'average' ? averageClosings(source) : closings(source);
  return {
    realized,
    figures,
    rowCount: book.closingCount() + (book.averagePosition() ? 1 : book.openLotCount()),
    open: method === 'average' ? averagePositions(book) : openLots(source),
    closed: { name: 'closings', rows },
  };
}

const pageRows = 1000;

function* paged<T>(count: number, page: (from: number, count: number) => readonly T[]): Generator<T> {
  for (let from = 0; from < count; from += pageRows) yield* page(from, pageRows);
}

function* closings({ book, timeOf }: ReportBook): Generator<object> {
  for (const closing of paged(book.closingCount(), book.closings)) {
    const { openFill, closeFill } = closing;
    yield closingRow(closing, openFill && timeOf(openFill), timeOf(closeFill));
  }
}

const isSame = (a: Fill, b: Fill | undefined): boolean =>
  a.id === b?.id && a.side === b.side && a.exchange === b.exchange && a.account === b.account && a.symbol === b.symbol;

/**
 * Under `average` a closing has no opening fill. Its position opened with the round trip that the closing is in, and each trip
 * ends with the closing of its last fill.
 */
function* averageClosings({ book, timeOf }: ReportBook): Generator<object> {
  const trips = paged<RoundTrip>(book.tripCount(), book.trips);
  const next = (): Pick<OpenTrip, 'firstFill' | 'lastFill'> | null => {
    const trip = trips.next();
    return trip.done === true ? book.openTrip() : trip.value;
  };
  let trip = next();
  for (const closing of paged<Closing>(book.closingCount(), book.closings)) {
    const [first] = closing.unmatched || !trip ? [] : book.fills(trip.firstFill, 1);
    yield closingRow(closing, first ? timeOf(first) : null, timeOf(closing.closeFill));
    if (trip && !closing.unmatched && isSame(closing.closeFill, book.fills(trip.lastFill, 1)[0])) trip = next();
  }
}

function* openLots({ book, timeOf }: ReportBook): Generator<object> {
  for (const lot of paged(book.openLotCount(), book.openLots)) yield lotRow(lot, timeOf(lot.openFill));
}

function* averagePositions(book: ReportedBook): Generator<object> {
  const held = book.averagePosition();
  if (held) yield averageRow(held);
}

function* trades({ book, timeOf }: ReportBook): Generator<object> {
  for (const trip of paged(book.tripCount(), book.trips)) {
    const fills = book.fillsOf(trip);
    const [first, last] = [fills[0], fills.at(-1)];
    if (!first || !last) throw new RangeError(`trip ${trip.n} has no fills`);
    yield tradeRow(
      trip,
      timeOf(first),
      timeOf(last),
      fills.map(({ id }) => id),
    );
  }
}

function* openTrips({ book, timeOf }: ReportBook): Generator<object> {
  const trip = book.openTrip();
  const [first] = trip ? book.fills(trip.firstFill, 1) : [];
  if (trip && first) yield openTripRow(trip, timeOf(first));
}
