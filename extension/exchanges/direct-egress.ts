/**
 * Sends requests straight from this computer, by the browser's `fetch`.
 *
 * `no-store` keeps replies and signed URLs out of the browser's disk cache; no cookies, no referrer, no redirect is followed
 * (a redirected request would carry its signature to another host).
 */
import { isReadOnly } from '../../shared/exchanges/endpoints';
import type { ExchangeReply } from '../../shared/exchanges/reply';
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result, type UnixMs } from '../../shared/result';
import type { Egress, EgressRequest } from './egress';
import { readBody } from './read-body';

/** The largest body that is read; exchangeInfo, the largest of all, has about 5 MB. */
const bodyCapBytes = 16 * 1024 * 1024;
const defaultTimeoutMs = 15_000;

export interface DirectEgressDeps {
  readonly fetch: typeof fetch;
  readonly now: () => UnixMs;
  /** From sending until the last byte; 15 s where it is not given. */
  readonly timeoutMs?: number;
}

const networkFailed = (host: string, detail: string): Failure => ({ reason: 'network-failed', host, detail });

/** Refuses what is not https on its usual port, not a read, or asks for another method than it shows. */
function refusal({ method, headers }: EgressRequest, url: URL): Failure | null {
  const plain = url.protocol === 'https:' && url.port === '' && url.username === '' && url.password === '';
  const overrides = Object.keys(headers).some((name) => /method/i.test(name));
  if (plain && !overrides && isReadOnly(method, url.hostname, url.pathname)) return null;
  return { reason: 'unsupported', host: url.hostname, subject: `${method} ${url.pathname}` };
}

/** `Content-Length` counts bytes as sent, so it can be compared only where they were not compressed. */
function isShort(response: Response, bodyBytes: number): boolean {
  const announced = response.headers.get('content-length');
  const encoding = response.headers.get('content-encoding') ?? 'identity';
  return announced !== null && encoding === 'identity' && Number(announced) !== bodyBytes;
}

async function exchange(
  { fetch, now }: DirectEgressDeps,
  { method, url, headers, body: sent }: EgressRequest,
  host: string,
  signal: AbortSignal,
): Promise<Result<ExchangeReply, Failure>> {
  const response = await fetch(url, {
    method,
    headers,
    signal,
    ...(sent === undefined ? {} : { body: sent }),
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
  });
  const body = await readBody(response, bodyCapBytes);
  if (body === null) return err({ reason: 'unexpected-payload', host, subject: 'body', detail: 'more than 16 MiB' });
  if (isShort(response, body.byteLength)) return err(networkFailed(host, 'the reply was cut off'));
  return ok({
    host,
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: new TextDecoder().decode(body),
    receivedAt: now(),
  });
}

/** Creates the direct way. What `fetch` throws is dropped, since its text may name the URL. */
export function createDirectEgress(deps: DirectEgressDeps): Egress {
  const timeoutMs = deps.timeoutMs ?? defaultTimeoutMs;
  return {
    async send(request, signal) {
      const url = new URL(request.url);
      const refused = refusal(request, url);
      if (refused) return err(refused);
      const timeout = AbortSignal.timeout(timeoutMs);
      const either = signal ? AbortSignal.any([signal, timeout]) : timeout;
      try {
        return await exchange(deps, request, url.hostname, either);
      } catch {
        if (signal?.aborted) return err({ reason: 'cancelled', host: url.hostname });
        const detail = timeout.aborted ? `no complete reply within ${timeoutMs / 1000} s` : 'the connection failed';
        return err(networkFailed(url.hostname, detail));
      }
    },
  };
}
