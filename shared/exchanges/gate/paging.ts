/**
 * How the account's fills are read, of all markets at once, so that none is lost and none is passed over.
 *
 * GET /spot/my_trades takes `from` and `to` in whole seconds (both inclusive, at most 30 days apart; without them it gives 7
 * days) and a page number from 1, of at most 1,000 rows. Windows and their cursors are those of `../windows`, with the page
 * number as their key.
 *
 * - **Look-back**: Gate states none, so reading starts at 2017-01-01, when the exchange took its present name. That costs 121
 *   calls by November 2026, 12 s at half of the limit, once per account; windows without fills cost one call each.
 * - **Order of rows**: not stated, and not relied on. A row that appears between two pages moves others to later pages, never
 *   to earlier ones: it repeats rows, and hides none.
 * - **Depth**: limit × (page − 1) may be 100,000 at most. A window that is not read to its end by page 101 is read again as
 *   two halves.
 * - **Time**: `from` and `to` mean the instant at which the *order* ended, so Gate's pages say. A fill may therefore come in a
 *   later window than its own time tells, long after it where the order rested; it is kept, with its own time. Windows go
 *   forward to the clock, so a fill whose order is still open comes with the reading after the order's end.
 * - **Overlap**: a later reading starts six hours before the clock of the one before, for fills that were listed late.
 * - **A page served twice**: since rows from before a window may belong to it, the ids at both ends of the last page are kept
 *   in the cursor (`…#first-last`) until the reading is done. The same ends again on the next page of a window, or in the next window with nothing but
 *   rows from before it, are no answer to what was asked: `network-failed`, and the page is asked for again.
 */
import type { Failure } from '../../reasons';
import { err, msOfUs, ok, type Result, type UnixMs } from '../../result';
import { dayMs } from '../../utc-day';
import { unexpected } from '../payload';
import type { ExchangeFill } from '../readings';
import { afterWindow, type Window, type WindowPlan, type WindowStep, windowAt } from '../windows';

const secondMs = 1000;
const hourMs = 3_600_000;
const beginningMs = Date.UTC(2017, 0, 1);

/** Rows of a page at most: what is asked for. */
const fillsPageSize = 1000;
/** The last page that may be asked for: 1,000 × (101 − 1) = 100,000. */
const deepestPage = 101;

/** An order's end and its last fill may be stamped by different clocks of the exchange. */
const stampToleranceMs = 60_000;

const plan: WindowPlan = {
  startMs: () => beginningMs,
  widestMs: 30 * dayMs - secondMs,
  overlapMs: 6 * hourMs,
  paging: 'key',
  granularityMs: secondMs,
};

/** A window that is as narrow as this and still too deep cannot be cut further. */
const narrowestMs = 60_000;

type Row = Pick<ExchangeFill, 'id' | 'executedAtUs'>;

/** Where reading is: the window, the page of it, and the ends of the last page that had rows ("" where there was none). */
export interface Place {
  readonly window: Window;
  readonly page: number;
  readonly seen: string;
}

/** The place of a cursor, "" for the beginning. An unreadable one starts over: repeating costs calls, and loses nothing. */
export function placeAt(cursor: string, nowMs: UnixMs): Place {
  const [inner = '', seen = ''] = cursor.split('#');
  const window = windowAt(plan, inner, nowMs);
  const page = /^[1-9]\d{0,2}$/.test(window.key) ? Number(window.key) : 1;
  return { window, page, seen };
}

/** What to ask for at a place: whole seconds, a page number from 1. 2017-01-01 is 1483228800. */
export const queryAt = ({ window, page }: Place): Readonly<Record<'from' | 'to' | 'page' | 'limit', string>> => ({
  from: String(Math.floor(window.fromMs / secondMs)),
  to: String(Math.ceil(window.toMs / secondMs)),
  page: String(page),
  limit: String(fillsPageSize),
});

/** Whether a page without rows would end what no later reading looks into: more than its overlap, or a page beyond the first. */
export const passesOver = ({ window, page }: Place): boolean =>
  page > 1 || window.toMs - window.fromMs > plan.overlapMs + secondMs;

const msOf = (row: Row): number => msOfUs(row.executedAtUs);

function isRepeated({ window, page, seen }: Place, rows: readonly Row[], ends: string): boolean {
  if (ends === '' || ends !== seen) return false;
  return page > 1 || rows.every((row) => msOf(row) < window.fromMs);
}

/** The rows with times that the window can hold: those whose order ended in it are its own whenever they were executed. */
const asOfWindow = ({ fromMs, toMs }: Window, rows: readonly Row[]): readonly Row[] =>
  rows.map((row) => {
    if (msOf(row) < fromMs) return { ...row, executedAtUs: fromMs * 1000 };
    const isNear = msOf(row) > toMs && msOf(row) <= toMs + stampToleranceMs;
    return isNear ? { ...row, executedAtUs: toMs * 1000 } : row;
  });

/** The window from its start again, half as wide. */
function halved({ fromMs, endMs }: Window, readTo: UnixMs): Result<WindowStep, Failure> {
  const width = Math.floor((endMs - fromMs) / 2);
  if (width < narrowestMs) return err(unexpected('rows', 'more-than-100000-in-two-minutes'));
  return ok({ next: `${fromMs}/${width}`, done: false, readTo });
}

/**
 * Where reading goes on after the page that was asked for at `place`.
 *
 * `rows` is the page as served, in either order; `longestPage` the most rows that a page is known to have had before (0: not
 * known), `nowMs` the clock when it was asked for. `network-failed`: the page is not the one asked for.
 * `unexpected-payload`: more than 100,000 fills within two minutes, of which Gate serves no more.
 * From "" on 2026-11-21: no rows give "1485820799000/2591999000#", which is 2017-01-30T23:59:59Z and a width of 30 days less
 * a second.
 */
export function advance(
  place: Place,
  rows: readonly Row[],
  longestPage: number,
  nowMs: UnixMs,
): Result<WindowStep, Failure> {
  const { window, page, seen } = place;
  const ends = rows.length === 0 ? '' : `${rows[0]?.id}-${rows.at(-1)?.id}`;
  if (isRepeated(place, rows, ends)) {
    return err({ reason: 'network-failed', detail: 'the page is not the one that was asked for' });
  }
  const nextKey = String(page + 1);
  const served = { rows: asOfWindow(window, rows), longestPage, pageLimit: fillsPageSize, nextKey, nowMs };
  let step = afterWindow(plan, window, served);
  if (!step.ok) return step;
  const { next, done, readTo } = step.value;
  const isOpen = next.split('/').length > 2;
  if (isOpen && page >= deepestPage) step = halved(window, readTo);
  // A later reading starts before this one's end: its first page may well be this one's last.
  const kept = done ? '' : ends === '' ? seen : ends;
  return step.ok ? ok({ ...step.value, next: `${step.value.next}#${kept}` }) : step;
}
