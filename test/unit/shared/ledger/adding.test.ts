/** Fills come in any order, twice, corrected, or broken. */
import { expect, test } from 'vitest';
import { createBook } from '../../../../shared/ledger/book';
import { compareFillIds, compareFills, type Fill, fillIdentity, sameFill } from '../../../../shared/ledger/fill';
import { decimal } from '../../../../shared/money/decimal';
import { bookOf, buy, closingsOf, everythingOf, fillsFrom, key, openLotsOf, sell, startUs, totalsOf } from './fills';

const one = (fill: ReturnType<typeof buy>): Fill => {
  const [first] = fillsFrom([fill]);
  if (!first) throw new Error('no fill');
  return first;
};

test('fills of one instant follow by id, digits as numbers', () => {
  const book = bookOf([
    sell('1', { at: '130', id: '11', us: startUs }),
    buy('1', { at: '120', id: '10', us: startUs }),
    buy('1', { at: '100', id: '9', us: startUs }),
  ]);
  expect(book.fills(0, 3).map(({ id }) => id)).toEqual(['9', '10', '11']);
  expect(closingsOf(book)).toMatchObject([{ openId: '9', costBasis: '100' }]);
});

test('ids of digits come before others, which follow by code unit', () => {
  const ids = ['b', '10', 'a', '9', '10a', 'B', '007', '7', '18446744073709551617', '18446744073709551616'];
  expect(ids.sort(compareFillIds)).toEqual([
    '007',
    '7',
    '9',
    '10',
    '18446744073709551616',
    '18446744073709551617',
    '10a',
    'B',
    'a',
    'b',
  ]);
});

test('microseconds count in the order', () => {
  const book = bookOf([
    buy('1', { at: '1', id: '1', us: startUs + 2 }),
    buy('1', { at: '1', id: '2', us: startUs + 1 }),
  ]);
  expect(book.fills(0, 2).map(({ id }) => id)).toEqual(['2', '1']);
});

test('a self-trade is two fills with one id, the buy first', () => {
  const book = bookOf([
    sell('1', { at: '100', id: '7', us: startUs, fee: '0.1 USDT' }),
    buy('1', { at: '100', id: '7', us: startUs, fee: '0.1 USDT' }),
  ]);
  expect(totalsOf(book)).toMatchObject({
    fills: 2,
    position: '0',
    unmatched: '0',
    gross: '0',
    fees: '0.2',
    net: '-0.2',
  });
  const { id, symbol } = one(buy('1', { at: '1', id: '7' }));
  expect(fillIdentity({ id, symbol, side: 'buy' })).not.toBe(fillIdentity({ id, symbol, side: 'sell' }));
});

test('fills of one id on two exchanges are two fills, in the order of the exchanges', () => {
  const fill = one(buy('1', { at: '1' }));
  const other = { ...fill, exchange: 'aster' };
  const book = createBook(key);
  expect(book.add([fill, other])).toMatchObject({ added: 2, duplicates: 0 });
  expect(book.fills(0, 2).map(({ exchange }) => exchange)).toEqual(['aster', 'binance']);
  expect(compareFills(fill, { ...fill })).toBe(0);
});

test('the same fill twice counts once, whether in one page or the next', () => {
  const fill = one(buy('1', { at: '100' }));
  const book = createBook(key);
  expect(book.add([fill, { ...fill, quantity: decimal('1.000') }])).toEqual({
    added: 1,
    duplicates: 1,
    revised: 0,
    rejected: [],
  });
  expect(book.add([fill]).duplicates).toBe(1);
  expect(totalsOf(book).position).toBe('1');
  expect(book.fillCount()).toBe(1);
});

test('a higher revision replaces what is held, at its own time, and a lower one changes nothing', () => {
  const [first, second, third] = [
    buy('1', { at: '100', id: '1' }),
    buy('1', { at: '200', id: '2' }),
    sell('1', { at: '300', id: '3' }),
  ].map((fill, minute) => fill(minute, 'spot')) as [Fill, Fill, Fill]; // three in, three out
  const book = createBook(key);
  book.add([first, second, third]);
  expect(closingsOf(book)).toMatchObject([{ openId: '1', gain: '200' }]);
  const corrected = { ...first, revision: 1, executedAtUs: second.executedAtUs + 1, price: decimal('150') };
  expect(book.add([corrected])).toMatchObject({ added: 0, revised: 1 });
  expect(closingsOf(book)).toMatchObject([{ openId: '2', gain: '100' }]);
  expect(openLotsOf(book)).toMatchObject([{ openId: '1', cost: '150' }]);
  expect(book.add([first])).toMatchObject({ added: 0, duplicates: 1, revised: 0 });
  expect(book.find(first)).toEqual(corrected);
  expect(book.fillCount()).toBe(3);
});

test('several revisions in one page leave the highest, in whatever order they come', () => {
  const fill = one(buy('1', { at: '100' }));
  const revisions = [2, 0, 3, 1].map((revision) => ({ ...fill, revision, price: decimal(String(100 + revision)) }));
  const book = createBook(key);
  expect(book.add(revisions)).toMatchObject({ added: 1, revised: 1, duplicates: 2 });
  expect(openLotsOf(book)).toMatchObject([{ cost: '103' }]);
});

test('other content at an equal revision is rejected, and the one that is held can be found and compared', () => {
  const fill = one(buy('1', { at: '100' }));
  const other = { ...fill, price: decimal('101') };
  const book = createBook(key);
  book.add([fill]);
  expect(book.add([other]).rejected).toEqual([{ fill: other, field: 'revision', reason: 'content-differs' }]);
  const held = book.find(other);
  expect(held && sameFill(held, other)).toBe(false);
  expect(book.find({ ...other, side: 'sell' })).toBeUndefined();
  expect(openLotsOf(book)).toMatchObject([{ cost: '100' }]);
});

test('two fills say the same whatever zeros they are written with and in whatever order their fees stand', () => {
  const fill = one(buy('1', { at: '100', fees: ['0.1 USDT', '1 BNB at 300'] }));
  const raw = (text: string) => text as Fill['price']; // as an exchange writes it, not normalised
  const same = { ...fill, revision: 4, price: raw('100.00'), fees: [...fill.fees].reverse() };
  expect(sameFill(fill, same)).toBe(true);
  const changes: readonly Partial<Fill>[] = [
    { quantity: decimal('2') },
    { orderId: '9' },
    { executedAtUs: 1 },
    { liquidity: 'maker' },
    { fees: [] },
    { fees: fill.fees.map((fee) => ({ ...fee, amount: decimal('0.1') })) },
    { fees: fill.fees.map(({ currency, amount }) => ({ currency, amount })) },
  ];
  expect(changes.map((change) => sameFill(fill, { ...fill, ...change }))).toEqual(changes.map(() => false));
});

const text = (value: string) => value as Fill['price']; // broken texts that a parser at the edge would stop
const faults: readonly [string, string, (fill: Fill) => Fill][] = [
  ['account', 'other-book', (fill) => ({ ...fill, account: 'second' })],
  ['symbol', 'other-book', (fill) => ({ ...fill, symbol: 'BTC/USDC' })],
  ['base', 'other-book', (fill) => ({ ...fill, base: 'ETH' })],
  ['quote', 'other-book', (fill) => ({ ...fill, quote: 'USDC' })],
  ['market', 'other-book', (fill) => ({ ...fill, market: 'perp' })],
  ['id', 'empty', (fill) => ({ ...fill, id: '' })],
  ['executedAtUs', 'not-an-integer', (fill) => ({ ...fill, executedAtUs: 1.5 })],
  ['revision', 'not-an-integer', (fill) => ({ ...fill, revision: Number.NaN })],
  ['quantity', 'not-positive', (fill) => ({ ...fill, quantity: text('0') })],
  ['quantity', 'not-positive', (fill) => ({ ...fill, quantity: text('-1') })],
  ['quantity', 'not-a-decimal', (fill) => ({ ...fill, quantity: text('1e3') })],
  ['quantity', 'too-many-decimals', (fill) => ({ ...fill, quantity: text('0.1234567890123456789') })],
  ['price', 'negative', (fill) => ({ ...fill, price: text('-0.1') })],
  ['price', 'not-a-decimal', (fill) => ({ ...fill, price: text('') })],
  [
    'fees[1].amount',
    'not-a-decimal',
    (fill) => ({ ...fill, fees: [...fill.fees, { currency: 'X', amount: text('.5') }] }),
  ],
  [
    'fees[0].rate',
    'not-a-decimal',
    (fill) => ({ ...fill, fees: [{ currency: 'X', amount: text('1'), rate: text('x') }] }),
  ],
  ['fees[0].rate', 'negative', (fill) => ({ ...fill, fees: [{ currency: 'X', amount: text('1'), rate: text('-1') }] })],
  ['fees', 'fee-takes-all', (fill) => ({ ...fill, fees: [{ currency: 'BTC', amount: text('1') }] })],
  ['fees', 'fee-takes-all', (fill) => ({ ...fill, side: 'sell', fees: [{ currency: 'BTC', amount: text('-1') }] })],
];

test.each(faults)(
  'a fill whose %s is at fault (%s) is handed back and the others are taken',
  (field, reason, spoil) => {
    const good = one(buy('1', { at: '100', fee: '0.1 USDT', id: 'good' }));
    const bad = spoil(one(buy('1', { at: '100', fee: '0.1 USDT', id: 'bad' })));
    const book = createBook(key);
    expect(book.add([bad, good])).toEqual({
      added: 1,
      duplicates: 0,
      revised: 0,
      rejected: [{ fill: bad, field, reason }],
    });
    expect(totalsOf(book)).toMatchObject({ fills: 1, position: '1' });
  },
);

test('a fill before all others makes the book what it would have been', () => {
  const drafts = Array.from({ length: 600 }, (_, i) =>
    i % 3 === 2
      ? sell('1.7', { at: String(100 + (i % 7)) })
      : buy('1', { at: String(100 + (i % 5)), fee: '0.07 USDT' }),
  );
  const [first, ...others] = fillsFrom(drafts);
  const book = createBook(key);
  book.add(others);
  book.totals();
  if (first) book.add([first]);
  expect(everythingOf(book)).toEqual(everythingOf(bookOf(drafts)));
});

test('a long history can be worked off in steps', () => {
  const book = bookOf(Array.from({ length: 10 }, () => buy('1', { at: '1' })));
  expect([book.settle(4), book.settle(4), book.settle(4), book.settle(4)]).toEqual([false, false, true, true]);
  expect(totalsOf(book).position).toBe('10');
});
