/**
 * The key of sample data: random, made when sample data is opened, kept with the browser session and nowhere else. There is no
 * passphrase and no words, so that a database whose key is gone is only erased and begun anew.
 */
import type { Failure } from '../../../shared/reasons';
import { err, type Result } from '../../../shared/result';
import { createRootKey, type RootKey, rootKeyFromSession } from '../../../shared/vault/root-key';
import { openVault } from '../../../shared/vault/vault';
import { createStore, type Database, type Store } from '../../store/store';
import type { EngineDeps } from '../context';
import type { Keyring } from '../keyring';
import { writeSample } from './write-sample';

/** What needs a passphrase or words: sample data has neither. */
const none: Failure = { reason: 'unsupported', subject: 'sample data' };

async function storeOf(database: Database, deps: EngineDeps, rootKey: RootKey): Promise<Result<Store, Failure>> {
  const vault = await openVault(rootKey, { random: deps.random, sealCount: 0 });
  return createStore(database, vault, { now: deps.now, newId: deps.newId, onMaintenanceFailure: () => undefined });
}

/** Whether the key of this browser session still opens what is stored. */
async function opens(database: Database, deps: EngineDeps, rootKey: RootKey): Promise<boolean> {
  const empty = await database.isEmpty();
  if (!empty.ok || empty.value) return false;
  const store = await storeOf(database, deps, rootKey);
  const settings = store.ok ? await store.value.listDocuments('settings') : store;
  return settings.ok && settings.value.documents.length > 0;
}

/** Creates the keyring that needs no passphrase; `restore` always gives a key, and begins the sample where there is none. */
export function createSampleKeyring(database: Database, deps: EngineDeps): Keyring {
  async function begin(): Promise<RootKey | null> {
    const erased = await database.erase();
    if (!erased.ok) return null;
    const rootKey = createRootKey(deps.random);
    const store = await storeOf(database, deps, rootKey);
    const written = store.ok ? await writeSample(store.value, deps.now(), deps.newId) : store;
    return written.ok ? rootKey : null;
  }

  return {
    // asked only where `restore` could not begin the sample
    state: async () => err({ reason: 'storage-failed' }),
    create: async () => err(none),
    unlock: async () => err(none),
    async restore() {
      const text = await deps.hosts.readSessionKey();
      const known = text === null ? null : rootKeyFromSession(text);
      if (known?.ok && (await opens(database, deps, known.value))) return known.value;
      return begin();
    },
    recover: async () => err(none),
    changePassphrase: async () => err(none),
    erase: async () => undefined,
  };
}
