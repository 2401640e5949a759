/** What sample data leaves on disk is one database; it goes as soon as no engine of sample data works on it. */
import { removeDatabase } from '../../store/remove-database';
import { engineNames } from '../wire';

/** A database of its own: nothing of the trader's own data is ever opened beside it. */
export const sampleDatabase = 'fillbook-sample';

/**
 * Waits until no engine of sample data runs, then deletes its database; gives whether nothing is left. Safe to repeat. Called
 * wherever a page or the browser begins without sample data, so that what a crash left behind goes too.
 */
export const removeSample = (locks: LockManager, factory: IDBFactory): Promise<boolean> =>
  locks.request(engineNames.sample.lock, () => removeDatabase(sampleDatabase, factory));
