/** The equity line of a shared snapshot, worked by hand. */
import { describe, expect, test } from 'vitest';
import { equityDays, equityIndex } from '../../../../extension/engine/share-equity';
import { figurePercent, percentOf, twoDecimals } from '../../../../extension/engine/share-figures';
import { e36 } from '../../../../shared/money/decimal';

const days = (from: number, ...values: readonly (string | null)[]) =>
  values.map((value, at) => ({ date: `2026-01-${String(from + at).padStart(2, '0')}`, value }));

describe('the days of several accounts', () => {
  test('are added up, and partial where one that was there by then lacks', () => {
    const shown = equityDays([
      { live: true, days: days(1, '100', '110', '120') },
      { live: true, days: days(2, '50', null) },
    ]);
    expect(shown).toEqual([
      { date: '2026-01-01', value: '100', partial: false }, // the second was not there yet
      { date: '2026-01-02', value: '160', partial: false }, // 110 + 50
      { date: '2026-01-03', value: '120', partial: true },
    ]);
  });

  test('miss no account that is asked no more after its last day, and one that is on every day', () => {
    const gone = { live: false, days: days(1, '10') };
    const asked = { live: true, days: days(1, '100', '90') };
    expect(equityDays([gone, asked])).toEqual([
      { date: '2026-01-01', value: '110', partial: false },
      { date: '2026-01-02', value: '90', partial: false },
    ]);
    expect(equityDays([{ ...gone, live: true }, asked])[1]).toEqual({ date: '2026-01-02', value: '90', partial: true });
  });
});

describe('an index', () => {
  test('begins with 100 at the first whole day, with two decimals, and tells nothing before it', () => {
    const shown = equityIndex([
      { date: '2026-01-01', value: '7', partial: true },
      { date: '2026-01-02', value: '3', partial: false },
      { date: '2026-01-03', value: '4', partial: false },
      { date: '2026-01-04', value: null, partial: false },
      { date: '2026-01-05', value: '2', partial: true },
    ]);
    // 100, 4 ÷ 3 = 133.333…, unknown, 2 ÷ 3 = 66.666…
    expect(shown.map(({ value }) => value)).toEqual([null, '100', '133.33', null, '66.67']);
  });

  test('is the same for any scale of the amounts', () => {
    const small = [11, 13, 17, 12].map((value, at) => ({
      date: `2026-01-0${at + 1}`,
      value: `${value}`,
      partial: false,
    }));
    const large = small.map((day) => ({ ...day, value: `${BigInt(day.value) * 987_654_321n}` }));
    expect(equityIndex(large)).toEqual(equityIndex(small));
  });
});

test('a part has two decimals, rounded half to even, and of nothing it is unknown', () => {
  expect(percentOf('1', '3')).toBe('33.33');
  expect(percentOf('1', '800')).toBe('0.12'); // 0.125
  expect(percentOf('3', '800')).toBe('0.38'); // 0.375
  expect(percentOf('-1', '4')).toBe('-25');
  expect(percentOf('1', '0')).toBeNull();
  expect(twoDecimals(e36('-0.004'))).toBe('0');
});

test('a part of what is not known is not known, for both reasons', () => {
  const known = { value: '1', at: 5, stale: true, missing: ['no-price' as const] };
  const unknown = { value: null, at: null, stale: false, missing: ['not-read' as const] };
  expect(figurePercent(known, unknown)).toEqual({ ...unknown, missing: ['not-read', 'no-price'] });
  expect(figurePercent(known, { ...known, value: '4', stale: false })).toEqual({ ...known, value: '25' });
});
