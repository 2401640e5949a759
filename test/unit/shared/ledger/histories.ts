/** Random histories of one book, and the ways in which their fills may arrive. */
import fc from 'fast-check';
import type { Book } from '../../../../shared/ledger/book';
import type { Fee, Fill, MarketKind } from '../../../../shared/ledger/fill';
import { type E18, formatE18 } from '../../../../shared/money/decimal';
import { key, startUs } from './fills';

/** A decimal of `digits` decimals, from an integer: few round values, so that positions meet zero, and some odd ones. */
const text = (units: number | bigint, digits: number) => formatE18((BigInt(units) * 10n ** BigInt(18 - digits)) as E18);

const quantity = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 6 }).map((n) => text(n * 5, 1)) },
  { weight: 1, arbitrary: fc.bigInt({ min: 10n ** 17n, max: 10n ** 19n }).map((n) => text(n, 18)) },
);
export const price = fc.oneof(
  fc.integer({ min: 0, max: 50 }).map((n) => text(n, 0)),
  fc.bigInt({ min: 1n, max: 10n ** 20n }).map((n) => text(n, 18)),
);
const feeAmount = fc.integer({ min: -30, max: 90 }).map((n) => text(n, 3)); // below every quantity
const fee: fc.Arbitrary<Fee> = fc.oneof(
  fc.record({ currency: fc.constantFrom('USDT', 'BTC', 'BNB'), amount: feeAmount }),
  fc.record({ currency: fc.constant('GT'), amount: feeAmount, rate: price }),
);
const anyFill = fc.record({
  side: fc.constantFrom('buy' as const, 'sell' as const),
  quantity,
  price,
  fees: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(fee, { maxLength: 2 })),
  us: fc.integer({ min: 0, max: 40 }),
  word: fc.boolean(),
});

const market = fc.constantFrom<MarketKind>('spot', 'margin', 'perp');

/** Histories of distinct fills, many of them at one instant, in no order. */
export const historyOf = (min: number, max: number): fc.Arbitrary<readonly Fill[]> =>
  fc.tuple(market, fc.array(anyFill, { minLength: min, maxLength: max })).map(([kind, rows]) =>
    rows.map(({ us, word, ...row }, index) => ({
      ...key,
      ...row,
      market: kind,
      exchange: 'binance',
      id: word ? `x${index}` : String(index),
      orderId: null,
      executedAtUs: startUs + us,
      liquidity: null,
      revision: 0,
    })),
  );
export const history = historyOf(0, 40);

/** Cuts a history into pages in another order, with some fills twice and some superseded revisions. */
export const arrival = (histories: fc.Arbitrary<readonly Fill[]>) =>
  histories.chain((fills) =>
    fc.record({
      fills: fc.constant(fills),
      order: fc.shuffledSubarray(
        fills.map((_, index) => index),
        { minLength: fills.length },
      ),
      again: fc.subarray([...fills]),
      stale: fc.subarray([...fills], { maxLength: Math.min(3, fills.length) }),
      pages: fc.array(fc.record({ size: fc.integer({ min: 1, max: 90 }), query: fc.boolean() }), { maxLength: 20 }),
    }),
  );

export function addInPages(
  book: Book,
  fills: readonly Fill[],
  pages: readonly { size: number; query: boolean }[],
): void {
  let at = 0;
  for (const { size, query } of pages) {
    book.add(fills.slice(at, at + size));
    if (query) book.settle(size * 2);
    at += size;
  }
  book.add(fills.slice(at));
}
