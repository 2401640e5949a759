/** A pool: one asset's spot fills of several accounts, symbols and quotes, in one currency. */
import { expect, test } from 'vitest';
import { createPooledBook, type PooledBook } from '../../../../shared/ledger/pooled-book';
import type { PooledFill } from '../../../../shared/ledger/pooled-fill';
import { decimal, e18, formatE18, formatE36 } from '../../../../shared/money/decimal';
import { buy, fillsFrom, sell, startUs } from './fills';

const pool = { base: 'BTC', quote: 'USDT' } as const;

/** Fills of these drafts with other origins and rates. */
const pooled = (
  drafts: Parameters<typeof fillsFrom>[0],
  changes: readonly Partial<PooledFill>[],
): readonly PooledFill[] => fillsFrom(drafts).map((fill, index) => ({ ...fill, ...changes[index] }));

const inEuro = (rate: string) =>
  ({ account: 'desk', exchange: 'gate', symbol: 'BTC/EUR', quote: 'EUR', quoteRate: decimal(rate) }) as const;

const short = (book: PooledBook) =>
  book.closings(0, 9).map(({ openFill, closeFill, gain }) => {
    const [opened, closed] = [openFill, closeFill].map((fill) => fill && `${fill.account} ${fill.symbol} ${fill.id}`);
    return [opened, closed, formatE36(gain)];
  });

test('what one account bought for euro another sells for USDT, and both keep their names', () => {
  // bought at 100 EUR of 1.1 USDT with 2 EUR of fees: 110 + 2.2; half sold for 75 less 1: 74 − 56.1 = 17.9
  const book = createPooledBook(pool);
  const fills = pooled(
    [buy('1', { at: '100', fee: '2 EUR' }), sell('0.5', { at: '150', fee: '1 USDT' })],
    [inEuro('1.1')],
  );
  expect(book.add(fills)).toEqual({ added: 2, duplicates: 0, revised: 0, rejected: [] });
  expect(short(book)).toEqual([['desk BTC/EUR 1', 'main BTC/USDT 2', '17.9']]);
  expect(book.openLots(0, 9).map(({ openFill, cost, price }) => [openFill, formatE36(cost), formatE18(price)])).toEqual(
    [[fills[0], '56.1', '110']],
  );
  expect(book.fills(0, 9)).toEqual(fills);
  expect(book.originOfClosing(0)).toEqual({ exchange: 'binance', account: 'main', symbol: 'BTC/USDT' });
  expect(fills.map(book.priceOf)).toEqual(['110', '150']);
  expect(formatE36(book.unrealizedAt(e18('120')).net)).toBe('3.9'); // 60 − 56.1
});

test('a price beyond 18 decimals is rounded half to even, and fees by their own rates', () => {
  const book = createPooledBook(pool);
  const at = '0.000000000000000005';
  book.add(
    pooled(
      [
        buy('1', { at }), // × 0.1 = 5 at the 19th decimal: to even, 0
        buy('1', { at: '0.000000000000000015' }), // 15 at the 19th: to even, 2 at the 18th
        buy('1', { at: '1', fee: '1 BNB at 3' }), // 3 × 0.5 a BNB
        buy('1', { at: '1', fee: '1 BNB' }),
        buy('1', { at: '1', fee: '0.25 USDT' }), // the pool's own currency, whatever the quote
      ],
      [inEuro('0.1'), inEuro('0.1'), inEuro('0.5'), inEuro('0.5'), inEuro('0.5')],
    ),
  );
  expect(book.openLots(0, 9).map(({ price, cost }) => [formatE18(price), formatE36(cost)])).toEqual([
    ['0', '0'],
    ['0.000000000000000002', '0.000000000000000002'],
    ['0.5', '2'],
    ['0.5', '0.5'],
    ['0.5', '0.75'],
  ]);
  expect(book.totals().unconvertedFees).toEqual([{ currency: 'BNB', amount: 10n ** 36n }]);
});

test('a rate that is missing, no decimal or not above 0 is refused where it is needed', () => {
  const book = createPooledBook(pool);
  const { quoteRate: _, ...bare } = inEuro('1');
  const raw = (text: string) => ({ ...bare, quoteRate: text as PooledFill['price'] }); // kept as it is, to be refused
  const drafts = Array.from({ length: 6 }, () => buy('1', { at: '1' }));
  const tiny = `0.${'0'.repeat(18)}1`;
  const fills = pooled(drafts, [bare, raw('x'), raw('0'), raw('-1'), raw(tiny), { quoteRate: raw('x').quoteRate }]);
  const { added, rejected } = book.add(fills);
  expect(rejected.map(({ field, reason }) => `${field} ${reason}`)).toEqual([
    'quoteRate missing',
    'quoteRate not-a-decimal',
    'quoteRate not-positive',
    'quoteRate not-positive',
    'quoteRate too-many-decimals',
  ]);
  expect(added).toBe(1); // it is in USDT already
  const contracts = pooled([buy('1', { at: '1' }), sell('1', { at: '1' })], [{ market: 'perp' }, { market: 'margin' }]);
  const others = [...contracts, ...pooled([buy('0', { at: '1' })], [inEuro('1')])];
  expect(book.add(others).rejected.map(({ field, reason }) => `${field} ${reason}`)).toEqual([
    'market other-book',
    'market other-book',
    'quantity not-positive',
  ]);
});

test('identity is exchange, account, symbol, id and side; order goes by them after time, id and side', () => {
  const book = createPooledBook(pool);
  const us = startUs;
  const same = (account: string, symbol = 'BTC/USDT') => {
    const fill = { ...pooled([buy('1', { at: '10', id: '7', us })], [])[0], account, symbol } as PooledFill; // it is there
    return symbol === 'BTC/USDT' ? fill : { ...fill, quote: 'EUR', quoteRate: decimal('2') };
  };
  const fills = [same('b'), same('a', 'BTC/EUR'), same('a'), same('\u0000'), same('a\u0000')];
  expect(book.add([...fills, ...fills])).toMatchObject({ added: 5, duplicates: 5 });
  expect(book.fills(0, 9).map(({ account, symbol }) => [account, symbol])).toEqual([
    ['\u0000', 'BTC/USDT'],
    ['a', 'BTC/EUR'],
    ['a', 'BTC/USDT'],
    ['a\u0000', 'BTC/USDT'],
    ['b', 'BTC/USDT'],
  ]);
  // twice the price at half the rate is worth the same, and is another fill all the same
  const other = { ...same('a', 'BTC/EUR'), price: decimal('20'), quoteRate: decimal('1') };
  expect(book.add([other]).rejected).toMatchObject([{ field: 'revision', reason: 'content-differs' }]);
  expect(book.add([{ ...other, revision: 1 }])).toMatchObject({ revised: 1 });
  expect(book.find(other)).toEqual({ ...other, revision: 1 });
  expect(book.add([{ ...same('a', 'BTC/EUR'), quoteRate: decimal('2.00') }])).toMatchObject({ duplicates: 1 });
});
