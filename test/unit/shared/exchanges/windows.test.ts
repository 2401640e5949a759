import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterWindow, type Window, type WindowPlan, windowAt } from '../../../../shared/exchanges/windows';
import { unixMs } from '../../../../shared/result';

interface Row {
  readonly id: string;
  readonly executedAtUs: number;
}

const nowMs = unixMs(1_000_000);
const hour: WindowPlan = { startMs: () => 0, widestMs: 400_000, overlapMs: 100_000, paging: 'time', granularityMs: 1 };

const rowAt = (ms: number, id: number): Row => ({ id: String(id), executedAtUs: ms * 1000 });

/** An exchange that serves at most `most` rows of the window, newest or oldest first, whatever it was asked for. */
interface Server {
  readonly rows: readonly Row[];
  readonly most: number;
  readonly newestFirst: boolean;
}

function serve({ rows, most, newestFirst }: Server, window: Window): readonly Row[] {
  const inside = rows.filter(
    ({ executedAtUs }) => executedAtUs / 1000 >= window.fromMs && executedAtUs / 1000 <= window.toMs,
  );
  const sorted = inside.toSorted((a, b) => a.executedAtUs - b.executedAtUs || Number(a.id) - Number(b.id));
  const skipped = window.key === '' ? 0 : Number(window.key);
  return (newestFirst ? sorted.toReversed() : sorted).slice(skipped, skipped + most);
}

/** One reading to its end. */
function readOn(plan: WindowPlan, server: Server, start: string, now = nowMs) {
  const ids = new Set<string>();
  let cursor = start;
  let longestPage = 0;
  for (let calls = 1; calls < 5_000; calls += 1) {
    const window = windowAt(plan, cursor, now);
    expect(window.toMs - window.fromMs).toBeLessThanOrEqual(plan.widestMs + plan.granularityMs);
    const rows = serve(server, window);
    const skipped = window.key === '' ? 0 : Number(window.key);
    const nextKey = rows.length === 0 ? null : String(skipped + rows.length);
    const step = afterWindow(plan, window, { rows, longestPage, pageLimit: 100, nextKey, nowMs: now });
    if (!step.ok) throw new Error(step.error.reason);
    longestPage = Math.max(longestPage, rows.length);
    for (const { id } of rows) ids.add(id);
    cursor = step.value.next;
    if (step.value.done) return { ids, cursor, calls, readTo: step.value.readTo };
  }
  throw new Error('the reading does not end');
}

const someServer = fc.record({
  // at most two rows share an instant, and a page holds at least three: more than a page in one instant cannot be paged by time
  rows: fc
    .array(fc.integer({ min: 0, max: 1_000_000 }), { maxLength: 120 })
    .map((times) =>
      [...new Set(times)].flatMap((ms, index) =>
        index % 5 === 0 ? [rowAt(ms, index * 2), rowAt(ms, index * 2 + 1)] : [rowAt(ms, index * 2)],
      ),
    ),
  most: fc.integer({ min: 3, max: 100 }),
  newestFirst: fc.boolean(),
});

describe('reading by windows of time', () => {
  test.each(['time', 'key'] as const)('finds every row, whatever the order and the length of pages (%s)', (paging) => {
    fc.assert(
      fc.property(someServer, fc.integer({ min: 1_000, max: 2_000_000 }), (server, widestMs) => {
        const { ids } = readOn({ ...hour, paging, widestMs }, server, '');
        expect(ids.size).toBe(server.rows.length);
      }),
      { numRuns: 300 },
    );
  });

  test('a later reading finds what came since, and what showed up late within the overlap', () => {
    fc.assert(
      fc.property(someServer, fc.integer({ min: 0, max: 99_000 }), (server, late) => {
        const first = readOn(hour, server, '');
        const news = [...server.rows, rowAt(nowMs - late, 9_001), rowAt(nowMs + 50_000, 9_002)];
        const second = readOn(hour, { ...server, rows: news }, first.cursor, unixMs(nowMs + 60_000));
        expect([...second.ids]).toEqual(expect.arrayContaining(['9001', '9002']));
      }),
      { numRuns: 200 },
    );
  });

  test('nothing is asked before the oldest instant that is served, and an old cursor goes on from there', () => {
    const plan = { ...hour, startMs: (now: number) => now - 300_000 };
    expect(windowAt(plan, '', nowMs)).toMatchObject({ fromMs: 700_000, toMs: 1_000_000 });
    expect(windowAt(plan, '100000/400000', nowMs)).toMatchObject({ fromMs: 700_000 });
    expect(windowAt(plan, '100000/200000/300000/400000/0/', nowMs)).toMatchObject({ fromMs: 700_000 });
  });

  test.each(['x', '5', '9/1/1', '900000/100000/200000/400000/0/', '1/2/999999999/1/0/'])(
    'a cursor that cannot be read (%s) starts over',
    (cursor) => {
      expect(windowAt(hour, cursor, nowMs).fromMs).toBe(0);
    },
  );

  test('a row outside the window is no answer to what was asked', () => {
    const window = windowAt(hour, '500000/100000', nowMs);
    const page = { rows: [rowAt(499_999, 1)], longestPage: 0, pageLimit: 100, nowMs };
    expect(afterWindow(hour, window, page)).toMatchObject({ ok: false, error: { reason: 'network-failed' } });
  });

  test('the rest of a window that comes back empty is no answer: the row at its edge was served before', () => {
    const rest: Window = { fromMs: 0, toMs: 400_000, endMs: 900_000, widthMs: 900_000, pages: 1, key: '' };
    const page = { rows: [], longestPage: 100, pageLimit: 100, nowMs };
    expect(afterWindow(hour, rest, page)).toMatchObject({ ok: false, error: { reason: 'network-failed' } });
    // paging by key hands over where to go on: an empty page is then the end
    expect(afterWindow({ ...hour, paging: 'key' }, { ...rest, key: '7' }, page)).toMatchObject({ ok: true });
  });

  test('a page of one millisecond alone, of which there may be more, is said', () => {
    const window: Window = { fromMs: 5_000, toMs: 5_000, endMs: 5_000, widthMs: 60_000, pages: 1, key: '' };
    const rows = Array.from({ length: 100 }, (_, index) => rowAt(5_000, index));
    const step = afterWindow(hour, window, { rows, longestPage: 100, pageLimit: 100, nowMs });
    expect(step).toMatchObject({
      ok: false,
      error: { reason: 'unexpected-payload', detail: 'more-than-a-page-in-one-millisecond' },
    });
  });

  test('a page within the second that ranges are counted in, of which there may be more, is said', () => {
    const seconds = { ...hour, granularityMs: 1000 };
    const window: Window = { fromMs: 5_000, toMs: 9_000, endMs: 9_000, widthMs: 60_000, pages: 1, key: '' };
    const rows = Array.from({ length: 100 }, (_, index) => rowAt(9_000 - index, index)); // 8.901 s to 9 s
    const step = afterWindow(seconds, window, { rows, longestPage: 100, pageLimit: 100, nowMs });
    expect(step).toMatchObject({ ok: false, error: { detail: 'more-than-a-page-in-one-millisecond' } });
  });

  test('ranges in whole seconds keep rows of the second that they end in', () => {
    const seconds = { ...hour, granularityMs: 1000, widestMs: 60_000 };
    const rows = [rowAt(59_400, 1), rowAt(60_000, 2), rowAt(60_999, 3), rowAt(999_999, 4)];
    expect(windowAt(seconds, '60499/60000', nowMs)).toMatchObject({ fromMs: 60_000, toMs: 120_000 });
    expect(readOn(seconds, { rows, most: 3, newestFirst: true }, '').ids.size).toBe(4);
  });

  test('windows grow where little is, and shrink where much is', () => {
    const wide = { ...hour, widestMs: 1_000_000_000 };
    const narrow = windowAt(wide, '0/100000', unixMs(10_000_000));
    const empty = afterWindow(wide, narrow, { rows: [], longestPage: 0, pageLimit: 100, nowMs: unixMs(10_000_000) });
    // 100,000 ms wide and empty: the next starts at its end, twice as wide
    expect(empty).toMatchObject({ ok: true, value: { next: '100000/200000', done: false, readTo: 100_000 } });
    const dense = { ...narrow, pages: 5 };
    const last = afterWindow(wide, dense, {
      rows: [rowAt(0, 1)],
      longestPage: 100,
      pageLimit: 100,
      nowMs: unixMs(10_000_000),
    });
    expect(last).toMatchObject({ ok: true, value: { next: '100000/60000' } }); // half of 100,000, not below a minute
  });

  test('an empty history is read in few calls', () => {
    const { calls, readTo } = readOn(hour, { rows: [], most: 100, newestFirst: true }, '');
    expect(calls).toBe(3); // 400,000 ms each: 0, 400,000, 800,000 to the clock
    expect(readTo).toBe(nowMs);
  });
});

describe('an exchange whose rows are not quite in order by time', () => {
  /** Serves by `order`, ten at once; how many different rows one reading brings, or what ends it. */
  function readBy(order: (a: Row, b: Row) => number, rows: readonly Row[]): number | string {
    const ids = new Set<string>();
    let [cursor, longestPage] = ['', 0];
    for (let calls = 0; calls < 1000; calls += 1) {
      const window = windowAt(hour, cursor, nowMs);
      const inside = rows.filter(({ executedAtUs }) => {
        const at = executedAtUs / 1000;
        return at >= window.fromMs && at <= window.toMs;
      });
      const page = inside.toSorted(order).slice(0, 10);
      for (const { id } of page) ids.add(id);
      const step = afterWindow(hour, window, { rows: page, longestPage, pageLimit: 10, nowMs });
      if (!step.ok) return step.error.detail ?? step.error.reason;
      longestPage = Math.max(longestPage, page.length);
      cursor = step.value.next;
      if (step.value.done) return ids.size;
    }
    return 'does not end';
  }
  const byId = (a: Row, b: Row): number => Number(a.id) - Number(b.id);

  test('by some milliseconds, as ids are handed out: each is read', () => {
    // every third row is stamped 70 ms late, past the next row
    const rows = Array.from({ length: 300 }, (_, index) =>
      rowAt(500_000 + index * 50 + (index % 3 === 0 ? 70 : 0), 1000 + index),
    );
    expect(readBy((a, b) => byId(b, a), rows)).toBe(300);
    expect(readBy(byId, rows)).toBe(300);
  });

  test('but market by market, as far as a page shows it: a named failure, not a gap', () => {
    const rows = Array.from({ length: 60 }, (_, index) => rowAt(500_000 + index * 2000, 1000 + index));
    const market = ({ id }: Row): number => Number(id) % 15;
    expect(readBy((a, b) => market(a) - market(b) || byId(b, a), rows)).toBe('in-no-order');
    expect(readBy((a, b) => market(a) - market(b) || byId(a, b), rows)).toBe('in-no-order');
  });
});
