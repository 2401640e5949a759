/** Round trips: from flat back to flat, with averages and all their fees; and the dust that they may leave. */
import { expect, test } from 'vitest';
import { netRate, roiRate } from '../../../../shared/ledger/round-trip';
import { e18, e36, formatE36 } from '../../../../shared/money/decimal';
import { bookOf, buy, fillsFrom, openTripOf, sell, startUs, totalsOf, tripsOf } from './fills';

test('a trip averages its entries and exits by quantity and owns all their fees', () => {
  const book = bookOf([
    buy('1', { at: '100', fee: '0.1 USDT' }),
    buy('3', { at: '120', fee: '0.4 USDT' }),
    sell('2', { at: '130', fee: '0.2 USDT' }),
    sell('2', { at: '140', fee: '0.3 BNB' }),
  ]);
  // entry (100 + 360) ÷ 4 = 115; exit (260 + 280) ÷ 4 = 135; gross 4 × 20; fees 0.1 + 0.4 + 0.2
  expect(tripsOf(book)).toEqual([
    {
      n: 1,
      direction: 'long',
      openId: '1',
      closeId: '4',
      holdMs: 180_000,
      quantity: '4',
      maxQuantity: '4',
      averageEntry: '115',
      averageExit: '135',
      entryCost: '460.5',
      gross: '80',
      fees: '0.7',
      net: '79.3',
      unconvertedFees: { BNB: '0.3' },
      fillIds: ['1', '2', '3', '4'],
    },
  ]);
  expect(book.openTrip()).toBeNull();
});

test('the largest position is the one held at once, not the total entered', () => {
  const book = bookOf([
    buy('2', { at: '1' }),
    sell('1', { at: '1' }),
    buy('0.5', { at: '1' }),
    sell('1.5', { at: '1' }),
  ]);
  expect(tripsOf(book)).toMatchObject([{ quantity: '2.5', maxQuantity: '2' }]);
});

test('a short trip gains when it buys back lower', () => {
  const book = bookOf([sell('2', { at: '100', fee: '1 USDT' }), buy('2', { at: '90', fee: '1 USDT' })], {
    market: 'perp',
  });
  // received 199, paid 181; entry cost is what the short brought in after fees
  expect(tripsOf(book)).toMatchObject([
    { direction: 'short', averageEntry: '100', averageExit: '90', entryCost: '199', gross: '20', fees: '2', net: '18' },
  ]);
});

test('averages are weighted by the units actually moved, after base fees', () => {
  const book = bookOf([buy('1', { at: '100', fee: '0.1 BTC' }), buy('1', { at: '200' }), sell('1.9', { at: '200' })]);
  // (0.9 × 100 + 1 × 200) ÷ 1.9 = 2900 ÷ 19; gross 380 − 290; fee 0.1 × 100
  expect(tripsOf(book)).toMatchObject([
    {
      quantity: '1.9',
      averageEntry: '152.631578947368421052631578947368421053',
      averageExit: '200',
      gross: '90',
      fees: '10',
      net: '80',
    },
  ]);
});

test('an open trip tells what was entered and exited so far and is in no total of trips', () => {
  const book = bookOf([
    buy('2', { at: '100', fee: '0.2 USDT' }),
    sell('0.5', { at: '120', fee: '0.1 USDT' }),
    sell('0.5', { at: '140', fee: '1 BNB' }),
  ]);
  expect(tripsOf(book)).toEqual([]);
  expect(openTripOf(book)).toEqual({
    direction: 'long',
    openId: '1',
    quantity: '1',
    entered: '2',
    exited: '1',
    maxQuantity: '2',
    averageEntry: '100',
    averageExit: '130',
    feesSoFar: '0.3',
    unconvertedFees: { BNB: '1' },
    fillIds: ['1', '2', '3'],
  });
});

test('an open short counts its fees as positive, and has no average exit before its first exit', () => {
  const book = bookOf([sell('1', { at: '100', fee: '0.2 USDT' })], { market: 'perp' });
  expect(openTripOf(book)).toMatchObject({ direction: 'short', quantity: '1', averageExit: null, feesSoFar: '0.2' });
});

test('a position of 1e-18 keeps a strict trip open', () => {
  const book = bookOf([buy('1', { at: '100' }), sell('0.999999999999999999', { at: '100' })]);
  expect(book.tripCount()).toBe(0);
  expect(openTripOf(book)?.quantity).toBe('0.000000000000000001');
});

test('a trip held for microseconds has a fraction of a millisecond', () => {
  const book = bookOf([buy('1', { at: '1', us: startUs }), sell('1', { at: '1', us: startUs + 1500 })]);
  expect(tripsOf(book)).toMatchObject([{ holdMs: 1.5 }]);
});

test('what an exit leaves within the dust value closes the trip, marked, and enters the next one', () => {
  const book = bookOf(
    [
      buy('1', { at: '100', fee: '0.2 BTC' }), // 0.8 units for 100: 125 each with fees, 100 without
      sell('0.75', { at: '130' }), // leaves 0.05
      buy('1', { at: '140' }),
      sell('1.05', { at: '150' }),
    ],
    { dust: e18('0.05') },
  );
  // trip 1: entry 0.75 × 125 = 93.75, exit 97.5, gross 0.75 × 30. Dust: 0.05, worth 5 without and 6.25 with fees.
  // trip 2: entry 6.25 + 140, exit 157.5, gross 157.5 − 145. Together 3.75 + 11.25 = −100 + 97.5 − 140 + 157.5
  expect(tripsOf(book)).toMatchObject([
    { openId: '1', closeId: '2', quantity: '0.75', entryCost: '93.75', gross: '22.5', fees: '18.75', net: '3.75' },
    { openId: '3', closeId: '4', quantity: '1.05', entryCost: '146.25', gross: '12.5', fees: '1.25', net: '11.25' },
  ]);
  const [first, second] = book.trips(0, 2);
  const left = { quantity: e18('0.05'), value: e36('5'), cash: e36('6.25') };
  expect([first?.carriedIn, first?.carriedOut]).toEqual([null, left]);
  expect([second?.carriedIn, second?.carriedOut]).toEqual([left, null]);
});

test('dust that waits between two trips can be seen', () => {
  const book = bookOf([buy('1', { at: '100' }), sell('0.9', { at: '110' })], { dust: e18('0.1') });
  expect(book.openTrip()).toBeNull();
  expect(book.carriedDust()).toMatchObject({ quantity: e18('0.1'), value: e36('10'), cash: e36('10') });
  expect(totalsOf(book)).toMatchObject({ position: '0.1' });
});

test('a small buy from flat opens a trip and another joins it: only an exit that leaves dust is carried', () => {
  const book = bookOf([buy('0.01', { at: '100' })], { dust: e18('0.1') });
  expect([openTripOf(book)?.quantity, book.carriedDust()]).toEqual(['0.01', null]);
  book.add(fillsFrom([buy('0.02', { at: '100', id: '2' })]));
  expect([openTripOf(book)?.quantity, book.openTrip()?.carriedIn]).toEqual(['0.03', null]);
});

test('crossing zero by no more than the dust value closes the trip and carries the other side', () => {
  const book = bookOf([buy('1', { at: '100' }), sell('1.1', { at: '120' }), sell('1', { at: '120' })], {
    market: 'perp',
    dust: e18('0.1'),
  });
  expect(tripsOf(book)).toMatchObject([{ quantity: '1', gross: '20' }]);
  expect(openTripOf(book)).toMatchObject({ direction: 'short', openId: '3', quantity: '1.1', entered: '1.1' });
});

test('selling carried dust is a trip of that dust, and beyond it oversold history', () => {
  const book = bookOf([buy('1', { at: '100' }), sell('0.9', { at: '110' }), sell('0.3', { at: '120' })], {
    dust: e18('0.1'),
  });
  expect(tripsOf(book)).toMatchObject([
    { quantity: '0.9', gross: '9' },
    { openId: '3', closeId: '3', quantity: '0.1', gross: '2', holdMs: 0 },
  ]);
  expect(totalsOf(book)).toMatchObject({ position: '0', unmatched: '0.2' });
});

test('PnL percent is net by entry cost, rounded once, and unknown where the cost is not above 0', () => {
  // 11.96 ÷ 40.04 = 0.29870129…
  const rate = netRate(e36('11.96'), e36('40.04'), 6);
  expect(rate && formatE36(rate)).toBe('0.298701');
  expect(netRate(e36('1'), e36('0'), 6)).toBeNull();
  expect(netRate(e36('1'), e36('-2'), 6)).toBeNull();
});

test('ROI is PnL % × leverage, and not known where either is not', () => {
  const rate = netRate(e36('11.96'), e36('40.04'), 6); // 0.298701
  const times = (leverage: string) => formatE36(roiRate(rate, e18(leverage)) ?? e36('0'));
  expect([times('1'), times('5'), times('2.5')]).toEqual(['0.298701', '1.493505', '0.7467525']);
  expect(formatE36(roiRate(e36('-0.2'), e18('10')) ?? e36('0'))).toBe('-2');
  expect([roiRate(rate, null), roiRate(null, e18('5'))]).toEqual([null, null]);
  // beyond 36 decimals half to even: 1.5, 2.5 and −1.5 of the last place
  const last = `0.${'0'.repeat(35)}`;
  const rounded = (text: string, leverage: string) => formatE36(roiRate(e36(text), e18(leverage)) ?? e36('0'));
  expect(rounded(`${last}1`, '1.5')).toBe(`${last}2`);
  expect(rounded(`${last}1`, '2.5')).toBe(`${last}2`);
  expect(rounded(`-${last}1`, '1.5')).toBe(`-${last}2`);
});
