/** Periods of the calendar as half-open spans of UTC. */
import { describe, expect, test } from 'vitest';
import { dayIn, isLatest, moved, type PeriodChoice, rangeOf } from '../../../../../extension/ui/performance/periods';

const nowMs = Date.parse('2026-11-21T21:00:00Z'); // a Saturday
const all: PeriodChoice = { period: 'all', at: null, from: null, to: null };

const span = (choice: Partial<PeriodChoice>): readonly (string | null)[] => {
  const { fromMs, toMs } = rangeOf({ ...all, ...choice }, nowMs);
  return [fromMs, toMs].map((ms) => (ms === null ? null : new Date(ms).toISOString().slice(0, 16)));
};

describe('a period', () => {
  test('without a day is the one of now', () => {
    expect(span({ period: 'day' })).toEqual(['2026-11-21T00:00', '2026-11-22T00:00']);
    expect(span({ period: 'week' })).toEqual(['2026-11-16T00:00', '2026-11-23T00:00']); // from Monday
    expect(span({ period: 'month' })).toEqual(['2026-11-01T00:00', '2026-12-01T00:00']);
    expect(span({ period: 'year' })).toEqual(['2026-01-01T00:00', '2027-01-01T00:00']);
  });

  test('is the one that holds its day', () => {
    expect(span({ period: 'month', at: '2024-02-29' })).toEqual(['2024-02-01T00:00', '2024-03-01T00:00']);
    expect(span({ period: 'week', at: '2026-01-01' })).toEqual(['2025-12-29T00:00', '2026-01-05T00:00']);
  });

  test('of days of one’s own takes both of them in, and may be open', () => {
    expect(span({ period: 'custom', from: '2026-01-02', to: '2026-01-03' })).toEqual([
      '2026-01-02T00:00',
      '2026-01-04T00:00',
    ]);
    expect(span({ period: 'custom', from: '2026-01-02' })).toEqual(['2026-01-02T00:00', null]);
    expect(span({ period: 'all' })).toEqual([null, null]);
  });

  test('leads to its neighbours, and back to the one of now without a day', () => {
    const month = { ...all, period: 'month' } as const;
    expect(moved(month, -1, nowMs)).toBe('2026-10-01');
    expect(moved({ ...month, at: '2026-10-01' }, 1, nowMs)).toBeNull(); // November, which is now
    expect(moved({ ...month, at: '2026-01-15' }, -1, nowMs)).toBe('2025-12-01');
  });

  test('of now has none after it', () => {
    expect(isLatest({ ...all, period: 'week' }, nowMs)).toBe(true);
    expect(isLatest({ ...all, period: 'week', at: '2026-11-15' }, nowMs)).toBe(false); // the Sunday before
  });
});

test('a day that does not exist is none', () => {
  expect(['2026-02-29', '2024-02-29', '2026-2-3', 'BTC', null].map(dayIn)).toEqual([
    null,
    '2024-02-29',
    null,
    null,
    null,
  ]);
});
