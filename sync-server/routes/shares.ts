/**
 * Routes of shared snapshots. What is stored is sealed with a key that only the link's fragment holds, which no browser sends; the
 * server keeps those bytes, when they expire, and the hash of the owner's token.
 *
 * Whoever asks for a share gets its bytes, or one and the same 404: nobody learns whether an id was ever known.
 */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { hexOf, shareIdSchema } from '../../shared/sync/ids';
import { maxShareBytes, maxShareLifeMs } from '../../shared/sync/limits';
import { openShare, putShare, revokeShare } from '../db/shares';
import type { ServerDeps, ServerEnv } from '../deps';
import { refuse } from '../refuse';
import { answer, forAnyone, forDevice, gives } from './route';

const binary = { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } };
const ofShare = z.object({ shareId: shareIdSchema });
/** 32 random bytes that the owner's devices keep: in a header, since addresses stand in logs. */
const ofOwner = z.object({ 'x-share-token': hexOf(32) });
/** A device whose clock is ahead means 90 days and says more; the longest that it is believed. */
const clockRoomMs = 60 * 60 * 1_000;
const done = answer(z.object({ shareId: z.string() }), 'Done, or was before');
/** What a person's browser may do with the bytes: keep nothing, tell nobody, list nothing. */
const quiet = { 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex, nofollow, noarchive' };

/**
 * Stores a share until `expiresAt` (ms, at most 90 days from now and an hour, by which the device's clock may be ahead), or replaces the bytes of one under the same token and expiry. The
 * body is at most 256 KiB. 404 `share-unknown`: it was revoked. Counts against the vault's quota. Safe to repeat.
 */
const putRoute = (deps: ServerDeps) =>
  createRoute({
    method: 'put',
    path: '/v1/shares/{shareId}',
    summary: 'Share a sealed snapshot, or replace it',
    ...forDevice(deps, { maxBytes: maxShareBytes }),
    request: {
      params: ofShare,
      headers: ofOwner,
      query: z.strictObject({
        expiresAt: z
          .string()
          .regex(/^\d{1,15}$/)
          .transform(Number),
      }),
      body: { required: true, content: binary },
    },
    responses: gives(done),
  });

/** Deletes the bytes, by the owner's token alone: a device whose vault has moved or gone may still revoke what it shared. */
const revokeRoute = (deps: ServerDeps) =>
  createRoute({
    method: 'delete',
    path: '/v1/shares/{shareId}',
    summary: 'Revoke a shared snapshot',
    ...forAnyone(deps),
    request: { params: ofShare, headers: ofOwner },
    responses: gives(done),
  });

/** The sealed bytes, for anybody; 404 `share-unknown` for unknown, expired and revoked alike, byte for byte. */
const getRoute = (deps: ServerDeps) =>
  createRoute({
    method: 'get',
    path: '/v1/shares/{shareId}',
    summary: 'Fetch a shared snapshot',
    ...forAnyone(deps),
    request: { params: ofShare },
    responses: gives({ description: 'The sealed bytes', content: binary }),
  });

export function addShareRoutes(app: OpenAPIHono<ServerEnv>, deps: ServerDeps): void {
  const { database, settings } = deps;

  app.openapi(putRoute(deps), async (c) => {
    const { expiresAt } = c.req.valid('query');
    const lifeMs = expiresAt - Date.now();
    if (lifeMs <= 0 || lifeMs > maxShareLifeMs + clockRoomMs)
      return refuse(c, { reason: 'malformed', field: 'expiresAt' });
    const body = new Uint8Array(await c.req.arrayBuffer());
    if (body.length === 0) return refuse(c, { reason: 'malformed', field: 'body' });
    const { shareId } = c.req.valid('param');
    const ownerToken = c.req.valid('header')['x-share-token'];
    const { vaultId } = c.get('caller');
    const put = { shareId, vaultId, ownerToken, expiresAt: new Date(expiresAt), body };
    const stored = await putShare(database, put, settings.quotaBytes);
    return stored.ok ? c.json({ shareId }, 200) : refuse(c, stored.error);
  });

  app.openapi(revokeRoute(deps), async (c) => {
    const { shareId } = c.req.valid('param');
    const revoked = await revokeShare(database, shareId, c.req.valid('header')['x-share-token']);
    return revoked.ok ? c.json({ shareId }, 200) : refuse(c, revoked.error);
  });

  app.openapi(getRoute(deps), async (c) => {
    for (const [name, value] of Object.entries(quiet)) c.header(name, value);
    c.env.outgoing.removeHeader('x-request-id'); // no two answers of this kind differ in a byte
    const share = await openShare(database, c.req.valid('param').shareId);
    if (!share.ok) return refuse(c, share.error);
    return c.body(new Uint8Array(share.value), 200, { 'content-type': 'application/octet-stream' });
  });
}
