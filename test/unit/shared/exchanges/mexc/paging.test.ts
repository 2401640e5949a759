import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asked, fillsPageSize, fillsPlan } from '../../../../../shared/exchanges/mexc/paging';
import { afterWindow, type Window, windowAt } from '../../../../../shared/exchanges/windows';
import { unixMs } from '../../../../../shared/result';

const nowMs = unixMs(Date.UTC(2026, 10, 1));
const dayMs = 86_400_000;

interface Row {
  readonly id: string;
  readonly executedAtUs: number;
}

const rowAt = (ms: number, id = `${ms}`): Row => ({ id, executedAtUs: ms * 1000 });

interface Server {
  readonly newestFirst: boolean;
  /** Whether a fill at the very end of a range is in it. */
  readonly inclusive: boolean;
}

/** A page as MEXC may serve it: the rows within the range that is sent, 100 at most. */
const served = (all: readonly Row[], window: Window, { newestFirst, inclusive }: Server): readonly Row[] => {
  const { startTime, endTime } = asked(window);
  const [from, to] = [Number(startTime) + (inclusive ? 0 : 1), Number(endTime) - (inclusive ? 0 : 1)];
  const within = all.filter(({ executedAtUs }) => executedAtUs >= from * 1000 && executedAtUs <= to * 1000);
  const sorted = within.toSorted((a, b) => a.executedAtUs - b.executedAtUs);
  return (newestFirst ? sorted.reverse() : sorted).slice(0, fillsPageSize);
};

describe('reading a history', () => {
  test('begins 30 days back, less five minutes, and asks up to the clock', () => {
    const window = windowAt(fillsPlan, '', nowMs);
    expect([window.fromMs, window.toMs]).toEqual([nowMs - 30 * dayMs + 300_000, nowMs]);
  });

  test('an empty market takes one call, and the next reading starts a day before it', () => {
    const window = windowAt(fillsPlan, '', nowMs);
    const step = afterWindow(fillsPlan, window, { rows: [], longestPage: 0, pageLimit: fillsPageSize, nowMs });
    expect(step).toMatchObject({ ok: true, value: { done: true, readTo: nowMs } });
    const later = unixMs(nowMs + 3_600_000);
    expect(step.ok ? windowAt(fillsPlan, step.value.next, later).fromMs : null).toBe(nowMs - dayMs);
  });

  test('after a pause longer than the look-back it starts at what MEXC still serves', () => {
    const later = unixMs(nowMs + 60 * dayMs);
    expect(windowAt(fillsPlan, `${nowMs}/${dayMs}`, later).fromMs).toBe(later - 30 * dayMs + 300_000);
  });

  test('a cursor that cannot be read starts over', () => {
    expect(windowAt(fillsPlan, 'nonsense', nowMs).fromMs).toBe(nowMs - 30 * dayMs + 300_000);
  });

  test('more than a page within one millisecond is said, not passed over', () => {
    const rows = Array.from({ length: fillsPageSize }, (_, i) => rowAt(nowMs - 1000, `a${i}`));
    const first = afterWindow(fillsPlan, windowAt(fillsPlan, '', nowMs), {
      rows,
      longestPage: 0,
      pageLimit: fillsPageSize,
      nowMs,
    });
    const window = windowAt(fillsPlan, first.ok ? first.value.next : '', nowMs);
    expect(afterWindow(fillsPlan, window, { rows, longestPage: 100, pageLimit: fillsPageSize, nowMs })).toMatchObject({
      ok: false,
      error: { reason: 'unexpected-payload', detail: 'more-than-a-page-in-one-millisecond' },
    });
  });
});

test('every fill of the last 30 days is read, in either order of rows, whether or not ends count, those that share a millisecond too', () => {
  const history = fc.record({
    gapsMs: fc.array(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 4_000_000 })), {
      minLength: 150,
      maxLength: 600,
    }),
    newestFirst: fc.boolean(),
    inclusive: fc.boolean(),
  });
  fc.assert(
    fc.property(history, ({ gapsMs, ...server }) => {
      let ms = nowMs - 29 * dayMs;
      const all = gapsMs.map((gap, i) => {
        ms += gap;
        return rowAt(ms, `id${i}`);
      });
      const expected = all.filter(({ executedAtUs }) => executedAtUs <= nowMs * 1000);
      const read = new Set<string>();
      let cursor = '';
      let longestPage = 0;
      for (let calls = 0; calls < 500; calls += 1) {
        const window = windowAt(fillsPlan, cursor, nowMs);
        const rows = served(all, window, server);
        for (const row of rows) read.add(row.id);
        longestPage = Math.max(longestPage, rows.length);
        const step = afterWindow(fillsPlan, window, { rows, longestPage, pageLimit: fillsPageSize, nowMs });
        if (!step.ok) throw new Error(`${cursor}: ${step.error.reason}`);
        cursor = step.value.next;
        if (step.value.done) break;
      }
      expect(read.size).toBe(expected.length);
    }),
    { numRuns: 100 },
  );
});
