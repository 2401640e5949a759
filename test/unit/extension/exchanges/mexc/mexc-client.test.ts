import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Market } from '../../../../../extension/exchanges/client';
import { createClients } from '../../../../../extension/exchanges/create-clients';
import type { Egress, EgressRequest } from '../../../../../extension/exchanges/egress';
import { isReadOnly } from '../../../../../shared/exchanges/endpoints';
import { ok, Secret, unixMs } from '../../../../../shared/result';
import { storedPayload } from '../../../../fixtures/exchange-payload';

const nowMs = Date.UTC(2026, 10, 1);
const dayMs = 86_400_000;
const minuteMs = 60_000;

interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: string;
}

const stored = (name: string): string => storedPayload(`test/fixtures/mexc/${name}.json`).text;
const market = (base: string, quote: string): Market => ({
  id: `${base}${quote}`,
  symbol: `${base}/${quote}`,
  base,
  quote,
  active: true,
  minQuantity: null,
});
const btcUsdt = market('BTC', 'USDT');

// The key pair of MEXC's own example of a signed request.
const apiKey = 'mx0aBYs33eIilxBWC5';
const secret = '45d0b3c26f2644f19bfb98b07741b2f5';

/** A client whose requests are answered by `answer`, and the requests it made. */
function clientAnswering(answer: (path: string, query: URLSearchParams) => Answer) {
  const asked: { path: string; query: URLSearchParams; request: EgressRequest }[] = [];
  const egress: Egress = {
    async send(request) {
      const url = new URL(request.url);
      asked.push({ path: url.pathname, query: url.searchParams, request });
      const { status = 200, headers = {}, body } = answer(url.pathname, url.searchParams);
      return ok({ host: url.hostname, status, headers, body, receivedAt: unixMs(nowMs) });
    },
  };
  const clientFor = createClients({ egress, now: () => unixMs(nowMs) });
  const client = clientFor('mexc', { apiKey: new Secret(apiKey), secret: new Secret(secret) });
  if (client.fills.by !== 'symbol') throw new Error('MEXC lists fills by symbol');
  return { client, fills: client.fills, asked };
}

const queryOf = (request: EgressRequest | undefined): string => request?.url.split('?')[1] ?? '';

describe('a signed request', () => {
  test('carries the key, a time, a window of 5 s, the HMAC-SHA-256 of its own query, and no name of a broker', async () => {
    const { client, asked } = clientAnswering(() => ({ body: stored('account') }));
    await client.balances('spot');
    const [sent] = asked;
    // MEXC's `source` header would tag the trader as a client of ccxt's.
    expect(sent?.request.headers).toEqual({ 'X-MEXC-APIKEY': apiKey });
    const [signedText, signature] = queryOf(sent?.request).split('&signature=');
    expect(signedText).toBe(`timestamp=${nowMs}&recvWindow=5000`);
    // printf 'timestamp=1793491200000&recvWindow=5000' | openssl dgst -sha256 -hmac 45d0b3c26f2644f19bfb98b07741b2f5
    expect(signature).toBe('ba319104e537ff7950ea5f6e5ffcb9c323b6fd62c9994f5bdf3594364a7aaaab');
  });

  test('signs the commas of several symbols as they are sent, in capitals', async () => {
    const { fills, asked } = clientAnswering((path, query) => {
      if (path.endsWith('account')) return { body: stored('account') };
      if (path.endsWith('hisrec')) return { body: '[]' };
      return query.has('symbol') ? { body: '[]' } : { status: 400, body: '{"code":700004,"msg":"symbol is missing"}' };
    });
    await fills.traces([btcUsdt, market('BTC', 'USDC')]);
    const sent = asked.find(({ query }) => query.has('symbol'))?.request;
    const [signedText = '', signature] = queryOf(sent).split('&signature=');
    expect(signedText).toContain('symbol=BTCUSDT%2CBTCUSDC&');
    expect(signature).toBe(createHmac('sha256', secret).update(signedText).digest('hex'));
  });

  test('is none where the data is public', async () => {
    const { client, asked } = clientAnswering(() => ({ body: stored('time') }));
    expect(await client.serverTime()).toEqual({ ok: true, value: 1790000000123 });
    expect(asked[0]?.request).toEqual({ method: 'GET', url: 'https://api.mexc.com/api/v3/time', headers: {} });
  });

  test('is a read, whatever is asked', async () => {
    const { client, fills, asked } = clientAnswering((path) => ({
      body: path.endsWith('account') ? stored('account') : '[]',
    }));
    await client.serverTime();
    await client.keyRights();
    await client.markets();
    await client.tickers([btcUsdt]);
    await fills.page(btcUsdt, '');
    await fills.traces([btcUsdt]);
    expect(asked.length).toBeGreaterThan(6);
    for (const { path, request } of asked) expect(isReadOnly(request.method, 'api.mexc.com', path)).toBe(true);
  });
});

describe('the rights of a key', () => {
  test('are not told: an account’s flags are no rights, so all that a reading proves is that the key works', async () => {
    const { client, asked } = clientAnswering(() => ({ body: stored('account') })); // canTrade and canWithdraw are true there
    expect(await client.keyRights()).toEqual({ ok: true, value: { readable: false } });
    expect(asked.map(({ path }) => path)).toEqual(['/api/v3/account']);
  });

  test.each([
    ['{"code":10072,"msg":"Api key info invalid"}', { reason: 'key-rejected', host: 'api.mexc.com' }],
    ['{"code":700007,"msg":"No permission to access the endpoint."}', { reason: 'permission-missing' }],
    [
      '{"code":700006,"msg":"IP [203.0.113.7] not in the ip white list"}',
      { reason: 'ip-not-whitelisted', address: '203.0.113.7' },
    ],
    ['{"data":{}}', { reason: 'unexpected-payload', subject: 'balances', host: 'api.mexc.com' }],
    ['', { reason: 'network-failed' }],
  ])('a refusal is the answer: %s', async (body, error) => {
    const { client } = clientAnswering(() => ({ body }));
    expect(await client.keyRights()).toMatchObject({ ok: false, error });
  });
});

describe('prices', () => {
  test('are asked for all at once', async () => {
    const { client, asked } = clientAnswering(() => ({ body: stored('ticker-price') }));
    expect(await client.tickers([btcUsdt, market('NO', 'SUCH')])).toEqual({
      ok: true,
      value: [{ symbol: 'BTC/USDT', price: '61234.5', at: nowMs }],
    });
    expect(await client.tickers([])).toEqual({ ok: true, value: [] });
    expect(asked.map(({ request }) => request.url)).toEqual(['https://api.mexc.com/api/v3/ticker/price']);
  });
});

describe('fills', () => {
  test('are asked for by market, a hundred at a time, a millisecond more at either end, no further back than MEXC keeps them', async () => {
    const { fills, asked } = clientAnswering(() => ({ body: '[]' }));
    expect(await fills.page(btcUsdt, '')).toMatchObject({ ok: true, value: { fills: [], done: true, readTo: nowMs } });
    const { symbol, startTime, endTime, limit } = Object.fromEntries(asked[0]?.query ?? []);
    expect([symbol, limit, Number(endTime)]).toEqual(['BTCUSDT', '100', nowMs + 1]);
    expect(nowMs - Number(startTime)).toBe(30 * dayMs - 5 * minuteMs + 1);
  });

  test('of a page that was not the one asked for are not taken', async () => {
    const { fills } = clientAnswering(() => ({ body: stored('my-trades') })); // of September: beyond the look-back in November
    expect(await fills.page(btcUsdt, '')).toMatchObject({
      ok: false,
      error: { reason: 'network-failed', host: 'api.mexc.com' },
    });
  });

  test('of a market that has left MEXC are unsupported, by its name', async () => {
    const { fills } = clientAnswering(() => ({ status: 400, body: '{"code":-1121,"msg":"Invalid symbol."}' }));
    expect(await fills.page(market('OLD', 'COIN'), '')).toMatchObject({
      ok: false,
      error: { reason: 'unsupported', subject: 'OLD/COIN', code: '-1121' },
    });
  });
});

describe('traces', () => {
  const respond = (deposits: (query: URLSearchParams) => Answer, orders: (query: URLSearchParams) => Answer) =>
    clientAnswering((path, query) =>
      path.endsWith('openOrders')
        ? orders(query)
        : path.endsWith('account')
          ? { body: stored('account') }
          : deposits(query),
    );
  const openOrders = (): Answer => ({ body: stored('open-orders') });
  const depositWindows = (asked: readonly { path: string; query: URLSearchParams }[]) =>
    asked
      .filter(({ path }) => path.endsWith('hisrec'))
      .map(({ query }) => [Number(query.get('startTime')), Number(query.get('endTime'))] as const);

  test('name the coins of deposits without their chain, those of orders, and an order in a market that is not listed', async () => {
    const { fills } = respond(() => ({ body: stored('deposits') }), openOrders);
    expect(await fills.traces([btcUsdt])).toEqual({
      ok: true,
      value: {
        assets: ['BTC', 'USDT', 'XMR', 'ODD-COIN', 'ODD'],
        symbols: ['BTC/USDT'],
        failures: [{ reason: 'unsupported', subject: 'GONEUSDT' }],
      },
    });
  });

  test('look back 90 days in windows of at most 7 that leave no gap', async () => {
    const { fills, asked } = respond(() => ({ body: '[]' }), openOrders);
    await fills.traces([btcUsdt]);
    const windows = depositWindows(asked);
    expect(windows).toHaveLength(13); // 12 × 7 days and the rest of 90
    expect(windows[0]).toEqual([nowMs - 7 * dayMs + 1, nowMs]);
    expect(windows.slice(1).map(([, end]) => end)).toEqual(windows.slice(0, -1).map(([start]) => start - 1));
    for (const [start, end] of windows) expect(end - start).toBeLessThan(7 * dayMs);
    expect(windows.at(-1)?.[0]).toBe(nowMs - 90 * dayMs + 5 * minuteMs);
  });

  test('a full page of deposits, which may have been cut, is asked for again in halves', async () => {
    const full = JSON.stringify(Array(1000).fill({ coin: 'USDT' }));
    const { fills, asked } = respond((query) => {
      const span = Number(query.get('endTime')) - Number(query.get('startTime'));
      const newest = query.get('endTime') === String(nowMs);
      return { body: newest ? (span > 6 * dayMs ? full : '[{"coin":"ADA"}]') : '[]' };
    }, openOrders);
    expect(await fills.traces([])).toMatchObject({ ok: true, value: { assets: ['USDT', 'ADA'] } });
    const [whole, older, newer] = depositWindows(asked);
    expect([older?.[0], newer?.[1]]).toEqual(whole);
    expect(newer?.[0]).toBe((older?.[1] ?? 0) + 1);
  });

  test('a window that fails leaves what was found before, and its reason', async () => {
    const { fills } = respond(
      (query) => (query.get('endTime') === String(nowMs) ? { body: stored('deposits') } : { status: 503, body: '' }),
      openOrders,
    );
    expect(await fills.traces([btcUsdt])).toMatchObject({
      ok: true,
      value: {
        assets: ['BTC', 'USDT', 'XMR', 'ODD-COIN', 'ODD'],
        failures: [{}, { reason: 'exchange-unavailable', subject: 'deposits', host: 'api.mexc.com' }],
      },
    });
  });

  test('deposits that the key may not see do not hide the orders, and the other way round', async () => {
    const refused: Answer = { status: 403, body: '{"code":700007,"msg":"No permission to access the endpoint."}' };
    const withoutDeposits = respond(() => refused, openOrders);
    expect(await withoutDeposits.fills.traces([btcUsdt])).toMatchObject({
      ok: true,
      value: { symbols: ['BTC/USDT'], failures: [{}, { reason: 'permission-missing', subject: 'deposits' }] },
    });
    const withoutOrders = respond(
      () => ({ body: stored('deposits') }),
      () => refused,
    );
    expect(await withoutOrders.fills.traces([btcUsdt])).toMatchObject({
      ok: true,
      value: {
        assets: ['USDT', 'XMR', 'ODD-COIN', 'ODD'],
        failures: [{ reason: 'permission-missing', subject: 'open orders' }],
      },
    });
  });

  describe('where open orders are served by symbol alone', () => {
    const bySymbol = (query: URLSearchParams): Answer =>
      query.has('symbol')
        ? { body: query.get('symbol')?.includes('BTCUSDT') ? '[{"symbol":"BTCUSDT","orderId":"1"}]' : '[]' }
        : { status: 400, body: '{"code":700004,"msg":"Mandatory parameter symbol was not sent"}' };
    const empty = (): Answer => ({ body: '[]' });

    test('the markets that locked balances point to are asked for, five at a time', async () => {
      // Locked are BTC and USDT; held are those and MX: sells of BTC, buys of BTC and MX with USDT.
      const { fills, asked } = respond(empty, bySymbol);
      const markets = [
        ...[btcUsdt, market('MX', 'USDT'), market('ETH', 'USDT'), market('MX', 'ETH'), market('BTC', 'USDC')],
        ...[
          market('BTC', 'EUR'),
          market('BTC', 'TRY'),
          market('BTC', 'BRL'),
          { ...market('BTC', 'OLD'), active: false },
        ],
      ];
      expect(await fills.traces(markets)).toMatchObject({
        ok: true,
        value: { symbols: ['BTC/USDT'], failures: [] },
      });
      expect(asked.filter(({ query }) => query.has('symbol')).map(({ query }) => query.get('symbol'))).toEqual([
        'BTCUSDT,MXUSDT,BTCUSDC,BTCEUR,BTCTRY',
        'BTCBRL',
      ]);
    });

    test('more than fifty such markets are not all asked for, and that is said', async () => {
      const { fills, asked } = respond(empty, bySymbol);
      const markets = Array.from({ length: 60 }, (_, i) => market('BTC', `Q${i}`));
      expect(await fills.traces(markets)).toMatchObject({
        ok: true,
        value: { failures: [{ reason: 'unsupported', subject: 'open orders', detail: 'asked for 50 of 60 markets' }] },
      });
      expect(asked.filter(({ query }) => query.has('symbol'))).toHaveLength(10);
    });
  });
});

describe('a reply that is not what was asked for', () => {
  test.each([
    ['a web page', '<html><body>Welcome</body></html>', 'unexpected-payload'],
    ['another shape', '{"balances":"none"}', 'unexpected-payload'],
    ['half a payload', '{"balances":[{"asset":"BTC","free":"1.0', 'network-failed'],
    ['nothing', '', 'network-failed'],
    [
      'a refusal with the status of success',
      '{"code":700002,"msg":"Signature for this request is not valid."}',
      'signature-rejected',
    ],
    ['a refusal of the futures', '{"success":false,"code":510,"message":"Requests are too frequent"}', 'rate-limited'],
  ])('%s', async (_, body, reason) => {
    const { client } = clientAnswering(() => ({ body }));
    expect(await client.balances('spot')).toMatchObject({ ok: false, error: { reason, host: 'api.mexc.com' } });
  });

  test('futures are no wallet that is read', async () => {
    const { client, asked } = clientAnswering(() => ({ body: stored('account') }));
    expect(await client.balances('futures')).toMatchObject({
      ok: false,
      error: { reason: 'unsupported', subject: 'futures' },
    });
    expect(asked).toHaveLength(0);
  });

  test('a refused timestamp is measured against the exchange’s own clock', async () => {
    const { client } = clientAnswering((path) =>
      path.endsWith('time')
        ? { body: `{"serverTime":${nowMs - 7000}}` }
        : { status: 400, body: '{"code":700003,"msg":"Timestamp for this request is outside of the recvWindow."}' },
    );
    expect(await client.balances('spot')).toMatchObject({ ok: false, error: { reason: 'clock-skew', skewMs: 7000 } });
  });
});

test('no more than half of the limit is used in ten seconds; a caller that stops does not wait for the rest', async () => {
  const { fills, client, asked } = clientAnswering(() => ({ body: '[]' }));
  // a page of fills weighs 10 of 250: 25 pass at once
  await Promise.all(Array.from({ length: 25 }, () => fills.page(btcUsdt, '')));
  const controller = new AbortController();
  const waiting = fills.page(btcUsdt, '', controller.signal);
  await new Promise((resolve) => setImmediate(resolve)); // time to be sent, had there been room
  controller.abort();
  expect(await waiting).toMatchObject({ ok: false, error: { reason: 'cancelled', host: 'api.mexc.com' } });
  expect(await client.markets(AbortSignal.abort())).toMatchObject({ ok: false, error: { reason: 'cancelled' } });
  expect(await fills.traces([], AbortSignal.abort())).toMatchObject({ ok: false, error: { reason: 'cancelled' } });
  expect(asked).toHaveLength(25);
  expect(client.budget()).toBeNull(); // MEXC tells none
});

test('the account is asked for once a second: half of what MEXC allows', async () => {
  const { client, asked } = clientAnswering(() => ({ body: stored('account') }));
  await client.balances('spot');
  const controller = new AbortController();
  const waiting = client.keyRights(controller.signal);
  await new Promise((resolve) => setImmediate(resolve)); // time to be sent, had there been room
  controller.abort();
  expect(await waiting).toMatchObject({ ok: false, error: { reason: 'cancelled' } });
  expect(asked).toHaveLength(1);
});
