/**
 * The trades of many books added up in one pass, in steps: by book and side, by hour of the day, and by step of time.
 *
 * No trade is held: of each stay its instant, its place and whether it won, in typed arrays (13 bytes), since streaks go over all
 * books in the order of closing. A book that changes while it is being read is read anew, so that each is of one moment; one that has
 * not changed since it was read for the same filter is not read again.
 */
import type { Book } from '../../shared/ledger/book';
import { msOfUs } from '../../shared/result';
import { dayMs } from '../../shared/utc-day';
import type { PerformanceFilter } from './api/performance';
import type { BookEntry } from './books';
import type { Breath } from './breath';
import { addCell, addToCell, type BookTrade, type Cell, cellAt, emptyCell } from './performance-cells';
import { feesOutside, rangeOf, tradesOf } from './performance-trades';

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

/** What was read of a book at its `version`. The arrays have one element a trade, in order. */
export interface FoldedBook {
  readonly entry: BookEntry;
  readonly version: number;
  readonly basis: PerformanceFilter['basis'];
  readonly sides: Readonly<Record<BookTrade['direction'], Cell>>;
  readonly closedAtUs: Float64Array;
  readonly places: Uint32Array;
  readonly kinds: Uint8Array;
  readonly count: number;
  readonly feesOutside: ReturnType<Book['unconvertedFees']>;
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

const versionOf = ({ id, book }: BookEntry, version: number): string => `${id} ${version} ${book.method}`;

/** Tells whether a fold of these books is still that of what they hold. */
export const versionsOf = (entries: readonly BookEntry[]): string =>
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
  readonly book: FoldedBook;
  /** Of the book as it was. */
  readonly version: string;
  readonly times: TimeCells;
}

/** Reads one book as it is; null where the query was given up, or it has changed meanwhile and `strict` refuses that. */
async function readBook(
  entry: BookEntry,
  filter: PerformanceFilter,
  stepMs: number,
  breath: Breath,
  asked: Asked,
  strict: boolean,
): Promise<Reading | null> {
  const { version, book } = entry;
  const source = tradesOf(book, filter.basis);
  const [from, to] = rangeOf(source, filter);
  const times = createTimes();
  const sides = { long: emptyCell(), short: emptyCell() };
  const closedAtUs = new Float64Array(to - from);
  const places = new Uint32Array(to - from);
  const bits = new Uint8Array(to - from);
  let count = 0;
  for (let place = from; place < to; place += readAtOnce) {
    const trades = source.read(place, Math.min(readAtOnce, to - place));
    for (const [index, trade] of trades.entries()) {
      if (filter.side !== null && trade.direction !== filter.side) continue;
      addToCell(sides[trade.direction], trade);
      const ms = msOfUs(trade.closedAtUs);
      const hour = times.hours[Math.floor(ms / hourMs) % 24];
      if (hour) addToCell(hour, trade);
      addToCell(cellAt(times.steps, Math.floor(ms / stepMs)), trade);
      closedAtUs[count] = trade.closedAtUs;
      places[count] = place + index;
      bits[count] = kindOf(trade);
      count += 1;
    }
    if (breath.isDue()) await breath.take();
    if (!asked.wanted) return null;
    if (strict && (entry.version !== version || entry.book !== book)) return null;
  }
  const fees = feesOutside(book, filter, [from, to]);
  const read = { entry, version, basis: filter.basis, sides, closedAtUs, places, kinds: bits, count };
  return { book: { ...read, feesOutside: fees }, version: versionOf(entry, version), times };
}

/** By the hour where the filter's time is short, else by the day. */
const stepOf = ({ fromMs, toMs }: PerformanceFilter): number =>
  fromMs !== null && toMs !== null && toMs - fromMs <= hourlyUpToMs ? hourMs : dayMs;

/** Until the book stands still while it is read, or was read often enough. */
async function readOften(
  entry: BookEntry,
  filter: PerformanceFilter,
  stepMs: number,
  breath: Breath,
  asked: Asked,
): Promise<Reading | null> {
  let reading: Reading | null = null;
  for (let times = 1; reading === null && asked.wanted; times += 1)
    reading = await readBook(entry, filter, stepMs, breath, asked, times < readingsAtMost);
  return reading;
}

/** What was read before, where the book has not changed since. */
function unchanged(entry: BookEntry, before: Readings): Reading | null {
  const reading = before.get(entry.id);
  return reading?.book.entry === entry && reading.version === versionOf(entry, entry.version) ? reading : null;
}

/**
 * Adds up the trades of these books that the filter leaves; null where the query was given up meanwhile. `before`: what was read
 * for the same filter.
 */
export async function foldBooks(
  entries: readonly BookEntry[],
  filter: PerformanceFilter,
  breath: Breath,
  asked: Asked,
  before: Readings,
): Promise<{ readonly fold: Fold; readonly readings: Readings } | null> {
  const stepMs = stepOf(filter);
  const books: FoldedBook[] = [];
  const times = new Map<string, TimeCells>();
  const readings = new Map<string, Reading>();
  for (const entry of entries) {
    const reading = unchanged(entry, before) ?? (await readOften(entry, filter, stepMs, breath, asked));
    if (reading === null) return null;
    readings.set(entry.id, reading);
    if (reading.book.count === 0 && reading.book.feesOutside.length === 0) continue;
    const { quote } = entry.book.key;
    books.push(reading.book);
    const ofQuote = times.get(quote) ?? createTimes();
    times.set(quote, ofQuote);
    addTimes(ofQuote, reading.times);
    if (breath.isDue()) await breath.take();
  }
  const versions = [...readings.values()].map(({ version }) => version).join(' ');
  return { fold: { stepMs, books, times, versions }, readings };
}
