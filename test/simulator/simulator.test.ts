import { createHash, X509Certificate } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import type { Duplex } from 'node:stream';
import { connect as tlsConnect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Simulator, startSimulator } from './simulator';
import { get, host, signedGet } from './test-client';
import { units } from './units';

let simulator: Simulator;

beforeAll(async () => {
  const accounts = [
    { label: 'main', fills: 120 },
    { label: 'second', fills: 60, unpriced: true },
  ];
  simulator = await startSimulator({ seed: 5, accounts, proxyPort: 0, controlPort: 0 });
});
afterAll(() => simulator.close());

describe('the server', () => {
  test('names its key for Chromium and maps the exchanges to its port', () => {
    const key = new X509Certificate(simulator.certificate).publicKey.export({ type: 'spki', format: 'der' });
    expect(simulator.spki).toBe(createHash('sha256').update(key).digest('base64'));
    expect(simulator.chromiumFlags).toEqual([
      `--host-resolver-rules=${simulator.hosts.map((one) => `MAP ${one}:443 127.0.0.1:${simulator.port}`).join(', ')}`,
      `--ignore-certificate-errors-spki-list=${simulator.spki}`,
    ]);
    expect(simulator.hosts).toHaveLength(7);
    for (const one of simulator.hosts)
      expect(new X509Certificate(simulator.certificate).subjectAltName).toContain(`DNS:${one}`);
  });

  test('answers for the exchange alone, not for another host', async () => {
    expect((await get(simulator, '/api/v3/time')).status).toBe(200);
    expect((await get(simulator, '/api/v3/time', { host: 'example.org' })).status).toBe(421);
    expect((await get(simulator, '/api/v3/time', { host: `${host}:443` })).status).toBe(200);
  });

  test('gives each account its own keys and its own history', async () => {
    const { main, second } = simulator.accountKeys;
    expect(simulator.keys).toEqual(main);
    const uid = async (keys: typeof main) =>
      JSON.parse((await signedGet(simulator, '/api/v3/account', {}, keys?.readOnly)).text).uid;
    expect(await uid(main)).not.toBe(await uid(second));
    expect(simulator.truth('second').value.USDT?.missing).toEqual(['XYZ']);
    expect(simulator.truth().value.USDT?.missing).toEqual([]);
  });

  test('serves the tickers that the truth is valued at', async () => {
    const rows: { symbol: string; price: string }[] = JSON.parse((await get(simulator, '/api/v3/ticker/price')).text);
    const priceOf = (symbol: string) => units(rows.find((row) => row.symbol === symbol)?.price ?? '0');
    let total = 0n;
    for (const [asset, { total: held }] of Object.entries(simulator.truth().balances)) {
      const amount = units(held);
      total += asset === 'USDT' ? amount * 10n ** 18n : amount * priceOf(`${asset}USDT`);
    }
    const digits = total.toString();
    const expected = `${digits.slice(0, -36)}.${digits.slice(-36)}`.replace(/\.?0+$/, '');
    expect(simulator.truth().value.USDT?.amount).toBe(expected);
  });

  test('logs what was asked, without key, signature or timestamp', async () => {
    simulator.clearRequests();
    await signedGet(simulator, '/api/v3/myTrades', { symbol: 'BTCUSDT', fromId: '0' });
    await get(simulator, '/api/v3/time');
    expect(simulator.requests()).toMatchObject([
      { exchange: 'binance', method: 'GET', path: '/api/v3/myTrades', status: 200, account: 'main' },
      { path: '/api/v3/time', account: null, query: {} },
    ]);
    expect(simulator.requests()[0]?.query).toEqual({ symbol: 'BTCUSDT', fromId: '0' });
    expect(simulator.requestCounts()).toEqual({ 'GET /api/v3/myTrades 200': 1, 'GET /api/v3/time 200': 1 });
    const { apiKey, secret } = simulator.keys.readOnly;
    expect(JSON.stringify(simulator.requests())).not.toMatch(new RegExp(`${apiKey}|${secret}|signature`));
  });

  test('frees its port when it cannot start wholly', async () => {
    const short = await startSimulator({ seed: 1, fills: 0 });
    await short.close();
    const { port } = short;
    const failed = startSimulator({ seed: 1, fills: 0, port, controlPort: simulator.port });
    await expect(failed).rejects.toMatchObject({ code: 'EADDRINUSE' });
    const second = await startSimulator({ seed: 1, fills: 0, port });
    expect(second.port).toBe(port);
    await second.close();
  });

  test.each([{ fills: -1 }, { fills: 1.5 }, { symbols: 0 }, { symbols: 99 }])('refuses %j', async (options) => {
    await expect(startSimulator({ seed: 1, ...options })).rejects.toThrow(RangeError);
  });
});

test('two simulators of one seed answer with the same bytes', async () => {
  const options = { seed: 21, fills: 80, now: () => Date.UTC(2026, 10, 1) };
  const [one, other] = await Promise.all([startSimulator(options), startSimulator(options)]);
  try {
    for (const [path, parameters] of [
      ['/api/v3/myTrades', { symbol: 'ETHUSDT' }],
      ['/api/v3/account', {}],
      ['/api/v3/openOrders', {}],
      ['/sapi/v1/capital/withdraw/history', {}],
    ] as const) {
      const ask = (of: Simulator) => signedGet(of, path, parameters, of.keys.readOnly, options.now());
      const [left, right] = [await ask(one), await ask(other)];
      expect(left.status).toBe(200);
      expect(left.text).toBe(right.text);
    }
    expect((await get(one, '/api/v3/exchangeInfo')).text).toBe((await get(other, '/api/v3/exchangeInfo')).text);
    expect((await get(one, '/api/v3/ticker/24hr')).text).toBe((await get(other, '/api/v3/ticker/24hr')).text);
  } finally {
    await Promise.all([one.close(), other.close()]);
  }
});

test('advance makes fills that the exchange then serves', async () => {
  const before = simulator.truth().fillCount;
  const [made] = simulator.advance({ symbol: 'ETH/USDT' });
  const rows = JSON.parse((await signedGet(simulator, '/api/v3/myTrades', { symbol: 'ETHUSDT', limit: '1' })).text);
  expect(rows).toMatchObject([{ id: made?.id, isBuyer: made?.side === 'buy' }]);
  expect(Math.abs(rows[0].time - Date.now())).toBeLessThan(5000);
  expect(simulator.truth().fillCount).toBe(before + 1);
});

describe('the control port', () => {
  const control = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${simulator.controlUrl}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, value: (await answer.json()) as unknown };
  };

  test('gives the truth of an account', async () => {
    const { value } = await control('GET', '/truth?account=second');
    expect(value).toEqual(JSON.parse(JSON.stringify(simulator.truth('second'))));
  });

  test('switches faults on and off', async () => {
    expect(await control('POST', '/faults', { kind: 'ipRefused', times: 3 })).toEqual({
      status: 200,
      value: [{ kind: 'ipRefused', times: 3 }],
    });
    expect((await signedGet(simulator, '/api/v3/account')).status).toBe(401);
    expect((await control('DELETE', '/faults?kind=ipRefused')).value).toEqual([]);
    expect((await signedGet(simulator, '/api/v3/account')).status).toBe(200);
  });

  test('makes fills happen', async () => {
    const before = simulator.truth('second').fillCount;
    const { value } = await control('POST', '/advance', { fills: 2, account: 'second' });
    expect(value).toHaveLength(2);
    expect(simulator.truth('second').fillCount).toBe(before + 2);
  });

  test('sets a whitelist', async () => {
    const { apiKey } = simulator.keys.readOnly;
    await control('POST', '/whitelist', { apiKey, addresses: ['203.0.113.7'] });
    expect((await signedGet(simulator, '/api/v3/account')).status).toBe(401);
    await control('POST', '/whitelist', { apiKey, addresses: null });
    expect((await signedGet(simulator, '/api/v3/account')).status).toBe(200);
  });

  test('shows and forgets the request log', async () => {
    await control('DELETE', '/requests');
    await get(simulator, '/api/v3/time');
    expect((await control('GET', '/requests')).value).toMatchObject({ counts: { 'GET /api/v3/time 200': 1 } });
  });

  test.each([
    ['POST', '/faults', { kind: 'nothing' }, 400],
    ['POST', '/faults', { kind: 'slow', delay: 5 }, 400],
    ['POST', '/advance', { fills: 0 }, 400],
    ['GET', '/truth?account=nobody', undefined, 400],
    ['GET', '/nothing', undefined, 404],
  ])('%s %s %j is refused', async (method, path, body, status) => {
    expect((await control(method, path, body)).status).toBe(status);
  });
});

describe('the proxy', () => {
  const connect = (authority: string) =>
    new Promise<{ status: number; socket: Duplex }>((resolve, reject) => {
      const sent = httpRequest({ host: '127.0.0.1', port: simulator.proxyPort, method: 'CONNECT', path: authority });
      sent.on('connect', (answer, socket) => resolve({ status: answer.statusCode ?? 0, socket }));
      sent.on('error', reject);
      sent.end();
    });

  test('tunnels to the simulator for a known host', async () => {
    const { status, socket } = await connect('api.binance.com:443');
    expect(status).toBe(200);
    const secured = tlsConnect({ socket, servername: host, ca: simulator.certificate });
    secured.write(`GET /api/v3/ping HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    let text = '';
    for await (const chunk of secured) text += String(chunk);
    expect(text).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(text).toMatch(/\r\n\r\n\{\}$/);
  });

  test.each(['example.org:443', 'api.binance.com:80', 'api.binance.com'])('refuses CONNECT %s', async (authority) => {
    const { status, socket } = await connect(authority);
    socket.destroy();
    expect(status).toBe(502);
  });

  test('refuses a plain request', async () => {
    const answer = await fetch(`http://127.0.0.1:${simulator.proxyPort}/`);
    expect(answer.status).toBe(502);
  });
});
