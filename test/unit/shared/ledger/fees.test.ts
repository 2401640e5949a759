/** What each kind of fee does to cost, proceeds and PnL, worked with a pencil. */
import { expect, test } from 'vitest';
import { bookOf, buy, closingsOf, openLotsOf, sell, totalsOf } from './fills';

test('a partial sell closes its share of the lot, entry fee included, and a third coin without a rate stays apart', () => {
  const book = bookOf([buy('1', { at: '100', fee: '0.1 USDT' }), sell('0.4', { at: '130', fee: '0.001 BNB' })]);
  // cost basis 0.4 × 100.1; proceeds 0.4 × 130; gross 0.4 × 30; fees 0.4 × 0.1
  expect(closingsOf(book)).toEqual([
    {
      closeId: '2',
      openId: '1',
      direction: 'long',
      quantity: '0.4',
      proceeds: '52',
      costBasis: '40.04',
      gross: '12',
      fees: '0.04',
      gain: '11.96',
    },
  ]);
  // what stays: 0.6 × 100.1, of which 0.06 fee
  expect(openLotsOf(book)).toEqual([
    { openId: '1', direction: 'long', quantity: '0.6', price: '100', cost: '60.06', fees: '0.06' },
  ]);
  expect(totalsOf(book)).toEqual({
    fills: 2,
    gross: '12',
    fees: '0.04',
    net: '11.96',
    position: '0.6',
    unmatched: '0',
    feesPaidQuote: '0.1',
    feesByCurrency: { BNB: '0.001', USDT: '0.1' },
    unconvertedFees: { BNB: '0.001' },
  });
});

test('a quote fee on a sell comes off the proceeds', () => {
  const book = bookOf([buy('2', { at: '100' }), sell('1', { at: '110', fee: '0.11 USDT' })]);
  // 110 − 0.11 − 100
  expect(closingsOf(book)).toMatchObject([
    { proceeds: '109.89', costBasis: '100', gross: '10', fees: '0.11', gain: '9.89' },
  ]);
});

test('a base fee on a buy leaves fewer units for the full cost', () => {
  const book = bookOf([buy('1', { at: '100', fee: '0.01 BTC' }), sell('0.99', { at: '110' })]);
  // 0.99 units cost 100; gross 0.99 × 10; the fee at its own fill's price: 0.01 × 100
  expect(closingsOf(book)).toMatchObject([
    { quantity: '0.99', proceeds: '108.9', costBasis: '100', gross: '9.9', fees: '1', gain: '8.9' },
  ]);
  const { position, feesPaidQuote, feesByCurrency, unconvertedFees } = totalsOf(book);
  expect([position, feesPaidQuote, feesByCurrency, unconvertedFees]).toEqual(['0', '1', { BTC: '0.01' }, {}]);
});

test('a base fee on a sell gives more units for the same proceeds', () => {
  const book = bookOf([buy('2', { at: '100' }), sell('1', { at: '110', fee: '0.02 BTC' })]);
  // 1.02 units leave, cost 102, for 110; gross 1.02 × 10; the fee 0.02 × 110
  expect(closingsOf(book)).toMatchObject([
    { quantity: '1.02', proceeds: '110', costBasis: '102', gross: '10.2', fees: '2.2', gain: '8' },
  ]);
  expect(totalsOf(book).position).toBe('0.98');
});

test('a third-coin fee with a rate is a quote fee of amount × rate', () => {
  const book = bookOf([buy('1', { at: '100', fee: '0.002 BNB at 300' }), sell('1', { at: '110' })]);
  // 0.002 × 300 = 0.6
  expect(closingsOf(book)).toMatchObject([{ costBasis: '100.6', gross: '10', fees: '0.6', gain: '9.4' }]);
  const { feesPaidQuote, feesByCurrency, unconvertedFees } = totalsOf(book);
  expect([feesPaidQuote, feesByCurrency, unconvertedFees]).toEqual(['0.6', { BNB: '0.002' }, {}]);
});

test('a rate on a fee in quote or base changes nothing', () => {
  const book = bookOf([buy('1', { at: '100', fees: ['0.5 USDT at 7', '0.1 BTC at 7'] })]);
  // 0.9 units for 100.5; fees 0.5 + 0.1 × 100
  expect(openLotsOf(book)).toMatchObject([{ quantity: '0.9', cost: '100.5', fees: '10.5' }]);
});

test('rebates in quote lower the cost and raise the proceeds', () => {
  const book = bookOf([buy('1', { at: '100', fee: '-0.05 USDT' }), sell('1', { at: '100', fee: '-0.05 USDT' })]);
  // 100.05 − 99.95
  expect(closingsOf(book)).toMatchObject([
    { proceeds: '100.05', costBasis: '99.95', gross: '0', fees: '-0.1', gain: '0.1' },
  ]);
  expect(totalsOf(book).feesByCurrency).toEqual({ USDT: '-0.1' });
});

test('a rebate in base on a buy brings more units for the same cost', () => {
  const book = bookOf([buy('1', { at: '100', fee: '-0.01 BTC' }), sell('1.01', { at: '100' })]);
  // 1.01 × 100 − 100; the rebate is worth 0.01 × 100
  expect(closingsOf(book)).toMatchObject([{ proceeds: '101', costBasis: '100', gross: '0', fees: '-1', gain: '1' }]);
});

test('several fees of one fill all count, and coins that add up to nothing are not listed', () => {
  const book = bookOf([
    buy('1', { at: '100', fees: ['0.1 USDT', '0.2 BTC', '1 BNB', '0.5 GT at 2'] }),
    buy('1', { at: '100', fee: '-1 BNB' }),
  ]);
  // 0.8 units for 100 + 0.1 + 0.5 × 2; fees 0.1 + 0.2 × 100 + 1
  expect(openLotsOf(book)[0]).toMatchObject({ quantity: '0.8', cost: '101.1', fees: '21.1' });
  const { feesByCurrency, unconvertedFees } = totalsOf(book);
  expect([feesByCurrency, unconvertedFees]).toEqual([{ BTC: '0.2', GT: '0.5', USDT: '0.1' }, {}]);
});

test('a fill at price 0 is a gift: its cost is its fee', () => {
  const book = bookOf([buy('1', { at: '0', fee: '0.5 USDT' }), sell('1', { at: '10' })]);
  expect(closingsOf(book)).toMatchObject([{ costBasis: '0.5', gross: '10', fees: '0.5', gain: '9.5' }]);
});
