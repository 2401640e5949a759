/** Routes of the log: push, pull, head, and the stream that says that the log has grown. */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import { err, ok } from '../../shared/result';
import { maxPullRows, maxPushBytes } from '../../shared/sync/limits';
import { decodePage } from '../../shared/sync/pull-frame';
import { decodePush } from '../../shared/sync/push-frame';
import type { Refusal } from '../../shared/sync/refusals';
import { callAs } from '../auth/token';
import { frameOf, headCall, headOf, pullCall } from '../db/pull';
import { pushCall, pushedOf } from '../db/push';
import type { ServerDeps, ServerEnv } from '../deps';
import { admit, limitBody } from '../middleware';
import { refuse } from '../refuse';
import { answer, gives, withToken } from './route';

const headSchema = z.object({ logId: z.string(), head: z.int() });
const binary = { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } };
const seqInQuery = (max: number) =>
  z
    .string()
    .regex(/^\d{1,16}$/)
    .transform(Number)
    .pipe(z.int().max(max));

/**
 * Appends a push (shared/sync/push-frame), all or nothing. Answers where the log ends and the sequence number of each record.
 * 409 `superseded` lists the records that another version is current of; pull, merge, push again. Safe to repeat byte by byte.
 */
const pushRoute = (deps: ServerDeps) =>
  createRoute({
    method: 'post',
    path: '/v1/log',
    summary: 'Push records',
    security: withToken,
    middleware: [largeAdmitted(deps), limitBody(maxPushBytes)],
    request: { body: { required: true, content: binary } },
    responses: gives(answer(headSchema.extend({ seqs: z.array(z.int()) }), 'Stored, or was before')),
  });

/**
 * The page after a cursor (shared/sync/pull-frame): at most `limit` rows (1 to 1,000) and 4 MiB, never past a gap. What a retired
 * vault still holds can be read; at its end is 410 `vault-retired` in the place of a page without rows.
 */
const pullRoute = createRoute({
  method: 'get',
  path: '/v1/log',
  summary: 'Pull a page of the log',
  security: withToken,
  request: {
    query: z.strictObject({
      after: seqInQuery(Number.MAX_SAFE_INTEGER),
      limit: seqInQuery(maxPullRows).pipe(z.int().min(1)).optional(),
    }),
  },
  responses: gives({ description: 'A page, binary', content: binary }),
});

/** Where the log ends. */
const headRoute = createRoute({
  method: 'get',
  path: '/v1/head',
  summary: 'Read where the log ends',
  security: withToken,
  responses: gives(answer(headSchema, 'The head')),
});

/** A push of more bytes, or that does not say of how many, is read only when its device is known. */
const unaskedBytes = 64 * 1024;

const largeAdmitted =
  (deps: ServerDeps): MiddlewareHandler<ServerEnv> =>
  async (c, next) => {
    const announced = c.req.header('content-length');
    if (announced !== undefined && Number(announced) <= unaskedBytes) return next();
    const admitted = await admit(deps, c);
    if (!admitted.ok) return refuse(c, admitted.error);
    c.set('admitted', admitted.value);
    return next();
  };

/** Stores a push in the call that looks at its token; a large one after that. */
async function takePush(deps: ServerDeps, c: Context<ServerEnv>) {
  const known = c.get('admitted');
  const frame = new Uint8Array(await c.req.arrayBuffer());
  const push = decodePush(frame);
  if (!push.ok) {
    const admitted = known === undefined ? await admit(deps, c) : ok(known); // it counts, and a stranger is told nothing else
    return admitted.ok ? err<Refusal>({ ...push.error }) : admitted;
  }
  const work = pushCall(frame, push.value, deps.settings.quotaBytes);
  const pushed = known === undefined ? await admit(deps, c, work) : ok(await callAs(deps.database, known, work));
  if (!pushed.ok) return pushed;
  const stored = pushedOf(pushed.value.answer);
  if (!stored.ok) return stored;
  deps.metrics.recordsPushed.inc(push.value.records.length);
  deps.hub.announce(pushed.value.vaultId, 'head');
  return stored;
}

/** Whether a page has no rows: a device of a retired vault that has read all there is learns that it was left behind. */
function isEnd(frame: Uint8Array, after: number): boolean {
  const page = decodePage(frame, after);
  return page.ok && page.value.rows.length === 0;
}

export function addLogRoutes(app: OpenAPIHono<ServerEnv>, deps: ServerDeps): void {
  app.openapi(pushRoute(deps), async (c) => {
    const pushed = await takePush(deps, c);
    return pushed.ok ? c.json(pushed.value, 200) : refuse(c, pushed.error);
  });

  app.openapi(pullRoute, async (c) => {
    const { after, limit } = c.req.valid('query');
    const pulled = await admit(deps, c, pullCall(after, limit));
    if (!pulled.ok) return refuse(c, pulled.error);
    const frame = frameOf(pulled.value.answer);
    if (frame === null) return refuse(c, { reason: 'vault-unknown' });
    const { retired } = pulled.value;
    if (retired !== null && isEnd(frame, after)) return refuse(c, retired);
    return c.body(frame, 200, { 'content-type': 'application/octet-stream' });
  });

  app.openapi(headRoute, async (c) => {
    const read = await admit(deps, c, headCall);
    if (!read.ok) return refuse(c, read.error);
    const head = headOf(read.value.answer);
    return head === null ? refuse(c, { reason: 'vault-unknown' }) : c.json(head, 200);
  });
}
