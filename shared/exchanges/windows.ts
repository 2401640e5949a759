/**
 * How fills are read by windows of time, so that none is lost and none is passed over: for exchanges that take a time range.
 *
 * Windows go forward from the oldest instant that the exchange serves to the clock. A window is read to its end before the
 * next is asked for: `time` paging asks again for what is left of it beyond the page's last row, that row's millisecond
 * included, so that fills that share it are kept, and as much more as the page's own rows are out of order, up to a second;
 * `key` paging hands over the exchange's own key (an id, a page number) and
 * keeps the window. Whether rows come newest or oldest first is told by the page itself.
 *
 * The end of a window is not taken from a page's length alone, for an exchange may serve less than it was asked for: a page is
 * the last when it brought no row beyond those at the edge, or is shorter than a page that the exchange is known to have
 * served. A row outside the window, or the rest of a window without the row at its
 * edge, means that the page answers another question: reading neither advances nor ends, it fails
 * as `network-failed` and may be repeated. Widths follow the density: a window of many pages halves the next ones, a window of
 * one short page doubles them up to the widest.
 *
 * A cursor is "" (from the oldest), `from/width` between two windows, or `from/to/end/width/pages/key` inside one, all
 * milliseconds but `pages` and `key`. A reading that is done leaves `from` an overlap before the clock it ended at, so that the
 * next one finds fills that showed up late. An unreadable cursor starts over: repeating costs calls, and loses nothing.
 */
import type { Failure } from '../reasons';
import { err, msOfUs, ok, type Result, type UnixMs, unixMs } from '../result';
import { unexpected } from './payload';
import type { ExchangeFill } from './readings';

export interface WindowPlan {
  /** The oldest instant that is asked for, given the clock: the exchange's beginning, or the end of its look-back. */
  startMs(nowMs: UnixMs): number;
  /** Longest span of one request. */
  readonly widestMs: number;
  /** How far before the clock a later reading starts. */
  readonly overlapMs: number;
  /** How the rest of a window is asked for. */
  readonly paging: 'time' | 'key';
  /** What the exchange's range is counted in: 1000 for seconds. Windows start and end at whole ones. */
  readonly granularityMs: number;
}

/** What to ask for: `fromMs` and `toMs` inclusive; `key` is "" at a window's beginning, and always with `time` paging. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
  readonly endMs: number;
  readonly widthMs: number;
  readonly pages: number;
  readonly key: string;
}

/** A window that takes more pages halves the next; one that takes a single page doubles it. */
const mostPages = 4;
const narrowestMs = 60_000;
/** So many pages of one window are no history but a list that goes round: 2 million fills at 100 rows. */
const endlessPages = 20_000;

type Row = Pick<ExchangeFill, 'id' | 'executedAtUs'>;

/** Where to go on after a page, and the instant before which everything has been read. */
export interface WindowStep {
  readonly next: string;
  readonly done: boolean;
  readonly readTo: UnixMs;
}

const inside = /^(\d{1,15})\/(\d{1,15})\/(\d{1,15})\/(\d{1,15})\/(\d{1,6})\/(.*)$/;
const between = /^(\d{1,15})\/(\d{1,15})$/;

/** The window that starts at `fromMs`; what the exchange no longer serves is passed over. */
function windowFrom(plan: WindowPlan, fromMs: number, widthMs: number, nowMs: UnixMs): Window {
  const grain = plan.granularityMs;
  const from = Math.floor(Math.max(fromMs, plan.startMs(nowMs)) / grain) * grain;
  const width = Math.min(Math.max(widthMs, narrowestMs), plan.widestMs);
  const to = Math.max(from, Math.ceil(Math.min(from + width, nowMs) / grain) * grain);
  return { fromMs: from, toMs: to, endMs: to, widthMs: width, pages: 0, key: '' };
}

/** What to ask for at a cursor. */
export function windowAt(plan: WindowPlan, cursor: string, nowMs: UnixMs): Window {
  const rest = inside.exec(cursor);
  if (rest) {
    const [from = 0, to = 0, end = 0, width = 0, pages = 0] = rest.slice(1, 6).map(Number);
    const oldest = plan.startMs(nowMs);
    if (from <= to && to <= end && end - from <= plan.widestMs + plan.granularityMs && to >= oldest)
      return { fromMs: Math.max(from, oldest), toMs: to, endMs: end, widthMs: width, pages, key: rest[6] ?? '' };
  }
  const [, from, width] = between.exec(cursor) ?? [];
  return windowFrom(plan, Number(from ?? 0), Number(width ?? plan.widestMs), nowMs);
}

/**
 * The cursor that begins a new reading where everything since `ms` is asked for again: for rows that were not final when they
 * were read. One that is inside a window, or that begins earlier, stays.
 */
export function rewound(cursor: string, ms: number): string {
  const [, from, width] = between.exec(cursor) ?? [];
  return from === undefined || Number(from) <= ms ? cursor : `${Math.max(0, Math.floor(ms))}/${width}`;
}

const msOf = (row: Row): number => msOfUs(row.executedAtUs);

/** The window is read: the next starts where it ended, or the reading ends at the clock. */
function closed(plan: WindowPlan, { endMs, widthMs, pages }: Window, short: boolean, nowMs: UnixMs): WindowStep {
  const width =
    pages > mostPages
      ? Math.max(narrowestMs, Math.floor(widthMs / 2))
      : short
        ? Math.min(widthMs * 2, plan.widestMs)
        : widthMs;
  const done = endMs >= nowMs;
  const from = Math.max(0, done ? endMs - plan.overlapMs : endMs);
  return { next: `${from}/${width}`, done, readTo: unixMs(endMs) };
}

const open = ({ fromMs, toMs, endMs, widthMs, pages, key }: Window, readTo: number): WindowStep => ({
  next: `${fromMs}/${toMs}/${endMs}/${widthMs}/${pages}/${key}`,
  done: false,
  readTo: unixMs(readTo),
});

/** Clocks of an exchange's parts may differ by so much; rows further out of order are in no order by time. */
const mostDisorderMs = 1000;

/** How far rows are from coming newest first, or oldest first, throughout: 0 where they do. */
function disorderMs(times: readonly number[]): number {
  const newestFirst = (times[0] ?? 0) >= (times.at(-1) ?? 0);
  let [edge, worst] = [times[0] ?? 0, 0];
  for (const ms of times) {
    worst = Math.max(worst, newestFirst ? ms - edge : edge - ms);
    edge = newestFirst ? Math.min(edge, ms) : Math.max(edge, ms);
  }
  return worst;
}

/** The rest of a window beyond a page; null where nothing but the window's edge came: then the page was the last. */
function restByTime(window: Window, rows: readonly Row[], grain: number): Window | null {
  const times = rows.map((row) => msOf(row));
  const oldest = Math.max(window.fromMs, Math.floor(Math.min(...times) / grain) * grain);
  const newest = Math.min(window.toMs, Math.ceil(Math.max(...times) / grain) * grain);
  const pages = window.pages + 1;
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  if (first > last) {
    const lowest = Math.min(...times);
    const overlap = times.filter((ms) => ms >= lowest + disorderMs(times) && ms < window.toMs);
    const toMs = Math.ceil(Math.min(...(overlap.length > 0 ? overlap : [lowest])) / grain) * grain;
    return toMs < window.toMs ? { ...window, toMs, pages } : null;
  }
  if (first < last) {
    const highest = Math.max(...times);
    const overlap = times.filter((ms) => ms <= highest - disorderMs(times) && ms > window.fromMs);
    const fromMs = Math.floor(Math.max(...(overlap.length > 0 ? overlap : [highest])) / grain) * grain;
    return fromMs > window.fromMs ? { ...window, fromMs, pages } : null;
  }
  // One instant tells no order: the window is cut there, and what lies behind it is the next window.
  const atEdge = newest >= window.toMs || oldest <= window.fromMs;
  return atEdge ? null : { ...window, toMs: newest, endMs: newest, pages };
}

/**
 * Where reading goes on after the page that was asked for with `window`.
 *
 * - `rows`: the page as served, in either order. `longestPage`: the most rows that a page of this exchange is known to have had
 *   before this one (0: not known). `pageLimit`: the rows that were asked for.
 * - `nextKey` (`key` paging): the key of the page after this one, null where the exchange says that there is none.
 * - `nowMs`: the clock when the page was asked for.
 *
 * `network-failed`: a row lies outside the window, or the rest of a window came back empty although its edge row was served before. `unexpected-payload`: a whole page within one instant (a millisecond, or
 * what `granularityMs` counts in), of which the exchange serves no more; rows of a page that is
 * not the last in no order by time (`time` paging), so that what lies behind it is unknown; or a window that has not ended after 20,000 pages.
 * A window of 0 to 1000 that gives rows at 900 and 400, 2 of at most 2, goes on with 0 to 400.
 */
export function afterWindow(
  plan: WindowPlan,
  window: Window,
  page: {
    readonly rows: readonly Row[];
    readonly longestPage: number;
    readonly pageLimit: number;
    readonly nextKey?: string | null;
    readonly nowMs: UnixMs;
  },
): Result<WindowStep, Failure> {
  const { rows, longestPage, pageLimit, nowMs } = page;
  const beyond = plan.granularityMs - 1;
  const strange = rows.find((row) => msOf(row) < window.fromMs - beyond || msOf(row) > window.toMs + beyond);
  // The rest of a window starts or ends with rows that were served: without any of them the page is another's.
  const lacksItsEdge = plan.paging === 'time' && window.pages > 0 && rows.length === 0;
  if (strange || lacksItsEdge) {
    return err({ reason: 'network-failed', detail: 'the page is not the one that was asked for' });
  }
  if (window.pages >= endlessPages) return err(unexpected('rows', 'a-range-without-end'));
  const whole = rows.length === 0 || rows.length < Math.min(longestPage, pageLimit);
  const counted = { ...window, pages: window.pages + 1 };
  if (whole) return ok(closed(plan, counted, window.pages === 0 && rows.length * 3 < pageLimit, nowMs));
  if (plan.paging === 'key') {
    const { nextKey = null } = page;
    if (nextKey === null) return ok(closed(plan, counted, false, nowMs));
    return ok(open({ ...counted, key: nextKey }, window.fromMs));
  }
  if (disorderMs(rows.map(msOf)) > mostDisorderMs) return err(unexpected('rows', 'in-no-order'));
  const rest = restByTime(window, rows, plan.granularityMs);
  if (rest) return ok(open(rest, rest.fromMs));
  if (rows.length >= pageLimit) return err(unexpected('rows', 'more-than-a-page-in-one-millisecond'));
  return ok(closed(plan, counted, false, nowMs));
}
