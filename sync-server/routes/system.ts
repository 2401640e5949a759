/** Routes of the server itself: is it alive, is it ready, how is it doing, what does it offer. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import ipaddr from 'ipaddr.js';
import { maxPushBytes, maxPushRecords, maxRecordBytes } from '../../shared/sync/limits';
import type { ServerDeps, ServerEnv } from '../deps';
import { refuse } from '../refuse';
import { answer, forAnyone, gives } from './route';

/** Alive: the process answers. Says nothing of the database. */
const healthRoute = createRoute({
  method: 'get',
  path: '/healthz',
  summary: 'Is the process alive',
  responses: { 200: answer(z.object({ alive: z.literal(true) }), 'Alive') },
});

/** Ready: the database answers and the server is not on its way down. 503 otherwise. */
const readyRoute = createRoute({
  method: 'get',
  path: '/readyz',
  summary: 'Is the server ready for requests',
  responses: gives(answer(z.object({ ready: z.literal(true) }), 'Ready')),
});

/** Prometheus' text: for callers on this machine, or with METRICS_TOKEN as their bearer where it is set. */
const metricsRoute = createRoute({
  method: 'get',
  path: '/metrics',
  summary: 'Read counts and durations',
  responses: gives({ description: 'Prometheus text', content: { 'text/plain': { schema: z.string() } } }),
});

/** By their hashes, which are of one length: how long it takes tells nothing of where they differ. */
function isSameSecret(a: string, b: string): boolean {
  const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hashOf(a), hashOf(b));
}

/** What a device has to know before it signs: the origin, whether it needs an invite, and the limits. */
const serverRoute = (deps: ServerDeps) =>
  createRoute({
    method: 'get',
    path: '/v1/server',
    summary: 'Read what this server offers',
    ...forAnyone(deps),
    responses: gives(
      answer(
        z.object({
          name: z.literal('fillbook-sync'),
          protocol: z.literal(1),
          origin: z.string(),
          inviteNeeded: z.boolean(),
          relay: z.boolean(),
          maxRecordBytes: z.int(),
          maxPushBytes: z.int(),
          maxPushRecords: z.int(),
        }),
        'The server',
      ),
    ),
  });

/** Whether the caller sits on this machine itself: its peer, not what a header says. */
const isLocal = (peer: string | undefined): boolean =>
  ipaddr.isValid(peer ?? '') && ipaddr.process(peer ?? '').range() === 'loopback';

export function addSystemRoutes(app: OpenAPIHono<ServerEnv>, deps: ServerDeps): void {
  const { database, settings, metrics, origin, isOpen } = deps;
  /** The question to the database that is under way: however many ask, it is asked once at a time, and nobody else waits behind. */
  let asking: Promise<unknown> | null = null;

  app.openapi(healthRoute, (c) => c.json({ alive: true } as const, 200));

  app.openapi(readyRoute, async (c) => {
    if (!isOpen()) return refuse(c, { reason: 'unavailable' });
    asking ??= Promise.resolve(database.sql`select 1`).finally(() => {
      asking = null;
    });
    await asking;
    return c.json({ ready: true } as const, 200);
  });

  app.openapi(metricsRoute, async (c) => {
    const { metricsToken } = settings;
    const forwarded = c.req.header('x-forwarded-for') !== undefined;
    const allowed =
      metricsToken === null
        ? !forwarded && isLocal(c.env.incoming.socket.remoteAddress)
        : isSameSecret(c.req.header('authorization') ?? '', `Bearer ${metricsToken}`);
    if (!allowed) return refuse(c, { reason: 'route-unknown' });
    return c.text(await metrics.registry.metrics(), 200);
  });

  app.openapi(serverRoute(deps), (c) =>
    c.json(
      {
        name: 'fillbook-sync',
        protocol: 1,
        origin: origin(),
        inviteNeeded: !settings.openRegistration,
        relay: settings.relay !== null,
        maxRecordBytes,
        maxPushBytes,
        maxPushRecords,
      } as const,
      200,
    ),
  );
}
