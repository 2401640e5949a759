import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Market } from '../../../../../extension/exchanges/client';
import { signatureOf } from '../../../../../extension/exchanges/coinstore/signing-exchange';
import { createClients } from '../../../../../extension/exchanges/create-clients';
import type { Egress, EgressRequest } from '../../../../../extension/exchanges/egress';
import { isReadOnly } from '../../../../../shared/exchanges/endpoints';
import { ok, Secret, unixMs } from '../../../../../shared/result';
import { storedPayload } from '../../../../fixtures/exchange-payload';

const secret = 'test-secret-0123456789';
const nowMs = 1_629_291_143_107;
const date = 'Wed, 18 Aug 2021 12:52:23 GMT'; // 1629291143 s

interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: string;
}

const stored = (name: string): string => storedPayload(`test/fixtures/coinstore/${name}.json`).text;
const market = (base: string, quote: string, number: number): Market => ({
  id: `${base}${quote}#${number}`,
  symbol: `${base}/${quote}`,
  base,
  quote,
  active: true,
  minQuantity: null,
});
const btcUsdt = market('BTC', 'USDT', 1);
const oldUsdt = market('OLD', 'USDT', 31);

interface Asked {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  readonly request: EgressRequest;
}

/** A client whose requests are answered by `answer`, and the requests it made. */
function clientAnswering(answer: (path: string, asked: Asked) => Answer) {
  const asked: Asked[] = [];
  const egress: Egress = {
    async send(request) {
      const url = new URL(request.url);
      const call = { path: url.pathname, query: url.searchParams, body: request.body ?? '', request };
      asked.push(call);
      const { status = 200, headers = { date }, body } = answer(url.pathname, call);
      return ok({ host: url.hostname, status, headers, body, receivedAt: unixMs(nowMs) });
    },
  };
  const clientFor = createClients({ egress, now: () => unixMs(nowMs) });
  const client = clientFor('coinstore', { apiKey: new Secret('the-key'), secret: new Secret(secret) });
  if (client.fills.by !== 'symbol') throw new Error('Coinstore lists fills by symbol');
  return { client, fills: client.fills, asked };
}

const nothing = '{"code":0,"data":[]}';

/** Worked out apart from the product; secret `test-secret-0123456789`, expires 1629291143107, so span 54309704. */
const vectors = {
  '': '4fea4af1579a0af5c29250d9f9324d69a529ca474a437393fd2f21d0ac4b3a5d',
  '{}': '78d3369d247766c4218bb648aa534bdb0543cbc25a5edb3f2de59d1d5a9ad98c',
  'symbol=BTCUSDT&pageNum=1&pageSize=100': 'bc571ac7da7d45de3aba62a9a3f2235f34c49e366b0f2b5fb8ad8e92ccc7e02d',
  'symbol=aaaa88&size=10{"symbol":"aaaa88","side":"SELL"}':
    '31dfd2711101129c43a5b70a0516e11b52c847f5d25785db4b537f1d47cc0049',
} as const;

/** The rule once more with Node's own cryptography. */
function signedBy(payload: string, expires = nowMs): string {
  const span = String(Math.floor(expires / 30_000));
  const key = createHmac('sha256', secret).update(span).digest('hex');
  return createHmac('sha256', key).update(payload).digest('hex');
}

describe('a signature', () => {
  test.each(Object.entries(vectors))('over %j', (payload, signature) => {
    expect(signatureOf(secret, nowMs, payload)).toBe(signature);
    expect(signedBy(payload)).toBe(signature);
  });
});

describe('a signed request', () => {
  test('without parameters signs the empty text', async () => {
    const { fills, asked } = clientAnswering(() => ({ body: nothing }));
    await fills.traces([]);
    expect(asked[0]?.request).toEqual({
      method: 'GET',
      url: 'https://api.coinstore.com/api/v2/trade/order/active',
      headers: {
        'Content-Type': 'application/json',
        'X-CS-APIKEY': 'the-key',
        'X-CS-EXPIRES': '1629291143107',
        'X-CS-SIGN': vectors[''],
        'exch-language': 'en_US',
      },
    });
  });

  test('with a body sends the very text that it signed', async () => {
    const { client, fills, asked } = clientAnswering((path) =>
      path.endsWith('accountList') ? { body: stored('account-list') } : { body: stored('deposits') },
    );
    await client.balances('spot');
    expect(asked[0]?.request).toMatchObject({ method: 'POST', body: '{}', headers: { 'X-CS-SIGN': vectors['{}'] } });
    await fills.traces([btcUsdt]);
    const posts = asked.filter(({ request }) => request.method === 'POST');
    expect(posts.map(({ body }) => body)).toEqual(['{}', '{"currencyCode":"USDT","limit":"1"}', '{"limit":"1000"}']);
    for (const { body, request } of posts) expect(request.headers['X-CS-SIGN']).toBe(signedBy(body));
  });

  test('with a query signs it in the order in which it is sent', async () => {
    const { fills, asked } = clientAnswering(() => ({ body: nothing }));
    await fills.page(btcUsdt, '');
    const [{ request } = { request: null }] = asked;
    expect(request?.url).toBe(
      'https://api.coinstore.com/api/trade/match/accountMatches?symbol=BTCUSDT&pageNum=1&pageSize=100',
    );
    expect(request?.headers['X-CS-SIGN']).toBe(vectors['symbol=BTCUSDT&pageNum=1&pageSize=100']);
  });

  test('is none where the data is public, and an empty secret signs nothing', async () => {
    const { client, asked } = clientAnswering(() => ({ body: stored('symbols') }));
    expect(await client.markets()).toMatchObject({ ok: true, value: [{ id: 'BTCUSDT#1' }, { id: 'OLDUSDT#31' }] });
    expect(asked[0]?.request).toEqual({
      method: 'POST',
      url: 'https://api.coinstore.com/api/v2/public/config/spot/symbols',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    });
    const egress: Egress = { send: () => Promise.reject(new Error('nothing must be sent')) };
    const empty = { apiKey: new Secret('the-key'), secret: new Secret('') };
    const unsigned = createClients({ egress, now: () => unixMs(nowMs) })('coinstore', empty);
    expect(await unsigned.balances('spot')).toMatchObject({
      ok: false,
      error: { reason: 'credentials-invalid', host: 'api.coinstore.com' },
    });
  });

  test('names no broker', async () => {
    const { client, asked } = clientAnswering(() => ({ body: stored('account-list') }));
    await client.balances('spot');
    const sent = JSON.stringify(asked.map(({ request }) => request)).toLowerCase();
    for (const tag of ['broker', 'channel', 'ccxt', 'source', 'referer']) expect(sent).not.toContain(tag);
  });
});

test('whatever is asked, only reads are sent', async () => {
  const { client, fills, asked } = clientAnswering(() => ({ body: nothing }));
  await client.serverTime();
  await client.keyRights();
  await client.balances('spot');
  await client.markets();
  await client.tickers([btcUsdt]);
  await fills.page(btcUsdt, '');
  await fills.traces([btcUsdt]);
  expect(asked).toHaveLength(9);
  for (const { path, request } of asked) expect(isReadOnly(request.method, 'api.coinstore.com', path)).toBe(true);
});

describe('the clock', () => {
  test('is the date of a public reply, in the middle of its second', async () => {
    const { client, asked } = clientAnswering(() => ({ body: stored('ticker-price') }));
    expect(await client.serverTime()).toEqual({ ok: true, value: 1_629_291_143_500 });
    expect(asked[0]?.request).toEqual({
      method: 'GET',
      url: 'https://api.coinstore.com/api/v1/ticker/price?symbol=btcusdt',
      headers: {},
    });
  });

  test('is not known where the reply is undated', async () => {
    const { client } = clientAnswering(() => ({ headers: {}, body: stored('ticker-price') }));
    expect(await client.serverTime()).toMatchObject({
      ok: false,
      error: { reason: 'unexpected-payload', subject: 'date', host: 'api.coinstore.com' },
    });
  });
});

describe('rights of a key', () => {
  test('are not told, once a signed call proved the key', async () => {
    const { client, asked } = clientAnswering(() => ({ body: stored('account-list') }));
    expect(await client.keyRights()).toEqual({ ok: true, value: { readable: false } });
    expect(asked[0]?.request.headers).toHaveProperty('X-CS-SIGN');
  });

  test('a refusal of that call is its reason', async () => {
    const { client } = clientAnswering(() => ({ status: 401, body: '{"code":401,"message":"signature-failed"}' }));
    expect(await client.keyRights()).toMatchObject({ ok: false, error: { reason: 'key-rejected', code: '401' } });
  });
});

test('there is no futures wallet', async () => {
  const { client, asked } = clientAnswering(() => ({ body: nothing }));
  expect(await client.balances('futures')).toMatchObject({ ok: false, error: { reason: 'unsupported' } });
  expect(asked).toHaveLength(0);
});

describe('fills', () => {
  test('come with where to go on, and until when all is read', async () => {
    const { fills } = clientAnswering(() => ({ body: stored('account-matches') }));
    expect(await fills.page(oldUsdt, '')).toMatchObject({
      ok: true,
      value: { fills: [{ id: '11523733' }, { side: 'sell' }, { side: 'buy' }], next: '', done: true, readTo: nowMs },
    });
  });

  test('of another market are refused', async () => {
    const { fills } = clientAnswering(() => ({ body: stored('account-matches') }));
    expect(await fills.page(btcUsdt, '')).toMatchObject({
      ok: false,
      error: { reason: 'unexpected-payload', subject: 'data[0].instrumentId', host: 'api.coinstore.com' },
    });
  });

  test('a page that is not the one asked for names the host', async () => {
    const { fills } = clientAnswering(() => ({ body: stored('account-matches') }));
    const cursor = `d/0/5/${nowMs}/100/2/11523733b`;
    expect(await fills.page(oldUsdt, cursor)).toMatchObject({
      ok: false,
      error: { reason: 'network-failed', host: 'api.coinstore.com' },
    });
  });

  test('of a market that has left the exchange name it', async () => {
    const { fills } = clientAnswering(() => ({ body: '{"code":3011,"message":"symbol not found"}' }));
    expect(await fills.page(oldUsdt, '')).toMatchObject({
      ok: false,
      error: { reason: 'unsupported', subject: 'OLD/USDT', code: '3011' },
    });
  });
});

describe('traces', () => {
  const respond = (change: Record<string, Answer> = {}) =>
    clientAnswering((path) => {
      const changed = Object.entries(change).find(([part]) => path.includes(part))?.[1];
      if (changed) return changed;
      return {
        body: stored(path.includes('order') ? 'open-orders' : path.includes('deposit') ? 'deposits' : 'withdrawals'),
      };
    });

  test('name the coins of orders, deposits and withdrawals, and an order in a market that is not listed', async () => {
    const { fills } = respond();
    expect(await fills.traces([btcUsdt, oldUsdt])).toEqual({
      ok: true,
      value: {
        assets: ['BTC', 'USDT', 'DOGE', 'OLD'],
        symbols: ['BTC/USDT'],
        failures: [{ reason: 'unsupported', subject: 'GONEUSDT' }],
      },
    });
  });

  test('ask for deposits of the coins that markets are quoted in, those of most markets first, twelve at most', async () => {
    const { fills, asked } = respond();
    const quoted = Array.from({ length: 20 }, (_, i) => market(`A${i}`, `Q${i}`, i));
    await fills.traces([market('ETH', 'BTC', 50), btcUsdt, oldUsdt, ...quoted]);
    const coins = asked.filter(({ path }) => path.includes('deposit')).map(({ body }) => body);
    expect(coins).toHaveLength(12);
    expect(coins.slice(0, 2)).toEqual(['{"currencyCode":"USDT","limit":"1"}', '{"currencyCode":"BTC","limit":"1"}']);
  });

  test.each([
    ['order', 'open orders', ['USDT', 'DOGE', 'OLD']],
    ['deposit', 'deposits', ['BTC', 'USDT', 'DOGE', 'OLD']],
    ['withdraw', 'withdrawals', ['BTC', 'USDT']],
  ])('of which one part fails keep the others: %s', async (part, subject, assets) => {
    const { fills } = respond({ [part]: { status: 500, body: '{"code":500,"message":"internal server error"}' } });
    const traces = await fills.traces([btcUsdt]);
    expect(traces).toMatchObject({ ok: true, value: { assets } });
    expect(traces.ok ? traces.value.failures : []).toContainEqual(
      expect.objectContaining({ reason: 'exchange-unavailable', subject }),
    );
  });
});

describe('a reply that is not what was asked for', () => {
  test.each([
    ['a web page', '<html><body>Welcome</body></html>', 'unexpected-payload'],
    ['another shape', '{"code":0,"data":"none"}', 'unexpected-payload'],
    ['no envelope', '[]', 'unexpected-payload'],
    ['half a payload', '{"code":0,"data":[{"currency":"BTC","bal', 'network-failed'],
    ['nothing', '', 'network-failed'],
    ['a refusal with the status of success', '{"message":"Unauthorized","code":1401}', 'key-or-address-refused'],
  ])('%s', async (_, body, reason) => {
    const { client } = clientAnswering(() => ({ body }));
    expect(await client.balances('spot')).toMatchObject({ ok: false, error: { reason, host: 'api.coinstore.com' } });
  });
});

test('prices of none are not asked for; those of some come in one call', async () => {
  const { client, asked } = clientAnswering(() => ({ body: stored('ticker-price') }));
  expect(await client.tickers([])).toEqual({ ok: true, value: [] });
  expect(asked).toHaveLength(0);
  expect(await client.tickers([btcUsdt, oldUsdt])).toMatchObject({
    ok: true,
    value: [{ symbol: 'BTC/USDT', at: nowMs }, { symbol: 'OLD/USDT' }],
  });
  expect(asked.map(({ path }) => path)).toEqual(['/api/v1/ticker/price']);
});

test('no more than half of the limit is used in 3 s; a caller that stops does not wait for the rest', async () => {
  const { client, asked } = clientAnswering(() => ({ body: nothing }));
  // half of 120
  await Promise.all(Array.from({ length: 60 }, () => client.balances('spot')));
  const controller = new AbortController();
  const waiting = client.balances('spot', controller.signal);
  await new Promise((resolve) => setImmediate(resolve)); // time to be sent, had there been room
  controller.abort();
  expect(await waiting).toMatchObject({ ok: false, error: { reason: 'cancelled' } });
  expect(asked).toHaveLength(60);
  expect(client.budget()).toBeNull();
});
