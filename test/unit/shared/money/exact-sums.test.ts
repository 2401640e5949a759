/** Sums over columns, held against sums of bigints. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDecimalColumn, parseDecimalOf } from '../../../../shared/money/decimal-column';
import { createColumnSum } from '../../../../shared/money/exact-sums';

/** Decimals of every size: products that a double holds, that are split in halves, and values too wide for a column. */
const text = fc.oneof(
  fc.integer({ min: 0, max: 20_000 }).map((n) => `${n / 8}`),
  fc.integer({ min: 0, max: 2 ** 49 }).map((n) => `${n}`),
  fc.bigInt({ min: 0n, max: 10n ** 24n }).map((n) => `${n}.000000000000000001`),
);

const columnOf = (texts: readonly string[]) => {
  const column = createDecimalColumn();
  for (const each of texts) {
    const parsed = parseDecimalOf(each);
    if (!parsed.ok) throw new Error(each);
    column.push(parsed.value);
  }
  return column;
};

test('rows that are summed together give what bigints give, with products that spill, split and are wide', () => {
  const rows = fc.array(fc.record({ a: text, b: text, sign: fc.constantFrom(-1, 0, 1) }), {
    maxLength: 60,
    size: 'max',
  });
  fc.assert(
    fc.property(rows, fc.nat(10), (drawn, from) => {
      const [a, b] = [columnOf(drawn.map((row) => row.a)), columnOf(drawn.map((row) => row.b))];
      const order = [...Array<number>(from).fill(0), ...drawn.keys()];
      const signs = Int8Array.from(drawn, ({ sign }) => sign);
      const [products, plain] = [createColumnSum(a, b), createColumnSum(a, null)];
      for (const sum of [products, plain]) {
        sum.begin();
        sum.addRows(order, from, signs, drawn.length);
        sum.addRows(order, from, signs, drawn.length); // on top of what is there
      }
      const total = (of: (row: number) => bigint) =>
        drawn.reduce((sum, { sign }, row) => sum + 2n * BigInt(sign) * of(row), 0n);
      expect(products.value()).toBe(total((row) => a.at(row) * b.at(row)));
      expect(plain.value()).toBe(total((row) => a.at(row) * 10n ** 18n));
    }),
  );
});

test('a sum of many rows of one sign is exact beyond 2^53', () => {
  // 1,000 × (2^49 + 1) = 562,949,953,421,313,000: a double would round it to a multiple of 64
  const a = columnOf(Array<string>(1_000).fill(`${2 ** 49 + 1}`));
  const sum = createColumnSum(a, null);
  sum.begin();
  sum.addRows([...Array(1_000).keys()], 0, new Int8Array(1_000).fill(1), 1_000);
  expect(sum.value()).toBe(562_949_953_421_313_000n * 10n ** 36n);
});
