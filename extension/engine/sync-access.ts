/** All of sync that is not the run itself: connections, pairing and moving over one engine, and their calls. */
import type { Failure } from '../../shared/reasons';
import type { Result } from '../../shared/result';
import type { RootKey } from '../../shared/vault/root-key';
import type { RelayServer } from '../exchanges/relay-egress';
import type { SyncApi } from './api/sync';
import type { EngineDeps } from './context';
import type { Events } from './events';
import type { Keyring } from './keyring';
import type { Session } from './session';
import { arriveHere } from './sync/arrival';
import { createConnections } from './sync/connection';
import { pairingCalls } from './sync/pairing-calls';
import { createShareServer, type ShareServer } from './sync/share-server';
import { createRelayServer } from './sync/relay-server';
import { syncCalls } from './sync-calls';

export interface SyncAccessParts {
  readonly deps: EngineDeps;
  readonly events: Events;
  /** Null while the vault is locked. */
  readonly session: () => Session | null;
  readonly open: () => Session;
  readonly withSession: <T, E>(use: (session: Session) => Promise<Result<T, E>>) => Promise<Result<T, E | Failure>>;
  readonly inTurn: <T, E>(use: (ring: Keyring) => Promise<Result<T, E>>) => Promise<Result<T, E | Failure>>;
  readonly openUnseen: (rootKey: RootKey) => Promise<Result<Session, Failure>>;
  readonly enter: (rootKey: RootKey) => Promise<Result<void, Failure>>;
}

export interface SyncAccess {
  readonly calls: SyncApi;
  /** Goes on with the server that an opened session is connected to. */
  resume(session: Session): Promise<void>;
  /** What sends signed reads from the server's address. */
  readonly relay: RelayServer;
  /** Where shared snapshots go. */
  readonly shareServer: ShareServer;
}

/** Creates it; nothing happens before a session opens or a page asks. */
export function createSyncAccess(parts: SyncAccessParts): SyncAccess {
  const { deps, events, session, open, withSession, inTurn, openUnseen, enter } = parts;
  const connections = createConnections({ deps, events, session });
  const arrival = { deps, connections, inTurn, openUnseen, enter, session };
  return {
    calls: {
      ...syncCalls({ deps, events, open, session: withSession, connections }),
      ...pairingCalls({ deps, events, connections, arrive: (arrived) => arriveHere(arrival, arrived) }),
      movingState: async () => ({ state: 'none' }),
      moveVault: async () => ({ ok: false, error: { reason: 'unsupported', subject: 'moving' } }),
      resumeMoving: async () => ({ ok: false, error: { reason: 'unsupported', subject: 'moving' } }),
      endMoving: async () => undefined,
    },
    resume: connections.resume,
    shareServer: createShareServer(connections),
    relay: createRelayServer(deps, () => connections.current()?.access ?? null),
  };
}
