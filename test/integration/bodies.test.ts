/** How the server reads what it is sent: nothing of a stranger's before it is refused, and no blame for a caller that goes away. */
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodePush } from '../../shared/sync/push-frame';
import { newDevice, randomHex, record } from './harness/device';
import { runServer, type TestServer } from './harness/server';

let server: TestServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.stop());

async function connected(): Promise<Socket> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {}); // the server may be done with it first
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  return socket;
}

const head = (request: string, headers: Readonly<Record<string, string>>): string =>
  [request, 'Host: a', ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n');

/** The first line of what comes back. */
const statusLine = (socket: Socket): Promise<string> =>
  new Promise((resolve) => socket.once('data', (bytes) => resolve(String(bytes).split('\r\n')[0] ?? '')));

const wrongToken = `Bearer ${'A'.repeat(86)}`;

test.each([
  ['a push', 'POST /v1/log HTTP/1.1', {}],
  ['a shared snapshot', `PUT /v1/shares/${'ab'.repeat(16)}?expiresAt=1 HTTP/1.1`, { 'x-share-token': 'ab'.repeat(32) }],
])('%s of unknown length is refused by its token before its body is there', async (_, request, more) => {
  const socket = await connected();
  const answered = statusLine(socket);
  const headers = {
    authorization: wrongToken,
    'content-type': 'application/octet-stream',
    'transfer-encoding': 'chunked',
  };
  socket.write(head(request, { ...headers, ...more }));
  socket.write('1000\r\n'); // and of that chunk nothing, ever
  expect(await answered).toBe('HTTP/1.1 401 Unauthorized');
  socket.destroy();
});

test('a push of unknown length by a device is stored, and one that is longer than may be is refused', async () => {
  const device = await newDevice(server.url);
  const push = (body: Uint8Array) =>
    fetch(`${server.url}/v1/log`, {
      method: 'POST',
      headers: { authorization: `Bearer ${device.token}`, 'content-type': 'application/octet-stream' },
      body: new Blob([new Uint8Array(body)]).stream(),
      duplex: 'half',
    } as RequestInit);
  const frame = encodePush({ records: [record(300), { ...record(200_000), rid: randomHex(32) }], drops: [] });
  expect(await (await push(frame)).json()).toMatchObject({ head: 2, seqs: [1, 2] });
  const tooLong = await push(Buffer.alloc(4 * 1024 * 1024 + 1));
  expect([tooLong.status, await tooLong.json()]).toMatchObject([413, { error: { reason: 'too-large' } }]);
});

test('a caller that goes away in the midst of its push is its own failure, not the database’s', async () => {
  const device = await newDevice(server.url);
  for (const length of [1_000, 200_000]) {
    const from = server.log.length;
    const socket = await connected();
    const headers = {
      authorization: `Bearer ${device.token}`,
      'content-type': 'application/octet-stream',
      'content-length': String(length),
    };
    socket.write(head('POST /v1/log HTTP/1.1', headers));
    await new Promise<void>((resolve) => socket.write(Buffer.alloc(100), () => resolve()));
    socket.destroy();
    const lines = () => server.log.slice(from).map((line) => JSON.parse(line));
    await expect.poll(() => lines().length).toBeGreaterThan(0);
    await expect.poll(() => lines().at(-1)).toMatchObject({ route: '/v1/log', status: 400, msg: 'request' });
    expect(lines()).toHaveLength(1);
  }
});
