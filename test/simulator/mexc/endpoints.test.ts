import { describe, expect, test } from 'vitest';
import type { RefusalKind } from '../faults';
import { createHarness, dayMs, errorOf, nowMs, rowsOf } from './test-harness';

describe('public endpoints', () => {
  const { ask, world } = createHarness({ fills: 60 });

  test('tell the time', () => {
    expect(JSON.parse(ask('/api/v3/time').body)).toEqual({ serverTime: nowMs });
  });

  test('list the markets, those that are offline too', () => {
    const { symbols } = JSON.parse(ask('/api/v3/exchangeInfo').body);
    const named = (symbol: string) => symbols.find((entry: { symbol: string }) => entry.symbol === symbol);
    expect(named('BTCUSDT')).toMatchObject({
      status: '1',
      baseAsset: 'BTC',
      quoteAsset: 'USDT',
      baseSizePrecision: '0.00001',
    });
    expect(named('XYZABC')).toMatchObject({ status: '3' });
  });

  test('give the prices of what is online, of one market alone as an object', () => {
    const rows = rowsOf(ask('/api/v3/ticker/price'));
    expect(rows.map(({ symbol }) => symbol)).not.toContain('XYZABC');
    const one = JSON.parse(ask('/api/v3/ticker/price', { symbol: 'BTCUSDT' }).body);
    expect(rows.find(({ symbol }) => symbol === 'BTCUSDT')).toEqual(one);
    expect(errorOf(ask('/api/v3/ticker/price', { symbol: 'NOSUCHCOIN' }))).toBe('400 -1121 Invalid symbol.');
    expect(rowsOf(ask('/api/v3/ticker/24hr'))).toHaveLength(rows.length);
    expect(world.accounts).toHaveLength(2);
  });

  test('are no others', () => {
    expect(ask('/api/v3/elsewhere').status).toBe(404);
    expect(ask('/api/v1/private/account/assets').status).toBe(404); // futures
  });
});

test('balances are those of the account, locked what its open orders hold', () => {
  const { askSigned, world } = createHarness({ fills: 200 });
  const { balances } = JSON.parse(askSigned('/api/v3/account').body) as {
    balances: { asset: string; locked: string }[]; // asserted below
  };
  const locked = balances.filter((row) => row.locked !== '0').map(({ asset }) => asset);
  expect(locked.toSorted()).toEqual(['ETH', 'USDT']); // a sell of ETH and a buy of BTC rest
  expect(balances.map(({ asset }) => asset).toSorted()).toEqual(world.account('main').book.assets().toSorted());
});

test('open orders are listed all at once, or of up to five symbols', () => {
  const { askSigned } = createHarness({ fills: 200 });
  const path = '/api/v3/openOrders';
  const symbols = (query: Record<string, string>) => rowsOf(askSigned(path, query)).map(({ symbol }) => symbol);
  expect(new Set(symbols({}))).toEqual(new Set(['BTCUSDT', 'ETHUSDT']));
  expect(new Set(symbols({ symbol: 'ETHUSDT' }))).toEqual(new Set(['ETHUSDT']));
  expect(new Set(symbols({ symbol: 'ETHUSDT,BTCUSDT,XRPUSDT' }))).toEqual(new Set(['BTCUSDT', 'ETHUSDT']));
  const six = 'ETHUSDT,BTCUSDT,XRPUSDT,ADAUSDT,SOLUSDT,BNBUSDT';
  expect(errorOf(askSigned(path, { symbol: six }))).toBe('400 -1121 Invalid symbol.');
});

describe('deposits', () => {
  const { askSigned } = createHarness({ fills: 60 });
  const path = '/api/v3/capital/deposit/hisrec';
  const within = (from: number, to: number) =>
    askSigned(path, { startTime: String(nowMs - from * dayMs), endTime: String(nowMs - to * dayMs) });

  test('carry the chain in the name of a token', () => {
    const coins = rowsOf(within(21, 15)).map(({ coin, network }) => `${coin} ${network}`);
    expect(coins).toContain('USDT-TRX TRX');
    expect(coins).toContain('BTC BTC');
  });

  test('are those of the last 7 days where no time is given: none here, they arrived 20 days ago', () => {
    expect(rowsOf(askSigned(path))).toEqual([]);
  });

  test('span 7 days at most, and reach 90 days back', () => {
    expect(within(7, 0).status).toBe(200);
    expect(errorOf(within(7.01, 0))).toBe('400 400 The time span cannot exceed 7 days');
    expect(within(90, 84).status).toBe(200);
    expect(errorOf(within(90.01, 84))).toBe('400 400 The start time cannot be earlier than 90 days');
  });
});

describe('the budget of an endpoint', () => {
  const fill = '/api/v3/myTrades';

  test('is 500 at once, 50 calls of 10, and says after how many seconds the next one passes', () => {
    const { askSigned, clock } = createHarness({ fills: 60 });
    const ask = () => askSigned(fill, { symbol: 'BTCUSDT' });
    for (let calls = 0; calls < 50; calls += 1) expect(ask().status).toBe(200);
    const refused = ask();
    expect(errorOf(refused)).toBe('429 429 Too Many Requests');
    expect(refused.headers).toEqual({ 'retry-after': '1' }); // 10 are missing, 50 come back each second
    expect(askSigned('/api/v3/account').status).toBe(200); // another endpoint
    clock.nowMs += 1000;
    expect(ask().status).toBe(200);
  });

  test('is kept for the address, whichever account asks', () => {
    const { askSigned, world } = createHarness({ fills: 60 });
    const second = world.account('second').keys.readOnly;
    for (let calls = 0; calls < 50; calls += 1) askSigned(fill, { symbol: 'BTCUSDT' });
    expect(askSigned(fill, { symbol: 'BTCUSDT' }, { key: second }).status).toBe(429);
    expect(askSigned(fill, { symbol: 'BTCUSDT' }, { key: second, address: '203.0.113.7' }).status).toBe(200);
  });
});

describe('refusals switched on by hand', () => {
  const { exchange } = createHarness({ fills: 60 });
  const refuse = (kind: RefusalKind, path: string) =>
    exchange.refuse(
      kind,
      { kind },
      {
        ...{ method: 'GET', path, rawQuery: '', body: '', nowMs, address: '198.51.100.4' },
        query: new URLSearchParams(),
        headers: {},
      },
    );

  test.each([
    ['ipRefused', '403 700006 IP [198.51.100.4] not in the ip white list', true],
    ['keyUnknown', '400 10072 Api key info invalid', true],
    ['badSignature', '400 700002 Signature for this request is not valid.', true],
    ['missingRead', '403 700007 No permission to access the endpoint.', true],
    ['rateLimited', '429 429 Too Many Requests', false],
    ['banned', '418 429 Too Many Requests', false],
    ['serverBusy', '503 503 service not available, please try again', false],
  ] as const)('%s', (kind, said, signedAlone) => {
    const reply = refuse(kind, '/api/v3/account');
    expect(reply === null ? null : errorOf(reply)).toBe(said);
    expect(refuse(kind, '/api/v3/time') === null).toBe(signedAlone);
  });

  test('a maintenance speaks in `message`, and there are no passphrases or account modes', () => {
    expect(refuse('maintenance', '/api/v3/time')).toMatchObject({
      status: 500,
      body: expect.stringContaining('"message":"Under maintenance'),
    });
    expect(refuse('passphraseWrong', '/api/v3/account')).toBeNull();
    expect(refuse('accountMode', '/api/v3/account')).toBeNull();
  });
});
