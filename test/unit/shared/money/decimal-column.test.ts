/** Columns of decimals say exactly what bigints say, whatever comes in whatever order. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type E18, e18, formatE18, parseE18 } from '../../../../shared/money/decimal';
import {
  createDecimalColumn,
  parseDecimalOf,
  plusDecimal,
  textOfMantissa,
} from '../../../../shared/money/decimal-column';
import { createColumnSum } from '../../../../shared/money/exact-sums';

/** Short and long, with zeros in front and behind, and some that are no decimals. */
const digits = (max: number) => fc.stringMatching(new RegExp(`^[0-9]{1,${max}}$`));
const decimalText = fc
  .tuple(fc.constantFrom('', '-'), digits(14), fc.option(digits(18)), fc.constantFrom('', '0', '000'))
  .map(([sign, whole, fraction, zeros]) => `${sign}${whole}${fraction === null ? '' : `.${fraction}${zeros}`}`);
const brokenText = fc.constantFrom(
  '',
  '-',
  '.',
  '1.',
  '.5',
  '+1',
  '1e3',
  '1..2',
  '1.2.3',
  '1.0x',
  'x.0',
  ' 1',
  '1 ',
  '--1',
  'NaN',
  '1.-5',
);

const check = (property: fc.IPropertyWithHooks<unknown>) => fc.assert(property, { numRuns: 500 });
const column = (texts: readonly string[]) => {
  const made = createDecimalColumn();
  for (const text of texts) {
    const parsed = parseDecimalOf(text);
    if (!parsed.ok) throw new Error(text);
    made.push(parsed.value);
  }
  return made;
};

test('a text is read, or refused, as it is read into a bigint', () => {
  check(
    fc.property(fc.oneof({ weight: 5, arbitrary: decimalText }, brokenText), (text) => {
      const slow = parseE18(text);
      const parsed = parseDecimalOf(text);
      expect(parsed.ok).toBe(slow.ok);
      if (slow.ok) expect(column([text]).at(0)).toBe(slow.value);
      else if (!parsed.ok) expect(parsed.error).toEqual(slow.error);
    }),
  );
  expect(parseDecimalOf('0.1234567890123456789')).toEqual({ ok: false, error: { reason: 'too-many-decimals' } });
  expect(parseDecimalOf('0.1234567890123456780')).toMatchObject({ ok: true, value: { scale: 18 } });
});

test('every row keeps its value and its text, whatever came before or after', () => {
  check(
    fc.property(fc.array(decimalText, { maxLength: 60 }), (texts) => {
      const made = column(texts);
      expect(texts.map((_, row) => made.at(row))).toEqual(texts.map((text) => e18(text)));
      expect(texts.map((_, row) => made.textAt(row))).toEqual(texts.map((text) => formatE18(e18(text))));
    }),
  );
});

test('the sum of two decimals is exact where doubles would not be', () => {
  check(
    fc.property(decimalText, decimalText, fc.constantFrom<1 | -1>(1, -1), (a, b, sign) => {
      const [left, right] = [parseDecimalOf(a), parseDecimalOf(b)];
      if (!left.ok || !right.ok) throw new Error('both are decimals');
      const made = createDecimalColumn();
      made.push(plusDecimal(left.value, right.value, sign));
      expect(made.at(0)).toBe(e18(a) + BigInt(sign) * e18(b));
    }),
  );
});

test('a mantissa is written without trailing zeros', () => {
  // 5 ÷ 10 = 0.5; −1230 ÷ 1000 = −1.23; 700 ÷ 100 = 7
  expect([textOfMantissa(5, 1), textOfMantissa(-1230, 3), textOfMantissa(700, 2), textOfMantissa(0, 8)]).toEqual([
    '0.5',
    '-1.23',
    '7',
    '0',
  ]);
});

const signed = fc.tuple(decimalText, decimalText, fc.constantFrom(1, -1));

test('sums and sums of products are those of bigints, though columns change their scale in between', () => {
  check(
    fc.property(fc.array(signed, { maxLength: 40 }), (rows) => {
      const [a, b] = [createDecimalColumn(), createDecimalColumn()];
      const [products, values] = [createColumnSum(a, b), createColumnSum(a, null)];
      let [product, value] = [0n, 0n];
      for (const [row, [left, right, sign]] of rows.entries()) {
        const [x, y] = [parseDecimalOf(left), parseDecimalOf(right)];
        if (!x.ok || !y.ok) throw new Error('both are decimals');
        a.push(x.value);
        b.push(y.value);
        for (const sum of [products, values]) {
          sum.begin();
          sum.add(row, sign);
        }
        product += BigInt(sign) * e18(left) * e18(right);
        value += BigInt(sign) * e18(left) * 10n ** 18n;
      }
      expect([products.value(), values.value()]).toEqual([product, value]);
    }),
  );
});

test('a hundred thousand of the largest products that halves can hold add up exactly', () => {
  const most = (2n ** 50n - 1n) as E18; // as mantissa at scale 0
  const [a, b] = [column([`${most}`]), column([`${most}`])];
  const sum = createColumnSum(a, b);
  sum.begin();
  for (let times = 0; times < 100_000; times += 1) sum.add(0, 1);
  expect(sum.value()).toBe(100_000n * most * most * 10n ** 36n);
});
