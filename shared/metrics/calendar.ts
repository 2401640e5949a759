/** Periods of the calendar in UTC. Weeks begin on Monday (ISO 8601). Instants are milliseconds since 1970. */

import { dayMs, startOfUtcDay } from '../utc-day';

/** In the order of their length. */
export const calendarPeriods = ['day', 'week', 'month', 'year'] as const;

export type CalendarPeriod = (typeof calendarPeriods)[number];

/** The weekday of the instant's UTC day: 0 is Monday, 6 Sunday. 1970-01-01 was a Thursday, 3. */
export const weekdayOf = (ms: number): number => (((Math.floor(ms / dayMs) + 3) % 7) + 7) % 7;

/** The instant at which the period that holds `ms` begins. 2024-01-03 (Wednesday) is in the week from 2024-01-01. */
export function startOfPeriod(period: CalendarPeriod, ms: number): number {
  const day = startOfUtcDay(ms);
  const date = new Date(day);
  switch (period) {
    case 'day':
      return day;
    case 'week':
      return day - weekdayOf(day) * dayMs;
    case 'month':
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
    case 'year':
      return Date.UTC(date.getUTCFullYear(), 0);
  }
}

/** The beginning of the period that lies `count` periods after the one that begins at `startMs`; before it where negative. */
export function movedPeriod(period: CalendarPeriod, startMs: number, count: number): number {
  const date = new Date(startMs);
  switch (period) {
    case 'day':
      return startMs + count * dayMs;
    case 'week':
      return startMs + count * 7 * dayMs;
    case 'month':
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count);
    case 'year':
      return Date.UTC(date.getUTCFullYear() + count, 0);
  }
}
