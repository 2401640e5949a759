/** Sums over a range of places: the same as adding the rows up, whatever the range and the book's size. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Book } from '../../../../shared/ledger/book';
import { add18, add36, e18, formatE36, zero18, zero36 } from '../../../../shared/money/decimal';
import { bookOf, buy, fillsFrom, minuteUs, sell, startUs } from './fills';

const coins = (list: readonly { readonly currency: string; readonly amount: bigint }[]) =>
  Object.fromEntries(list.map(({ currency, amount }) => [currency, amount]));

/** 900 fills: bought and sold by turns in three sizes, fees in quote and in BNB, every eleventh sale too large. */
function longBook(): Book {
  const fills = Array.from({ length: 900 }, (_, n) => {
    const size = ['1', '0.7', '2'][n % 3] ?? '1';
    const fee = n % 4 === 0 ? '0.01 BNB' : n % 4 === 1 ? '0.3 USDT' : '0.2 USDT';
    return n % 2 === 0
      ? buy(size, { at: String(100 + (n % 17)), fee })
      : sell(size, { at: String(101 + (n % 13)), fee });
  });
  return bookOf(fills, { dust: e18('0.3') });
}

test('part of the closings adds up to gross, fees and net of its own', () => {
  const book = bookOf([
    buy('1', { at: '100', fee: '0.1 USDT' }),
    sell('0.4', { at: '130' }), // 12 gross, 0.04 fees
    sell('0.6', { at: '90', fee: '0.09 USDT' }), // −6 gross, 0.06 + 0.09 fees
    sell('0.5', { at: '80' }), // never bought: 40
  ]);
  const figures = (from: number, count: number) => {
    const { gross, fees, net, unmatched } = book.realizedOf(from, count);
    return [formatE36(gross), formatE36(fees), formatE36(net), unmatched];
  };
  expect(figures(0, 1)).toEqual(['12', '0.04', '11.96', zero18]);
  expect(figures(1, 1)).toEqual(['-6', '0.15', '-6.15', zero18]);
  expect(figures(1, 9)).toEqual(['34', '0.15', '33.85', e18('0.5')]); // −6 + 40
  expect(figures(3, 9)).toEqual(['0', '0', '0', zero18]);
  expect([0, 1, 2, 3].map(book.closedAtUs)).toEqual([...[1, 2, 3].map((minute) => startUs + minute * minuteUs), 0]);
});

test('part of the round trips adds up, fees without a rate apart', () => {
  const book = bookOf([
    buy('1', { at: '100', fee: '0.01 BNB' }),
    sell('1', { at: '110', fee: '0.5 USDT' }), // net 9.5, 0.01 BNB
    buy('1', { at: '110' }),
    sell('1', { at: '105', fee: '0.02 BNB' }), // net −5, 0.02 BNB
  ]);
  const figures = (from: number, count: number) => {
    const { gross, fees, net, unconvertedFees } = book.tripTotals(from, count);
    return [formatE36(gross), formatE36(fees), formatE36(net), coins(unconvertedFees)];
  };
  expect(figures(0, 2)).toEqual(['5', '0.5', '4.5', { BNB: BigInt(3e16) * 10n ** 18n }]);
  expect(figures(1, 1)).toEqual(['-5', '0', '-5', { BNB: BigInt(2e16) * 10n ** 18n }]);
});

test('fees without a rate are those of the fills from an instant to before another', () => {
  const book = bookOf([
    buy('1', { at: '100', fee: '0.01 BNB' }), // minute 0
    sell('0.5', { at: '110', fee: '0.02 BNB' }), // minute 1
    sell('0.5', { at: '110', fee: '0.04 BNB' }), // minute 2
  ]);
  const between = (from: number, to: number) =>
    book.unconvertedFees(startUs + from * minuteUs, startUs + to * minuteUs).map(({ amount }) => formatE36(amount));
  expect(between(0, 3)).toEqual(['0.07']);
  expect(between(1, 2)).toEqual(['0.02']);
  expect(between(3, 9)).toEqual([]);
});

test('every range of a long book is the sum of its rows', () => {
  const book = longBook();
  const rows = { closings: book.closings(0, 9_999), trips: book.trips(0, 9_999) };
  expect(rows.closings.length).toBeGreaterThan(600);
  expect(rows.trips.length).toBeGreaterThan(100);
  const range = fc.tuple(fc.integer({ min: 0, max: 950 }), fc.integer({ min: 0, max: 950 }));
  fc.assert(
    fc.property(range, ([from, count]) => {
      const closings = rows.closings.slice(from, from + count);
      const realized = book.realizedOf(from, count);
      expect(realized.gross).toBe(closings.reduce((sum, { gross }) => add36(sum, gross), zero36));
      expect(realized.net).toBe(closings.reduce((sum, { gain }) => add36(sum, gain), zero36));
      const unbought = closings.filter(({ openFill }) => openFill === null);
      expect(realized.unmatched).toBe(unbought.reduce((sum, { quantity }) => add18(sum, quantity), zero18));
      const trips = rows.trips.slice(from, from + count);
      const totals = book.tripTotals(from, count);
      expect(totals.net).toBe(trips.reduce((sum, { net }) => add36(sum, net), zero36));
      const bnb = trips.flatMap(({ unconvertedFees }) => unconvertedFees);
      expect(coins(totals.unconvertedFees).BNB ?? 0n).toBe(bnb.reduce((sum, { amount }) => add36(sum, amount), zero36));
    }),
    { numRuns: 300 },
  );
});

test('a fill that comes late takes the sums back with the trips and closings', () => {
  const book = longBook();
  const [first] = fillsFrom([buy('0.2', { at: '90', id: 'late', us: startUs - minuteUs })]);
  if (!first) throw new Error('a fill was made');
  const before = book.tripTotals(0, 9_999);
  book.add([first]);
  const trips = book.trips(0, 9_999);
  expect(trips.length).toBeGreaterThan(100);
  const after = book.tripTotals(0, 9_999);
  expect(after.net).toBe(trips.reduce((sum, { net }) => add36(sum, net), zero36));
  expect(after.net).not.toBe(before.net);
  expect(book.realizedOf(0, 9_999).net).toBe(book.totals().net);
});
