/** Asks the simulated BitMart without a socket, with a clock in the test's hand. */
import { createHmac } from 'node:crypto';
import type { WireReply } from '../exchange';
import { createFaults } from '../faults';
import type { AccountOptions } from '../life';
import { type ApiKey, World } from '../world';
import { createBitmart } from './bitmart';

export const nowMs = Date.UTC(2026, 6, 1, 12, 0, 30);
export const tradesPath = '/spot/v4/query/trades';

interface Asking {
  readonly method?: 'GET' | 'POST';
  readonly key?: ApiKey;
  /** Replaces a part of the key that signs. */
  readonly as?: Partial<ApiKey>;
  readonly timestamp?: number;
  readonly address?: string;
  /** Sent in place of the body that was signed. */
  readonly body?: string;
  /** Headers over those that were signed; undefined takes one away. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

export function createHarness(account: Omit<AccountOptions, 'label'> = {}, perPage: number | null = null) {
  const clock = { nowMs };
  const accounts = [
    { label: 'main', exchange: 'bitmart' as const, ...account },
    { label: 'second', exchange: 'bitmart' as const, fills: 60 },
  ];
  const startAt = nowMs - 6 * 86_400_000;
  const world = new World({ seed: 11, startAt, endAt: nowMs - 60_000, accounts });
  const exchange = createBitmart({ world, faults: createFaults(), hidden: new Map(), perPage });
  const send = (path: string, method: string, body: string, headers: Asking['headers'], address = '127.0.0.1') =>
    exchange.handle({
      ...{ method, path, rawQuery: '', query: new URLSearchParams(), body, address, nowMs: clock.nowMs },
      headers: headers ?? {},
    });
  return {
    world,
    clock,
    ask: (path: string): WireReply => send(path, 'GET', '', {}),
    /** A signed request of the first account's read-only key; a body is sent as JSON. */
    askSigned: (path: string, parameters: object | null = null, asking: Asking = {}): WireReply => {
      const key = { ...(asking.key ?? world.account('main').keys.readOnly), ...asking.as };
      const timestamp = String(asking.timestamp ?? clock.nowMs);
      const body = parameters === null ? '' : JSON.stringify(parameters);
      const method = asking.method ?? (parameters === null ? 'GET' : 'POST');
      const signature = createHmac('sha256', key.secret).update(`${timestamp}#${key.memo}#${body}`).digest('hex');
      const headers = { 'x-bm-key': key.apiKey, 'x-bm-timestamp': timestamp, 'x-bm-sign': signature };
      return send(path, method, asking.body ?? body, { ...headers, ...asking.headers }, asking.address);
    },
  };
}

/** Status, code and text. */
export function outcomeOf({ status, body }: WireReply): string {
  const { code, message } = JSON.parse(body) as { code: number; message: string }; // asserted as a text by the tests
  return `${status} ${code} ${message}`;
}

/** The rows of a page of fills. */
export function rowsOf(reply: WireReply): readonly Readonly<Record<string, unknown>>[] {
  const { code, data } = JSON.parse(reply.body) as { code: number; data: Record<string, unknown>[] }; // the tests assert what they read
  if (code !== 1000) throw new Error(outcomeOf(reply));
  return data;
}
