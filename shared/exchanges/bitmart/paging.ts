/**
 * How POST /spot/v4/query/trades is read to its end.
 *
 * It takes `startTime` and `endTime` in milliseconds and gives at most 200 rows of all markets; there is no cursor and no page
 * number, so that what is left of a window is asked for by time. Neither the order of rows nor whether the two bounds are
 * inclusive is published: the order is told by each page, and every window is asked for with one millisecond more on either
 * side (and kept at even milliseconds, so that this shows as no row out of place).
 *
 * The widest range is not published either. A week is what BitMart serves when no range is given, so a week is what is asked
 * for. BitMart opened in March 2018: the first reading takes some 460 windows,
 * 2 to 3 minutes at half of its limit; from the account's first fill on, a week without rows is asked for again. A range that
 * it refuses (50041, "Out of query time range") is halved, down to an hour; an hour that is refused is older than what BitMart
 * still serves, and the oldest hour that it does serve is then looked for by halving the time until now (some 17 calls).
 *
 * Cursors are those of windows.ts, and `oldest/refused/served` during that search: the newest instant known to be refused and
 * the oldest known to be served ("" where none is), milliseconds.
 */
import type { Failure } from '../../reasons';
import { err, ok, type Result, type UnixMs, unixMs } from '../../result';
import { dayMs } from '../../utc-day';
import { unexpected } from '../payload';
import type { ExchangeFill } from '../readings';
import { afterWindow, type Window, type WindowPlan, type WindowStep, windowAt } from '../windows';

/** The most rows that one reply has. */
export const fillsPageSize = 200;

const hourMs = 3_600_000;

const plan: WindowPlan = {
  startMs: () => Date.UTC(2018, 0, 1),
  // with a millisecond on either side exactly a week
  widestMs: 7 * dayMs - 2,
  // fills that show up late are found for six days; daily readings still take one call
  overlapMs: 6 * dayMs,
  paging: 'time',
  granularityMs: 2,
};

/** What one client has learned of the exchange: the most rows that a page had, and the widest range that was not refused. */
export interface Learned {
  readonly longestPage: number;
  readonly widestMs: number;
}

/** Nothing is known yet. */
export const unlearned: Learned = { longestPage: 0, widestMs: plan.widestMs };

interface Search {
  readonly refusedMs: number;
  readonly servedMs: number | null;
}

/** One request: its range, both bounds as they are sent, and what it is for. */
interface Asked {
  readonly startTime: number;
  readonly endTime: number;
  readonly window: Window;
  readonly search: Search | null;
}

const searching = /^oldest\/(\d{1,15})\/(\d{0,15})$/;

/** Nothing is asked for beyond the clock, which might be taken for a range that is not served. */
const asked = (window: Window, search: Search | null, nowMs: UnixMs): Asked => ({
  startTime: window.fromMs - 1,
  endTime: Math.min(window.toMs + 1, nowMs),
  window,
  search,
});

/** What to ask for at a cursor. A cursor that cannot be read starts over. */
export function askedAt(cursor: string, learned: Learned, nowMs: UnixMs): Asked {
  const [, refused, served] = searching.exec(cursor) ?? [];
  if (refused === undefined)
    return asked(windowAt({ ...plan, widestMs: learned.widestMs }, cursor, nowMs), null, nowMs);
  const search = { refusedMs: Number(refused), servedMs: served ? Number(served) : null };
  const middle = Math.floor((search.refusedMs + (search.servedMs ?? nowMs)) / 4) * 2;
  const toMs = middle + hourMs;
  return asked({ fromMs: middle, toMs, endMs: toMs, widthMs: hourMs, pages: 0, key: '' }, search, nowMs);
}

/** Whether a page without rows would end what no later reading looks into: more than its overlap. The search looks into nothing. */
export const passesOver = ({ window, search }: Asked): boolean =>
  search === null && window.toMs - window.fromMs > plan.overlapMs + plan.granularityMs;

/** The search goes on, or ends at the oldest hour that is served. `refusal`: where even the last hour is not. */
function searchStep(
  { refusedMs, servedMs }: Search,
  refusal: Failure | null,
  nowMs: UnixMs,
): Result<WindowStep, Failure> {
  const readTo = unixMs(refusedMs);
  if ((servedMs ?? nowMs) - refusedMs > hourMs)
    return ok({ next: `oldest/${refusedMs}/${servedMs ?? ''}`, done: false, readTo });
  if (servedMs !== null) return ok({ next: `${servedMs}/${plan.widestMs}`, done: false, readTo });
  return err(refusal ?? unexpected('rows', 'no-range-is-served'));
}

/**
 * Where reading goes on after a page that was served.
 *
 * `learned` before this page. Failures are those of `afterWindow`; a whole page within two milliseconds is
 * `unexpected-payload`, since more may lie behind it.
 */
export function afterPage(
  { window, search }: Asked,
  rows: readonly ExchangeFill[],
  learned: Learned,
  nowMs: UnixMs,
): Result<WindowStep, Failure> {
  if (search) return searchStep({ ...search, servedMs: window.fromMs }, null, nowMs);
  const { longestPage, widestMs } = learned;
  const step = afterWindow({ ...plan, widestMs }, window, { rows, longestPage, pageLimit: fillsPageSize, nowMs });
  const isClosed = step.ok && /^\d+\/\d+$/.test(step.value.next);
  if (isClosed && rows.length >= fillsPageSize) return err(unexpected('rows', 'more-than-a-page-in-one-millisecond'));
  return step;
}

/**
 * Where reading goes on after BitMart refused a range: with half of it, or with the search for the oldest hour that it serves.
 *
 * `learned` afterwards: half of the range, or a week again where the age was refused and not the width. `refusal` is given back
 * where not even the last hour is served.
 */
export function afterRefusal(
  { window, search }: Asked,
  refusal: Failure,
  learned: Learned,
  nowMs: UnixMs,
): Result<{ readonly step: WindowStep; readonly learned: Learned }, Failure> {
  const { fromMs, toMs } = window;
  if (!search && toMs - fromMs > hourMs) {
    const widestMs = Math.max(hourMs, Math.floor((toMs - fromMs) / 2));
    const step = { next: `${fromMs}/${widestMs}`, done: false, readTo: unixMs(fromMs) };
    return ok({ step, learned: { ...learned, widestMs } });
  }
  const step = searchStep({ refusedMs: fromMs, servedMs: search?.servedMs ?? null }, refusal, nowMs);
  return step.ok ? ok({ step: step.value, learned: { ...learned, widestMs: plan.widestMs } }) : step;
}
