import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Market } from '../../../../../extension/exchanges/client';
import { createClients } from '../../../../../extension/exchanges/create-clients';
import type { Egress, EgressRequest } from '../../../../../extension/exchanges/egress';
import { ok, Secret, unixMs } from '../../../../../shared/result';
import { storedPayload } from '../../../../fixtures/exchange-payload';

const nowMs = Date.UTC(2017, 5, 1);
const apiKey = '4c1d0a9e7b2f4c58a1e6d3f0b9872c65';
const secret = '9f2b7d1e5a3c8064b1f0e9d8c7b6a5948372615049f8e7d6c5b4a39281706f5e';

interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: string;
}

const stored = (name: string): string => storedPayload(`test/fixtures/gate/${name}.json`).text;
const market = (base: string, quote: string): Market => ({
  id: `${base}_${quote}`,
  symbol: `${base}/${quote}`,
  base,
  quote,
  active: true,
  minQuantity: null,
});
const btcUsdt = market('BTC', 'USDT');
const markets = new Map([[btcUsdt.symbol, btcUsdt]]);

/** A client whose requests are answered by `answer`, and the requests it made. */
function clientAnswering(answer: (path: string, query: URLSearchParams) => Answer) {
  const asked: { path: string; query: URLSearchParams; request: EgressRequest }[] = [];
  const egress: Egress = {
    async send(request) {
      const url = new URL(request.url);
      const path = url.pathname.replace('/api/v4', '');
      asked.push({ path, query: url.searchParams, request });
      const { status = 200, headers = {}, body } = answer(path, url.searchParams);
      return ok({ host: url.hostname, status, headers, body, receivedAt: unixMs(nowMs) });
    },
  };
  const clientFor = createClients({ egress, now: () => unixMs(nowMs) });
  const client = clientFor('gate', { apiKey: new Secret(apiKey), secret: new Secret(secret) });
  if (client.fills.by !== 'account') throw new Error('Gate lists the fills of all markets');
  return { client, fills: client.fills, asked };
}

const classic = (path: string): Answer => ({
  body: stored(path === '/account/detail' ? 'account-detail-classic' : 'spot-accounts'),
});

describe('a signed request', () => {
  test('is signed with SHA-512 over method, path, query, hash of the body and seconds', async () => {
    const { fills, asked } = clientAnswering(() => ({ body: '[]' }));
    await fills.page(markets, '');
    const query = 'from=1483228800&to=1485820799&page=1&limit=1000';
    const seconds = String(nowMs / 1000);
    // Gate's rule: METHOD \n /api/v4/path \n query \n hex SHA-512 of the body \n seconds
    const text = ['GET', '/api/v4/spot/my_trades', query, createHash('sha512').update('').digest('hex'), seconds];
    expect(asked[0]?.request).toEqual({
      method: 'GET',
      url: `https://api.gateio.ws/api/v4/spot/my_trades?${query}`,
      headers: {
        KEY: apiKey,
        Timestamp: seconds,
        SIGN: createHmac('sha512', secret).update(text.join('\n')).digest('hex'),
        'Content-Type': 'application/json',
      },
    });
  });

  test('is none where the data is public', async () => {
    const { client, asked } = clientAnswering(() => ({ body: stored('time') }));
    expect(await client.serverTime()).toEqual({ ok: true, value: 1760000000123 });
    expect(asked[0]?.request.url).toBe('https://api.gateio.ws/api/v4/spot/time');
    expect(JSON.stringify(asked[0]?.request.headers ?? {})).not.toContain(apiKey);
  });

  test('names no broker: nothing is sent with X-Gate-Channel-Id', async () => {
    const { client, fills, asked } = clientAnswering(classic);
    await Promise.all([client.serverTime(), client.markets(), client.tickers([btcUsdt]), client.keyRights()]);
    await client.balances('spot');
    await fills.page(markets, '');
    expect(asked.map(({ path }) => path).toSorted()).toEqual([
      ...['/account/detail', '/spot/accounts', '/spot/currency_pairs', '/spot/my_trades'],
      ...['/spot/tickers', '/spot/time'],
    ]);
    for (const { request } of asked) {
      expect(Object.keys(request.headers).filter((name) => /channel|source|broker/i.test(name))).toEqual([]);
      expect(JSON.stringify(request)).not.toMatch(/ccxt/i);
    }
  });
});

describe('the kind of account', () => {
  test('is asked for once, and a classic one has its balances in the spot wallet', async () => {
    const { client, asked } = clientAnswering(classic);
    expect(await client.balances('spot')).toMatchObject({ ok: true, value: [{ asset: 'BTC' }, {}, {}] });
    await client.balances('spot');
    expect(asked.map(({ path }) => path)).toEqual(['/account/detail', '/spot/accounts', '/spot/accounts']);
  });

  test('a unified account has them in the unified one', async () => {
    const { client, asked } = clientAnswering((path) => ({
      body: stored(path === '/account/detail' ? 'account-detail-unified' : 'unified-accounts'),
    }));
    expect(await client.balances('spot')).toMatchObject({
      ok: true,
      value: [{ asset: 'USDT', total: '1000.123456789012' }, { asset: 'GATEPOINT' }],
    });
    expect(asked.map(({ path }) => path)).toEqual(['/account/detail', '/unified/accounts']);
  });

  test.each([
    ['a refused probe', { status: 503, body: '' }, 'exchange-unavailable'],
    ['a probe without an answer', { body: '' }, 'network-failed'],
    ['a mode that is not known', { body: '{"key":{"mode":3}}' }, 'unexpected-payload'],
  ])('%s is the failure of the balances, not a "classic", and is asked again', async (_, failed, reason) => {
    let broken = true;
    const { client, asked } = clientAnswering((path) => {
      if (path !== '/account/detail') return { body: stored('unified-accounts') };
      return broken ? failed : { body: stored('account-detail-unified') };
    });
    expect(await client.balances('spot')).toMatchObject({ ok: false, error: { reason, host: 'api.gateio.ws' } });
    broken = false;
    expect(await client.balances('spot')).toMatchObject({ ok: true, value: [{ asset: 'USDT' }, {}] });
    expect(asked.map(({ path }) => path)).toEqual(['/account/detail', '/account/detail', '/unified/accounts']);
  });

  test('a key that may read spot alone is told which right it lacks', async () => {
    const body = '{"label":"FORBIDDEN","message":"API key has no permission to access this endpoint"}';
    const { client } = clientAnswering(() => ({ status: 403, body }));
    expect(await client.balances('spot')).toMatchObject({
      ok: false,
      error: { reason: 'permission-missing', subject: 'Account' },
    });
  });

  test('a unified account that was never opened is a matter of the account', async () => {
    const { client } = clientAnswering((path) =>
      path === '/account/detail'
        ? { body: stored('account-detail-unified') }
        : { status: 400, body: '{"label":"USER_NOT_FOUND","message":"unified account is not opened"}' },
    );
    expect(await client.balances('spot')).toMatchObject({
      ok: false,
      error: { reason: 'account-mode', subject: 'unopened product' },
    });
  });
});

describe('rights of a key', () => {
  test('cannot be read, which is said only once the key has proved to work', async () => {
    const { client, asked } = clientAnswering(classic);
    expect(await client.keyRights()).toEqual({ ok: true, value: { readable: false } });
    expect(asked.map(({ path }) => path)).toEqual(['/account/detail']);
  });

  test.each([
    [403, '{"label":"FORBIDDEN","message":"Request IP not in whitelist: 203.0.113.9"}', 'ip-not-whitelisted'],
    [401, '{"label":"INVALID_KEY","message":"Invalid key provided"}', 'key-rejected'],
    [401, '{"label":"INVALID_SIGNATURE","message":"Signature mismatch"}', 'signature-rejected'],
  ])('a refused call is its reason: %i %s', async (status, body, reason) => {
    const { client } = clientAnswering(() => ({ status, body }));
    expect(await client.keyRights()).toMatchObject({ ok: false, error: { reason } });
  });
});

describe('prices', () => {
  test('of one market are asked for by name, of several by the list of all', async () => {
    const { client, asked } = clientAnswering(() => ({ body: stored('tickers') }));
    expect(await client.tickers([btcUsdt])).toMatchObject({
      ok: true,
      value: [{ symbol: 'BTC/USDT', price: '43210.5', at: nowMs }],
    });
    expect(await client.tickers([btcUsdt, market('CHZ', 'USDT')])).toMatchObject({
      ok: true,
      value: [{ symbol: 'BTC/USDT' }],
    });
    expect(asked.map(({ query }) => query.get('currency_pair'))).toEqual(['BTC_USDT', null]);
    expect(await client.tickers([])).toEqual({ ok: true, value: [] });
    expect(asked).toHaveLength(2);
  });

  test('of a market that has left the exchange there are none; another refusal is one', async () => {
    const invalid = '{"label":"INVALID_CURRENCY_PAIR","message":"Invalid currency pair"}';
    const { client } = clientAnswering((_, query) =>
      query.get('currency_pair') === 'OLD_COIN' ? { status: 400, body: invalid } : { status: 429, body: '' },
    );
    expect(await client.tickers([market('OLD', 'COIN')])).toEqual({ ok: true, value: [] });
    expect(await client.tickers([btcUsdt])).toMatchObject({ ok: false, error: { reason: 'rate-limited' } });
  });
});

describe('fills', () => {
  test('come page by page and window by window, of every market', async () => {
    const rows = stored('my-trades').replaceAll('"17600', '"14840'); // 2025-10-09 moves to 2017-01-09
    const { fills, asked } = clientAnswering((_, query) => ({ body: query.get('page') === '1' ? rows : '[]' }));
    const first = await fills.page(markets, '');
    if (!first.ok) throw new Error(first.error.reason);
    expect(first.value.fills.map(({ symbol, id }) => `${symbol} ${id}`)).toEqual([
      ...['OLD/USDT 7000000005', 'BTC/USDT 7000000004', 'BTC/USDT 7000000004'],
      ...['BTC/USDT 7000000002', 'BTC/USDT 7000000001'],
    ]);
    expect(first.value).toMatchObject({ done: false, readTo: Date.UTC(2017, 0, 1) });
    const second = await fills.page(markets, first.value.next);
    expect(second).toMatchObject({ ok: true, value: { fills: [], readTo: 1485820799000 } });
    expect(asked.map(({ query }) => [query.get('from'), query.get('page')])).toEqual([
      ['1483228800', '1'],
      ['1483228800', '2'],
      ['1483228800', '2'], // a page without rows is asked for once more
    ]);
  });

  test('a page that is served twice is asked for again', async () => {
    const rows = stored('my-trades').replaceAll('"17600', '"14840');
    const { fills } = clientAnswering(() => ({ body: rows }));
    const first = await fills.page(markets, '');
    expect(await fills.page(markets, first.ok ? first.value.next : '')).toMatchObject({
      ok: false,
      error: { reason: 'network-failed', host: 'api.gateio.ws' },
    });
  });

  test('of a market whose name says nothing end the page, and name it', async () => {
    const rows = stored('my-trades').replaceAll('OLD_USDT', 'OLDUSDT');
    const { fills } = clientAnswering(() => ({ body: rows }));
    expect(await fills.page(markets, '')).toMatchObject({
      ok: false,
      error: { reason: 'unexpected-payload', subject: '[0].currency_pair', host: 'api.gateio.ws' },
    });
  });
});

describe('a reply that is not what was asked for', () => {
  test.each([
    ['a web page', '<html><body>Welcome</body></html>', 'unexpected-payload'],
    ['another shape', '{"key":"none"}', 'unexpected-payload'],
    ['half a payload', '{"key":{"mode":1', 'network-failed'],
    ['nothing', '', 'network-failed'],
    ['a refusal with the status of success', '{"label":"TOO_MANY_REQUESTS","message":"slow down"}', 'rate-limited'],
  ])('%s', async (_, body, reason) => {
    const { client, fills } = clientAnswering(() => ({ body }));
    expect(await client.balances('spot')).toMatchObject({ ok: false, error: { reason, host: 'api.gateio.ws' } });
    expect(await fills.page(markets, '')).toMatchObject({ ok: false, error: { reason, host: 'api.gateio.ws' } });
  });

  test('an empty body is no empty wallet', async () => {
    const { client } = clientAnswering((path) => (path === '/account/detail' ? classic(path) : { body: '' }));
    expect(await client.balances('spot')).toMatchObject({ ok: false, error: { reason: 'network-failed' } });
  });

  test('a refused timestamp is measured against the exchange’s clock', async () => {
    const { client } = clientAnswering((path) =>
      path === '/spot/time'
        ? { body: `{"server_time":${nowMs - 90_500}}` }
        : { status: 403, body: '{"label":"REQUEST_EXPIRED","message":"gap between request Timestamp and …"}' },
    );
    expect(await client.balances('spot')).toMatchObject({ ok: false, error: { reason: 'clock-skew', skewMs: 90_500 } });
  });
});

test('there is no futures wallet, and nothing is asked for it', async () => {
  const { client, asked } = clientAnswering(classic);
  expect(await client.balances('futures')).toMatchObject({ ok: false, error: { reason: 'unsupported' } });
  expect(asked).toEqual([]);
});

describe('the budget', () => {
  const limits = (limit: string, left: string) => ({
    'x-gate-ratelimit-limit': limit,
    'x-gate-ratelimit-requests-remain': left,
  });

  test('is as the exchange told it last', async () => {
    const { client } = clientAnswering(() => ({ headers: limits('200', '183'), body: stored('time') }));
    await client.serverTime();
    // 200 − 183
    expect(client.budget()).toEqual({ used: 17, limit: 200, windowMs: 10_000, at: nowMs });
  });

  test.each([limits('200', ''), limits('200', '201'), limits('', '1'), {}])('%j tells none', async (headers) => {
    const { client } = clientAnswering(() => ({ headers, body: stored('time') }));
    await client.serverTime();
    expect(client.budget()).toBeNull();
  });

  test('no more than half of the limit is used in 10 s; a caller that stops does not wait for the rest', async () => {
    const { client, asked } = clientAnswering(() => ({ body: stored('time') }));
    await Promise.all(Array.from({ length: 100 }, () => client.serverTime()));
    const controller = new AbortController();
    const waiting = client.serverTime(controller.signal);
    await new Promise((resolve) => setImmediate(resolve)); // time to be sent, had there been room
    controller.abort();
    expect(await waiting).toMatchObject({ ok: false, error: { reason: 'cancelled', host: 'api.gateio.ws' } });
    expect(asked).toHaveLength(100);
  });
});
