/** Asks the simulated Coinstore without a socket, with a clock in the test's hand. */
import type { SimulatedExchange, WireReply } from '../exchange';
import { createFaults, type Faults } from '../faults';
import type { AccountOptions } from '../life';
import { type ApiKey, World } from '../world';
import { createCoinstore } from './coinstore';
import type { RowOrder } from './fills';
import { sign } from './signature';

export const nowMs = Date.UTC(2026, 10, 1, 12, 0, 30);

interface Asking {
  readonly method?: 'GET' | 'POST';
  readonly key?: ApiKey;
  readonly apiKey?: string;
  readonly secret?: string;
  readonly expires?: number;
  readonly address?: string;
  readonly query?: string;
  readonly body?: string;
  /** Signs this in place of the query and the body that are sent. */
  readonly signed?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Harness {
  readonly world: World;
  readonly faults: Faults;
  readonly exchange: SimulatedExchange;
  readonly clock: { nowMs: number };
  /** `path` without /api. */
  ask(path: string, asking?: Asking): WireReply;
  /** Signed with the first account's read-only key. */
  askSigned(path: string, asking?: Asking): WireReply;
}

interface HarnessOptions {
  readonly account?: Omit<AccountOptions, 'label'>;
  readonly perPage?: number;
  readonly order?: RowOrder;
}

export function createHarness({ account = {}, perPage, order }: HarnessOptions = {}): Harness {
  const clock = { nowMs };
  const accounts: AccountOptions[] = [
    { label: 'main', exchange: 'coinstore', ...account },
    { label: 'elsewhere', exchange: 'binance', fills: 20 },
  ];
  const world = new World({ seed: 11, startAt: Date.UTC(2026, 7, 1), endAt: Date.UTC(2026, 9, 31), accounts });
  const faults = createFaults();
  const exchange = createCoinstore({ world, faults, hidden: new Map(), perPage: perPage ?? null }, order);
  const send = (path: string, headers: Readonly<Record<string, string>>, asking: Asking): WireReply => {
    const {
      method = 'GET',
      query: rawQuery = '',
      body = method === 'POST' ? '{}' : '',
      address = '127.0.0.1',
    } = asking;
    const query = new URLSearchParams(rawQuery);
    return exchange.handle({
      ...{ method, path: `/api${path}`, rawQuery, query, headers, body, address, nowMs: clock.nowMs },
    });
  };
  return {
    world,
    faults,
    exchange,
    clock,
    ask: (path, asking = {}) => send(path, asking.headers ?? {}, asking),
    askSigned: (path, asking = {}) => {
      const key = asking.key ?? world.account('main').keys.readOnly;
      const expires = asking.expires ?? clock.nowMs;
      const sent = `${asking.query ?? ''}${asking.body ?? (asking.method === 'POST' ? '{}' : '')}`;
      const headers = {
        'x-cs-apikey': asking.apiKey ?? key.apiKey,
        'x-cs-expires': String(expires),
        'x-cs-sign': sign(asking.secret ?? key.secret, expires, asking.signed ?? sent),
        ...asking.headers,
      };
      return send(path, headers, asking);
    },
  };
}

/** Status, code and text of an error. */
export function errorOf({ status, body }: WireReply): string {
  const { code, message } = JSON.parse(body) as { code: number; message: string }; // asserted as a text by the tests
  return `${status} ${code} ${message}`;
}

/** What stands in `data` of a success, its numbers as JSON reads them: only where no digit is at stake. */
export function dataOf(reply: WireReply): unknown {
  const { code, data } = JSON.parse(reply.body) as { code: unknown; data: unknown };
  if (String(code) !== '0') throw new Error(errorOf(reply));
  return data;
}
