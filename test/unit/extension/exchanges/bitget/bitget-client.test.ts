import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createClients } from '../../../../../extension/exchanges/create-clients';
import type { Egress, EgressRequest } from '../../../../../extension/exchanges/egress';
import type { Market } from '../../../../../shared/exchanges/readings';
import { ok, Secret, unixMs } from '../../../../../shared/result';
import { storedPayload } from '../../../../fixtures/exchange-payload';

const nowMs = 1760000060000;
const secret = 'b1e5c0ffee00112233445566778899aabbccddeeff00112233445566778899aa';

interface Answer {
  readonly status?: number;
  readonly body: string;
}

const stored = (name: string): string => storedPayload(`test/fixtures/bitget/${name}.json`).text;

const market = (base: string, quote: string, id = `${base}${quote}`): Market => ({
  id,
  symbol: `${base}/${quote}`,
  base,
  quote,
  active: true,
  minQuantity: null,
});
const btcUsdt = market('BTC', 'USDT');
const markets = new Map(
  [btcUsdt, market('ETH', 'BTC'), market('rNVDA', 'USDT', 'RNVDAUSDT'), market('SOL', 'BGB')].map((listed) => [
    listed.symbol,
    listed,
  ]),
);

const refusal = (code: string, msg = ''): Answer => ({
  status: 400,
  body: JSON.stringify({ code, msg, requestTime: nowMs, data: null }),
});
const classicMode = refusal('40084', 'You are in Classic Account mode, and the Unified Account API is not supported');
const unifiedMode = refusal('40085', 'You are in Unified Account mode, and the Classic Account API is not supported');

interface Asked {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly request: EgressRequest;
}

/** A client whose requests are answered by `answer`, and the requests it made. */
function clientAnswering(answer: (path: string, query: URLSearchParams) => Answer) {
  const asked: Asked[] = [];
  const egress: Egress = {
    async send(request) {
      const url = new URL(request.url);
      asked.push({ path: url.pathname, query: url.searchParams, request });
      const { status = 200, body } = answer(url.pathname, url.searchParams);
      return ok({ host: url.hostname, status, headers: {}, body, receivedAt: unixMs(nowMs) });
    },
  };
  const client = createClients({ egress, now: () => unixMs(nowMs) })('bitget', {
    apiKey: new Secret('bg_0123456789abcdef'),
    secret: new Secret(secret),
    passphrase: new Secret('correct horse'),
  });
  if (client.fills.by !== 'account') throw new Error('Bitget lists the fills of all markets');
  return { client, fills: client.fills, asked };
}

const paths = (asked: readonly Asked[]): readonly string[] => asked.map(({ path }) => path);

describe('a signed request', () => {
  test('carries key, time, passphrase and the base64 HMAC-SHA-256 of time, method, path and query, and no broker', async () => {
    const { fills, asked } = clientAnswering(() => ({ body: stored('fills') }));
    await fills.page(markets, '');
    const { url, headers, method } = asked[0]?.request ?? { url: '', headers: {}, method: 'none' };
    const { pathname, search } = new URL(url);
    // Bitget's rule: timestamp + METHOD + path + "?" + sorted query
    const signed = `${nowMs}GET${pathname}${search}`;
    expect([method, pathname, search.split('&').map((part) => part.split('=')[0])]).toEqual([
      'GET',
      '/api/v2/spot/trade/fills',
      ['?endTime', 'limit', 'startTime'],
    ]);
    expect(headers).toEqual({
      'ACCESS-KEY': 'bg_0123456789abcdef',
      'ACCESS-PASSPHRASE': 'correct horse',
      'ACCESS-TIMESTAMP': String(nowMs),
      'ACCESS-SIGN': createHmac('sha256', secret).update(signed).digest('base64'),
    });
  });

  test('without a query signs the path alone', async () => {
    const { client, asked } = clientAnswering(() => ({ body: stored('assets') }));
    await client.balances('spot');
    // printf '1760000060000GET/api/v2/spot/account/assets' | openssl dgst -sha256 -hmac b1e5…99aa -binary | base64
    expect(asked[0]?.request.headers['ACCESS-SIGN']).toBe('1Ummf5kefbBh68ttN7OPcNGHGwBFZs6usbXkG5nSszQ=');
  });

  test('is none where the data is public', async () => {
    const { client, asked } = clientAnswering(() => ({ body: stored('time') }));
    expect(await client.serverTime()).toEqual({ ok: true, value: 1760000000123 });
    expect(asked[0]?.request).toEqual({
      method: 'GET',
      url: 'https://api.bitget.com/api/v2/public/time',
      headers: {},
    });
  });
});

describe('the kind of account', () => {
  test('is classic where /api/v2 answers: nothing else is asked', async () => {
    const { client, asked } = clientAnswering(() => ({ body: stored('assets') }));
    expect(await client.balances('spot')).toMatchObject({ ok: true, value: [{ asset: 'USDT' }, { asset: 'BTC' }] });
    expect(paths(asked)).toEqual(['/api/v2/spot/account/assets']);
  });

  test('is unified once /api/v2 says so, and stays that for every other question', async () => {
    const unified: Record<string, string> = {
      '/api/v3/account/assets': stored('unified-assets'),
      '/api/v3/account/info': stored('unified-info-read-only'),
      '/api/v3/trade/fills': stored('unified-fills'),
    };
    const { client, fills, asked } = clientAnswering((path) => ({ ...unifiedMode, ...answered(unified[path]) }));
    expect(await client.balances('spot')).toMatchObject({
      ok: true,
      value: [{ asset: 'USDT', total: '1000.1' }, {}, {}],
    });
    expect(await client.keyRights()).toMatchObject({ ok: true, value: { read: true, trade: false } });
    const page = await fills.page(markets, '1759990000000/90000000');
    expect(page).toMatchObject({ ok: true, value: { fills: [{ id: '1400000000000000005' }, {}, {}], done: false } });
    expect(paths(asked)).toEqual([
      '/api/v2/spot/account/assets',
      '/api/v3/account/assets',
      '/api/v3/account/info',
      '/api/v3/trade/fills',
    ]);
    expect(asked[3]?.query.get('category')).toBe('SPOT');
  });

  test('goes back to classic when /api/v3 says so', async () => {
    let unified = true;
    const { client, asked } = clientAnswering((path) => {
      if (path.startsWith('/api/v3')) return unified ? { body: stored('unified-assets') } : classicMode;
      return unified ? unifiedMode : { body: stored('assets') };
    });
    expect((await client.balances('spot')).ok).toBe(true);
    unified = false;
    expect(await client.balances('spot')).toMatchObject({ ok: true, value: [{ asset: 'USDT', total: '1200.15' }, {}] });
    expect(paths(asked).map((path) => path.slice(5, 7))).toEqual(['v2', 'v3', 'v3', 'v2']);
  });

  test('is not known where both kinds are refused', async () => {
    const { client, fills } = clientAnswering((path) => (path.startsWith('/api/v3') ? classicMode : unifiedMode));
    const wrongMode = { ok: false, error: { reason: 'account-mode', host: 'api.bitget.com' } };
    expect(await client.balances('spot')).toMatchObject(wrongMode);
    expect(await client.keyRights()).toMatchObject(wrongMode);
    expect(await fills.page(markets, '')).toMatchObject(wrongMode);
  });

  test.each([
    ['a refused address', refusal('40018', 'Invalid IP'), 'ip-not-whitelisted'],
    ['a wrong key', refusal('40006', 'Invalid ACCESS_KEY'), 'key-rejected'],
    ['an outage', { status: 502, body: '' }, 'exchange-unavailable'],
    ['a firewall', { status: 403, body: '<html></html>' }, 'region-blocked'],
    ['an empty reply', { body: '' }, 'network-failed'],
    ['a strange reply', { body: '{"code":"00000","data":{}}' }, 'unexpected-payload'],
  ] as const)('%s says nothing of it, and nothing more is asked', async (_, answer, reason) => {
    const { client, asked } = clientAnswering(() => answer);
    expect(await client.balances('spot')).toMatchObject({ ok: false, error: { reason, host: 'api.bitget.com' } });
    expect(paths(asked)).toEqual(['/api/v2/spot/account/assets']);
  });

  test('is kept where the other kind fails for a reason of its own', async () => {
    let failing = true;
    const { client, asked } = clientAnswering((path) => {
      if (path.startsWith('/api/v2')) return unifiedMode;
      return failing ? refusal('40018', 'Invalid IP') : { body: stored('unified-assets') };
    });
    expect(await client.balances('spot')).toMatchObject({ ok: false, error: { reason: 'ip-not-whitelisted' } });
    failing = false;
    expect((await client.balances('spot')).ok).toBe(true);
    expect(paths(asked).map((path) => path.slice(5, 7))).toEqual(['v2', 'v3', 'v3']);
  });
});

describe('a reply that is not what was asked for', () => {
  test.each([
    ['a web page', '<html><body>Welcome</body></html>', 'unexpected-payload'],
    ['half a payload', '{"code":"00000","data":[{"coin":"BTC","available":"1.0', 'network-failed'],
    ['nothing: never an empty wallet', '', 'network-failed'],
    ['a success without data', '{"code":"00000","msg":"success","requestTime":1,"data":null}', 'unexpected-payload'],
    ['a refusal with the status of success', '{"code":"40200","msg":"Server upgrade"}', 'exchange-unavailable'],
  ])('%s', async (_, body, reason) => {
    const { client, fills } = clientAnswering(() => ({ body }));
    for (const answer of [await client.balances('spot'), await client.keyRights(), await fills.page(markets, '')]) {
      expect(answer).toMatchObject({ ok: false, error: { reason, host: 'api.bitget.com' } });
    }
  });

  test('a wallet that Bitget is not read for is unsupported, and not asked', async () => {
    const { client, asked } = clientAnswering(() => ({ body: stored('assets') }));
    expect(await client.balances('futures')).toMatchObject({ ok: false, error: { reason: 'unsupported' } });
    expect(asked).toEqual([]);
  });
});

describe('fills', () => {
  test('of all markets come at once; the next page lies before the oldest of them', async () => {
    const { fills, asked } = clientAnswering(() => ({ body: stored('fills') }));
    const first = await fills.page(markets, '1759990000000/90000000');
    if (!first.ok) throw new Error(first.error.detail);
    expect(new Set(first.value.fills.map(({ symbol }) => symbol))).toEqual(
      new Set(['BTC/USDT', 'ETH/BTC', 'rNVDA/USDT', 'SOL/BGB', 'LUNA/USDT']),
    );
    expect(first.value).toMatchObject({ done: false, readTo: 1759990000000 });
    await fills.page(markets, first.value.next);
    // the oldest is …002: its self-trade's other side is asked for again
    expect(asked[1]?.query.get('idLessThan')).toBe('1300000000000000003');
  });

  test('of a market that cannot be told fail by its name', async () => {
    const { fills } = clientAnswering(() => ({ body: stored('fills') }));
    expect(await fills.page(new Map([[btcUsdt.symbol, btcUsdt]]), '')).toMatchObject({
      ok: false,
      error: { reason: 'unexpected-payload', subject: 'ETHBTC', host: 'api.bitget.com' },
    });
  });

  test('a page of another time is asked for again', async () => {
    const { fills } = clientAnswering(() => ({ body: stored('fills') }));
    expect(await fills.page(markets, '1759000000000/90000000')).toMatchObject({
      ok: false,
      error: { reason: 'network-failed', host: 'api.bitget.com' },
    });
  });
});

describe('prices', () => {
  test('come of all markets at once; nothing is asked for none', async () => {
    const { client, asked } = clientAnswering(() => ({ body: stored('tickers') }));
    expect(await client.tickers([])).toEqual({ ok: true, value: [] });
    expect(asked).toEqual([]);
    expect(await client.tickers([btcUsdt, market('NOSUCH', 'COIN')])).toEqual({
      ok: true,
      value: [{ symbol: 'BTC/USDT', price: '43000.1', at: nowMs }],
    });
    expect(asked[0]?.request.headers).toEqual({});
  });
});

test('a refused timestamp is measured against Bitget’s own clock', async () => {
  const { client } = clientAnswering((path) =>
    path === '/api/v2/public/time' ? { body: stored('time') } : refusal('40008', 'Request timestamp expired'),
  );
  // 1760000060000 − 1760000000123
  expect(await client.balances('spot')).toMatchObject({
    ok: false,
    error: { reason: 'clock-skew', skewMs: 59_877 },
  });
});

test('a key without its passphrase is not sent', async () => {
  const sent: EgressRequest[] = [];
  const egress: Egress = {
    async send(request) {
      sent.push(request);
      throw new Error('nothing is sent');
    },
  };
  const client = createClients({ egress, now: () => unixMs(nowMs) })('bitget', {
    apiKey: new Secret('key'),
    secret: new Secret('secret'),
  });
  expect(await client.balances('spot')).toMatchObject({ ok: false, error: { reason: 'credentials-invalid' } });
  expect(sent).toEqual([]);
});

test('no more than half of a limit is used; a caller that stops does not wait for the rest', async () => {
  const { client, asked } = clientAnswering((path) => ({
    body: stored(path.endsWith('info') ? 'info-read-only' : 'assets'),
  }));
  const controller = new AbortController();
  // ten a second and account: five pass at once; one a second: one in two
  const wallets = Array.from({ length: 6 }, () => client.balances('spot', controller.signal));
  const rights = Array.from({ length: 2 }, () => client.keyRights(controller.signal));
  await Promise.all([...wallets.slice(0, 5), rights[0]]);
  controller.abort();
  expect(await wallets[5]).toMatchObject({ ok: false, error: { reason: 'cancelled', host: 'api.bitget.com' } });
  expect(await rights[1]).toMatchObject({ ok: false, error: { reason: 'cancelled' } });
  expect(asked).toHaveLength(6);
});

/** A body where there is one, with the status of success. */
function answered(body: string | undefined): Partial<Answer> {
  return body === undefined ? {} : { status: 200, body };
}
