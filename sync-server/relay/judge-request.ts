/** Judges what a device wants to have sent: a read of an exchange that is in the table, spelled as it stands there, and not too late. */
import { createHash } from 'node:crypto';
import { type ExchangeId, exchangeInfos } from '../../shared/exchanges/ids';
import { err, ok, type Result } from '../../shared/result';
import type { Refusal } from '../../shared/sync/refusals';
import type { Hex } from '../../shared/vault/bytes';
import { exchangeRules } from './exchange-rules';

/** A request as a device names it: never a URL. `query` and `body` go out byte by byte, since they are signed. */
export interface RelayRequest {
  readonly exchange: ExchangeId;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Without its question mark; '' where there is none. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** For so long from its arrival here it may be sent; needed where it names an API key. */
  readonly sendWithinMs?: number | undefined;
}

/** What goes out: to a host of the table, with headers of the exchange's list alone. */
export interface UpstreamRequest {
  readonly exchange: ExchangeId;
  readonly method: 'GET' | 'POST';
  readonly host: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Until then it may be sent, in milliseconds since 1970 by this server's clock; infinite for one without a signature. */
  readonly expires: number;
  /** The entry of the table, for the log: it has no ids in it. */
  readonly endpoint: string;
  /** A hash of the API key, in whose order requests go out; null for one without. */
  readonly keyHash: Hex | null;
}

/** The longest that an exchange may be told to accept a signed request after its time. */
const maxRecvWindowMs = 5_000;
/** The longest that a signed request may wait here. */
export const maxSendWithinMs = 5_000;
const plainPath = /^\/[A-Za-z0-9_/.-]*$/;
const plainQuery = /^[!-"$-~]*$/; // printable ASCII without a blank and without #
const plainValue = /^[ -~]*$/;

const notRelayed = err<Refusal>({ reason: 'not-relayed' });

/** The entry of the table that a request is of; the path is compared as it stands, so that nothing encoded or climbing matches. */
function entryOf({ exchange, method, path }: RelayRequest) {
  if (!plainPath.test(path) || path.includes('//') || path.includes('..') || path.includes('/.')) return undefined;
  return exchangeInfos[exchange].endpoints.find((entry) => entry.method === method && entry.path.test(path));
}

function headersOf({ exchange, headers }: RelayRequest): Record<string, string> | null {
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const plain = name.toLowerCase();
    if (!exchangeRules[exchange].headers.includes(plain)) continue;
    if (!plainValue.test(value) || plain in passed) return null;
    passed[plain] = value;
  }
  return passed;
}

const windowsOf = (text: string): number[] =>
  [...text.matchAll(/(?:^|[&?{,"\s])recvWindow["\s]*[=:]["\s]*(\d+)/gi)].map(([, ms]) => Number(ms));

/**
 * The request as it goes out, or why it does not. What is late is judged by this server's clock alone, from the arrival of the
 * request's first byte: the device's may be wrong. `arrivedAt`, `now`: milliseconds since 1970.
 */
export function judgeRequest(request: RelayRequest, arrivedAt: number, now: number): Result<UpstreamRequest, Refusal> {
  const { exchange, method, path, query, body = null, sendWithinMs } = request;
  const entry = entryOf(request);
  if (entry === undefined) return notRelayed;
  if (!plainQuery.test(query)) return err({ reason: 'malformed', field: 'query' });
  if (method === 'GET' && body !== null) return err({ reason: 'malformed', field: 'body' });
  const headers = headersOf(request);
  if (headers === null) return err({ reason: 'malformed', field: 'headers' });
  const windows = [
    ...windowsOf(query),
    ...windowsOf(body ?? ''),
    ...windowsOf(`recvWindow=${headers.recvwindow ?? 0}`),
  ];
  if (windows.some((ms) => ms > maxRecvWindowMs)) return err({ reason: 'malformed', field: 'recvWindow' });
  const key = headers[exchangeRules[exchange].keyHeader];
  if (key !== undefined && sendWithinMs === undefined) return err({ reason: 'malformed', field: 'sendWithinMs' });
  const expires = sendWithinMs === undefined ? Number.POSITIVE_INFINITY : arrivedAt + sendWithinMs;
  if (expires <= now) return err({ reason: 'sign-again' });
  return ok({
    exchange,
    method,
    host: entry.host,
    target: query === '' ? path : `${path}?${query}`,
    headers,
    body,
    expires,
    endpoint: `${method} ${entry.path.source}`.slice(0, 200),
    keyHash: key === undefined ? null : (createHash('sha256').update(`${exchange} ${key}`).digest('hex') as Hex), // digest writes hex
  });
}
