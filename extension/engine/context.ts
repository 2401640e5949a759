/** What the engine is made of: given by the composition root, and by tests with fakes at the edge. */
import type { Failure } from '../../shared/reasons';
import type { Result, UnixMs } from '../../shared/result';
import type { KdfParams } from '../../shared/vault/kdf';
import type { CreateClient } from '../exchanges/create-clients';
import type { RelayServer } from '../exchanges/relay-egress';
import type { Database } from '../store/store';
import type { DatabaseSlot } from './database-slot';
import type { Hosts } from './hosts';
import type { Keyring } from './keyring';

export interface EngineDeps {
  readonly now: () => UnixMs;
  /** Cryptographically strong random bytes. */
  readonly random: (bytes: number) => Uint8Array;
  /** Random and unique: names rows, never seen by a person. */
  readonly newId: () => string;
  /** What a new header costs to open: as much as this device affords, never less than `floor`, what it used last. */
  readonly chooseKdf: (floor: KdfParams | null) => Promise<KdfParams>;
  /** Resolves after `ms`, or at once when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly hosts: Hosts;
  /** `second`: where a vault that moves is made anew. */
  readonly openDatabase: (slot?: DatabaseSlot) => Promise<Result<Database, Failure>>;
  /** The client of one account; what it is given as `onCall` hears of every call. */
  readonly createClient: CreateClient;
  /** How the sync server is reached; null where there is none to reach, as with sample data. */
  readonly syncFetch: typeof fetch | null;
  /** The relay of the connected server; absent where there can be none. */
  readonly relay?: RelayServer;
  /** As `createClient`, for accounts that call through a relay. */
  readonly createRelayed?: (server: RelayServer) => CreateClient;
  /** Whose key opens the database, where it is not the trader's own vault. */
  readonly createKeyring?: (database: Database, deps: EngineDeps) => Keyring;
  /** Ends the engine's worker: all it held in memory goes. */
  readonly end: () => void;
}
