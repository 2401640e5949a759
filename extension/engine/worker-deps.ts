/** The browser's own clock, random source, timers, database and network, for the engine's composition root. */
import { unixMs } from '../../shared/result';
import { calibrateKdf } from '../../shared/vault/calibrate-kdf';
import { probeKdf } from '../../shared/vault/kdf';
import { createClients } from '../exchanges/create-clients';
import { createDirectEgress } from '../exchanges/direct-egress';
import { createRelayEgress } from '../exchanges/relay-egress';
import { openDatabase } from '../store/store';
import type { EngineDeps } from './context';

const databaseNames = { first: 'fillbook', second: 'fillbook-second' } as const;

const now = () => unixMs(Date.now());

/** A timer's longest wait, 24.8 days: a longer one would end at once. Whoever waits for more wakes up then and asks again. */
const longestTimerMs = 2 ** 31 - 1;

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(finish, Math.min(Math.max(0, ms), longestTimerMs));
    function finish(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    }
    signal.addEventListener('abort', finish);
  });
}

/** Everything but the hosts and the end of the worker, which the worker itself has. */
export function browserDeps(): Omit<EngineDeps, 'hosts' | 'end'> {
  const egress = createDirectEgress({ fetch: (input, init) => fetch(input, init), now });
  return {
    now,
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    newId: () => crypto.randomUUID(),
    chooseKdf: (floor) => calibrateKdf({ measure: probeKdf, now: () => performance.now(), floor }),
    sleep,
    openDatabase: (slot = 'first') => openDatabase(databaseNames[slot], { indexedDB, IDBKeyRange }),
    createClient: createClients({ egress, now }),
    createRelayed: (server) => createClients({ egress: createRelayEgress({ server, now }), now }),
    syncFetch: (input, init) => fetch(input, init),
  };
}
