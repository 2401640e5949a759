/**
 * Shared snapshots as they are stored: sealed bytes under an id that only a link tells, until they expire or are revoked.
 *
 * Revoking takes the bytes at once and leaves the row until it expires: another device of the vault, which has not heard of it,
 * must not put the share back with its next refresh.
 */
import { createHash } from 'node:crypto';
import type { TransactionSql } from 'postgres';
import { err, ok, type Result } from '../../shared/result';
import { maxSharesOfVault } from '../../shared/sync/limits';
import type { Refusal } from '../../shared/sync/refusals';
import type { Hex } from '../../shared/vault/bytes';
import { bytea, type Database } from './database';

/** A share as a device puts it. `ownerToken`: 32 bytes, of which the hash is kept. */
export interface PutShare {
  readonly shareId: Hex;
  readonly vaultId: Hex;
  readonly ownerToken: Hex;
  readonly expiresAt: Date;
  readonly body: Uint8Array;
}

const unknown: Refusal = { reason: 'share-unknown' };

const ownerHash = (token: Hex): Buffer => createHash('sha256').update(bytea(token)).digest();

/** What the vault uses beside this share, and what it may: the log and all its shares count. */
async function judgeQuota(
  tx: TransactionSql,
  { vaultId, shareId, body }: PutShare,
  serverQuota: number,
): Promise<Refusal | null> {
  const [vault, share] = [bytea(vaultId), bytea(shareId)];
  // the lock of the log's writers: two shares that are put at once must not both fit into what is left for one
  const [row] = await tx`
    select h.used_bytes, v.quota_bytes from heads h join vaults v using (vault_id)
     where h.vault_id = ${vault} for update of h`;
  if (row === undefined) return { reason: 'vault-unknown' };
  const [others] = await tx`
    select count(*) as count, coalesce(sum(octet_length(body)), 0) as bytes from shares
     where vault_id = ${vault} and share_id <> ${share} and body is not null and expires_at > now()`;
  const usedBytes = Number(row.used_bytes) + Number(others?.bytes);
  const limitBytes = row.quota_bytes === null ? serverQuota : Number(row.quota_bytes);
  if (Number(others?.count) >= maxSharesOfVault) return { reason: 'too-many-shares', limit: maxSharesOfVault };
  return usedBytes + body.length > limitBytes ? { reason: 'quota-exceeded', limitBytes, usedBytes } : null;
}

/**
 * Stores a share, or replaces its bytes where the owner's token is the one it was made with. Safe to repeat.
 *
 * `share-unknown` where it was revoked; `exists-already` where the id is another's, or was made with another token or expiry.
 */
export const putShare = (database: Database, put: PutShare, serverQuota: number): Promise<Result<null, Refusal>> =>
  database.inVault(put.vaultId, async (tx) => {
    const [share, owner, body] = [bytea(put.shareId), ownerHash(put.ownerToken), Buffer.from(put.body)];
    const refusal = await judgeQuota(tx, put, serverQuota);
    if (refusal !== null) return err(refusal);
    const [before] = await tx`
      select owner_hash, expires_at, body is null as revoked from shares where share_id = ${share} for update`;
    if (before === undefined) {
      const [foreign] = await tx`select share_is_foreign(${share}, ${bytea(put.vaultId)}) as yes`;
      if (foreign?.yes) return err({ reason: 'exists-already' });
      await tx`
        insert into shares (share_id, vault_id, owner_hash, expires_at, body)
        values (${share}, ${bytea(put.vaultId)}, ${owner}, ${put.expiresAt}, ${body})`;
      return ok(null);
    }
    if (!owner.equals(before.owner_hash) || before.expires_at.getTime() !== put.expiresAt.getTime())
      return err({ reason: 'exists-already' });
    if (before.revoked) return err(unknown);
    await tx`update shares set body = ${body} where share_id = ${share}`;
    return ok(null);
  });

/** Takes a share's bytes away for good; repeated, it changes nothing. `share-unknown` for an id or token that is not of one. */
export async function revokeShare({ sql }: Database, shareId: Hex, ownerToken: Hex): Promise<Result<null, Refusal>> {
  const [row] = await sql`select revoke_share(${bytea(shareId)}, ${ownerHash(ownerToken)}) as done`;
  return row?.done ? ok(null) : err(unknown);
}

/** The bytes of a share, for anybody; unknown, expired and revoked are the same. One statement, whichever it is. */
export async function openShare({ sql }: Database, shareId: Hex): Promise<Result<Uint8Array, Refusal>> {
  const [row] = await sql`select body from open_share(${bytea(shareId)})`;
  return row === undefined ? err(unknown) : ok(row.body);
}
