/**
 * Access tokens: 64 bytes as base64url, the vault's id and 32 random bytes. The vault's id in front names the rows that may be
 * looked at; the database keeps SHA-256 of the whole, never the token. Good for 15 minutes and for one device.
 */
import { createHash } from 'node:crypto';
import type { Row } from 'postgres';
import { err, ok, type Result } from '../../shared/result';
import type { Refusal } from '../../shared/sync/refusals';
import type { Hex } from '../../shared/vault/bytes';
import { bytea, type Database, hexOfColumn, type VaultCall } from '../db/database';
import { limitedUntil } from '../rate-limits';

/** Who is calling: a device of a vault, by its token. */
export interface Caller {
  readonly vaultId: Hex;
  readonly deviceId: Hex;
  /** The token's hash: what a stream asks again with, whether it may go on. */
  readonly tokenHash: Hex;
}

/** How long a token is good. */
export const tokenLifeMs = 15 * 60 * 1_000;

const hashOf = (token: Buffer): Hex => createHash('sha256').update(token).digest('hex') as Hex; // digest writes hex

/** A fresh token and its hash. `random`: 32 bytes. */
export function makeToken(vaultId: Hex, random: Uint8Array): { readonly token: string; readonly hash: Hex } {
  const token = Buffer.concat([bytea(vaultId), random]);
  return { token: token.toString('base64url'), hash: hashOf(token) };
}

/** What a request's Authorization says, before anything is asked; null for anything but a token's form. */
export function readBearer(header: string | undefined): Pick<Caller, 'vaultId' | 'tokenHash'> | null {
  const text = /^Bearer ([A-Za-z0-9_-]{86})$/.exec(header ?? '')?.[1];
  if (text === undefined) return null;
  const token = Buffer.from(text, 'base64url');
  if (token.toString('base64url') !== text) return null;
  return { vaultId: hexOfColumn(token.subarray(0, 32)), tokenHash: hashOf(token) };
}

interface Found extends Caller {
  /** The refusal of a retired vault, which may still be read. */
  readonly retired: Refusal | null;
}

function judge({ vaultId, tokenHash }: Pick<Caller, 'vaultId' | 'tokenHash'>, row: Row): Result<Found, Refusal> {
  if (row.device_id === null) return err({ reason: 'token-expired' });
  if (row.removed) return err({ reason: 'device-removed' });
  const retired: Refusal | null = row.retired
    ? { reason: 'vault-retired', notice: row.notice === null ? null : Buffer.from(row.notice).toString('base64') }
    : null;
  return ok({ vaultId, tokenHash, deviceId: hexOfColumn(row.device_id), retired });
}

/** The device behind a token, as the database sees it now. `retired` callers may still read, since they have to learn of it. */
export async function callerOf(
  database: Database,
  named: Pick<Caller, 'vaultId' | 'tokenHash'>,
): Promise<Result<Found, Refusal>> {
  const row = await database.call(
    (sql) =>
      sql`select d.* from (values (1)) one left join device_of_token(${bytea(named.vaultId)}, ${bytea(named.tokenHash)}) d on true`,
  );
  return judge(named, row);
}

/** What a minute may see: requests of a device, and of an address that `address` names. */
interface RequestLimits {
  readonly device: number;
  readonly address: { readonly key: string; readonly perMinute: number };
}

/** A request that was let through, and the value of the call that came with it; null without one. */
export interface Admitted extends Found {
  readonly answer: unknown;
}

/**
 * As `callerOf`, and counts the request: against the device, or where the token is none, against the address. `work` is done in
 * the same statement, for a device that is let through.
 */
export async function admitRequest(
  database: Database,
  named: Pick<Caller, 'vaultId' | 'tokenHash'>,
  { device, address }: RequestLimits,
  work: VaultCall = (sql) => sql`null`,
): Promise<Result<Admitted, Refusal>> {
  const [vault, hash] = [bytea(named.vaultId), bytea(named.tokenHash)];
  const row = await database.call(
    (sql) => sql`
      select a.*, case when a.admitted then ${work(sql, named.vaultId, sql`a.device_id`)} end as answer
        from admit_request(${vault}, ${hash}, ${device}, ${address.key}, ${address.perMinute}) a`,
  );
  const limited = limitedUntil(row.limited_until);
  if (limited !== null) return err(limited);
  const found = judge(named, row);
  return found.ok ? ok({ ...found.value, answer: row.answer }) : found;
}

/** Does the work of a device that was let through before. */
export async function callAs(
  database: Database,
  { vaultId, deviceId, ...found }: Admitted,
  work: VaultCall,
): Promise<Admitted> {
  const row = await database.call((sql) => sql`select ${work(sql, vaultId, bytea(deviceId))} as answer`);
  return { vaultId, deviceId, ...found, answer: row.answer };
}
