/** The engine of sample data: the same engine over a database, a key and exchanges of its own. */
import { createSampleClients } from '../../exchanges/sample/clients';
import { openDatabase } from '../../store/store';
import type { EngineDeps } from '../context';
import { sampleDatabase } from './remove-sample';
import { createSampleKeyring } from './sample-keyring';

/** The dependencies with all that is the trader's own exchanged; clock, random source and hosts stay. */
export const withSample = (deps: EngineDeps): EngineDeps => ({
  ...deps,
  openDatabase: () => openDatabase(sampleDatabase, { indexedDB, IDBKeyRange }),
  createClient: createSampleClients({ now: deps.now, sleep: deps.sleep }),
  createKeyring: createSampleKeyring,
  syncFetch: null,
});
