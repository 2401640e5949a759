/** Routes of a vault's beginning and end, and of logging in. */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import {
  deviceIdOfKey,
  deviceIdSchema,
  hexOf,
  publicKeySchema,
  signatureSchema,
  vaultIdOfKey,
  vaultIdSchema,
} from '../../shared/sync/ids';
import { maxLabelBytes, maxNoticeBytes } from '../../shared/sync/limits';
import { admissionBytes } from '../../shared/sync/statements';
import { fromHex } from '../../shared/vault/bytes';
import { challengeCall, logIn, spendCall } from '../auth/login';
import { isSignedBy } from '../auth/signature';
import { addressKey } from '../caller-address';
import { hexOfColumn } from '../db/database';
import { createVault, retireVault } from '../db/vaults';
import type { ServerDeps, ServerEnv } from '../deps';
import { byAddress, byDevice, limitBody } from '../middleware';
import { refuse } from '../refuse';
import { answer, bytesOf, jsonBody, refusals, sealedBytes, smallBodyBytes, withToken } from './route';

/**
 * Creates a vault with its first device. `signature`: the vault's key over the admission of that device (shared/sync/statements).
 * Without an invite only where registration is open. Safe to repeat.
 */
const createVaultRoute = (deps: ServerDeps) =>
  createRoute({
    method: 'post',
    path: '/v1/vaults',
    summary: 'Create a vault with its first device',
    middleware: [limitBody(smallBodyBytes), byAddress(deps)] as const,
    request: {
      body: jsonBody(
        z.strictObject({
          publicKey: publicKeySchema,
          invite: z.string().min(1).max(100).optional(),
          device: z.strictObject({ publicKey: publicKeySchema, label: sealedBytes(maxLabelBytes) }),
          signature: signatureSchema,
        }),
      ),
    },
    responses: {
      200: answer(
        z.object({ vaultId: z.string(), deviceId: z.string(), logId: z.string() }),
        'Created, or there before',
      ),
      ...refusals,
    },
  });

/** A challenge to sign: 32 bytes, good once and for 60 seconds. Answered for devices that do not exist too. */
const challengeRoute = (deps: ServerDeps) =>
  createRoute({
    method: 'post',
    path: '/v1/challenges',
    summary: 'Ask for a challenge to sign',
    middleware: [limitBody(smallBodyBytes), byAddress(deps)] as const,
    request: { body: jsonBody(z.strictObject({ vaultId: vaultIdSchema, deviceId: deviceIdSchema })) },
    responses: { 200: answer(z.object({ challenge: z.string() }), 'The challenge, 64 hex digits'), ...refusals },
  });

/** Logs a device in by its signature over the challenge: a token for 15 minutes. There is nothing to refresh it: sign again. */
const loginRoute = (deps: ServerDeps) =>
  createRoute({
    method: 'post',
    path: '/v1/login',
    summary: 'Log a device in',
    middleware: [limitBody(smallBodyBytes), byAddress(deps)] as const,
    request: {
      body: jsonBody(
        z.strictObject({
          vaultId: vaultIdSchema,
          deviceId: deviceIdSchema,
          challenge: hexOf(32),
          signature: signatureSchema,
        }),
      ),
    },
    responses: {
      200: answer(
        z.object({ token: z.string(), expiresAt: z.int(), logId: z.string(), head: z.int(), frozen: z.boolean() }),
        'A token; `expiresAt` in milliseconds since 1970, UTC',
      ),
      ...refusals,
    },
  });

/** Closes the vault: its devices moved to another. `notice`: sealed, handed to every device that comes later. Safe to repeat. */
const retireRoute = (deps: ServerDeps) =>
  createRoute({
    method: 'post',
    path: '/v1/vaults/retire',
    summary: 'Retire a vault that has moved',
    security: withToken,
    middleware: [limitBody(smallBodyBytes), byDevice(deps, { retiredToo: true })] as const,
    request: { body: jsonBody(z.strictObject({ notice: sealedBytes(maxNoticeBytes) })) },
    responses: { 200: answer(z.object({ retired: z.literal(true) }), 'Retired, or was before'), ...refusals },
  });

export function addVaultRoutes(app: OpenAPIHono<ServerEnv>, deps: ServerDeps): void {
  const { database, limits, origin, random, settings, hub } = deps;

  app.openapi(createVaultRoute(deps), async (c) => {
    const { publicKey, device, signature, invite } = c.req.valid('json');
    const vaultId = vaultIdOfKey(fromHex(publicKey));
    if (
      !isSignedBy(
        publicKey,
        admissionBytes({ origin: origin(), vaultId, devicePublicKey: device.publicKey }),
        signature,
      )
    ) {
      return refuse(c, { reason: 'signature-rejected' });
    }
    const deviceId = deviceIdOfKey(fromHex(device.publicKey));
    const created = await createVault(database, {
      vaultId,
      publicKey,
      logId: hexOfColumn(random(16)),
      invite: settings.openRegistration ? null : (invite ?? ''),
      device: { deviceId, publicKey: device.publicKey, label: bytesOf(device.label) },
      address: c.get('address'),
    });
    return created.ok ? c.json({ vaultId, deviceId, logId: created.value.logId }, 200) : refuse(c, created.error);
  });

  app.openapi(challengeRoute(deps), async (c) => {
    const { vaultId, deviceId } = c.req.valid('json');
    const challenge = random(32);
    const kept = await limits.take(addressKey(c.get('address')), challengeCall(vaultId, deviceId, challenge));
    return kept.ok ? c.json({ challenge: hexOfColumn(challenge) }, 200) : refuse(c, kept.error);
  });

  app.openapi(loginRoute(deps), async (c) => {
    const login = c.req.valid('json');
    const spent = await limits.take(addressKey(c.get('address')), spendCall(login));
    if (!spent.ok) return refuse(c, spent.error);
    const at = { origin: origin(), address: c.get('address'), random: random(32) };
    const loggedIn = await logIn(database, login, spent.value, at);
    return loggedIn.ok ? c.json(loggedIn.value, 200) : refuse(c, loggedIn.error);
  });

  app.openapi(retireRoute(deps), async (c) => {
    const { vaultId, deviceId } = c.get('caller');
    const notice = bytesOf(c.req.valid('json').notice);
    await retireVault(database, { vaultId, deviceId, notice, address: c.get('address') });
    hub.announce(vaultId, 'access');
    return c.json({ retired: true } as const, 200);
  });
}
