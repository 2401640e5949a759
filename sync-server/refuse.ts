/** Turns refusals and errors into answers: the one place that knows their form. */
import type { Context, TypedResponse } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { type Refusal, refusalStatus } from '../shared/sync/refusals';
import { refusalOf } from './db/failures';
import type { ServerDeps, ServerEnv } from './deps';

const retryAfterSeconds = (refusal: Refusal): number | null => {
  if (refusal.reason === 'unavailable') return 1;
  if (typeof refusal.untilAt === 'number') return Math.max(1, Math.ceil((refusal.untilAt - Date.now()) / 1_000));
  return refusalStatus[refusal.reason] === 429 ? 1 : null;
};

/** An answer that every route may give: its form is the `default` of each. */
type RefusalResponse = Response & TypedResponse<never, never, never>;

/** The answer that carries a refusal. */
export function refuse(c: Context<ServerEnv>, refusal: Refusal): RefusalResponse {
  const retryAfter = retryAfterSeconds(refusal);
  if (retryAfter !== null) c.header('retry-after', String(retryAfter));
  // routes are typed by their answers of success, and this form is none of them
  return c.json({ error: refusal }, refusalStatus[refusal.reason]) as unknown as RefusalResponse;
}

/** The answer to what was thrown: by the database, by a parser, or by a bug, which is logged under the request's id. */
export function refuseError(deps: ServerDeps, c: Context<ServerEnv>, error: unknown): Response {
  // a caller that went away in the midst of its body ends the reading with an error like a lost database's
  if (error instanceof HTTPException || c.env.incoming.readableAborted)
    return refuse(c, { reason: 'malformed', field: 'body' });
  const refusal = refusalOf(error);
  if (refusal !== null) {
    deps.logger.warn({ requestId: c.get('requestId'), err: error, reason: refusal.reason }, 'database refused');
    return refuse(c, refusal);
  }
  deps.logger.error({ requestId: c.get('requestId'), err: error }, 'unforeseen');
  return refuse(c, { reason: 'internal', requestId: c.get('requestId') });
}
