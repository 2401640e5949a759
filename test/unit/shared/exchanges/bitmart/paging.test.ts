import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  afterPage,
  afterRefusal,
  askedAt,
  fillsPageSize,
  type Learned,
  unlearned,
} from '../../../../../shared/exchanges/bitmart/paging';
import type { ExchangeFill } from '../../../../../shared/exchanges/readings';
import { decimal } from '../../../../../shared/money/decimal';
import type { Failure } from '../../../../../shared/reasons';
import { unixMs } from '../../../../../shared/result';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const openedAt = Date.UTC(2018, 0, 1);
const refusal: Failure = { reason: 'unexpected-payload', code: '50041', detail: 'Out of query time range' };

const fillAt = (ms: number, id: number): ExchangeFill => ({
  ...{ id: String(id), orderId: null, executedAtUs: ms * 1000, exchange: 'bitmart', symbol: 'BTC/USDT' },
  ...{ base: 'BTC', quote: 'USDT', market: 'spot', side: 'buy', quantity: decimal('1'), price: decimal('1') },
  ...{ fees: [], liquidity: null, revision: 0 },
});

/** An exchange of which nothing is known but that it serves the rows of a range, so many at most. */
interface Server {
  readonly fills: readonly ExchangeFill[];
  readonly newestFirst: boolean;
  readonly startInclusive: boolean;
  readonly endInclusive: boolean;
  readonly pageSize: number;
  readonly widestMs: number;
  /** Refuses a range that starts earlier. */
  readonly oldestMs: number;
}

const generous: Server = {
  ...{ fills: [], newestFirst: true, startInclusive: true, endInclusive: true, pageSize: fillsPageSize },
  ...{ widestMs: 7 * dayMs, oldestMs: 0 },
};

/** The rows of a range; null where it is refused. */
function serve(server: Server, start: number, end: number): readonly ExchangeFill[] | null {
  if (end - start > server.widestMs || start < server.oldestMs) return null;
  const rows = server.fills.filter(({ executedAtUs }) => {
    const ms = executedAtUs / 1000;
    return (server.startInclusive ? ms >= start : ms > start) && (server.endInclusive ? ms <= end : ms < end);
  });
  const sorted = rows.toSorted((a, b) => a.executedAtUs - b.executedAtUs);
  return (server.newestFirst ? sorted.toReversed() : sorted).slice(0, server.pageSize);
}

/** One reading to its end. */
function readOn(server: Server, nowMs: number, start = '', first: Learned = unlearned) {
  const ids = new Set<string>();
  const ranges: { start: number; end: number; refused: boolean }[] = [];
  const clock = unixMs(nowMs);
  let [cursor, learned] = [start, first];
  for (let calls = 1; calls < 5000; calls += 1) {
    const asked = askedAt(cursor, learned, clock);
    const rows = serve(server, asked.startTime, asked.endTime);
    ranges.push({ start: asked.startTime, end: asked.endTime, refused: rows === null });
    if (rows === null) {
      const narrowed = afterRefusal(asked, refusal, learned, clock);
      if (!narrowed.ok) return { ids, ranges, cursor, error: narrowed.error };
      learned = narrowed.value.learned;
      cursor = narrowed.value.step.next;
      continue;
    }
    for (const { id } of rows) ids.add(id);
    learned = { ...learned, longestPage: Math.max(learned.longestPage, rows.length) };
    const step = afterPage(asked, rows, learned, clock);
    if (!step.ok) return { ids, ranges, cursor, error: step.error };
    cursor = step.value.next;
    if (step.value.done) return { ids, ranges, cursor, error: null };
  }
  throw new Error('the reading does not end');
}

describe('the ranges that are asked for', () => {
  const nowMs = Date.UTC(2026, 10, 21);

  test('go from the beginning of BitMart to the clock, a week each, and leave no gap', () => {
    const { ranges } = readOn(generous, nowMs);
    expect(ranges[0]).toEqual({ start: openedAt - 1, end: openedAt - 1 + 7 * dayMs, refused: false });
    expect(ranges.at(-1)?.end).toBe(nowMs);
    for (const [index, { start, end }] of ranges.entries()) {
      expect(end - start).toBeLessThanOrEqual(7 * dayMs);
      if (index > 0) expect(start).toBeLessThanOrEqual(ranges[index - 1]?.end ?? 0);
    }
    // 2018-01-01 to 2026-11-21 are 3246 days: 3246 ÷ 7 = 463.7; at 3 a second 155 s
    expect(ranges).toHaveLength(464);
  });

  test('begin six days before the end of the last reading when reading again, which takes one call', () => {
    const first = readOn(generous, nowMs);
    const again = readOn(generous, nowMs + dayMs - hourMs, first.cursor);
    expect(again.ranges).toEqual([{ start: nowMs - 6 * dayMs - 1, end: nowMs + dayMs - hourMs, refused: false }]);
  });

  test('always end later than they start, as BitMart demands', () => {
    const { startTime, endTime } = askedAt(`${nowMs}/60000`, unlearned, unixMs(nowMs));
    expect(endTime).toBeGreaterThan(startTime);
  });

  test('start over at a cursor that cannot be read', () => {
    for (const cursor of ['nonsense', 'oldest/x/y', '1/2/3'])
      expect(askedAt(cursor, unlearned, unixMs(nowMs)).startTime).toBe(openedAt - 1);
  });
});

describe('a page', () => {
  const nowMs = openedAt + 20 * dayMs;

  test('that is full is followed by the rest of its window, the edge’s millisecond included', () => {
    const at = openedAt + dayMs;
    // two fills in the millisecond at which the first page ends
    const fills = Array.from({ length: 201 }, (_, i) => fillAt(i < 2 ? at : at + i * 1000, i));
    for (const newestFirst of [true, false]) {
      const reading = readOn({ ...generous, fills, newestFirst }, nowMs);
      expect([reading.error, reading.ids.size]).toEqual([null, 201]);
    }
  });

  test('of another window neither advances nor ends the reading', () => {
    const asked = askedAt(`${openedAt + 10 * dayMs}/60000`, unlearned, unixMs(nowMs));
    expect(afterPage(asked, [fillAt(openedAt, 1)], unlearned, unixMs(nowMs))).toMatchObject({
      ok: false,
      error: { reason: 'network-failed' },
    });
  });

  test('full within two milliseconds is not passed over, since more may lie behind it', () => {
    const at = openedAt + dayMs;
    const fills = Array.from({ length: 230 }, (_, i) => fillAt(at + (i % 2), i));
    for (const newestFirst of [true, false])
      expect(readOn({ ...generous, fills, newestFirst }, nowMs).error).toMatchObject({
        reason: 'unexpected-payload',
        detail: 'more-than-a-page-in-one-millisecond',
      });
  });
});

describe('a range that is refused', () => {
  const nowMs = openedAt + 40 * dayMs;
  const fills = Array.from({ length: 80 }, (_, i) => fillAt(openedAt + i * 12 * hourMs, i));

  test('is halved until it is served, and later ranges stay that narrow', () => {
    const reading = readOn({ ...generous, fills, widestMs: dayMs }, nowMs);
    expect([reading.error, reading.ids.size]).toEqual([null, 80]);
    // 7 → 3.5 → 1.75 days are refused, 0.875 is served
    expect(reading.ranges.filter(({ refused }) => refused)).toHaveLength(3);
    // without a fill, windows that are read by one page would widen again: not beyond what was refused
    const empty = readOn({ ...generous, widestMs: dayMs }, nowMs);
    expect(empty.ranges.filter(({ refused }) => refused)).toHaveLength(3);
  });

  test('at an hour’s width is too old: reading goes on where BitMart begins to serve', () => {
    const oldestMs = openedAt + 30 * dayMs;
    const reading = readOn({ ...generous, fills, oldestMs }, nowMs);
    expect(reading.error).toBeNull();
    // one fill each 12 hours; those of the last 10 days, less the hour that the search may miss by
    const served = fills.filter(({ executedAtUs }) => executedAtUs / 1000 >= oldestMs + hourMs);
    for (const { id } of served) expect(reading.ids).toContain(id);
    // 7 days halved to an hour: 8 refusals (2^7 = 128 < 168 hours), then 40 days halved to an hour: 10 calls
    expect(reading.ranges.length).toBeLessThan(25);
  });

  test('even for the last hour is told as what it is', () => {
    const reading = readOn({ ...generous, oldestMs: nowMs + dayMs }, nowMs);
    expect(reading.error).toEqual(refusal);
  });
});

test('whatever the order of rows, the bounds, the width and the page size: every fill is read, and a later reading finds the new', () => {
  const history = fc.record({
    gaps: fc.array(fc.integer({ min: 0, max: 40 * hourMs }), { minLength: 1, maxLength: 300 }),
    pageSize: fc.integer({ min: 20, max: 200 }),
    newestFirst: fc.boolean(),
    startInclusive: fc.boolean(),
    endInclusive: fc.boolean(),
    widestMs: fc.integer({ min: 2 * hourMs, max: 7 * dayMs }),
    fresh: fc.integer({ min: 0, max: 20 }),
  });
  fc.assert(
    fc.property(history, ({ gaps, fresh, ...manners }) => {
      let at = openedAt;
      // gaps below a second are none: several fills then share a millisecond
      const fills = gaps.map((gap, index) => {
        at += gap < 1000 ? 0 : gap;
        return fillAt(at, index);
      });
      const before = fills.slice(0, Math.max(1, fills.length - fresh));
      const firstNow = (before.at(-1)?.executedAtUs ?? 0) / 1000 + 1000;
      const server = { ...generous, ...manners };
      const first = readOn({ ...server, fills: before }, firstNow);
      const second = readOn({ ...server, fills }, at + 1000, first.cursor);
      expect([first.error, second.error]).toEqual([null, null]);
      expect(new Set([...first.ids, ...second.ids]).size).toBe(fills.length);
    }),
    { numRuns: 60 },
  );
});
