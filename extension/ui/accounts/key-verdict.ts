/** What a key's rights mean for the trader: Fillbook only reads, so a key that can do more is a needless risk. */
import type { KeyRights } from '../../../shared/exchanges/readings';

/** Something that a key can do and a read-only key cannot. */
export type Power = 'trade' | 'withdraw' | 'transfer';

/**
 * - `read-only`: as it should be.
 * - `too-powerful`: works, and can do more than read.
 * - `cannot-read`: of no use: reading is not ticked.
 * - `untold`: the exchange does not say; the trader has to look.
 */
export type KeyVerdict =
  | { readonly kind: 'read-only'; readonly ipRestricted: boolean | null }
  | { readonly kind: 'too-powerful'; readonly powers: readonly Power[]; readonly ipRestricted: boolean | null }
  | { readonly kind: 'cannot-read' }
  | { readonly kind: 'untold' };

const powers: readonly Power[] = ['withdraw', 'transfer', 'trade'];

/** Judges a key's rights; the powers come worst first. */
export function keyVerdict(rights: KeyRights): KeyVerdict {
  if (!rights.readable) return { kind: 'untold' };
  if (!rights.read) return { kind: 'cannot-read' };
  const held = powers.filter((power) => rights[power]);
  const { ipRestricted } = rights;
  return held.length === 0 ? { kind: 'read-only', ipRestricted } : { kind: 'too-powerful', powers: held, ipRestricted };
}
