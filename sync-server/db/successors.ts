/**
 * The vault that a vault moves to. Until the former one is retired another device may take the move over, since the first mover may
 * be lost: one vault is followed by one, and which of two it is, is decided by who retires the former with its own.
 */
import { err, ok, type Result } from '../../shared/result';
import type { Refusal } from '../../shared/sync/refusals';
import type { Hex } from '../../shared/vault/bytes';
import { writeAudit } from './audit';
import { bytea, type Database, hexOfColumn } from './database';
import { insertDevice } from './devices';
import type { NewVault } from './vaults';

interface Successor {
  readonly logId: Hex;
  /** The vault that had been named before, and was let go; null where none was. */
  readonly replaced: Hex | null;
}

/**
 * Names the vault that follows `former`'s, as that device says, and creates it without an invite, all or nothing: the former one is
 * let go for it. An unfinished one in its place is emptied and retired. Repeated, it changes nothing.
 *
 * `exists-already` for a vault that was there before, and for one that was replaced: it does not come back. `device-removed` and
 * `vault-retired` where that happened to the former one meanwhile.
 */
export const createSuccessor = (
  database: Database,
  former: { readonly vaultId: Hex; readonly deviceId: Hex },
  { vaultId, publicKey, logId, device, address }: Omit<NewVault, 'invite'>,
): Promise<Result<Successor, Refusal>> =>
  database.inVault(former.vaultId, async (tx) => {
    const [of, next] = [bytea(former.vaultId), bytea(vaultId)];
    const lookAt = (vault: Hex) => tx`select set_config('fillbook.vault', ${vault}, true)`;
    await tx`select 1 from heads where vault_id = ${of} for update`; // movers, removals and the retirement, one after another
    const [now] = await tx`
      select v.successor, v.retired_at, d.removed_at from vaults v join devices d using (vault_id)
       where v.vault_id = ${of} and d.device_id = ${bytea(former.deviceId)}`;
    if (now === undefined || now.removed_at !== null) return err({ reason: 'device-removed' });
    if (now.retired_at !== null) return err({ reason: 'vault-retired' });
    const before = now.successor === null ? null : hexOfColumn(now.successor);

    await lookAt(vaultId);
    const [there] = await tx`
      select h.log_id from vaults v
        left join devices d on d.vault_id = v.vault_id and d.device_id = ${bytea(device.deviceId)} and d.removed_at is null
        left join heads h on h.vault_id = d.vault_id
       where v.vault_id = ${next}`;
    if (there !== undefined)
      return before === vaultId && there.log_id !== null
        ? ok({ logId: hexOfColumn(there.log_id), replaced: null })
        : err({ reason: 'exists-already' });

    await lookAt(former.vaultId);
    await tx`select let_go_successor()`;
    await tx`update vaults set successor = ${next} where vault_id = ${of}`;
    const replaced = before === vaultId ? null : before;
    const event = replaced === null ? 'successor-named' : 'successor-replaced';
    await writeAudit(tx, { vaultId: former.vaultId, event, deviceId: former.deviceId, address });

    await lookAt(vaultId);
    await tx`insert into vaults (vault_id, public_key, follows) values (${next}, ${bytea(publicKey)}, ${of})`;
    await tx`insert into heads (vault_id, log_id) values (${next}, ${bytea(logId)})`;
    await insertDevice(tx, vaultId, device);
    await writeAudit(tx, { vaultId, event: 'vault-created', deviceId: device.deviceId, address });
    return ok({ logId, replaced });
  });
