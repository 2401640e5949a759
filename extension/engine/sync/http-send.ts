/**
 * Sends one request to the sync server, by the browser's `fetch`.
 *
 * `no-store` keeps what passes out of the browser's cache; no cookies, no referrer, no redirect is followed: it would carry the
 * token to another host. What `fetch` throws is dropped, and nothing of a request is ever part of a failure.
 */

import type { Failure } from '../../../shared/reasons';
import { err, ok, type Result, type UnixMs, unixMs } from '../../../shared/result';
import { reaches } from '../../../shared/sync/server-origin';
import { readBody } from '../../exchanges/read-body';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path and query, from the slash on; never anything secret. */
  readonly path: string;
  readonly json?: unknown;
  readonly bytes?: Uint8Array<ArrayBuffer>;
  readonly token?: string;
  /** The owner's token of a shared snapshot. */
  readonly shareToken?: string;
}

export interface HttpReply {
  readonly status: number;
  /** What `Retry-After` asks to wait for; null where it says nothing. */
  readonly untilAt: UnixMs | null;
  readonly body: Uint8Array<ArrayBuffer>;
}

export interface HttpDeps {
  readonly fetch: typeof fetch;
  readonly now: () => UnixMs;
  /** Permissions for hosts that the browser granted. */
  readonly grantedHosts: () => Promise<readonly string[]>;
  /** From sending until the last byte. */
  readonly timeoutMs?: number;
}

/** A page of the log is at most 4 MiB of rows and a few bytes; 5 MiB is more than any answer. */
const replyCapBytes = 5 * 1024 * 1024;
const defaultTimeoutMs = 30_000;
/** No wait that a server asks for is longer: a day. */
const longestWaitMs = 24 * 60 * 60 * 1_000;

const unreached = (host: string, detail: string): Failure => ({ reason: 'network-failed', code: 'sync', host, detail });

function retryAt(response: Response, now: UnixMs): UnixMs | null {
  const text = response.headers.get('retry-after') ?? '';
  return /^\d{1,6}$/.test(text) ? unixMs(now + Math.min(Number(text) * 1_000, longestWaitMs)) : null;
}

/** How a request to the server is made; the same for answers and for the stream of hints. */
export function requestInit({ method, json, bytes, token, shareToken }: HttpRequest, signal: AbortSignal): RequestInit {
  const body = bytes ?? (json === undefined ? undefined : JSON.stringify(json));
  return {
    method,
    signal,
    headers: {
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...(bytes && { 'content-type': 'application/octet-stream' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(shareToken !== undefined && { 'x-share-token': shareToken }),
    },
    ...(body !== undefined && { body }),
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
  };
}

/** Whether the browser lets Fillbook reach an origin; `host-access-missing` where not. */
export async function hostAccess({ grantedHosts }: HttpDeps, origin: string): Promise<Result<void, Failure>> {
  const granted = reaches(await grantedHosts(), origin);
  return granted ? ok(undefined) : err({ reason: 'host-access-missing', host: new URL(origin).host });
}

/**
 * One request, one answer of any status. `host-access-missing` without asking where the browser's permission is missing,
 * `network-failed` where no whole answer came, `unexpected-payload` for one that is larger than any may be.
 */
export async function sendHttp(
  deps: HttpDeps,
  origin: string,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<Result<HttpReply, Failure>> {
  const { host } = new URL(origin);
  const access = await hostAccess(deps, origin);
  if (!access.ok) return access;
  const timeoutMs = deps.timeoutMs ?? defaultTimeoutMs;
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const init = requestInit(request, AbortSignal.any([signal, timeout]));
    const response = await deps.fetch(`${origin}${request.path}`, init);
    const body = await readBody(response, replyCapBytes);
    if (body === null) return err({ reason: 'unexpected-payload', code: 'sync', host, subject: 'body' });
    return ok({ status: response.status, untilAt: retryAt(response, deps.now()), body });
  } catch {
    if (signal.aborted) return err({ reason: 'cancelled', host });
    const detail = timeout.aborted ? `no complete reply within ${timeoutMs / 1_000} s` : 'the connection failed';
    return err(unreached(host, detail));
  }
}
