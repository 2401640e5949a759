/** Asks the simulated Bitget without a socket, with a clock in the test's hand, signed as its documentation says. */
import { createHmac } from 'node:crypto';
import type { WireReply } from '../exchange';
import { createFaults } from '../faults';
import type { AccountOptions } from '../life';
import { type ApiKey, World } from '../world';
import { createBitget } from './bitget';

export const nowMs = Date.UTC(2026, 9, 2, 12, 0, 30);
const dayMs = 86_400_000;

interface Asking {
  readonly method?: string;
  readonly account?: string;
  readonly key?: ApiKey;
  readonly address?: string;
  /** Headers in place of those of a right signature; undefined leaves one out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

export type Ask = (path: string, parameters?: Readonly<Record<string, string>>, asking?: Asking) => WireReply;

interface Harness {
  readonly world: World;
  readonly clock: { nowMs: number };
  /** A signed request of an account's read-only key. */
  readonly ask: Ask;
}

/** Two accounts of one history: "main" is classic, "unified" is not. Each request comes in a second of its own. */
export function createHarness(account: Omit<AccountOptions, 'label'> = {}, perPage: number | null = null): Harness {
  const clock = { nowMs };
  const accounts: readonly AccountOptions[] = [
    { label: 'main', exchange: 'bitget', ...account },
    { label: 'unified', exchange: 'bitget', mode: 'unified', ...account },
  ];
  const world = new World({ seed: 11, startAt: nowMs - 80 * dayMs, endAt: nowMs - dayMs, accounts });
  const exchange = createBitget({ world, faults: createFaults(), hidden: new Map(), perPage });
  const ask: Ask = (path, parameters = {}, asking = {}) => {
    const { method = 'GET', address = '127.0.0.1', headers = {} } = asking;
    const key = asking.key ?? world.account(asking.account ?? 'main').keys.readOnly;
    const rawQuery = new URLSearchParams(parameters).toString();
    const timestamp = String(clock.nowMs);
    const signed = `${timestamp}${method}${path}${rawQuery === '' ? '' : `?${rawQuery}`}`;
    const request = { method, path, rawQuery, query: new URLSearchParams(rawQuery), body: '', address };
    return exchange.handle({
      ...request,
      nowMs: clock.nowMs,
      headers: {
        'access-key': key.apiKey,
        'access-passphrase': key.passphrase,
        'access-timestamp': timestamp,
        'access-sign': createHmac('sha256', key.secret).update(signed).digest('base64'),
        ...headers,
      },
    });
  };
  return { world, clock, ask };
}

/** Status, code and text of an error. */
export function errorOf({ status, body }: WireReply): string {
  const { code, msg } = JSON.parse(body) as { code: string; msg: string }; // asserted as a text by the tests
  return `${status} ${code} ${msg}`;
}

export type Row = Readonly<Record<string, unknown>>;

/** The data of a success. */
export function dataOf<T>(reply: WireReply): T {
  if (reply.status !== 200) throw new Error(errorOf(reply));
  return (JSON.parse(reply.body) as { data: T }).data; // each test asserts the fields that it reads
}
