/**
 * How a market's fills are read, so that none is lost and none is passed over.
 *
 * GET /api/v3/myTrades takes `startTime` and `endTime` (both or neither) and serves 100 rows at most, those of the last month
 * alone: what is older is in no reply, whatever is asked. It has no cursor of its own, and the order of its rows is not
 * published. So the time is the cursor (see windows.ts): a page of 100 rows is followed by what lies beyond its last row, that
 * row's millisecond included, newest first or oldest first as the page itself tells. Whether both ends of a range count is not
 * published either: a millisecond more is asked for at each (`asked`), and ranges are kept at even milliseconds, so that this
 * shows as no row out of place. No width of a range is published; the
 * first range is the whole look-back, and ranges get narrower where fills lie dense. A later reading starts a day before the
 * one before it ended, for fills that showed up late.
 */
import { dayMs } from '../../utc-day';
import type { Window, WindowPlan } from '../windows';
import { mexc } from './info';

/** Rows of a page at most: what is asked for. */
export const fillsPageSize = 100;

/** Kept from the far end of the look-back, for the time that a request waits and for clocks that differ. */
const marginMs = 300_000;
const lookBackMs = mexc.lookBackMs ?? 30 * dayMs;

export const fillsPlan: WindowPlan = {
  startMs: (nowMs) => Math.max(0, nowMs - lookBackMs + marginMs),
  widestMs: lookBackMs,
  overlapMs: dayMs,
  paging: 'time',
  granularityMs: 2,
};

/** The range to ask for at a window, milliseconds, as they are sent. */
export const asked = ({ fromMs, toMs }: Window): { readonly startTime: string; readonly endTime: string } => ({
  startTime: String(fromMs - 1),
  endTime: String(toMs + 1),
});
