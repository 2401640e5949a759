import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { advance, placeAt, queryAt } from '../../../../../shared/exchanges/gate/paging';
import { unixMs } from '../../../../../shared/result';

interface Row {
  readonly id: string;
  readonly executedAtUs: number;
}

const beginningMs = Date.UTC(2017, 0, 1);
const dayMs = 86_400_000;
const nowMs = unixMs(Date.UTC(2017, 5, 1));
const rowAt = (ms: number, id: number): Row => ({ id: String(id), executedAtUs: ms * 1000 });
const stepAt = (cursor: string, rows: readonly Row[], longestPage = 0, now = nowMs) =>
  advance(placeAt(cursor, now), rows, longestPage, now);

describe('a window', () => {
  test('begins at 2017 and spans 30 days less a second, in whole seconds', () => {
    // 2017-01-01 is 1483228800; + 30 × 86,400 − 1 = 2,591,999
    expect(queryAt(placeAt('', nowMs))).toEqual({ from: '1483228800', to: '1485820799', page: '1', limit: '1000' });
  });

  test('without rows is followed by the next, which starts at the same second', () => {
    const step = stepAt('', []);
    expect(step).toEqual({
      ok: true,
      value: { next: '1485820799000/2591999000#', done: false, readTo: beginningMs + 30 * dayMs - 1000 },
    });
    expect(queryAt(placeAt('1485820799000/2591999000#', nowMs)).from).toBe('1485820799');
  });

  test('is at most 30 days wide whatever the cursor says', () => {
    for (const cursor of ['', '0/99999999999999', '1485820799000/2591999000#a-b', 'nonsense', '1/2/3']) {
      const { from, to } = queryAt(placeAt(cursor, nowMs));
      expect(Number(to) - Number(from)).toBeLessThanOrEqual(30 * 86_400);
    }
  });

  test('until today takes 121 calls where nothing was ever traded', () => {
    const today = unixMs(Date.UTC(2026, 10, 21));
    let cursor = '';
    let calls = 0;
    for (let done = false; !done; calls += 1) {
      const step = stepAt(cursor, [], 0, today);
      if (!step.ok) throw new Error(step.error.reason);
      ({ next: cursor, done } = step.value);
    }
    // 3,611 days ÷ 30 = 120.4
    expect(calls).toBe(121);
    // a later reading starts six hours before
    expect(queryAt(placeAt(cursor, today)).from).toBe(String(Date.UTC(2026, 10, 20, 18) / 1000));
  });
});

describe('pages of a window', () => {
  const page = (first: number, count = 1000): Row[] =>
    Array.from({ length: count }, (_, i) => rowAt(beginningMs + dayMs, first - i));

  test('are asked for by their number until one is shorter than a page that was served before', () => {
    const first = stepAt('', page(5000));
    if (!first.ok) throw new Error(first.error.reason);
    expect(first.value).toMatchObject({ done: false, readTo: beginningMs });
    expect(queryAt(placeAt(first.value.next, nowMs))).toMatchObject({ from: '1483228800', page: '2' });
    const second = stepAt(first.value.next, page(4000), 1000);
    if (!second.ok) throw new Error(second.error.reason);
    expect(queryAt(placeAt(second.value.next, nowMs)).page).toBe('3');
    const last = stepAt(second.value.next, page(3000, 12), 1000);
    if (!last.ok) throw new Error(last.error.reason);
    expect(queryAt(placeAt(last.value.next, nowMs))).toMatchObject({ from: '1485820799', page: '1' });
  });

  test('end at page 101, beyond which Gate serves nothing: the window is read again as two halves', () => {
    let cursor = '';
    for (let number = 1; number <= 101; number += 1) {
      expect(queryAt(placeAt(cursor, nowMs))).toMatchObject({ from: '1483228800', page: String(number) });
      const step = stepAt(cursor, page(900_000 - number * 1000), 1000);
      if (!step.ok) throw new Error(step.error.reason);
      expect(step.value.done).toBe(false);
      cursor = step.value.next;
    }
    // 2,591,999 s ÷ 2 = 1,295,999.5 s, to the next whole second
    expect(queryAt(placeAt(cursor, nowMs))).toMatchObject({ from: '1483228800', to: '1484524800', page: '1' });
  });

  test('a window of two minutes that is still too deep cannot be read, and says so', () => {
    const narrow = `${beginningMs}/${beginningMs + 119_000}/${beginningMs + 119_000}/119000/100/101#`;
    const rows = page(5000).map(({ id }) => rowAt(beginningMs + 1000, Number(id)));
    expect(stepAt(narrow, rows, 1000)).toMatchObject({
      ok: false,
      error: { reason: 'unexpected-payload', subject: 'rows' },
    });
  });
});

describe('a page that is not the one asked for neither advances nor ends the reading', () => {
  const inJanuary = [rowAt(beginningMs + 9 * dayMs, 9), rowAt(beginningMs + 4 * dayMs, 4)];
  const cursorAfter = (cursor: string, rows: readonly Row[]): string => {
    const step = stepAt(cursor, rows);
    if (!step.ok) throw new Error(step.error.reason);
    return step.value.next;
  };

  test('the page before once more, as the second page of a window', () => {
    expect(stepAt(cursorAfter('', inJanuary), inJanuary)).toMatchObject({
      ok: false,
      error: { reason: 'network-failed' },
    });
  });

  test('the last page of the window before, as the first of the next', () => {
    const february = cursorAfter(cursorAfter('', inJanuary), []);
    expect(queryAt(placeAt(february, nowMs)).from).toBe('1485820799');
    expect(stepAt(february, inJanuary)).toMatchObject({ ok: false, error: { reason: 'network-failed' } });
  });

  test('rows of a later window', () => {
    expect(stepAt('', [rowAt(beginningMs + 40 * dayMs, 7)])).toMatchObject({
      ok: false,
      error: { reason: 'network-failed' },
    });
  });
});

test('a fill of an order that ended in the window is of the window, however long before it was executed', () => {
  const february = '1485820799000/2591999000#9-4';
  const rested = [rowAt(beginningMs + 50 * dayMs, 12), rowAt(beginningMs + 2 * dayMs, 2)];
  expect(stepAt(february, rested).ok).toBe(true);
});

test('a later reading may begin with the very page that the one before ended with', () => {
  const now = unixMs(beginningMs + 20 * dayMs);
  // executed ten days ago, of an order that was cancelled an hour ago
  const rested = [rowAt(now - 10 * dayMs, 5)];
  const readOn = (start: string): string => {
    const first = stepAt(start, rested, 1, now);
    const last = stepAt(first.ok ? first.value.next : '', [], 1, now);
    expect([first.ok, last.ok && last.value.done]).toEqual([true, true]);
    return last.ok ? last.value.next : '';
  };
  const again = readOn('');
  expect(queryAt(placeAt(again, now)).from).toBe(String((now - 6 * 3_600_000) / 1000));
  expect(readOn(again)).toBe(again);
});

test('whatever the order of rows, the length of pages, and how long orders rest, every fill is read', () => {
  const server = fc.record({
    // the instant of the fill in minutes, and for how many minutes its order rested after it
    fills: fc.array(fc.tuple(fc.integer({ min: 0, max: 200_000 }), fc.nat({ max: 90_000 })), { maxLength: 80 }),
    most: fc.integer({ min: 3, max: 100 }),
    newestFirst: fc.boolean(),
  });
  fc.assert(
    fc.property(server, ({ fills, most, newestFirst }) => {
      const now = unixMs(beginningMs + 300_000 * 60_000);
      const all = fills.map(([minute, rest], id) => ({
        ...rowAt(beginningMs + minute * 60_000, id),
        endedAt: beginningMs + (minute + rest) * 60_000,
      }));
      const read = new Set<string>();
      let cursor = '';
      let longest = 0;
      for (let calls = 0; calls < 2000; calls += 1) {
        const { from, to, page } = queryAt(placeAt(cursor, now));
        const inside = all
          .filter(({ endedAt }) => endedAt >= Number(from) * 1000 && endedAt <= Number(to) * 1000)
          .toSorted((a, b) => (a.endedAt - b.endedAt || Number(a.id) - Number(b.id)) * (newestFirst ? -1 : 1));
        const rows = inside.slice((Number(page) - 1) * most, Number(page) * most);
        for (const { id } of rows) read.add(id);
        const step = advance(placeAt(cursor, now), rows, longest, now);
        if (!step.ok) throw new Error(`${cursor}: ${step.error.reason}`);
        longest = Math.max(longest, rows.length);
        cursor = step.value.next;
        if (step.value.done) {
          expect(read.size).toBe(all.length);
          return;
        }
      }
      throw new Error('the reading does not end');
    }),
    { numRuns: 150 },
  );
});
