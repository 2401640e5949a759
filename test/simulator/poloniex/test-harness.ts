/** Asks the simulated Poloniex without a socket, with a clock in the test's hand; signed with code of its own. */
import { createHmac } from 'node:crypto';
import type { WireReply } from '../exchange';
import { createFaults } from '../faults';
import type { AccountOptions } from '../life';
import { type ApiKey, World } from '../world';
import { createPoloniex } from './poloniex';

export const nowMs = Date.UTC(2026, 10, 1, 12, 0, 30);

interface Asking {
  readonly method?: string;
  readonly body?: string;
  readonly key?: ApiKey;
  /** In place of the right one. */
  readonly secret?: string;
  readonly signTimestamp?: number;
  readonly recvWindow?: string;
  readonly address?: string;
}

type Parameters = Readonly<Record<string, string>>;

export function createHarness(account: Omit<AccountOptions, 'label'> = {}, perPage: number | null = null) {
  const clock = { nowMs };
  const world = new World({
    seed: 11,
    startAt: Date.UTC(2026, 6, 1),
    endAt: Date.UTC(2026, 9, 1),
    accounts: [
      { label: 'main', exchange: 'poloniex', ...account },
      { label: 'second', exchange: 'poloniex', fills: 60 },
      { label: 'elsewhere', exchange: 'binance', fills: 60 },
    ],
  });
  const exchange = createPoloniex({ world, faults: createFaults(), hidden: new Map(), perPage });
  const send = (path: string, parameters: Parameters, headers: Parameters, asking: Asking): WireReply =>
    exchange.handle({
      method: asking.method ?? 'GET',
      path,
      rawQuery: new URLSearchParams(parameters).toString(),
      query: new URLSearchParams(parameters),
      headers,
      body: asking.body ?? '',
      address: asking.address ?? '127.0.0.1',
      nowMs: clock.nowMs,
    });
  return {
    world,
    clock,
    exchange,
    ask: (path: string, parameters: Parameters = {}, headers: Parameters = {}) => send(path, parameters, headers, {}),
    /** A signed request of the first account's read-only key, in a second of its own. */
    askSigned: (path: string, parameters: Parameters = {}, asking: Asking = {}): WireReply => {
      clock.nowMs += 1000;
      const key = asking.key ?? world.account('main').keys.readOnly;
      const signTimestamp = String(asking.signTimestamp ?? clock.nowMs);
      const pairs = Object.entries({ ...parameters, signTimestamp }).sort(([a], [b]) => (a < b ? -1 : 1));
      const query = pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
      const body = asking.body === undefined ? '' : `requestBody=${asking.body}&`;
      const isGet = (asking.method ?? 'GET') === 'GET';
      const text = `${asking.method ?? 'GET'}\n${path}\n${isGet ? query : `${body}signTimestamp=${signTimestamp}`}`;
      const signature = createHmac('sha256', asking.secret ?? key.secret)
        .update(text)
        .digest('base64');
      const recvwindow = asking.recvWindow === undefined ? {} : { recvwindow: asking.recvWindow };
      return send(
        path,
        parameters,
        { key: key.apiKey, signtimestamp: signTimestamp, signature, ...recvwindow },
        asking,
      );
    },
  };
}

export type Harness = ReturnType<typeof createHarness>;

/** Status and body of a refusal. */
export const said = ({ status, body }: WireReply): string => `${status} ${body}`;

/** The rows of an array reply; numbers as JavaScript reads them. */
export function rowsOf(reply: WireReply): readonly Readonly<Record<string, unknown>>[] {
  if (reply.status !== 200) throw new Error(said(reply));
  return JSON.parse(reply.body) as Record<string, unknown>[]; // each test asserts the fields that it reads
}
