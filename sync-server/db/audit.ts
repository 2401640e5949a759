/** What happened to a vault's access, kept for 400 days: admissions, logins, refusals, removals. */
import type { TransactionSql } from 'postgres';
import type { Hex } from '../../shared/vault/bytes';
import { bytea, type Database, hexOfColumn } from './database';

export interface AuditEntry {
  readonly vaultId: Hex;
  readonly event:
    | 'vault-created'
    | 'device-admitted'
    | 'admission-refused'
    | 'login'
    | 'login-refused'
    | 'device-removed'
    | 'successor-named'
    | 'successor-replaced'
    | 'vault-retired';
  readonly deviceId: Hex | null;
  /** The caller's address. */
  readonly address: string;
}

export const writeAudit = async (
  tx: TransactionSql,
  { vaultId, event, deviceId, address }: AuditEntry,
): Promise<void> => {
  const device = deviceId === null ? null : bytea(deviceId);
  await tx`insert into audit (vault_id, event, device_id, address) values (${bytea(vaultId)}, ${event}, ${device}, ${address})`;
};

/**
 * Notes that an admission was refused: once a minute of one address, since whoever knows the vault's id can ask for any number, and
 * a device that was removed can sign them. Nothing of a vault that was erased.
 */
export const noteRefusedAdmission = async (
  tx: TransactionSql,
  { vaultId, deviceId, address }: { readonly vaultId: Hex; readonly deviceId: Hex; readonly address: string },
): Promise<void> => {
  const [vault, event] = [bytea(vaultId), 'admission-refused' satisfies AuditEntry['event']];
  await tx`
    insert into audit (vault_id, event, device_id, address)
    select v.vault_id, ${event}, ${bytea(deviceId)}, ${address} from vaults v
     where v.vault_id = ${vault} and v.closed_at is null and not exists (
       select from audit a where a.vault_id = ${vault} and a.at > now() - interval '1 minute'
          and a.event = ${event} and a.address = ${address})`;
};

/** The newest entries first, at most 500. */
export const readAudit = (database: Database, vaultId: Hex) =>
  database.inVault(vaultId, async (tx) => {
    const rows = await tx`
      select at, event, device_id, address from audit
       where vault_id = ${bytea(vaultId)} order by at desc, entry_id limit 500`;
    return rows.map((row) => ({
      at: new Date(row.at).getTime(),
      event: String(row.event),
      deviceId: row.device_id === null ? null : hexOfColumn(row.device_id),
      address: String(row.address ?? ''),
    }));
  });
