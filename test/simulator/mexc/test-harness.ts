/** Asks the simulated MEXC without a socket, with a clock in the test's hand. */
import { createHmac } from 'node:crypto';
import type { WireReply } from '../exchange';
import { createFaults } from '../faults';
import type { AccountOptions } from '../life';
import { type ApiKey, World } from '../world';
import { createMexc } from './mexc';

export const nowMs = Date.UTC(2026, 10, 1, 12, 0, 30);
export const dayMs = 86_400_000;

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

type Ask = (path: string, parameters?: Readonly<Record<string, string>>, asking?: Asking) => WireReply;

interface Harness {
  readonly world: World;
  readonly clock: { nowMs: number };
  readonly exchange: ReturnType<typeof createMexc>;
  readonly ask: Ask;
  /** A signed request of the first account's read-only key. */
  readonly askSigned: Ask;
}

/** Two accounts; the history of the first lies in the last 20 days where it is not told otherwise. */
export function createHarness(account: Omit<AccountOptions, 'label'> = {}): Harness {
  const clock = { nowMs };
  const accounts = [
    { label: 'main', exchange: 'mexc', ...account },
    { label: 'second', exchange: 'mexc', fills: 60 },
  ] as const;
  const world = new World({ seed: 11, startAt: nowMs - 20 * dayMs, endAt: nowMs - 60_000, accounts });
  const exchange = createMexc({ world, faults: createFaults(), hidden: new Map(), perPage: null });
  const send = (path: string, rawQuery: string, apiKey: string | undefined, asking: Asking): WireReply =>
    exchange.handle({
      ...{ method: asking.method ?? 'GET', path, rawQuery, body: '', nowMs: clock.nowMs },
      query: new URLSearchParams(rawQuery),
      headers: { 'x-mexc-apikey': apiKey },
      address: asking.address ?? '127.0.0.1',
    });
  return {
    world,
    clock,
    exchange,
    ask: (path, parameters = {}, asking = {}) =>
      send(path, asking.rawQuery ?? new URLSearchParams(parameters).toString(), asking.apiKey, asking),
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
