import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { advance, fromIdAt } from '../../../../../shared/exchanges/binance/paging';

interface Row {
  readonly id: string;
  readonly executedAtUs: number;
}

const dayUs = 86_400_000_000;
const minuteUs = 60_000_000;

/** Rows with the ids from `first` to `last`, one each `stepUs`. */
const rows = (first: number, last: number, stepUs = dayUs): Row[] =>
  Array.from({ length: last - first + 1 }, (_, i) => ({ id: String(first + i), executedAtUs: (first + i) * stepUs }));

const next = (cursor: string, page: readonly Row[]): string => {
  const step = advance(cursor, page, 1000);
  if (!step.ok) throw new Error(step.error.reason);
  return step.value.next;
};

describe('reading a history', () => {
  test('begins at the oldest fill, and an empty page there ends it', () => {
    expect(fromIdAt('')).toBe('0');
    expect(advance('', [], 1000)).toEqual({ ok: true, value: { next: '', done: true } });
  });

  test('goes on from the last row of each page until nothing new comes', () => {
    // back: row 1000 − 211 = 789
    expect(advance('', rows(1, 1000), 1000)).toEqual({ ok: true, value: { next: '1000/789/1000', done: false } });
    expect(advance('1000/789/1000', rows(1000, 1004), 1000)).toEqual({
      ok: true,
      value: { next: '1004/789/1004', done: false },
    });
    expect(advance('1004/789/1004', rows(1004, 1004), 1000)).toEqual({
      ok: true,
      value: { next: '789/789/1004', done: true },
    });
    expect(fromIdAt('1000/789/1000')).toBe('1000');
  });

  test('a short page is not taken for the last', () => {
    expect(advance('', rows(1, 50), 1000)).toEqual({ ok: true, value: { next: '50/0/50', done: false } });
  });

  test('both rows of a self-trade on the edge of a page are read', () => {
    const both = [...rows(1004, 1004), ...rows(1004, 1004)];
    expect(advance('1004/789/1004', both, 1000)).toMatchObject({ ok: true, value: { done: true } });
  });
});

describe('reading again', () => {
  test('with nothing new the cursor stays', () => {
    expect(advance('789/789/1004', rows(789, 1004), 1000)).toEqual({
      ok: true,
      value: { next: '789/789/1004', done: true },
    });
  });

  test('with a new fill the start moves along', () => {
    // 789 to 1005 are 217 rows; 1005 − 211 = 794
    expect(next('789/789/1004', rows(789, 1005))).toBe('1005/794/1005');
  });

  test('starts before the last hour where that holds more than 211 fills, at most 500', () => {
    expect(next('', rows(1, 1000, minuteUs))).toBe('1000/789/1000'); // 61 fills in the last hour
    expect(next('', rows(1, 1000, 12_000_000))).toBe('1000/700/1000'); // every 12 s: 300 in an hour
    expect(next('', rows(1, 1000, 1_000_000))).toBe('1000/500/1000'); // every second: 3,600 in an hour, 500 are kept
  });

  test('a page that ends at the newest row may have been cut there, unless longer ones are served', () => {
    // 789 to 1004 are 216 rows
    expect(advance('789/789/1004', rows(789, 1004), 216)).toEqual({
      ok: true,
      value: { next: '1004/789/1004', done: false },
    });
    expect(advance('789/789/1004', rows(789, 1004), 217)).toMatchObject({ ok: true, value: { done: true } });
  });

  test('of a short history starts at its beginning', () => {
    expect(advance('50/0/50', rows(50, 50), 1000)).toEqual({ ok: true, value: { next: '0/0/50', done: true } });
    expect(advance('0/0/50', rows(1, 50), 1000)).toEqual({ ok: true, value: { next: '0/0/50', done: true } });
  });

  test('goes on through an overlap that is longer than a page', () => {
    expect(advance('789/789/1004', rows(789, 838), 1000)).toEqual({
      ok: true,
      value: { next: '838/789/1004', done: false },
    });
  });

  test('a row that is gone at its start loses nothing', () => {
    expect(advance('789/789/1004', rows(790, 1004), 1000)).toMatchObject({ ok: true, value: { done: true } });
    expect(advance('789/789/1004', [], 1000)).toEqual({ ok: true, value: { next: '789/789/1004', done: true } });
  });
});

describe('a page that is not the one asked for neither advances nor ends the reading', () => {
  test.each([
    ['the page before once more', '1000/789/1000', rows(1, 1000)],
    ['an empty page in the middle', '1000/789/1000', []],
    ['a page that begins behind the row asked for', '1000/789/1000', rows(1001, 1100)],
    ['nothing but the first row where more was served before', '789/789/1004', rows(789, 789)],
    ['a page from the beginning when reading again', '789/789/1004', rows(1, 1000)],
  ])('%s', (_, cursor, page) => {
    expect(advance(cursor, page, 1000)).toMatchObject({ ok: false, error: { reason: 'network-failed' } });
  });

  test('a page that is not by ascending id', () => {
    expect(advance('', rows(1, 10).reverse(), 1000)).toMatchObject({
      ok: false,
      error: { reason: 'unexpected-payload', subject: '[1].id' },
    });
  });
});

test('a cursor that cannot be read starts over', () => {
  expect(fromIdAt('nonsense')).toBe('0');
  expect(advance('1/2', rows(1, 3), 1000)).toMatchObject({ ok: true, value: { next: '3/0/3' } });
});

test('whatever the pages and the moment at which fills appear, all but the too late are read', () => {
  const history = fc.record({
    gaps: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 1500 }),
    pageSize: fc.integer({ min: 2, max: 1000 }),
    late: fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 20 }),
    fresh: fc.integer({ min: 0, max: 40 }),
  });
  fc.assert(
    fc.property(history, ({ gaps, pageSize, late, fresh }) => {
      let id = 0;
      const all = gaps.map((gap) => {
        id += gap;
        return { id: String(id), executedAtUs: id * minuteUs };
      });
      const beforeFresh = all.slice(0, Math.max(1, all.length - fresh));
      const hidden = new Set(late.map((back) => beforeFresh.at(-1 - back)?.id));
      const read = new Set<string>();
      let longest = 0;
      const readAll = (served: readonly Row[], start: string): string => {
        let cursor = start;
        for (let calls = 0; calls < 2000; calls += 1) {
          const from = Number(fromIdAt(cursor));
          const page = served.filter((row) => Number(row.id) >= from).slice(0, pageSize);
          for (const row of page) read.add(row.id);
          longest = Math.max(longest, page.length);
          const step = advance(cursor, page, longest);
          if (!step.ok) throw new Error(`${cursor}: ${step.error.reason}`);
          cursor = step.value.next;
          if (step.value.done) return cursor;
        }
        throw new Error('the reading does not end');
      };
      const first = readAll(
        beforeFresh.filter((row) => !hidden.has(row.id)),
        '',
      );
      readAll(all, first);
      expect(read.size).toBe(all.length);
    }),
    { numRuns: 200 },
  );
});
