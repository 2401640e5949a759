/** All of sync that is not the run itself: connections, pairing and moving over one engine, and their calls. */
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result } from '../../shared/result';
import type { RootKey } from '../../shared/vault/root-key';
import type { RelayServer } from '../exchanges/relay-egress';
import type { Database } from '../store/store';
import type { SyncApi } from './api/sync';
import type { EngineDeps } from './context';
import type { Events } from './events';
import type { Keyring } from './keyring';
import type { Session } from './session';
import { arriveHere } from './sync/arrival';
import { arriveAnew, isLeft } from './sync/arrival-anew';
import { createConnections } from './sync/connection';
import { createMoving } from './sync/moving-calls';
import { createPairing } from './sync/pairing-calls';
import type { Arrival } from './sync/pairing-guest';
import { createRelayServer } from './sync/relay-server';
import type { Replacement } from './sync/second-vault';
import { createShareServer, type ShareServer } from './sync/share-server';
import { syncCalls } from './sync-calls';
import type { Work } from './work';

interface SyncAccessParts {
  readonly deps: EngineDeps;
  readonly events: Events;
  /** Null while the vault is locked. */
  readonly session: () => Session | null;
  readonly open: () => Session;
  readonly withSession: <T, E>(use: (session: Session) => Promise<Result<T, E>>) => Promise<Result<T, E | Failure>>;
  readonly withKeyring: <T, E>(use: (ring: Keyring) => Promise<Result<T, E>>) => Promise<Result<T, E | Failure>>;
  readonly inTurn: <T, E>(use: (ring: Keyring) => Promise<Result<T, E>>) => Promise<Result<T, E | Failure>>;
  readonly openUnseen: (rootKey: RootKey) => Promise<Result<Session, Failure>>;
  readonly enter: (rootKey: RootKey) => Promise<Result<void, Failure>>;
  readonly work: Work;
  readonly database: () => Result<Database, Failure> | null;
  /** Ends what the session does and opens what `change` gives in its place; where that fails, the session itself anew. */
  readonly replaceVault: (change: () => Promise<Result<Replacement, Failure>>) => Promise<Result<void, Failure>>;
}

interface SyncAccess {
  readonly calls: SyncApi;
  /** Goes on with the server that an opened session is connected to. */
  resume(session: Session): Promise<void>;
  /** Resolves once it is known whether the session has a server; nothing is asked of one before. */
  ready(): Promise<void>;
  /** What sends signed reads from the server's address. */
  readonly relay: RelayServer;
  /** Where shared snapshots go. */
  readonly shareServer: ShareServer;
}

/** This browser's vault stays: another would have to take its place. */
const vaultExists: Failure = { reason: 'unsupported', subject: 'pairing', code: 'vault-exists' };

/** Creates it; nothing happens before a session opens or a page asks. */
export function createSyncAccess(parts: SyncAccessParts): SyncAccess {
  const { deps, events, session, open, withSession, inTurn, openUnseen, enter } = parts;
  const connections = createConnections({ deps, events, session });
  const moving = createMoving({ ...parts, connections });
  /** There is no vault here, or one that the others have left. */
  const canArrive = async (): Promise<Result<void, Failure>> => {
    const at = session();
    return at === null || (await isLeft(at)) ? ok(undefined) : err(vaultExists);
  };
  const arrive = async (arrived: Arrival): Promise<Result<void, Failure>> => {
    const at = session();
    if (at && (await isLeft(at))) return arriveAnew({ ...parts, connections }, at, arrived);
    return arriveHere({ deps, connections, inTurn, openUnseen, enter, session }, arrived);
  };
  const pairing = createPairing({ deps, events, connections, canArrive, arrive });
  return {
    calls: {
      ...syncCalls({ deps, events, open, session: withSession, connections }),
      ...pairing.calls,
      ...moving.calls,
    },
    async resume(at) {
      await connections.resume(at);
      await moving.resume(at);
      const connection = connections.current();
      if (connection !== null) await pairing.resume(connection);
    },
    ready: () =>
      connections.ready().then(
        () => undefined,
        () => undefined, // what is wrong is said by `resume`
      ),
    relay: createRelayServer(deps, () => connections.current()?.access ?? null),
    shareServer: createShareServer(connections),
  };
}
