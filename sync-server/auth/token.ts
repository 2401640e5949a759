/**
 * Access tokens: 64 bytes as base64url, the vault's id and 32 random bytes. The vault's id in front names the rows that may be
 * looked at; the database keeps SHA-256 of the whole, never the token. Good for 15 minutes and for one device.
 */
import { createHash } from 'node:crypto';
import type { TransactionSql } from 'postgres';
import { err, ok, type Result } from '../../shared/result';
import type { Refusal } from '../../shared/sync/refusals';
import type { Hex } from '../../shared/vault/bytes';
import { bytea, type Database, hexOfColumn } from '../db/database';

/** Who is calling: a device of a vault, by its token. */
export interface Caller {
  readonly vaultId: Hex;
  readonly deviceId: Hex;
  /** The token's hash: what a stream asks again with, whether it may go on. */
  readonly tokenHash: Hex;
}

const tokenLifeMs = 15 * 60 * 1_000;

const hashOf = (token: Buffer): Hex => createHash('sha256').update(token).digest('hex') as Hex; // digest writes hex

/** A fresh token and its hash. `random`: 32 bytes. */
export function makeToken(vaultId: Hex, random: Uint8Array): { readonly token: string; readonly hash: Hex } {
  const token = Buffer.concat([bytea(vaultId), random]);
  return { token: token.toString('base64url'), hash: hashOf(token) };
}

/** Keeps a token's hash; gives when it expires. */
export async function storeToken(tx: TransactionSql, { vaultId, deviceId, tokenHash }: Caller): Promise<number> {
  const [row] = await tx`
    insert into tokens (vault_id, token_hash, device_id, expires_at)
    values (${bytea(vaultId)}, ${bytea(tokenHash)}, ${bytea(deviceId)}, now() + ${`${tokenLifeMs} milliseconds`}::interval)
    returning expires_at`;
  return new Date(row?.expires_at).getTime();
}

/** What a request's Authorization says, before anything is asked; null for anything but a token's form. */
export function readBearer(header: string | undefined): Pick<Caller, 'vaultId' | 'tokenHash'> | null {
  const text = /^Bearer ([A-Za-z0-9_-]{86})$/.exec(header ?? '')?.[1];
  if (text === undefined) return null;
  const token = Buffer.from(text, 'base64url');
  if (token.toString('base64url') !== text) return null;
  return { vaultId: hexOfColumn(token.subarray(0, 32)), tokenHash: hashOf(token) };
}

/** The device behind a token, as the database sees it now. `retired` callers may still read, since they have to learn of it. */
export async function callerOf(
  { sql }: Database,
  { vaultId, tokenHash }: Pick<Caller, 'vaultId' | 'tokenHash'>,
): Promise<Result<Caller & { readonly retired: Refusal | null }, Refusal>> {
  const [row] = await sql`select * from device_of_token(${bytea(vaultId)}, ${bytea(tokenHash)})`;
  if (row === undefined) return err({ reason: 'token-expired' });
  if (row.removed) return err({ reason: 'device-removed' });
  const retired: Refusal | null = row.retired
    ? { reason: 'vault-retired', notice: row.notice === null ? null : Buffer.from(row.notice).toString('base64') }
    : null;
  return ok({ vaultId, tokenHash, deviceId: hexOfColumn(row.device_id), retired });
}
