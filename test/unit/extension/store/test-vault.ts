/** The real vault, open, with fixed keys: reopening gives the same one. */
import { Secret } from '../../../../shared/result';
import { openVault, type UnlockedVault } from '../../../../shared/vault/vault';

/** The vault whose root key is 32 times the byte `seed`. */
export const testVault = (seed = 1): Promise<UnlockedVault> =>
  openVault(new Secret(new Uint8Array(32).fill(seed)), {
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    sealCount: 0,
  });
