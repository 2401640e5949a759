/** Days in UTC: the calendar's own, and no others. */
import { expect, test } from 'vitest';
import { dayMs, daysBetween, nextUtcDay, parseUtcDay, startOfUtcDay, utcDayOf } from '../../../shared/utc-day';

test.each([
  ['1970-01-01', 0],
  ['1970-01-02', 86_400_000],
  // 31 January 2024 is day 19,753 from 1970: 54 years with 13 leap days are 54 × 365 + 13 = 19,723, and 30 days of January
  ['2024-01-31', 19_753 * 86_400_000],
  ['2024-02-29', 19_782 * 86_400_000], // 29 days later
])('%s begins at %i ms, and is the day of its first and its last millisecond', (day, at) => {
  expect(parseUtcDay(day)).toBe(at);
  expect([utcDayOf(at), utcDayOf(at + dayMs - 1)]).toEqual([day, day]);
  expect(utcDayOf(at + dayMs)).not.toBe(day);
});

test.each([
  '2026-02-31',
  '2026-02-29',
  '2026-13-01',
  '2026-00-10',
  '2026-01-00',
  '2026-2-3',
  '2026-01-01T00:00',
  '',
  'today',
])('%j is no day', (text) => expect(parseUtcDay(text)).toBeNull());

test('an instant lies in the day that begins at midnight before it, before 1970 too', () => {
  expect([startOfUtcDay(0), startOfUtcDay(dayMs - 1), startOfUtcDay(dayMs)]).toEqual([0, 0, dayMs]);
  expect(startOfUtcDay(-1)).toBe(-dayMs);
});

test('the day after the last of February is the leap day, where there is one', () => {
  expect([nextUtcDay('2024-02-28'), nextUtcDay('2026-02-28'), nextUtcDay('2025-12-31')]).toEqual([
    '2024-02-29',
    '2026-03-01',
    '2026-01-01',
  ]);
  expect(() => nextUtcDay('2026-02-29')).toThrow('no day');
});

test('days between two days are counted by the calendar, and backwards below 0', () => {
  expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
  expect(daysBetween('2024-03-01', '2024-02-28')).toBe(-2);
  expect(() => daysBetween('2024-03-01', 'today')).toThrow('no days');
});
