/** A vault's life on the server: created with its first device, by invite unless registration is open; retired when it moved, closed when it is erased. */
import { createHash } from 'node:crypto';
import { err, ok, type Result } from '../../shared/result';
import type { Refusal } from '../../shared/sync/refusals';
import type { Hex } from '../../shared/vault/bytes';
import { writeAudit } from './audit';
import { bytea, type Database, hexOfColumn } from './database';
import { insertDevice, type NewDevice } from './devices';

export interface NewVault {
  readonly vaultId: Hex;
  readonly publicKey: Hex;
  readonly logId: Hex;
  /** The operator's invite; null where registration is open. */
  readonly invite: string | null;
  readonly device: NewDevice;
  readonly address: string;
}

interface RetiredVault {
  readonly vaultId: Hex;
  readonly deviceId: Hex;
  /** The vault that it moved to; null: to none. */
  readonly successor: Hex | null;
  readonly notice: Uint8Array;
  readonly address: string;
}

/** What is kept of an invite. */
export const inviteHash = (code: string): Buffer => createHash('sha256').update(code).digest();

/**
 * Creates a vault, spends the invite and admits the first device, all or nothing.
 *
 * Repeated with the same device it answers as at first, and spends nothing; another device has to be admitted. A vault that was
 * erased begins anew, by whoever has its key, and without another invite.
 */
export const createVault = (
  database: Database,
  { vaultId, publicKey, logId, invite, device, address }: NewVault,
): Promise<Result<{ readonly logId: Hex }, Refusal>> =>
  database.inVault(vaultId, async (tx) => {
    const vault = bytea(vaultId);
    const [known] = await tx`
      select h.log_id, d.removed_at from heads h join devices d using (vault_id)
       where h.vault_id = ${vault} and d.device_id = ${bytea(device.deviceId)}`;
    if (known !== undefined)
      return known.removed_at === null ? ok({ logId: hexOfColumn(known.log_id) }) : err({ reason: 'device-removed' });
    const [there] = await tx`select closed_at from vaults where vault_id = ${vault} for update`;
    if (there !== undefined && there.closed_at === null) return err({ reason: 'exists-already' });
    if (there === undefined && invite !== null) {
      const spent = await tx`
        update invites set spent_at = now(), spent_by = ${vault}
         where code_hash = ${inviteHash(invite)} and spent_at is null and expires_at > now() returning 1`;
      if (spent.length === 0) return err({ reason: 'invite-required' });
    }
    await tx`
      insert into vaults (vault_id, public_key) values (${vault}, ${bytea(publicKey)})
      on conflict (vault_id) do update set closed_at = null, notice = null`;
    await tx`insert into heads (vault_id, log_id) values (${vault}, ${bytea(logId)})`;
    await insertDevice(tx, vaultId, device);
    await writeAudit(tx, { vaultId, event: 'vault-created', deviceId: device.deviceId, address });
    return ok({ logId });
  });

/**
 * Closes a vault whose devices moved: nothing more is pushed or admitted, what lies there can still be read, and every caller is
 * given the sealed notice. Its shared snapshots are revoked. Repeated, it changes nothing. `exists-already` where another vault than
 * `successor` is to follow by now: of two devices that move it at once, one comes here.
 */
export const retireVault = (
  database: Database,
  { vaultId, deviceId, successor, notice, address }: RetiredVault,
): Promise<Result<null, Refusal>> =>
  database.inVault(vaultId, async (tx) => {
    const vault = bytea(vaultId);
    await tx`select 1 from heads where vault_id = ${vault} for update`;
    const [named] = await tx`select successor from vaults where vault_id = ${vault}`;
    if (successor !== null && !bytea(successor).equals(named?.successor ?? Buffer.alloc(0)))
      return err({ reason: 'exists-already' });
    const retired = await tx`
      update vaults set retired_at = now(), notice = ${Buffer.from(notice)}
       where vault_id = ${vault} and retired_at is null returning 1`;
    if (retired.length > 0) await writeAudit(tx, { vaultId, event: 'vault-retired', deviceId, address });
    // who was removed knows their keys; the rows stay until they expire, as those that were revoked
    await tx`update shares set body = null where vault_id = ${vault}`;
    return ok(null);
  });

/**
 * Erases all that is kept of a vault, its devices and shared snapshots too, but for a row that tells them so with the sealed notice.
 * A log of millions of rows takes longer than other statements may.
 */
export const closeVault = (database: Database, vaultId: Hex, notice: Uint8Array): Promise<void> =>
  database.inVault(vaultId, async (tx) => {
    await tx`set local statement_timeout = '10min'`;
    await tx`select close_vault(${Buffer.from(notice)})`;
  });

/** Erases the logs of vaults that moved 30 days ago. */
export const sweepLeftLogs = ({ sql }: Pick<Database, 'sql'>): Promise<void> =>
  sql.begin(async (tx) => {
    await tx`set local statement_timeout = '10min'`;
    await tx`select sweep_left_logs()`;
  });
