/**
 * The life of one engine, which the browser may end at any instant: from then on nothing that it asks of the world is answered, what
 * was under way on the wire is cut, and its databases are let go. What it had stored stays.
 */
import type { IDBFactory } from 'fake-indexeddb';
import type { EngineDeps } from '../../../extension/engine/context';

export interface EngineLife {
  /** What the engine is started with. */
  bind(deps: EngineDeps): EngineDeps;
  /** What its databases are opened by. */
  readonly indexedDB: IDBFactory;
  end(): void;
}

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

export function beginLife(indexedDB: IDBFactory): EngineLife {
  const ending = new AbortController();
  const connections = new Set<IDBDatabase>();
  const { signal } = ending;

  /** What is asked in time and answered late is not heard any more. */
  async function heard<T>(ask: () => Promise<T>): Promise<T> {
    if (signal.aborted) return never();
    try {
      const answer = await ask();
      return signal.aborted ? await never<T>() : answer;
    } catch (error) {
      if (signal.aborted) return never();
      throw error;
    }
  }

  /** An object of calls that are answered while the engine lives. */
  const answering = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(of, key) {
        const value: unknown = Reflect.get(of, key);
        if (typeof value !== 'function') return value;
        return (...args: readonly unknown[]) => {
          if (signal.aborted) return never();
          const answer: unknown = Reflect.apply(value, of, args);
          return answer instanceof Promise ? heard(() => answer) : answer;
        };
      },
    });

  return {
    indexedDB: new Proxy(indexedDB, {
      get(of, key) {
        const value: unknown = Reflect.get(of, key);
        if (typeof value !== 'function') return value;
        return (...args: readonly unknown[]) => {
          if (signal.aborted) return new EventTarget(); // a request that nothing comes of
          const request: unknown = Reflect.apply(value, of, args);
          if (key === 'open') {
            const opening = request as IDBOpenDBRequest; // what `open` gives
            opening.addEventListener('success', () => {
              if (signal.aborted) opening.result.close();
              else connections.add(opening.result);
            });
          }
          return request;
        };
      },
    }),
    bind: (deps) => ({
      ...deps,
      hosts: answering(deps.hosts),
      createClient: (...args) => answering(deps.createClient(...args)),
      sleep: (ms, stop) => heard(() => deps.sleep(ms, stop)),
      openDatabase: (slot) => heard(() => deps.openDatabase(slot)),
      syncFetch: async (input, init) => {
        const { syncFetch } = deps;
        if (syncFetch === null) throw new TypeError('no network');
        const stop = AbortSignal.any([signal, ...(init?.signal ? [init.signal] : [])]);
        return heard(() => syncFetch(input, { ...init, signal: stop }));
      },
    }),
    end() {
      ending.abort();
      for (const connection of connections) connection.close();
    },
  };
}
