/** Asks the simulated Binance without a socket, with a clock in the test's hand. */
import { createHmac } from 'node:crypto';
import type { SimulatedExchange, WireReply } from '../exchange';
import { createFaults, type Faults } from '../faults';
import type { AccountOptions } from '../life';
import { type ApiKey, World } from '../world';
import { createBinance } from './binance';

export const nowMs = Date.UTC(2026, 10, 1, 12, 0, 30);

interface Asking {
  readonly method?: string;
  readonly key?: ApiKey;
  readonly apiKey?: string;
  readonly secret?: string;
  readonly timestamp?: number;
  readonly address?: string;
  /** Replaces the whole query, signature included. */
  readonly rawQuery?: string;
}

export interface Harness {
  readonly world: World;
  readonly faults: Faults;
  readonly clock: { nowMs: number };
  ask(path: string, parameters?: Readonly<Record<string, string>>, asking?: Asking): WireReply;
  /** A signed request of the first account's read-only key. */
  askSigned(path: string, parameters?: Readonly<Record<string, string>>, asking?: Asking): WireReply;
}

export function createHarness(account: Omit<AccountOptions, 'label'> = {}, perPage: number | null = null): Harness {
  const clock = { nowMs };
  const accounts = [
    { label: 'main', ...account },
    { label: 'second', fills: 60 },
  ];
  const world = new World({ seed: 11, startAt: Date.UTC(2024, 0, 1), endAt: Date.UTC(2026, 9, 1), accounts });
  const faults = createFaults();
  const exchange = createBinance({ world, faults, hidden: new Map(), perPage });
  const send = (path: string, rawQuery: string, apiKey: string | undefined, asking: Asking): WireReply =>
    sendTo(exchange, clock.nowMs, path, asking.rawQuery ?? rawQuery, apiKey, asking);
  return {
    world,
    faults,
    clock,
    ask: (path, parameters = {}, asking = {}) =>
      send(path, new URLSearchParams(parameters).toString(), asking.apiKey, asking),
    askSigned: (path, parameters = {}, asking = {}) => {
      const key = asking.key ?? world.account('main').keys.readOnly;
      const timestamp = String(asking.timestamp ?? clock.nowMs);
      const query = new URLSearchParams({ ...parameters, timestamp }).toString();
      const signature = createHmac('sha256', asking.secret ?? key.secret)
        .update(query)
        .digest('hex');
      return send(path, `${query}&signature=${signature}`, asking.apiKey ?? key.apiKey, asking);
    },
  };
}

function sendTo(
  exchange: SimulatedExchange,
  at: number,
  path: string,
  rawQuery: string,
  apiKey: string | undefined,
  asking: Asking,
): WireReply {
  return exchange.handle({
    ...{ method: asking.method ?? 'GET', path, rawQuery, query: new URLSearchParams(rawQuery), body: '', nowMs: at },
    headers: { 'x-mbx-apikey': apiKey },
    address: asking.address ?? '127.0.0.1',
  });
}

/** Status, code and text of an error. */
export function errorOf({ status, body }: WireReply): string {
  const { code, msg } = JSON.parse(body) as { code: number; msg: string }; // asserted as a text by the tests
  return `${status} ${code} ${msg}`;
}

/** The rows of an array reply. */
export function rowsOf(reply: WireReply): readonly Readonly<Record<string, unknown>>[] {
  if (reply.status !== 200) throw new Error(errorOf(reply));
  return JSON.parse(reply.body) as Record<string, unknown>[]; // each test asserts the fields that it reads
}
