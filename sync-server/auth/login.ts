/** Logs a device in: a challenge that is good once and for a minute, the device's signature over it, a token. */
import { err, ok, type Result } from '../../shared/result';
import type { Refusal } from '../../shared/sync/refusals';
import { loginBytes } from '../../shared/sync/statements';
import type { Hex } from '../../shared/vault/bytes';
import { writeAudit } from '../db/audit';
import { bytea, type Database, hexOfColumn } from '../db/database';
import { isSignedBy } from './signature';
import { makeToken, storeToken } from './token';

const challengeLifeSeconds = 60;

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
 * A challenge for a device. It is kept only where that device exists, and answered in any case: a stranger learns nothing and
 * fills nothing.
 */
export async function makeChallenge(
  database: Database,
  vaultId: Hex,
  deviceId: Hex,
  challenge: Uint8Array,
): Promise<Hex> {
  await database.inVault(
    vaultId,
    (tx) => tx`
      insert into challenges (vault_id, challenge, device_id, expires_at)
      select vault_id, ${Buffer.from(challenge)}, device_id, now() + ${`${challengeLifeSeconds} seconds`}::interval
        from devices where vault_id = ${bytea(vaultId)} and device_id = ${bytea(deviceId)}`,
  );
  return hexOfColumn(challenge);
}

/** Spends the challenge, judges the signature and gives a token. `random`: 32 bytes for the token. */
export const logIn = (
  database: Database,
  { vaultId, deviceId, challenge, signature }: LoginRequest,
  at: { readonly origin: string; readonly address: string; readonly random: Uint8Array },
): Promise<Result<LoggedIn, Refusal>> =>
  database.inVault(vaultId, async (tx) => {
    const [vault, device] = [bytea(vaultId), bytea(deviceId)];
    // the audit entry alone is kept for good, and a crash within the next half second may take it
    await tx.unsafe('set local synchronous_commit = off');
    const spent = await tx`
      delete from challenges where vault_id = ${vault} and challenge = ${bytea(challenge)} and device_id = ${device}
      returning expires_at > now() as good`;
    const [known] = await tx`
      select d.public_key, d.removed_at is not null as removed, v.frozen_at is not null as frozen, h.log_id, h.head
        from devices d join vaults v using (vault_id) join heads h using (vault_id)
       where d.vault_id = ${vault} and d.device_id = ${device}`;
    if (known === undefined) return err({ reason: 'challenge-expired' }); // as for a device that exists
    const statement = loginBytes({ origin: at.origin, vaultId, deviceId, action: 'login', challenge });
    const refusal: Refusal | null = !spent[0]?.good
      ? { reason: 'challenge-expired' }
      : !isSignedBy(hexOfColumn(known.public_key), statement, signature)
        ? { reason: 'signature-rejected' }
        : known.removed
          ? { reason: 'device-removed' }
          : null;
    const event = refusal === null ? 'login' : 'login-refused';
    await writeAudit(tx, { vaultId, event, deviceId, address: at.address });
    if (refusal !== null) return err(refusal);
    const { token, hash } = makeToken(vaultId, at.random);
    const expiresAt = await storeToken(tx, { vaultId, deviceId, tokenHash: hash });
    return ok({ token, expiresAt, logId: hexOfColumn(known.log_id), head: Number(known.head), frozen: known.frozen });
  });
