/** Routes of the log: push, pull, head, and the stream that says that the log has grown. */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { maxPullRows, maxPushBytes } from '../../shared/sync/limits';
import { decodePush } from '../../shared/sync/push-frame';
import { pullPage, readHead } from '../db/pull';
import { pushRecords } from '../db/push';
import type { ServerDeps, ServerEnv } from '../deps';
import { byDevice, limitBody } from '../middleware';
import { refuse } from '../refuse';
import { answer, refusals, withToken } from './route';

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
    middleware: [limitBody(maxPushBytes), byDevice(deps)] as const,
    request: { body: { required: true, content: binary } },
    responses: {
      200: answer(headSchema.extend({ seqs: z.array(z.int()).readonly() }), 'Stored, or was before'),
      ...refusals,
    },
  });

/** The page after a cursor (shared/sync/pull-frame): at most `limit` rows (1 to 1,000) and 4 MiB, never past a gap. */
const pullRoute = (deps: ServerDeps) =>
  createRoute({
    method: 'get',
    path: '/v1/log',
    summary: 'Pull a page of the log',
    security: withToken,
    middleware: [byDevice(deps, { retiredToo: true })] as const,
    request: {
      query: z.strictObject({
        after: seqInQuery(Number.MAX_SAFE_INTEGER),
        limit: seqInQuery(maxPullRows).pipe(z.int().min(1)).optional(),
      }),
    },
    responses: { 200: { description: 'A page, binary', content: binary }, ...refusals },
  });

/** Where the log ends. */
const headRoute = (deps: ServerDeps) =>
  createRoute({
    method: 'get',
    path: '/v1/head',
    summary: 'Read where the log ends',
    security: withToken,
    middleware: [byDevice(deps, { retiredToo: true })] as const,
    responses: { 200: answer(headSchema, 'The head'), ...refusals },
  });

export function addLogRoutes(app: OpenAPIHono<ServerEnv>, deps: ServerDeps): void {
  const { database, settings, hub, metrics } = deps;

  app.openapi(pushRoute(deps), async (c) => {
    const push = decodePush(new Uint8Array(await c.req.arrayBuffer()));
    if (!push.ok) return refuse(c, { ...push.error });
    const { vaultId, deviceId } = c.get('caller');
    const pushed = await pushRecords(database, { vaultId, deviceId }, push.value, settings.quotaBytes);
    if (!pushed.ok) return refuse(c, pushed.error);
    metrics.recordsPushed.inc(push.value.records.length);
    hub.announce(vaultId, 'head');
    return c.json(pushed.value, 200);
  });

  app.openapi(pullRoute(deps), async (c) => {
    const { after, limit } = c.req.valid('query');
    const frame = await pullPage(database, c.get('caller').vaultId, after, limit);
    if (frame === null) return refuse(c, { reason: 'vault-unknown' });
    return c.body(new Uint8Array(frame), 200, { 'content-type': 'application/octet-stream' });
  });

  app.openapi(headRoute(deps), async (c) => {
    const head = await readHead(database, c.get('caller').vaultId);
    return head === null ? refuse(c, { reason: 'vault-unknown' }) : c.json(head, 200);
  });
}
