/**
 * The count of encryptions done under a vault's keys, of which one key must not do too many.
 *
 * It lies in `storage.local` under `sealCount`, as at most ten digits. It must survive a stop at any instant: so a block is
 * reserved ahead, and an opening that ends early only wastes the rest of its block. What is absent, or no such number, counts as
 * none: the count is a bound, and not what the vault's safety rests on alone.
 */
import type { OpenVault } from '../../shared/vault/open-vault';
import type { Random } from '../../shared/vault/random';
import type { RootKey } from '../../shared/vault/root-key';
import { openVault } from '../../shared/vault/vault';
import type { Host } from './host';

const key = 'sealCount';
const block = 10_000;

type Local = Pick<Host, 'readLocal' | 'writeLocal' | 'removeLocal'>;

/** Encryptions that are counted: those done, and those reserved ahead. */
export async function readSealCount(host: Pick<Local, 'readLocal'>): Promise<number> {
  const text = await host.readLocal(key);
  return text !== null && /^\d{1,10}$/.test(text) ? Number(text) : 0;
}

/** Goes on from `count`, as a backup has it. */
export const writeSealCount = (host: Pick<Local, 'writeLocal'>, count: number): Promise<void> =>
  host.writeLocal(key, String(count));

/** The vault is gone, and its keys with it. */
export const forgetSealCount = (host: Pick<Local, 'removeLocal'>): Promise<void> => host.removeLocal(key);

/** Opens a vault whose every encryption is counted. */
export async function openCounted(rootKey: RootKey, host: Local, random: Random): Promise<OpenVault> {
  const before = await readSealCount(host);
  let reserved = before + block;
  await writeSealCount(host, reserved);
  const vault = await openVault(rootKey, { random, sealCount: before });
  return {
    ...vault,
    async seal(context, plaintext) {
      if (vault.sealCount() >= reserved - 1) {
        reserved += block;
        await writeSealCount(host, reserved);
      }
      return vault.seal(context, plaintext);
    },
  };
}
