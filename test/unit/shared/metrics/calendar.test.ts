import { expect, test } from 'vitest';
import { movedPeriod, startOfPeriod, weekdayOf } from '../../../../shared/metrics/calendar';

const at = (text: string): number => Date.parse(text);
const day = (ms: number): string => new Date(ms).toISOString();

test('weeks begin on Monday at 00:00 UTC', () => {
  // 2024-01-01 was a Monday; Sunday the 7th is the last day of its week
  expect(weekdayOf(at('2024-01-01T00:00:00Z'))).toBe(0);
  expect(weekdayOf(at('2024-01-07T23:59:59.999Z'))).toBe(6);
  expect(day(startOfPeriod('week', at('2024-01-07T23:59:59.999Z')))).toBe('2024-01-01T00:00:00.000Z');
  expect(day(startOfPeriod('week', at('2024-01-08T00:00:00Z')))).toBe('2024-01-08T00:00:00.000Z');
  expect(weekdayOf(at('1969-12-31T12:00:00Z'))).toBe(2); // a Wednesday, before 1970
});

test('a week may begin in the year before', () => {
  expect(day(startOfPeriod('week', at('2026-01-01T10:00:00Z')))).toBe('2025-12-29T00:00:00.000Z'); // a Thursday
});

test('days, months and years begin at 00:00 UTC, whatever the zone of the reader', () => {
  const instant = at('2024-03-31T23:30:00Z'); // the clocks went forward in Europe that night
  expect(day(startOfPeriod('day', instant))).toBe('2024-03-31T00:00:00.000Z');
  expect(day(startOfPeriod('month', instant))).toBe('2024-03-01T00:00:00.000Z');
  expect(day(startOfPeriod('year', instant))).toBe('2024-01-01T00:00:00.000Z');
});

test('the next period begins where one ends, however long it is', () => {
  const feb = at('2024-02-01T00:00:00Z');
  expect(day(movedPeriod('month', feb, 1))).toBe('2024-03-01T00:00:00.000Z'); // 29 days
  expect(day(movedPeriod('month', feb, -2))).toBe('2023-12-01T00:00:00.000Z');
  expect(day(movedPeriod('year', at('2024-01-01T00:00:00Z'), 1))).toBe('2025-01-01T00:00:00.000Z'); // 366 days
  expect(day(movedPeriod('week', at('2024-02-26T00:00:00Z'), 1))).toBe('2024-03-04T00:00:00.000Z');
  expect(day(movedPeriod('day', feb, -1))).toBe('2024-01-31T00:00:00.000Z');
});
