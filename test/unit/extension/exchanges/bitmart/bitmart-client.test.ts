import { createHmac } from 'node:crypto';
import * as ccxt from 'ccxt';
import { describe, expect, test } from 'vitest';
import { createClients } from '../../../../../extension/exchanges/create-clients';
import type { Egress, EgressRequest } from '../../../../../extension/exchanges/egress';
import { isReadOnly } from '../../../../../shared/exchanges/endpoints';
import type { Market } from '../../../../../shared/exchanges/readings';
import { ok, Secret, unixMs } from '../../../../../shared/result';
import { storedPayload } from '../../../../fixtures/exchange-payload';

const nowMs = Date.UTC(2026, 10, 21);
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const host = 'api-cloud.bitmart.com';

interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: string;
}

const stored = (name: string): string => storedPayload(`test/fixtures/bitmart/${name}.json`).text;
const market = (base: string, quote: string): Market => ({
  id: `${base}_${quote}`,
  symbol: `${base}/${quote}`,
  base,
  quote,
  active: true,
  minQuantity: null,
});

const secret = '6c6c98544461bbe71db2bca4c6d7fd0021e0ba9efc215f9c6ad41852df9d9df9';
const credentials = {
  apiKey: new Secret('80618e45710812162b04892c7ee5ead4a3cc3e56'),
  secret: new Secret(secret),
  memo: new Secret('test001'),
};

/** A client whose requests are answered by `answer`, and the requests it made. */
function clientAnswering(answer: (path: string, request: EgressRequest) => Answer, opened: object = {}) {
  const asked: EgressRequest[] = [];
  const egress: Egress = {
    async send(request) {
      const url = new URL(request.url);
      asked.push(request);
      const { status = 200, headers = {}, body } = answer(url.pathname, request);
      return ok({ host: url.hostname, status, headers, body, receivedAt: unixMs(nowMs) });
    },
  };
  const client = createClients({ egress, now: () => unixMs(nowMs) })('bitmart', { ...credentials, ...opened });
  const { fills } = client;
  if (fills.by !== 'account') throw new Error('BitMart lists the fills of all markets');
  return { client, asked, page: (cursor: string) => fills.page(new Map(), cursor) };
}

const emptyPage = '{"code":1000,"message":"success","data":[],"trace":"t"}';
const outOfRange = { status: 400, body: '{"message":"Out of query time range","code":50041,"trace":"t","data":{}}' };

describe('a signed request', () => {
  test('carries the key, a time, and the HMAC-SHA-256 of time, memo and body; nothing names a broker', async () => {
    const { page, asked } = clientAnswering(() => ({ body: emptyPage }));
    await page(`${nowMs - dayMs}/${dayMs}`);
    const [sent] = asked;
    const body = `{"startTime":${nowMs - dayMs - 1},"endTime":${nowMs},"limit":200}`;
    expect(sent).toEqual({
      method: 'POST',
      url: 'https://api-cloud.bitmart.com/spot/v4/query/trades',
      headers: {
        'X-BM-KEY': '80618e45710812162b04892c7ee5ead4a3cc3e56',
        'X-BM-TIMESTAMP': String(nowMs),
        'X-BM-SIGN': createHmac('sha256', secret).update(`${nowMs}#test001#${body}`).digest('hex'),
        'Content-Type': 'application/json',
      },
      body,
    });
  });

  test('of a GET covers its query, which is empty', async () => {
    const { client, asked } = clientAnswering(() => ({ body: stored('wallet') }));
    await client.balances('spot');
    expect(asked).toEqual([
      {
        method: 'GET',
        url: 'https://api-cloud.bitmart.com/spot/v1/wallet',
        headers: {
          'X-BM-KEY': '80618e45710812162b04892c7ee5ead4a3cc3e56',
          'X-BM-TIMESTAMP': String(nowMs),
          'X-BM-SIGN': createHmac('sha256', secret).update(`${nowMs}#test001#`).digest('hex'),
        },
      },
    ]);
  });

  test('is none where the data is public', async () => {
    const { client, asked } = clientAnswering(() => ({ body: stored('time') }));
    expect(await client.serverTime()).toEqual({ ok: true, value: 1760000000123 });
    expect(asked).toEqual([{ method: 'GET', url: 'https://api-cloud.bitmart.com/system/time', headers: {} }]);
  });

  test.each([['apiKey'], ['secret'], ['memo']])('is not made without %s', async (field) => {
    const { client, asked } = clientAnswering(() => ({ body: stored('wallet') }), { [field]: new Secret('') });
    expect(await client.balances('spot')).toEqual({ ok: false, error: { reason: 'credentials-invalid', host } });
    expect(asked).toEqual([]);
  });

  test('is a read in the table of reads, whatever is asked', async () => {
    const { client, asked, page } = clientAnswering(() => ({ body: emptyPage }));
    await Promise.all([client.serverTime(), client.keyRights(), client.balances('spot'), client.markets()]);
    await client.tickers([market('BTC', 'USDT')]);
    await page('');
    expect(asked).toHaveLength(7); // a page without rows is asked for once more
    for (const { method, url } of asked) expect(isReadOnly(method, host, new URL(url).pathname)).toBe(true);
  });
});

test('BitMart’s published example of a signature', async () => {
  // echo -n '1589793796145#test001#{"symbol":"BTC_USDT","price":"8600","count":"100"}' | openssl dgst -sha256 -hmac 6c6c9854…
  const { Bitmart } = await import('../../../../../extension/exchanges/bitmart/signing');
  const exchange = new Bitmart({ apiKey: 'key', secret, uid: 'test001' });
  exchange.milliseconds = () => 1589793796145;
  const params = { symbol: 'BTC_USDT', price: '8600', count: '100' };
  expect(exchange.sign('spot/v1/test-post', 'private', 'POST', params)).toMatchObject({
    body: '{"symbol":"BTC_USDT","price":"8600","count":"100"}',
    headers: { 'X-BM-SIGN': 'c31dc326bf87f38bfb49a3f8494961abfa291bd549d0d98d9578e87516cee46d' },
  });
});

test('ccxt has no class for BitMart any more: ours takes its base class', () => {
  expect(ccxt.exchanges).not.toHaveProperty('bitmart');
  expect(Object.keys(ccxt)).not.toContain('bitmart');
});

describe('the rights of a key', () => {
  test('are not told; a list of fills proves that key, secret and memo are right', async () => {
    const { client, asked } = clientAnswering(() => ({ body: emptyPage }));
    expect(await client.keyRights()).toEqual({ ok: true, value: { readable: false } });
    expect(asked.map(({ body }) => body)).toEqual(['{"limit":1}']);
  });

  test('of a key that is refused are that refusal', async () => {
    const { client } = clientAnswering(() => ({
      status: 401,
      body: '{"message":"Header X-BM-SIGN is wrong","code":30005}',
    }));
    expect(await client.keyRights()).toMatchObject({ ok: false, error: { reason: 'signature-rejected', host } });
  });
});

describe('prices', () => {
  test('of a list in which nothing is traded any more are none', async () => {
    const { client } = clientAnswering(() => ({ body: stored('no-data') }));
    expect(await client.tickers([market('BTC', 'USDT')])).toEqual({ ok: true, value: [] });
  });

  test('that stand still since trading ended are none', async () => {
    // the rows were made in October 2025; it is November 2026
    const { client } = clientAnswering(() => ({ body: stored('tickers') }));
    expect(await client.tickers([market('BTC', 'USDT')])).toEqual({ ok: true, value: [] });
  });

  test('that are refused are that refusal, and of no market nothing is asked', async () => {
    const { client, asked } = clientAnswering(() => ({ status: 429, body: '' }));
    expect(await client.tickers([])).toEqual({ ok: true, value: [] });
    expect(asked).toEqual([]);
    expect(await client.tickers([market('BTC', 'USDT')])).toMatchObject({
      ok: false,
      error: { reason: 'rate-limited' },
    });
  });
});

describe('fills', () => {
  test('are asked for from 2018 on, and a market that is no longer listed is read all the same', async () => {
    const trades = stored('trades').replaceAll(/17600\d{8}/g, String(Date.UTC(2018, 0, 3)));
    const { page, asked } = clientAnswering(() => ({ body: trades }));
    const first = await page('');
    expect(first).toMatchObject({ ok: true, value: { done: false, readTo: Date.UTC(2018, 0, 1) } });
    expect(first.ok && first.value.fills.map(({ symbol }) => symbol)).toEqual([
      ...['BTC/USDT', 'BTC/USDT', 'GONE/BTC', 'BTC/USDT'],
    ]);
    expect(asked[0]?.body).toContain(`"startTime":${Date.UTC(2018, 0, 1) - 1}`);
  });

  test('of a range that is refused bring no fill and go on with half of it', async () => {
    const { page, asked } = clientAnswering((_, { body }) =>
      body?.includes('"endTime":1515369') ? outOfRange : { body: emptyPage },
    );
    // 2018-01-08 00:00 is 1515369600000; less the millisecond 1515369599999
    const refused = await page('');
    expect(refused).toMatchObject({ ok: true, value: { fills: [], done: false, readTo: Date.UTC(2018, 0, 1) } });
    const next = refused.ok ? refused.value.next : '';
    expect(await page(next)).toMatchObject({ ok: true, value: { done: false } });
    const spans = asked.map(({ body }) => {
      const { startTime, endTime } = JSON.parse(body ?? '{}') as Record<string, number>; // as it was sent
      return ((endTime ?? 0) - (startTime ?? 0)) / dayMs;
    });
    expect(spans[0]).toBe(7);
    expect(spans[1]).toBeCloseTo(3.5, 6);
  });

  test('that are refused whatever the range say so, with the exchange’s words', async () => {
    const { page } = clientAnswering(() => outOfRange);
    let cursor = `${nowMs - 2 * hourMs}/${2 * hourMs}`;
    for (let calls = 0; calls < 6; calls += 1) {
      const answer = await page(cursor);
      if (!answer.ok) {
        expect(answer.error).toEqual({
          reason: 'unexpected-payload',
          code: '50041',
          detail: 'Out of query time range',
          host,
        });
        return;
      }
      cursor = answer.value.next;
    }
    throw new Error('the search does not end');
  });
});

describe('a reply that is not what was asked for', () => {
  test.each([
    ['a web page', '<html><body>Welcome</body></html>', 'unexpected-payload'],
    ['another shape', '{"code":1000,"message":"OK","data":{"wallet":"none"}}', 'unexpected-payload'],
    ['half a payload', '{"code":1000,"data":{"wallet":[{"id":"BTC","available":"1.0', 'network-failed'],
    ['nothing', '', 'network-failed'],
    [
      'maintenance with the status of success',
      '{"code":30016,"message":"Service maintenance"}',
      'exchange-unavailable',
    ],
    [
      'a success that says it is down',
      '{"code":1000,"message":"This service is down","data":{}}',
      'exchange-unavailable',
    ],
    ['a body without a message', '{"code":30019}', 'permission-missing'],
  ])('%s', async (_, body, reason) => {
    const { client } = clientAnswering(() => ({ body }));
    expect(await client.balances('spot')).toMatchObject({ ok: false, error: { reason, host } });
  });

  test('a clock that is refused is measured against BitMart’s own', async () => {
    const { client } = clientAnswering((path) =>
      path === '/system/time'
        ? { body: `{"code":1000,"message":"OK","data":{"server_time":${nowMs - 90_000}}}` }
        : { status: 401, body: '{"code":30007,"message":"Header X-BM-TIMESTAMP range. Within a minute"}' },
    );
    expect(await client.balances('spot')).toMatchObject({ ok: false, error: { reason: 'clock-skew', skewMs: 90_000 } });
  });

  test('there is no futures wallet', async () => {
    const { client, asked } = clientAnswering(() => ({ body: '' }));
    expect(await client.balances('futures')).toEqual({
      ok: false,
      error: { reason: 'unsupported', host, subject: 'futures' },
    });
    expect(asked).toEqual([]);
  });
});

test('the budget is what the headers say, whose “remaining” counts what is used', async () => {
  const headers = { 'x-bm-ratelimit-remaining': '3', 'x-bm-ratelimit-limit': '12', 'x-bm-ratelimit-reset': '2' };
  const { client } = clientAnswering(() => ({ headers, body: stored('wallet') }));
  expect(client.budget()).toBeNull();
  await client.balances('spot');
  expect(client.budget()).toEqual({ used: 3, limit: 12, windowMs: 2000, at: nowMs });
  const { client: silent } = clientAnswering(() => ({
    headers: { 'x-bm-ratelimit-limit': '12' },
    body: stored('wallet'),
  }));
  await silent.balances('spot');
  expect(silent.budget()).toBeNull();
  // an instant in place of a length: half of the limit used, an import would wait for 31 years
  const { client: strange } = clientAnswering(() => ({
    headers: { ...headers, 'x-bm-ratelimit-remaining': '12', 'x-bm-ratelimit-reset': '999999999' },
    body: stored('wallet'),
  }));
  await strange.balances('spot');
  expect(strange.budget()).toBeNull();
});
