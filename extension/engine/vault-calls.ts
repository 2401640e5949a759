/** The calls of the vault's life: making, opening, locking and erasing it, its words and its passphrase. */
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result } from '../../shared/result';
import { rootKeyToWords } from '../../shared/vault/recovery-words';
import type { RootKey } from '../../shared/vault/root-key';
import type { VaultApi, VaultState } from './api/vault';
import type { Events } from './events';
import type { Keyring } from './keyring';
import type { Session } from './session';

/** How many of the words are asked for, at least. */
const wordsAsked = 3;
const eraseWord = 'ERASE';

type OverKeyring = <T, E>(use: (ring: Keyring) => Promise<Result<T, E>>) => Promise<Result<T, E | Failure>>;

interface VaultParts {
  readonly events: Events;
  /** Null while the vault is locked. */
  readonly session: () => Session | null;
  /** The open session; throws while the vault is locked. */
  readonly open: () => Session;
  readonly withKeyring: OverKeyring;
  /** The same, one after another: two vaults made at once would leave records of a key without a header. */
  readonly inTurn: OverKeyring;
  readonly vaultState: () => Promise<VaultState>;
  /** Opens the session of a root key, unless one is open. */
  readonly enter: (rootKey: RootKey) => Promise<Result<void, Failure>>;
  readonly lock: () => Promise<void>;
  /** Locks the vault and destroys everything stored. */
  readonly erase: (ring: Keyring) => Promise<Result<void, Failure>>;
}

/** Whether the words at the positions asked, 1 to 24, are the real ones. */
function areRight(real: readonly string[], typed: Readonly<Record<number, string>>): boolean {
  const asked = Object.entries(typed);
  return (
    asked.length >= wordsAsked &&
    asked.every(([position, word]) => real[Number(position) - 1] === word.trim().toLowerCase())
  );
}

/** The calls, over one engine. */
export function vaultCalls(parts: VaultParts): VaultApi {
  const { events, session, open, withKeyring, inTurn, vaultState, enter, lock, erase } = parts;

  return {
    vaultState,
    createVault: (passphrase) =>
      inTurn(async (ring) => {
        const at = session();
        if (at && !at.settings().wordsConfirmed) return ok({ words: rootKeyToWords(at.rootKey) });
        const created = await ring.create(passphrase);
        if (!created.ok) return created;
        const entered = await enter(created.value);
        return entered.ok ? ok({ words: rootKeyToWords(created.value) }) : entered;
      }),
    async confirmWords(words) {
      const at = open();
      if (!areRight(rootKeyToWords(at.rootKey), words)) return err({ reason: 'words-differ' });
      const saved = await at.saveSettings({ wordsConfirmed: true });
      if (!saved.ok) throw new Error(saved.error.reason);
      events.emit({ topic: 'vault', state: { state: 'open' } });
      return ok(undefined);
    },
    unlock: (passphrase) =>
      inTurn(async (ring) => {
        if (session()) return ok(undefined);
        const rootKey = await ring.unlock(passphrase);
        return rootKey.ok ? enter(rootKey.value) : rootKey;
      }),
    lock,
    recover: (words, next) =>
      inTurn(async (ring) => {
        const rootKey = await ring.recover(words, next);
        if (!rootKey.ok) return rootKey;
        const entered = await enter(rootKey.value);
        const at = session();
        // Whoever typed the words has them.
        return entered.ok && at ? at.saveSettings({ wordsConfirmed: true }) : entered;
      }),
    changePassphrase: (current, next) => inTurn((ring) => ring.changePassphrase(current, next)),
    revealWords: (passphrase) =>
      withKeyring(async (ring) => {
        const rootKey = await ring.unlock(passphrase);
        return rootKey.ok ? ok({ words: rootKeyToWords(rootKey.value) }) : rootKey;
      }),
    eraseVault: (typed) =>
      inTurn(
        async (ring): Promise<Result<void, Failure | { readonly reason: 'not-confirmed' }>> =>
          typed === eraseWord ? erase(ring) : err({ reason: 'not-confirmed' }),
      ),
  };
}
