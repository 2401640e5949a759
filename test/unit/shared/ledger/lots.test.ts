/** Lots first in first out: splits, oversold history, positions that cross zero. */
import { expect, test } from 'vitest';
import { formatE18, formatE36 } from '../../../../shared/money/decimal';
import { bookOf, buy, closingsOf, minuteUs, openLotsOf, openTripOf, sell, startUs, totalsOf, tripsOf } from './fills';

test('a sell closes the oldest lot first and then the next, its proceeds split by quantity', () => {
  const book = bookOf([
    buy('1', { at: '100', fee: '0.1 USDT' }),
    buy('2', { at: '120' }),
    sell('1.5', { at: '130', fee: '0.3 USDT' }),
  ]);
  // proceeds 195 − 0.3 = 194.7: 1 of 1.5 is 129.8, the rest 64.9
  expect(closingsOf(book)).toMatchObject([
    { openId: '1', quantity: '1', proceeds: '129.8', costBasis: '100.1', gross: '30', fees: '0.3', gain: '29.7' },
    { openId: '2', quantity: '0.5', proceeds: '64.9', costBasis: '60', gross: '5', fees: '0.1', gain: '4.9' },
  ]);
  expect(openLotsOf(book)).toMatchObject([{ openId: '2', quantity: '1.5', cost: '180' }]);
});

test('what a split rounds off stays in the lot, so the last piece takes the whole rest', () => {
  const book = bookOf([
    buy('3', { at: '3', fee: '1 USDT' }), // 3 units cost 10
    sell('1', { at: '4' }),
    sell('1', { at: '4' }),
    sell('1', { at: '4' }),
  ]);
  const threes = '3'.repeat(35);
  // 10 ÷ 3 = 3.3…33; (10 − 3.3…33) ÷ 2 = 3.3…335, half to even 3.3…34; the rest 3.3…33
  expect(closingsOf(book).map(({ costBasis }) => costBasis)).toEqual([`3.${threes}3`, `3.${threes}4`, `3.${threes}3`]);
  expect(totalsOf(book)).toMatchObject({ gross: '3', fees: '1', net: '2', position: '0' });
});

test('selling on spot what was never bought is a closing without a lot, at cost basis 0, and counts as unmatched', () => {
  const book = bookOf([buy('1', { at: '100', fee: '0.1 USDT' }), sell('3', { at: '120', fee: '0.3 USDT' })]);
  // proceeds 359.7: 119.9 for 1, 239.8 for the oversold 2
  expect(closingsOf(book)).toEqual([
    {
      closeId: '2',
      openId: '1',
      direction: 'long',
      quantity: '1',
      proceeds: '119.9',
      costBasis: '100.1',
      gross: '20',
      fees: '0.2',
      gain: '19.8',
    },
    {
      closeId: '2',
      openId: null,
      direction: 'long',
      quantity: '2',
      proceeds: '239.8',
      costBasis: '0',
      gross: '240',
      fees: '0.2',
      gain: '239.8',
    },
  ]);
  // position 1 − 3 + 2
  expect(totalsOf(book)).toMatchObject({ position: '0', unmatched: '2', gross: '260', fees: '0.4', net: '259.6' });
  expect(openLotsOf(book)).toEqual([]);
});

test('the oversold part is in no round trip, and the next buy starts from flat', () => {
  const book = bookOf([
    sell('5', { at: '90', fee: '1 BNB' }),
    buy('1', { at: '100' }),
    sell('4', { at: '120', fee: '0.4 BNB' }),
    buy('2', { at: '110' }),
  ]);
  // the trip has 1 of the 4 units, and so a quarter of the BNB
  expect(tripsOf(book)).toMatchObject([
    { n: 1, openId: '2', closeId: '3', quantity: '1', gross: '20', net: '20', unconvertedFees: { BNB: '0.1' } },
  ]);
  expect(openTripOf(book)).toMatchObject({ openId: '4', quantity: '2' });
  expect(totalsOf(book)).toMatchObject({ unmatched: '8', position: '2' });
});

test('on margin a sell beyond the position closes it and opens a short with the rest of its value and fees', () => {
  const book = bookOf(
    [
      buy('1', { at: '100', fee: '0.1 USDT' }),
      sell('3', { at: '120', fee: '0.3 USDT' }),
      buy('2', { at: '110', fee: '0.2 USDT' }),
    ],
    { market: 'margin' },
  );
  // closing part 1 of 3: 359.7 ÷ 3 = 119.9; opening part 239.8. Short: received 239.8, paid 220.2
  expect(closingsOf(book)).toMatchObject([
    { openId: '1', closeId: '2', direction: 'long', proceeds: '119.9', costBasis: '100.1', gain: '19.8' },
    {
      openId: '2',
      closeId: '3',
      direction: 'short',
      quantity: '2',
      proceeds: '239.8',
      costBasis: '220.2',
      gross: '20',
      fees: '0.4',
      gain: '19.6',
    },
  ]);
  expect(totalsOf(book)).toMatchObject({ position: '0', unmatched: '0', gross: '40', fees: '0.6', net: '39.4' });
});

test('a short lot stands with what it brought in after fees, and its position is negative', () => {
  const book = bookOf([sell('2', { at: '120', fee: '0.3 USDT' })], { market: 'perp' });
  expect(openLotsOf(book)).toEqual([
    { openId: '1', direction: 'short', quantity: '2', price: '120', cost: '239.7', fees: '0.3' },
  ]);
  expect(totalsOf(book)).toMatchObject({ position: '-2', gross: '0', feesPaidQuote: '0.3' });
});

test('a fill that crosses zero ends one round trip and starts the next, fees of a coin without rate split alike', () => {
  const book = bookOf([buy('1', { at: '100' }), sell('3', { at: '120', fee: '0.1 BNB' }), buy('2', { at: '110' })], {
    market: 'perp',
  });
  const third = '0'.concat('.0', '3'.repeat(35)); // 0.1 × 1 ÷ 3
  const rest = '0'.concat('.0', '6'.repeat(34), '7');
  expect(tripsOf(book)).toMatchObject([
    { n: 1, direction: 'long', openId: '1', closeId: '2', quantity: '1', gross: '20', unconvertedFees: { BNB: third } },
    { n: 2, direction: 'short', openId: '2', closeId: '3', quantity: '2', gross: '20', unconvertedFees: { BNB: rest } },
  ]);
  expect(tripsOf(book).map(({ fillIds }) => fillIds)).toEqual([
    ['1', '2'],
    ['2', '3'],
  ]);
});

test('a base fee widens a crossing sell before it is split', () => {
  const book = bookOf([buy('1', { at: '100' }), sell('2', { at: '110', fee: '0.5 BTC' })], { market: 'margin' });
  // 2.5 units for 220: 1 closes at 88, 1.5 open at 132; fees 0.5 × 110 = 55: 22 and 33
  expect(closingsOf(book)).toMatchObject([{ quantity: '1', proceeds: '88', gross: '10', fees: '22', gain: '-12' }]);
  expect(openLotsOf(book)).toMatchObject([{ direction: 'short', quantity: '1.5', cost: '132', fees: '33' }]);
});

test('closings can be read from a place, and since an instant with their sum', () => {
  const book = bookOf([
    buy('3', { at: '100' }),
    sell('1', { at: '110' }),
    sell('1', { at: '120', fee: '1 USDT' }),
    sell('2', { at: '130' }),
  ]);
  expect(book.closingCount()).toBe(4);
  expect(book.closings(1, 2).map(({ closeFill }) => closeFill.id)).toEqual(['3', '4']);
  expect(book.closings(4, 9)).toEqual([]);
  const since = book.closingsSince(startUs + 2 * minuteUs);
  expect(since.map(({ closeFill, openFill }) => [closeFill.id, openFill?.id ?? null])).toEqual([
    ['3', '1'],
    ['4', '1'],
    ['4', null],
  ]);
  // 20 + 30 + the oversold 130, less 1 fee; a microsecond later the first is out
  const { gross, fees, net, unmatched } = book.realizedSince(startUs + 2 * minuteUs);
  expect([formatE36(gross), formatE36(fees), formatE36(net), formatE18(unmatched)]).toEqual(['180', '1', '179', '1']);
  expect(book.closingsSince(startUs + 2 * minuteUs + 1)).toHaveLength(2);
  expect(book.closingsSince(startUs + 4 * minuteUs)).toEqual([]);
});

test('open lots can be read in ranges, oldest first', () => {
  const book = bookOf(['1', '2', '3', '4'].map((id) => buy('1', { at: '100', id })).concat(sell('1.5', { at: '100' })));
  expect(book.openLotCount()).toBe(3);
  expect(book.openLots(1, 1).map(({ openFill }) => openFill.id)).toEqual(['3']);
  expect(book.openLots(2, 9).map(({ openFill }) => openFill.id)).toEqual(['4']);
  expect(book.openLots(3, 1)).toEqual([]);
});

test('an empty book has figures of zero and nothing to list', () => {
  const book = bookOf([]);
  expect(totalsOf(book)).toEqual({
    fills: 0,
    gross: '0',
    fees: '0',
    net: '0',
    position: '0',
    unmatched: '0',
    feesPaidQuote: '0',
    feesByCurrency: {},
    unconvertedFees: {},
  });
  expect([book.closingCount(), book.openLotCount(), book.tripCount(), book.openTrip()]).toEqual([0, 0, 0, null]);
});
