/** Logs a device in: a challenge that is good once and for a minute, the device's signature over it, a token. */
import type { Sql } from 'postgres';
import { z } from 'zod';
import { err, ok, type Result } from '../../shared/result';
import { publicKeySchema } from '../../shared/sync/ids';
import type { Refusal } from '../../shared/sync/refusals';
import { loginBytes } from '../../shared/sync/statements';
import type { Hex } from '../../shared/vault/bytes';
import { addressKey } from '../caller-address';
import { bytea, type Database, hexOfColumn } from '../db/database';
import type { RateLimits } from '../rate-limits';
import { isSignedBy } from './signature';
import { makeToken, tokenLifeMs } from './token';

interface DeviceName {
  readonly vaultId: Hex;
  readonly deviceId: Hex;
}

interface LoginRequest extends DeviceName {
  readonly challenge: Hex;
  readonly signature: Hex;
}

interface LoggedIn {
  readonly token: string;
  /** How long the token is good from now. */
  readonly lifeMs: number;
  readonly logId: string;
  readonly head: number;
  /** No further device is admitted: the vault has to move. */
  readonly frozen: boolean;
}

interface Logins {
  /**
   * A challenge for a device. It is kept only where that device exists, and given to any that asks for a vault that is there: a
   * stranger learns of no device and fills nothing. `vault-unknown` where there is no such vault; `vault-closed` where it was
   * erased, and its devices with it, also when one of them has made it anew.
   */
  challenge(device: DeviceName, address: string): Promise<Result<Hex, Refusal>>;
  /** Spends the challenge, whatever comes of it, and gives a token for the device's signature over it. */
  logIn(login: LoginRequest, address: string): Promise<Result<LoggedIn, Refusal>>;
}

interface LoginDeps {
  readonly database: Database;
  readonly limits: RateLimits;
  readonly origin: () => string;
  readonly random: (bytes: number) => Uint8Array;
}

/** Public keys that an instance remembers, at most: what is forgotten costs another question. */
const rememberedKeys = 10_000;

/** What the database made of a login (`log_in` in migrations/0006-one-call-logins.sql). */
const endedSchema = z.union([
  z.object({ refusal: z.enum(['challenge-expired', 'signature-rejected', 'device-removed']) }),
  z.object({ logId: z.string(), head: z.int(), frozen: z.boolean() }),
]);

/** What the database made of a challenge: the device's key, null where there is none, and why it is given none. */
const keptSchema = z.object({
  key: z.unknown(),
  ending: z.looseObject({ reason: z.enum(['vault-unknown', 'vault-closed']) }).nullable(),
});

/** Logins of an instance. It remembers the keys of devices that asked for a challenge: a device's id is a hash of its key. */
export function createLogins({ database, limits, origin, random }: LoginDeps): Logins {
  const keys = new Map<string, Hex>();

  function remembered({ vaultId, deviceId }: DeviceName, found: unknown): Hex | null {
    const key = publicKeySchema.nullable().parse(found);
    if (key === null) return null;
    if (keys.size >= rememberedKeys) keys.clear();
    keys.set(vaultId + deviceId, key);
    return key;
  }

  return {
    async challenge(device, address) {
      const challenge = random(32);
      const [vault, id] = [bytea(device.vaultId), bytea(device.deviceId)];
      const kept = await limits.take(
        addressKey(address),
        (sql) => sql`
          json_build_object('key', add_challenge(${vault}, ${id}, ${challenge}), 'ending', read_ending(${vault}, ${id}))`,
      );
      if (!kept.ok) return kept;
      const { key, ending } = keptSchema.parse(kept.value);
      if (ending !== null) return err(ending);
      remembered(device, key);
      return ok(hexOfColumn(challenge));
    },

    async logIn({ vaultId, deviceId, challenge, signature }, address) {
      const [vault, id] = [bytea(vaultId), bytea(deviceId)];
      const { token, hash } = makeToken(vaultId, random(32));
      const statement = loginBytes({ origin: origin(), vaultId, deviceId, action: 'login', challenge });
      const by = (key: Hex) => (sql: Sql) =>
        sql`
        log_in(${vault}, ${id}, ${bytea(challenge)}, ${isSignedBy(key, statement, signature)}, ${address}, ${bytea(hash)},
          ${`${tokenLifeMs} milliseconds`})`;

      /** As another instance, which gave the challenge, would do it: this one has to ask for the key first. */
      async function byUnknownKey(): Promise<Result<unknown, Refusal>> {
        const found = await limits.take(addressKey(address), (sql) => sql`read_device_key(${vault}, ${id})`);
        if (!found.ok) return found;
        const key = remembered({ vaultId, deviceId }, found.value);
        if (key === null) return err({ reason: 'challenge-expired' }); // as for a device that exists
        return ok((await database.call((sql) => sql`select ${by(key)(sql)} as answer`)).answer);
      }

      const known = keys.get(vaultId + deviceId);
      const answer = known === undefined ? await byUnknownKey() : await limits.take(addressKey(address), by(known));
      if (!answer.ok) return answer;
      const ended = endedSchema.parse(answer.value);
      return 'refusal' in ended ? err({ reason: ended.refusal }) : ok({ token, lifeMs: tokenLifeMs, ...ended });
    },
  };
}
