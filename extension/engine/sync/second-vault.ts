/**
 * The second database, in which a vault is made anew beside the one that is open, until one write puts it in that one's place.
 */
import { z } from 'zod';
import type { Failure } from '../../../shared/reasons';
import { err, ok, type Result } from '../../../shared/result';
import type { RootKey } from '../../../shared/vault/root-key';
import type { Database } from '../../store/store';
import type { EngineDeps } from '../context';
import { type DatabaseSlot, makeCurrent, otherSlot } from '../database-slot';
import { createEvents } from '../events';
import { openSession, type Session } from '../session';
import type { Work } from '../work';

/** What takes the place of the open vault. */
export interface Replacement {
  readonly database: Database;
  readonly rootKey: RootKey;
}

/** The name that a store gives this device in stamps and coverage; the same device keeps it. */
const storeDeviceKey = 'device';

export interface SecondVault {
  readonly database: Database;
  readonly slot: DatabaseSlot;
}

/** Opens the other database, empty but for the header of the vault that comes to be in it. */
export async function beginSecond(deps: EngineDeps, header: string): Promise<Result<SecondVault, Failure>> {
  const slot = await otherSlot(deps.hosts);
  const database = await deps.openDatabase(slot);
  if (!database.ok) return database;
  const erased = await database.value.erase();
  if (!erased.ok) return erased;
  const written = await database.value.putHeader(new TextEncoder().encode(header));
  return written.ok ? ok({ database: database.value, slot }) : written;
}

/** Runs `use` over a session of the second vault that no page sees, and closes it. */
export async function withUnseen(
  { deps, work }: { readonly deps: EngineDeps; readonly work: Work },
  { database }: Pick<SecondVault, 'database'>,
  rootKey: RootKey,
  use: (session: Session) => Promise<Result<void, Failure>>,
): Promise<Result<void, Failure>> {
  const opened = await openSession(rootKey, database, deps, createEvents(), work);
  if (!opened.ok) return opened;
  try {
    return await use(opened.value);
  } finally {
    await opened.value.close();
  }
}

/** Lets the second vault's store bear the name that this device has in the first. */
export async function keepName(from: Session, to: Session): Promise<Result<void, Failure>> {
  const name = await from.store.readLocal(storeDeviceKey, z.string());
  if (!name.ok) return name;
  return name.value === null
    ? ok(undefined)
    : to.store.write({ putLocal: [{ key: storeDeviceKey, value: name.value }] });
}

/** The one write after which the second vault is the one that opens. */
export async function putInPlace(
  deps: EngineDeps,
  { slot, database }: SecondVault,
  rootKey: RootKey,
): Promise<Result<Replacement, Failure>> {
  try {
    await makeCurrent(deps.hosts, slot);
    return ok({ database, rootKey });
  } catch {
    return err({ reason: 'storage-failed', code: 'database-slot' }); // no page answered: the first one stays
  }
}

/** Deletes the database that was left. */
export async function dropOther(deps: EngineDeps): Promise<Result<void, Failure>> {
  const database = await deps.openDatabase(await otherSlot(deps.hosts));
  return database.ok ? database.value.drop() : database;
}
