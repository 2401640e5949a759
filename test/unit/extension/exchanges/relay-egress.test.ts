/** Requests by way of the sync server: what it is told, what its answers mean, and that it takes what every exchange needs. */
import { describe, expect, test } from 'vitest';
import { binanceEndpoints } from '../../../../extension/exchanges/binance/endpoints';
import { createProtocol as createBinance } from '../../../../extension/exchanges/binance/protocol';
import { bitgetEndpoints } from '../../../../extension/exchanges/bitget/endpoints';
import { createProtocol as createBitget } from '../../../../extension/exchanges/bitget/protocol';
import { bitmartEndpoints } from '../../../../extension/exchanges/bitmart/endpoints';
import { createProtocol as createBitmart } from '../../../../extension/exchanges/bitmart/protocol';
import { type Call, type CallParams, createCall, type Protocol } from '../../../../extension/exchanges/call';
import type { Credentials } from '../../../../extension/exchanges/client';
import { coinstoreEndpoints } from '../../../../extension/exchanges/coinstore/endpoints';
import { createProtocol as createCoinstore } from '../../../../extension/exchanges/coinstore/protocol';
import { gateEndpoints } from '../../../../extension/exchanges/gate/endpoints';
import { createProtocol as createGate } from '../../../../extension/exchanges/gate/protocol';
import { mexcEndpoints } from '../../../../extension/exchanges/mexc/endpoints';
import { createProtocol as createMexc } from '../../../../extension/exchanges/mexc/protocol';
import { poloniexEndpoints } from '../../../../extension/exchanges/poloniex/endpoints';
import { createProtocol as createPoloniex } from '../../../../extension/exchanges/poloniex/protocol';
import { createRelayEgress, type RelayAnswer, type RelayServer } from '../../../../extension/exchanges/relay-egress';
import { type ExchangeId, exchangeInfos } from '../../../../shared/exchanges/ids';
import type { Failure } from '../../../../shared/reasons';
import { err, ok, Secret, unixMs } from '../../../../shared/result';
import { judgeRequest, type RelayRequest } from '../../../../sync-server/relay/judge-request';

const startMs = 1_760_000_000_000;
const now = () => unixMs(startMs);

const answerOf = (status: number, headers: Readonly<Record<string, string>>, body: string): RelayAnswer => ({
  status,
  header: (name) => headers[name] ?? null,
  body: new TextEncoder().encode(body),
});
/** The exchange's reply as the server hands it back. */
const handedBack = (status: number, headers: object, body: string) =>
  answerOf(
    200,
    { 'fillbook-status': String(status), 'fillbook-headers': encodeURIComponent(JSON.stringify(headers)) },
    body,
  );
const refused = (status: number, error: object) => answerOf(status, {}, JSON.stringify({ error }));

/** A server that notes what it was told and gives one answer after another, the last for ever. */
function relayOf(...answers: readonly (RelayAnswer | Failure)[]) {
  const told: RelayRequest[] = [];
  const server: RelayServer = {
    isConnected: () => true,
    post: async (message) => {
      told.push(JSON.parse(JSON.stringify(message))); // as it travels
      const answer = answers[Math.min(told.length, answers.length) - 1];
      if (answer === undefined) throw new Error('no answer was given');
      return 'reason' in answer ? err(answer) : ok(answer);
    },
  };
  return { told, egress: createRelayEgress({ server, now }) };
}

const signed = {
  method: 'GET',
  url: 'https://api.binance.com/api/v3/account?timestamp=1&recvWindow=5000&signature=ab%22',
  headers: { 'X-MBX-APIKEY': 'key' },
} as const;

describe('what the server is told', () => {
  test('is the request as it was signed, byte by byte, without a URL, and for how long it may wait, whatever the clock here says', async () => {
    const { told, egress } = relayOf(handedBack(200, {}, '{}'));
    await egress.send(signed);
    expect(told).toEqual([
      {
        exchange: 'binance',
        method: 'GET',
        path: '/api/v3/account',
        query: 'timestamp=1&recvWindow=5000&signature=ab%22',
        headers: { 'X-MBX-APIKEY': 'key' },
        sendWithinMs: 5_000,
      },
    ]);
  });

  test('is nothing of waiting where nothing is signed', async () => {
    const { told, egress } = relayOf(handedBack(200, {}, '{}'));
    await egress.send({ method: 'GET', url: 'https://api.binance.com/api/v3/time', headers: {} });
    expect(told).toEqual([{ exchange: 'binance', method: 'GET', path: '/api/v3/time', query: '', headers: {} }]);
  });

  test.each([
    ['an order', { ...signed, method: 'POST', url: 'https://api.binance.com/api/v3/order' }],
    ['another host', { ...signed, url: 'https://example.com/api/v3/account' }],
    ['another port', { ...signed, url: 'https://api.binance.com:8443/api/v3/account' }],
    ['no encryption', { ...signed, url: 'http://api.binance.com/api/v3/account' }],
  ] as const)('is never %s', async (_, request) => {
    const { told, egress } = relayOf(handedBack(200, {}, '{}'));
    expect(await egress.send(request)).toMatchObject({ ok: false, error: { reason: 'unsupported' } });
    expect(told).toEqual([]);
  });
});

describe('what the server answers', () => {
  const answered = (answer: RelayAnswer | Failure) => relayOf(answer).egress.send(signed);

  test("is the exchange's reply of any status, with its headers in lower case", async () => {
    expect(await answered(handedBack(418, { 'Retry-After': '7' }, '{"code":-1003}'))).toEqual({
      ok: true,
      value: {
        host: 'api.binance.com',
        status: 418,
        headers: { 'retry-after': '7' },
        body: '{"code":-1003}',
        receivedAt: startMs,
      },
    });
  });

  test.each<[string, RelayAnswer, Partial<Failure>]>([
    [
      'a limit until then',
      refused(429, { reason: 'rate-limited', untilAt: 5 }),
      { reason: 'rate-limited', untilAt: unixMs(5) },
    ],
    ['too many at once', refused(429, { reason: 'too-many-in-flight' }), { reason: 'relay-unreachable' }],
    ['a server on its way up', refused(503, { reason: 'unavailable' }), { reason: 'relay-unreachable' }],
    ['a gateway that stands between', answerOf(502, {}, '<html>'), { reason: 'relay-unreachable', code: 'status 502' }],
    ['an exchange that was not reached', refused(502, { reason: 'upstream-failed' }), { reason: 'network-failed' }],
    ['an exchange that was slow', refused(504, { reason: 'upstream-timeout' }), { reason: 'network-failed' }],
    ['a body too large', refused(502, { reason: 'upstream-too-large' }), { reason: 'unexpected-payload' }],
    ['no such read', refused(403, { reason: 'not-relayed' }), { reason: 'relay-refused', code: 'not-relayed' }],
    ['no relay there', refused(404, { reason: 'route-unknown' }), { reason: 'relay-refused', code: 'route-unknown' }],
    ['a device that was removed', refused(403, { reason: 'device-removed' }), { reason: 'relay-refused' }],
    ['a page of something else', answerOf(200, {}, '<html>'), { reason: 'relay-unreachable' }],
    ['a status that is none', handedBack(99, {}, ''), { reason: 'relay-refused', code: 'other-server' }],
    [
      'headers that cannot be read',
      answerOf(200, { 'fillbook-status': '200', 'fillbook-headers': '%' }, ''),
      { reason: 'relay-refused', code: 'other-server' },
    ],
  ])('%s has its reason', async (_, answer, failure) => {
    expect(await answered(answer)).toMatchObject({ ok: false, error: { host: 'api.binance.com', ...failure } });
  });

  test('a server that is not reached is said with the host that was meant', async () => {
    const answer = await answered({ reason: 'relay-unreachable', code: 'not-connected' });
    expect(answer).toEqual({
      ok: false,
      error: { reason: 'relay-unreachable', code: 'not-connected', host: 'api.binance.com' },
    });
  });
});

const credentials: Credentials = {
  apiKey: new Secret('k'.repeat(32)),
  secret: new Secret('s'.repeat(32)),
  passphrase: new Secret('p'),
  memo: new Secret('m'),
};

/** A call that does not wait for its turn. */
const callOf = <E>(protocol: Protocol<E>, egress: ReturnType<typeof createRelayEgress>): Call<E> =>
  createCall({ ...protocol, pace: async () => undefined }, { credentials, egress, now, onBudget: () => undefined });

describe('a request that waited until its signature was too old', () => {
  const overdue = refused(422, { reason: 'sign-again' });

  test('is signed anew and sent once more', async () => {
    const { told, egress } = relayOf(overdue, handedBack(200, {}, '{"balances":[]}'));
    const answer = await callOf(createBinance(now), egress)(binanceEndpoints.account, {}, undefined);
    expect(answer).toMatchObject({ ok: true, value: { payload: { balances: [] } } });
    expect(told).toHaveLength(2);
  });

  test('is not sent a third time', async () => {
    const { told, egress } = relayOf(overdue);
    const answer = await callOf(createBinance(now), egress)(binanceEndpoints.account, {}, undefined);
    expect(answer).toMatchObject({ ok: false, error: { reason: 'relay-refused', code: 'sign-again' } });
    expect(told).toHaveLength(2);
  });
});

/** What the calls are asked with, besides a symbol as it stands in a path: a list, and what is written with commas and blanks. */
const params: CallParams = { symbols: '["BTCUSDT","ETHUSDT"]', startTime: '1', note: 'a, b' };

/** Each exchange's calls, all of them. */
const everyCall: Readonly<Record<ExchangeId, (egress: ReturnType<typeof createRelayEgress>) => Promise<number>>> = {
  binance: (egress) => callAll(createBinance(now), binanceEndpoints, egress),
  bitget: (egress) => callAll(createBitget(now), bitgetEndpoints, egress),
  gate: (egress) => callAll(createGate(now), gateEndpoints, egress),
  mexc: (egress) => callAll(createMexc(now), mexcEndpoints, egress),
  poloniex: (egress) => callAll(createPoloniex(now), poloniexEndpoints, egress),
  bitmart: (egress) => callAll(createBitmart(now), bitmartEndpoints, egress),
  coinstore: (egress) => callAll(createCoinstore(now), coinstoreEndpoints, egress, 'BTCUSDT'),
};

async function callAll<E>(
  protocol: Protocol<E>,
  endpoints: Readonly<Record<string, E>>,
  egress: ReturnType<typeof createRelayEgress>,
  symbol = 'BTC_USDT',
): Promise<number> {
  const all = Object.values(endpoints);
  for (const endpoint of all) await callOf(protocol, egress)(endpoint, { ...params, symbol }, undefined);
  return all.length;
}

describe('every read of an exchange is one that the server sends', () => {
  test.each(Object.entries(everyCall))('%s', async (exchange, calls) => {
    const { told, egress } = relayOf(handedBack(200, {}, '{}'));
    const count = await calls(egress);
    const judged = told.map((request) => ({ request, verdict: judgeRequest(request, startMs, startMs) }));
    expect(judged.filter(({ verdict }) => !verdict.ok)).toEqual([]);
    expect(judged).toHaveLength(count);
    const { hosts } = exchangeInfos[exchange as ExchangeId]; // the table's own keys
    for (const { request, verdict } of judged) {
      expect(request.exchange).toBe(exchange);
      expect(hosts).toContain(verdict.ok && verdict.value.host);
      expect(verdict.ok && verdict.value.target).toBe(
        request.query === '' ? request.path : `${request.path}?${request.query}`,
      );
    }
  });
});
