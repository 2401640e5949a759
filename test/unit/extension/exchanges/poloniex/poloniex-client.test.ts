import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Market } from '../../../../../extension/exchanges/client';
import { createClients } from '../../../../../extension/exchanges/create-clients';
import type { Egress, EgressRequest } from '../../../../../extension/exchanges/egress';
import type { CallRecord } from '../../../../../shared/exchanges/call-record';
import { isReadOnly } from '../../../../../shared/exchanges/endpoints';
import { ok, Secret, unixMs } from '../../../../../shared/result';
import { storedPayload } from '../../../../fixtures/exchange-payload';

const nowMs = Date.UTC(2026, 0, 1);
const dayMs = 86_400_000;
const apiKey = 'BJU56N7S-4TSNOC13-69L22ZQP-W1ME7DHQ';
const secret = `${'3cb3344b'.repeat(15)}c70831207`;

interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: string;
}

const stored = (name: string): string => storedPayload(`test/fixtures/poloniex/${name}.json`).text;
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
function clientAnswering(answer: (path: string, query: URLSearchParams) => Answer, accountSecret = secret) {
  const asked: { path: string; query: URLSearchParams; request: EgressRequest }[] = [];
  const records: CallRecord[] = [];
  const egress: Egress = {
    async send(request) {
      const url = new URL(request.url);
      asked.push({ path: url.pathname, query: url.searchParams, request });
      const { status = 200, headers = {}, body } = answer(url.pathname, url.searchParams);
      return ok({ host: url.hostname, status, headers, body, receivedAt: unixMs(nowMs) });
    },
  };
  const clientFor = createClients({ egress, now: () => unixMs(nowMs) });
  const credentials = { apiKey: new Secret(apiKey), secret: new Secret(accountSecret) };
  const client = clientFor('poloniex', credentials, (record) => records.push(record));
  if (client.fills.by !== 'account') throw new Error('Poloniex lists the fills of all markets');
  return { client, fills: client.fills, asked, records };
}

describe('a signed request', () => {
  test('carries the key, a time and the base64 HMAC-SHA-256 over method, path and sorted parameters', async () => {
    const { fills, asked } = clientAnswering(() => ({ body: '[]' }));
    await fills.page(markets, '');
    const start = Date.UTC(2021, 6, 29);
    const query = `endTime=${start + 7 * dayMs - 60_000}&limit=100&signTimestamp=${nowMs}&startTime=${start}`;
    const signature = createHmac('sha256', secret).update(`GET\n/trades\n${query}`).digest('base64');
    expect(asked[0]?.request).toEqual({
      method: 'GET',
      url: `https://api.poloniex.com/trades?startTime=${start}&endTime=${start + 7 * dayMs - 60_000}&limit=100`,
      headers: { 'Content-Type': 'application/json', key: apiKey, signTimestamp: String(nowMs), signature },
    });
  });

  test('without parameters signs the time alone, on the futures side too', async () => {
    const { client, asked } = clientAnswering(() => ({ body: stored('futures-balance') }));
    await client.balances('futures');
    expect(asked[0]?.request.url).toBe('https://api.poloniex.com/v3/account/balance');
    // printf 'GET\n/v3/account/balance\nsignTimestamp=1767225600000' | openssl dgst -sha256 -hmac "$secret" -binary | base64
    expect(asked[0]?.request.headers.signature).toBe('yOYG7hsN+aTYGFXj2nqAI1XGiPBT+eb2HXi3zABv8DU=');
  });

  test('is none where the data is public, and names no broker anywhere', async () => {
    const { client, asked } = clientAnswering((path) => ({ body: path === '/timestamp' ? stored('time') : '[]' }));
    expect(await client.serverTime()).toEqual({ ok: true, value: 1760000000123 });
    await client.markets();
    expect(asked.map(({ request }) => request)).toEqual([
      { method: 'GET', url: 'https://api.poloniex.com/timestamp', headers: {} },
      { method: 'GET', url: 'https://api.poloniex.com/markets', headers: {} },
    ]);
  });

  test('is not sent with an empty secret', async () => {
    const { client, asked } = clientAnswering(() => ({ body: '[]' }), '');
    expect(await client.balances('spot')).toEqual({
      ok: false,
      error: { reason: 'credentials-invalid', host: 'api.poloniex.com' },
    });
    expect(asked).toEqual([]);
  });
});

test('whatever is asked, only reads are sent', async () => {
  const { client, fills, asked } = clientAnswering(() => ({ body: '[]' }));
  await Promise.all([client.serverTime(), client.keyRights(), client.balances('spot'), client.balances('futures')]);
  await Promise.all([client.markets(), client.tickers([btcUsdt]), fills.page(markets, '')]);
  expect(asked).toHaveLength(7);
  for (const { path, request } of asked) expect(isReadOnly(request.method, 'api.poloniex.com', path)).toBe(true);
});

describe('the two wallets', () => {
  const answering = (refused: string) =>
    clientAnswering((path) => {
      if (path === refused) return { status: 401, body: '{"code":401,"message":"Illegal of ip"}' };
      return { body: stored(path === '/accounts/balances' ? 'spot-balances' : 'futures-balance') };
    });

  test('are known apart: futures refused leaves spot known', async () => {
    const { client, asked } = answering('/v3/account/balance');
    expect(await client.balances('spot')).toMatchObject({ ok: true, value: [{ asset: 'USDT', total: '0.3' }, {}, {}] });
    expect(await client.balances('futures')).toMatchObject({ ok: false, error: { reason: 'ip-not-whitelisted' } });
    expect(asked[0]?.query.get('accountType')).toBe('SPOT');
  });

  test('are known apart: spot refused leaves futures known, to the last digit', async () => {
    const { client } = answering('/accounts/balances');
    expect(await client.balances('spot')).toMatchObject({ ok: false, error: { reason: 'ip-not-whitelisted' } });
    expect(await client.balances('futures')).toMatchObject({
      ok: true,
      value: [{ asset: 'USDT', total: '90.203956664999999859' }, {}, {}],
    });
  });

  test('a futures wallet that was never opened has the exchange’s reason, not a balance of 0', async () => {
    const { client } = clientAnswering(() => ({ body: '{"code":1000,"msg":"USER_NOT_EXITS","data":null}' }));
    expect(await client.balances('futures')).toEqual({
      ok: false,
      error: { reason: 'account-mode', host: 'api.poloniex.com', code: '1000', detail: 'USER_NOT_EXITS' },
    });
  });
});

describe('the rights of a key', () => {
  test('are not told, once a signed call has proved that the key works', async () => {
    const { client, asked } = clientAnswering(() => ({ body: stored('fee-info') }));
    expect(await client.keyRights()).toEqual({ ok: true, value: { readable: false } });
    expect(asked.map(({ path }) => path)).toEqual(['/feeinfo']);
    expect(asked[0]?.request.headers.key).toBe(apiKey);
  });

  test('are a reason where that call is refused', async () => {
    const { client } = clientAnswering(() => ({ status: 401, body: '' }));
    expect(await client.keyRights()).toEqual({
      ok: false,
      error: { reason: 'key-or-address-refused', host: 'api.poloniex.com', code: '401' },
    });
  });
});

describe('fills', () => {
  test('of all markets come in one page, with how far the reading has come', async () => {
    const { fills, asked } = clientAnswering(() => ({ body: stored('trades') }));
    // the five fills lie between 1759998000000 and 1760000060000
    const page = await fills.page(markets, `1759990000000/${dayMs}`);
    expect(page).toMatchObject({ ok: true, value: { done: false, readTo: 1759990000000 } });
    expect(page.ok && page.value.fills.map(({ symbol }) => symbol)).toEqual([
      ...['BTC/USDT', 'BTC/USDT', 'BTC/USDT', 'OLD/BTC', 'BTC/USDT'],
    ]);
    await fills.page(markets, page.ok ? page.value.next : '');
    expect(asked.map(({ query }) => [query.get('startTime'), query.get('endTime')])).toEqual([
      ['1759990000000', String(1759990000000 + dayMs)],
      ['1759990000000', '1759998000000'], // to the oldest row of the page, its millisecond included
    ]);
    expect(asked[0]?.query.has('symbols')).toBe(false);
  });

  test('to the clock are done, and the next reading starts 6 hours before it', async () => {
    const { fills } = clientAnswering(() => ({ body: '[]' }));
    expect(await fills.page(markets, `${nowMs - dayMs}/${dayMs}`)).toEqual({
      ok: true,
      value: { fills: [], next: `${nowMs - 21_600_000}/${2 * dayMs}`, done: true, readTo: nowMs },
    });
  });

  test('a page of another range is asked for again', async () => {
    const { fills } = clientAnswering(() => ({ body: stored('trades') }));
    expect(await fills.page(markets, `${nowMs - dayMs}/${dayMs}`)).toMatchObject({
      ok: false,
      error: { reason: 'network-failed', host: 'api.poloniex.com' },
    });
  });

  test('a range that is refused as too wide is told in the exchange’s words', async () => {
    const body = '{"code":21355,"message":"Interval between startTime and endTime has exceeded 7 day limit"}';
    const { fills } = clientAnswering(() => ({ status: 400, body }));
    expect(await fills.page(markets, '')).toMatchObject({
      ok: false,
      error: { reason: 'unexpected-payload', code: '21355', detail: expect.stringContaining('7 day limit') },
    });
  });
});

describe('a full page', () => {
  const startMs = 1759000000000;
  const row = (index: number) => ({
    ...{ id: String(index + 1), orderId: '1', symbol: 'BTC_USDT', side: 'BUY', price: '1', quantity: '1' },
    ...{ createTime: startMs + index * 1000, feeCurrency: 'BTC', feeAmount: '0' },
  });
  const history = Array.from({ length: 250 }, (_, index) => row(index));
  /** 250 fills, one a second; of a range with more than 100, `kept` are served, newest first. */
  const serving = (kept: (rows: typeof history) => typeof history) =>
    clientAnswering((_, query) => {
      const [start, end] = [Number(query.get('startTime')), Number(query.get('endTime'))];
      const inRange = history.filter(({ createTime }) => createTime >= start && createTime <= end);
      return { body: JSON.stringify(kept(inRange).toReversed()) };
    });

  test('is checked once: nothing lies between the end of the range and its first row', async () => {
    const { fills, asked } = serving((rows) => rows.slice(-100));
    const first = await fills.page(markets, `${startMs}/${dayMs}`);
    await fills.page(markets, first.ok ? first.value.next : '');
    expect(asked.map(({ query }) => [query.get('startTime'), query.get('endTime')])).toEqual([
      [String(startMs), String(startMs + dayMs)],
      [String(startMs + 249_001), String(startMs + dayMs)], // a millisecond after the newest
      [String(startMs), String(startMs + 150_000)], // the oldest of the page: index 150
    ]);
    await fills.page(markets, `${startMs}/${dayMs}`);
    expect(asked).toHaveLength(4);
  });

  test('that holds the oldest rows of its range is no answer, since the newest would be passed over', async () => {
    const { fills } = serving((rows) => rows.slice(0, 100));
    expect(await fills.page(markets, `${startMs}/${dayMs}`)).toEqual({
      ok: false,
      error: {
        reason: 'unexpected-payload',
        host: 'api.poloniex.com',
        subject: 'rows',
        detail: 'a full page lacks the newest rows',
      },
    });
  });

  /** The page after the first full one: index 51 to 150 of 250, newest first. */
  const rest = Array.from({ length: 100 }, (_, index) => String(151 - index));

  test('is followed by one that has its last row again; empty ones are asked for again, and nothing is passed over', async () => {
    let calls = 0;
    const { fills } = serving((rows) => {
      calls += 1;
      return calls === 3 || calls === 4 ? [] : rows.slice(-100); // these ask for the rest
    });
    const first = await fills.page(markets, `${startMs}/${dayMs}`);
    const next = first.ok ? first.value.next : '';
    expect(await fills.page(markets, next)).toMatchObject({ ok: false, error: { reason: 'network-failed' } });
    const second = await fills.page(markets, next);
    expect(second.ok && second.value.fills.map(({ id }) => id)).toEqual(rest);
  });

  test('is followed to the last row where the ends of a range do not count', async () => {
    const { fills, asked } = clientAnswering((_, query) => {
      const [start, end] = [Number(query.get('startTime')), Number(query.get('endTime'))];
      const inRange = history.filter(({ createTime }) => createTime > start && createTime < end);
      return { body: JSON.stringify(inRange.slice(-100).toReversed()) };
    });
    const first = await fills.page(markets, `${startMs}/${dayMs}`);
    const second = await fills.page(markets, first.ok ? first.value.next : '');
    expect(second.ok && second.value.fills.map(({ id }) => id)).toEqual(rest);
    expect(asked.at(-1)?.query.get('endTime')).toBe(String(startMs + 150_001));
  });

  test('is not checked against the last hour, in which rows may still show up', async () => {
    const { fills, asked } = clientAnswering(() => ({
      body: JSON.stringify(history.slice(-100).map((one) => ({ ...one, createTime: nowMs - Number(one.id) * 1000 }))),
    }));
    expect((await fills.page(markets, `${nowMs - dayMs}/${dayMs}`)).ok).toBe(true);
    expect(asked).toHaveLength(1);
  });
});

describe('prices', () => {
  test('are asked for all at once, and not at all for no market', async () => {
    const { client, asked } = clientAnswering(() => ({ body: stored('ticker24h') }));
    expect(await client.tickers([])).toEqual({ ok: true, value: [] });
    expect(asked).toEqual([]);
    expect(await client.tickers([btcUsdt, market('NO', 'SUCH')])).toEqual({
      ok: true,
      value: [{ symbol: 'BTC/USDT', price: '73380.47', at: nowMs }],
    });
  });
});

describe('a reply that is not what was asked for', () => {
  test.each([
    ['a web page', 200, '<html><body>Welcome</body></html>', 'unexpected-payload'],
    ['another shape', 200, '{"balances":"none"}', 'unexpected-payload'],
    ['half a payload', 200, '[{"accountType":"SPOT","balances":[{"currency":"BTC","avai', 'network-failed'],
    ['nothing', 200, '', 'network-failed'],
    ['a refusal with the status of success', 200, '{"code":1002,"msg":"SYSTEM_MAINTENANCE"}', 'exchange-unavailable'],
    ['half a refusal', 401, '{"code":401,"mess', 'network-failed'],
    ['a firewall', 403, '<html><body>CloudFront</body></html>', 'region-blocked'],
  ])('%s', async (_, status, body, reason) => {
    const { client } = clientAnswering(() => ({ status, body }));
    expect(await client.balances('spot')).toMatchObject({ ok: false, error: { reason, host: 'api.poloniex.com' } });
  });

  test('a second refusal after a success is still the same refusal', async () => {
    let calls = 0;
    const { client } = clientAnswering(() => {
      calls += 1;
      return calls === 1
        ? { body: stored('spot-balances') }
        : { status: 401, body: '{"code":401,"message":"Illegal of ip"}' };
    });
    expect((await client.balances('spot')).ok).toBe(true);
    expect(await client.balances('spot')).toMatchObject({ ok: false, error: { reason: 'ip-not-whitelisted' } });
  });

  test('a refused timestamp is measured against the exchange’s clock', async () => {
    const { client, asked } = clientAnswering((path) =>
      path === '/timestamp' ? { body: stored('time') } : { status: 408, body: '{"code":408,"message":"recvWindow"}' },
    );
    expect(await client.balances('spot')).toMatchObject({
      ok: false,
      error: { reason: 'clock-skew', skewMs: nowMs - 1760000000123 },
    });
    expect(asked.map(({ path }) => path)).toEqual(['/accounts/balances', '/timestamp']);
  });

  test('what is shown of a call has no key, no signature and no query', async () => {
    const { fills, records } = clientAnswering(() => ({ status: 401, body: '{"code":401,"message":"Illegal of ip"}' }));
    await fills.page(markets, '');
    expect(records).toMatchObject([
      { path: '/trades', status: 401, reason: 'ip-not-whitelisted', code: '401', bodyBytes: 38 },
    ]);
    expect(JSON.stringify(records)).not.toMatch(new RegExp(`${apiKey}|signature|startTime`));
  });
});

test('no budget is reported, since the exchange tells none', async () => {
  const { client } = clientAnswering(() => ({ headers: { 'ratelimit-filter': 'updated' }, body: stored('time') }));
  await client.serverTime();
  expect(client.budget()).toBeNull();
});

test('no more than half of the limit is used in a second; a caller that stops does not wait for the rest', async () => {
  const { fills, client, asked } = clientAnswering(() => ({ body: '[]' }));
  // a list of fills weighs 20 of 100: five of the ten that the exchange allows in a second pass at once
  await Promise.all(Array.from({ length: 5 }, () => fills.page(markets, '')));
  const controller = new AbortController();
  const waiting = fills.page(markets, '', controller.signal);
  await new Promise((resolve) => setImmediate(resolve)); // time to be sent, had there been room
  controller.abort();
  expect(await waiting).toEqual({ ok: false, error: { reason: 'cancelled', host: 'api.poloniex.com' } });
  expect(await client.balances('futures', AbortSignal.abort())).toMatchObject({ error: { reason: 'cancelled' } });
  expect(asked).toHaveLength(5);
});
