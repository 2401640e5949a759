/**
 * How a market's fills are read page by page, so that none is lost and none is passed over, whichever order they come in.
 *
 * Coinstore takes a page's number (from 1) and size, no time and no id. It does not document the order of rows, how long a
 * page may be (20 unasked, about 100 asked) or how far back it serves, so the order is told by a walk's first page (time, then
 * id) and held against every other.
 *
 * - **Newest first**: a walk goes down from page 1 until a row is older than the second `since`, before which all is read, or
 *   the list ends. Fills that arrive on the way push rows down, so a later page repeats rows and skips none. The walk that
 *   ends sets `since` to the second of a row half a page below its own top (at most 50 rows): that is the overlap in which
 *   the next walk finds fills that showed up late. A walk of several pages is followed by another from the top, so that a
 *   reading is done only when all that had happened by its last call is read. A walk that is older than six hours starts again.
 * - **Oldest first**: fills arrive behind the last page, so pages stay what they are. The next walk starts at the page of the
 *   `mark`, a row half a page (at most 50 rows) before the end. Where the mark is no longer there, because the exchange
 *   dropped its oldest rows and the others moved up, reading goes back page by page until it meets what was read before. Rows
 *   that move up while a walk of several pages is under way could be passed over; no such dropping is documented.
 *
 * A page's length is the length of the walk's first page, so that an exchange that serves less than 100 is asked for what it
 * serves and pages join, however it counts them. The list ends at an empty page, or at one that is shorter than a page that
 * the exchange is known to have served. A page that begins like the one before it is that page once more: reading neither
 * advances nor ends, it fails as `network-failed` and may be repeated. (Exactly a page of fills that arrived between two pages
 * looks the same; it passes with the next fill, or when the walk starts again.)
 */
import { compareFillIds } from '../../ledger/fill';
import type { Failure } from '../../reasons';
import { err, ok, type Result, type UnixMs, unixMs } from '../../result';
import { unexpected } from '../payload';
import type { ExchangeFill } from '../readings';
import { beginning, cursorText, type Mark, type Place, placeOf } from './cursor';

/** Rows of a page at most: what is asked for first. */
const longestAsked = 100;
/** What the exchange serves unasked: a page that was cut is not shorter. */
const shortestCut = 20;
const mostOverlapRows = 50;

type Row = Pick<ExchangeFill, 'id' | 'side' | 'executedAtUs'>;

/** A page to ask for: its number from 1, and its length. */
export interface PageAsked {
  readonly pageNum: number;
  readonly pageSize: number;
}

function askedAt(place: Place): PageAsked {
  switch (place.kind) {
    case 'beginning':
    case 'top':
      return { pageNum: 1, pageSize: longestAsked };
    case 'mark':
      return { pageNum: Math.floor(Math.max(0, place.mark.rows - 1) / place.size) + 1, pageSize: place.size };
    case 'down':
    case 'up':
      return { pageNum: place.page, pageSize: place.size };
  }
}

/** What to ask for at a cursor. */
export const pageAt = (cursor: string, nowMs: UnixMs): PageAsked => askedAt(placeOf(cursor, nowMs));

const rowKey = ({ id, side }: Row): string => `${id}${side === 'buy' ? 'b' : 's'}`;
const secondOf = ({ executedAtUs }: Row): number => Math.floor(executedAtUs / 1_000_000);

type Order = 'newest-first' | 'oldest-first';

/** Null for rows of one fill or none, which tell no order. */
function orderOf(rows: readonly Row[]): Order | null {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return null;
  const step = secondOf(last) - secondOf(first) || compareFillIds(last.id, first.id);
  if (step === 0) return null;
  return step > 0 ? 'oldest-first' : 'newest-first';
}

/** The first row that is out of order by its second; -1 where there is none. */
const misplacedIn = (rows: readonly Row[], order: Order): number =>
  rows.findIndex((row, index) => {
    const before = rows[index - 1];
    if (!before) return false;
    return order === 'newest-first' ? secondOf(row) > secondOf(before) : secondOf(row) < secondOf(before);
  });

/** Where to go on, whether the exchange has no more rows now, and the instant before which all is read. */
export interface Advance {
  readonly next: string;
  readonly done: boolean;
  readonly readTo: UnixMs;
}

/** A page as served, and what it was asked with. */
interface Page {
  readonly rows: readonly Row[];
  readonly asked: PageAsked;
  readonly isLast: boolean;
  readonly nowMs: UnixMs;
}

const overlapOf = (rows: readonly Row[]): number => Math.min(mostOverlapRows, Math.floor(rows.length / 2));

/** The length of a walk's further pages, from its first: what was served where that was less. */
const sizeAfter = ({ rows, asked, isLast }: Page): number => (isLast ? asked.pageSize : rows.length);

const step = (place: Place, done: boolean, readToMs: number): Advance => ({
  next: cursorText(place),
  done,
  readTo: unixMs(readToMs),
});

/**
 * One page further down; `since` becomes what the walk's top allows once it has reached what was read before. After a walk of
 * several pages the top is looked at again for what arrived on the way, unless the walk found nothing new.
 */
function down(place: Extract<Place, { kind: 'down' }>, { rows, asked, isLast }: Page): Advance {
  const { since, nextSince, startedAt } = place;
  const [first] = rows;
  if (isLast || !first || rows.some((row) => secondOf(row) < since)) {
    return step({ kind: 'top', since: nextSince }, asked.pageNum === 1 || nextSince === since, startedAt);
  }
  return step({ ...place, page: asked.pageNum + 1, first: rowKey(first) }, false, since * 1000);
}

function downFromTop(since: number, page: Page): Advance {
  const top = page.rows[overlapOf(page.rows)];
  const nextSince = top ? secondOf(top) : since;
  const walk = { since, nextSince, startedAt: page.nowMs, size: sizeAfter(page), page: 1, first: '' };
  return down({ kind: 'down', ...walk }, page);
}

/** The row half a page before a page's end; null on one that is too short to tell. */
function markIn({ rows, asked }: Page): Mark | null {
  const index = rows.length - 1 - overlapOf(rows);
  const row = rows[index];
  if (!row || rows.length < shortestCut) return null;
  return { rows: (asked.pageNum - 1) * asked.pageSize + index + 1, row: rowKey(row), second: secondOf(row) };
}

/** One page further up; at the end the mark stays for the next walk. */
function up(size: number, before: Mark | null, page: Page): Advance {
  const { rows, asked, isLast, nowMs } = page;
  const mark = markIn(page) ?? before;
  const [first, last] = [rows[0], rows.at(-1)];
  if (isLast || !first || !last) return step(mark ? { kind: 'mark', size, mark } : beginning, true, nowMs);
  return step({ kind: 'up', size, page: asked.pageNum + 1, first: rowKey(first), mark }, false, secondOf(last) * 1000);
}

/** A walk that begins where the last one left its mark: on, back where rows have moved up, or no answer to what was asked. */
function upFromMark({ size, mark }: Extract<Place, { kind: 'mark' }>, page: Page): Result<Advance, Failure> {
  const { rows, asked } = page;
  const [first, last] = [rows[0], rows.at(-1)];
  const joins = rows.some((row) => rowKey(row) === mark.row) || (first && secondOf(first) < mark.second);
  const isEarlier = last && secondOf(last) < mark.second;
  if (asked.pageNum === 1 || (joins && !isEarlier)) return ok(up(size, mark, page));
  if (isEarlier) return err(notThePage);
  return ok(step({ kind: 'mark', size, mark: { ...mark, rows: mark.rows - size } }, false, mark.second * 1000));
}

const notThePage: Failure = { reason: 'network-failed', detail: 'the page is not the one that was asked for' };

/** The first page of all tells the order. A history too short to tell it is read whole again by the next walk. */
function fromBeginning(page: Page): Advance {
  const order = orderOf(page.rows);
  if (order === null || (page.isLast && page.rows.length < shortestCut)) return step(beginning, true, page.nowMs);
  if (order === 'newest-first') return downFromTop(0, page);
  return up(sizeAfter(page), null, page);
}

const orderAt: Readonly<Record<Place['kind'], Order | null>> = {
  beginning: null,
  top: 'newest-first',
  down: 'newest-first',
  mark: 'oldest-first',
  up: 'oldest-first',
};

/** Where to start over when rows come in the other order than before; null where that was tried, so that it comes to an end. */
function otherOrder(place: Place): Place | null {
  if (place.kind === 'up' || place.kind === 'mark') return { kind: 'top', since: 0 };
  return place.kind === 'top' && place.since > 0 ? beginning : null;
}

function advanced(place: Place, page: Page): Result<Advance, Failure> {
  switch (place.kind) {
    case 'beginning':
      return ok(fromBeginning(page));
    case 'top':
      return ok(downFromTop(place.since, page));
    case 'down':
      return ok(down(place, page));
    case 'mark':
      return upFromMark(place, page);
    case 'up':
      return ok(up(place.size, place.mark, page));
  }
}

/**
 * Where reading goes on after the page that was asked for at `cursor`.
 *
 * `rows` is the page as served; `longestPage` is the most rows that a page of this exchange is known to have had before this
 * one (0: not known); `nowMs` the clock when it was asked for. `readTo` at a walk's end is the clock, newest first that of its
 * beginning. Where nothing new came, `next` is the cursor that the walk began with.
 * `network-failed`: the page is not the one asked for. `unexpected-payload`: more rows than were asked for, or rows in no order
 * by time; rows in the other order than before start over.
 * From "": rows at seconds 1000 down to 901, 100 of them, go on with page 2 and `since` 950; a walk that ends leaves "d/950".
 */
export function advance(
  cursor: string,
  rows: readonly Row[],
  longestPage: number,
  nowMs: UnixMs,
): Result<Advance, Failure> {
  const place = placeOf(cursor, nowMs);
  const asked = askedAt(place);
  if (rows.length > asked.pageSize) return err(unexpected('data', 'more-rows-than-asked-for'));
  const order = orderAt[place.kind] ?? orderOf(rows);
  const misplaced = order === null ? -1 : misplacedIn(rows, order);
  if (misplaced >= 0) {
    const again = otherOrder(place);
    return again ? ok(step(again, false, 0)) : err(unexpected(`data[${misplaced}].matchTime`, 'in-no-order'));
  }
  const [first] = rows;
  const isRepeated = (place.kind === 'down' || place.kind === 'up') && first && rowKey(first) === place.first;
  if (isRepeated) return err(notThePage);
  const isLast = rows.length < Math.min(asked.pageSize, Math.max(shortestCut, longestPage));
  return advanced(place, { rows, asked, isLast, nowMs });
}
