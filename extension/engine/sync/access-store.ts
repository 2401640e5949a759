/** What this device keeps of its access to a server: sealed, in `local`, and so never synced nor in a backup. */
import { z } from 'zod';
import type { Failure } from '../../../shared/reasons';
import { ok, type Result, Secret, unixMs } from '../../../shared/result';
import { hexOf } from '../../../shared/sync/ids';
import { fromBase64, toBase64 } from '../../../shared/vault/bytes';
import type { Random } from '../../../shared/vault/random';
import type { Store } from '../../store/store';
import { createDeviceKey, type DeviceKey, deviceKeyBytes } from './device-key';

const keys = { device: 'sync-device', access: 'sync-access' } as const;

const instant = z.int().transform((at) => unixMs(at));
const deviceSchema = z.object({ seed: z.string() }).transform(({ seed }, context) => {
  const bytes = fromBase64(seed);
  if (bytes.ok && bytes.value.length === deviceKeyBytes) return new Secret<Uint8Array>(bytes.value);
  context.addIssue({ code: 'custom', message: 'must be a seed' });
  return z.NEVER;
});
const accessSchema = z.object({
  origin: z.string(),
  deviceLabel: z.string(),
  connectedAt: instant,
  /** The log as the device vouched for it that this one was paired with. */
  vouched: z.object({ logId: hexOf(16), seq: z.int().min(0), h: hexOf(32) }).nullable(),
});

/** The server that this device is connected to, and what it is called there. */
export type AccessRecord = Readonly<z.infer<typeof accessSchema>>;

type Local = Pick<Store, 'readLocal' | 'write'>;

/** This device's key; null where it has none yet. `damaged`: what is stored is no key. */
export const readDeviceKey = (store: Local): Promise<Result<DeviceKey | null, Failure>> =>
  store.readLocal(keys.device, deviceSchema);

export const writeDeviceKey = (store: Local, key: DeviceKey): Promise<Result<void, Failure>> =>
  store.write({ putLocal: [{ key: keys.device, value: { seed: toBase64(key.reveal()) } }] });

/** This device's key, made the first time. One that no longer opens is replaced: the server then sees another device. */
export async function deviceKeyOf(store: Local, random: Random): Promise<Result<DeviceKey, Failure>> {
  const stored = await readDeviceKey(store);
  if (!stored.ok && stored.error.reason === 'storage-failed') return stored;
  if (stored.ok && stored.value) return ok(stored.value);
  const made = createDeviceKey(random);
  const written = await writeDeviceKey(store, made);
  return written.ok ? ok(made) : written;
}

/** Null where this device is connected to no server. */
export const readAccess = (store: Local): Promise<Result<AccessRecord | null, Failure>> =>
  store.readLocal(keys.access, accessSchema);

export const writeAccess = (store: Local, access: AccessRecord): Promise<Result<void, Failure>> =>
  store.write({ putLocal: [{ key: keys.access, value: access }] });

export const forgetAccess = (store: Local): Promise<Result<void, Failure>> =>
  store.write({ deleteLocal: [keys.access] });
