/**
 * The control port, for tests that run in another process than the simulator. HTTP on loopback, JSON both ways, no secrets.
 *
 * | method, path | body or query | answer |
 * | --- | --- | --- |
 * | GET /truth | `?account=label` | the account's truth |
 * | POST /advance | `{"fills":3,"account":"main","symbol":"BTC/USDT"}`, each optional | the new fills |
 * | GET /faults | | the faults that are on |
 * | POST /faults | a fault: `{"kind":"ipRefused","times":1}` | the faults that are on |
 * | DELETE /faults | `?kind=ipRefused`, absent: all | the faults that are on |
 * | POST /whitelist | `{"apiKey":"…","addresses":["203.0.113.7"]}` or null | |
 * | GET /requests | | `{entries, counts}` |
 * | DELETE /requests | | forgets them |
 *
 * A malformed request gets 400 with `{"error":"…"}`, an unknown path 404.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { z } from 'zod';
import { exchangeIds } from '../../shared/exchanges/ids';
import { type FaultKind, faultKinds } from './faults';
import { bodyOf } from './server';
import type { LiveSimulator } from './simulator';

const kind = z.custom<FaultKind>((value) => faultKinds.some((known) => known === value), 'unknown fault');

const faultBody = z.strictObject({
  kind,
  exchange: z.enum(exchangeIds).exactOptional(),
  path: z.string().exactOptional(),
  times: z.int().positive().exactOptional(),
  skewMs: z.int().exactOptional(),
  delayMs: z.int().nonnegative().exactOptional(),
  retryAfterSeconds: z.int().nonnegative().exactOptional(),
  status: z.int().min(400).max(599).exactOptional(),
  count: z.int().positive().exactOptional(),
});

const advanceBody = z.strictObject({
  fills: z.int().positive().max(10_000).exactOptional(),
  account: z.string().exactOptional(),
  symbol: z.string().exactOptional(),
});

const whitelistBody = z.strictObject({ apiKey: z.string(), addresses: z.array(z.string()).nullable() });

type Route = (simulator: LiveSimulator, query: URLSearchParams, body: unknown) => unknown;

const routes: Readonly<Record<string, Route>> = {
  'GET /truth': (simulator, query) => simulator.truth(query.get('account') ?? undefined),
  'POST /advance': (simulator, _query, body) => simulator.advance(advanceBody.parse(body ?? {})),
  'GET /faults': ({ faults }) => faults.active(),
  'POST /faults': ({ faults }, _query, body) => {
    faults.set(faultBody.parse(body));
    return faults.active();
  },
  'DELETE /faults': ({ faults }, query) => {
    const named = query.get('kind');
    faults.clear(named === null ? undefined : kind.parse(named));
    return faults.active();
  },
  'POST /whitelist': (simulator, _query, body) => {
    const { apiKey, addresses } = whitelistBody.parse(body);
    simulator.setWhitelist(apiKey, addresses);
    return {};
  },
  'GET /requests': (simulator) => ({ entries: simulator.requests(), counts: simulator.requestCounts() }),
  'DELETE /requests': (simulator) => {
    simulator.clearRequests();
    return {};
  },
};

async function answer(simulator: LiveSimulator, message: IncomingMessage): Promise<{ status: number; value: unknown }> {
  const url = new URL(message.url ?? '/', 'http://control');
  const route = routes[`${message.method} ${url.pathname}`];
  if (route === undefined) return { status: 404, value: { error: `no ${message.method} ${url.pathname}` } };
  try {
    const text = await bodyOf(message);
    return { status: 200, value: route(simulator, url.searchParams, text === '' ? null : JSON.parse(text)) };
  } catch (error) {
    return { status: 400, value: { error: error instanceof Error ? error.message : String(error) } };
  }
}

export function createControl(simulator: LiveSimulator): Server {
  return createServer(async (message, response) => {
    const { status, value } = await answer(simulator, message);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  });
}
