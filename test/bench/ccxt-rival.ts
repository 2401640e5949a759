/**
 * The rival of refresh_seven_accounts: the calls of a refresh made by bare ccxt in a Node process of its own.
 *
 * The exchanges side by side, each one's calls one after another. ccxt as it comes: its own throttle, its own reading of JSON,
 * nothing stored, nothing shown. Each round has new instances, made before its clock starts: ccxt's throttle would otherwise
 * make the first call of a round wait for the last of the round before. A connection serves all calls of a round to its exchange.
 */
import { Agent, request } from 'node:https';
import { binance, bitget, type Exchange, gate, mexc, poloniex } from 'ccxt';
import {
  weightLimit as bitmartLimit,
  weightWindowMs as bitmartWindowMs,
} from '../../extension/exchanges/bitmart/endpoints';
import { Bitmart } from '../../extension/exchanges/bitmart/signing';
import { requestLimit, requestWindowMs } from '../../extension/exchanges/coinstore/endpoints';
import { SigningExchange } from '../../extension/exchanges/coinstore/signing-exchange';
import { type ExchangeId, exchangeIds } from '../../shared/exchanges/ids';
import type { ApiKey } from '../simulator/world';
import type { CallsByExchange, RefreshCall } from './refresh-calls';

/** What the rival is told once for every round. */
export interface RivalRound {
  readonly port: number;
  readonly certificate: string;
  readonly keys: Readonly<Record<ExchangeId, ApiKey>>;
  readonly calls: CallsByExchange;
}

/** What it answers: milliseconds from the first call until the last payload was read, or what went wrong. */
export type RivalAnswer = { readonly ms: number } | { readonly error: string };

const agent = new Agent({ keepAlive: true });

interface Sent {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

/** A fetch that resolves every host to the simulator. */
const simulated =
  ({ port, certificate: ca }: RivalRound) =>
  (url: string, { method, headers, body }: Sent): Promise<Response> =>
    new Promise((resolve, reject) => {
      const { hostname, pathname, search } = new URL(url);
      const to = { agent, host: '127.0.0.1', port, servername: hostname, ca, method, path: `${pathname}${search}` };
      const sent = request({ ...to, headers: { ...headers, host: hostname } }, (message) => {
        const chunks: Buffer[] = [];
        message.on('data', (chunk: Buffer) => chunks.push(chunk));
        message.on('error', reject);
        message.on('end', () => {
          const told = Object.entries(message.headers).flatMap(([name, value]) =>
            typeof value === 'string' ? [[name, value] as [string, string]] : [],
          );
          resolve(new Response(Buffer.concat(chunks), { status: message.statusCode ?? 0, headers: told }));
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });

/** Of the two that ccxt lacks the throttle allows what their documents allow, whole. */
const create: Readonly<Record<ExchangeId, (credentials: object) => Exchange>> = {
  binance: (credentials) => new binance(credentials),
  bitget: (credentials) => new bitget(credentials),
  gate: (credentials) => new gate(credentials),
  mexc: (credentials) => new mexc(credentials),
  poloniex: (credentials) => new poloniex(credentials),
  bitmart: (credentials) => new Bitmart({ ...credentials, rateLimit: bitmartWindowMs / bitmartLimit }),
  coinstore: (credentials) => new SigningExchange({ ...credentials, rateLimit: requestWindowMs / requestLimit }),
};

const capitalised = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** ccxt's own name for a raw call, such as privateGetAccount: it knows the cost that ccxt throttles by. */
function implicitName({ api, method = 'GET', path }: RefreshCall): string {
  const [first = '', ...rest] = typeof api === 'string' ? [api] : api;
  const parts = [...rest, method.toLowerCase(), ...path.split(/[^a-zA-Z0-9]/)];
  return `${first}${parts.map(capitalised).join('')}`;
}

function make(id: ExchangeId, exchange: Exchange, call: RefreshCall): Promise<unknown> {
  if (id === 'bitmart' || id === 'coinstore') {
    const cost = 'weight' in call ? call.weight : 1;
    return exchange.request(call.path, call.api, call.method ?? 'GET', call.params, undefined, undefined, { cost });
  }
  const implicit: unknown = Reflect.get(exchange, implicitName(call));
  if (typeof implicit !== 'function') throw new Error(`ccxt has no ${id}.${implicitName(call)}`);
  return implicit.call(exchange, call.params);
}

async function run(round: RivalRound): Promise<number> {
  const exchanges = exchangeIds.map((id) => {
    const { apiKey, secret, passphrase, memo } = round.keys[id];
    const exchange = create[id]({ apiKey, secret, password: passphrase, uid: memo });
    exchange.fetchImplementation = simulated(round);
    return { id, exchange };
  });
  const startedAt = performance.now();
  await Promise.all(
    exchanges.map(async ({ id, exchange }) => {
      for (const call of round.calls[id]) await make(id, exchange, call);
    }),
  );
  return performance.now() - startedAt;
}

process.on('message', (round: RivalRound) => {
  const answer = (message: RivalAnswer): void => {
    process.send?.(message);
  };
  run(round).then(
    (ms) => answer({ ms }),
    (error: unknown) => answer({ error: String(error) }),
  );
});
