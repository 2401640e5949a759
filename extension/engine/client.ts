/**
 * A page's end of the engine: connects, notices its end, connects anew, and repeats what was pending. No call may hang.
 *
 * A SharedWorker ends silently the moment its last client closes, or when the browser stops it; a call then would wait for
 * ever. The engine therefore holds a Web Lock (`names.lock`) while it lives. A client that has been greeted waits for that
 * lock; getting it means that the engine ended. It lets go at once, connects again (which starts a new engine, to which it
 * offers its host with the session key), and sends every pending call again; every call is safe to repeat.
 */
import * as Comlink from 'comlink';
import type { EngineApi } from './api';
import type { EngineListener } from './api/events';
import type { Host } from './host';
import { clientLock, type EngineNames, type Greeting } from './wire';

interface Link {
  readonly engine: Comlink.Remote<EngineApi>;
  readonly worker: SharedWorker;
  /** Resolves when the engine behind it has ended. */
  readonly ended: Promise<void>;
  readonly end: () => void;
}

/** What a client is made of; `createWorker` stands apart since only an entrypoint's bundle knows the worker's file. */
export interface ClientDeps {
  /** Which engine to connect to. */
  readonly names: EngineNames;
  readonly createWorker: (name: string) => SharedWorker;
  readonly host: Host;
  readonly locks: LockManager;
  readonly randomId: () => string;
  /** How long a started worker may take to greet before it is started again. */
  readonly greetTimeoutMs?: number;
}

export interface EngineClient {
  readonly engine: EngineApi;
  /** Leaves the engine for good; it ends when no other client is left. */
  close(): void;
}

type Pending = { readonly repeat: () => void };

/** Connects to the engine, starting it if need be. The client's `engine` can be called at once. */
export function connectEngine(deps: ClientDeps): EngineClient {
  const pending = new Set<Pending>();
  const listeners = new Set<EngineListener>();
  const lifetime = new AbortController();
  /** The link while it stands: none until the first greeting, and between an engine's end and the next one's. */
  let standing: Link | null = null;
  let link: Promise<Link> = open();

  async function open(): Promise<Link> {
    for (;;) {
      const greeted = await greet(deps, lifetime.signal);
      if (greeted) {
        for (const listener of listeners) void greeted.engine.subscribe(Comlink.proxy(listener));
        standing = greeted;
        void watch(greeted);
        return greeted;
      }
    }
  }

  /** Waits for the engine's lock, which is free only once it ended. */
  async function watch(watched: Link): Promise<void> {
    try {
      await deps.locks.request(deps.names.lock, { signal: lifetime.signal }, () => undefined);
    } catch {
      return; // the client was closed
    }
    standing = null;
    link = open();
    watched.end();
    for (const call of [...pending]) call.repeat();
  }

  function call(method: keyof EngineApi, args: readonly unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      let attempt = 0;
      const settle = (mine: number, finish: () => void): void => {
        if (mine !== attempt) return; // an answer of an engine that has ended meanwhile
        pending.delete(entry);
        finish();
      };
      const send = (): void => {
        attempt += 1;
        const mine = attempt;
        link
          .then(({ engine }) => {
            // Comlink's remote is typed per method; here the method is a name, and `EngineApi` has typed the call already.
            const remote = engine[method] as unknown as (...values: readonly unknown[]) => Promise<unknown>;
            return remote(...args);
          })
          .then(
            (value) => settle(mine, () => resolve(value)),
            (error: unknown) => settle(mine, () => reject(error)),
          );
      };
      const entry: Pending = { repeat: send };
      pending.add(entry);
      send();
    });
  }

  const engine = new Proxy({} as EngineApi, {
    get(_, method) {
      if (method === 'then' || typeof method !== 'string') return undefined; // a proxy must not look like a promise
      if (method === 'subscribe') {
        return async (listener: EngineListener) => {
          listeners.add(listener);
          const at = standing;
          // Without a link, and where this one ends meanwhile, the next link subscribes every listener.
          if (at) await Promise.race([at.engine.subscribe(Comlink.proxy(listener)), at.ended]);
          else await link;
        };
      }
      return (...args: readonly unknown[]) => call(method as keyof EngineApi, args);
    },
  });
  return {
    engine,
    close: () => {
      lifetime.abort();
      void link.then(({ worker }) => worker.port.close());
    },
  };
}

/** Starts or joins the worker and waits for its greeting; null when none came in time. */
async function greet(deps: ClientDeps, signal: AbortSignal): Promise<Link | null> {
  const id = deps.randomId();
  // Held while this link lives: the engine learns from it that the client has gone.
  const released = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await new Promise<void>((held) => {
    void deps.locks.request(clientLock(id), () => {
      held();
      return released;
    });
  });
  const worker = deps.createWorker(deps.names.worker);
  const api = new MessageChannel();
  const host = new MessageChannel();
  Comlink.expose(deps.host, host.port1);
  const greeting: Greeting = { type: 'connect', clientId: id };
  const ready = new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), deps.greetTimeoutMs ?? 15_000);
    worker.port.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (data !== 'ready') return;
      clearTimeout(timer);
      resolve(true);
    };
  });
  worker.port.postMessage(greeting, [api.port2, host.port2]);
  if (!(await ready)) return null;
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { engine: Comlink.wrap<EngineApi>(api.port1), worker, ended, end };
}
