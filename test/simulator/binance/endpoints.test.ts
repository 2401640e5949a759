import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { marketOf } from '../market';
import { truthOf } from '../truth';
import { text8, units } from '../units';
import { createHarness, errorOf, nowMs, rowsOf } from './test-harness';

const harness = createHarness();
const { ask, askSigned, world } = harness;
const { book } = world.account('main');
const dayMs = 86_400_000;

describe('public endpoints', () => {
  test('time is the exchange clock', () => {
    expect(ask('/api/v3/time').body).toBe(`{"serverTime":${nowMs}}`);
  });

  test('exchangeInfo lists every market with its tick and step, the delisted one as BREAK', () => {
    const info = JSON.parse(ask('/api/v3/exchangeInfo').body);
    expect(info.symbols).toHaveLength(44);
    expect(info.symbols[0]).toMatchObject({
      symbol: 'BTCUSDT',
      status: 'TRADING',
      baseAsset: 'BTC',
      quoteAsset: 'USDT',
    });
    expect(info.symbols[0].filters[0]).toMatchObject({ filterType: 'PRICE_FILTER', tickSize: '0.01000000' });
    expect(info.symbols[0].filters[1]).toMatchObject({ filterType: 'LOT_SIZE', stepSize: '0.00001000' });
    expect(info.symbols.at(-1)).toMatchObject({ symbol: 'XYZABC', status: 'BREAK' });
    expect(info.rateLimits[0]).toMatchObject({ rateLimitType: 'REQUEST_WEIGHT', limit: 6000 });
    expect(JSON.parse(ask('/api/v3/exchangeInfo', { symbol: 'ETHBTC' }).body).symbols).toHaveLength(1);
    expect(errorOf(ask('/api/v3/exchangeInfo', { symbol: 'NOPE' }))).toBe('400 -1121 Invalid symbol.');
  });

  test('tickers answer one, some or all markets; what is delisted has none', () => {
    const one = JSON.parse(ask('/api/v3/ticker/price', { symbol: 'BTCUSDT' }).body);
    expect(one).toEqual({ symbol: 'BTCUSDT', price: expect.stringMatching(/^\d+\.\d\d000000$/) });
    const some = rowsOf(ask('/api/v3/ticker/price', { symbols: '["ETHUSDT","BTCUSDT","XYZABC"]' }));
    expect(some.map(({ symbol }) => symbol)).toEqual(['ETHUSDT', 'BTCUSDT']);
    expect(some[1]).toEqual(one);
    expect(rowsOf(ask('/api/v3/ticker/price'))).toHaveLength(43);
    expect(rowsOf(ask('/api/v3/ticker/24hr'))).toHaveLength(43);
    const day = JSON.parse(ask('/api/v3/ticker/24hr', { symbol: 'BTCUSDT' }).body);
    expect(day.lastPrice).toBe(one.price);
    expect(errorOf(ask('/api/v3/ticker/price', { symbols: '["BTCUSDT","NOPE"]' }))).toBe('400 -1121 Invalid symbol.');
    expect(errorOf(ask('/api/v3/ticker/price', { symbols: '["BTCUSDT"]', symbol: 'BTCUSDT' }))).toContain('-1128');
  });

  test('a candle closes at the price of its last millisecond, and the last one may be unfinished', () => {
    const startTime = String(Date.UTC(2026, 0, 1));
    const asked = { symbol: 'BTCUSDT', interval: '1m', startTime, limit: '3' };
    const candles = JSON.parse(ask('/api/v3/klines', asked).body);
    expect(candles.map(([openTime]: [number]) => openTime - Number(startTime))).toEqual([0, 60_000, 120_000]);
    expect(candles[0][6] - candles[0][0]).toBe(59_999);
    const btc = marketOf('BTC/USDT');
    for (const [openTime, open, , , close] of candles) {
      expect(open).toBe(text8(world.price(btc, openTime)));
      expect(close).toBe(text8(world.price(btc, openTime + 59_999)));
    }
    const latest = JSON.parse(ask('/api/v3/klines', { symbol: 'BTCUSDT', interval: '1m', limit: '1' }).body);
    expect(latest[0][0]).toBe(nowMs - 30_000); // it is 12:00:30
    expect(errorOf(ask('/api/v3/klines', { symbol: 'BTCUSDT', interval: '7m' }))).toBe('400 -1120 Invalid interval.');
  });

  test('an unknown path is not found', () => {
    expect(ask('/api/v3/nothing').status).toBe(404);
  });
});

describe('account', () => {
  test('balances are the true ones; omitZeroBalances leaves the zeros out', () => {
    const { balances } = truthOf(book, () => null);
    const all = JSON.parse(askSigned('/api/v3/account').body).balances;
    const held = JSON.parse(askSigned('/api/v3/account', { omitZeroBalances: 'true' }).body).balances;
    expect(all.length).toBeGreaterThan(30);
    const expected = Object.entries(balances).filter(([, { total }]) => total !== '0');
    expect(held).toHaveLength(expected.length);
    for (const { asset, free, locked } of held) {
      expect([asset, Number(free), Number(locked)]).toEqual([
        asset,
        Number(balances[asset]?.free),
        Number(balances[asset]?.locked),
      ]);
      expect(free).toMatch(/^\d+\.\d{8}$/);
    }
  });

  test('a coin without a price is among them where the account holds one', () => {
    const other = createHarness({ fills: 60, unpriced: true });
    const { balances } = JSON.parse(other.askSigned('/api/v3/account', { omitZeroBalances: 'true' }).body);
    expect(balances).toContainEqual({ asset: 'XYZ', free: '1500.00000000', locked: '0.00000000' });
  });
});

describe('orders', () => {
  test('openOrders lists what rests, of all symbols or of one', () => {
    const all = rowsOf(askSigned('/api/v3/openOrders'));
    expect(all.map(({ symbol, status }) => `${symbol} ${status}`).toSorted()).toEqual([
      'BTCUSDT NEW',
      'ETHUSDT NEW',
      'ETHUSDT PARTIALLY_FILLED',
    ]);
    expect(rowsOf(askSigned('/api/v3/openOrders', { symbol: 'BTCUSDT' }))).toHaveLength(1);
  });

  test('allOrders pages by orderId, inclusive, and holds filled and cancelled ones', () => {
    const orders = book.orders.get('BTC/USDT') ?? [];
    const from = (orderId: number, limit: string) =>
      rowsOf(askSigned('/api/v3/allOrders', { symbol: 'BTCUSDT', orderId: String(orderId), limit }));
    expect(from(0, '2').map(({ orderId }) => orderId)).toEqual(orders.slice(0, 2).map(({ id }) => id));
    const last = rowsOf(askSigned('/api/v3/allOrders', { symbol: 'BTCUSDT', limit: '2' }));
    expect(last.map(({ status }) => status)).toEqual(['NEW', 'CANCELED']);
    const wide = { symbol: 'BTCUSDT', startTime: '1', endTime: String(dayMs + 2) };
    expect(errorOf(askSigned('/api/v3/allOrders', wide))).toContain('-1127');
  });

  test('an order has the quantity and value of its fills', () => {
    const known = book.orders.get('SOL/USDT')?.find(({ state }) => state === 'done');
    const fills = (book.fills.get('SOL/USDT') ?? []).filter(({ orderId }) => orderId === known?.id);
    const row = JSON.parse(askSigned('/api/v3/order', { symbol: 'SOLUSDT', orderId: String(known?.id) }).body);
    const sum = fills.reduce((total, { quantity }) => total + quantity, 0n);
    expect(units(row.executedQty)).toBe(sum);
    expect(row.status).toBe('FILLED');
    expect(errorOf(askSigned('/api/v3/order', { symbol: 'SOLUSDT', orderId: '1' }))).toBe(
      '400 -2013 Order does not exist.',
    );
    expect(errorOf(askSigned('/api/v3/order', { symbol: 'SOLUSDT' }))).toContain('-1102');
  });
});

describe('deposits and withdrawals', () => {
  const deposits = '/sapi/v1/capital/deposit/hisrec';

  test('without times the last 90 days are answered, and a window may span 90 days', () => {
    const start = Date.UTC(2024, 0, 1);
    const early = createHarness({ fills: 60 });
    early.clock.nowMs = start + 90 * dayMs;
    expect(rowsOf(early.askSigned(deposits)).length).toBeGreaterThan(4);
    early.clock.nowMs += 3_600_000; // all arrived within an hour
    expect(rowsOf(early.askSigned(deposits))).toEqual([]);
    const window = (days: number) =>
      askSigned(deposits, { startTime: String(start), endTime: String(start + days * dayMs) });
    expect(rowsOf(window(90)).length).toBeGreaterThan(4);
    expect(errorOf(window(91))).toContain('-1127');
  });

  test('walking the windows gives every deposit once, newest first in each', () => {
    const seen: unknown[] = [];
    for (let end = nowMs; end > Date.UTC(2023, 11, 1); end -= 90 * dayMs) {
      const rows = rowsOf(askSigned(deposits, { startTime: String(end - 90 * dayMs + 1), endTime: String(end) }));
      seen.push(...rows.map(({ txId }) => txId));
    }
    expect(seen).toEqual(book.deposits.toSorted((a, b) => b.at - a.at).map(({ txId }) => txId));
  });

  test('a withdrawal states its fee besides what arrived, and its time as a UTC text', () => {
    const rows = rowsOf(askSigned('/sapi/v1/capital/withdraw/history'));
    expect(rows).toHaveLength(2);
    expect(rows.find(({ coin }) => coin === 'BTC')).toMatchObject({
      amount: '0.05',
      transactionFee: '0.0001',
      applyTime: '2026-09-30 23:36:40', // 1,400 s before the end, 2026-10-01T00:00:00Z
    });
  });

  test('the system status is normal', () => {
    expect(ask('/sapi/v1/system/status').body).toBe('{"status":0,"msg":"normal"}');
  });
});

const fixtures = new URL('../../../../shared/exchanges/fixtures/binance/', import.meta.url);

/** The shape of a payload: each field with the kind of its value, of the first row of a list. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, shapeOf(field)]));
}

function compareWithRecorded(): void {
  const recorded = (name: string) => JSON.parse(readFileSync(new URL(name, fixtures), 'utf8')).body;
  const rows = (path: string, parameters = {}) => JSON.parse(askSigned(path, parameters).body);

  test.each([
    ['spot-account.json', () => rows('/api/v3/account')],
    ['spot-mytrades.json', () => rows('/api/v3/myTrades', { symbol: 'BTCUSDT' })],
    ['spot-openorders.json', () => rows('/api/v3/openOrders')],
    ['spot-allorders.json', () => rows('/api/v3/allOrders', { symbol: 'BTCUSDT' })],
    ['spot-ticker-24hr.json', () => rows('/api/v3/ticker/24hr')],
    ['api-restrictions.json', () => rows('/sapi/v1/account/apiRestrictions')],
    [
      'capital-deposit-hisrec.json',
      () => rows('/sapi/v1/capital/deposit/hisrec', { startTime: String(Date.UTC(2024, 0, 1)) }),
    ],
  ])('%s', (name, reply) => {
    expect(shapeOf(reply())).toMatchObject(shapeOf(recorded(name)) as object);
  });

  test('spot-exchangeinfo.json, but for the filters, which differ in kind', () => {
    const [{ filters: _ours, ...symbol }] = JSON.parse(ask('/api/v3/exchangeInfo').body).symbols;
    const [{ filters: _theirs, permissions: _none, ...expected }] = recorded('spot-exchangeinfo.json').symbols;
    expect(shapeOf(symbol)).toMatchObject(shapeOf(expected) as object);
  });
}

if (existsSync(fixtures))
  describe('replies have every field of the recorded payloads, of the same kind', compareWithRecorded);
else
  process.stdout.write(
    'The recorded payloads are not beside this checkout: comparing replies with them is left out.\n',
  );
