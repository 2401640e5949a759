/**
 * Pairings: two sealed messages between a device that is in and one that is not yet, under a name that only the code on the first
 * one's screen tells. Each is left once; the parcel is read once and goes with that; all of it goes after ten minutes. A vault that
 * admits no device pairs none: it would be handed the root key and then refused.
 */
import type { TransactionSql } from 'postgres';
import { err, ok, type Result } from '../../shared/result';
import type { Refusal } from '../../shared/sync/refusals';
import type { Hex } from '../../shared/vault/bytes';
import { bytea, type Database } from './database';

export interface PairingName {
  readonly vaultId: Hex;
  readonly pairingId: Hex;
}

const unknown: Refusal = { reason: 'pairing-unknown' };

/** Does a step of a pairing, unless the vault was frozen; a removal that comes now waits for its end. */
const inOpenVault = <T>(
  database: Database,
  vaultId: Hex,
  step: (tx: TransactionSql) => Promise<Result<T, Refusal>>,
): Promise<Result<T, Refusal>> =>
  database.inVault(vaultId, async (tx) => {
    const [vault] = await tx`select frozen_at from vaults where vault_id = ${bytea(vaultId)} for share`;
    return vault !== undefined && vault.frozen_at !== null ? err({ reason: 'vault-frozen' }) : step(tx);
  });

/** Opens a pairing for ten minutes; at most eight of one vault are open. Repeated by its device it changes nothing. */
export const openPairing = (
  database: Database,
  { vaultId, pairingId }: PairingName,
  deviceId: Hex,
): Promise<Result<null, Refusal>> =>
  inOpenVault(database, vaultId, async (tx) => {
    const [vault, pairing, device] = [bytea(vaultId), bytea(pairingId), bytea(deviceId)];
    await tx`delete from pairings where vault_id = ${vault} and expires_at < now()`;
    const [others] = await tx`
      select count(*)::int as open, min(expires_at) as until from pairings
       where vault_id = ${vault} and pairing_id <> ${pairing}`;
    if (others?.open >= 8) return err({ reason: 'rate-limited', untilAt: others?.until.getTime() });
    await tx`
      insert into pairings (vault_id, pairing_id, device_id, expires_at)
      values (${vault}, ${pairing}, ${device}, now() + interval '10 minutes') on conflict do nothing`;
    return ok(null);
  });

/** Leaves a message: the new device's offer, or the parcel for it. The same message twice is left once. */
export const leaveMessage = (
  database: Database,
  { vaultId, pairingId }: PairingName,
  kind: 'offer' | 'parcel',
  message: Uint8Array,
): Promise<Result<null, Refusal>> =>
  inOpenVault(database, vaultId, async (tx) => {
    const [vault, pairing, bytes] = [bytea(vaultId), bytea(pairingId), Buffer.from(message)];
    const [row] = await tx`
      select offer, parcel from pairings
       where vault_id = ${vault} and pairing_id = ${pairing} and expires_at > now() for update`;
    if (row === undefined) return err(unknown);
    if (kind === 'parcel' && row.offer === null) return err({ reason: 'pairing-pending' });
    const before = row[kind];
    if (before !== null) return bytes.equals(before) ? ok(null) : err({ reason: 'pairing-taken' });
    await tx`update pairings set ${tx(kind)} = ${bytes} where vault_id = ${vault} and pairing_id = ${pairing}`;
    return ok(null);
  });

/** What the new device left, for the one that opened the pairing. */
export const readOffer = (
  database: Database,
  { vaultId, pairingId }: PairingName,
): Promise<Result<Uint8Array, Refusal>> =>
  inOpenVault(database, vaultId, async (tx) => {
    const [row] = await tx`
      select offer from pairings
       where vault_id = ${bytea(vaultId)} and pairing_id = ${bytea(pairingId)} and expires_at > now()`;
    if (row === undefined) return err(unknown);
    return row.offer === null ? err({ reason: 'pairing-pending' }) : ok(row.offer);
  });

/** Hands the parcel out, once: the pairing is gone with it. */
export const takeParcel = (
  database: Database,
  { vaultId, pairingId }: PairingName,
): Promise<Result<Uint8Array, Refusal>> =>
  inOpenVault(database, vaultId, async (tx) => {
    const [vault, pairing] = [bytea(vaultId), bytea(pairingId)];
    const [taken] = await tx`
      delete from pairings where vault_id = ${vault} and pairing_id = ${pairing}
         and expires_at > now() and parcel is not null returning parcel`;
    if (taken !== undefined) return ok(taken.parcel);
    const [row] = await tx`
      select 1 from pairings where vault_id = ${vault} and pairing_id = ${pairing} and expires_at > now()`;
    return err(row === undefined ? unknown : { reason: 'pairing-pending' });
  });
