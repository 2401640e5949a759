/** Asks the simulated Gate without a socket, with a clock in the test's hand. */
import type { SimulatedExchange, WireReply } from '../exchange';
import { createFaults, type Faults } from '../faults';
import type { AccountOptions } from '../life';
import { type ApiKey, World } from '../world';
import { createGate } from './gate';
import { sign, signedText } from './signature';

export const nowMs = Date.UTC(2026, 10, 1, 12, 0, 30);
export const startMs = Date.UTC(2026, 7, 1);
export const endMs = Date.UTC(2026, 9, 31);

interface Asking {
  readonly method?: string;
  readonly key?: ApiKey;
  readonly apiKey?: string;
  readonly secret?: string;
  /** In seconds. */
  readonly timestamp?: string;
  readonly address?: string;
  readonly body?: string;
  /** Signs this query in place of the one that is sent. */
  readonly signedQuery?: string;
  /** Replaces the headers KEY, Timestamp and SIGN. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Harness {
  readonly world: World;
  readonly faults: Faults;
  readonly exchange: SimulatedExchange;
  readonly clock: { nowMs: number };
  ask(path: string, parameters?: Readonly<Record<string, string>>): WireReply;
  /** A signed request of the first account's read-only key; `path` without /api/v4. */
  askSigned(path: string, parameters?: Readonly<Record<string, string>>, asking?: Asking): WireReply;
}

export function createHarness(account: Omit<AccountOptions, 'label'> = {}, perPage: number | null = null): Harness {
  const clock = { nowMs };
  const accounts: AccountOptions[] = [
    { label: 'main', exchange: 'gate', ...account },
    { label: 'second', exchange: 'gate', fills: 60 },
    { label: 'elsewhere', exchange: 'binance', fills: 60 },
  ];
  const world = new World({ seed: 11, startAt: startMs, endAt: endMs, accounts });
  const faults = createFaults();
  const exchange = createGate({ world, faults, hidden: new Map(), perPage });
  const send = (path: string, rawQuery: string, headers: Readonly<Record<string, string>>, asking: Asking) => {
    const { method = 'GET', body = '', address = '127.0.0.1' } = asking;
    const query = new URLSearchParams(rawQuery);
    return exchange.handle({ method, path, rawQuery, query, headers, body, address, nowMs: clock.nowMs });
  };
  return {
    world,
    faults,
    exchange,
    clock,
    ask: (path, parameters = {}) => send(`/api/v4${path}`, new URLSearchParams(parameters).toString(), {}, {}),
    askSigned: (path, parameters = {}, asking = {}) => {
      const key = asking.key ?? world.account('main').keys.readOnly;
      const rawQuery = new URLSearchParams(parameters).toString();
      const timestamp = asking.timestamp ?? String(Math.floor(clock.nowMs / 1000));
      const { method = 'GET', body = '', signedQuery = rawQuery } = asking;
      const text = signedText({ method, path: `/api/v4${path}`, rawQuery: signedQuery, body }, timestamp);
      const signed = { key: asking.apiKey ?? key.apiKey, timestamp, sign: sign(asking.secret ?? key.secret, text) };
      return send(`/api/v4${path}`, rawQuery, asking.headers ?? signed, asking);
    },
  };
}

/** Status, label and text of an error. */
export function errorOf({ status, body }: WireReply): string {
  const { label, message } = JSON.parse(body) as { label: string; message: string }; // asserted as a text by the tests
  return `${status} ${label} ${message}`;
}

/** The rows of an array reply. */
export function rowsOf(reply: WireReply): readonly Readonly<Record<string, string>>[] {
  if (reply.status !== 200) throw new Error(errorOf(reply));
  return JSON.parse(reply.body) as Record<string, string>[]; // each test asserts the fields that it reads
}
