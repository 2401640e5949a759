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
import { createLogins } from '../auth/login';
import { isSignedBy } from '../auth/signature';
import { hexOfColumn } from '../db/database';
import { createSuccessor } from '../db/successors';
import { closeVault, createVault, type NewVault, retireVault } from '../db/vaults';
import type { ServerDeps, ServerEnv } from '../deps';
import { refuse } from '../refuse';
import { answer, bounded, bytesOf, forAnyone, forDevice, gives, jsonBody, sealedBytes, smallBodyBytes } from './route';

/** A vault and its first device, which the vault's key admits. */
const newVault = z.strictObject({
  publicKey: publicKeySchema,
  invite: z.string().min(1).max(100).optional(),
  device: z.strictObject({ publicKey: publicKeySchema, label: sealedBytes(maxLabelBytes) }),
  signature: signatureSchema,
});

/**
 * Creates a vault with its first device. `signature`: the vault's key over the admission of that device (shared/sync/statements).
 * Without an invite only where registration is open. Safe to repeat.
 */
const createVaultRoute = (deps: ServerDeps) =>
  createRoute({
    method: 'post',
    path: '/v1/vaults',
    summary: 'Create a vault with its first device',
    ...forAnyone(deps, { maxBytes: smallBodyBytes }),
    request: {
      body: jsonBody(newVault),
    },
    responses: gives(
      answer(z.object({ vaultId: z.string(), deviceId: z.string(), logId: z.string() }), 'Created, or there before'),
    ),
  });

/**
 * Creates the vault that the caller's moves to, as `POST /v1/vaults` does but without an invite: one vault is followed by one. One
 * that was named before and is not followed yet is emptied and retired, so that a lost mover blocks nobody. 409 `exists-already`
 * for a vault that was there before, or was itself replaced. Safe to repeat.
 */
const successorRoute = (deps: ServerDeps) =>
  createRoute({
    method: 'post',
    path: '/v1/vaults/successor',
    summary: 'Create the vault that this one moves to',
    ...forDevice(deps, { maxBytes: smallBodyBytes }),
    request: { body: jsonBody(newVault.omit({ invite: true })) },
    responses: gives(
      answer(z.object({ vaultId: z.string(), deviceId: z.string(), logId: z.string() }), 'Created, or there before'),
    ),
  });

/**
 * A challenge to sign: 32 bytes, good once and for 60 seconds. Answered for devices that do not exist too; 404 `vault-unknown` for
 * a vault that is not there; 410 `vault-closed`, with the notice of the device that did it, for a vault that was erased, and where
 * it was made anew since, for every device that is not in it.
 */
const challengeRoute = createRoute({
  method: 'post',
  path: '/v1/challenges',
  summary: 'Ask for a challenge to sign',
  ...bounded({ maxBytes: smallBodyBytes }),
  request: { body: jsonBody(z.strictObject({ vaultId: vaultIdSchema, deviceId: deviceIdSchema })) },
  responses: gives(answer(z.object({ challenge: z.string() }), 'The challenge, 64 hex digits')),
});

/** Logs a device in by its signature over the challenge: a token for 15 minutes. There is nothing to refresh it: sign again. */
const loginRoute = createRoute({
  method: 'post',
  path: '/v1/login',
  summary: 'Log a device in',
  ...bounded({ maxBytes: smallBodyBytes }),
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
  responses: gives(
    answer(
      z.object({ token: z.string(), lifeMs: z.int(), logId: z.string(), head: z.int(), frozen: z.boolean() }),
      'A token, and for how long it is good from now: a duration, since the clocks of the two may differ',
    ),
  ),
});

/**
 * Closes the vault: its devices moved to another. `notice`: sealed, handed to every device that comes later. `successor`: the vault
 * that they moved to; 409 `exists-already` where another one was named since. Safe to repeat.
 */
const retireRoute = (deps: ServerDeps) =>
  createRoute({
    method: 'post',
    path: '/v1/vaults/retire',
    summary: 'Retire a vault that has moved',
    ...forDevice(deps, { maxBytes: smallBodyBytes, retiredToo: true }),
    request: {
      body: jsonBody(z.strictObject({ notice: sealedBytes(maxNoticeBytes), successor: vaultIdSchema.optional() })),
    },
    responses: gives(answer(z.object({ retired: z.literal(true) }), 'Retired, or was before')),
  });

/**
 * Erases the vault for all its devices: its log, devices, shared snapshots and audit. What stays is its id and key and `notice`,
 * sealed: whoever asks for a challenge is refused with it, `vault-closed`. The vault's key may create it anew; the notice stays for
 * the devices that are not in that one.
 */
const eraseRoute = (deps: ServerDeps) =>
  createRoute({
    method: 'post',
    path: '/v1/vaults/erase',
    summary: 'Erase the vault',
    ...forDevice(deps, { maxBytes: smallBodyBytes }),
    request: { body: jsonBody(z.strictObject({ notice: sealedBytes(maxNoticeBytes) })) },
    responses: gives(answer(z.object({ erased: z.literal(true) }), 'Erased; said again it is `vault-closed`')),
  });

export function addVaultRoutes(app: OpenAPIHono<ServerEnv>, deps: ServerDeps): void {
  const { database, origin, random, settings, hub } = deps;
  const logins = createLogins(deps);

  /** The new vault, if its own key admitted its first device here. */
  const vaultOf = (asked: z.infer<typeof newVault>): Omit<NewVault, 'invite' | 'address'> | null => {
    const { publicKey, device, signature } = asked;
    const vaultId = vaultIdOfKey(fromHex(publicKey));
    const statement = admissionBytes({ origin: origin(), vaultId, devicePublicKey: device.publicKey });
    if (!isSignedBy(publicKey, statement, signature)) return null;
    const deviceId = deviceIdOfKey(fromHex(device.publicKey));
    return {
      ...{ vaultId, publicKey, logId: hexOfColumn(random(16)) },
      device: { deviceId, publicKey: device.publicKey, label: bytesOf(device.label) },
    };
  };

  app.openapi(createVaultRoute(deps), async (c) => {
    const asked = c.req.valid('json');
    const vault = vaultOf(asked);
    if (vault === null) return refuse(c, { reason: 'signature-rejected' });
    const invite = settings.openRegistration ? null : (asked.invite ?? '');
    const created = await createVault(database, { ...vault, invite, address: c.get('address') });
    if (!created.ok) return refuse(c, created.error);
    return c.json({ vaultId: vault.vaultId, deviceId: vault.device.deviceId, logId: created.value.logId }, 200);
  });

  app.openapi(successorRoute(deps), async (c) => {
    const vault = vaultOf(c.req.valid('json'));
    if (vault === null) return refuse(c, { reason: 'signature-rejected' });
    const created = await createSuccessor(database, c.get('caller'), { ...vault, address: c.get('address') });
    if (!created.ok) return refuse(c, created.error);
    if (created.value.replaced !== null) hub.announce(created.value.replaced, 'access');
    return c.json({ vaultId: vault.vaultId, deviceId: vault.device.deviceId, logId: created.value.logId }, 200);
  });

  app.openapi(challengeRoute, async (c) => {
    const challenge = await logins.challenge(c.req.valid('json'), c.get('address'));
    return challenge.ok ? c.json({ challenge: challenge.value }, 200) : refuse(c, challenge.error);
  });

  app.openapi(loginRoute, async (c) => {
    const loggedIn = await logins.logIn(c.req.valid('json'), c.get('address'));
    return loggedIn.ok ? c.json(loggedIn.value, 200) : refuse(c, loggedIn.error);
  });

  app.openapi(retireRoute(deps), async (c) => {
    const { vaultId, deviceId } = c.get('caller');
    const { notice, successor = null } = c.req.valid('json');
    const ended = { vaultId, deviceId, successor, notice: bytesOf(notice), address: c.get('address') };
    const retired = await retireVault(database, ended);
    if (!retired.ok) return refuse(c, retired.error);
    hub.announce(vaultId, 'access');
    return c.json({ retired: true } as const, 200);
  });

  app.openapi(eraseRoute(deps), async (c) => {
    const { vaultId } = c.get('caller');
    await closeVault(database, vaultId, bytesOf(c.req.valid('json').notice));
    hub.announce(vaultId, 'access');
    return c.json({ erased: true } as const, 200);
  });
}
