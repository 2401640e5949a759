/** The vault as pages see it: its state, and what opens, locks, changes and erases it. */
import type { Failure } from '../../../shared/reasons';
import type { Result } from '../../../shared/result';

/**
 * - `none`: no vault was ever made in this browser.
 * - `locked`: `notWiped` is there where the browser did not remove the key of its session, so that an engine that starts anew
 *   would open the vault; locking once more, or closing the browser, removes it.
 * - `unconfirmed`: open, but its recovery words were not confirmed yet.
 * - `damaged`: a vault was here, but neither copy of its header can be read; only the words open it. Never taken for a new user.
 */
export type VaultState =
  | { readonly state: 'none' }
  | { readonly state: 'locked'; readonly notWiped?: Failure }
  | { readonly state: 'unconfirmed' }
  | { readonly state: 'open' }
  | { readonly state: 'damaged'; readonly failure: Failure };

export type UnlockError =
  | { readonly reason: 'wrong-passphrase' }
  | { readonly reason: 'damaged' }
  | { readonly reason: 'no-vault' };

export type RecoverError =
  | { readonly reason: 'words-invalid'; readonly detail: string }
  | { readonly reason: 'words-of-another-vault' }
  | { readonly reason: 'no-vault' };

export interface VaultApi {
  vaultState(): Promise<VaultState>;
  /** Makes a vault with fresh keys and opens it; gives its 24 words. Repeating it before the words are confirmed gives the same words. */
  createVault(
    passphrase: string,
  ): Promise<Result<{ readonly words: readonly string[] }, Failure | { readonly reason: 'vault-exists' }>>;
  /** The trader typed the asked words rightly; `words` maps position (1 to 24) to word. */
  confirmWords(words: Readonly<Record<number, string>>): Promise<Result<void, { readonly reason: 'words-differ' }>>;
  unlock(passphrase: string): Promise<Result<void, UnlockError | Failure>>;
  /** Locks every part that can be; where one could not be, the vault's state says so (`notWiped`). */
  lock(): Promise<void>;
  /** Opens the vault by its 24 words and sets a new passphrase. */
  recover(words: string, newPassphrase: string): Promise<Result<void, RecoverError | Failure>>;
  changePassphrase(current: string, next: string): Promise<Result<void, UnlockError | Failure>>;
  /** The words once more, after the passphrase was typed again. */
  revealWords(passphrase: string): Promise<Result<{ readonly words: readonly string[] }, UnlockError | Failure>>;
  /** Destroys the vault and everything stored. `typed` must be the word ERASE. */
  eraseVault(typed: string): Promise<Result<void, { readonly reason: 'not-confirmed' } | Failure>>;
}
