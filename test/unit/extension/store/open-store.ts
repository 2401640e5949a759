/** A store in a fresh fake database, for the tests of this folder. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { createStore, type Database, openDatabase, type Store } from '../../../../extension/store/store';
import type { Failure } from '../../../../shared/reasons';
import { type Result, unixMs } from '../../../../shared/result';
import type { OpenVault } from '../../../../shared/vault/open-vault';
import { testVault } from './test-vault';

export interface OpenedStore {
  readonly store: Store;
  readonly database: Database;
  readonly vault: OpenVault;
  readonly indexedDB: IDBFactory;
  readonly maintenance: Failure[];
  readonly clock: { now: number };
}

/** The value of a result that the test takes for granted. */
export function must<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(`unexpected failure ${JSON.stringify(result.error)}`);
  return result.value;
}

export const rawDatabase = async (indexedDB: IDBFactory): Promise<Database> =>
  must(await openDatabase('fillbook', { indexedDB, IDBKeyRange }));

/** Opens the store in `indexedDB`, as the engine does at each start. */
export async function openStore(indexedDB = new IDBFactory()): Promise<OpenedStore> {
  const vault = await testVault();
  const database = await rawDatabase(indexedDB);
  const maintenance: Failure[] = [];
  const clock = { now: 1_700_000_000_000 };
  const store = must(
    await createStore(database, vault, {
      now: () => unixMs(clock.now),
      newId: () => crypto.randomUUID(),
      onMaintenanceFailure: (failure) => maintenance.push(failure),
    }),
  );
  return { store, database, vault, indexedDB, maintenance, clock };
}
