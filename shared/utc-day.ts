/** Days in UTC as texts, `2024-01-31`: the one way in which they are read and written. */
import { type UnixMs, unixMs } from './result';

/** The length of a UTC day in milliseconds: Unix time has no leap seconds. */
export const dayMs = 86_400_000;

const form = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Midnight of a UTC day of the years 0 to 9999, `month` and `day` from 1; null for a day that the calendar does not have. */
export function midnightOf(year: number, month: number, day: number): UnixMs | null {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day); // `Date.UTC` takes the years 0 to 99 for 1900 to 1999
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? unixMs(date.getTime()) : null;
}

/**
 * When a UTC day begins; it ends before `dayMs` later. Null for a text of another form and for a day that does not exist.
 * "2024-01-31" is 1706659200000; "2026-02-31" and "2026-2-3" are null.
 */
export function parseUtcDay(text: string): UnixMs | null {
  const [, year, month, day] = form.exec(text) ?? [];
  return year === undefined ? null : midnightOf(Number(year), Number(month), Number(day));
}

/** The UTC day in which an instant of the years 0 to 9999 lies; `parseUtcDay` undoes it. 1706659200000 is "2024-01-31". */
export const utcDayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** When the UTC day begins in which an instant lies, also before 1970. 1706659200001 is in the day from 1706659200000. */
export const startOfUtcDay = (at: number): UnixMs => unixMs(Math.floor(at / dayMs) * dayMs);

/** How many days after `from` the day `to` is, below 0 where it is before. Throws on a text that is no day: that is a bug. */
export function daysBetween(from: string, to: string): number {
  const [first, last] = [parseUtcDay(from), parseUtcDay(to)];
  if (first === null || last === null) throw new RangeError(`no days: ${from}, ${to}`);
  return (last - first) / dayMs;
}

/** The day after; throws on a text that is no day. "2024-02-28" gives "2024-02-29". */
export function nextUtcDay(day: string): string {
  const at = parseUtcDay(day);
  if (at === null) throw new RangeError(`no day: ${day}`);
  return utcDayOf(at + dayMs);
}
