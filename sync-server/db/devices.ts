/** A vault's devices: who was admitted, what they are called (sealed), and who was removed. */
import type { Row, TransactionSql } from 'postgres';
import { err, ok, type Result } from '../../shared/result';
import type { Refusal } from '../../shared/sync/refusals';
import type { Hex } from '../../shared/vault/bytes';
import { noteRefusedAdmission, writeAudit } from './audit';
import { bytea, type Database, hexOfColumn } from './database';

/** `label` is sealed: the server cannot read it. `lastAskedAt`: to the minute; null where that is not known. */
export interface Device {
  readonly deviceId: Hex;
  readonly publicKey: Hex;
  readonly label: Uint8Array;
  readonly admittedAt: Date;
  readonly removedAt: Date | null;
  readonly lastAskedAt: Date | null;
}

/** A device to be admitted; its signature was checked. */
export interface NewDevice {
  readonly deviceId: Hex;
  readonly publicKey: Hex;
  readonly label: Uint8Array;
}

/** The vault's public key; null where there is no such vault. */
export const publicKeyOfVault = (database: Database, vaultId: Hex): Promise<Hex | null> =>
  database.inVault(vaultId, async (tx) => {
    const [row] = await tx`select public_key from vaults where vault_id = ${bytea(vaultId)}`;
    return row === undefined ? null : hexOfColumn(row.public_key);
  });

/** Inserts a device. Repeated for the same device it changes nothing; a removed one stays removed. */
export async function insertDevice(tx: TransactionSql, vaultId: Hex, device: NewDevice): Promise<Refusal | null> {
  const vault = bytea(vaultId);
  const added = await tx`
    insert into devices (vault_id, device_id, public_key, label)
    values (${vault}, ${bytea(device.deviceId)}, ${bytea(device.publicKey)}, ${Buffer.from(device.label)})
    on conflict do nothing returning 1`;
  if (added.length > 0) return null;
  const [known] =
    await tx`select removed_at from devices where vault_id = ${vault} and device_id = ${bytea(device.deviceId)}`;
  return known === undefined || known.removed_at !== null ? { reason: 'device-removed' } : null;
}

/** Why a vault admits nobody; null where it does. */
function admissionRefusal(vault: Row | undefined): Refusal | null {
  if (vault === undefined) return { reason: 'vault-unknown' };
  if (vault.closed_at !== null) return { reason: 'vault-closed' };
  if (vault.retired_at !== null) return { reason: 'vault-retired' };
  return vault.frozen_at === null ? null : { reason: 'vault-frozen' };
}

/** Admits a device, unless the vault was frozen or retired meanwhile, or is closed. */
export const admitDevice = (
  database: Database,
  vaultId: Hex,
  device: NewDevice,
  address: string,
): Promise<Result<null, Refusal>> =>
  database.inVault(vaultId, async (tx) => {
    const [vault] =
      await tx`select frozen_at, retired_at, closed_at from vaults where vault_id = ${bytea(vaultId)} for share`;
    const refusal = admissionRefusal(vault) ?? (await insertDevice(tx, vaultId, device));
    const { deviceId } = device;
    if (refusal === null) await writeAudit(tx, { vaultId, event: 'device-admitted', deviceId, address });
    else await noteRefusedAdmission(tx, { vaultId, deviceId, address });
    return refusal === null ? ok(null) : err(refusal);
  });

/** All devices of the vault, the oldest first, removed ones too. */
export const listDevices = (database: Database, vaultId: Hex): Promise<readonly Device[]> =>
  database.inVault(vaultId, async (tx) => {
    const rows = await tx`
      select device_id, public_key, label, admitted_at, removed_at,
             to_timestamp(last_asked(vault_id, device_id) / 1000.0) as last_asked_at from devices
       where vault_id = ${bytea(vaultId)} order by admitted_at, device_id`;
    return rows.map((row) => ({
      deviceId: hexOfColumn(row.device_id),
      publicKey: hexOfColumn(row.public_key),
      label: row.label,
      admittedAt: row.admitted_at,
      removedAt: row.removed_at,
      lastAskedAt: row.last_asked_at,
    }));
  });

/** Gives a device another sealed label. */
export const labelDevice = (database: Database, vaultId: Hex, deviceId: Hex, label: Uint8Array): Promise<boolean> =>
  database.inVault(vaultId, async (tx) => {
    const changed = await tx`
      update devices set label = ${Buffer.from(label)}
       where vault_id = ${bytea(vaultId)} and device_id = ${bytea(deviceId)} returning 1`;
    return changed.length > 0;
  });

/**
 * Cuts a device off for good and freezes admissions: what it knows lets it admit another, so that the vault has to move.
 *
 * Takes the lock of the log's writers: what the device was pushing is stored before, or refused. False where there is no such
 * device. Repeated, it changes nothing. Its tokens stay until they expire, so that it is told why it is refused.
 */
export const removeDevice = (
  database: Database,
  { vaultId, deviceId, by, address }: { vaultId: Hex; deviceId: Hex; by: Hex | null; address: string },
): Promise<boolean> =>
  database.inVault(vaultId, async (tx) => {
    const [vault, device] = [bytea(vaultId), bytea(deviceId)];
    await tx`select 1 from heads where vault_id = ${vault} for update`;
    const [known] = await tx`
      update devices set removed_at = coalesce(removed_at, now())
       where vault_id = ${vault} and device_id = ${device} returning 1`;
    if (known === undefined) return false;
    await tx`update vaults set frozen_at = coalesce(frozen_at, now()) where vault_id = ${vault}`;
    await tx`delete from challenges where vault_id = ${vault} and device_id = ${device}`;
    await tx`delete from pairings where vault_id = ${vault}`;
    await writeAudit(tx, { vaultId, event: 'device-removed', deviceId, address: by === null ? 'operator' : address });
    return true;
  });
