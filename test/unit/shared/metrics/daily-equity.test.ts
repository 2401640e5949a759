import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DayFlow, type DayValue, dailyEquity } from '../../../../shared/metrics/daily-equity';
import { totalReturn } from '../../../../shared/metrics/growth';
import {
  add36,
  type E36,
  e18,
  e36,
  formatE18,
  formatE36,
  share36,
  toE36,
  zero36,
} from '../../../../shared/money/decimal';

const dateOf = (day: number): string => new Date(Date.UTC(2024, 0, day)).toISOString().slice(0, 10);

/** One value a day from 1 January 2024; null: not known, undefined: never observed. */
const valued = (...values: readonly (string | null | undefined)[]): readonly DayValue[] =>
  values.flatMap((value, index) =>
    value === undefined ? [] : [{ date: dateOf(index + 1), value: value === null ? null : e36(value) }],
  );

const flow = (day: number, value: string | null): DayFlow => ({
  date: dateOf(day),
  value: value === null ? null : e36(value),
});

const shown = ({ days }: ReturnType<typeof dailyEquity>): readonly string[] =>
  days.map(({ equity }) => formatE36(equity));
const gains = ({ days }: ReturnType<typeof dailyEquity>): readonly (string | null)[] =>
  days.map(({ gain }) => (gain === null ? null : formatE36(gain)));

describe('daily equity without cash flows', () => {
  test('is the value itself where nothing was put in or taken out', () => {
    const series = dailyEquity(valued('100', '120', '90'), []);
    expect(shown(series)).toEqual(['100', '120', '90']);
    expect(gains(series)).toEqual([null, '20', '-30']);
    expect([series.before, series.after]).toEqual([null, null]);
  });

  test('does not count a deposit as a gain, and grows at the rate of what was at work', () => {
    // 100; + 1,000 and a gain of 10: growth 1110 ÷ 1100; then 1221 ÷ 1110 = 1.1
    // equity 100 × 1110 ÷ 1100 = 100.909…09, then 100 × 1221 ÷ 1100 = 111
    const series = dailyEquity(valued('100', '1110', '1221'), [flow(2, '1000')]);
    // 36 decimals of 90 90 90 …, of which the next is a 9: the last 0 is rounded up to 1
    expect(shown(series)).toEqual(['100', `100.${'90'.repeat(17)}91`, '111']);
    expect(gains(series)).toEqual([null, '10', '111']);
  });

  test('does not count a withdrawal as a loss', () => {
    // 1,000; 900 taken out and 50 made: (150 + 900) ÷ 1000 = 1.05; then 165 ÷ 150 = 1.1; 1000 × 1.05 × 1.1 = 1155
    const series = dailyEquity(valued('1000', '150', '165'), [flow(2, '-900')]);
    expect(shown(series)).toEqual(['1000', '1050', '1155']);
    expect(gains(series)).toEqual([null, '50', '15']);
  });

  test('adds the flows of a day up first: what moved between two accounts cancels out', () => {
    const series = dailyEquity(valued('100', '110'), [flow(2, '-70'), flow(2, '70')]);
    expect(shown(series)).toEqual(['100', '110']);
  });

  test('starts with the first value, its flow inside', () => {
    expect(shown(dailyEquity(valued('100', '105'), [flow(1, '100')]))).toEqual(['100', '105']);
  });

  test('stands still while all is withdrawn, and goes on with the next deposit', () => {
    // (0 + 110) ÷ 100 = 1.1; nothing at work; then 240 ÷ (0 + 200) = 1.2: 100 × 1.1 × 1.2 = 132
    const series = dailyEquity(valued('100', '0', '0', '240'), [flow(2, '-110'), flow(4, '200')]);
    expect(shown(series)).toEqual(['100', '110', '110', '132']);
  });

  test('takes the days in any order, and refuses two values of one day', () => {
    expect(shown(dailyEquity(valued('100', '120').toReversed(), []))).toEqual(['100', '120']);
    expect(() => dailyEquity([...valued('100'), ...valued('101')], [])).toThrow('two values of one day: 2024-01-01');
  });

  test('is empty without a value', () => {
    expect(dailyEquity([], [])).toEqual({ days: [], before: null, after: null });
    const unknown = { date: '2024-01-02', reason: 'no-value' };
    expect(dailyEquity(valued(null, null), [])).toEqual({ days: [], before: null, after: unknown });
  });
});

describe('the series is cut, never filled', () => {
  test('at a day without a value, behind which the newest run begins', () => {
    const series = dailyEquity(valued('100', null, '130', '143'), []);
    expect(shown(series)).toEqual(['130', '143']);
    expect(series.before).toEqual({ date: '2024-01-02', reason: 'no-value' });
    expect(series.after).toBeNull();
  });

  test('at a day that was never observed', () => {
    const series = dailyEquity(valued('100', '110', undefined, undefined, '130'), []);
    expect(shown(series)).toEqual(['130']);
    expect(series.before).toEqual({ date: '2024-01-03', reason: 'missing-day' });
  });

  test('before a day with a flow that nobody can value', () => {
    const series = dailyEquity(valued('100', '500', '550'), [flow(2, '10'), flow(2, null), flow(2, '5')]);
    expect(shown(series)).toEqual(['500', '550']);
    expect(series.before).toEqual({ date: '2024-01-02', reason: 'flow-not-valued' });
  });

  test('at its end, where the last days have no value', () => {
    const series = dailyEquity(valued('100', '110', null), []);
    expect(shown(series)).toEqual(['100', '110']);
    expect(series.after).toEqual({ date: '2024-01-03', reason: 'no-value' });
  });

  test('where value comes out of nothing: a return on nothing is none', () => {
    const series = dailyEquity(valued('100', '0', '50', '60'), [flow(2, '-100')]);
    expect(shown(series)).toEqual(['50', '60']);
    expect(series.before).toEqual({ date: '2024-01-03', reason: 'no-capital' });
  });

  test('where all was lost, and at a debt', () => {
    const lost = dailyEquity(valued('100', '0', '50'), [flow(3, '50')]);
    expect([shown(lost), lost.before]).toEqual([['50'], { date: '2024-01-03', reason: 'no-capital' }]);
    const debt = dailyEquity(valued('100', '-20', '-10'), []);
    expect([shown(debt), debt.after]).toEqual([['100', '-20'], { date: '2024-01-03', reason: 'no-capital' }]);
  });

  test('does not begin with nothing held', () => {
    const series = dailyEquity(valued('0', '100', '110'), [flow(2, '100')]);
    expect(shown(series)).toEqual(['100', '110']);
    expect(series.before).toEqual({ date: '2024-01-01', reason: 'no-capital' });
  });
});

describe('laws', () => {
  const money = fc.integer({ min: 1, max: 1_000_000 }).map((cents) => toE36(e18((cents / 100).toFixed(2))));
  const day = fc.record({ value: money, flow: fc.integer({ min: -100_000, max: 100_000 }) });

  test('the gains are what the value changed by, less what was put in', () => {
    fc.assert(
      fc.property(fc.array(day, { minLength: 1, maxLength: 30 }), (days) => {
        const values = days.map(({ value }, index) => ({ date: dateOf(index + 1), value }));
        const flows = days.map((each, index) => flow(index + 1, String(each.flow)));
        const series = dailyEquity(values, flows);
        const [first, last] = [series.days[0], series.days.at(-1)];
        if (!first || !last) return;
        const put = flows
          .filter(({ date }) => date > first.date)
          .reduce((sum, { value }) => add36(sum, value ?? zero36), zero36);
        const made = series.days.reduce((sum, { gain }) => add36(sum, gain ?? zero36), zero36);
        expect(made).toBe(last.value - first.value - put);
      }),
    );
  });

  test('money put in at the beginning of a day changes no return of steady growth', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 2, maxLength: 12 }),
        fc.integer({ min: 1, max: 1000 }),
        (deposits, start) => {
          // Each day a deposit is there from the beginning, and all of it grows by a tenth: every return is 0.1.
          const held: E36[] = [e36(String(start))];
          for (const put of deposits) held.push(share36(add36(held.at(-1) ?? zero36, e36(String(put))), 11n, 10n));
          const values = held.map((value, index) => ({ date: dateOf(index + 1), value }));
          const { days } = dailyEquity(
            values,
            deposits.map((put, index) => flow(index + 2, String(put))),
          );
          expect(days).toHaveLength(held.length);
          const two = days.slice(-2);
          expect(formatE18(totalReturn(two) ?? e18('0'))).toBe('0.1');
        },
      ),
    );
  });
});
