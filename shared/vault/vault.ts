/**
 * Opens a vault: from the root key to something that seals and opens, with every key out of reach.
 */
import { lengthPrefixed, toHex } from './bytes';
import { nonceBytes, openEnvelope, sealEnvelope } from './envelope';
import type { OpenVault } from './open-vault';
import { drawRandom, type Random } from './random';
import type { RootKey } from './root-key';
import { deriveAesKey, deriveHmacKey, vaultIdOf } from './subkeys';

/**
 * How many encryptions one key may do: 2^31.
 *
 * With random 96-bit nonces NIST SP 800-38D §8.3 allows 2^32 under one key; half is left to a vault's other devices.
 */
const sealLimit = 2 ** 31;

/** Thrown by `seal` once the vault's keys have done all the encryptions they may: the vault needs new keys. */
export class SealLimitReached extends Error {
  override readonly name = 'SealLimitReached';
}

/** An open vault that also counts its encryptions. */
export interface UnlockedVault extends OpenVault {
  /**
   * Encryptions so far, those before this opening included: an integer from 0 to 2^31. Never goes down.
   *
   * One count for all three sealing keys, so that each is surely below it. The engine stores it and passes it to the next
   * `openVault`, with what may have been sealed since it was stored added on top.
   */
  sealCount(): number;
}

export interface OpenVaultDeps {
  readonly random: Random;
  /** `sealCount` of earlier openings on this device; 0 for a new vault. */
  readonly sealCount: number;
}

/**
 * Opens the vault of a root key. Any 32 bytes open some vault: the caller compares `vaultId` with the header's.
 *
 * `seal` throws `SealLimitReached` at the 2^31st encryption and beyond, and RangeError for a schema version that is no
 * integer from 1 (a bug). Nothing else throws.
 */
export async function openVault(rootKey: RootKey, { random, sealCount }: OpenVaultDeps): Promise<UnlockedVault> {
  if (!Number.isSafeInteger(sealCount) || sealCount < 0) throw new RangeError(`not a seal count: ${sealCount}`);
  const root = rootKey.reveal();
  const [vaultId, recordIds, documents, segments, backup] = await Promise.all([
    vaultIdOf(rootKey),
    deriveHmacKey(root, 'record-id'),
    deriveAesKey(root, 'documents'),
    deriveAesKey(root, 'segments'),
    deriveAesKey(root, 'backup'),
  ]);
  const keys = { documents, segments, backup };
  let count = sealCount;
  return {
    vaultId,
    sealCount: () => count,
    async seal(context, plaintext) {
      if (count >= sealLimit) throw new SealLimitReached(`${sealLimit} encryptions done`);
      if (!(Number.isSafeInteger(context.schemaVersion) && context.schemaVersion > 0))
        throw new RangeError(`not a schema version: ${context.schemaVersion}`);
      count += 1;
      return sealEnvelope({ key: keys[context.purpose], vaultId }, context, plaintext, drawRandom(random, nonceBytes));
    },
    open: (context, envelope) => openEnvelope({ key: keys[context.purpose], vaultId }, context, envelope),
    async recordId(...parts) {
      return toHex(new Uint8Array(await globalThis.crypto.subtle.sign('HMAC', recordIds, lengthPrefixed(parts))));
    },
  };
}
