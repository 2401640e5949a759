import { describe, expect, test } from 'vitest';
import type { Fill } from '../history';
import { units } from '../units';
import { createHarness, endMs, errorOf, type Harness, nowMs, rowsOf, startMs } from './test-harness';

const path = '/spot/my_trades';
const daySeconds = 86_400;
const second = (ms: number): number => Math.floor(ms / 1000);

const identity = (row: Readonly<Record<string, string>>) => `${row.currency_pair} ${row.id} ${row.side}`;
const wireIdentity = ({ market, id, side }: Fill) => `${market.symbol.replace('/', '_')} ${id} ${side}`;

/** Reads the account as an importer does: window by window, page by page. */
function readAll({ askSigned, clock }: Harness, limit: string): Map<string, Readonly<Record<string, string>>> {
  const rows = new Map<string, Readonly<Record<string, string>>>();
  for (let from = second(startMs); from < second(nowMs); from += 30 * daySeconds) {
    for (let page = 1; ; page += 1) {
      clock.nowMs += 1000; // no limit adds up
      const window = { from: String(from), to: String(from + 30 * daySeconds), limit, page: String(page) };
      const served = rowsOf(askSigned(path, window));
      for (const row of served) rows.set(identity(row), row);
      if (served.length === 0) break;
    }
  }
  return rows;
}

const booked = ({ world }: Harness): readonly Fill[] => [...world.account('main').book.fills.values()].flat();

describe('paging by windows and page numbers', () => {
  test.each(['7', '100', '1000'])('gives every fill of every market at %s rows a page', (limit) => {
    const harness = createHarness({ fills: 300 });
    const rows = readAll(harness, limit);
    expect([...rows.keys()].toSorted()).toEqual(booked(harness).map(wireIdentity).toSorted());
  });

  test('comes newest first', () => {
    const { askSigned } = createHarness();
    const times = rowsOf(askSigned(path, { to: String(second(endMs)) })).map((row) => Number(row.create_time_ms));
    expect(times.length).toBeGreaterThan(5);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  test('a page may be shorter than asked where the exchange is told to keep them short', () => {
    const { askSigned } = createHarness({}, 5);
    expect(rowsOf(askSigned(path, { to: String(second(endMs)), limit: '1000' }))).toHaveLength(5);
  });

  test('of one market or one order where that is asked', () => {
    const harness = createHarness({ fills: 300 });
    const fills = booked(harness);
    const several = fills.find((one, index) => one.orderId === fills[index + 1]?.orderId);
    const ofOrder = rowsOf(harness.askSigned(path, { order_id: String(several?.orderId) }));
    expect(ofOrder.length).toBeGreaterThan(1);
    expect(new Set(ofOrder.map((row) => row.order_id))).toEqual(new Set([String(several?.orderId)]));
    const ofPair = rowsOf(harness.askSigned(path, { currency_pair: 'ETH_USDT', to: String(second(endMs)) }));
    expect(new Set(ofPair.map((row) => row.currency_pair))).toEqual(new Set(['ETH_USDT']));
  });
});

describe('windows', () => {
  const harness = createHarness({ fills: 600 });
  const { askSigned } = harness;
  const from = second(startMs);
  const asked = (query: Readonly<Record<string, string>>) => rowsOf(askSigned(path, { limit: '1000', ...query }));
  const times = (query: Readonly<Record<string, string>>) => asked(query).map((row) => Number(row.create_time));

  test('may be 30 days wide, not a second more', () => {
    const wide = { from: String(from), to: String(from + 30 * daySeconds) };
    expect(asked(wide).length).toBeGreaterThan(100);
    expect(errorOf(askSigned(path, { ...wide, to: String(from + 30 * daySeconds + 1) }))).toBe(
      '400 INVALID_PARAM_VALUE time range is too large, the maximum is 30 days',
    );
  });

  test('are of 7 days where one end is not given, the last 7 where neither is', () => {
    const first = times({ from: String(from) });
    expect(Math.max(...first)).toBeLessThanOrEqual(from + 7 * daySeconds);
    expect(Math.max(...first)).toBeGreaterThan(from + 6 * daySeconds);
    const last = times({});
    expect(Math.min(...last)).toBeGreaterThanOrEqual(second(nowMs) - 7 * daySeconds - 5);
    expect(times({ to: String(second(nowMs)) })).toEqual(last);
  });

  test('mean the end of the order: a fill comes where its order ended, with its own time', () => {
    const fills = booked(harness);
    const last = (fill: Fill): number =>
      Math.max(
        ...fills.filter((one) => one.orderId === fill.orderId && one.market === fill.market).map(({ at }) => at),
      );
    const early = fills.find((fill) => second(last(fill)) > second(fill.at));
    if (!early) throw new Error('no order of several seconds');
    const end = String(second(last(early)));
    const found = asked({ from: end, to: end }).find((row) => identity(row) === wireIdentity(early));
    expect(Number(found?.create_time)).toBe(second(early.at));
    const own = String(second(early.at));
    expect(asked({ from: own, to: own }).map(identity)).not.toContain(wireIdentity(early));
  });

  test('are read as deep as 100,000 rows', () => {
    expect(asked({ page: '101' })).toEqual([]);
    expect(errorOf(askSigned(path, { limit: '1000', page: '102' }))).toBe(
      '400 INVALID_PARAM_VALUE limit * (page - 1) must not exceed 100000',
    );
  });

  test.each([
    [{ limit: '1001' }, 'limit'],
    [{ limit: '0' }, 'limit'],
    [{ page: '0' }, 'page'],
    [{ from: 'x' }, 'from'],
    [{ from: '9', to: '8' }, 'from'],
    [{ account: 'futures' }, 'account'],
  ])('%j is refused', (query, name) => {
    expect(errorOf(askSigned(path, query))).toBe(`400 INVALID_PARAM_VALUE Invalid request parameter \`${name}\` value`);
  });

  test('a market that is not listed is refused', () => {
    expect(errorOf(askSigned(path, { currency_pair: 'NOPE_USDT' }))).toBe(
      '400 INVALID_CURRENCY_PAIR Invalid currency pair',
    );
  });
});

describe('rows', () => {
  const harness = createHarness({ fills: 2000 });
  const rows = readAll(harness, '1000');
  const fills = booked(harness);

  test('tell every fee: GT and points in fields of their own, rebates below zero', () => {
    for (const fill of fills) {
      const row = rows.get(wireIdentity(fill)) ?? {};
      const told = [
        [row.fee_currency, units(row.fee ?? '')],
        ['GT', units(row.gt_fee ?? '')],
        ['GATEPOINT', units(row.point_fee ?? '')],
      ].filter(([, amount]) => amount !== 0n);
      expect(told).toEqual(fill.fees.map(({ asset, amount }) => [asset, amount]));
    }
    const all = [...rows.values()];
    expect(all.some((row) => row.gt_fee !== '0' && row.fee === '0')).toBe(true);
    expect(all.some((row) => row.gt_fee !== '0' && row.fee !== '0')).toBe(true);
    expect(all.some((row) => row.point_fee !== '0')).toBe(true);
    expect(all.some((row) => row.fee?.startsWith('-'))).toBe(true);
  });

  /** The ids and times of rows, by what `keyOf` gives. */
  const grouped = (keyOf: (row: Readonly<Record<string, string>>) => string) => {
    const groups = new Map<string, { ids: Set<string>; times: Set<string>; rows: number }>();
    for (const row of rows.values()) {
      const group = groups.get(keyOf(row)) ?? { ids: new Set(), times: new Set(), rows: 0 };
      group.ids.add(row.id ?? '');
      group.times.add(row.create_time_ms ?? '');
      group.rows += 1;
      groups.set(keyOf(row), group);
    }
    return [...groups.values()].filter((group) => group.rows > 1);
  };

  test('of one millisecond differ in their microseconds; both sides of a self-trade do not', () => {
    const sameTime = grouped((row) => `${row.currency_pair} ${row.create_time_ms}`);
    expect(sameTime.length).toBeGreaterThan(0);
    for (const { ids } of sameTime) expect(ids.size).toBe(1);
    const sameMs = grouped((row) => `${row.currency_pair} ${row.create_time_ms?.slice(0, 13)}`);
    expect(sameMs.some(({ times }) => times.size > 1)).toBe(true);
  });
});

test('ids, seconds and amounts are texts, milliseconds a text with six decimals, without blanks between', () => {
  const { body } = createHarness().askSigned(path, { to: String(second(endMs)), limit: '1' });
  expect(body).toMatch(
    /^\[\{"id":"\d+","create_time":"\d{10}","create_time_ms":"\d{13}\.\d{3}000","currency_pair":"[A-Z]+_[A-Z]+","side":"(buy|sell)","role":"(maker|taker)","amount":"[\d.]+","price":"[\d.]+","order_id":"\d+","fee":"-?[\d.]+","fee_currency":"[A-Z]+","point_fee":"[\d.]+","gt_fee":"[\d.]+","amend_text":"-","sequence_id":"\d+","text":"web"\}\]$/,
  );
});
