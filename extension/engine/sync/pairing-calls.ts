/** The calls of pairing: of the device that shows a code, and of the one that is given it. An engine is one of both at a time. */
import type { Failure } from '../../../shared/reasons';
import { err, type Result } from '../../../shared/result';
import type { SyncApi } from '../api/sync';
import type { EngineDeps } from '../context';
import type { Events } from '../events';
import type { Connection, Connections } from './connection';
import { type Arrival, createPairingGuest } from './pairing-guest';
import { createPairingHost } from './pairing-host';

type PairingCalls = Pick<SyncApi, 'pairingState' | 'startPairing' | 'joinPairing' | 'confirmPairing' | 'cancelPairing'>;

interface Parts {
  readonly deps: EngineDeps;
  readonly events: Events;
  readonly connections: Connections;
  /** Whether a vault may come to be here at all: asked before anything is offered. */
  readonly canArrive: () => Promise<Result<void, Failure>>;
  readonly arrive: (arrival: Arrival) => Promise<Result<void, Failure>>;
}

const notConnected: Failure = { reason: 'unsupported', subject: 'sync' };

interface Pairing {
  readonly calls: PairingCalls;
  /** A session has opened, and its connection with it. */
  resume(connection: Connection): Promise<void>;
}

/** The calls over both sides. */
export function createPairing({ deps, events, connections, canArrive, arrive }: Parts): Pairing {
  const onChange = (): void => events.emit({ topic: 'sync' });
  const host = createPairingHost(deps, onChange);
  // The session may be opened anew meanwhile, over what another device changed; locked, nothing is handed over.
  events.onAny((event) => {
    if (event.topic === 'vault' && event.state.state === 'locked') host.pause();
  });
  const guest = createPairingGuest({ deps, callsTo: connections.callsTo, arrive, onChange });
  const calls: PairingCalls = {
    async pairingState() {
      const shown = host.state();
      return shown.state === 'none' ? guest.state() : shown;
    },
    async startPairing() {
      const connection = await connections.ready();
      return connection === null ? err(notConnected) : host.start(connection);
    },
    async joinPairing(draft) {
      const free = await canArrive();
      return free.ok ? guest.join(draft) : free;
    },
    confirmPairing: (passphrase) => (passphrase === null ? host.confirm() : guest.confirm(passphrase)),
    async cancelPairing() {
      guest.cancel();
      await host.cancel();
    },
  };
  return { calls, resume: host.resume };
}
