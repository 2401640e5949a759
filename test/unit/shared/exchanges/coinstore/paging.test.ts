import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { advance, pageAt } from '../../../../../shared/exchanges/coinstore/paging';
import { unixMs } from '../../../../../shared/result';

interface Row {
  readonly id: string;
  readonly side: 'buy' | 'sell';
  readonly executedAtUs: number;
}

const now = unixMs(Date.UTC(2026, 0, 1));
const hourMs = 3_600_000;

/** One buy a second: the fill of second `n` has the id `n`. */
const fill = (n: number): Row => ({ id: String(n), side: 'buy', executedAtUs: n * 1_000_000 });

/** From the first to the last second, in either direction. */
const rows = (from: number, to: number): Row[] =>
  Array.from({ length: Math.abs(to - from) + 1 }, (_, i) => fill(from < to ? from + i : from - i));

const step = (cursor: string, page: readonly Row[], longest = 100, at = now) => {
  const next = advance(cursor, page, longest, at);
  if (!next.ok) throw new Error(`${next.error.reason} ${next.error.subject ?? ''} ${next.error.detail ?? ''}`);
  return next.value;
};

describe('a history that comes newest first', () => {
  test('is read downwards to its end, a page after the other', () => {
    expect(pageAt('', now)).toEqual({ pageNum: 1, pageSize: 100 });
    const first = step('', rows(1250, 1151));
    // row 50 of the first page, counted from 0: second 1250 − 50 = 1200
    expect(first).toEqual({ next: `d/0/1200/${now}/100/2/1250b`, done: false, readTo: 0 });
    expect(pageAt(first.next, now)).toEqual({ pageNum: 2, pageSize: 100 });
    const second = step(first.next, rows(1150, 1051));
    expect(second.next).toBe(`d/0/1200/${now}/100/3/1150b`);
    // the end of the list; what arrived on the way is looked for at the top before the reading is done
    expect(step(second.next, rows(1050, 1001))).toEqual({ next: 'd/1200', done: false, readTo: now });
    expect(step('d/1200', rows(1252, 1153))).toEqual({ next: 'd/1202', done: true, readTo: now });
  });

  test('ends where a whole page or more shares one second, once nothing new came', () => {
    const crowd = Array.from({ length: 100 }, (_, i) => ({ ...fill(1200), id: String(5000 - i) }));
    const first = step('d/1200', crowd);
    expect(first).toMatchObject({ next: `d/1200/1200/${now}/100/2/5000b`, done: false });
    expect(step(first.next, [{ ...fill(1200), id: '4900' }, ...rows(1199, 1150)])).toMatchObject({
      next: 'd/1200',
      done: true,
    });
  });

  test('is read again from the top only until what was read before', () => {
    expect(pageAt('d/1200', now)).toEqual({ pageNum: 1, pageSize: 100 });
    // 30 new fills: 1280 to 1181 reach below 1200; row 50 is second 1230
    expect(step('d/1200', rows(1280, 1181))).toEqual({ next: 'd/1230', done: true, readTo: now });
    // nothing new: the cursor stays
    expect(step('d/1200', rows(1250, 1151)).next).toBe('d/1200');
    // 150 new fills take a second page
    const first = step('d/1200', rows(1400, 1301));
    expect(first).toEqual({ next: `d/1200/1350/${now}/100/2/1400b`, done: false, readTo: 1_200_000 });
    expect(step(first.next, rows(1300, 1201)).done).toBe(false);
    expect(step(first.next, rows(1299, 1200)).done).toBe(false); // the whole second 1200 is read, in case it has more rows
    expect(step(first.next, rows(1298, 1199))).toMatchObject({ next: 'd/1350', done: false });
  });

  test('loses nothing when fills arrive on the way: the next page repeats rows', () => {
    const first = step('', rows(1250, 1151));
    expect(step(first.next, rows(1153, 1054)).next).toBe(`d/0/1200/${now}/100/3/1153b`); // three new ones pushed it down
  });

  test('starts again at the top when it was left off for more than six hours', () => {
    const cursor = `d/1200/1350/${now}/100/7/1300b`;
    expect(pageAt(cursor, unixMs(now + 6 * hourMs)).pageNum).toBe(7);
    expect(pageAt(cursor, unixMs(now + 6 * hourMs + 1)).pageNum).toBe(1);
  });
});

describe('a history that comes oldest first', () => {
  test('is read upwards, and again from half a page before its end', () => {
    const first = step('', rows(1001, 1100));
    // row 100 − 1 − 50 = 49 of the page is the 50th: second 1050
    expect(first).toEqual({ next: 'a/100/2/1001b/50.1050b.1050', done: false, readTo: 1_100_000 });
    const second = step(first.next, rows(1101, 1180));
    // 80 rows: row 80 − 1 − 40 = 39 is the 140th: second 1140
    expect(second).toEqual({ next: 'a/100/140.1140b.1140', done: true, readTo: now });
    expect(pageAt(second.next, now)).toEqual({ pageNum: 2, pageSize: 100 });
    expect(step(second.next, rows(1101, 1180)).next).toBe(second.next);
    const more = step(second.next, rows(1101, 1200));
    expect(more).toMatchObject({ next: 'a/100/3/1101b/150.1150b.1150', done: false });
    // ten rows are no page to tell a mark from: the one before stays
    expect(step(more.next, rows(1201, 1210))).toMatchObject({ next: 'a/100/150.1150b.1150', done: true });
  });

  test('goes back where the oldest rows were dropped and the others moved up', () => {
    // 60 rows are gone: page 2 begins with second 1161, after the mark of second 1140
    const back = step('a/100/140.1140b.1140', rows(1161, 1180));
    expect(back).toEqual({ next: 'a/100/40.1140b.1140', done: false, readTo: 1_140_000 });
    expect(pageAt(back.next, now).pageNum).toBe(1);
    expect(step(back.next, rows(1061, 1160))).toMatchObject({ next: 'a/100/2/1061b/50.1110b.1110', done: false });
    // nothing is left where the mark was
    expect(step('a/100/140.1140b.1140', [])).toMatchObject({ next: 'a/100/40.1140b.1140', done: false });
  });
});

describe('the end of the list', () => {
  test('is a page shorter than those that the exchange serves', () => {
    expect(step('', rows(1063, 1001), 100)).toMatchObject({ next: 'd/1032', done: true }); // row 31 of 63
    expect(step('', rows(1001, 1063), 100)).toMatchObject({ next: 'a/100/32.1032b.1032', done: true }); // row 63 − 1 − 31 = 31
  });

  test('is not known from a short page alone: the next is asked for, in the length that was served', () => {
    const cut = step('', rows(1063, 1001), 0);
    expect(cut).toMatchObject({ next: `d/0/1032/${now}/63/2/1063b`, done: false });
    expect(pageAt(cut.next, now)).toEqual({ pageNum: 2, pageSize: 63 });
    expect(step(cut.next, [])).toMatchObject({ next: 'd/1032', done: false });
    expect(step('d/1032', rows(1063, 1001), 63)).toMatchObject({ next: 'd/1032', done: true });
  });

  test('is a page of less than the 20 rows that are served unasked; such a history is read whole again', () => {
    expect(step('', rows(1001, 1019), 0)).toEqual({ next: '', done: true, readTo: now });
    expect(step('', rows(1019, 1001), 0)).toEqual({ next: '', done: true, readTo: now });
    expect(step('', [], 0)).toEqual({ next: '', done: true, readTo: now });
  });
});

describe('a page that is not the one asked for', () => {
  test.each([
    ['the page before once more, newest first', `d/0/1200/${now}/100/2/1250b`, rows(1250, 1151), 'network-failed'],
    ['the page before once more, oldest first', 'a/100/2/1001b/50.1050b.1050', rows(1001, 1100), 'network-failed'],
    ['a page of before the mark', 'a/100/140.1140b.1140', rows(1001, 1100), 'network-failed'],
    ['more rows than were asked for', '', rows(1001, 1101), 'unexpected-payload'],
    ['rows in no order', '', [fill(3), fill(9), fill(1), fill(5)], 'unexpected-payload'],
    ['a later page in the other order', `d/0/1200/${now}/100/2/1250b`, rows(1051, 1150), 'unexpected-payload'],
  ] as const)('%s fails', (_, cursor, page, reason) => {
    expect(advance(cursor, page, 100, now)).toMatchObject({ ok: false, error: { reason } });
  });

  test('both rows of a self-trade at the edge of two pages are told apart', () => {
    const selfTrade: Row[] = [{ ...fill(1151), side: 'sell' }, ...rows(1150, 1052)];
    expect(step(`d/0/1200/${now}/100/2/1151b`, selfTrade).next).toBe(`d/0/1200/${now}/100/3/1151s`);
  });
});

describe('an exchange that turns its order round is read anew', () => {
  test('from oldest first to newest first', () => {
    expect(step('a/100/140.1140b.1140', rows(1180, 1101)).next).toBe('d/0');
    expect(step('d/0', rows(1180, 1101)).next).toBe('d/1140'); // row 40 of 80
  });

  test('and the other way; rows in no order come to an end', () => {
    expect(step('d/1200', rows(1151, 1250)).next).toBe('');
    expect(advance('d/0', rows(1151, 1250), 100, now)).toMatchObject({
      ok: false,
      error: { reason: 'unexpected-payload', subject: 'data[1].matchTime' },
    });
  });
});

test.each(['nonsense', 'd/', 'a/0/5.1b.5', 'a/100/x', `d/1/2/${now}/0/2/1b`])('the cursor %j starts over', (cursor) => {
  expect(pageAt(cursor, now)).toEqual({ pageNum: 1, pageSize: 100 });
});

/** A list of fills as an exchange might serve it, and a reader that walks it as the product does. */
function served(order: 'newest-first' | 'oldest-first', cap: number, countsAsked: boolean) {
  const fills: Row[] = []; // oldest first
  const hidden = new Set<Row>();
  const read = new Set<string>();
  let dropped = 0;
  let longest = 0;
  let clock = now as number;
  const list = (): Row[] => {
    const shown = fills.slice(dropped).filter((row) => !hidden.has(row));
    return order === 'oldest-first' ? shown : shown.reverse();
  };
  return {
    fills,
    hidden,
    read,
    drop: (count: number) => {
      dropped = Math.min(fills.length, dropped + count);
    },
    shown: list,
    pass: (ms: number) => {
      clock += ms;
    },
    /** One page; gives the cursor after it. */
    page(cursor: string): { readonly next: string; readonly done: boolean } {
      const at = unixMs(clock);
      const { pageNum, pageSize } = pageAt(cursor, at);
      const length = Math.min(pageSize, cap);
      const start = (pageNum - 1) * (countsAsked ? pageSize : length);
      const page = list().slice(start, start + length);
      const next = advance(cursor, page, longest, at);
      if (!next.ok && next.error.reason === 'network-failed') {
        // Exactly a page of new fills pushed the last page into this one's place: told from a repeated one by waiting.
        clock += 7 * hourMs;
        return { next: cursor, done: false };
      }
      if (!next.ok) throw new Error(`${cursor}: ${next.error.reason} ${next.error.subject ?? ''}`);
      for (const row of page) read.add(`${row.id}${row.side}`);
      longest = Math.max(longest, page.length);
      return next.value;
    },
  };
}

const histories = fc.record({
  cap: fc.integer({ min: 20, max: 100 }),
  countsAsked: fc.boolean(),
  /** Seconds between fills: many share one. */
  gaps: fc.array(fc.constantFrom(0, 0, 1, 7, 3600), { maxLength: 700 }),
  selfTrades: fc.array(fc.nat(700), { maxLength: 5 }),
  /** What happens before each page of all walks: new fills, or hours in which the reading lies still. */
  arrivals: fc.array(fc.record({ fills: fc.constantFrom(0, 0, 1, 2, 9, 60), hours: fc.constantFrom(0, 0, 0, 7) }), {
    maxLength: 30,
  }),
  late: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }),
  dropped: fc.constantFrom(0, 0, 3, 40, 250),
});

test.each(['newest-first', 'oldest-first'] as const)(
  '%s: whatever the pages and whatever arrives between them, a reading that is done has read every fill, and a quiet one costs few calls',
  (order) => {
    fc.assert(
      fc.property(histories, ({ cap, countsAsked, gaps, selfTrades, arrivals, late, dropped }) => {
        const exchange = served(order, cap, countsAsked);
        let second = 1_700_000_000;
        let id = 1000;
        const add = (gap: number, selfTrade = false): void => {
          second += gap;
          id += 1 + (id % 3);
          exchange.fills.push({ id: String(id), side: 'buy', executedAtUs: second * 1_000_000 });
          if (selfTrade) exchange.fills.push({ id: String(id), side: 'sell', executedAtUs: second * 1_000_000 });
        };
        for (const [index, gap] of gaps.entries()) add(gap, selfTrades.includes(index));
        for (const back of late) {
          const row = exchange.fills.at(-1 - back);
          if (row) exchange.hidden.add(row);
        }
        // Fills that show up late are found within ten rows of the end: none arrive before they do.
        const waiting = late.length > 0 ? [] : [...arrivals];
        const unread = () => exchange.shown().filter((row) => !exchange.read.has(`${row.id}${row.side}`));
        const walk = (start: string): { cursor: string; calls: number } => {
          let cursor = start;
          for (let calls = 1; calls < 300; calls += 1) {
            const { fills, hours } = waiting.shift() ?? { fills: 0, hours: 0 };
            for (let i = 0; i < fills; i += 1) add(i % 2);
            exchange.pass(hours * hourMs);
            const { next, done } = exchange.page(cursor);
            cursor = next;
            if (!done) continue;
            expect(unread()).toEqual([]);
            return { cursor, calls };
          }
          throw new Error('the reading does not end');
        };
        let { cursor } = walk('');
        exchange.hidden.clear();
        if (late.length > 0) waiting.push(...arrivals);
        exchange.drop(dropped); // what was dropped before it was asked for cannot be read: all of it was read above
        for (let walks = 0; walks < 3; walks += 1) ({ cursor } = walk(cursor));
        waiting.length = 0;
        ({ cursor } = walk(cursor));
        const quiet = walk(cursor);
        expect(quiet.cursor).toBe(cursor);
        expect(quiet.calls).toBeLessThanOrEqual(6);
      }),
      { numRuns: 300 },
    );
  },
);
