/** Makes a vault known to a server, or admits a device to the vault that is there: by the vault key's signature over the device's. */
import { err, ok } from '../../../shared/result';
import { admissionBytes } from '../../../shared/sync/statements';
import { utf8 } from '../../../shared/vault/bytes';
import type { OpenVault, SealContext } from '../../../shared/vault/open-vault';
import type { RootKey } from '../../../shared/vault/root-key';
import { signAsVault, vaultIdOf, vaultPublicKeyOf } from '../../../shared/vault/subkeys';
import { type DeviceKey, deviceIdOf, devicePublicKeyOf } from './device-key';
import type { DeviceAdmission, ServerCalls } from './server-calls';
import type { Answered } from './server-refusal';

const labelContext = (deviceId: string): SealContext => ({
  purpose: 'documents',
  recordId: deviceId,
  kind: 'device-label',
  schemaVersion: 1,
});

/** Characters of a device's name; its sealed form is at most the server's 1,024 bytes. */
const maxLabelLength = 100;

/** A device's name as the server keeps it: sealed under the vault, bound to the device. Cut after 100 characters. */
export const sealLabel = (vault: OpenVault, deviceId: string, label: string): Promise<Uint8Array> =>
  vault.seal(labelContext(deviceId), utf8([...label.trim()].slice(0, maxLabelLength).join('')));

/** Null where it does not open. */
export async function openLabel(vault: OpenVault, deviceId: string, sealed: Uint8Array): Promise<string | null> {
  const opened = await vault.open(labelContext(deviceId), sealed);
  return opened.ok ? new TextDecoder().decode(opened.value) : null;
}

export interface Admitting {
  readonly calls: ServerCalls;
  readonly rootKey: RootKey;
  readonly vault: OpenVault;
  readonly deviceKey: DeviceKey;
  readonly label: string;
}

/** What the vault's key says of a device, for one server. */
export async function admissionOf({ calls, rootKey, vault, deviceKey, label }: Admitting): Promise<DeviceAdmission> {
  const [vaultId, devicePublicKey] = [await vaultIdOf(rootKey), devicePublicKeyOf(deviceKey)];
  const statement = admissionBytes({ origin: calls.origin, vaultId, devicePublicKey });
  return {
    vaultId,
    devicePublicKey,
    label: await sealLabel(vault, deviceIdOf(deviceKey), label),
    signature: await signAsVault(rootKey, statement),
  };
}

/** Creates the vault with this device where the server does not know it, admits the device where it does. Safe to repeat. */
export async function createOrJoin(parts: Admitting, invite: string | null, signal: AbortSignal): Answered<void> {
  const admission = await admissionOf(parts);
  const publicKey = await vaultPublicKeyOf(parts.rootKey);
  const created = await parts.calls.createVault({ ...admission, publicKey, invite }, signal);
  if (created.ok) return ok(undefined);
  const isThere = created.error.refusal?.reason === 'exists-already';
  return isThere ? parts.calls.admit(admission, signal) : err(created.error);
}
