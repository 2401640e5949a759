/**
 * How a market's fills are read page by page, so that none is lost and none is passed over.
 *
 * `fromId` is inclusive and rows come by ascending id. A cursor is "" (from the oldest) or three ids,
 * `from/back/newest`: the next page starts at `from`; `newest` is the highest id served; `back` is where a later reading
 * starts again: 211 rows before the newest, or at the first row of its last hour where that is further back, at most 500
 * rows. Neighbouring pages overlap by one row, so both rows of a self-trade (one id) are kept; and a fill that shows up late
 * with an id below the newest is found by the next reading, unless it is later still than that.
 *
 * The end of what is new is never taken from a page's length, for the exchange may serve less than it was asked for: reading
 * goes on until a page has nothing beyond `newest`. A page that does not start with the row it must start with (a page
 * served twice, an empty one in the middle) is no answer to what was asked: reading neither advances nor ends, it fails as
 * `network-failed` and may be repeated.
 */
import { compareFillIds } from '../../ledger/fill';
import type { Failure } from '../../reasons';
import { err, ok, type Result } from '../../result';
import { unexpected } from '../payload';
import type { ExchangeFill } from '../readings';

/** Rows of a page at most: what is asked for. */
export const fillsPageSize = 1000;

/** No round number, so that pages of the exchange's own choosing do not end just at the newest row again and again. */
const overlapRows = 211;
const longestOverlapRows = 500;
const overlapUs = 3_600_000_000;

/** Before every id: where reading begins, and begins again while the history is shorter than the overlap. */
const oldest = '0';

type Row = Pick<ExchangeFill, 'id' | 'executedAtUs'>;

interface Place {
  readonly from: string;
  readonly back: string;
  readonly newest: string;
}

const cursorText = ({ from, back, newest }: Place): string => `${from}/${back}/${newest}`;

/** Null at the beginning. An unreadable cursor starts over: repeating costs calls, and loses nothing. */
function placeOf(cursor: string): Place | null {
  const [, from, back, newest] = /^(\d{1,40})\/(\d{1,40})\/(\d{1,40})$/.exec(cursor) ?? [];
  return from !== undefined && back !== undefined && newest !== undefined ? { from, back, newest } : null;
}

/** The `fromId` to ask for at a cursor: an id, "0" for the oldest. */
export const fromIdAt = (cursor: string): string => placeOf(cursor)?.from ?? oldest;

/**
 * Whether the page answers what was asked for: nothing before `from`, `from` itself, and more while `newest` lies ahead.
 * A later reading that starts at `back` may find that row gone: all after it was read before, so nothing is passed over.
 */
function isAnswer({ from, back, newest }: Place, first: Row | undefined, last: Row | undefined): boolean {
  const startsAgain = from === back && from !== newest;
  if (!first || !last) return startsAgain;
  if (last.id === from && from !== newest) return false;
  return first.id === from || (startsAgain && compareFillIds(first.id, from) > 0);
}

/**
 * Id of the row that a later reading starts from, among rows by ascending id; null where they do not reach back far enough.
 * The place then stays where it was: pages shorter than the overlap cost a later reading more calls, and lose nothing.
 */
function backAmong(rows: readonly Row[]): string | null {
  if (rows.length <= overlapRows) return null;
  const newestUs = rows.reduce((latest, row) => Math.max(latest, row.executedAtUs), 0);
  const furthest = Math.max(0, rows.length - 1 - longestOverlapRows);
  let start = rows.length - 1 - overlapRows;
  while (start > furthest && (rows[start - 1]?.executedAtUs ?? 0) >= newestUs - overlapUs) start -= 1;
  return rows[start]?.id ?? null;
}

/** Where to go on after a page. `done`: the exchange has no more rows now. */
export interface Advance {
  readonly next: string;
  readonly done: boolean;
}

/** What was asked from `newest` and gave nothing else is the end. A page that ends just there may have been cut there. */
function step(place: Place | null, rows: readonly Row[], last: Row, longestPage: number): Advance {
  const isNew = place === null || compareFillIds(last.id, place.newest) > 0;
  if (isNew) {
    const back = backAmong(rows) ?? place?.back ?? oldest;
    return { next: cursorText({ from: last.id, back, newest: last.id }), done: false };
  }
  const isWhole = place.from === place.newest || rows.length < longestPage;
  if (last.id === place.newest && isWhole) return { next: cursorText({ ...place, from: place.back }), done: true };
  return { next: cursorText({ ...place, from: last.id }), done: false };
}

/**
 * Where reading goes on after the page that was asked for at `cursor`.
 *
 * `rows` is the page as served; `longestPage` is the most rows that a page of this exchange is known to have had (0: not
 * known): a shorter one that brings nothing new was not cut, which saves a call for each market without news. Where nothing new came, `next` is the cursor that the reading began with. Empty at the
 * beginning: done, and the cursor stays "". `network-failed`: the page is not the one asked for.
 * `unexpected-payload`: the page is not by ascending id, so what lies behind it is unknown.
 * From "": ids 1 to 1000, a day each, give "1000/789/1000", not done; then 1000 to 1004 give "1004/789/1004", not done;
 * then 1004 alone gives "789/789/1004", done.
 */
export function advance(cursor: string, rows: readonly Row[], longestPage: number): Result<Advance, Failure> {
  const place = placeOf(cursor);
  const [first, last] = [rows[0], rows.at(-1)];
  const misplaced = rows.findIndex((row, index) => index > 0 && compareFillIds(rows[index - 1]?.id ?? '', row.id) > 0);
  if (misplaced >= 0) return err(unexpected(`[${misplaced}].id`, 'not-ascending'));
  if (place !== null && !isAnswer(place, first, last)) {
    return err({ reason: 'network-failed', detail: 'the page is not the one that was asked for' });
  }
  if (last) return ok(step(place, rows, last, longestPage));
  return ok({ next: place === null ? '' : cursor, done: true });
}
