/** The relay of the server that the open vault is connected to: this device's token, one request, the whole answer. */
import type { Failure } from '../../../shared/reasons';
import { err, ok, type Result } from '../../../shared/result';
import { readBody } from '../../exchanges/read-body';
import type { RelayAnswer, RelayServer } from '../../exchanges/relay-egress';
import type { EngineDeps } from '../context';
import { requestInit } from './http-send';
import type { ServerAccess } from './server-access';

/** The server lets an exchange take 30 s in all; the way to it comes on top. */
const timeoutMs = 40_000;
/** The server hands back at most 8 MiB. */
const answerCapBytes = 9 * 1024 * 1024;

const unreachable = (code: string): Result<never, Failure> => err({ reason: 'relay-unreachable', code });

/** `access`: null while no server is connected. Nothing that `fetch` throws is kept: its text may name what was sent. */
export function createRelayServer(
  deps: Pick<EngineDeps, 'syncFetch'>,
  access: () => Pick<ServerAccess, 'origin' | 'token' | 'dropToken'> | null,
): RelayServer {
  async function attempt(json: unknown, signal: AbortSignal): Promise<Result<RelayAnswer, Failure>> {
    const at = access();
    if (at === null || deps.syncFetch === null) return unreachable('not-connected');
    const token = await at.token(signal);
    if (!token.ok) return tokenFailure(token.error.failure);
    const request = { method: 'POST', path: '/v1/relay', json, token: token.value } as const;
    const response = await deps.syncFetch(`${at.origin}${request.path}`, requestInit(request, signal));
    const body = await readBody(response, answerCapBytes);
    if (body === null) return err({ reason: 'unexpected-payload', subject: 'body' });
    return ok({ status: response.status, header: (name) => response.headers.get(name), body });
  }

  return {
    isConnected: () => access() !== null,
    async post(message, signal) {
      const timeout = AbortSignal.timeout(timeoutMs);
      const either = signal ? AbortSignal.any([signal, timeout]) : timeout;
      try {
        const first = await attempt(message, either);
        if (!first.ok || first.value.status !== 401) return first;
        access()?.dropToken(); // it ended a moment ago: the request was not sent on
        return await attempt(message, either);
      } catch {
        if (signal?.aborted) return err({ reason: 'cancelled' });
        return unreachable(timeout.aborted ? 'timeout' : 'connection');
      }
    },
  };
}

/** The server said why it does not let this device in; else it was not reached. */
const tokenFailure = ({ reason, code }: Failure): Result<never, Failure> =>
  reason === 'sync-refused'
    ? err({ reason: 'relay-refused', ...(code !== undefined && { code }) })
    : unreachable(reason === 'host-access-missing' ? 'blocked' : 'connection');
