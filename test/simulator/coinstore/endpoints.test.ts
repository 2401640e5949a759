import { describe, expect, test } from 'vitest';
import { recordingsFolder, storedPayload } from '../../fixtures/exchange-payload';
import { createHarness, dataOf, errorOf, nowMs } from './test-harness';

const harness = createHarness({ account: { fills: 300, symbols: 4 } });
const fills = (query: string, from = harness) => from.askSigned('/trade/match/accountMatches', { query });

describe('fills', () => {
  test('are written as bare numbers with 18 decimals, nothing as 0E-18, times in seconds', () => {
    const { body } = fills('symbol=BTCUSDT&pageSize=1');
    expect(body).toMatch(/"execQty":\d+\.\d{18},/);
    expect(body).toMatch(/"execAmt":\d+\.\d{18},/);
    expect(body).toContain('"selfDealingQty":0E-18');
    expect(body).toMatch(/"matchTime":\d{10},/);
    expect(body).toMatch(/"orderId":\d{16},/);
  });

  const ids = (query: string, from = harness): readonly number[] =>
    (dataOf(fills(query, from)) as { tradeId: number }[]).map(({ tradeId }) => tradeId); // each test asserts them
  const booked = (harness.world.account('main').book.fills.get('BTC/USDT') ?? []).map(({ id }) => id);

  test('come newest first by pages of 20, or of at most 100 where more are asked for', () => {
    const newest = booked.toReversed();
    expect(ids('symbol=BTCUSDT')).toEqual(newest.slice(0, 20));
    expect(ids('symbol=btcusdt&pageNum=2&pageSize=30')).toEqual(newest.slice(30, 60));
    expect(ids('symbol=BTCUSDT&pageSize=500')).toEqual(newest.slice(0, 100));
    expect(ids('symbol=BTCUSDT&pageNum=900')).toEqual([]);
  });

  test('come oldest first, and by shorter pages, where a test wants it so', () => {
    const upwards = createHarness({ account: { fills: 300, symbols: 4 }, order: 'oldest-first', perPage: 25 });
    expect(ids('symbol=BTCUSDT&pageSize=100', upwards)).toEqual(booked.slice(0, 25));
    expect(ids('symbol=BTCUSDT&pageNum=2&pageSize=100', upwards)).toEqual(booked.slice(25, 50));
  });

  test('of one side, or of one order', () => {
    const rows = dataOf(fills('symbol=BTCUSDT&pageSize=100')) as { side: number; orderId: number }[];
    const sells = dataOf(fills('symbol=BTCUSDT&pageSize=100&side=-1')) as { side: number }[];
    expect(new Set(sells.map(({ side }) => side))).toEqual(new Set([-1]));
    const [{ orderId } = { orderId: 0 }] = rows;
    const own = dataOf(fills(`symbol=BTCUSDT&ordId=${orderId}`)) as { orderId: number }[];
    expect(own.length).toBeGreaterThan(0);
    expect(new Set(own.map((row) => row.orderId))).toEqual(new Set([orderId]));
  });

  test('need a symbol that exists and pages that count from 1', () => {
    expect(errorOf(fills('pageNum=1'))).toBe('400 400 Bad Request');
    expect(errorOf(fills('symbol=BTCUSDT&pageNum=0'))).toBe('400 400 Bad Request');
    expect(errorOf(fills('symbol=BTCUSDT&pageSize=x'))).toBe('400 400 Bad Request');
    expect(errorOf(fills('symbol=NOPE'))).toBe('200 3011 symbol not found');
  });
});

test('balances are two rows a coin: available and frozen', () => {
  const rows = dataOf(harness.askSigned('/spot/accountList', { method: 'POST' })) as {
    currency: string;
    type: number;
    typeName: string;
  }[];
  const btc = rows.filter(({ currency }) => currency === 'BTC').map(({ type, typeName }) => `${type} ${typeName}`);
  expect(btc).toEqual(['4 FROZEN', '1 AVAILABLE']);
});

test('deposits are listed for a coin that must be named, withdrawals for all', () => {
  const post = (path: string, body: string) => harness.askSigned(path, { method: 'POST', body });
  expect(errorOf(post('/fi/v3/asset/deposit/record/list', '{}'))).toBe('400 400 Bad Request');
  const deposits = dataOf(post('/fi/v3/asset/deposit/record/list', '{"currencyCode":"BTC","limit":"1"}'));
  expect(deposits).toMatchObject({ depositList: [{ symbol: 'btc' }] });
  expect(errorOf(post('/fi/v3/asset/deposit/record/list', '{"currencyCode":"BTC","limit":"1001"}'))).toContain('400');
  const withdrawn = dataOf(post('/fi/v3/asset/withdraw/record/list', '{}')) as { withdrawList: { symbol: string }[] };
  expect(withdrawn.withdrawList.map(({ symbol }) => symbol).sort()).toEqual(['BTC', 'USDT']);
});

test('open orders have texts for amounts and a number for their id; each can be asked for by it', () => {
  const { body } = harness.askSigned('/v2/trade/order/active');
  expect(body).toMatch(/"ordId":\d{16},/);
  const [id] = /\d{16}/.exec(body) ?? [];
  expect(dataOf(harness.askSigned('/v2/trade/order/orderInfo', { query: `ordId=${id}` }))).toMatchObject([
    { ordStatus: 'SUBMITTED' },
  ]);
  expect(errorOf(harness.askSigned('/v2/trade/order/orderInfo', { query: 'ordId=1' }))).toBe(
    '200 3103 order not found',
  );
});

describe('public calls', () => {
  test('list markets by a POST, closed ones too, and prices of traded ones in small letters', () => {
    const markets = dataOf(harness.ask('/v2/public/config/spot/symbols', { method: 'POST' }));
    expect(markets).toContainEqual(expect.objectContaining({ symbolCode: 'BTCUSDT', openTrade: true }));
    expect(markets).toContainEqual(expect.objectContaining({ symbolCode: 'XYZABC', openTrade: false }));
    const prices = dataOf(harness.ask('/v1/ticker/price')) as { symbol: string }[];
    expect(prices.map(({ symbol }) => symbol)).toContain('btcusdt');
    expect(prices.map(({ symbol }) => symbol)).not.toContain('xyzabc');
    expect(dataOf(harness.ask('/v1/ticker/price', { query: 'symbol=btcusdt' }))).toHaveLength(1);
  });

  test('a POST sends at least an empty object', () => {
    const bare = { method: 'POST', body: '' } as const;
    expect(errorOf(harness.ask('/v2/public/config/spot/symbols', bare))).toBe('400 400 Bad Request');
    expect(errorOf(harness.ask('/v2/public/config/spot/symbols'))).toBe('404 404 service not found');
  });
});

test('every reply is dated with the exchange’s clock, refusals too', () => {
  expect(harness.ask('/v1/ticker/price').headers?.date).toBe('Sun, 01 Nov 2026 12:00:30 GMT');
  expect(harness.askSigned('/spot/accountList', { method: 'POST', apiKey: 'nobody' }).headers?.date).toBe(
    'Sun, 01 Nov 2026 12:00:30 GMT',
  );
});

test('a user may ask 120 times in 3 s, an address 300 times', () => {
  const limited = createHarness();
  const signed = Array.from({ length: 121 }, () => limited.askSigned('/v2/trade/order/active').status);
  expect([signed.slice(0, 120).every((status) => status === 200), signed[120]]).toEqual([true, 429]);
  const open = Array.from({ length: 180 }, () => limited.ask('/v1/ticker/price').status);
  expect([open[178], open[179]]).toEqual([200, 429]); // 121 + 180 = 301
  expect(errorOf(limited.ask('/v1/ticker/price'))).toBe('429 429 too many visits');
  limited.clock.nowMs = nowMs + 3000;
  expect(limited.askSigned('/v2/trade/order/active').status).toBe(200);
});

/** The keys of the first row of a list. */
const keysOf = (rows: unknown): readonly string[] => (Array.isArray(rows) ? Object.keys(rows[0] ?? {}).sort() : []);

test.each([
  ['account-matches', () => fills('symbol=BTCUSDT')],
  ['spot-account-list', () => harness.askSigned('/spot/accountList', { method: 'POST' })],
  ['spot-symbols', () => harness.ask('/v2/public/config/spot/symbols', { method: 'POST' })],
  ['ticker-price', () => harness.ask('/v1/ticker/price')],
] as const)('the fields of a row are those that the exchange publishes: %s', (name, ask) => {
  if (recordingsFolder === null) return; // the published samples were not handed along with this copy
  const published = dataOf({ status: 200, body: storedPayload(`${recordingsFolder}/coinstore/${name}.json`).text });
  expect(keysOf(dataOf(ask()))).toEqual(keysOf(published));
});
