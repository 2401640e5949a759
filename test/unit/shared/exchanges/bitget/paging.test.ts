import { describe, expect, test } from 'vitest';
import type { AccountMode } from '../../../../../shared/exchanges/bitget/account-mode';
import type { ParsedFills } from '../../../../../shared/exchanges/bitget/fills';
import { afterFills, fillsPageSize, fillsPlan, fillsQuery } from '../../../../../shared/exchanges/bitget/paging';
import { windowAt } from '../../../../../shared/exchanges/windows';
import { unixMs } from '../../../../../shared/result';

const dayMs = 86_400_000;
const nowMs = unixMs(Date.UTC(2026, 0, 1));

interface Row {
  readonly id: string;
  readonly side: 'buy' | 'sell';
  readonly atMs: number;
}

/** Fills `everyMs` apart up to now, ids ascending with time; the row of every eleventh id is a self-trade. */
const history = (count: number, everyMs: number): readonly Row[] =>
  Array.from({ length: count }, (_, index): Row[] => {
    const row = { id: String(1_300_000_000_000_000_000n + BigInt(index)), atMs: nowMs - (count - index) * everyMs };
    return index % 11 === 0
      ? ['buy' as const, 'sell' as const].map((side) => ({ ...row, side }))
      : [{ ...row, side: 'buy' }];
  }).flat();

interface Served {
  readonly query: Readonly<Record<string, string>>;
  readonly rows: readonly Row[];
}

/** Bitget's own rules: the range (its ends belong to it or not), newest first, before a key, at most `perPage`. */
function serve(mode: AccountMode, rows: readonly Row[], query: Served['query'], perPage: number, ends: 'in' | 'out') {
  const [start, end] = [Number(query.startTime), Number(query.endTime)];
  const inside = rows.filter(({ atMs }) => (ends === 'in' ? atMs >= start && atMs <= end : atMs > start && atMs < end));
  const newestFirst = [...inside].reverse();
  const before = mode === 'classic' ? query.idLessThan : undefined;
  const from = mode === 'unified' && query.cursor ? Number(query.cursor.slice(1)) : 0;
  const left =
    before === undefined ? newestFirst.slice(from) : newestFirst.filter(({ id }) => BigInt(id) < BigInt(before));
  const page = left.slice(0, perPage);
  const cursor = mode === 'unified' && left.length > perPage ? `c${from + perPage}` : null;
  return { page, cursor };
}

const parsed = (page: readonly Row[], cursor: string | null): ParsedFills => ({
  fills: [],
  rows: page.map(({ id, atMs }) => ({ id, executedAtUs: atMs * 1000 })),
  cursor,
});

/** Reads to the end, as an adapter does; gives what came and what was asked. */
function readAll(mode: AccountMode, rows: readonly Row[], perPage: number, start = '', ends: 'in' | 'out' = 'in') {
  const seen = new Set<string>();
  const asked: Served['query'][] = [];
  let [cursor, longestPage] = [start, 0];
  for (let pages = 0; pages < 2000; pages += 1) {
    const window = windowAt(fillsPlan, cursor, nowMs);
    const query = fillsQuery(mode, window);
    asked.push(query);
    const served = serve(mode, rows, query, perPage, ends);
    for (const { id, side } of served.page) seen.add(`${id} ${side}`);
    const step = afterFills(mode, window, parsed(served.page, served.cursor), { longestPage, nowMs });
    if (!step.ok) throw new Error(step.error.detail ?? step.error.reason);
    longestPage = Math.max(longestPage, served.page.length);
    cursor = step.value.next;
    if (step.value.done) return { seen: seen.size, asked, cursor };
  }
  throw new Error('the reading does not end');
}

describe.each(['classic', 'unified'] as const)('a %s account', (mode) => {
  test('asks for the last 90 days in ranges that both kinds of accounts take', () => {
    const { asked } = readAll(mode, [], 100);
    const ranges = asked.map(({ startTime, endTime }) => [Number(startTime), Number(endTime)]);
    for (const [from = 0, to = 0] of ranges) {
      expect(to - from).toBeLessThanOrEqual(30 * dayMs);
      expect(from).toBeGreaterThan(nowMs - 90 * dayMs);
    }
    // the margin is a minute: less than that is left unread
    expect(ranges[0]?.[0]).toBeLessThanOrEqual(nowMs - 90 * dayMs + 60_000);
    expect(ranges.at(-1)?.[1]).toBeGreaterThanOrEqual(nowMs);
    // each range begins before the one in front of it ends
    for (const [index, [from = 0]] of ranges.slice(1).entries()) expect(from).toBeLessThan(ranges[index]?.[1] ?? 0);
    expect(new Set(asked.map(({ limit }) => limit))).toEqual(new Set([String(fillsPageSize)]));
  });

  test.each([
    ['ten minutes apart', history(1000, 600_000), 100],
    ['on pages shorter than asked for', history(300, 600_000), 7],
    ['two to a page', history(30, 3_600_000), 2],
    ['all within one millisecond', history(450, 0).map((row) => ({ ...row, atMs: nowMs - dayMs })), 100],
    ['a single one', history(1, 600_000).slice(0, 1), 100],
  ] as const)('every fill is read: %s', (_, rows, perPage) => {
    expect(readAll(mode, rows, perPage).seen).toBe(rows.length);
  });

  test('every fill is read whether or not the ends of a range belong to it', () => {
    // one fill a second: those at the ends of every window too
    const rows = Array.from({ length: 90 }, (_, day) => ({
      id: String(1_300_000_000_000_000_000n + BigInt(day)),
      side: 'buy' as const,
      atMs: nowMs - 90 * dayMs + 60_000 + day * dayMs,
    }));
    for (const ends of ['in', 'out'] as const) expect(readAll(mode, rows, 100, '', ends).seen).toBe(90);
  });

  test('a later reading starts six hours before the end of the last one', () => {
    const { cursor } = readAll(mode, history(50, 600_000), 100);
    const late: Row = { id: '1299999999999999999', side: 'sell', atMs: nowMs - 21_500_000 };
    expect(readAll(mode, [late], 100, cursor).seen).toBe(1);
    expect(windowAt(fillsPlan, cursor, nowMs).fromMs).toBe(nowMs - 21_600_000);
  });

  test('a page that is served twice is no answer', () => {
    const rows = history(500, 600_000);
    const window = windowAt(fillsPlan, '', nowMs);
    const newest = windowAt(fillsPlan, `${window.fromMs + 87 * dayMs}/${dayMs * 29}`, nowMs);
    const first = serve(mode, rows, fillsQuery(mode, newest), 100, 'in');
    const step = afterFills(mode, newest, parsed(first.page, first.cursor), { longestPage: 0, nowMs });
    if (!step.ok) throw new Error('the first page is none');
    const rest = windowAt(fillsPlan, step.value.next, nowMs);
    const again = afterFills(mode, rest, parsed(first.page, first.cursor), { longestPage: 100, nowMs });
    expect(again).toMatchObject({ ok: false, error: { reason: 'network-failed' } });
  });

  test('a page of another time is no answer', () => {
    const window = windowAt(fillsPlan, '', nowMs);
    const stranger = [{ id: '7', side: 'buy' as const, atMs: window.fromMs - 1001 }];
    expect(afterFills(mode, window, parsed(stranger, null), { longestPage: 0, nowMs })).toMatchObject({
      ok: false,
      error: { reason: 'network-failed' },
    });
  });

  test('an unreadable key starts its window over', () => {
    const { fromMs, toMs } = windowAt(fillsPlan, '', nowMs);
    for (const key of ['', 'nonsense', 'classic:x:1', 'unified::c', `${mode}:7:`]) {
      const window = windowAt(fillsPlan, `${fromMs}/${toMs}/${toMs}/${dayMs}/3/${key}`, nowMs);
      expect(fillsQuery(mode, window)).not.toHaveProperty('cursor');
      expect(fillsQuery(mode, window)).not.toHaveProperty('idLessThan');
      expect(fillsQuery(mode, window).startTime).toBe(String(fromMs - 1));
    }
  });
});

test('a self-trade that a page ends between is read whole', () => {
  const at = nowMs - dayMs;
  const rows: Row[] = [
    { id: '1', side: 'buy', atMs: at - 2000 },
    { id: '2', side: 'buy', atMs: at - 1000 },
    { id: '2', side: 'sell', atMs: at - 1000 },
    { id: '3', side: 'buy', atMs: at },
  ];
  // pages of two: 3 and the sell of 2, then what lies before 3
  expect(readAll('classic', rows, 2).seen).toBe(4);
});

test('a classic page goes on with one more than its oldest id, a unified one with the cursor that came with it', () => {
  const window = windowAt(fillsPlan, '', nowMs);
  const rows = ['120', '119', '118'].map((id) => ({ id, executedAtUs: (window.toMs - 1000) * 1000 }));
  const next = (mode: AccountMode, cursor: string | null) => {
    const step = afterFills(mode, window, { fills: [], rows, cursor }, { longestPage: 3, nowMs });
    return step.ok ? fillsQuery(mode, windowAt(fillsPlan, step.value.next, nowMs)) : step.error;
  };
  expect(next('classic', null)).toMatchObject({ idLessThan: '119' });
  expect(next('unified', 'opaque/+=')).toMatchObject({ cursor: 'opaque/+=', category: 'SPOT' });
  // no cursor: the window is read
  expect(next('unified', null)).not.toHaveProperty('cursor');
});

test('where the account has become a unified one in the middle, its window starts over', () => {
  const window = windowAt(fillsPlan, '', nowMs);
  const rows = [{ id: '120', executedAtUs: window.toMs * 1000 }];
  const step = afterFills('classic', window, { fills: [], rows, cursor: null }, { longestPage: 0, nowMs });
  if (!step.ok) throw new Error('no step');
  const rest = windowAt(fillsPlan, step.value.next, nowMs);
  expect(rest.key).toBe('classic:120:121');
  expect(fillsQuery('unified', rest)).toEqual({
    startTime: String(window.fromMs - 1),
    endTime: String(window.toMs + 1),
    limit: '100',
    category: 'SPOT',
  });
});

test('a cursor that is too long to be kept is named, and does not start the window over for ever', () => {
  const page = parsed([{ id: '120', side: 'buy', atMs: nowMs - 89 * dayMs }], 'c'.repeat(500));
  expect(afterFills('unified', windowAt(fillsPlan, '', nowMs), page, { longestPage: 0, nowMs })).toEqual({
    ok: false,
    error: { reason: 'unexpected-payload', subject: 'data.cursor', detail: 'unreadable' },
  });
});

test('pages that come round again and again end in a reason', () => {
  // Two pages by turns, each with the other's cursor: neither starts like the one before.
  const at = nowMs - 89 * dayMs;
  const pages = [
    parsed([{ id: '121', side: 'buy', atMs: at }], 'b'),
    parsed([{ id: '120', side: 'buy', atMs: at }], 'a'),
  ];
  let cursor = '';
  for (let calls = 0; calls < 30_000; calls += 1) {
    const page = pages[calls % 2] ?? parsed([], null);
    const step = afterFills('unified', windowAt(fillsPlan, cursor, nowMs), page, { longestPage: 0, nowMs });
    if (!step.ok) {
      expect(step.error).toMatchObject({ reason: 'unexpected-payload', detail: 'a-range-without-end' });
      return;
    }
    cursor = step.value.next;
  }
  throw new Error('the reading does not end');
});
