import { describe, expect, test } from 'vitest';
import { amountText } from '../units';
import { createHarness, type Harness, rowsOf, said } from './test-harness';

const path = '/trades';
const dayMs = 86_400_000;
const startAt = Date.UTC(2026, 6, 1);
const endAt = Date.UTC(2026, 9, 1) + dayMs;

type Row = Readonly<Record<string, unknown>>;

const key = (row: Row): string => `${row.symbol} ${row.id} ${row.side}`;

/** Every week of the history, each read from its newest page on by the cursor. */
function readAll({ askSigned }: Harness): ReadonlyMap<string, Row> {
  const read = new Map<string, Row>();
  for (let from = startAt; from < endAt; from += 7 * dayMs) {
    const week = { startTime: String(from), endTime: String(from + 7 * dayMs) };
    let last = '0';
    for (;;) {
      const rows = rowsOf(askSigned(path, { ...week, from: last, direction: 'NEXT' }));
      for (const row of rows) read.set(key(row), row);
      if (rows.length === 0) break;
      last = String(rows.at(-1)?.pageId);
    }
  }
  return read;
}

describe('GET /trades', () => {
  test.each([null, 7])('gives every fill of every market exactly once, at %s rows a page', (perPage) => {
    const harness = createHarness({ fills: 900 }, perPage);
    const { book } = harness.world.account('main');
    const read = readAll(harness);
    expect(read.size).toBe(900);
    const written = [...book.fills.values()].flat();
    const figures = (parts: readonly string[]) => parts.join(' ');
    expect(
      [...read.values()].map((row) => figures([`${row.symbol}`, `${row.quantity}`, `${row.feeAmount}`])).sort(),
    ).toEqual(
      written
        .map(({ market, quantity, fees }) =>
          figures([`${market.base}_${market.quote}`, amountText(quantity), amountText(fees[0]?.amount ?? 0n)]),
        )
        .sort(),
    );
  });

  test('newest first, 100 rows at most, both ends inclusive, a week at most', () => {
    const { askSigned, world } = createHarness({ fills: 2000 });
    const fills = [...world.account('main').book.fills.values()].flat().sort((a, b) => a.at - b.at);
    const [first, second] = [fills[500]?.at ?? 0, fills[620]?.at ?? 0];
    const ranged = (from: number, to: number, more = {}) =>
      askSigned(path, { startTime: String(from), endTime: String(to), ...more });
    const rows = rowsOf(ranged(first, second));
    const inside = fills.filter(({ at }) => at >= first && at <= second);
    expect(inside.length).toBeGreaterThan(100);
    expect(rows.map(({ createTime }) => createTime)).toEqual(
      inside
        .toReversed()
        .slice(0, 100)
        .map(({ at }) => at),
    );
    expect(rowsOf(ranged(first, first)).length).toBeGreaterThan(0);
    expect(rowsOf(ranged(startAt, startAt + 7 * dayMs)).length).toBeGreaterThan(0);
    const refused = 'Interval between startTime and endTime in trade/order history has exceeded 7 day limit';
    expect(said(ranged(startAt, startAt + 7 * dayMs + 1))).toBe(`400 {"code":21355,"message":"${refused}"}`);
    expect(said(ranged(first, second, { limit: '101' }))).toContain('21344');
    expect(said(ranged(first, second, { limit: '0' }))).toContain('21345');
    expect(said(ranged(first, second, { from: '-1' }))).toContain('Invalid Parameter from');
    expect(said(ranged(first, second, { direction: 'UP' }))).toContain('Invalid Parameter direction');
  });

  test('one end gives the other, none gives the last week', () => {
    const { askSigned, clock, world } = createHarness({ fills: 300 });
    const later = rowsOf(askSigned(path, { startTime: String(startAt) })).map(({ createTime }) => Number(createTime));
    expect(Math.max(...later)).toBeLessThanOrEqual(startAt + 7 * dayMs);
    const before = rowsOf(askSigned(path, { endTime: String(startAt + 30 * dayMs) }));
    expect(Math.min(...before.map(({ createTime }) => Number(createTime)))).toBeGreaterThan(startAt + 23 * dayMs);
    expect(rowsOf(askSigned(path))).toEqual([]);
    world.advance('main', 3, clock.nowMs);
    expect(rowsOf(askSigned(path))).toHaveLength(3);
  });

  test('the cursor goes to older rows with NEXT, to the nearest newer ones with PRE', () => {
    const { askSigned } = createHarness({ fills: 2000 });
    const week = { startTime: String(startAt), endTime: String(startAt + 7 * dayMs) };
    const ids = (more: Readonly<Record<string, string>>) =>
      rowsOf(askSigned(path, { ...week, ...more })).map(({ pageId }) => String(pageId));
    const first = ids({ limit: '10' });
    const second = ids({ limit: '10', from: first.at(-1) ?? '' });
    expect(second[0]).not.toBe(first.at(-1));
    expect(first.concat(second)).toEqual(ids({ limit: '20' }));
    expect(ids({ limit: '10', from: second[0] ?? '', direction: 'PRE' })).toEqual(first);
    // of the ten rows before, those nearest
    expect(ids({ limit: '4', from: second[0] ?? '', direction: 'PRE' })).toEqual(first.slice(-4));
  });

  test('symbols narrow the list, and must be listed', () => {
    const { askSigned } = createHarness({ fills: 900 });
    const week = { startTime: String(startAt), endTime: String(startAt + 7 * dayMs) };
    const rows = rowsOf(askSigned(path, { ...week, symbols: 'BTC_USDT,ETH_USDT' }));
    expect(new Set(rows.map(({ symbol }) => symbol))).toEqual(new Set(['BTC_USDT', 'ETH_USDT']));
    expect(said(askSigned(path, { symbols: 'BTCUSDT' }))).toBe('400 {"code":24101,"message":"Invalid symbol"}');
  });
});

test('nothing from before 30 July 2021 is served', () => {
  const beginsAt = Date.UTC(2021, 6, 30);
  const { askSigned, world } = createHarness({
    fills: 200,
    startAt: beginsAt - 3 * dayMs,
    endAt: beginsAt + 3 * dayMs,
  });
  const range = { startTime: String(beginsAt - 3 * dayMs), endTime: String(beginsAt + dayMs) };
  const rows = rowsOf(askSigned(path, range));
  const fills = [...world.account('main').book.fills.values()].flat();
  expect(fills.some(({ at }) => at < beginsAt)).toBe(true);
  expect(rows).toHaveLength(fills.filter(({ at }) => at >= beginsAt && at <= beginsAt + dayMs).length);
});

test('both sides of a self-trade share an id of 17 digits; each has a place of its own in the list', () => {
  const harness = createHarness({ fills: 900 });
  const rows = [...readAll(harness).values()];
  const pairs = rows
    .filter(({ side }) => side === 'BUY')
    .map((buy) => rows.filter(({ symbol, id }) => symbol === buy.symbol && id === buy.id))
    .filter((both) => both.length > 1);
  expect(pairs.length).toBeGreaterThan(0);
  for (const both of pairs) {
    expect(both.map(({ side }) => side).sort()).toEqual(['BUY', 'SELL']);
    expect(new Set(both.map(({ pageId }) => pageId)).size).toBe(2);
    expect(String(both[0]?.id)).toMatch(/^\d{17}$/);
  }
});

test('fees have up to 18 decimals and more digits than a binary float holds', () => {
  const rows = [...readAll(createHarness({ fills: 900 })).values()];
  const digits = rows.map(({ feeAmount }) => String(feeAmount).replace(/^0\.0*|\./g, '').length);
  expect(Math.max(...digits)).toBeGreaterThan(17);
  expect(new Set(rows.map(({ feeCurrency }) => feeCurrency))).toContain('TRX');
});
