/** Exact decimals: texts in and out, exact products, and the one rounding rule. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  add18,
  add36,
  decimal,
  divHalfEven,
  divRound36,
  type E18,
  type E36,
  e18,
  e36,
  formatE18,
  formatE36,
  max18,
  min18,
  mul18,
  mulRound36,
  neg18,
  neg36,
  parseDecimal,
  parseE18,
  roundE18,
  share36,
  sub18,
  sub36,
  toE36,
} from '../../../../shared/money/decimal';

const anyE18 = fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }).map((value) => value as E18); // made here
const anyE36 = fc.bigInt({ min: -(10n ** 60n), max: 10n ** 60n }).map((value) => value as E36); // made here
const size = (value: bigint): bigint => (value < 0n ? -value : value);

test.each([
  ['0', 0n],
  ['-0', 0n],
  ['-0.0', 0n],
  ['1', 10n ** 18n],
  ['0.1', 10n ** 17n],
  ['-0.5', -5n * 10n ** 17n],
  ['007.50', 75n * 10n ** 17n],
  ['0.000000000000000001', 1n],
  ['-0.000000000000000001', -1n],
  ['0.1234567890123456780000', 123456789012345678n],
  ['123456789012345678901234567890.1', 1234567890123456789012345678901n * 10n ** 17n],
])('%s is read exactly', (text, value) => {
  expect(parseE18(text)).toEqual({ ok: true, value });
});

test.each([
  '',
  '.',
  '.5',
  '1.',
  '+1',
  '1e3',
  '1E3',
  ' 1',
  '1 ',
  '1,5',
  '1_000',
  '0x10',
  'NaN',
  'Infinity',
  '--1',
  '-',
  '١',
  '1.2.3',
  '1\n',
])('%j is no decimal', (text) => {
  expect(parseE18(text)).toEqual({ ok: false, error: { reason: 'not-a-decimal' } });
  expect(parseDecimal(text)).toEqual({ ok: false, error: { reason: 'not-a-decimal' } });
  expect(() => e36(text)).toThrow('not-a-decimal');
});

test('a digit after the 18th decimal is refused, not cut', () => {
  expect(parseE18('0.1234567890123456781')).toEqual({ ok: false, error: { reason: 'too-many-decimals' } });
  expect(() => e18('1.0000000000000000001')).toThrow('too-many-decimals');
  expect(() => e36(`0.${'0'.repeat(36)}1`)).toThrow('too-many-decimals');
});

test('a text is normalised to the shortest that says the same', () => {
  expect(['007.50', '-0', '10', '100.000', '-0.10'].map((text) => decimal(text))).toEqual([
    '7.5',
    '0',
    '10',
    '100',
    '-0.1',
  ]);
  expect(parseDecimal('1.20')).toEqual({ ok: true, value: '1.2' });
});

test('what is printed reads back as the same value, at both scales', () => {
  fc.assert(
    fc.property(anyE18, (value) => {
      expect(e18(formatE18(value))).toBe(value);
    }),
  );
  fc.assert(
    fc.property(anyE36, (value) => {
      expect(e36(formatE36(value))).toBe(value);
    }),
  );
});

test('printed decimals have no exponent, no trailing zero, no minus before 0', () => {
  fc.assert(
    fc.property(anyE36, (value) => {
      expect(formatE36(value)).toMatch(/^(0|-?(0|[1-9]\d*)(\.\d*[1-9])?)$/);
    }),
  );
  expect(formatE36(0n as E36)).toBe('0');
  expect(formatE36(-1n as E36)).toBe(`-0.${'0'.repeat(35)}1`);
});

test('sums, differences and products are exact', () => {
  // the sum that binary floats miss
  expect(formatE18(add18(e18('0.1'), e18('0.2')))).toBe('0.3');
  expect(formatE18(sub18(e18('0.3'), e18('0.1')))).toBe('0.2');
  expect(formatE18(neg18(e18('0.3')))).toBe('-0.3');
  expect(formatE36(mul18(e18('0.5'), e18('0.2')))).toBe('0.1');
  expect(formatE36(mul18(e18('0.000000000000000001'), e18('0.000000000000000003')))).toBe(`0.${'0'.repeat(35)}3`);
  expect(formatE36(add36(e36('1.5'), toE36(e18('2'))))).toBe('3.5');
  expect(formatE36(sub36(e36('1.5'), e36('2')))).toBe('-0.5');
  expect(formatE36(neg36(e36('-2')))).toBe('2');
});

test('the smaller and the larger of two', () => {
  expect([min18(e18('2'), e18('-3')), min18(e18('-3'), e18('2'))]).toEqual([e18('-3'), e18('-3')]);
  expect([max18(e18('2'), e18('-3')), max18(e18('-3'), e18('2'))]).toEqual([e18('2'), e18('2')]);
});

test.each([
  [5n, 2n, 2n],
  [7n, 2n, 4n],
  [3n, 2n, 2n],
  [1n, 2n, 0n],
  [-1n, 2n, 0n],
  [-5n, 2n, -2n],
  [-7n, 2n, -4n],
  [5n, -2n, -2n],
  [-7n, -2n, 4n],
  [8n, 3n, 3n],
  [7n, 3n, 2n],
  [-8n, 3n, -3n],
  [0n, -9n, 0n],
])('%d ÷ %d rounds half to even to %d', (numerator, denominator, quotient) => {
  expect(divHalfEven(numerator, denominator)).toBe(quotient);
});

test('a quotient is within half a unit of the truth, even where it is exactly half, and odd in sign', () => {
  const divisor = fc.bigInt({ min: -1000n, max: 1000n }).filter((value) => value !== 0n);
  fc.assert(
    fc.property(fc.bigInt({ min: -100_000n, max: 100_000n }), divisor, (numerator, denominator) => {
      const quotient = divHalfEven(numerator, denominator);
      const gap = size(quotient * denominator - numerator) * 2n;
      expect(gap).toBeLessThanOrEqual(size(denominator));
      if (gap === size(denominator)) expect(quotient % 2n).toBe(0n);
      expect(divHalfEven(-numerator, denominator)).toBe(-quotient);
    }),
  );
});

test('dividing by 0 is a bug and throws', () => {
  expect(() => divHalfEven(1n, 0n)).toThrow(RangeError);
});

test('a share and what stays behind are the whole, and the whole share is the value itself', () => {
  fc.assert(
    fc.property(
      anyE36,
      fc.bigInt({ min: 1n, max: 10n ** 20n }),
      fc.bigInt({ min: 1n, max: 10n ** 20n }),
      (value, a, b) => {
        const share = share36(value, a, a + b);
        const other = share36(value, b, a + b);
        expect(size(share + other - value)).toBeLessThanOrEqual(1n); // each within half of the last digit
        expect(share36(value, a, a)).toBe(value);
      },
    ),
  );
  expect(formatE36(share36(e36('10'), 1n, 3n))).toBe(`3.${'3'.repeat(36)}`);
});

test('quotients, rated values and roundings to 18 decimals round half to even', () => {
  expect(formatE36(divRound36(e36('1'), e36('3')))).toBe(`0.${'3'.repeat(36)}`);
  expect(formatE36(divRound36(e36('-2'), e36('3')))).toBe(`-0.${'6'.repeat(35)}7`);
  expect(formatE36(divRound36(e36('1'), e36('0.0004')))).toBe('2500');
  expect(formatE36(mulRound36(e36('1.5'), e36('-0.2')))).toBe('-0.3');
  // 0.5 and 1.5 of the last digit
  const last = `0.${'0'.repeat(35)}`;
  expect(formatE36(mulRound36(e36(`${last}1`), e36('0.5')))).toBe('0');
  expect(formatE36(mulRound36(e36(`${last}3`), e36('0.5')))).toBe(`${last}2`);
  expect(formatE18(roundE18(e36('0.0000000000000000015')))).toBe('0.000000000000000002');
  expect(formatE18(roundE18(e36('0.0000000000000000025')))).toBe('0.000000000000000002');
  expect(formatE18(roundE18(e36('-0.00000000000000000250000001')))).toBe('-0.000000000000000003');
});
