/** How amounts read: decimals by size, holdings down, the rest half to even, grouped digits, never a binary float. */
import { describe, expect, test } from 'vitest';
import {
  amountText,
  columnDecimals,
  decimalsFor,
  formatAmount,
  percentText,
  rateOf,
} from '../../../../../extension/ui/components/amount-format';
import type { DecimalString } from '../../../../../shared/money/decimal';

/** A stored decimal; some have more than the 18 decimals that `decimal` takes. */
const d = (text: string) => text as DecimalString; // literals of this file, all plain decimals

const figure = (value: string, decimals: number, locale = 'en-US') => {
  const { whole, fraction } = formatAmount(d(value), decimals, 'figure', locale);
  return whole + fraction;
};
const holding = (value: string, decimals: number) => {
  const { whole, fraction } = formatAmount(d(value), decimals, 'holding', 'en-US');
  return whole + fraction;
};

describe('rounding', () => {
  test('a holding is rounded down, so that it never shows more than there is', () => {
    expect(holding('8525.729', 2)).toBe('8,525.72'); // not .73
    expect(holding('0.999999999999999999', 2)).toBe('0.99');
  });

  test('what is owed is rounded away from zero: down is towards minus infinity', () => {
    expect(holding('-1.001', 2)).toBe('1.01'); // the sign is apart
    expect(formatAmount(d('-1.001'), 2, 'holding', 'en-US').sign).toBe(-1);
  });

  test('a figure is rounded half to even, by its whole expansion', () => {
    expect(figure('0.125', 2)).toBe('0.12'); // a tie goes to the even digit
    expect(figure('0.135', 2)).toBe('0.14');
    expect(figure('0.1250000000000000000000000000000001', 2)).toBe('0.13'); // no tie
    expect(figure('-2.675', 2)).toBe('2.68'); // 2.675 as a binary float is 2.67499…
  });

  test('digits beyond 2^53 stay exact', () => {
    expect(figure('9007199254740993.01', 2)).toBe('9,007,199,254,740,993.01'); // 2^53 + 1
  });

  test('an amount too small for its column is a bound, not zero', () => {
    const dust = formatAmount(d('0.0000012'), 2, 'holding', 'en-US');
    expect(dust).toEqual({ sign: 1, below: true, whole: '0', fraction: '.01' });
    expect(formatAmount(d('0'), 2, 'holding', 'en-US')).toEqual({ sign: 0, below: false, whole: '0', fraction: '.00' });
  });
});

describe('grouping by locale', () => {
  test.each([
    ['en-US', '1,234,567.50'],
    ['de-DE', '1.234.567,50'],
    ['en-IN', '12,34,567.50'],
    ['fr-FR', '1\u202f234\u202f567,50'],
    ['ar-EG', '1,234,567.50'], // digits stay Latin, as on every exchange
  ])('%s', (locale, shown) => {
    expect(figure('1234567.5', 2, locale)).toBe(shown);
  });
});

describe('decimals by size', () => {
  test.each([
    // value, currency, decimals, as text
    ['0', 'USDT', 2, '0.00'],
    ['12480.2294', 'USDT', 2, '12,480.23'],
    ['1.5', 'USDT', 2, '1.50'],
    ['0.5', 'USDT', 4, '0.5000'],
    ['0.00000912', 'USDT', 8, '0.00000912'], // 5 zeros and three digits
    ['1204331', 'SHIB', 2, '1,204,331.00'],
    ['84.25', 'SUI', 4, '84.2500'],
    ['0.04812345', 'BTC', 6, '0.048123'],
    ['0.00123', 'BNB', 8, '0.00123000'],
    ['0.000000000000000001', 'ETH', 18, '0.000000000000000001'],
    ['-42.126', 'EUR', 2, '−42.13'],
  ])('%s %s has %i', (value, currency, decimals, shown) => {
    expect(decimalsFor(d(value), currency)).toBe(decimals);
    expect(amountText(d(value), currency, 'figure', 'en-US')).toBe(shown);
  });

  test('a column has the same decimals whatever its sizes', () => {
    expect(columnDecimals('USDT')).toBe(2);
    expect(columnDecimals('JPY')).toBe(2); // 1,234,567.00000000 would be cut
    expect(columnDecimals('BTC')).toBe(8);
  });
});

describe('rates', () => {
  test('a fraction reads as percent with two decimals', () => {
    expect(percentText(d('0.015'), 'en-US')).toBe('1.50');
    expect(percentText(d('-0.0145'), 'en-US')).toBe('−1.45');
    expect(percentText(d('12.345678'), 'en-US')).toBe('1,234.57');
    expect(percentText(d('0'), 'en-US')).toBe('0.00');
  });

  test('a fraction too small for two decimals is no zero, and no zero has a minus', () => {
    expect(percentText(d('-0.00001'), 'en-US')).toBe('< −0.01'); // −0.001 %
    expect(percentText(d('0.00005'), 'en-US')).toBe('< 0.01'); // 0.005 %, half to even is 0.00
    expect(percentText(d('-0.000051'), 'en-US')).toBe('−0.01');
    expect(percentText(d(`0.${'0'.repeat(35)}1`), 'en-US')).toBe('< 0.01');
  });

  test('a part of nothing, or of a debt, has no rate', () => {
    expect(rateOf(d('1'), d('4'))).toBe('0.25');
    expect(rateOf(d('1'), d('0'))).toBeNull();
    expect(rateOf(d('1'), d('-5'))).toBeNull();
  });
});
