/**
 * Which of two databases holds the vault. There is one but while a vault moves: then the other is filled, and one write of one key
 * puts it in the place of the first. Killed before that write the one opens, after it the other.
 */
import type { Failure } from '../../shared/reasons';
import type { Result } from '../../shared/result';
import type { Database } from '../store/store';
import type { EngineDeps } from './context';
import type { Host } from './host';

export type DatabaseSlot = 'first' | 'second';

/** Where in `storage.local` it lies: absent where no vault ever moved. */
const key = 'databaseSlot';

async function storedSlot(host: Pick<Host, 'readLocal'>): Promise<DatabaseSlot | null> {
  const text = await host.readLocal(key);
  return text === 'first' || text === 'second' ? text : null;
}

/** The slot that a move fills. */
export async function otherSlot(host: Pick<Host, 'readLocal'>): Promise<DatabaseSlot> {
  return (await storedSlot(host)) === 'second' ? 'first' : 'second';
}

/** From now on this one holds the vault. */
export const makeCurrent = (host: Pick<Host, 'writeLocal'>, slot: DatabaseSlot): Promise<void> =>
  host.writeLocal(key, slot);

export const forgetSlot = (host: Pick<Host, 'removeLocal'>): Promise<void> => host.removeLocal(key);

/**
 * Opens the database that holds the vault. Where the browser has lost the key, an empty first database does not make a new user: a
 * vault in the second one is that vault.
 */
export async function openCurrent(deps: EngineDeps): Promise<Result<Database, Failure>> {
  const slot = await storedSlot(deps.hosts);
  const database = await deps.openDatabase(slot ?? 'first');
  if (!database.ok || slot !== null || deps.createKeyring) return database;
  const empty = await database.value.isEmpty();
  if (!empty.ok || !empty.value) return database;
  const second = await deps.openDatabase('second');
  if (!second.ok) return database;
  const headers = await second.value.readHeaders();
  if (headers.ok && headers.value.length === 0) {
    await second.value.drop();
    return database;
  }
  await database.value.close();
  return second;
}
