/**
 * The rows of one book that a filter matches, by place, and their sums.
 *
 * A book sums any range of its rows at little cost, so a filter by days needs no pass over them. Only where one side is asked
 * for of a book that has both (margin and perp), or one account of a pool of several, its rows are gone through, in steps. Either
 * answer is kept for the book's version.
 */
import { add36, type E36, zero36 } from '../../shared/money/decimal';
import { dayMs, parseUtcDay } from '../../shared/utc-day';
import type { ClosingsQuery } from './api/trades';
import type { Breath } from './breath';
import { firstSince, type Sequence } from './newest-first';
import type { LedgerEntry } from './pool';

/** In quote; `net` = `gross` − `fees`. */
interface Sums {
  readonly gross: E36;
  readonly fees: E36;
  readonly net: E36;
}

type CoinSums = ReturnType<LedgerEntry['book']['unconvertedFees']>;

export const noSums: Sums = { gross: zero36, fees: zero36, net: zero36 };

export const plusSums = (a: Sums, b: Sums): Sums => ({
  gross: add36(a.gross, b.gross),
  fees: add36(a.fees, b.fees),
  net: add36(a.net, b.net),
});

/** The rows that match, as a sequence of its own; `bookPlace` is a row's place among all of its kind in the book. */
export interface Matched extends Sequence {
  readonly entry: LedgerEntry;
  readonly bookPlace: (place: number) => number;
  readonly sums: Sums;
  readonly unconvertedFees: CoinSums;
  /** Whether they lack what the history never bought. */
  readonly incomplete: boolean;
}

/** One kind of rows of a book. */
interface Source extends Sequence {
  readonly entry: LedgerEntry;
  readonly kind: 'closings' | 'trips';
  readonly sums: (from: number, count: number) => Sums;
  /** Which rows of a range match, one by one; null where all do. */
  readonly matches: ((from: number, count: number) => readonly boolean[]) | null;
  readonly unconvertedFees: (from: number, count: number) => CoinSums;
  readonly incomplete: (from: number, count: number) => boolean;
}

type Filter = Pick<ClosingsQuery, 'accountId' | 'side' | 'closedFrom' | 'closedTo'>;

/** Fees in coins without a rate that one account paid in a pool's coin, between two instants in microseconds. */
type OwnFees = (accountId: string, base: string, fromUs: number, toUs: number) => CoinSums;

/** Whether the entry is a pool of this account and others. */
export const isShared = (entry: LedgerEntry, accountId: string | null): boolean =>
  entry.accountId === null && accountId !== null && entry.accounts().size > 1;

const bySide = (
  { book }: LedgerEntry,
  side: Filter['side'],
  rows: (from: number, count: number) => readonly { readonly direction: 'long' | 'short' }[],
): Source['matches'] =>
  side === null || book.key.market === 'spot'
    ? null // spot is never short
    : (from, count) => rows(from, count).map(({ direction }) => direction === side);

/** The closings whose closing fill is of an account. */
const byAccount = (entry: LedgerEntry, accountId: string | null): Source['matches'] => {
  if (entry.accountId !== null || !isShared(entry, accountId)) return null;
  const { book } = entry;
  return (from, count) =>
    Array.from({ length: count }, (_, index) => book.originOfClosing(from + index).account === accountId);
};

/** Fees without a rate are those of all fills of the days: a lot's fee in another coin is in no closing. */
function closingsOf(entry: LedgerEntry, filter: Filter, ownFees: OwnFees): Source {
  const { book } = entry;
  const { fromUs, toUs } = daysOf(filter);
  const [from, to] = [fromUs ?? 0, toUs ?? Number.MAX_SAFE_INTEGER];
  const { accountId } = filter;
  return {
    entry,
    kind: 'closings',
    count: book.closingCount(),
    atUs: book.closedAtUs,
    sums: book.realizedOf,
    matches: byAccount(entry, accountId) ?? bySide(entry, filter.side, book.closings),
    unconvertedFees: () =>
      accountId !== null && isShared(entry, accountId)
        ? ownFees(accountId, book.key.base, from, to)
        : book.unconvertedFees(from, to),
    incomplete: (first, count) => book.realizedOf(first, count).unmatched > 0n,
  };
}

function tripsOf(entry: LedgerEntry, { side }: Filter): Source {
  const { book } = entry;
  return {
    entry,
    kind: 'trips',
    count: book.tripCount(),
    atUs: (place) => book.trips(place, 1)[0]?.closedAtUs ?? 0,
    sums: book.tripTotals,
    matches: bySide(entry, side, book.trips),
    unconvertedFees: (from, count) => book.tripTotals(from, count).unconvertedFees,
    incomplete: () => book.totals().unmatched > 0n,
  };
}

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

function rangeOf({ entry, ...sequence }: Source, filter: Filter): Range {
  const { fromUs, toUs } = daysOf(filter);
  const from = fromUs === null ? 0 : firstSince(sequence, fromUs);
  const to = toUs === null ? sequence.count : firstSince(sequence, toUs);
  const never = filter.side === 'short' && entry.book.key.market === 'spot'; // spot is never short
  return { from, count: never ? 0 : Math.max(0, to - from) };
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
  closings(entry: LedgerEntry, filter: Filter): Matched;
  trips(entry: LedgerEntry, filter: Filter): Matched;
  /** Goes through what has to be gone through row by row, so that the same question is answered at once after it. */
  prepare(kind: Source['kind'], entries: readonly LedgerEntry[], filter: Filter, breath: Breath): Promise<void>;
}

/** Rows gone through at once. */
const slice = 512;

/** Goes through the rows of a range; what has matched so far is in `found`. */
function createWalk(source: Source, { from, count }: Range) {
  const found = { places: [] as number[], sums: noSums, incomplete: false };
  let next = from;
  const run = (first: number, length: number): void => {
    for (let place = first; place < first + length; place += 1) found.places.push(place);
    found.sums = plusSums(found.sums, source.sums(first, length));
    found.incomplete ||= source.incomplete(first, length);
  };
  return {
    found,
    /** True when all of the range is through. */
    step(): boolean {
      const length = Math.min(slice, from + count - next);
      const flags = source.matches?.(next, length) ?? [];
      for (let index = 0; index < length; index += 1) {
        if (flags[index] !== true) continue;
        const first = index;
        while (flags[index + 1] === true) index += 1;
        run(next + first, index + 1 - first);
      }
      next += length;
      return next >= from + count;
    },
  };
}

const questionOf = ({ accountId, side, closedFrom, closedTo }: Filter, { from, count }: Range): string =>
  `${accountId} ${side} ${from} ${count} ${closedFrom} ${closedTo}`;

export function createTradeSources(ownFees: OwnFees): TradeSources {
  const answers = new Map<string, Answer>();

  const keptOf = ({ entry, kind }: Source, question: string): Answer | null => {
    const kept = answers.get(`${entry.id} ${kind}`);
    return kept?.version === entry.version && kept.question === question ? kept : null;
  };

  function keep(source: Source, range: Range, filter: Filter, walked: ReturnType<typeof createWalk> | null): Answer {
    const { entry, kind } = source;
    const { from, count } = range;
    const answer: Answer = {
      version: entry.version,
      question: questionOf(filter, range),
      ...(walked?.found ?? {
        places: null,
        sums: source.sums(from, count),
        incomplete: source.incomplete(from, count),
      }),
      unconvertedFees: source.unconvertedFees(from, count),
    };
    answers.set(`${entry.id} ${kind}`, answer);
    return answer;
  }

  function answerOf(source: Source, range: Range, filter: Filter): Answer {
    const kept = keptOf(source, questionOf(filter, range));
    if (kept) return kept;
    if (source.matches === null) return keep(source, range, filter, null);
    const walk = createWalk(source, range);
    while (!walk.step());
    return keep(source, range, filter, walk);
  }

  async function prepareOne(source: Source, filter: Filter, breath: Breath): Promise<void> {
    const range = rangeOf(source, filter);
    if (source.matches === null || range.count === 0 || keptOf(source, questionOf(filter, range))) return;
    const { version } = source.entry;
    const walk = createWalk(source, range);
    while (!walk.step()) {
      if (breath.isDue()) await breath.take();
      if (source.entry.version !== version) return; // it is answered of what it holds then
    }
    keep(source, range, filter, walk);
  }

  const sourceOf = (kind: Source['kind'], entry: LedgerEntry, filter: Filter): Source =>
    kind === 'trips' ? tripsOf(entry, filter) : closingsOf(entry, filter, ownFees);

  function matched(kind: Source['kind'], entry: LedgerEntry, filter: Filter): Matched {
    const source = sourceOf(kind, entry, filter);
    const range = rangeOf(source, filter);
    if (range.count === 0) return openRows(entry, 0, source.atUs);
    const { places, sums, unconvertedFees, incomplete } = answerOf(source, range, filter);
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
    closings: (entry, filter) => matched('closings', entry, filter),
    trips: (entry, filter) => matched('trips', entry, filter),
    async prepare(kind, entries, filter, breath) {
      for (const entry of entries) await prepareOne(sourceOf(kind, entry, filter), filter, breath);
    },
  };
}

/** The open lots of a book, all of one side; under `average` its one position. */
export function lotsOf(entry: LedgerEntry, side: 'long' | 'short' | null): Matched {
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
export function openTripOf(entry: LedgerEntry, side: 'long' | 'short' | null): Matched {
  const trip = entry.book.openTrip();
  const wanted = trip !== null && (side === null || trip.direction === side);
  return openRows(entry, wanted ? 1 : 0, () => trip?.openedAtUs ?? 0);
}

/** Rows that are in no total. */
const openRows = (entry: LedgerEntry, count: number, atUs: (place: number) => number): Matched => ({
  entry,
  count,
  atUs,
  bookPlace: (place) => place,
  sums: noSums,
  unconvertedFees: [],
  incomplete: false,
});
