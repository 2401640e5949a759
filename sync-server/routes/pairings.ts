/**
 * Routes of pairing a new device. `pairingId` is made of the random bits of the code on the unlocked device's screen, so that
 * whoever knows it has seen the code; what is left under it is sealed with a key of the same bits.
 *
 * 1. The unlocked device opens the pairing. 2. The new one leaves its offer (its public key, sealed). 3. The unlocked one reads
 * it, both screens show the same digits, and it leaves the parcel. 4. The new one takes the parcel, once. Where a device was
 * removed each step is refused with 403 `vault-frozen`.
 */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { hexOf, vaultIdSchema } from '../../shared/sync/ids';
import { maxParcelBytes } from '../../shared/sync/limits';
import { leaveMessage, openPairing, readOffer, takeParcel } from '../db/pairings';
import type { ServerDeps, ServerEnv } from '../deps';
import { refuse } from '../refuse';
import { answer, base64Of, bytesOf, forAnyone, forDevice, gives, jsonBody, sealedBytes, smallBodyBytes } from './route';

const pairingIdSchema = hexOf(32);
const message = jsonBody(z.strictObject({ message: sealedBytes(maxParcelBytes) }));
const ofVault = z.object({ pairingId: pairingIdSchema });
const ofStranger = z.object({ vaultId: vaultIdSchema, pairingId: pairingIdSchema });
const done = answer(z.object({ pairingId: z.string() }), 'Done, or was before');
const content = answer(z.object({ message: z.string() }), 'The message, sealed, base64');

/** Opens a pairing for ten minutes. Safe to repeat. */
const openRoute = (deps: ServerDeps) =>
  createRoute({
    method: 'put',
    path: '/v1/pairings/{pairingId}',
    summary: 'Open a pairing',
    ...forDevice(deps),
    request: { params: ofVault },
    responses: gives(done),
  });

/** The new device's offer; 404 `pairing-pending` until it has left one. */
const offerRoute = (deps: ServerDeps) =>
  createRoute({
    method: 'get',
    path: '/v1/pairings/{pairingId}/offer',
    summary: 'Read what the new device offered',
    ...forDevice(deps),
    request: { params: ofVault },
    responses: gives(content),
  });

/** Leaves the parcel for a device that has made its offer; once. */
const parcelRoute = (deps: ServerDeps) =>
  createRoute({
    method: 'put',
    path: '/v1/pairings/{pairingId}/parcel',
    summary: 'Leave the parcel',
    ...forDevice(deps, { maxBytes: smallBodyBytes }),
    request: { params: ofVault, body: message },
    responses: gives(done),
  });

/** Leaves the new device's offer; once. */
const makeOfferRoute = (deps: ServerDeps) =>
  createRoute({
    method: 'put',
    path: '/v1/vaults/{vaultId}/pairings/{pairingId}/offer',
    summary: 'Offer a new device',
    ...forAnyone(deps, { maxBytes: smallBodyBytes }),
    request: { params: ofStranger, body: message },
    responses: gives(done),
  });

/** Takes the parcel, which is gone with it; 404 `pairing-pending` until it is there. */
const takeRoute = (deps: ServerDeps) =>
  createRoute({
    method: 'post',
    path: '/v1/vaults/{vaultId}/pairings/{pairingId}/take',
    summary: 'Take the parcel',
    ...forAnyone(deps),
    request: { params: ofStranger },
    responses: gives(content),
  });

export function addPairingRoutes(app: OpenAPIHono<ServerEnv>, deps: ServerDeps): void {
  const { database, hub } = deps;
  const named = (vaultId: z.infer<typeof vaultIdSchema>, pairingId: z.infer<typeof pairingIdSchema>) => ({
    vaultId,
    pairingId,
  });

  app.openapi(openRoute(deps), async (c) => {
    const { vaultId, deviceId } = c.get('caller');
    const { pairingId } = c.req.valid('param');
    const opened = await openPairing(database, named(vaultId, pairingId), deviceId);
    return opened.ok ? c.json({ pairingId }, 200) : refuse(c, opened.error);
  });

  app.openapi(offerRoute(deps), async (c) => {
    const offer = await readOffer(database, named(c.get('caller').vaultId, c.req.valid('param').pairingId));
    return offer.ok ? c.json({ message: base64Of(offer.value) }, 200) : refuse(c, offer.error);
  });

  app.openapi(parcelRoute(deps), async (c) => {
    const { pairingId } = c.req.valid('param');
    const parcel = bytesOf(c.req.valid('json').message);
    const left = await leaveMessage(database, named(c.get('caller').vaultId, pairingId), 'parcel', parcel);
    return left.ok ? c.json({ pairingId }, 200) : refuse(c, left.error);
  });

  app.openapi(makeOfferRoute(deps), async (c) => {
    const { vaultId, pairingId } = c.req.valid('param');
    const offer = bytesOf(c.req.valid('json').message);
    const left = await leaveMessage(database, named(vaultId, pairingId), 'offer', offer);
    if (!left.ok) return refuse(c, left.error);
    hub.announce(vaultId, 'head');
    return c.json({ pairingId }, 200);
  });

  app.openapi(takeRoute(deps), async (c) => {
    const { vaultId, pairingId } = c.req.valid('param');
    const parcel = await takeParcel(database, named(vaultId, pairingId));
    return parcel.ok ? c.json({ message: base64Of(parcel.value) }, 200) : refuse(c, parcel.error);
  });
}
