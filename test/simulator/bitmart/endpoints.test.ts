import { describe, expect, test } from 'vitest';
import { amountText, text8 } from '../units';
import { createHarness, nowMs, outcomeOf, rowsOf, tradesPath } from './test-harness';

const dayMs = 86_400_000;

const dataOf = ({ body }: { readonly body: string }) => JSON.parse(body).data;

describe('the list of fills', () => {
  const harness = createHarness({ fills: 500, symbols: 4 });
  const fills = [...harness.world.account('main').book.fills.values()].flat();
  /** Each request in a window of its own, so that no limit is met. */
  const ask = (parameters: object) => {
    harness.clock.nowMs += 2000;
    return harness.askSigned(tradesPath, parameters);
  };
  const timesOf = (parameters: object) => rowsOf(ask(parameters)).map(({ createTime }) => Number(createTime));

  test('gives at most 200 rows of all symbols, newest first, and those of the last 7 days where no time is given', () => {
    const newest = fills.map(({ at }) => at).toSorted((a, b) => b - a);
    expect(timesOf({})).toEqual(newest.slice(0, 200));
    expect(timesOf({ limit: 7 })).toEqual(newest.slice(0, 7));
    expect(new Set(rowsOf(ask({})).map(({ symbol }) => symbol)).size).toBeGreaterThan(1);
  });

  test('of a range holds its start and not its end', () => {
    const instants = [...new Set(fills.map(({ at }) => at))].toSorted((a, b) => a - b);
    const [first = 0, second = 0] = [instants[50], instants[110]];
    const inside = fills.filter(({ at }) => at >= first && at < second);
    const times = timesOf({ startTime: first, endTime: second });
    expect(times.toSorted()).toEqual(inside.map(({ at }) => at).toSorted());
    expect(times).toContain(first);
    expect(times).not.toContain(second);
  });

  test('of one symbol, and of isolated margin, where there is none', () => {
    expect(new Set(rowsOf(ask({ symbol: 'BTC_USDT' })).map(({ symbol }) => symbol))).toEqual(new Set(['BTC_USDT']));
    expect(rowsOf(ask({ orderMode: 'iso_margin' }))).toEqual([]);
  });

  test('writes ids as texts of 18 digits, amounts as texts, times as bare numbers', () => {
    const { body } = ask({ limit: 1 });
    expect(body).toMatch(
      /"tradeId":"\d{18}","orderId":"\d{18}","clientOrderId":"\d{18}","symbol":"[A-Z]+_[A-Z]+","side":"(buy|sell)","orderMode":"spot","type":"(limit|market)","price":"\d+\.\d{8}","size":"\d+\.\d{8}","notional":"\d+\.\d{8}","fee":"\d+\.\d{8}","feeCoinName":"[A-Z]+","tradeRole":"(maker|taker)","createTime":\d{13},"updateTime":\d{13}\}/,
    );
  });

  test('takes fees in the coin received, or in BMX: positive', () => {
    const market = new Map(fills.map((fill) => [`${fill.market.base}_${fill.market.quote}`, fill.market]));
    const rows = Array.from({ length: 7 }, (_, day) =>
      rowsOf(ask({ startTime: nowMs - (day + 1) * dayMs, endTime: nowMs - day * dayMs })),
    ).flat();
    const coins = rows.map(({ symbol, side, feeCoinName }) => {
      const { base, quote } = market.get(String(symbol)) ?? { base: '', quote: '' };
      return feeCoinName === 'BMX' ? 'BMX' : feeCoinName === (side === 'buy' ? base : quote) ? 'received' : 'other';
    });
    expect(new Set(coins)).toEqual(new Set(['BMX', 'received']));
    for (const { fee } of rows) expect(Number(fee)).toBeGreaterThanOrEqual(0);
  });

  test('both sides of a self-trade have one id', () => {
    const ids = fills.map(({ id, market }) => `${market.symbol} ${id}`);
    const twice = fills.filter((_, index) => ids.indexOf(ids[index] ?? '') !== index);
    expect(twice.length).toBeGreaterThan(0);
    const at = twice[0]?.at ?? 0;
    const rows = rowsOf(ask({ startTime: at, endTime: at + 1 }));
    const sides = rows.filter(({ tradeId }) => tradeId === rows[0]?.tradeId).map(({ side }) => side);
    expect(sides.toSorted()).toEqual(['buy', 'sell']);
  });

  test.each([
    [{ startTime: nowMs - 7 * dayMs, endTime: nowMs }, '200 1000 success'],
    [{ startTime: nowMs - 7 * dayMs - 1, endTime: nowMs }, '400 50041 Out of query time range'],
    [{ startTime: nowMs, endTime: nowMs }, '400 52004 End time must be greater than or equal to Start time'],
    [{ startTime: String(nowMs) }, '400 50000 Bad Request [startTime format error]'],
    [{ limit: 0 }, '400 50015 Minimum limit is 1'],
    [{ limit: 201 }, '400 50016 Maximum limit is 200'],
    [{ symbol: 'NOPE_USDT' }, '400 50001 Symbol not found'],
    [{ orderMode: 'cross' }, '400 52000 Unsupported OrderMode Type'],
    [[], '503 30018 Request Body requires JSON format'],
  ])('asked for with %j', (parameters, outcome) => {
    expect(outcomeOf(ask(parameters))).toBe(outcome);
  });
});

test('the wallet holds what the account holds, and the account wallet shows the same once more', () => {
  const { askSigned, world } = createHarness();
  const { book } = world.account('main');
  const expected = book.assets().map((asset) => {
    const { free, locked } = book.balance(asset);
    return [asset, text8(free), text8(locked)];
  });
  const rows = (path: string, name: string): unknown[] =>
    dataOf(askSigned(path)).wallet.map((row: Record<string, string>) => [row[name], row.available, row.frozen]);
  expect(rows('/spot/v1/wallet', 'id')).toEqual(expected);
  expect(rows('/account/v1/wallet', 'currency')).toEqual(expected);
  expect(expected.some(([, , frozen]) => frozen !== '0.00000000')).toBe(true);
});

describe('public data', () => {
  const { ask, world } = createHarness();

  test('the clock, in milliseconds', () => {
    expect(dataOf(ask('/system/time'))).toEqual({ server_time: nowMs });
  });

  test('markets write sizes with 30 decimals; a market that has ended is listed without a price', () => {
    const { symbols } = dataOf(ask('/spot/v1/symbols/details'));
    expect(symbols.find(({ symbol }: { symbol: string }) => symbol === 'BTC_USDT')).toMatchObject({
      base_min_size: '0.000010000000000000000000000000',
      trade_status: 'trading',
    });
    expect(symbols.find(({ symbol }: { symbol: string }) => symbol === 'XYZ_ABC').trade_status).toBe('pre-trade');
    const rows: string[][] = dataOf(ask('/spot/quotation/v3/tickers'));
    expect(rows.every((row) => row.length === 13)).toBe(true);
    expect(rows.map(([symbol]) => symbol)).not.toContain('XYZ_ABC');
  });

  test('prices are those of the world', () => {
    const rows: string[][] = dataOf(ask('/spot/quotation/v3/tickers'));
    const market = [...world.account('main').book.fills.values()].flat()[0]?.market;
    if (!market) throw new Error('no fill');
    const row = rows.find(([symbol]) => symbol === `${market.base}_${market.quote}`);
    expect(row?.[1]).toBe(text8(world.price(market, nowMs)));
    expect(amountText(world.price(market, nowMs))).not.toBe('0');
  });
});

describe('limits', () => {
  test('12 in 2 seconds for each key and endpoint, told by headers whose “remaining” counts what is used', () => {
    const { askSigned, clock, world } = createHarness();
    const headers = (used: number) => ({
      'x-bm-ratelimit-remaining': String(used),
      'x-bm-ratelimit-limit': '12',
      'x-bm-ratelimit-reset': '2',
    });
    for (let used = 1; used <= 12; used += 1)
      expect(askSigned(tradesPath, {})).toMatchObject({ status: 200, headers: headers(used) });
    const refused = askSigned(tradesPath, {});
    expect(outcomeOf(refused)).toBe('429 30013 Request too many requests');
    expect(refused.headers).toMatchObject(headers(13));
    expect(askSigned('/spot/v1/wallet').status).toBe(200);
    expect(askSigned(tradesPath, {}, { key: world.account('main').keys.trading }).status).toBe(200);
    clock.nowMs += 2000;
    expect(askSigned(tradesPath, {}).status).toBe(200);
  });

  test('who goes on asking is turned away for a minute', () => {
    const { ask, clock } = createHarness();
    for (let asked = 0; asked < 22; asked += 1) ask('/spot/v1/symbols/details');
    const banned = ask('/spot/v1/symbols/details');
    expect(outcomeOf(banned)).toMatch(/^418 30017 /);
    expect(banned.headers?.['x-bm-ratelimit-reset']).toBe('60');
    clock.nowMs += 59_999;
    expect(ask('/spot/v1/symbols/details').status).toBe(418);
    clock.nowMs += 1;
    expect(ask('/spot/v1/symbols/details').status).toBe(200);
  });
});
