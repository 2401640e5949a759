/** Logs a device in: a challenge that is good once and for a minute, the device's signature over it, a token. */
import type { Sql } from 'postgres';
import { z } from 'zod';
import { err, ok, type Result } from '../../shared/result';
import { hexOf, publicKeySchema } from '../../shared/sync/ids';
import type { Refusal } from '../../shared/sync/refusals';
import { loginBytes } from '../../shared/sync/statements';
import type { Hex } from '../../shared/vault/bytes';
import type { AuditEntry } from '../db/audit';
import { bytea, type Database } from '../db/database';
import { isSignedBy } from './signature';
import { makeToken, tokenLifeMs } from './token';

export interface LoginRequest {
  readonly vaultId: Hex;
  readonly deviceId: Hex;
  readonly challenge: Hex;
  readonly signature: Hex;
}

export interface LoggedIn {
  readonly token: string;
  readonly expiresAt: number;
  readonly logId: Hex;
  readonly head: number;
  /** No further device is admitted: the vault has to move. */
  readonly frozen: boolean;
}

/**
 * The call that keeps a challenge for a device. It is kept only where that device exists, and answered in any case: a stranger
 * learns nothing and fills nothing.
 */
export const challengeCall = (vaultId: Hex, deviceId: Hex, challenge: Uint8Array) => (sql: Sql) =>
  sql`add_challenge(${bytea(vaultId)}, ${bytea(deviceId)}, ${challenge})`;

/** What a login is judged by; `good`: the challenge was this device's, and in time. Null where there is no such device. */
const knownSchema = z
  .object({
    good: z.boolean(),
    publicKey: publicKeySchema,
    removed: z.boolean(),
    frozen: z.boolean(),
    logId: hexOf(16),
    head: z.int(),
  })
  .nullable();

/** The call that spends the challenge of a login, whatever comes of it. */
export const spendCall =
  ({ vaultId, deviceId, challenge }: LoginRequest) =>
  (sql: Sql) =>
    sql`spend_challenge(${bytea(vaultId)}, ${bytea(deviceId)}, ${bytea(challenge)})`;

/** Judges the signature by what `spendCall` gave, and gives a token. `random`: 32 bytes for the token. */
export async function logIn(
  database: Database,
  { vaultId, deviceId, challenge, signature }: LoginRequest,
  spent: unknown,
  at: { readonly origin: string; readonly address: string; readonly random: Uint8Array },
): Promise<Result<LoggedIn, Refusal>> {
  const known = knownSchema.parse(spent);
  if (known === null) return err({ reason: 'challenge-expired' }); // as for a device that exists
  const statement = loginBytes({ origin: at.origin, vaultId, deviceId, action: 'login', challenge });
  const refusal: Refusal | null = !known.good
    ? { reason: 'challenge-expired' }
    : !isSignedBy(known.publicKey, statement, signature)
      ? { reason: 'signature-rejected' }
      : known.removed
        ? { reason: 'device-removed' }
        : null;
  const event: AuditEntry['event'] = refusal === null ? 'login' : 'login-refused';
  const { token, hash } = makeToken(vaultId, at.random);
  const kept = refusal === null ? bytea(hash) : null;
  const life = `${tokenLifeMs} milliseconds`;
  const ended = await database.call(
    (sql) => sql`
      select end_login(${bytea(vaultId)}, ${bytea(deviceId)}, ${event}, ${at.address}, ${kept}, ${life}) as expires_at`,
  );
  if (refusal !== null) return err(refusal);
  const { logId, head, frozen } = known;
  return ok({ token, expiresAt: Number(ended.expires_at), logId, head, frozen });
}
