/**
 * The rows of one book that a filter matches, by place, and their sums.
 *
 * A book sums any range of its rows at little cost, so a filter by days needs no pass over them. Only where one side is asked
 * for of a book that has both (margin and perp) its rows are gone through. Either answer is kept for the book's version.
 */

import type { Book } from '../../shared/ledger/book';
import { add36, type E36, zero36 } from '../../shared/money/decimal';
import { dayMs, parseUtcDay } from '../../shared/utc-day';
import type { ClosingsQuery } from './api/trades';
import type { BookEntry } from './books';
import { firstSince, type Sequence } from './newest-first';

/** In quote; `net` = `gross` − `fees`. */
interface Sums {
  readonly gross: E36;
  readonly fees: E36;
  readonly net: E36;
}

type CoinSums = ReturnType<Book['unconvertedFees']>;

export const noSums: Sums = { gross: zero36, fees: zero36, net: zero36 };

export const plusSums = (a: Sums, b: Sums): Sums => ({
  gross: add36(a.gross, b.gross),
  fees: add36(a.fees, b.fees),
  net: add36(a.net, b.net),
});

/** The rows that match, as a sequence of its own; `bookPlace` is a row's place among all of its kind in the book. */
export interface Matched extends Sequence {
  readonly entry: BookEntry;
  readonly bookPlace: (place: number) => number;
  readonly sums: Sums;
  readonly unconvertedFees: CoinSums;
  /** Whether they lack what the history never bought. */
  readonly incomplete: boolean;
}

/** One kind of rows of a book. */
interface Source extends Sequence {
  readonly sums: (from: number, count: number) => Sums;
  readonly rows: (from: number, count: number) => readonly (Sums & { readonly direction: 'long' | 'short' })[];
  readonly unconvertedFees: (from: number, count: number) => CoinSums;
  readonly incomplete: (from: number, count: number) => boolean;
}

type Filter = Pick<ClosingsQuery, 'side' | 'closedFrom' | 'closedTo'>;

/** Fees without a rate are those of all fills of the days: a lot's fee in another coin is in no closing. */
const closingsOf = (book: Book, days: Days): Source => ({
  count: book.closingCount(),
  atUs: book.closedAtUs,
  sums: book.realizedOf,
  rows: (from, count) => book.closings(from, count).map((closing) => ({ ...closing, net: closing.gain })),
  unconvertedFees: () => book.unconvertedFees(days.fromUs ?? 0, days.toUs ?? Number.MAX_SAFE_INTEGER),
  incomplete: (from, count) => book.realizedOf(from, count).unmatched > 0n,
});

const tripsOf = (book: Book): Source => ({
  count: book.tripCount(),
  atUs: (place) => book.trips(place, 1)[0]?.closedAtUs ?? 0,
  sums: book.tripTotals,
  rows: book.trips,
  unconvertedFees: (from, count) => book.tripTotals(from, count).unconvertedFees,
  incomplete: () => book.totals().unmatched > 0n,
});

interface Days {
  readonly fromUs: number | null;
  /** Exclusive. */
  readonly toUs: number | null;
}

/** Microseconds at which a UTC day, or the one after it, begins; null where the text is none. */
function dayUs(text: string | null, later: 0 | 1): number | null {
  const at = text === null ? null : parseUtcDay(text);
  return at === null ? null : (at + later * dayMs) * 1000;
}

const daysOf = ({ closedFrom, closedTo }: Filter): Days => ({
  fromUs: dayUs(closedFrom, 0),
  toUs: dayUs(closedTo, 1),
});

interface Range {
  readonly from: number;
  readonly count: number;
}

function rangeOf(sequence: Sequence, { fromUs, toUs }: Days): Range {
  const from = fromUs === null ? 0 : firstSince(sequence, fromUs);
  const to = toUs === null ? sequence.count : firstSince(sequence, toUs);
  return { from, count: Math.max(0, to - from) };
}

/** What one book answered to one filter, kept until the book or the filter changes. */
interface Answer {
  readonly version: number;
  readonly question: string;
  /** Null: all of the range. */
  readonly places: readonly number[] | null;
  readonly sums: Sums;
  readonly unconvertedFees: CoinSums;
  readonly incomplete: boolean;
}

export interface TradeSources {
  closings(entry: BookEntry, filter: Filter): Matched;
  trips(entry: BookEntry, filter: Filter): Matched;
}

/** The rows of one side, gone through one by one. */
function oneSide(source: Source, from: number, count: number, side: string): Pick<Answer, 'places' | 'sums'> {
  const places: number[] = [];
  let sums = noSums;
  source.rows(from, count).forEach((row, index) => {
    if (row.direction !== side) return;
    places.push(from + index);
    sums = plusSums(sums, row);
  });
  return { places, sums };
}

export function createTradeSources(): TradeSources {
  const answers = new Map<string, Answer>();

  function answerOf(entry: BookEntry, source: Source, kind: string, filter: Filter, range: Range): Answer {
    const { from, count } = range;
    const question = `${filter.side} ${from} ${count} ${filter.closedFrom} ${filter.closedTo}`;
    const name = `${entry.id} ${kind}`;
    const kept = answers.get(name);
    if (kept?.version === entry.version && kept.question === question) return kept;
    const whole = filter.side === null || entry.book.key.market === 'spot';
    const answer: Answer = {
      version: entry.version,
      question,
      ...(whole ? { places: null, sums: source.sums(from, count) } : oneSide(source, from, count, filter.side)),
      unconvertedFees: source.unconvertedFees(from, count),
      incomplete: source.incomplete(from, count),
    };
    answers.set(name, answer);
    return answer;
  }

  function matched(entry: BookEntry, source: Source, kind: string, filter: Filter): Matched {
    const inDays = rangeOf(source, daysOf(filter));
    const never = filter.side === 'short' && entry.book.key.market === 'spot'; // spot is never short
    const range = never || inDays.count === 0 ? { from: 0, count: 0 } : inDays;
    if (range.count === 0) return openRows(entry, 0, source.atUs);
    const { places, sums, unconvertedFees, incomplete } = answerOf(entry, source, kind, filter, range);
    const bookPlace = (place: number) => (places === null ? range.from + place : (places[place] ?? source.count));
    return {
      entry,
      count: places === null ? range.count : places.length,
      atUs: (place) => source.atUs(bookPlace(place)),
      bookPlace,
      sums,
      unconvertedFees,
      incomplete,
    };
  }

  return {
    closings: (entry, filter) => matched(entry, closingsOf(entry.book, daysOf(filter)), 'closings', filter),
    trips: (entry, filter) => matched(entry, tripsOf(entry.book), 'trips', filter),
  };
}

/** The open lots of a book, all of one side; under `average` its one position. */
export function lotsOf(entry: BookEntry, side: 'long' | 'short' | null): Matched {
  const { book } = entry;
  const position = book.averagePosition();
  if (position) {
    const isWanted = side === null || position.direction === side;
    return openRows(entry, isWanted ? 1 : 0, () => position.openedAtUs);
  }
  const wanted = side === null || book.openLots(0, 1)[0]?.direction === side;
  return openRows(entry, wanted ? book.openLotCount() : 0, (place) => {
    return book.openLots(place, 1)[0]?.openFill.executedAtUs ?? 0;
  });
}

/** The open trip of a book, if it has one. */
export function openTripOf(entry: BookEntry, side: 'long' | 'short' | null): Matched {
  const trip = entry.book.openTrip();
  const wanted = trip !== null && (side === null || trip.direction === side);
  return openRows(entry, wanted ? 1 : 0, () => trip?.openedAtUs ?? 0);
}

/** Rows that are in no total. */
const openRows = (entry: BookEntry, count: number, atUs: (place: number) => number): Matched => ({
  entry,
  count,
  atUs,
  bookPlace: (place) => place,
  sums: noSums,
  unconvertedFees: [],
  incomplete: false,
});
