/** The way to the relay: one token, one request, and an end that is said whatever goes wrong. */
import { expect, test } from 'vitest';
import { createRelayServer } from '../../../../../extension/engine/sync/relay-server';
import type { RelayMessage } from '../../../../../extension/exchanges/relay-egress';
import type { Failure } from '../../../../../shared/reasons';
import { err, ok } from '../../../../../shared/result';

const message: RelayMessage = {
  exchange: 'binance',
  method: 'GET',
  path: '/api/v3/account',
  query: 'signature=topsecret',
  headers: { 'X-MBX-APIKEY': 'key' },
  sendWithinMs: 5_000,
};

type Dialled = (url: string, init: RequestInit) => Promise<Response>;

/** A device whose token is "token 1", and after each refused one the next. */
function device(dial: Dialled, refused: Failure | null = null) {
  const seen: { readonly url: string; readonly init: RequestInit }[] = [];
  let token = 1;
  const access = {
    origin: 'https://sync.example',
    token: async () => (refused === null ? ok(`token ${token}`) : err({ refusal: null, failure: refused })),
    dropToken: () => {
      token += 1;
    },
  };
  const syncFetch = (async (url: string, init: RequestInit) => {
    seen.push({ url, init });
    return dial(url, init);
  }) as typeof fetch; // called with a text and options alone
  return {
    seen,
    server: createRelayServer({ syncFetch }, () => access),
    away: createRelayServer({ syncFetch }, () => null),
  };
}

test('a request goes once, with the token, and neither cached nor followed elsewhere', async () => {
  const { server, seen } = device(async () => new Response('{}', { headers: { 'fillbook-status': '200' } }));
  const answer = await server.post(message);
  expect(answer.ok && answer.value.header('fillbook-status')).toBe('200');
  expect(seen).toHaveLength(1);
  expect(seen[0]).toMatchObject({
    url: 'https://sync.example/v1/relay',
    init: { method: 'POST', cache: 'no-store', credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer' },
  });
  expect(seen[0]?.init.headers).toMatchObject({ authorization: 'Bearer token 1' });
  expect(JSON.parse(String(seen[0]?.init.body))).toEqual(message);
});

test('a token that has just ended is replaced once', async () => {
  const { server, seen } = device(async () => new Response('', { status: 401 }));
  const answer = await server.post(message);
  expect(answer.ok && answer.value.status).toBe(401);
  expect(seen.map(({ init }) => init.headers)).toMatchObject([
    { authorization: 'Bearer token 1' },
    { authorization: 'Bearer token 2' },
  ]);
});

test('a connection that fails says nothing of what was sent', async () => {
  const { server } = device(async (url) => {
    throw new TypeError(`failed to fetch ${url} ${message.query}`);
  });
  expect(await server.post(message)).toEqual({ ok: false, error: { reason: 'relay-unreachable', code: 'connection' } });
});

test('who cancels is told so', async () => {
  const { server } = device(async (_, { signal }) => {
    signal?.throwIfAborted();
    throw new Error('unreached');
  });
  expect(await server.post(message, AbortSignal.abort())).toEqual({ ok: false, error: { reason: 'cancelled' } });
});

test('without a server there is no relay', async () => {
  const { away, seen } = device(async () => new Response(''));
  expect(away.isConnected()).toBe(false);
  expect(await away.post(message)).toEqual({
    ok: false,
    error: { reason: 'relay-unreachable', code: 'not-connected' },
  });
  expect(seen).toEqual([]);
});

test.each<[Failure, Failure]>([
  [
    { reason: 'sync-refused', code: 'device-removed' },
    { reason: 'relay-refused', code: 'device-removed' },
  ],
  [
    { reason: 'host-access-missing', host: 'sync.example' },
    { reason: 'relay-unreachable', code: 'blocked' },
  ],
  [
    { reason: 'network-failed', code: 'sync' },
    { reason: 'relay-unreachable', code: 'connection' },
  ],
])('a login that comes to %j is told as %j', async (failure, error) => {
  const { server, seen } = device(async () => new Response(''), failure);
  expect(await server.post(message)).toEqual({ ok: false, error });
  expect(seen).toEqual([]);
});
