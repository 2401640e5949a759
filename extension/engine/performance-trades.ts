/** The closed trades of one book by place, oldest first: closings of its method, or round trips. */
import type { PerformanceFilter } from './api/performance';
import { firstSince, type Sequence } from './newest-first';
import type { BookTrade } from './performance-cells';
import type { LedgerEntry } from './pool';

type Book = LedgerEntry['book'];

interface TradeSource extends Sequence {
  read(from: number, count: number): readonly BookTrade[];
  /** The id of the fill that closed the trade at this place. */
  idAt(place: number): string;
}

const closingsOf = (book: Book): TradeSource => ({
  count: book.closingCount(),
  atUs: book.closedAtUs,
  read: (from, count) =>
    book.closings(from, count).map(({ closeFill, openedAtUs, direction, unmatched, gross, gain }) => ({
      origin: closeFill,
      closedAtUs: closeFill.executedAtUs,
      heldUs: openedAtUs === null ? null : closeFill.executedAtUs - openedAtUs,
      direction,
      unmatched,
      gross,
      net: gain,
    })),
  idAt: (place) => book.closings(place, 1)[0]?.closeFill.id ?? '',
});

const tripsOf = (book: Book): TradeSource => ({
  count: book.tripCount(),
  atUs: (place) => book.trips(place, 1)[0]?.closedAtUs ?? 0,
  read: (from, count) =>
    book.trips(from, count).map(({ closedAtUs, openedAtUs, direction, gross, net }) => ({
      origin: null,
      closedAtUs,
      heldUs: closedAtUs - openedAtUs,
      direction,
      unmatched: false, // what was never bought is in no trip
      gross,
      net,
    })),
  idAt: (place) => book.trips(place, 1)[0]?.closeId ?? '',
});

export const tradesOf = (book: Book, basis: PerformanceFilter['basis']): TradeSource =>
  basis === 'trips' ? tripsOf(book) : closingsOf(book);

/** The places of the trades that closed within the filter's time. */
export function rangeOf(source: TradeSource, { fromMs, toMs }: PerformanceFilter): readonly [from: number, to: number] {
  const from = fromMs === null ? 0 : firstSince(source, fromMs * 1_000);
  const to = toMs === null ? source.count : firstSince(source, toMs * 1_000);
  return [from, Math.max(from, to)];
}

/** Fees in coins without a rate, outside every figure: those of the fills of these days, or of these trips. */
export function feesOutside(
  book: Book,
  { basis, fromMs, toMs }: PerformanceFilter,
  [from, to]: readonly [number, number],
): ReturnType<Book['unconvertedFees']> {
  if (basis === 'trips') return book.tripTotals(from, to - from).unconvertedFees;
  return book.unconvertedFees(
    fromMs === null ? 0 : fromMs * 1_000,
    toMs === null ? Number.MAX_SAFE_INTEGER : toMs * 1_000,
  );
}
