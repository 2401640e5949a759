import { describe, expect, test } from 'vitest';
import { createHarness, errorOf } from './test-harness';
import { refusalsBeforeBan } from './weights';

const account = '/api/v3/account';

const usedWeight = (reply: { readonly headers?: Readonly<Record<string, string>> }) =>
  reply.headers?.['x-mbx-used-weight-1m'];

describe('request weight', () => {
  test('adds up in every reply, and starts anew with the next minute', () => {
    const { ask, askSigned, clock } = createHarness({ fills: 60 });
    expect(usedWeight(ask('/api/v3/time'))).toBe('1');
    expect(usedWeight(askSigned(account))).toBe('21');
    expect(usedWeight(askSigned('/api/v3/myTrades', { symbol: 'BTCUSDT' }))).toBe('41');
    expect(usedWeight(askSigned('/api/v3/myTrades', { symbol: 'BTCUSDT', orderId: '1' }))).toBe('46');
    clock.nowMs += 30_000; // from 12:00:30 to 12:01:00
    expect(usedWeight(ask('/api/v3/time'))).toBe('1');
  });

  test.each([
    ['/api/v3/exchangeInfo', {}, '20'],
    ['/api/v3/ticker/24hr', { symbol: 'BTCUSDT' }, '2'],
    ['/api/v3/ticker/24hr', { symbols: '["BTCUSDT","ETHUSDT"]' }, '2'],
    ['/api/v3/ticker/24hr', {}, '80'],
    ['/api/v3/ticker/price', { symbol: 'BTCUSDT' }, '2'],
    ['/api/v3/ticker/price', {}, '4'],
    ['/api/v3/klines', { symbol: 'BTCUSDT', interval: '1m' }, '2'],
  ])('%s %j costs %s', (path, parameters, weight) => {
    expect(usedWeight(createHarness({ fills: 0 }).ask(path, parameters))).toBe(weight);
  });

  test.each([
    ['/api/v3/openOrders', {}, '80'],
    ['/api/v3/openOrders', { symbol: 'BTCUSDT' }, '6'],
    ['/api/v3/allOrders', { symbol: 'BTCUSDT' }, '20'],
  ])('signed %s %j costs %s', (path, parameters, weight) => {
    expect(usedWeight(createHarness({ fills: 0 }).askSigned(path, parameters))).toBe(weight);
  });

  test('is counted per address, and apart for the wallet endpoints', () => {
    const { ask, askSigned } = createHarness({ fills: 0 });
    ask('/api/v3/time', {}, { address: '203.0.113.7' });
    expect(usedWeight(ask('/api/v3/time'))).toBe('1');
    expect(askSigned('/sapi/v1/account/apiRestrictions').headers).toMatchObject({ 'x-sapi-used-ip-weight-1m': '1' });
    expect(usedWeight(ask('/api/v3/time'))).toBe('2');
  });
});

describe('beyond 6000 in a minute', () => {
  /** 300 account calls of 20 use up the minute. */
  const exhausted = () => {
    const harness = createHarness({ fills: 0 });
    for (let call = 0; call < 300; call += 1) expect(harness.askSigned(account).status).toBe(200);
    return harness;
  };

  test('the next request is refused until the minute is over', () => {
    const { askSigned, clock } = exhausted();
    const refused = askSigned(account);
    expect(errorOf(refused)).toBe(
      '429 -1003 Too much request weight used; current limit is 6000 request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.',
    );
    expect(refused.headers).toMatchObject({ 'retry-after': '30' }); // it is 12:00:30
    clock.nowMs += 29_999;
    expect(askSigned(account)).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
    clock.nowMs += 1;
    expect(askSigned(account).status).toBe(200);
  });

  test('who goes on asking is banned for two minutes, then for four', () => {
    const { askSigned, clock } = exhausted();
    for (let call = 0; call < refusalsBeforeBan; call += 1) expect(askSigned(account).status).toBe(429);
    const until = clock.nowMs + 120_000;
    const banned = `418 -1003 Way too much request weight used; IP banned until ${until}. Please use WebSocket Streams for live updates to avoid bans.`;
    const first = askSigned(account);
    expect(errorOf(first)).toBe(banned);
    expect(first.headers).toMatchObject({ 'retry-after': '120' });
    clock.nowMs = until - 1;
    expect(errorOf(askSigned(account))).toBe(banned);
    clock.nowMs = until;
    for (let call = 0; call < 300; call += 1) expect(askSigned(account).status).toBe(200);
    for (let call = 0; call < refusalsBeforeBan; call += 1) expect(askSigned(account).status).toBe(429);
    expect(askSigned(account)).toMatchObject({ status: 418, headers: { 'retry-after': '240' } });
  });
});
