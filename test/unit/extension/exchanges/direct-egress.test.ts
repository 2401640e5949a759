import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDirectEgress } from '../../../../extension/exchanges/direct-egress';
import { unixMs } from '../../../../shared/result';

const signature = 'c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71';
const apiKey = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A';
const now = () => unixMs(1760000000000);

const get = (path: string) => ({
  method: 'GET' as const,
  url: `https://api.binance.com${path}?timestamp=1&signature=${signature}`,
  headers: { 'X-MBX-APIKEY': apiKey },
});

/** How the server behaves, by path. */
const behaviours: Record<string, (response: ServerResponse) => void> = {
  '/api/v3/account': (response) => response.writeHead(200, { 'X-MBX-Used-Weight-1M': '20' }).end('{"balances":[]}'),
  '/api/v3/time': (response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('{"serverTime":17600', () => response.destroy());
  },
  '/api/v3/ping': (response) => {
    response.writeHead(200, { 'transfer-encoding': 'chunked' });
    response.write('{"half":', () => response.destroy());
  },
  '/api/v3/exchangeInfo': (response) => {
    const body = gzipSync('{"symbols":[]}');
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': body.byteLength }).end(body);
  },
  '/api/v3/myTrades': () => {},
  '/api/v3/openOrders': (response) => response.writeHead(302, { location: '/api/v3/account' }).end(),
  '/api/v3/allOrders': (response) => response.writeHead(418, { 'retry-after': '7' }).end('{"code":-1003}'),
  '/api/v3/klines': (response) => response.destroy(),
};

let server: Server;
let origin = '';
const seen: { url: string; init: RequestInit }[] = [];

/** The real fetch of this runtime, dialling the server here in place of the exchange. */
const dial = (async (input: string, init: RequestInit) => {
  seen.push({ url: input, init });
  return fetch(input.replace('https://api.binance.com', origin), init);
}) as typeof fetch; // only ever called with a text and options, by the egress

beforeAll(async () => {
  server = createServer((request, response) => {
    behaviours[(request.url ?? '').split('?')[0] ?? '']?.(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a listening TCP server has one
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('a reply', () => {
  test('is handed over whole, with its status, headers and the time of this computer', async () => {
    const reply = await createDirectEgress({ fetch: dial, now }).send(get('/api/v3/account'));
    expect(reply).toMatchObject({
      ok: true,
      value: {
        host: 'api.binance.com',
        status: 200,
        body: '{"balances":[]}',
        headers: { 'x-mbx-used-weight-1m': '20' },
        receivedAt: 1760000000000,
      },
    });
  });

  test('of any status is a reply', async () => {
    const reply = await createDirectEgress({ fetch: dial, now }).send(get('/api/v3/allOrders'));
    expect(reply).toMatchObject({ ok: true, value: { status: 418, headers: { 'retry-after': '7' } } });
  });

  test('that was compressed is not taken for a cut one', async () => {
    const reply = await createDirectEgress({ fetch: dial, now }).send(get('/api/v3/exchangeInfo'));
    expect(reply).toMatchObject({ ok: true, value: { body: '{"symbols":[]}' } });
  });
});

describe('network-failed', () => {
  test.each([
    ['a body shorter than announced', '/api/v3/time'],
    ['a body cut between two chunks', '/api/v3/ping'],
    ['a connection closed without a reply', '/api/v3/klines'],
    ['a redirect, which is not followed', '/api/v3/openOrders'],
  ])('%s', async (_, path) => {
    const reply = await createDirectEgress({ fetch: dial, now }).send(get(path));
    expect(reply).toMatchObject({ ok: false, error: { reason: 'network-failed', host: 'api.binance.com' } });
  });

  test('a body shorter than announced although the transport says nothing', async () => {
    const lenient = async () => new Response('{"a":1', { headers: { 'content-length': '7' } });
    const reply = await createDirectEgress({ fetch: lenient, now }).send(get('/api/v3/time'));
    expect(reply).toMatchObject({ ok: false, error: { reason: 'network-failed', detail: 'the reply was cut off' } });
  });

  test('no reply in time', async () => {
    const reply = await createDirectEgress({ fetch: dial, now, timeoutMs: 60 }).send(get('/api/v3/myTrades'));
    expect(reply).toMatchObject({
      ok: false,
      error: { reason: 'network-failed', detail: 'no complete reply within 0.06 s' },
    });
  });
});

test('a caller that stops gets cancelled, before and during a request', async () => {
  const egress = createDirectEgress({ fetch: dial, now });
  expect(await egress.send(get('/api/v3/account'), AbortSignal.abort())).toMatchObject({
    error: { reason: 'cancelled' },
  });
  const controller = new AbortController();
  const pending = egress.send(get('/api/v3/myTrades'), controller.signal);
  controller.abort();
  expect(await pending).toMatchObject({ ok: false, error: { reason: 'cancelled' } });
});

test('a body beyond 16 MiB is not read to its end', async () => {
  let served = 0;
  const large = async () =>
    new Response(
      new ReadableStream({
        pull(controller) {
          served += 1;
          if (served > 40) return controller.close();
          controller.enqueue(new Uint8Array(1024 * 1024));
        },
      }),
    );
  const reply = await createDirectEgress({ fetch: large, now }).send(get('/api/v3/exchangeInfo'));
  expect(reply).toMatchObject({ ok: false, error: { reason: 'unexpected-payload', subject: 'body' } });
  expect(served).toBeLessThan(20);
});

test('nothing is cached, no cookie or referrer goes along', async () => {
  await createDirectEgress({ fetch: dial, now }).send(get('/api/v3/account'));
  expect(seen.at(-1)?.init).toMatchObject({
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
  });
});

describe('what is not a read is not sent', () => {
  const account = get('/api/v3/account');
  test.each([
    ['an order', { ...get('/api/v3/order'), method: 'POST' as const }],
    ['a withdrawal', { ...get('/sapi/v1/capital/withdraw/apply'), method: 'POST' as const }],
    ['a path that climbs to an order', { ...get('/api/v3/account/../order'), method: 'POST' as const }],
    ['another host', { ...account, url: 'https://evil.example/api/v3/account' }],
    ['another port', { ...account, url: 'https://api.binance.com:8443/api/v3/account' }],
    ['an unencrypted call', { ...account, url: 'http://api.binance.com/api/v3/account' }],
    ['a name in front of the host', { ...account, url: 'https://user:word@api.binance.com/api/v3/account' }],
    ['another method than it shows', { ...account, headers: { 'X-HTTP-Method-Override': 'POST' } }],
  ])('%s', async (_, request) => {
    const sentBefore = seen.length;
    const reply = await createDirectEgress({ fetch: dial, now }).send(request);
    expect(reply).toMatchObject({ ok: false, error: { reason: 'unsupported' } });
    expect(seen).toHaveLength(sentBefore);
  });
});

test('no failure names the signature, the key or the query', async () => {
  const throwing = async (input: unknown) => {
    throw new TypeError(`fetch failed: ${String(input)} with ${apiKey}`);
  };
  const egress = createDirectEgress({ fetch: throwing as typeof fetch, now }); // throws whatever it is given
  const failures = [
    await egress.send(get('/api/v3/account')),
    await egress.send({ ...get('/api/v3/order'), method: 'POST' }),
    await createDirectEgress({ fetch: dial, now }).send(get('/api/v3/klines')),
  ];
  const text = JSON.stringify(failures);
  expect(text).not.toContain(signature);
  expect(text).not.toContain(apiKey);
  expect(text).not.toContain('timestamp');
});
