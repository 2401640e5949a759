import { describe, expect, test } from 'vitest';
import type { Market } from '../../../../../extension/exchanges/client';
import { createClients } from '../../../../../extension/exchanges/create-clients';
import type { Egress, EgressRequest } from '../../../../../extension/exchanges/egress';
import { ok, Secret, unixMs } from '../../../../../shared/result';
import { storedPayload } from '../../../../fixtures/exchange-payload';

const nowMs = Date.UTC(2026, 0, 1);
const dayMs = 86_400_000;

interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: string;
}

const stored = (name: string): string => storedPayload(`test/fixtures/binance/${name}.json`).text;
const market = (base: string, quote: string): Market => ({
  id: `${base}${quote}`,
  symbol: `${base}/${quote}`,
  base,
  quote,
  active: true,
  minQuantity: null,
});
const btcUsdt = market('BTC', 'USDT');

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
  const credentials = {
    apiKey: new Secret('vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A'),
    secret: new Secret('NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j'),
  };
  const client = clientFor('binance', credentials);
  if (client.fills.by !== 'symbol') throw new Error('Binance lists fills by symbol');
  return { client, fills: client.fills, asked };
}

describe('a signed request', () => {
  test('carries the key, a time, a window of 5 s, and the HMAC-SHA-256 of its own query', async () => {
    const { client, asked } = clientAnswering(() => ({ body: stored('key-rights-read-only') }));
    await client.keyRights();
    const [sent] = asked;
    expect(sent?.request.headers).toEqual({
      'X-MBX-APIKEY': 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A',
    });
    expect(Object.fromEntries(sent?.query ?? [])).toEqual({
      timestamp: String(nowMs),
      recvWindow: '5000',
      // printf 'timestamp=1767225600000&recvWindow=5000' | openssl dgst -sha256 -hmac NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j
      signature: 'a9713075d96840d9262429e5ac4d0b0915b1f45f007964a5e9b7de3753d78267',
    });
  });

  test('is none where the data is public', async () => {
    const { client, asked } = clientAnswering(() => ({ body: stored('time') }));
    expect(await client.serverTime()).toEqual({ ok: true, value: 1760000000123 });
    expect(asked[0]?.request).toEqual({ method: 'GET', url: 'https://api.binance.com/api/v3/time', headers: {} });
  });
});

describe('prices', () => {
  test('of a few markets are asked for by name', async () => {
    const { client, asked } = clientAnswering(() => ({ body: stored('ticker-price') }));
    expect(await client.tickers([btcUsdt, market('ETH', 'USDT')])).toMatchObject({
      ok: true,
      value: [{ symbol: 'BTC/USDT' }, { symbol: 'ETH/USDT', at: nowMs }],
    });
    expect(asked.map(({ query }) => query.get('symbols'))).toEqual(['["BTCUSDT","ETHUSDT"]']);
  });

  test('of many markets are asked for all at once', async () => {
    const { client, asked } = clientAnswering(() => ({ body: stored('ticker-price') }));
    const many = Array.from({ length: 21 }, (_, i) => market(`C${i}`, 'USDT'));
    expect(await client.tickers([...many.slice(1), btcUsdt])).toMatchObject({
      ok: true,
      value: [{ symbol: 'BTC/USDT' }],
    });
    expect(asked.map(({ query }) => query.get('symbols'))).toEqual([null]);
  });

  test('all are asked for where one of a few is unknown, so that the others are not lost', async () => {
    const { client, asked } = clientAnswering((_, query) =>
      query.has('symbols')
        ? { status: 400, body: '{"code":-1121,"msg":"Invalid symbol."}' }
        : { body: stored('ticker-price') },
    );
    expect(await client.tickers([btcUsdt, market('OLD', 'COIN')])).toMatchObject({
      ok: true,
      value: [{ symbol: 'BTC/USDT' }],
    });
    expect(asked).toHaveLength(2);
  });

  test('a refusal of another kind is not asked again', async () => {
    const { client, asked } = clientAnswering(() => ({ status: 429, body: '' }));
    expect(await client.tickers([btcUsdt])).toMatchObject({ ok: false, error: { reason: 'rate-limited' } });
    expect(asked).toHaveLength(1);
  });
});

describe('traces', () => {
  const respond = (deposits: (query: URLSearchParams) => Answer) =>
    clientAnswering((path, query) => (path.endsWith('openOrders') ? { body: stored('open-orders') } : deposits(query)));

  test('name the coins of deposits and orders, and an order in a market that is not listed', async () => {
    const { fills } = respond(() => ({ body: stored('deposits') }));
    expect(await fills.traces([btcUsdt])).toEqual({
      ok: true,
      value: {
        assets: ['BTC', 'USDT', 'XMR'],
        symbols: ['BTC/USDT'],
        failures: [{ reason: 'unsupported', subject: 'OLDCOINBTC' }],
      },
    });
  });

  test('look back through windows of 90 days that leave no gap', async () => {
    const { fills, asked } = respond(() => ({ body: '[]' }));
    await fills.traces([btcUsdt]);
    const windows = asked
      .filter(({ path }) => path.endsWith('hisrec'))
      .map(({ query }) => [Number(query.get('startTime')), Number(query.get('endTime'))]);
    expect(windows).toHaveLength(13);
    expect(windows[0]).toEqual([nowMs - 90 * dayMs + 1, nowMs]);
    expect(windows.slice(1).map(([, end]) => end)).toEqual(windows.slice(0, -1).map(([start]) => (start ?? 0) - 1));
    for (const [start = 0, end = 0] of windows) expect(end - start).toBeLessThan(90 * dayMs);
  });

  test('a full page of deposits is followed by the next', async () => {
    const full = JSON.stringify(Array(1000).fill({ coin: 'USDT' }));
    const { fills } = respond((query) => {
      const newest = query.get('endTime') === String(nowMs);
      return { body: newest && query.get('offset') === '1000' ? '[{"coin":"ADA"}]' : newest ? full : '[]' };
    });
    expect(await fills.traces([])).toMatchObject({ ok: true, value: { assets: ['USDT', 'ADA'] } });
  });

  test('a window that fails leaves what was found before, and its reason', async () => {
    const { fills } = respond((query) =>
      query.get('endTime') === String(nowMs) ? { body: stored('deposits') } : { status: 503, body: '' },
    );
    expect(await fills.traces([btcUsdt])).toMatchObject({
      ok: true,
      value: {
        assets: ['BTC', 'USDT', 'XMR'],
        failures: [{}, { reason: 'exchange-unavailable', subject: 'deposits' }],
      },
    });
  });

  test('orders that fail do not hide the deposits', async () => {
    const { fills } = clientAnswering((path) =>
      path.endsWith('openOrders')
        ? { status: 401, body: '{"code":-2015,"msg":"Invalid"}' }
        : { body: stored('deposits') },
    );
    expect(await fills.traces([])).toMatchObject({
      ok: true,
      value: { assets: ['USDT', 'XMR'], failures: [{ reason: 'key-or-address-refused', subject: 'open orders' }] },
    });
  });
});

describe('a reply that is not what was asked for', () => {
  test.each([
    ['a web page', '<html><body>Welcome</body></html>', 'unexpected-payload'],
    ['another shape', '{"balances":"none"}', 'unexpected-payload'],
    ['half a payload', '{"balances":[{"asset":"BTC","free":"1.0', 'network-failed'],
    ['nothing', '', 'network-failed'],
    ['a refusal with the status of success', '{"code":-1003,"msg":"Too many requests."}', 'rate-limited'],
  ])('%s', async (_, body, reason) => {
    const { client } = clientAnswering(() => ({ body }));
    expect(await client.balances('spot')).toMatchObject({ ok: false, error: { reason, host: 'api.binance.com' } });
  });

  test('a second refusal after a success is still the same refusal', async () => {
    let calls = 0;
    const { client } = clientAnswering(() => {
      calls += 1;
      return calls === 1
        ? { body: stored('account') }
        : { status: 401, body: '{"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."}' };
    });
    expect((await client.balances('spot')).ok).toBe(true);
    expect(await client.balances('spot')).toMatchObject({ ok: false, error: { reason: 'key-or-address-refused' } });
  });

  test('a market that has left the exchange is named', async () => {
    const { fills } = clientAnswering(() => ({ status: 400, body: '{"code":-1121,"msg":"Invalid symbol."}' }));
    expect(await fills.page(market('OLD', 'COIN'), '')).toMatchObject({
      ok: false,
      error: { reason: 'unsupported', subject: 'OLD/COIN', code: '-1121' },
    });
  });
});

test('the weight that was used is as the exchange told it last', async () => {
  const { client } = clientAnswering(() => ({
    headers: { 'x-mbx-used-weight-1m': '123' },
    body: stored('time'),
  }));
  await client.serverTime();
  expect(client.budget()).toEqual({ used: 123, limit: 6000, windowMs: 60_000, at: nowMs });
});

test('no more than half of the limit is used in a minute; a caller that stops does not wait for the rest', async () => {
  const { client, asked } = clientAnswering(() => ({ body: stored('account') }));
  // an account weighs 20 of 3,000: 150 pass at once
  await Promise.all(Array.from({ length: 150 }, () => client.balances('spot')));
  const controller = new AbortController();
  const waiting = client.balances('spot', controller.signal);
  await new Promise((resolve) => setImmediate(resolve)); // time to be sent, had there been room
  controller.abort();
  expect(await waiting).toMatchObject({ ok: false, error: { reason: 'cancelled' } });
  expect(await client.balances('spot', AbortSignal.abort())).toMatchObject({
    ok: false,
    error: { reason: 'cancelled' },
  });
  expect(asked).toHaveLength(150);
});
