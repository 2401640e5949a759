/** The store of one session, which writes nothing once the session has ended, and tells sync of what other devices are to have. */
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result } from '../../shared/result';
import type { OpenVault } from '../../shared/vault/open-vault';
import { createStore, type Database, type Store, type WriteBatch } from '../store/store';
import type { EngineDeps } from './context';

interface SessionStoreParts {
  readonly deps: Pick<EngineDeps, 'now' | 'newId'>;
  /** Something was written that other devices are to have. */
  readonly onShared: () => void;
  readonly onMaintenanceFailure: (failure: Failure) => void;
}

interface SessionStore {
  readonly store: Store;
  /** Refuses every write from now on: what is still under way must not write into what comes after a lock or an erasure. */
  refuseWrites(): void;
}

/** Whether a batch holds anything that other devices are to have. */
const isShared = ({ putLocal: _, deleteLocal: __, ...shared }: WriteBatch): boolean => Object.keys(shared).length > 0;

/** Fails only where the database does. */
export async function openSessionStore(
  database: Database,
  vault: OpenVault,
  { deps: { now, newId }, onShared, onMaintenanceFailure }: SessionStoreParts,
): Promise<Result<SessionStore, Failure>> {
  const opened = await createStore(database, vault, { now, newId, onMaintenanceFailure });
  if (!opened.ok) return opened;
  let closed = false;
  const store: Store = {
    ...opened.value,
    write: async (batch) => {
      if (closed) return err({ reason: 'vault-locked' });
      const written = await opened.value.write(batch);
      if (written.ok && isShared(batch)) onShared();
      return written;
    },
    eraseAccountHistory: (accountId) => store.write({ eraseHistory: [accountId] }),
  };
  const refuseWrites = (): void => {
    closed = true;
  };
  return ok({ store, refuseWrites });
}
