import { describe, expect, test } from 'vitest';
import { units } from '../units';
import { type Ask, createHarness, dataOf, errorOf, nowMs, type Row } from './test-harness';

const classicPath = '/api/v2/spot/trade/fills';
const unifiedPath = '/api/v3/trade/fills';
const dayMs = 86_400_000;

interface UnifiedPage {
  readonly list: readonly Row[] | null;
  readonly cursor: string | null;
}

/** Ranges that overlap by a millisecond, the last 87 days together; the history has 80. */
const ranges = [3, 2, 1].map((part) => ({
  startTime: String(nowMs - part * 29 * dayMs - 1),
  endTime: String(nowMs - (part - 1) * 29 * dayMs),
}));

/** Every row of a classic account, by id and side. */
function readClassic(ask: Ask, next: () => void): Map<string, Row> {
  const rows = new Map<string, Row>();
  for (const range of ranges) {
    let before: string | null = null;
    for (;;) {
      next();
      const page: readonly Row[] = dataOf(
        ask(classicPath, { ...range, ...(before === null ? {} : { idLessThan: before }) }),
      );
      const known = rows.size;
      for (const row of page) rows.set(`${row.tradeId} ${row.side}`, row);
      if (page.length === 0 || (before !== null && rows.size === known)) break;
      before = String(BigInt(String(page.at(-1)?.tradeId)) + 1n);
    }
  }
  return rows;
}

/** Every row of a unified account. */
function readUnified(ask: Ask, next: () => void, asked: Readonly<Record<string, string>>): readonly Row[] {
  const rows: Row[] = [];
  for (const range of ranges) {
    let cursor: string | null = null;
    do {
      next();
      const query: Record<string, string> = { ...range, ...asked, ...(cursor === null ? {} : { cursor }) };
      const page: UnifiedPage = dataOf(ask(unifiedPath, query, { account: 'unified' }));
      rows.push(...(page.list ?? []));
      cursor = page.cursor;
    } while (cursor !== null);
  }
  return rows;
}

describe.each([null, 7])('at %s rows a page', (perPage) => {
  const { ask, world, clock } = createHarness({ fills: 400 }, perPage);
  const nextSecond = () => {
    clock.nowMs += 1000;
  };

  test('a classic account gives every fill once, with fees that add up to what was paid', () => {
    const rows = readClassic(ask, nextSecond);
    const { book } = world.account('main');
    expect(rows.size).toBe(book.fillCount);
    const paid = new Map<string, bigint>();
    for (const { feeDetail } of rows.values()) {
      const { deduction, feeCoin, totalFee } = feeDetail as Record<string, string>; // as every row writes it
      const signed = units(totalFee ?? '');
      const charged = deduction === 'yes' && signed > 0n ? signed : -signed;
      paid.set(feeCoin ?? '', (paid.get(feeCoin ?? '') ?? 0n) + charged);
    }
    const expected = new Map<string, bigint>();
    for (const { fees } of [...book.fills.values()].flat())
      for (const { asset, amount } of fees) expected.set(asset, (expected.get(asset) ?? 0n) + amount);
    for (const [asset, amount] of expected) expect([asset, paid.get(asset)]).toEqual([asset, amount]);
  });

  test('a unified account gives every fill once where spot alone is asked for, and futures among them where it is not', () => {
    const { fillCount } = world.account('unified').book;
    const spot = readUnified(ask, nextSecond, { category: 'SPOT' });
    expect(spot).toHaveLength(fillCount);
    expect(new Set(spot.map(({ execId, side }) => `${execId} ${side}`)).size).toBe(fillCount);
    const all = readUnified(ask, nextSecond, {});
    // every seventh fill has a neighbour on the futures market of the same name
    expect(all.filter(({ category }) => category === 'USDT-FUTURES')).toHaveLength(Math.floor(fillCount / 7));
    expect(all).toHaveLength(fillCount + Math.floor(fillCount / 7));
  });
});

describe('a page', () => {
  const { ask, world, clock } = createHarness({ fills: 300 });
  const asked = (query: Readonly<Record<string, string>>, account = 'main') => {
    clock.nowMs += 1000;
    return ask(account === 'main' ? classicPath : unifiedPath, query, { account });
  };

  test('has a hundred rows at most, newest first', () => {
    const page = dataOf<readonly Row[]>(asked({}));
    expect(page).toHaveLength(100);
    const ids = page.map(({ tradeId }) => BigInt(String(tradeId)));
    expect(ids).toEqual(ids.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0)));
    expect(String(ids[0])).toHaveLength(19);
    expect(errorOf(asked({ limit: '101' }))).toBe('400 40020 Parameter limit error');
  });

  test('spans 90 days at most for a classic account, 30 for a unified one', () => {
    const span = (days: number) => ({ startTime: String(nowMs - days * dayMs), endTime: String(nowMs) });
    expect(asked(span(90)).status).toBe(200);
    expect(errorOf(asked(span(91)))).toBe('400 40705 The start and end time cannot exceed 90 days');
    expect(asked(span(30), 'unified').status).toBe(200);
    expect(errorOf(asked(span(31), 'unified'))).toBe('400 40705 The start and end time cannot exceed 30 days');
  });

  test('does not hold the ends of its range, and nothing older than 90 days', () => {
    const last = [...world.account('main').book.fills.values()].flat().toSorted((a, b) => b.at - a.at)[0]?.at ?? 0;
    const count = (startTime: number, endTime: number) =>
      dataOf<readonly Row[]>(asked({ startTime: String(startTime), endTime: String(endTime) })).length;
    expect(count(last, last + 1)).toBe(0);
    expect(count(last - 1, last)).toBe(0);
    expect(count(last - 1, last + 1)).toBeGreaterThan(0);
    clock.nowMs = nowMs + 95 * dayMs;
    expect(count(nowMs, nowMs + 90 * dayMs)).toBe(0);
    expect(dataOf<readonly Row[]>(asked({}))).toEqual([]);
    expect(dataOf<UnifiedPage>(asked({}, 'unified'))).toEqual({ list: null, cursor: null });
    clock.nowMs = nowMs;
  });

  test('of one market holds its fills alone; malformed parameters are refused', () => {
    const page = dataOf<readonly Row[]>(asked({ symbol: 'ETHBTC' }));
    expect(new Set(page.map(({ symbol }) => symbol))).toEqual(new Set(['ETHBTC']));
    expect(errorOf(asked({ idLessThan: 'x' }))).toBe('400 40020 Parameter idLessThan error');
    expect(errorOf(asked({ cursor: 'x' }, 'unified'))).toBe('400 40020 Parameter cursor error');
  });
});
