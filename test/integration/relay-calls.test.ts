import { connect } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { binanceEndpoints } from '../../extension/exchanges/binance/endpoints';
import { createProtocol as binanceProtocol } from '../../extension/exchanges/binance/protocol';
import { bitgetEndpoints } from '../../extension/exchanges/bitget/endpoints';
import { createProtocol as bitgetProtocol } from '../../extension/exchanges/bitget/protocol';
import { bitmartEndpoints } from '../../extension/exchanges/bitmart/endpoints';
import { createProtocol as bitmartProtocol } from '../../extension/exchanges/bitmart/protocol';
import type { Protocol } from '../../extension/exchanges/call';
import type { Credentials, ExchangeClient } from '../../extension/exchanges/client';
import { coinstoreEndpoints } from '../../extension/exchanges/coinstore/endpoints';
import { createProtocol as coinstoreProtocol } from '../../extension/exchanges/coinstore/protocol';
import { createClients } from '../../extension/exchanges/create-clients';
import { createDirectEgress } from '../../extension/exchanges/direct-egress';
import type { Egress, EgressRequest } from '../../extension/exchanges/egress';
import { gateEndpoints } from '../../extension/exchanges/gate/endpoints';
import { createProtocol as gateProtocol } from '../../extension/exchanges/gate/protocol';
import { mexcEndpoints } from '../../extension/exchanges/mexc/endpoints';
import { createProtocol as mexcProtocol } from '../../extension/exchanges/mexc/protocol';
import { poloniexEndpoints } from '../../extension/exchanges/poloniex/endpoints';
import { createProtocol as poloniexProtocol } from '../../extension/exchanges/poloniex/protocol';
import { createRelayEgress, type RelayServer } from '../../extension/exchanges/relay-egress';
import { type ExchangeId, exchangeIds, exchangeInfos } from '../../shared/exchanges/ids';
import { ok, Secret, unixMs } from '../../shared/result';
import { simulatorFetch } from '../contract/simulator-fetch';
import { startSimulator } from '../simulator/simulator';
import { newDevice, type TestDevice } from './harness/device';
import { callsOf, ccxtExchanges, writtenOutWrites } from './harness/exchange-calls';
import { type ExchangeSink, openSink } from './harness/exchange-sink';
import { runServer, type TestServer } from './harness/server';

const unlimited = { RATE_DEVICE_PER_MINUTE: '1000000' };
const now = () => unixMs(Date.now());

let server: TestServer;
let sink: ExchangeSink;
let device: TestDevice;
beforeAll(async () => {
  sink = await openSink();
  server = await runServer(unlimited, undefined, sink.network);
  device = await newDevice(server.url);
});
afterAll(async () => {
  await server.stop();
  await sink.close();
});
beforeEach(() => {
  sink.seen.length = 0;
  sink.dialled.length = 0;
});

const post = (url: string, token: string, json: string): Promise<Response> =>
  fetch(`${url}/v1/relay`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: json,
  });

/** How the relay answers a request in this device's name: its status, and whether an exchange was asked. */
async function answerTo(exchange: ExchangeId, method: string, path: string) {
  const request = { exchange, method, path, query: 'a=1', headers: {} };
  const json = JSON.stringify(method === 'GET' ? request : { ...request, body: '' });
  const answer = await post(server.url, device.token, json);
  const text = await answer.text();
  return { status: answer.status, relayed: answer.headers.has('fillbook-status'), text };
}

/** Of calls that are no GET, those that the relay hands on; four at once, as many as a vault may have under way. */
async function handedOn(exchange: ExchangeId, calls: readonly { readonly method: string; readonly path: string }[]) {
  const passed: string[] = [];
  for (let index = 0; index < calls.length; index += 4) {
    const some = calls.slice(index, index + 4);
    const answers = await Promise.all(some.map(({ method, path }) => answerTo(exchange, method, path)));
    answers.forEach(({ status, relayed }, at) => {
      const { method, path } = some[at] ?? { method: '', path: '' };
      if (relayed) passed.push(`${method} ${path}`);
      else expect([400, 403], `${method} ${path}`).toContain(status); // another method than GET and POST is malformed
    });
  }
  return passed;
}

describe('no call that trades, moves or withdraws is handed on', () => {
  /** Reads that are a POST there. */
  const posts: Readonly<Partial<Record<ExchangeId, readonly string[]>>> = {
    binance: ['POST /sapi/v1/asset/get-funding-asset', 'POST /sapi/v3/asset/getUserAsset'],
  };

  test.each(Object.entries(ccxtExchanges))('of all that ccxt knows of %s', async (name, exchange) => {
    const id = exchangeIds.find((one) => one === name);
    if (id === undefined) throw new Error(`${name} is none of the seven`);
    const calls = [...callsOf(exchange, exchange.describe().api, [])].filter(({ method }) => method !== 'GET');
    expect(calls.length).toBeGreaterThan(20);
    expect((await handedOn(id, calls)).toSorted()).toEqual(posts[id] ?? []);
    expect(sink.seen).toHaveLength((posts[id] ?? []).length);
  });

  test('of what the documents of BitMart and Coinstore list', async () => {
    for (const [host, path] of writtenOutWrites) {
      const id = host.includes('bitmart') ? 'bitmart' : 'coinstore';
      const calls = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'].map((method) => ({ method, path }));
      expect(await handedOn(id, calls)).toEqual([]);
    }
    expect(sink.dialled).toEqual([]);
  });
});

describe('each call that the extension makes is handed on', () => {
  const credentials: Credentials = {
    apiKey: new Secret('key'),
    secret: new Secret('c2VjcmV0'),
    passphrase: new Secret('word'),
    memo: new Secret('memo'),
  };

  function signed<E>(protocol: Protocol<E>, list: Readonly<Record<string, E>>): readonly EgressRequest[] {
    return Object.values(list).map((endpoint) => {
      const request = protocol.sign(endpoint, { symbol: 'BTCUSDT' }, credentials);
      if (!request.ok) throw new Error('not signed');
      return request.value;
    });
  }

  test.each([
    ['Binance', signed(binanceProtocol(now), binanceEndpoints)],
    ['Bitget', signed(bitgetProtocol(now), bitgetEndpoints)],
    ['Gate', signed(gateProtocol(now), gateEndpoints)],
    ['MEXC', signed(mexcProtocol(now), mexcEndpoints)],
    ['Poloniex', signed(poloniexProtocol(now), poloniexEndpoints)],
    ['BitMart', signed(bitmartProtocol(now), bitmartEndpoints)],
    ['Coinstore', signed(coinstoreProtocol(now), coinstoreEndpoints)],
  ])('%s, byte by byte as it was signed', async (_, requests) => {
    const egress = relayEgress(server.url, device.token);
    for (const request of requests) {
      const reply = await egress.send(request);
      expect(reply, `${request.method} ${new URL(request.url).pathname}`).toMatchObject({
        ok: true,
        value: { status: 200 },
      });
    }
    expect(sink.seen.map(({ method, host, url }) => `${method} https://${host}${url}`)).toEqual(
      requests.map(({ method, url }) => `${method} ${url}`),
    );
    expect(sink.seen.map(({ body }) => body)).toEqual(requests.map(({ body }) => body ?? ''));
  });
});

/** The extension's own way through the server, with a device's token. */
function relayEgress(url: string, token: string): Egress {
  const through: RelayServer = {
    isConnected: () => true,
    async post(message) {
      const answer = await post(url, token, JSON.stringify(message));
      const body = new Uint8Array(await answer.arrayBuffer());
      return ok({ status: answer.status, header: (name) => answer.headers.get(name), body });
    },
  };
  return createRelayEgress({ server: through, now });
}

describe('a client reads the same through the relay as directly', () => {
  const readings = async (client: ExchangeClient, exchange: ExchangeId) => ({
    rights: await client.keyRights(),
    balances: await Promise.all(exchangeInfos[exchange].wallets.map((wallet) => client.balances(wallet))),
    markets: await client.markets(),
  });

  test.each(exchangeIds)('%s', async (exchange) => {
    const day = 86_400_000;
    const span = { startAt: Date.now() - 20 * day, endAt: Date.now() - 60_000 };
    // two of the same account, since the second reading of one would meet its limits
    const start = () => startSimulator({ seed: 5, exchange, symbols: 3, fills: 60, now, ...span });
    const [simulator, twin] = [await start(), await start()];
    const behind = await runServer(unlimited, undefined, {
      resolve: async () => ['8.8.4.4'],
      connect: (_, host) =>
        new Promise((resolve, reject) => {
          const to = { host: '127.0.0.1', port: simulator.port, servername: host, ca: simulator.certificate };
          const socket = connect(to, () => resolve(socket)).once('error', reject);
        }),
    });
    try {
      const { apiKey, secret, passphrase, memo } = simulator.keys.readOnly;
      const asked = new Set(exchangeInfos[exchange].credentialFields);
      const credentials: Credentials = {
        apiKey: new Secret(apiKey),
        secret: new Secret(secret),
        ...(asked.has('passphrase') ? { passphrase: new Secret(passphrase) } : {}),
        ...(asked.has('memo') ? { memo: new Secret(memo) } : {}),
      };
      const { token } = await newDevice(behind.url);
      const direct = createDirectEgress({ fetch: simulatorFetch(twin), now, timeoutMs: 15_000 });
      const [near, far] = [direct, relayEgress(behind.url, token)].map((egress) =>
        createClients({ egress, now })(exchange, credentials),
      );
      if (near === undefined || far === undefined) throw new Error('there are two');
      const through = await readings(far, exchange);
      expect(through.balances.every(({ ok }) => ok) && through.markets.ok && through.rights.ok).toBe(true);
      expect(through).toEqual(await readings(near, exchange));
    } finally {
      await behind.stop();
      await simulator.close();
      await twin.close();
    }
  });
});
