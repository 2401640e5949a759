import { createHash, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newDevice, type TestDevice } from './harness/device';
import { type ExchangeSink, openSink } from './harness/exchange-sink';
import { runServer, type TestServer } from './harness/server';

let server: TestServer;
let sink: ExchangeSink;
let device: TestDevice;
const plain: ExchangeSink['answer'] = (_, response) =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');

beforeAll(async () => {
  sink = await openSink();
  server = await runServer({ EGRESS_ADDRESSES: '198.51.100.4' }, undefined, sink.network);
});
afterAll(async () => {
  await server.stop();
  await sink.close();
});
beforeEach(async () => {
  device = await newDevice(server.url);
  sink.seen.length = 0;
  sink.dialled.length = 0;
  sink.addresses = () => ['8.8.4.4'];
  sink.answer = plain;
  await server.owner`delete from relay_budgets`;
  await server.owner`delete from relay_turns`;
});

const read = (more: object = {}) => ({
  exchange: 'binance',
  method: 'GET',
  path: '/api/v3/account',
  query: 'timestamp=1&recvWindow=5000&signature=abc',
  headers: { 'X-MBX-APIKEY': 'key' },
  sendWithinMs: 5_000,
  ...more,
});

async function relay(more: object = {}, by: TestDevice = device) {
  const response = await fetch(`${server.url}/v1/relay`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${by.token}`,
      'content-type': 'application/json',
      cookie: 'a=b',
      forwarded: 'for=1.2.3.4',
    },
    body: JSON.stringify(read(more)),
  });
  const status = response.headers.get('fillbook-status');
  const text = await response.text();
  const reason = status === null ? (JSON.parse(text) as { error: { reason: string } }).error.reason : null;
  const headers = JSON.parse(decodeURIComponent(response.headers.get('fillbook-headers') ?? '{}')) as Record<
    string,
    string
  >;
  return { http: response.status, status, text, reason, headers };
}

describe('the relay', () => {
  test("hands a read to the exchange byte by byte, and the exchange's answer back", async () => {
    sink.answer = (_, response) =>
      void response
        .writeHead(403, {
          'content-type': 'application/json',
          'x-mbx-used-weight-1m': '7',
          'set-cookie': 'c=d',
          'access-control-allow-origin': '*',
        })
        .end('{"code":-2015}');
    const answer = await relay();
    expect(answer).toMatchObject({ http: 200, status: '403', text: '{"code":-2015}' });
    expect(answer.headers).toMatchObject({ 'content-type': 'application/json', 'x-mbx-used-weight-1m': '7' });
    expect(Object.keys(answer.headers)).not.toEqual(expect.arrayContaining(['set-cookie']));
    expect(Object.keys(answer.headers)).not.toEqual(expect.arrayContaining(['access-control-allow-origin']));
    expect(sink.seen).toMatchObject([
      { method: 'GET', host: 'api.binance.com', url: '/api/v3/account?timestamp=1&recvWindow=5000&signature=abc' },
    ]);
  });

  test("takes along the exchange's own headers and nothing else of the caller's", async () => {
    await relay({
      headers: {
        'X-MBX-APIKEY': 'key',
        'X-HTTP-Method-Override': 'POST',
        Cookie: 'x=y',
        Host: 'evil.example',
        'Transfer-Encoding': 'chunked',
      },
    });
    expect(Object.keys(sink.seen[0]?.headers ?? {}).toSorted()).toEqual([
      'accept-encoding',
      'connection',
      'host',
      'user-agent',
      'x-mbx-apikey',
    ]);
    expect(sink.seen[0]?.headers.host).toBe('api.binance.com');
  });

  test('sends a body as it was signed', async () => {
    const body = '{"symbol":"BTC_USDT","recvWindow":5000}';
    const request = {
      exchange: 'bitmart',
      method: 'POST',
      path: '/spot/v4/query/trades',
      query: '',
      body,
      headers: { 'X-BM-KEY': 'k' },
    };
    expect((await relay(request)).status).toBe('200');
    expect(sink.seen[0]).toMatchObject({ method: 'POST', host: 'api-cloud.bitmart.com', body });
  });

  test('lets a signed request wait for five seconds at most, by its own clock alone, and takes no window of more', async () => {
    for (const sendWithinMs of [undefined, 0, 5_001, 1.5])
      expect(await relay({ sendWithinMs })).toMatchObject({ http: 400, reason: 'malformed' });
    expect(await relay({ expires: Date.now() + 5_000 })).toMatchObject({ http: 400, reason: 'malformed' });
    expect(await relay({ query: 'recvWindow=5001&signature=a' })).toMatchObject({ http: 400, reason: 'malformed' });
    expect(sink.dialled).toEqual([]);
  });

  test('counts what a request is given from its first byte, not from the last', async () => {
    const { hostname, port } = new URL(server.url);
    const body = JSON.stringify(read({ sendWithinMs: 50 }));
    const head = ['POST /v1/relay HTTP/1.1', `host: ${hostname}`, `authorization: Bearer ${device.token}`];
    const headers = [...head, 'content-type: application/json', `content-length: ${body.length}`, 'connection: close'];
    const socket = connect(Number(port), hostname);
    const answer = new Promise<string>((resolve) => {
      let text = '';
      socket.on('data', (part) => {
        text += part;
      });
      socket.on('close', () => resolve(text));
    });
    socket.write(`${headers.join('\r\n')}\r\n\r\n${body.slice(0, 9)}`);
    setTimeout(() => socket.write(body.slice(9)), 100);
    expect(await answer).toMatch(/^HTTP\/1.1 422 .*sign-again/s);
    expect(sink.dialled).toEqual([]);
  });

  test('sends what is not signed without being told for how long', async () => {
    const request = { exchange: 'mexc', path: '/api/v3/time', query: '', headers: {}, sendWithinMs: undefined };
    expect((await relay(request)).status).toBe('200');
  });

  test('needs the token of a device', async () => {
    const stranger = await newDevice(server.url);
    stranger.token = '';
    expect(await relay({}, stranger)).toMatchObject({ http: 401 });
    // one that was made up for a vault that is there takes no place of that vault, and is not told what is relayed
    stranger.token = Buffer.concat([Buffer.from(device.vaultId, 'hex'), randomBytes(32)]).toString('base64url');
    expect(await relay({}, stranger)).toMatchObject({ http: 401, reason: 'token-expired' });
    expect(await relay({ path: '/api/v3/order' }, stranger)).toMatchObject({ http: 401, reason: 'token-expired' });
    expect(await server.owner`select from relay_turns`).toHaveLength(0);
    expect(sink.dialled).toEqual([]);
  });

  test('sends nothing for a vault that is retired, and keeps no place for it', async () => {
    await device.send('POST', '/v1/vaults/retire', { notice: Buffer.from('sealed').toString('base64') });
    expect(await relay()).toMatchObject({ http: 410, reason: 'vault-retired' });
    expect(await relay({ path: '/api/v3/order' })).toMatchObject({ http: 410, reason: 'vault-retired' });
    const next = await newDevice(server.url);
    const from = performance.now();
    expect(await relay({}, next)).toMatchObject({ status: '200' }); // the same key, which a place left behind holds up for 32 s
    expect(performance.now() - from).toBeLessThan(15_000);
    expect(sink.seen).toHaveLength(1);
  });

  test.each([
    '127.0.0.1',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '192.0.2.1',
    '198.18.0.1',
    '240.0.0.1',
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    'fd00::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    '2001:db8::1',
    '2002:7f00:1::',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.1',
    '127.0.0.1.',
    'user@127.0.0.1',
    '１２７.0.0.1',
    'fe80::1%eth0',
    'localhost',
  ])('does not call %s, whatever name leads there', async (address) => {
    // another host each time would keep a pooled connection: none is open to this one
    sink.addresses = () => [address];
    const request = { exchange: 'gate', path: '/api/v4/spot/time', query: '', headers: {} };
    expect(await relay(request)).toMatchObject({ http: 502, reason: 'upstream-failed' });
    sink.addresses = () => ['8.8.4.4', address];
    expect(await relay(request)).toMatchObject({ http: 502, reason: 'upstream-failed' });
    expect(sink.dialled).toEqual([]);
  });

  test('resolves once for a connection and dials what it judged', async () => {
    let asked = 0;
    sink.addresses = () => [asked++ === 0 ? '1.1.1.1' : '127.0.0.1'];
    expect((await relay({ exchange: 'poloniex', path: '/timestamp', query: '', headers: {} })).status).toBe('200');
    expect({ asked, dialled: sink.dialled }).toEqual({ asked: 1, dialled: ['1.1.1.1'] });
  });

  test('follows no redirect', async () => {
    sink.answer = (_, response) => void response.writeHead(302, { location: 'https://127.0.0.1/' }).end();
    expect((await relay()).status).toBe('302');
    expect(sink.seen).toHaveLength(1);
  });

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('reads no more than 8 MiB of what %s makes of a few bytes', async (encoding, compress) => {
    sink.answer = (_, response) =>
      void response.writeHead(200, { 'content-encoding': encoding }).end(compress(Buffer.alloc(64 * 1_048_576)));
    expect(await relay()).toMatchObject({ http: 502, reason: 'upstream-too-large' });
    sink.answer = (_, response) =>
      void response.writeHead(200, { 'content-encoding': encoding }).end(compress(Buffer.from('small')));
    expect(await relay()).toMatchObject({ status: '200', text: 'small' });
  });

  test('gives up an endless reply, a cut one and one that is no HTTP, each with a reason', async () => {
    sink.answer = (_, response) => {
      const piece = Buffer.alloc(1_048_576);
      const more = (): void => void (response.destroyed || response.write(piece, more));
      more();
    };
    expect(await relay()).toMatchObject({ http: 502, reason: 'upstream-too-large' });
    sink.answer = (_, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('half', () => response.destroy());
    };
    expect(await relay()).toMatchObject({ http: 502, reason: 'upstream-failed' });
    sink.answer = (_, response) =>
      void response.socket?.end('HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc');
    expect(await relay()).toMatchObject({ http: 502, reason: 'upstream-failed' });
    expect(sink.seen).toHaveLength(3); // each was sent once
  });

  test('blocks an exchange for every instance until it said, and tells until when', async () => {
    sink.answer = (_, response) => void response.writeHead(429, { 'retry-after': '30' }).end('{}');
    expect((await relay()).status).toBe('429');
    sink.answer = plain;
    const blocked = await relay();
    expect(blocked).toMatchObject({ http: 429, reason: 'rate-limited' });
    const { error } = JSON.parse(blocked.text) as { error: { untilAt: number } };
    expect(error.untilAt - Date.now()).toBeGreaterThan(20_000);
    expect(error.untilAt - Date.now()).toBeLessThanOrEqual(30_000);
    const other = await server.another();
    const elsewhere = await fetch(`${other.url}/v1/relay`, {
      method: 'POST',
      headers: { authorization: `Bearer ${device.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(read()),
    });
    expect(elsewhere.status).toBe(429);
    expect((await relay({ exchange: 'gate', path: '/api/v4/spot/time', query: '', headers: {} })).status).toBe('200');
    expect(sink.seen).toHaveLength(2);
  });

  test('sends the requests of one key one after another, and has at most four of a vault under way', async () => {
    const waiting: (() => void)[] = [];
    sink.answer = (_, response) => void waiting.push(() => response.end('{}'));
    const sent = ['a', 'b', 'c', 'd', 'e'].map((name) => relay({ query: `name=${name}` }));
    const refused = await Promise.race(sent);
    expect(refused).toMatchObject({ http: 429, reason: 'too-many-in-flight' });
    for (let index = 0; index < 4; index++) {
      await expect.poll(() => waiting.length).toBe(index + 1); // never two at once: the next comes when this is answered
      waiting[index]?.();
    }
    const answers = await Promise.all(sent);
    expect(answers.filter(({ status }) => status === '200')).toHaveLength(4);
    expect(sink.seen).toHaveLength(4);
  });

  test('keeps the order of one key over two instances, one request under way at a time', async () => {
    const other = await server.another();
    const waiting: (() => void)[] = [];
    sink.answer = (_, response) => void waiting.push(() => response.end('{}'));
    const sent: Promise<Response>[] = [];
    for (let index = 0; index < 4; index++) {
      const before = await server.owner`select 1 from relay_turns`;
      sent.push(
        fetch(`${index % 2 === 0 ? server.url : other.url}/v1/relay`, {
          method: 'POST',
          headers: { authorization: `Bearer ${device.token}`, 'content-type': 'application/json' },
          body: JSON.stringify(read({ query: `name=${index}` })),
        }),
      );
      // it has its place before the next one is sent
      await expect.poll(async () => (await server.owner`select 1 from relay_turns`).length).toBe(before.length + 1);
    }
    expect((await relay()).reason).toBe('too-many-in-flight'); // four of a vault, of which two are at the other
    for (let index = 0; index < 4; index++) {
      await expect.poll(() => waiting.length).toBe(index + 1);
      waiting[index]?.();
    }
    await Promise.all(sent);
    expect(sink.seen.map(({ url }) => url.split('?')[1])).toEqual(['name=0', 'name=1', 'name=2', 'name=3']);
    await expect.poll(() => server.owner`select 1 from relay_turns`).toEqual([]);
  });

  test('does not wait for a request that an instance had under way when it died, longer than a request may take', async () => {
    const keyHash = createHash('sha256').update('binance key').digest();
    const dead = (expires: string) => server.owner`
      insert into relay_turns (vault_id, key_hash, expires_at) values (${randomBytes(32)}, ${keyHash}, now() + ${expires}::interval)`;
    await dead('-1 second');
    expect((await relay()).status).toBe('200');
    await dead('300 milliseconds');
    expect((await relay()).status).toBe('200');
    await dead('30 seconds');
    expect(await relay({ sendWithinMs: 200 })).toMatchObject({ http: 422, reason: 'sign-again' });
    expect(sink.seen).toHaveLength(2);
  });

  test('refuses a request of more than 64 KiB before it is read', async () => {
    expect(await relay({ body: 'x'.repeat(70_000) })).toMatchObject({ http: 413, reason: 'too-large' });
  });

  test("tells the addresses for a whitelist, and the caller's own", async () => {
    expect((await device.get('/v1/relay/egress')).body).toEqual({
      configured: ['198.51.100.4'],
      seen: null,
      caller: '127.0.0.1',
    });
  });

  test('leaves query, key and reply out of the log', async () => {
    await relay({ query: 'signature=very-secret-signature', headers: { 'X-MBX-APIKEY': 'very-secret-key' } });
    const line = server.log.findLast((text) => text.includes('"relayed"')) ?? '';
    expect(JSON.parse(line)).toMatchObject({ exchange: 'binance', status: 200 });
    expect(server.log.join('')).not.toContain('very-secret');
  });
});
