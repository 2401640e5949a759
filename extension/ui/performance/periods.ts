/** The chosen period as days in UTC: from one, inclusive, to another, exclusive. Weeks begin on Monday. */
import { type CalendarPeriod, calendarPeriods, movedPeriod, startOfPeriod } from '../../../shared/metrics/calendar';
import { dayMs, parseUtcDay, utcDayOf } from '../../../shared/utc-day';

export type Period = CalendarPeriod | 'all' | 'custom';

export const periods: readonly Period[] = [...calendarPeriods, 'all', 'custom'];

/** `at`: a day of the period, null for the one of now. `from`, `to`: of `custom`, both inclusive, null where left open. */
export interface PeriodChoice {
  readonly period: Period;
  readonly at: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

export const isCalendar = (period: Period): period is CalendarPeriod => period !== 'all' && period !== 'custom';

/** Of a day that exists. */
const msOf = (day: string): number => parseUtcDay(day) ?? 0;

/** A day that exists; null for everything else that a hash may hold. */
export const dayIn = (text: string | null): string | null =>
  text === null || parseUtcDay(text) === null ? null : text;

interface MsRange {
  readonly fromMs: number | null;
  /** Exclusive. */
  readonly toMs: number | null;
}

/** The instants of the choice; null where it is open. */
export function rangeOf({ period, at, from, to }: PeriodChoice, nowMs: number): MsRange {
  if (period === 'all') return { fromMs: null, toMs: null };
  if (period === 'custom')
    return { fromMs: from === null ? null : msOf(from), toMs: to === null ? null : msOf(to) + dayMs };
  const start = startOfPeriod(period, at === null ? nowMs : msOf(at));
  return { fromMs: start, toMs: movedPeriod(period, start, 1) };
}

/** The period before or after the chosen one; the one of now is named by null, so that it moves on with the days. */
export function moved(choice: PeriodChoice, by: 1 | -1, nowMs: number): string | null {
  const { period } = choice;
  if (!isCalendar(period)) return null;
  const start = movedPeriod(period, rangeOf(choice, nowMs).fromMs ?? nowMs, by);
  return start === startOfPeriod(period, nowMs) ? null : utcDayOf(start);
}

/** Whether the period after this one has not begun yet. */
export const isLatest = (choice: PeriodChoice, nowMs: number): boolean => {
  const { toMs } = rangeOf(choice, nowMs);
  return toMs === null || toMs > nowMs;
};

const format = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(undefined, { ...options, timeZone: 'UTC' });
const dayFormat = format({ dateStyle: 'medium' });
const monthFormat = format({ month: 'long', year: 'numeric' });
const yearFormat = format({ year: 'numeric' });

/** "21 Nov 2026" of a UTC day. */
const dayText = (ms: number): string => dayFormat.format(ms);

/** What a period of the calendar is called: its day, its first and last day, its month, its year. */
export function periodText(period: CalendarPeriod, fromMs: number): string {
  switch (period) {
    case 'day':
      return dayText(fromMs);
    case 'week':
      return dayFormat.formatRange(fromMs, movedPeriod('week', fromMs, 1) - dayMs);
    case 'month':
      return monthFormat.format(fromMs);
    case 'year':
      return yearFormat.format(fromMs);
  }
}
