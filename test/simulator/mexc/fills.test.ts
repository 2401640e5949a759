import { describe, expect, test } from 'vitest';
import { createHarness, dayMs, errorOf, nowMs, rowsOf } from './test-harness';

const path = '/api/v3/myTrades';
const btc = { symbol: 'BTCUSDT' };
const timeOf = (row: Readonly<Record<string, unknown>> | undefined): number => Number(row?.time);

describe('a page of fills', () => {
  const { askSigned, world } = createHarness({ fills: 900, symbols: 3 });
  const all = world.account('main').book.fills.get('BTC/USDT') ?? [];

  test('has at most 100 rows, whatever is asked, newest first', () => {
    expect(all.length).toBeGreaterThan(200);
    for (const limit of [{}, { limit: '1000' }]) {
      const rows = rowsOf(askSigned(path, { ...btc, ...limit }));
      expect(rows.map(timeOf)).toEqual(
        all
          .slice(-100)
          .reverse()
          .map(({ at }) => at),
      );
    }
    expect(rowsOf(askSigned(path, { ...btc, limit: '5' }))).toHaveLength(5);
  });

  test('lies within its range, both ends counted', () => {
    const [from, to] = [all[40]?.at ?? 0, all[70]?.at ?? 0];
    const rows = rowsOf(askSigned(path, { ...btc, startTime: String(from), endTime: String(to) }));
    expect(rows).toHaveLength(all.filter(({ at }) => at >= from && at <= to).length);
    expect([timeOf(rows.at(-1)), timeOf(rows[0])]).toEqual([from, to]);
  });

  test('is of one market, which has to be named and known', () => {
    expect(errorOf(askSigned(path))).toMatch("400 700004 Mandatory parameter 'symbol'");
    expect(errorOf(askSigned(path, { symbol: 'NOSUCHCOIN' }))).toBe('400 -1121 Invalid symbol.');
    expect(errorOf(askSigned(path, { ...btc, startTime: 'soon' }))).toMatch('400 700008 Illegal characters');
  });
});

test('fills that are older than 30 days are not served, whatever is asked', () => {
  const { askSigned, world } = createHarness({ fills: 150, symbols: 2, startAt: nowMs - 60 * dayMs });
  const all = world.account('main').book.fills.get('BTC/USDT') ?? [];
  const kept = all.filter(({ at }) => at >= nowMs - 30 * dayMs);
  expect(all.length - kept.length).toBeGreaterThan(20);
  const older = String(nowMs - 31 * dayMs);
  expect(rowsOf(askSigned(path, { ...btc, startTime: '0', endTime: older }))).toEqual([]);
  for (const range of [{}, { startTime: '0', endTime: String(nowMs) }]) {
    expect(rowsOf(askSigned(path, { ...btc, ...range }))).toHaveLength(kept.length);
  }
});

describe('a row', () => {
  const { askSigned, world } = createHarness({ fills: 600, symbols: 4 });
  const { fills } = world.account('main').book;
  const rows = ['BTCUSDT', 'ETHUSDT', 'BNBUSDT'].flatMap((symbol) => rowsOf(askSigned(path, { symbol })));

  test('has a hex id that is no number, and an order with a prefix; a self-trade is two rows of one id', () => {
    for (const { id, orderId } of rows)
      expect([id, orderId]).toEqual([expect.stringMatching(/^fa[0-9a-f]{30}$/), expect.stringMatching(/^C02__\d+$/)]);
    const ids = [...fills.values()].flat().map((fill) => `${fill.market.symbol} ${fill.id}`);
    expect(new Set(ids).size).toBe(ids.length - 1); // one self-trade
  });

  test('of a maker costs nothing: a commission of "0" in no coin; a taker pays in MX or in the coin received', () => {
    const free = rows.filter(({ commission }) => commission === '0');
    expect(free.length).toBeGreaterThan(20);
    for (const { isMaker, commissionAsset } of free) expect([isMaker, commissionAsset]).toEqual([true, null]);
    const coins = new Set(
      rows.filter(({ isMaker }) => isMaker === false).map(({ commissionAsset }) => commissionAsset),
    );
    expect(coins).toContain('MX');
    expect(coins).toContain('USDT');
    expect(coins).toContain('BTC');
  });

  test('is written without trailing zeros', () => {
    for (const { price, qty, commission } of rows) {
      for (const amount of [price, qty, commission]) expect(amount).toMatch(/^(0|[1-9]\d*)(\.\d*[1-9])?$/);
    }
  });
});
