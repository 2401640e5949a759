/**
 * The vault's header where it is stored, and the root key behind it: two copies, one in the database, one in `storage.local`.
 *
 * The old header goes only after the new one was written, read back and opened. Missing data is never taken for a new user:
 * with records stored and no header the vault is `damaged`, and its 24 words open it.
 */
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result } from '../../shared/result';
import { type ChosenHeader, chooseHeader } from '../../shared/vault/choose-header';
import { parseHeader } from '../../shared/vault/header';
import { checkKdf, type KdfParams } from '../../shared/vault/kdf';
import { kdfParamsSchema } from '../../shared/vault/kdf-params';
import { headerFromWords, wordsToRootKey } from '../../shared/vault/recovery-words';
import { createRootKey, type RootKey, rootKeyFromSession } from '../../shared/vault/root-key';
import { vaultIdOf } from '../../shared/vault/subkeys';
import { unlockHeader, type WrapDeps, wrapRootKey } from '../../shared/vault/unlock';
import { openVault } from '../../shared/vault/vault';
import { createStore, type Database } from '../store/store';
import type { RecoverError, UnlockError } from './api/vault';
import type { EngineDeps } from './context';
import { vaultHeaderKey } from './host';

const localKeys = { header: vaultHeaderKey, kdf: 'kdfFloor' } as const;

export interface Keyring {
  state(): Promise<Result<'none' | 'locked', Failure>>;
  create(passphrase: string): Promise<Result<RootKey, Failure | { readonly reason: 'vault-exists' }>>;
  unlock(passphrase: string): Promise<Result<RootKey, UnlockError | Failure>>;
  /** The root key of this browser session, if it opens the stored vault; null when there is none. */
  restore(): Promise<RootKey | null>;
  recover(words: string, next: string): Promise<Result<RootKey, RecoverError | Failure>>;
  changePassphrase(current: string, next: string): Promise<Result<void, UnlockError | Failure>>;
  /** Removes both copies and what else lies outside of the database. */
  erase(): Promise<void>;
  /** The header itself, for backups; absent where there is none, as with sample data. */
  readonly headers?: VaultHeaders;
}

/** The stored header as backups take it along and bring it back. */
export interface VaultHeaders {
  current(): Promise<Result<string, Failure>>;
  /** Of the stored header; null where no copy of it can be read. */
  vaultId(): Promise<string | null>;
  /** Whether a root key is that of the vault stored here, by its header, else by what it opens. */
  isOf(rootKey: RootKey): Promise<boolean>;
  /** Whether a header's cost is not below what this device used last: a weaker one could not be unlocked here. */
  accepts(kdf: KdfParams): Promise<boolean>;
  /** A new header, as costly as this device affords. */
  wrap(rootKey: RootKey, passphrase: string): Promise<Result<string, Failure>>;
  /** Puts another header of the same vault in the place of the stored one. */
  replace(text: string): Promise<Result<void, Failure>>;
  /** Writes what lies outside of the database, once the database has the header. */
  noteStored(text: string): Promise<void>;
}

/** Creates the keyring over the database's header and the host's second copy. */
export function createKeyring(database: Database, deps: EngineDeps): Keyring {
  const { hosts, random, chooseKdf } = deps;

  async function choose(): Promise<Result<ChosenHeader, Failure | { readonly reason: 'no-vault' }>> {
    const stored = await database.readHeaders();
    if (!stored.ok) return stored;
    const texts = stored.value.map((bytes) => new TextDecoder().decode(bytes));
    const first = texts.find((text) => parseHeader(text).ok) ?? texts[0] ?? null;
    const chosen = chooseHeader(first, await hosts.readLocal(localKeys.header));
    if (chosen.ok || chosen.error.reason === 'damaged') return chosen;
    const empty = await database.isEmpty();
    if (!empty.ok) return empty;
    return err({ reason: empty.value ? 'no-vault' : 'damaged' });
  }

  async function floor(): Promise<KdfParams | null> {
    const text = await hosts.readLocal(localKeys.kdf);
    if (text === null) return null;
    try {
      const parsed = kdfParamsSchema.safeParse(JSON.parse(text));
      return parsed.success ? parsed.data : null;
    } catch {
      return null; // not JSON: the absolute bounds still hold
    }
  }

  /** What a new header is wrapped with: as costly as this device affords, never cheaper than what it used last. */
  async function wrapping(): Promise<WrapDeps> {
    const used = await floor();
    return { random, kdf: await chooseKdf(used), floor: used };
  }

  async function store(text: string, passphrase: string): Promise<Result<void, Failure>> {
    const before = await floor();
    const opens = async (readBack: Uint8Array): Promise<boolean> =>
      (await unlockHeader(new TextDecoder().decode(readBack), passphrase, before)).ok;
    const written = await database.putHeader(new TextEncoder().encode(text), opens);
    if (!written.ok) return written;
    await noteStored(text);
    return ok(undefined);
  }

  async function noteStored(text: string): Promise<void> {
    await hosts.writeLocal(localKeys.header, text);
    const header = parseHeader(text);
    if (header.ok) await hosts.writeLocal(localKeys.kdf, JSON.stringify(header.value.kdf));
  }

  async function storedVaultId(): Promise<string | null> {
    const chosen = await choose();
    return chosen.ok ? chosen.value.header.vaultId : null;
  }

  const headers: VaultHeaders = {
    async current() {
      const chosen = await choose();
      if (chosen.ok) return ok(chosen.value.text);
      return chosen.error.reason === 'no-vault' ? err({ reason: 'damaged' }) : err(chosen.error);
    },
    vaultId: storedVaultId,
    async isOf(rootKey) {
      const vaultId = await storedVaultId();
      return vaultId === null ? opensRecords(rootKey) : vaultId === (await vaultIdOf(rootKey));
    },
    accepts: async (kdf) => checkKdf(kdf, await floor()).ok,
    async wrap(rootKey, passphrase) {
      const header = await wrapRootKey(rootKey, passphrase, await wrapping());
      return header.ok ? header : err({ reason: 'storage-failed', code: header.error.reason });
    },
    async replace(text) {
      const written = await database.putHeader(new TextEncoder().encode(text));
      if (written.ok) await noteStored(text);
      return written;
    },
    noteStored,
  };

  async function unlock(passphrase: string): Promise<Result<RootKey, UnlockError | Failure>> {
    const chosen = await choose();
    if (!chosen.ok) return chosen;
    const rootKey = await unlockHeader(chosen.value.text, passphrase, await floor());
    if (!rootKey.ok) return asUnlockError(rootKey.error);
    if (chosen.value.rewrite === 'first') await database.putHeader(new TextEncoder().encode(chosen.value.text));
    if (chosen.value.rewrite === 'second') await hosts.writeLocal(localKeys.header, chosen.value.text);
    return rootKey;
  }

  /** Whether a root key opens what is stored; the one proof left where no header told the vault's id. */
  async function opensRecords(rootKey: RootKey): Promise<boolean> {
    const vault = await openVault(rootKey, { random, sealCount: 0 });
    const store = await createStore(database, vault, {
      now: deps.now,
      newId: deps.newId,
      onMaintenanceFailure: () => undefined,
    });
    if (!store.ok) return false;
    // Kinds are named under the key as well: with another one none is found. One that is found and opens is the proof,
    // however many others are damaged.
    for (const kind of ['settings', 'account', 'coverage'] as const) {
      const stored = await store.value.listDocuments(kind);
      if (stored.ok && stored.value.documents.length > 0) return true;
    }
    return false;
  }

  return {
    async state() {
      const chosen = await choose();
      if (chosen.ok) return ok('locked');
      return chosen.error.reason === 'no-vault' ? ok('none') : err(chosen.error);
    },
    async create(passphrase) {
      const chosen = await choose();
      if (chosen.ok) return err({ reason: 'vault-exists' });
      if (chosen.error.reason !== 'no-vault') return err(chosen.error);
      const rootKey = createRootKey(random);
      const header = await wrapRootKey(rootKey, passphrase, await wrapping());
      if (!header.ok) return err({ reason: 'storage-failed', code: header.error.reason });
      const written = await store(header.value, passphrase);
      return written.ok ? ok(rootKey) : written;
    },
    unlock,
    async restore() {
      const text = await hosts.readSessionKey();
      if (text === null) return null;
      const rootKey = rootKeyFromSession(text);
      const chosen = await choose();
      if (!rootKey.ok || !chosen.ok) return null;
      const vault = await openVault(rootKey.value, { random, sealCount: 0 });
      return vault.vaultId === chosen.value.header.vaultId ? rootKey.value : null;
    },
    async recover(words, next) {
      const chosen = await choose();
      if (!chosen.ok && chosen.error.reason !== 'damaged') return err(asRecoverError(chosen.error));
      const vaultId = chosen.ok ? chosen.value.header.vaultId : null;
      const rootKey = wordsToRootKey(words);
      if (!rootKey.ok) return rootKey;
      if (vaultId === null && !(await opensRecords(rootKey.value))) return err({ reason: 'words-of-another-vault' });
      const recovered = await headerFromWords(words, next, vaultId, await wrapping());
      if (!recovered.ok) {
        const { error } = recovered;
        if (error.reason === 'words-invalid' || error.reason === 'words-of-another-vault') return err(error);
        return err({ reason: 'storage-failed', code: error.reason });
      }
      const written = await store(recovered.value.header, next);
      return written.ok ? ok(recovered.value.rootKey) : written;
    },
    async changePassphrase(current, next) {
      const rootKey = await unlock(current);
      if (!rootKey.ok) return rootKey;
      const header = await wrapRootKey(rootKey.value, next, await wrapping());
      if (!header.ok) return err({ reason: 'storage-failed', code: header.error.reason });
      return store(header.value, next);
    },
    async erase() {
      for (const key of Object.values(localKeys)) await hosts.removeLocal(key);
    },
    headers,
  };
}

const asRecoverError = (error: Failure | { readonly reason: 'no-vault' }): RecoverError | Failure =>
  error.reason === 'no-vault' ? { reason: 'no-vault' } : error;

/** Parameters out of bounds in an intact header mean that somebody wrote it: the other copy or the words are the way out. */
function asUnlockError(error: { readonly reason: string }): Result<never, UnlockError | Failure> {
  switch (error.reason) {
    case 'wrong-passphrase':
      return err({ reason: 'wrong-passphrase' });
    case 'kdf-failed':
      return err({ reason: 'storage-failed', code: 'kdf-failed' });
    default:
      return err({ reason: 'damaged' });
  }
}
