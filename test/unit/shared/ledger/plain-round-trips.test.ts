/** Round trips in columns are, to the last digit, those of a plain cutting that adds up objects. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Book, createBook } from '../../../../shared/ledger/book';
import { coinAmounts } from '../../../../shared/ledger/coin-sums';
import type { Fill } from '../../../../shared/ledger/fill';
import { e18 } from '../../../../shared/money/decimal';
import { buy, fillsFrom, key, sell } from './fills';
import { addInPages, arrival, history, historyOf } from './histories';
import { plainRoundTrips, plainSums } from './plain-round-trips';

function plainOf(book: Book, dust: string) {
  const plain = plainRoundTrips(book.key.market !== 'spot', e18(dust));
  for (const [place, leg] of book.legs(0, book.fillCount()).entries()) plain.apply(leg, place);
  return plain;
}

/** Every trip, and the sums of every run of trips, or of some where there are many. */
function expectPlain(book: Book, dust: string): void {
  const plain = plainOf(book, dust);
  const count = plain.closed.length;
  expect(book.tripCount()).toBe(count);
  expect(book.trips(0, count)).toEqual(plain.closed);
  expect(book.openTrip()).toEqual(plain.open());
  expect(book.carriedDust()).toEqual(plain.carried());
  const step = Math.max(1, Math.floor(count / 8));
  for (let from = 0; from <= count; from += step)
    for (let to = from; to <= count; to += step) {
      const { unconverted, ...sums } = plainSums(plain.closed.slice(from, to));
      expect(book.tripTotals(from, to - from)).toEqual({ ...sums, unconvertedFees: coinAmounts(unconverted) });
    }
}

const bookOf = (fills: readonly Fill[], dust: string): Book =>
  createBook({ ...key, market: fills[0]?.market ?? 'spot', dust: e18(dust) });

const anyDust = fc.constantFrom('0', '0.05', '0.6', '2');

test('trips, their sums, the open one and waiting dust, whatever the history and the dust value', () => {
  fc.assert(
    fc.property(history, anyDust, (fills, dust) => {
      const book = bookOf(fills, dust);
      book.add(fills);
      expectPlain(book, dust);
    }),
    { numRuns: 400 },
  );
});

test('the same where fills come in any order, in pages, twice or corrected', () => {
  fc.assert(
    fc.property(arrival(history), anyDust, ({ fills, order, again, stale, pages }, dust) => {
      const early = stale.map((fill) => ({ ...fill, price: fill.quantity }));
      const revised = fills.map((fill) => ({ ...fill, revision: stale.includes(fill) ? 1 : 0 }));
      const book = bookOf(fills, dust);
      const repeated = revised.filter(({ id }) => again.some((fill) => fill.id === id));
      addInPages(book, [...early, ...order.flatMap((index) => revised[index] ?? []), ...repeated], pages);
      expectPlain(book, dust);
    }),
    { numRuns: 200 },
  );
});

test('the same over several marks and notes, with late fills', () => {
  fc.assert(
    fc.property(historyOf(1100, 2300), anyDust, fc.integer({ min: 0, max: 2000 }), (fills, dust, late) => {
      const book = bookOf(fills, dust);
      const lateOnes = fills.slice(late, late + 3);
      book.add(fills.filter((fill) => !lateOnes.includes(fill)));
      book.tripTotals(0, book.tripCount());
      for (const fill of lateOnes) {
        book.add([fill]);
        book.settle(100);
      }
      expectPlain(book, dust);
    }),
    { numRuns: 12 },
  );
});

test('quantities beyond what doubles hold, and trips of more decimals than those before them', () => {
  const huge = '900000000000.000001';
  const rounds = Array.from({ length: 12 }, () => buy(huge, { at: '2' }));
  const sales = Array.from({ length: 12 }, () => sell(huge, { at: '3' }));
  const small = [buy('1', { at: '5' }), sell('1', { at: '6' }), buy('0.000000000000000001', { at: '5' })];
  const fills = fillsFrom([...small, ...rounds, ...sales, sell('0.000000000000000001', { at: '7' })], 'perp');
  const book = bookOf(fills, '0');
  for (const fill of fills) {
    book.add([fill]);
    expectPlain(book, '0');
  }
  expect(book.tripCount()).toBe(2);
});
