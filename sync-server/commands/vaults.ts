/** What an operator does to vaults: invite, look, set a quota, cut a device off, erase. Nothing here can read what they hold. */
import { randomBytes } from 'node:crypto';
import type { Row, Sql } from 'postgres';
import type { Hex } from '../../shared/vault/bytes';
import { bytea, createDatabase, hexOfColumn } from '../db/database';
import { removeDevice } from '../db/devices';
import { inviteHash } from '../db/vaults';
import { announceNow } from '../head-hub';

/** Makes an invite for one vault, good for so many days. The code is shown once: its hash alone is kept. */
export async function makeInvite(owner: Sql, days: number): Promise<string> {
  const code = randomBytes(15).toString('hex');
  await owner`insert into invites (code_hash, expires_at) values (${inviteHash(code)}, now() + make_interval(days => ${days}::int))`;
  return code;
}

export interface VaultLine {
  readonly vaultId: Hex;
  readonly devices: number;
  readonly removedDevices: number;
  readonly head: number;
  /** Of the log and of shared snapshots: what the quota is compared with. */
  readonly usedBytes: number;
  readonly quotaBytes: number | null;
  readonly createdAt: Date;
  /** `closed`: erased by a device of it; nothing is left but that it was. */
  readonly state: 'open' | 'frozen' | 'retired' | 'closed';
}

/** All vaults, the oldest first. */
export async function listVaults(owner: Sql): Promise<readonly VaultLine[]> {
  const rows = await owner`
    select v.*, coalesce(h.head, 0) as head,
           coalesce(h.used_bytes, 0) + (select coalesce(sum(octet_length(s.body)), 0) from shares s
                            where s.vault_id = v.vault_id and s.body is not null and s.expires_at > now()) as used_bytes,
           (select count(*) from devices d where d.vault_id = v.vault_id and removed_at is null) as devices,
           (select count(*) from devices d where d.vault_id = v.vault_id and removed_at is not null) as removed
      from vaults v left join heads h using (vault_id) order by v.created_at, v.vault_id`;
  return rows.map((row) => ({
    vaultId: hexOfColumn(row.vault_id),
    devices: Number(row.devices),
    removedDevices: Number(row.removed),
    head: Number(row.head),
    usedBytes: Number(row.used_bytes),
    quotaBytes: row.quota_bytes === null ? null : Number(row.quota_bytes),
    createdAt: row.created_at,
    state: stateOf(row),
  }));
}

function stateOf({ closed_at, retired_at, frozen_at }: Row): VaultLine['state'] {
  if (closed_at !== null) return 'closed';
  return retired_at !== null ? 'retired' : frozen_at !== null ? 'frozen' : 'open';
}

/** Gives a vault a quota of its own, or with null the server's again. False where there is no such vault. */
export async function setQuota(owner: Sql, vaultId: Hex, bytes: number | null): Promise<boolean> {
  const changed = await owner`update vaults set quota_bytes = ${bytes} where vault_id = ${bytea(vaultId)} returning 1`;
  return changed.length > 0;
}

/** Cuts a device off on every instance, as its owner could, and freezes the vault's admissions. False where there is none. */
export async function cutDeviceOff(owner: Sql, vaultId: Hex, deviceId: Hex): Promise<boolean> {
  const known = await removeDevice(createDatabase(owner), { vaultId, deviceId, by: null, address: 'operator' });
  if (known) await announceNow(owner, [vaultId]);
  return known;
}

/** Removes a vault and everything of it. False where there is none. */
export async function eraseVault(owner: Sql, vaultId: Hex): Promise<boolean> {
  const vault = bytea(vaultId);
  const tables = ['records', 'shares', 'audit', 'challenges', 'tokens', 'pairings', 'relay_turns', 'heads', 'devices'];
  const known = await owner.begin(async (tx) => {
    const locked = await tx`select 1 from heads where vault_id = ${vault} for update`;
    for (const table of tables) await tx`delete from ${tx(table)} where vault_id = ${vault}`;
    await tx`delete from rate_limits where key like ${`device:${vaultId}%`}`;
    const gone = await tx`delete from vaults where vault_id = ${vault} returning 1`;
    return locked.length + gone.length > 0;
  });
  if (known) await announceNow(owner, [vaultId]);
  return known;
}
