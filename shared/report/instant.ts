/** Instants as files write them: ISO 8601 with a zone, up to microseconds. */
import { msOfUs } from '../result';
import { dayMs, midnightOf, parseUtcDay } from '../utc-day';

const form = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?(Z|[+-]\d{2}:\d{2})$/;

function zoneMinutes(zone: string): number | null {
  if (zone === 'Z') return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4))];
  if (hours > 23 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

/**
 * Microseconds since 1970, an integer, before it negative; null for a text of another form, a day or a time of day that does
 * not exist (24:00, a leap second), or no zone. "2024-01-01T01:00:00.000001+01:00" is 1704067200000001.
 */
export function parseInstant(text: string): number | null {
  const match = form.exec(text);
  if (!match) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const start = midnightOf(year, month, day);
  const offset = zoneMinutes(match[8] ?? '');
  if (start === null || offset === null || hour > 23 || minute > 59 || second > 59) return null;
  const ms = start + ((hour * 60 + minute - offset) * 60 + second) * 1000;
  return ms * 1000 + Number((match[7] ?? '').padEnd(6, '0'));
}

/**
 * An instant of the years 0 to 9999 as text in UTC: milliseconds with three places, microseconds, where there are any, with six.
 * `parseInstant` undoes it. 1704067200000001 is "2024-01-01T00:00:00.000001Z".
 */
export function formatInstant(us: number): string {
  const ms = msOfUs(us);
  const rest = us - ms * 1000;
  const text = new Date(ms).toISOString();
  return rest === 0 ? text : `${text.slice(0, -1)}${String(rest).padStart(3, '0')}Z`;
}

/** The number of a UTC day, `2024-01-31`, counted from 1970-01-01; null for another text or a day that does not exist. */
export function parseDay(text: string): number | null {
  const start = parseUtcDay(text);
  return start === null ? null : start / dayMs;
}
