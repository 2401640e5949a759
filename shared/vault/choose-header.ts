/** Which of the two stored copies of the vault header to open with. */
import { err, ok, type Result } from '../result';
import { parseHeader, type VaultHeader } from './header';

export interface ChosenHeader {
  /** The stored text, for `unlockHeader`. */
  readonly text: string;
  readonly header: VaultHeader;
  /** The copy that is missing, damaged or another header: write `text` over it once `text` has unlocked. Null: both are equal. */
  readonly rewrite: 'first' | 'second' | null;
}

/**
 * The first copy that is intact.
 *
 * `first` is the database's, written first and so the newer one; `second` is the copy in `storage.local`; null is an
 * absent one. `no-vault`: both are absent, and only then. `damaged`: something is stored and nothing of it is intact: a
 * vault was here, and its 24 words open it.
 */
export function chooseHeader(
  first: string | null,
  second: string | null,
): Result<ChosenHeader, { readonly reason: 'no-vault' } | { readonly reason: 'damaged' }> {
  if (first === null && second === null) return err({ reason: 'no-vault' });
  const fromFirst = first === null ? null : parseHeader(first);
  if (first !== null && fromFirst?.ok)
    return ok({ text: first, header: fromFirst.value, rewrite: first === second ? null : 'second' });
  const fromSecond = second === null ? null : parseHeader(second);
  if (second !== null && fromSecond?.ok) return ok({ text: second, header: fromSecond.value, rewrite: 'first' });
  return err({ reason: 'damaged' });
}
