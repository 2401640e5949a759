/** Pages over many books: the same rows, in the same order, as if everything were sorted at once. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstSince, newestFirst, type Sequence } from '../../../../extension/engine/newest-first';

const sequence = (times: readonly number[]): Sequence => ({
  count: times.length,
  atUs: (place) => times[place] ?? Number.NaN,
});

test('rows of several books come newest first, and a page begins where the one before ended', () => {
  const books = [sequence([10, 30, 50]), sequence([]), sequence([20, 40])];
  const first = newestFirst(books, 0, 2);
  expect(first).toEqual([
    { sequence: 0, place: 2 },
    { sequence: 2, place: 1 },
  ]);
  expect(newestFirst(books, 2, 2)).toEqual([
    { sequence: 0, place: 1 },
    { sequence: 2, place: 0 },
  ]);
  expect(newestFirst(books, 4, 2)).toEqual([{ sequence: 0, place: 0 }]);
  expect(newestFirst(books, 5, 2)).toEqual([]);
  expect(newestFirst([], 0, 2)).toEqual([]);
});

test('rows of one instant are divided over two pages without one missing or standing twice', () => {
  const books = [sequence([5, 5, 5]), sequence([5, 5])];
  const pages = [0, 2, 4].flatMap((offset) => newestFirst(books, offset, 2));
  expect(pages).toEqual(newestFirst(books, 0, 5));
  expect(new Set(pages.map(({ sequence: index, place }) => `${index} ${place}`)).size).toBe(5);
});

test('the first row at or after an instant is found, and none after the last', () => {
  const rows = sequence([10, 20, 20, 30]);
  expect([5, 10, 20, 25, 31].map((us) => firstSince(rows, us))).toEqual([0, 0, 1, 3, 4]);
});

test('any page is the page of everything sorted', () => {
  const times = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 40 }).map((all) => all.sort((a, b) => a - b));
  const asked = fc.record({
    books: fc.array(times, { maxLength: 5 }),
    offset: fc.integer({ min: 0, max: 120 }),
    limit: fc.integer({ min: 1, max: 20 }),
  });
  fc.assert(
    fc.property(asked, ({ books, offset, limit }) => {
      const sorted = books
        .flatMap((rows, index) => rows.map((at, place) => ({ at, sequence: index, place })))
        .sort((a, b) => b.at - a.at || a.sequence - b.sequence || b.place - a.place)
        .slice(offset, offset + limit)
        .map(({ sequence: index, place }) => ({ sequence: index, place }));
      expect(newestFirst(books.map(sequence), offset, limit)).toEqual(sorted);
    }),
  );
});
