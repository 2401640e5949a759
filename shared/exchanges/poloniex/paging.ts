/**
 * How the account's fills are read by windows of time, so that none is lost and none is passed over.
 *
 * GET /trades takes `startTime` and `endTime`, both inclusive by its description, in milliseconds, at most 7 days apart (error 21355; other
 * descriptions of the same call say 90 or 180 days, so the shortest counts), and gives at most 100 rows, newest first. History
 * begins on 30 July 2021, about 280 windows ago; a call each takes a minute at our share of the limit.
 *
 * What a page of 100 rows leaves is asked for with the time of its oldest row as the new end, that millisecond included, so
 * that fills that share it are kept. The exchange's own cursor (`from` with a `pageId`, `direction` PRE or NEXT) is not used:
 * which direction goes back, and whether the named row comes again, is described nowhere, and a wrong guess would lose rows
 * in silence. More than 100 fills within one millisecond cannot be read this way: they end as a named failure.
 */
import { dayMs } from '../../utc-day';
import type { WindowPlan } from '../windows';

/** Rows of a page at most: what is asked for; more is refused (error 21344). */
export const fillsPageSize = 100;

export const fillsPlan: WindowPlan = {
  /** A day before the first day that is served, in whatever zone that day is meant. */
  startMs: () => Date.UTC(2021, 6, 29),
  /** A minute less than what is refused. */
  widestMs: 7 * dayMs - 60_000,
  overlapMs: 6 * 3_600_000,
  paging: 'time',
  granularityMs: 1,
};
