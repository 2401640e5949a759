/**
 * The hosts that connected clients offer, as one host that outlives each of them.
 *
 * A client may vanish in the middle of a call; the call then goes to another. With no client left the engine ends anyway.
 */
import type { Host } from './host';

/** A host together with a promise that resolves when its client has gone. */
interface ConnectedHost {
  readonly host: Host;
  readonly gone: Promise<void>;
}

export interface Hosts extends Host {
  /** Takes in a client's host until it goes. */
  add(connected: ConnectedHost): void;
}

/** Creates the registry. A call on it fails only when no host could answer. */
export function createHosts(): Hosts {
  const connected = new Set<ConnectedHost>();

  /** The newest client first: an open page rather than an offscreen document that is about to close. */
  async function call<T>(use: (host: Host) => Promise<T>): Promise<T> {
    let failure: unknown = new Error('no page is connected');
    const tried = new Set<ConnectedHost>();
    for (;;) {
      // Asked anew each time: a page may have connected while the one before was found gone.
      const candidate = [...connected].reverse().find((entry) => !tried.has(entry));
      if (!candidate) throw failure;
      tried.add(candidate);
      const outcome = await Promise.race([
        use(candidate.host).then(
          (value) => ({ answered: true as const, value }),
          (error: unknown) => ({ answered: false as const, error }),
        ),
        candidate.gone.then(() => ({ answered: false as const, error: new Error('the page has closed') })),
      ]);
      if (outcome.answered) return outcome.value;
      failure = outcome.error;
    }
  }

  return {
    add: (entry) => {
      connected.add(entry);
      void entry.gone.then(() => connected.delete(entry));
    },
    readSessionKey: () => call((host) => host.readSessionKey()),
    writeSessionKey: (key) => call((host) => host.writeSessionKey(key)),
    wipeSession: () => call((host) => host.wipeSession()),
    grantedHosts: () => call((host) => host.grantedHosts()),
    readLocal: (key) => call((host) => host.readLocal(key)),
    writeLocal: (key, value) => call((host) => host.writeLocal(key, value)),
    removeLocal: (key) => call((host) => host.removeLocal(key)),
    writeSummary: (summary) => call((host) => host.writeSummary(summary)),
    setBadge: (badge) => call((host) => host.setBadge(badge)),
    notify: (notice) => call((host) => host.notify(notice)),
    hold: (on) => call((host) => host.hold(on)),
    setAutoLock: (minutes) => call((host) => host.setAutoLock(minutes)),
    setRefreshAlarm: (minutes) => call((host) => host.setRefreshAlarm(minutes)),
  };
}
