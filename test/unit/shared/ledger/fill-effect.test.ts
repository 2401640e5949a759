/** What one fill did in its book, by FIFO. */
import { expect, test } from 'vitest';
import type { Book } from '../../../../shared/ledger/book';
import { formatE18, formatE36 } from '../../../../shared/money/decimal';
import { bookOf, buy, sell } from './fills';

function effectOf(book: Book, place: number, limit = 100) {
  const effect = book.effectOf(place, limit);
  if (!effect) return null;
  const { opened } = effect;
  return {
    closed: effect.closings.map(({ openFill, quantity, gain }) => [
      openFill?.id ?? null,
      formatE18(quantity),
      formatE36(gain),
    ]),
    openPlaces: effect.openPlaces,
    count: effect.closingCount,
    realized: [effect.gross, effect.fees, effect.net].map(formatE36),
    unmatched: formatE18(effect.unmatched),
    opened: opened && [opened.direction, formatE18(opened.quantity), formatE18(opened.open)],
    trips: effect.trips.map(({ n }) => n),
    inOpenTrip: effect.inOpenTrip,
  };
}

test('a sale closes the oldest lots first and opens none; the purchases opened what is left of them', () => {
  const book = bookOf([
    buy('1', { at: '100', fee: '0.1 USDT' }), // lot of 1 at 100.1
    buy('1', { at: '120', fee: '0.12 USDT' }), // lot of 1 at 120.12
    sell('1.5', { at: '130', fee: '0.195 USDT' }),
  ]);
  // 1 of the first: received 130 − 0.13, paid 100.1: 29.77. 0.5 of the second: received 65 − 0.065, paid 60.06: 4.875.
  // Gross 30 + 5 = 35, net 29.77 + 4.875 = 34.645, fees 0.355.
  expect(effectOf(book, 2)).toEqual({
    closed: [
      ['1', '1', '29.77'],
      ['2', '0.5', '4.875'],
    ],
    openPlaces: [0, 1],
    count: 2,
    realized: ['35', '0.355', '34.645'],
    unmatched: '0',
    opened: null,
    trips: [],
    inOpenTrip: true,
  });
  expect(effectOf(book, 0)).toMatchObject({ closed: [], count: 0, opened: ['long', '1', '0'], inOpenTrip: true });
  expect(effectOf(book, 1)).toMatchObject({ opened: ['long', '1', '0.5'] });
  expect(effectOf(book, 2, 1)).toMatchObject({ closed: [['1', '1', '29.77']], openPlaces: [0], count: 2 });
  expect(effectOf(book, 3)).toBeNull();
});

test('a sale on spot of more than was bought says how much has no purchase', () => {
  const book = bookOf([buy('1', { at: '100' }), sell('3', { at: '110' })]);
  // 1 × (110 − 100) = 10, and 2 × 110 = 220 at no cost
  expect(effectOf(book, 1)).toMatchObject({
    closed: [
      ['1', '1', '10'],
      [null, '2', '220'],
    ],
    openPlaces: [0, null],
    realized: ['230', '0', '230'],
    unmatched: '2',
    opened: null,
    trips: [1],
    inOpenTrip: false,
  });
});

test('a margin fill that crosses zero closes one lot, opens another, and stands in two trips', () => {
  const book = bookOf([buy('1', { at: '100' }), sell('3', { at: '110' }), buy('1', { at: '105' })], {
    market: 'margin',
  });
  expect(effectOf(book, 1)).toMatchObject({
    closed: [['1', '1', '10']],
    opened: ['short', '2', '1'],
    trips: [1],
    inOpenTrip: true,
  });
  // the short of 2 at 110, half bought back at 105: 1 × (110 − 105) = 5
  expect(effectOf(book, 2)).toMatchObject({ closed: [['2', '1', '5']], opened: null, trips: [], inOpenTrip: true });
});

test('a fill far inside a long history is found with its own closing and trip alone', () => {
  // 500 round trips of one purchase and one sale, each 1 above: the sale at place 2n + 1 closes trip n + 1
  const drafts = Array.from({ length: 1_000 }, (_, n) =>
    n % 2 === 0 ? buy('1', { at: '100' }) : sell('1', { at: '101' }),
  );
  const book = bookOf(drafts);
  expect(effectOf(book, 601)).toMatchObject({ closed: [['601', '1', '1']], openPlaces: [600], trips: [301] });
  expect(effectOf(book, 600)).toMatchObject({ closed: [], opened: ['long', '1', '0'], trips: [301] });
});
