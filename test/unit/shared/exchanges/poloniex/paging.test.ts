import { describe, expect, test } from 'vitest';
import { fillsPageSize, fillsPlan } from '../../../../../shared/exchanges/poloniex/paging';
import { afterWindow, windowAt } from '../../../../../shared/exchanges/windows';
import { unixMs } from '../../../../../shared/result';

const dayMs = 86_400_000;
const nowMs = unixMs(Date.UTC(2026, 0, 1));

interface Row {
  readonly id: string;
  readonly executedAtUs: number;
}

/** The exchange: rows of a range with both ends, newest first, at most 100; a range above 7 days is refused. */
function serve(history: readonly Row[], fromMs: number, toMs: number): readonly Row[] {
  if (toMs - fromMs > 7 * dayMs) throw new Error('21355');
  const inRange = history.filter(({ executedAtUs: us }) => us >= fromMs * 1000 && us <= toMs * 1000);
  return inRange.toSorted((a, b) => b.executedAtUs - a.executedAtUs || Number(b.id) - Number(a.id)).slice(0, 100);
}

/** Reads from a cursor to the end. */
function readOn(history: readonly Row[], start: string, clockMs = nowMs) {
  const read = new Set<string>();
  let cursor = start;
  let longestPage = 0;
  for (let calls = 1; calls < 5000; calls += 1) {
    const window = windowAt(fillsPlan, cursor, clockMs);
    const rows = serve(history, window.fromMs, window.toMs);
    for (const { id } of rows) read.add(id);
    const page = { rows, longestPage, pageLimit: fillsPageSize, nowMs: clockMs };
    const step = afterWindow(fillsPlan, window, page);
    if (!step.ok) return { read, cursor, calls, failure: step.error };
    longestPage = Math.max(longestPage, rows.length);
    cursor = step.value.next;
    if (step.value.done) return { read, cursor, calls, failure: null };
  }
  throw new Error('the reading does not end');
}

const rows = (count: number, atMs: (index: number) => number): Row[] =>
  Array.from({ length: count }, (_, index) => ({ id: String(index + 1), executedAtUs: atMs(index) * 1000 }));

describe('a history', () => {
  test('begins before 30 July 2021 and is asked for in ranges of less than 7 days', () => {
    const { fromMs, toMs } = windowAt(fillsPlan, '', nowMs);
    expect(new Date(fromMs).toISOString()).toBe('2021-07-29T00:00:00.000Z');
    expect(toMs - fromMs).toBeLessThan(7 * dayMs);
  });

  test('without fills takes one call a window, each of 7 days less a minute', () => {
    // 2021-07-29 to 2026-01-01 are 1,617 days: 1,617 × 1,440 ÷ 10,079 minutes = 231.02, so 232 windows
    expect(readOn([], '')).toMatchObject({ calls: 232, failure: null });
  });

  test('is read to the last fill where a week holds many pages', () => {
    // 3,000 fills, one each 100 s, within 3.5 days
    const busy = rows(3000, (index) => Date.UTC(2025, 5, 1) + index * 100_000);
    const { read, failure } = readOn(busy, '');
    expect([read.size, failure]).toEqual([3000, null]);
  });

  test('is read to the last fill where several share the millisecond at the end of a page', () => {
    // 60 fills in each millisecond: every page ends in the middle of one
    const swept = rows(600, (index) => Date.UTC(2025, 5, 1) + Math.floor(index / 60));
    expect(readOn(swept, '').read.size).toBe(600);
  });

  test('with more than a page within one millisecond is a named failure, not a gap', () => {
    const { failure } = readOn(
      rows(150, () => Date.UTC(2025, 5, 1)),
      '',
    );
    expect(failure).toMatchObject({ reason: 'unexpected-payload', detail: 'more-than-a-page-in-one-millisecond' });
  });
});

test('a later reading finds fills that showed up within 6 hours after they happened', () => {
  const early = rows(5, (index) => nowMs - dayMs - index * 1000);
  const { cursor } = readOn(early, '');
  const late = { id: '6', executedAtUs: (nowMs - 6 * 3_600_000 + 1000) * 1000 };
  const later = unixMs(nowMs + 60_000);
  expect([...readOn([...early, late], cursor, later).read]).toEqual(['6']);
});

test('a cursor that cannot be read starts over', () => {
  expect(windowAt(fillsPlan, 'nonsense', nowMs).fromMs).toBe(Date.UTC(2021, 6, 29));
});
