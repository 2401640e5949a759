/**
 * Sends requests through the sync server's own address, for keys that an exchange binds to it: signed here, forwarded there.
 *
 * The server is told exchange, method, path, query, headers and body as they were signed, never a URL, and for how long it may
 * still send them, by its own clock: this computer's may be wrong. It hands the exchange's reply back whole; what has no `fillbook-status` is a refusal of its own.
 */
import { z } from 'zod';
import { isReadOnly } from '../../shared/exchanges/endpoints';
import { type ExchangeId, exchangeIds, exchangeInfos } from '../../shared/exchanges/ids';
import type { ExchangeReply } from '../../shared/exchanges/reply';
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result, type UnixMs, unixMs } from '../../shared/result';
import type { Egress, EgressRequest } from './egress';

/** What the server answered, of any status; `header` by its name in lower case. */
export interface RelayAnswer {
  readonly status: number;
  readonly header: (name: string) => string | null;
  readonly body: Uint8Array;
}

/** A request as the server is told it; `sendWithinMs`: how long it may wait there, absent where nothing is signed. */
export interface RelayMessage {
  readonly exchange: ExchangeId;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Without its question mark; "" where there is none. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly sendWithinMs?: number;
}

/** The way to the server that this vault is connected to. */
export interface RelayServer {
  /**
   * Posts a message to /v1/relay with this device's access, once. `relay-unreachable`: no whole answer, or no server is connected.
   * `relay-refused`: the server does not take this device. `cancelled`: the caller's signal.
   */
  post(message: RelayMessage, signal?: AbortSignal): Promise<Result<RelayAnswer, Failure>>;
  /** Whether a server is connected; it may have no relay all the same. */
  isConnected(): boolean;
}

export interface RelayEgressDeps {
  readonly server: RelayServer;
  readonly now: () => UnixMs;
}

/** An exchange takes a signed request for so long; every protocol signs with a window of at most this. */
const signedLifeMs = 5_000;

const exchangeByHost: ReadonlyMap<string, ExchangeId> = new Map(
  exchangeIds.flatMap((id) => exchangeInfos[id].hosts.map((host) => [host, id])),
);

/** Path and query byte by byte as they were signed: a URL object would spell some of them anew. */
function targetOf(url: string, host: string): { readonly path: string; readonly query: string } {
  const target = url.slice(`https://${host}`.length);
  const mark = target.indexOf('?');
  return mark === -1 ? { path: target, query: '' } : { path: target.slice(0, mark), query: target.slice(mark + 1) };
}

const refusalSchema = z.object({
  error: z.looseObject({ reason: z.string().max(64), untilAt: z.int().min(0).optional() }),
});
const headersSchema = z.record(z.string(), z.string());

/** JSON of a text; undefined where it is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // no schema takes it
  }
}

/** The server's own refusals, by the wait or the deed that they ask for. */
function refusalOf({ status, body }: RelayAnswer, host: string): Failure {
  const read = refusalSchema.safeParse(parsed(new TextDecoder().decode(body)));
  if (!read.success) return { reason: 'relay-unreachable', host, code: `status ${status}` };
  const { reason: code, untilAt } = read.data.error;
  switch (code) {
    case 'rate-limited':
      return {
        reason: 'rate-limited',
        host,
        code: 'relay',
        ...(untilAt !== undefined && { untilAt: unixMs(untilAt) }),
      };
    case 'upstream-failed':
    case 'upstream-timeout':
      return { reason: 'network-failed', host, code };
    case 'upstream-too-large':
      return { reason: 'unexpected-payload', host, code, subject: 'body' };
    case 'too-many-in-flight':
    case 'unavailable':
    case 'internal':
      return { reason: 'relay-unreachable', host, code };
    default:
      return { reason: 'relay-refused', host, code };
  }
}

/** The exchange's reply out of the server's; a server that breaks the wire's rules is no relay. */
function replyOf(answer: RelayAnswer, host: string, receivedAt: UnixMs): Result<ExchangeReply, Failure> {
  const status = answer.header('fillbook-status');
  if (answer.status !== 200 || status === null) return err(refusalOf(answer, host));
  const headers = headersSchema.safeParse(parsed(decoded(answer.header('fillbook-headers') ?? '{}')));
  if (!/^[1-5]\d\d$/.test(status) || !headers.success)
    return err({ reason: 'relay-refused', host, code: 'other-server' });
  const lower = Object.entries(headers.data).map(([name, value]) => [name.toLowerCase(), value]);
  const body = new TextDecoder().decode(answer.body);
  return ok({ host, status: Number(status), headers: Object.fromEntries(lower), body, receivedAt });
}

function decoded(header: string): string {
  try {
    return decodeURIComponent(header);
  } catch {
    return ''; // no JSON either
  }
}

/** Refuses what is not of the table, as the direct way does, before anything leaves this computer. */
function namedRequest({ method, url, headers, body }: EgressRequest): Result<RelayMessage, Failure> {
  const { hostname: host, pathname } = new URL(url);
  const exchange = exchangeByHost.get(host);
  if (exchange === undefined || !url.startsWith(`https://${host}/`) || !isReadOnly(method, host, pathname))
    return err({ reason: 'unsupported', host, subject: `${method} ${pathname}` });
  const isSigned = Object.keys(headers).length > 0; // a signed request names its key in a header
  return ok({
    ...{ exchange, method, ...targetOf(url, host), headers },
    ...(body !== undefined && { body }),
    ...(isSigned && { sendWithinMs: signedLifeMs }),
  });
}

/** Creates the way through the server. One request, one attempt. */
export function createRelayEgress({ server, now }: RelayEgressDeps): Egress {
  return {
    async send(request, signal) {
      const named = namedRequest(request);
      if (!named.ok) return named;
      const { hostname: host } = new URL(request.url);
      const answer = await server.post(named.value, signal);
      return answer.ok ? replyOf(answer.value, host, now()) : err({ host, ...answer.error });
    },
  };
}
