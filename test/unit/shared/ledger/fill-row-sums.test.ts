/** Sums over some of a book's fills out of its columns, against sums over the fills themselves. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBook } from '../../../../shared/ledger/book';
import type { Fill } from '../../../../shared/ledger/fill';
import { type E18, e18, formatE18, formatE36 } from '../../../../shared/money/decimal';
import { bookOf, buy, key, sell, startUs } from './fills';

test('quantities are those before fees in base, values without fees, fees each in its own coin', () => {
  const book = bookOf([
    buy('2', { at: '10', fee: '0.1 BTC' }),
    buy('1', { at: '12', fees: ['0.2 USDT', '0.001 BNB'] }),
    sell('1.5', { at: '20', fee: '0.002 BNB at 300' }),
    sell('9', { at: '99' }), // is not asked for
  ]);
  const { rows, sums } = book.snapshot();
  const some = sums();
  some.begin();
  for (const row of rows.subarray(0, 3)) some.add(row);
  const { buy: bought, sell: sold, fees } = some.totals();
  expect([bought.count, formatE18(bought.quantity), formatE36(bought.value)]).toEqual([2, '3', '32']); // 20 + 12
  expect([sold.count, formatE18(sold.quantity), formatE36(sold.value)]).toEqual([1, '1.5', '30']);
  expect(Object.fromEntries([...fees].map(([coin, amount]) => [coin, formatE36(amount)]))).toEqual({
    BTC: '0.1',
    USDT: '0.2',
    BNB: '0.003',
  });
});

const decimals = (max: bigint) =>
  fc.oneof(
    fc.integer({ min: 1, max: 500 }).map((n) => formatE18((BigInt(n) * 10n ** 17n) as E18)),
    fc.bigInt({ min: 1n, max }).map((n) => formatE18(n as E18)),
  );
const fee = fc.record({ currency: fc.constantFrom('USDT', 'BTC', 'BNB', 'GT'), amount: decimals(10n ** 17n) });
const fills = fc
  .array(
    fc.record({
      side: fc.constantFrom('buy' as const, 'sell' as const),
      quantity: decimals(10n ** 26n).map((text) => formatE18((e18(text) + 10n ** 20n) as E18)), // above its fees
      price: decimals(10n ** 30n),
      fees: fc.array(fee, { maxLength: 2 }),
      asked: fc.boolean(),
    }),
    { maxLength: 30 },
  )
  .map((rows) =>
    rows.map(({ asked, ...row }, index) => {
      const rest = { id: String(index), orderId: null, exchange: 'binance', liquidity: null, revision: 0 };
      return { asked, fill: { ...key, ...row, ...rest, executedAtUs: startUs + index } satisfies Fill };
    }),
  );

const naive = (asked: readonly Fill[]) => {
  const side = (which: Fill['side']) => {
    const of = asked.filter((fill) => fill.side === which);
    return {
      count: of.length,
      quantity: of.reduce((sum, { quantity }) => sum + e18(quantity), 0n),
      value: of.reduce((sum, { quantity, price }) => sum + e18(quantity) * e18(price), 0n),
    };
  };
  const coins = new Map<string, bigint>();
  for (const { currency, amount } of asked.flatMap((one) => one.fees))
    coins.set(currency, (coins.get(currency) ?? 0n) + e18(amount) * 10n ** 18n);
  return { buy: side('buy'), sell: side('sell'), coins };
};

test('of any fills, also where more of other scales come in between, are exact', () => {
  fc.assert(
    fc.property(fills, fills, (early, late) => {
      const book = createBook(key);
      const moved = late.map(({ asked, fill }) => ({
        asked,
        fill: { ...fill, id: `l${fill.id}`, executedAtUs: fill.executedAtUs + 1_000 },
      }));
      expect(book.add(early.map(({ fill }) => fill)).rejected).toEqual([]);
      const { rows, sums } = book.snapshot();
      const all = sums();
      all.begin();
      for (const [place, { asked }] of early.entries()) if (asked) all.add(rows[place] ?? -1);
      expect(book.add(moved.map(({ fill }) => fill)).rejected).toEqual([]);
      const after = book.snapshot();
      all.begin();
      for (const [place, { asked }] of moved.entries()) if (asked) all.add(after.rows[early.length + place] ?? -1);
      const { fees, ...sides } = all.totals();
      const { coins, ...expected } = naive([...early, ...moved].flatMap(({ asked, fill }) => (asked ? [fill] : [])));
      expect(sides).toEqual(expected);
      expect(new Map([...fees].filter(([, amount]) => amount !== 0n))).toEqual(coins);
    }),
    { numRuns: 200 },
  );
});
