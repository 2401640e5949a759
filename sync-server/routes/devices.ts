/** Routes of a vault's devices: admitted by the vault's key, named, removed for good; and the record of all that. */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { deviceIdOfKey, deviceIdSchema, publicKeySchema, signatureSchema, vaultIdSchema } from '../../shared/sync/ids';
import { maxLabelBytes } from '../../shared/sync/limits';
import { admissionBytes } from '../../shared/sync/statements';
import { fromHex } from '../../shared/vault/bytes';
import { isSignedBy } from '../auth/signature';
import { noteRefusedAdmission, readAudit } from '../db/audit';
import { admitDevice, labelDevice, listDevices, publicKeyOfVault, removeDevice } from '../db/devices';
import type { ServerDeps, ServerEnv } from '../deps';
import { refuse } from '../refuse';
import { answer, base64Of, bytesOf, forAnyone, forDevice, gives, jsonBody, sealedBytes, smallBodyBytes } from './route';

const deviceInPath = z.object({ deviceId: deviceIdSchema });

/** Admits a device by the vault key's signature over its public key; needs no token. Safe to repeat; a removed one stays out. */
const admitRoute = (deps: ServerDeps) =>
  createRoute({
    method: 'post',
    path: '/v1/devices',
    summary: 'Admit a device',
    ...forAnyone(deps, { maxBytes: smallBodyBytes }),
    request: {
      body: jsonBody(
        z.strictObject({
          vaultId: vaultIdSchema,
          publicKey: publicKeySchema,
          label: sealedBytes(maxLabelBytes),
          signature: signatureSchema,
        }),
      ),
    },
    responses: gives(answer(z.object({ deviceId: z.string() }), 'Admitted, or was before')),
  });

/** All devices, the oldest first, removed ones too, and when each asked for anything last. Instants in milliseconds since 1970. */
const listRoute = (deps: ServerDeps) =>
  createRoute({
    method: 'get',
    path: '/v1/devices',
    summary: 'List the devices of the vault',
    ...forDevice(deps, { retiredToo: true }),
    responses: gives(
      answer(
        z.object({
          devices: z.array(
            z.object({
              deviceId: z.string(),
              publicKey: z.string(),
              label: z.string(),
              admittedAt: z.int(),
              removedAt: z.int().nullable(),
              lastAskedAt: z.int().nullable(),
            }),
          ),
        }),
        'The devices',
      ),
    ),
  });

/** Gives a device of the vault another sealed label. Safe to repeat. */
const labelRoute = (deps: ServerDeps) =>
  createRoute({
    method: 'put',
    path: '/v1/devices/{deviceId}/label',
    summary: 'Name a device',
    ...forDevice(deps, { maxBytes: smallBodyBytes }),
    request: { params: deviceInPath, body: jsonBody(z.strictObject({ label: sealedBytes(maxLabelBytes) })) },
    responses: gives(answer(z.object({ deviceId: z.string() }), 'Named')),
  });

/** Removes a device for good: it is cut off at once on every instance, and no further device is admitted. Safe to repeat. */
const removeRoute = (deps: ServerDeps) =>
  createRoute({
    method: 'delete',
    path: '/v1/devices/{deviceId}',
    summary: 'Remove a device and freeze admissions',
    ...forDevice(deps),
    request: { params: deviceInPath },
    responses: gives(answer(z.object({ deviceId: z.string() }), 'Removed, or was before')),
  });

/** What happened to the vault's access in the last 400 days, the newest first, at most 500 entries. */
const auditRoute = (deps: ServerDeps) =>
  createRoute({
    method: 'get',
    path: '/v1/audit',
    summary: 'Read who was admitted, logged in, refused and removed',
    ...forDevice(deps, { retiredToo: true }),
    responses: gives(
      answer(
        z.object({
          entries: z.array(
            z.object({ at: z.int(), event: z.string(), deviceId: z.string().nullable(), address: z.string() }),
          ),
        }),
        'The entries',
      ),
    ),
  });

export function addDeviceRoutes(app: OpenAPIHono<ServerEnv>, deps: ServerDeps): void {
  const { database, origin, hub } = deps;

  app.openapi(admitRoute(deps), async (c) => {
    const { vaultId, publicKey, label, signature } = c.req.valid('json');
    const [deviceId, address] = [deviceIdOfKey(fromHex(publicKey)), c.get('address')];
    const vaultKey = await publicKeyOfVault(database, vaultId);
    if (vaultKey === null) return refuse(c, { reason: 'vault-unknown' });
    if (!isSignedBy(vaultKey, admissionBytes({ origin: origin(), vaultId, devicePublicKey: publicKey }), signature)) {
      await database.inVault(vaultId, (tx) => noteRefusedAdmission(tx, { vaultId, deviceId, address }));
      return refuse(c, { reason: 'signature-rejected' });
    }
    const admitted = await admitDevice(database, vaultId, { deviceId, publicKey, label: bytesOf(label) }, address);
    if (!admitted.ok) return refuse(c, admitted.error);
    hub.announce(vaultId, 'head');
    return c.json({ deviceId }, 200);
  });

  app.openapi(listRoute(deps), async (c) => {
    const devices = await listDevices(database, c.get('caller').vaultId);
    const shown = devices.map(({ label, admittedAt, removedAt, lastAskedAt, ...device }) => ({
      ...device,
      label: base64Of(label),
      admittedAt: admittedAt.getTime(),
      removedAt: removedAt?.getTime() ?? null,
      lastAskedAt: lastAskedAt?.getTime() ?? null,
    }));
    return c.json({ devices: shown }, 200);
  });

  app.openapi(labelRoute(deps), async (c) => {
    const { deviceId } = c.req.valid('param');
    const known = await labelDevice(database, c.get('caller').vaultId, deviceId, bytesOf(c.req.valid('json').label));
    return known ? c.json({ deviceId }, 200) : refuse(c, { reason: 'vault-unknown' });
  });

  app.openapi(removeRoute(deps), async (c) => {
    const { deviceId } = c.req.valid('param');
    const { vaultId, deviceId: by } = c.get('caller');
    const known = await removeDevice(database, { vaultId, deviceId, by, address: c.get('address') });
    if (!known) return refuse(c, { reason: 'vault-unknown' });
    hub.announce(vaultId, 'access');
    return c.json({ deviceId }, 200);
  });

  app.openapi(auditRoute(deps), async (c) =>
    c.json({ entries: await readAudit(database, c.get('caller').vaultId) }, 200),
  );
}
