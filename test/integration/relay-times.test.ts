import { type AddressInfo, createServer, type Server } from 'node:net';
import { connect } from 'node:tls';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RelayNetwork } from '../../sync-server/relay/upstream';
import { newDevice, type TestDevice } from './harness/device';
import { type ExchangeSink, openSink } from './harness/exchange-sink';
import { runServer, type TestServer } from './harness/server';

/** In the place of 3, 10 and 30 s. */
const times = { connectMs: 700, byteMs: 900, totalMs: 2_000 };

let server: TestServer;
let sink: ExchangeSink;
let silent: Server;
let device: TestDevice;
let isSilent = false;

/** As the sink's, or to a port that takes the connection and says nothing. */
const connectTo: RelayNetwork['connect'] = (address, host, signal) => {
  if (!isSilent) return sink.network.connect(address, host, signal);
  return new Promise((_, reject) => {
    const { port } = silent.address() as AddressInfo; // a listening TCP server has one
    const socket = connect({ host: '127.0.0.1', port, servername: host });
    signal.addEventListener('abort', () => socket.destroy(signal.reason));
    socket.once('error', reject);
  });
};

beforeAll(async () => {
  sink = await openSink();
  silent = createServer().listen(0, '127.0.0.1');
  const network: RelayNetwork = { resolve: sink.network.resolve, connect: connectTo };
  server = await runServer({}, undefined, network, times);
  device = await newDevice(server.url);
});
afterAll(async () => {
  await server.stop();
  silent.close();
  await sink.close();
});
beforeEach(() => {
  isSilent = false;
  sink.seen.length = 0;
});

/** What a read is answered, and after how long. */
async function relayed() {
  const from = performance.now();
  const response = await fetch(`${server.url}/v1/relay`, {
    method: 'POST',
    headers: { authorization: `Bearer ${device.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ exchange: 'binance', method: 'GET', path: '/api/v3/time', query: '', headers: {} }),
  });
  const { error } = (await response.json()) as { readonly error?: { readonly reason: string } };
  return { http: response.status, reason: error?.reason, ms: performance.now() - from };
}

const late = { http: 504, reason: 'upstream-timeout' };

test('an exchange that is never connected to is given up', async () => {
  isSilent = true;
  const { ms, ...answer } = await relayed();
  expect(answer).toEqual(late);
  expect(ms).toBeLessThan(times.totalMs); // by its own limit, not by the one of all together
  expect(sink.seen).toEqual([]);
});

test.each<[string, ExchangeSink['answer']]>([
  ['never answers', () => undefined],
  ['stops in the midst of its reply', (_, response) => void response.write('{"serverTime":')],
  [
    'sends its reply byte by byte, and never ends',
    (_, response) => {
      const drip = setInterval(() => response.write(' '), 100);
      response.on('close', () => clearInterval(drip));
    },
  ],
])('an exchange that %s is given up, and was asked once', async (_, answer) => {
  sink.answer = answer;
  expect(await relayed()).toMatchObject(late);
  expect(sink.seen).toHaveLength(1);
});
