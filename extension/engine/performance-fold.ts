/**
 * The trades of many books added up in one pass, in steps: by book and side, by hour of the day, and by step of time.
 *
 * No trade is held: of each stay its instant, its place and whether it won, in typed arrays (13 bytes), since streaks go over all
 * books in the order of closing. A book that changes while it is being read is read anew, so that each is of one moment; one that has
 * not changed since it was read for the same filter is not read again.
 */
import { withRoom } from '../../shared/money/room';
import { msOfUs } from '../../shared/result';
import { dayMs } from '../../shared/utc-day';
import type { PerformanceFilter } from './api/performance';
import type { Breath } from './breath';
import { addCell, addToCell, type BookTrade, type Cell, cellAt, emptyCell } from './performance-cells';
import { feesOutside, rangeOf, tradesOf } from './performance-trades';
import type { LedgerEntry } from './pool';

const hourMs = dayMs / 24;
/** Up to so long a time is shown hour by hour. */
const hourlyUpToMs = 8 * dayMs;
/** Trades read at once: well below the 20 ms after which others have their turn. */
const readAtOnce = 512;
/** A book that changes while it is read is read anew so often; then as it comes, since its change has the page ask again. */
const readingsAtMost = 3;

/** Bits of `FoldedBook.kinds`. */
export const kinds = { win: 1, loss: 2, short: 4 } as const;

/** One quote currency over time: by hour of the day in UTC, and by step (`stepMs`), numbered from 1970. */
interface TimeCells {
  readonly hours: readonly Cell[];
  readonly steps: Map<number, Cell>;
}

/**
 * What trades count for. A closing of a pool: its closing fill's account and symbol; a round trip of one: no account (null) and the coin.
 * `bookId`: the book that has these trades and no others; null where they are a part of a pool.
 */
interface TradesOf {
  readonly accountId: string | null;
  readonly symbol: string;
  readonly quote: string;
  readonly bookId: string | null;
}

/** What a filter takes of a pool. */
export interface PoolFilter {
  readonly takes: (of: TradesOf) => boolean;
  /** Fees in coins without a rate that one account paid at one symbol, between two instants in microseconds. */
  readonly ownFees: (of: TradesOf, fromUs: number, toUs: number) => FoldedBook['feesOutside'];
}

/** What was read of a book, or of the part of a pool that counts for one account and symbol. The arrays have one element a trade, in order. */
export interface FoldedBook {
  readonly entry: LedgerEntry;
  readonly of: TradesOf;
  readonly basis: PerformanceFilter['basis'];
  readonly sides: Readonly<Record<BookTrade['direction'], Cell>>;
  readonly closedAtUs: Float64Array;
  readonly places: Uint32Array;
  readonly kinds: Uint8Array;
  readonly count: number;
  readonly feesOutside: ReturnType<LedgerEntry['book']['unconvertedFees']>;
}

/** `versions`: as of which state of which books, as `versionsOf` tells it. */
export interface Fold {
  readonly versions: string;
  readonly stepMs: number;
  readonly books: readonly FoldedBook[];
  readonly times: ReadonlyMap<string, TimeCells>;
}

/** What was read of each book for one filter, by the book's id: a later fold reads what has changed since. */
export type Readings = ReadonlyMap<string, Reading>;

/** A query that may be given up meanwhile. */
export interface Asked {
  wanted: boolean;
}

const versionOf = ({ id, book }: LedgerEntry, version: number): string => `${id} ${version} ${book.method}`;

/** Tells whether a fold of these books is still that of what they hold. */
export const versionsOf = (entries: readonly LedgerEntry[]): string =>
  entries.map((entry) => versionOf(entry, entry.version)).join(' ');

const createTimes = (): TimeCells => ({ hours: Array.from({ length: 24 }, emptyCell), steps: new Map() });

function addTimes(times: TimeCells, other: TimeCells): void {
  for (const [hour, cell] of times.hours.entries()) addCell(cell, other.hours[hour] ?? emptyCell());
  for (const [step, cell] of other.steps) addCell(cellAt(times.steps, step), cell);
}

const kindOf = ({ net, direction }: BookTrade): number =>
  (net > 0n ? kinds.win : net < 0n ? kinds.loss : 0) | (direction === 'short' ? kinds.short : 0);

/** `times` are its own alone: whoever adds them up must leave them as they are. */
interface Reading {
  readonly entry: LedgerEntry;
  readonly books: readonly FoldedBook[];
  /** Of the book as it was. */
  readonly version: string;
  readonly times: TimeCells;
}

/** Trades of one account and symbol as they are read. */
function createPart(entry: LedgerEntry, basis: FoldedBook['basis'], of: TradesOf, room: number) {
  const sides = { long: emptyCell(), short: emptyCell() };
  let closedAtUs = new Float64Array(room);
  let places = new Uint32Array(room);
  let bits = new Uint8Array(room);
  let count = 0;
  return {
    of,
    add(trade: BookTrade, place: number): void {
      addToCell(sides[trade.direction], trade);
      if (count === closedAtUs.length) {
        closedAtUs = withRoom(closedAtUs, count + 1);
        places = withRoom(places, count + 1);
        bits = withRoom(bits, count + 1);
      }
      closedAtUs[count] = trade.closedAtUs;
      places[count] = place;
      bits[count] = kindOf(trade);
      count += 1;
    },
    folded: (fees: FoldedBook['feesOutside']): FoldedBook => ({
      ...{ entry, of, basis, sides, closedAtUs, places, kinds: bits, count, feesOutside: fees },
    }),
  };
}

type Part = ReturnType<typeof createPart>;

/** What the trades of an entry count for, and which part takes each; null where the filter leaves a trade out. */
function partsOf(entry: LedgerEntry, { basis }: PerformanceFilter, pool: PoolFilter, room: number) {
  const { base, symbol, quote } = entry.book.key;
  if (entry.accountId !== null) {
    const own = createPart(entry, basis, { accountId: entry.accountId, symbol, quote, bookId: entry.id }, room);
    return { parts: [own], partOf: () => own };
  }
  if (basis === 'trips') {
    const all = createPart(entry, basis, { accountId: null, symbol: base, quote, bookId: entry.id }, room);
    const parts = pool.takes(all.of) ? [all] : [];
    return { parts, partOf: () => parts[0] ?? null };
  }
  const markets = entry.markets().map(([accountId, name]) => ({ accountId, symbol: name, quote, bookId: null }));
  const parts = markets.filter(pool.takes).map((of) => createPart(entry, basis, of, few));
  const keyOf = (account: string, name: string): string => `${account} ${name}`;
  const byMarket = new Map(parts.map((part) => [keyOf(part.of.accountId ?? '', part.of.symbol), part]));
  return {
    parts,
    partOf: ({ origin }: BookTrade) => (origin && byMarket.get(keyOf(origin.account, origin.symbol))) ?? null,
  };
}

const few = 64;

/** Reads one book as it is; null where the query was given up, or it has changed meanwhile and `strict` refuses that. */
async function readBook(
  entry: LedgerEntry,
  filter: PerformanceFilter,
  pool: PoolFilter,
  stepMs: number,
  breath: Breath,
  asked: Asked,
  strict: boolean,
): Promise<Reading | null> {
  const { version, book } = entry;
  const source = tradesOf(book, filter.basis);
  const [from, to] = rangeOf(source, filter);
  const times = createTimes();
  const { parts, partOf } = partsOf(entry, filter, pool, to - from);
  for (let place = from; place < to && parts.length > 0; place += readAtOnce) {
    const trades = source.read(place, Math.min(readAtOnce, to - place));
    for (const [index, trade] of trades.entries()) {
      if (filter.side !== null && trade.direction !== filter.side) continue;
      const part = partOf(trade);
      if (part === null) continue;
      part.add(trade, place + index);
      const ms = msOfUs(trade.closedAtUs);
      const hour = times.hours[Math.floor(ms / hourMs) % 24];
      if (hour) addToCell(hour, trade);
      addToCell(cellAt(times.steps, Math.floor(ms / stepMs)), trade);
    }
    if (breath.isDue()) await breath.take();
    if (!asked.wanted) return null;
    if (strict && (entry.version !== version || entry.book !== book)) return null;
  }
  const books = parts.map((part) => part.folded(feesOf(part, entry, filter, pool, [from, to])));
  return { entry, books, version: versionOf(entry, version), times };
}

function feesOf(
  { of }: Part,
  entry: LedgerEntry,
  filter: PerformanceFilter,
  pool: PoolFilter,
  range: readonly [number, number],
): FoldedBook['feesOutside'] {
  if (of.bookId !== null) return feesOutside(entry.book, filter, range);
  const toUs = filter.toMs === null ? Number.MAX_SAFE_INTEGER : filter.toMs * 1_000;
  return pool.ownFees(of, (filter.fromMs ?? 0) * 1_000, toUs);
}

/** By the hour where the filter's time is short, else by the day. */
const stepOf = ({ fromMs, toMs }: PerformanceFilter): number =>
  fromMs !== null && toMs !== null && toMs - fromMs <= hourlyUpToMs ? hourMs : dayMs;

/** Until the book stands still while it is read, or was read often enough. */
async function readOften(
  entry: LedgerEntry,
  filter: PerformanceFilter,
  pool: PoolFilter,
  stepMs: number,
  breath: Breath,
  asked: Asked,
): Promise<Reading | null> {
  let reading: Reading | null = null;
  for (let times = 1; reading === null && asked.wanted; times += 1)
    reading = await readBook(entry, filter, pool, stepMs, breath, asked, times < readingsAtMost);
  return reading;
}

/** What was read before, where the book has not changed since. */
function unchanged(entry: LedgerEntry, before: Readings): Reading | null {
  const reading = before.get(entry.id);
  return reading?.entry === entry && reading.version === versionOf(entry, entry.version) ? reading : null;
}

/**
 * Adds up the trades of these books that the filter leaves; null where the query was given up meanwhile. `before`: what was read
 * for the same filter.
 */
export async function foldBooks(
  entries: readonly LedgerEntry[],
  filter: PerformanceFilter,
  pool: PoolFilter,
  breath: Breath,
  asked: Asked,
  before: Readings,
): Promise<{ readonly fold: Fold; readonly readings: Readings } | null> {
  const stepMs = stepOf(filter);
  const books: FoldedBook[] = [];
  const times = new Map<string, TimeCells>();
  const readings = new Map<string, Reading>();
  for (const entry of entries) {
    const reading = unchanged(entry, before) ?? (await readOften(entry, filter, pool, stepMs, breath, asked));
    if (reading === null) return null;
    readings.set(entry.id, reading);
    const telling = reading.books.filter(({ count, feesOutside: fees }) => count > 0 || fees.length > 0);
    if (telling.length === 0) continue;
    const { quote } = entry.book.key;
    books.push(...telling);
    const ofQuote = times.get(quote) ?? createTimes();
    times.set(quote, ofQuote);
    addTimes(ofQuote, reading.times);
    if (breath.isDue()) await breath.take();
  }
  const versions = [...readings.values()].map(({ version }) => version).join(' ');
  return { fold: { stepMs, books, times, versions }, readings };
}
