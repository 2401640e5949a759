/**
 * How an account's fills are read, so that none is lost and none is passed over.
 *
 * Both kinds of accounts serve the last 90 days, 100 rows a page, newest first, within a range of at most 90 days (classic) or
 * 30 days (unified) a request. Windows of 29 days go forward from the oldest instant that is served; a window is read from its
 * newest row to its oldest by a key, so that any number of fills within one millisecond is no end:
 * - classic: `idLessThan`, the content before that trade id. One more than the oldest id of a page is asked for, so that pages
 *   overlap by that row: a self-trade is two rows of one id, and a page may end between them. Where a page has only that row,
 *   the id itself is asked for.
 * - unified: the cursor of the page before, as Bitget gave it.
 * A range is asked for one millisecond wider at both ends, since Bitget does not say whether its ends belong to it, and windows
 * are in whole seconds, since it does not say either which of a row's two times (some milliseconds apart) it goes by.
 *
 * A page that does not lie before its key, or that starts like the one before, was served twice: it is no answer to what was
 * asked, and fails as `network-failed`. A later reading starts six hours before the end of the last one and so finds what
 * showed up late. The key names the kind of account that it belongs to; where that has changed, the window starts over.
 */
import { compareFillIds } from '../../ledger/fill';
import type { Failure } from '../../reasons';
import { err, type Result, type UnixMs } from '../../result';
import { dayMs } from '../../utc-day';
import { unexpected } from '../payload';
import { afterWindow, type Window, type WindowPlan, type WindowStep } from '../windows';
import type { AccountMode } from './account-mode';
import type { ParsedFills } from './fills';
import { bitget } from './info';

/** How much less than the look-back is asked for: what leaves it while the request travels would have it refused. */
const startMarginMs = 60_000;

/** Rows of a page at most: what is asked for. */
export const fillsPageSize = 100;

/** Of the oldest instant served, and of widths that both kinds of accounts take. */
export const fillsPlan: WindowPlan = {
  startMs: (nowMs) => nowMs - (bitget.lookBackMs ?? 90 * dayMs) + startMarginMs,
  widestMs: 29 * dayMs,
  overlapMs: 6 * 3_600_000,
  paging: 'key',
  granularityMs: 1000,
};

/** `before`: the id or cursor to ask with; `first`: the id of the first row of the page that it comes from. */
interface Place {
  readonly before: string;
  readonly first: string;
}

const readableCursor = /^.{1,200}$/;

/** Null at a window's beginning, and where the key is of the other kind of account or unreadable. */
function placeOf(mode: AccountMode, { key }: Window): Place | null {
  const [, kind, first, before] = /^(classic|unified):(\d{1,40}):(.{1,200})$/.exec(key) ?? [];
  if (kind !== mode || first === undefined || before === undefined) return null;
  return mode === 'unified' || /^\d+$/.test(before) ? { before, first } : null;
}

const keyText = (mode: AccountMode, { before, first }: Place): string => `${mode}:${first}:${before}`;

/** The query for the page of a window: times in milliseconds, `idLessThan` or `cursor` beyond its first page. */
export function fillsQuery(mode: AccountMode, window: Window): Readonly<Record<string, string>> {
  const place = placeOf(mode, window);
  const range = {
    startTime: String(window.fromMs - 1),
    endTime: String(window.toMs + 1),
    limit: String(fillsPageSize),
  };
  if (mode === 'classic') return place ? { ...range, idLessThan: place.before } : range;
  return { ...range, category: 'SPOT', ...(place ? { cursor: place.before } : {}) };
}

/** Whether a page without rows would end what no later reading looks into: more than its overlap, or a page beyond the first. */
export const passesOver = ({ fromMs, toMs, pages }: Window): boolean =>
  pages > 0 || toMs - fromMs > fillsPlan.overlapMs + fillsPlan.granularityMs;

const oldestId = (rows: ParsedFills['rows']): string =>
  rows.reduce((oldest, { id }) => (compareFillIds(id, oldest) < 0 ? id : oldest), rows[0]?.id ?? '');

function isAnswer(mode: AccountMode, place: Place | null, rows: ParsedFills['rows']): boolean {
  if (place === null) return true;
  if (mode === 'unified') return rows[0]?.id !== place.first;
  return rows.every(({ id }) => compareFillIds(id, place.before) < 0);
}

/** What to ask for the page after this one with; null where the exchange gives no cursor. */
function beforeNext(mode: AccountMode, place: Place | null, { rows, cursor }: ParsedFills): string | null {
  if (mode === 'unified') return cursor;
  const oldest = oldestId(rows);
  const overlapping = String(BigInt(oldest) + 1n);
  return overlapping === place?.before ? oldest : overlapping;
}

/**
 * Where reading goes on after the page that was asked for with `window`.
 *
 * `longestPage`: the most rows that a page of this account is known to have had before this one (0: not known): a shorter one
 * is a window's last. `nowMs`: the clock when the page was asked for. `network-failed`: the page is not the one asked for.
 * `unexpected-payload`: a cursor that is too long to be kept.
 * Rows 120, 119, 118 of a classic account go on with `idLessThan` 119.
 */
export function afterFills(
  mode: AccountMode,
  window: Window,
  page: ParsedFills,
  { longestPage, nowMs }: { readonly longestPage: number; readonly nowMs: UnixMs },
): Result<WindowStep, Failure> {
  const place = placeOf(mode, window);
  if (!isAnswer(mode, place, page.rows))
    return err({ reason: 'network-failed', detail: 'the page is not the one that was asked for' });
  // One that cannot be kept would start the window over, again and again.
  if (page.cursor !== null && !readableCursor.test(page.cursor)) return err(unexpected('data.cursor', 'unreadable'));
  const first = page.rows[0]?.id;
  const before = first === undefined ? null : beforeNext(mode, place, page);
  const nextKey = first === undefined || before === null ? null : keyText(mode, { before, first });
  return afterWindow(fillsPlan, window, { rows: page.rows, longestPage, pageLimit: fillsPageSize, nextKey, nowMs });
}
