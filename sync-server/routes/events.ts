/**
 * The stream that says where the log ends: server-sent events, read by `fetch`, since an EventSource cannot send a token.
 *
 * | event | data |
 * | --- | --- |
 * | `head` | `{"logId": …, "head": N}`: at the beginning, whenever it differs, and at least every 25 seconds |
 * | `end` | a refusal: the token has expired, the device was removed, the vault retired, the server stops (`unavailable`) |
 *
 * Before every event the device's access is looked at anew, so that one that was cut off hears nothing more.
 */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import type { Refusal } from '../../shared/sync/refusals';
import { type Caller, callerOf } from '../auth/token';
import { refusalOf } from '../db/failures';
import { readHead } from '../db/pull';
import type { ServerDeps, ServerEnv } from '../deps';
import { refuse } from '../refuse';
import { forDevice, gives } from './route';

const pollMs = 25_000;
const streamsPerDevice = 4;

const eventsRoute = (deps: ServerDeps) =>
  createRoute({
    method: 'get',
    path: '/v1/events',
    summary: 'Hear that the log has grown',
    ...forDevice(deps),
    responses: gives({ description: 'Server-sent events', content: { 'text/event-stream': {} } }),
  });

/** Wakes at a notice, after the poll's time, or when the reader is gone. */
function waiter(deps: ServerDeps, { vaultId }: Caller) {
  let noticed = false;
  let wake = (): void => {};
  const notice = (): void => {
    noticed = true;
    wake();
  };
  const unsubscribe = deps.hub.subscribe(vaultId, notice);
  const next = (): Promise<void> =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pollMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (noticed) wake();
    }).then(() => {
      noticed = false;
    });
  return { next, notice, unsubscribe };
}

/** Why the stream ends now; null where it goes on. */
async function endOf({ database, isOpen }: ServerDeps, caller: Caller): Promise<Refusal | null> {
  if (!isOpen()) return { reason: 'unavailable' };
  const now = await callerOf(database, caller);
  return now.ok ? now.value.retired : now.error;
}

async function tell(deps: ServerDeps, caller: Caller, stream: SSEStreamingApi): Promise<void> {
  const { next, notice, unsubscribe } = waiter(deps, caller);
  stream.onAbort(notice);
  try {
    while (!stream.aborted) {
      const end = await endOf(deps, caller);
      const head = end === null ? await readHead(deps.database, caller.vaultId) : null;
      const refusal: Refusal | null = end ?? (head === null ? { reason: 'vault-unknown' } : null);
      if (refusal !== null) return await stream.writeSSE({ event: 'end', data: JSON.stringify({ error: refusal }) });
      await stream.writeSSE({ event: 'head', data: JSON.stringify(head) });
      await next();
    }
  } catch (error) {
    const refusal = refusalOf(error) ?? { reason: 'internal' };
    deps.logger.warn({ err: error, reason: refusal.reason }, 'event stream ended');
    await stream.writeSSE({ event: 'end', data: JSON.stringify({ error: refusal }) });
  } finally {
    unsubscribe();
  }
}

export function addEventRoutes(app: OpenAPIHono<ServerEnv>, deps: ServerDeps): void {
  const open = new Map<string, number>();

  app.openapi(eventsRoute(deps), (c) => {
    const caller = c.get('caller');
    const key = `${caller.vaultId}${caller.deviceId}`;
    const count = open.get(key) ?? 0;
    if (count >= streamsPerDevice) return refuse(c, { reason: 'too-many-in-flight' });
    open.set(key, count + 1);
    deps.metrics.streams.inc();
    return streamSSE(c, async (stream) => {
      try {
        await tell(deps, caller, stream);
      } finally {
        const left = (open.get(key) ?? 1) - 1;
        if (left === 0) open.delete(key);
        else open.set(key, left);
        deps.metrics.streams.dec();
      }
    });
  });
}
