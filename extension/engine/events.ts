/** Events to every subscribed page: what changed, so that pages ask again for what they show of it. */
import type { EngineEvent, EngineListener } from './api';

export interface Events {
  emit(event: EngineEvent): void;
  /** Adds a page's listener; one that fails has lost its page and is dropped. */
  subscribe(listener: EngineListener): void;
  /** Hears every event inside the engine too. */
  onAny(listener: (event: EngineEvent) => void): void;
}

/** Creates the engine's one emitter. */
export function createEvents(): Events {
  const listeners = new Set<EngineListener>();
  const inside = new Set<(event: EngineEvent) => void>();
  return {
    emit: (event) => {
      for (const listener of inside) listener(event);
      for (const listener of listeners) {
        // A page's listener is a remote call: it gives a promise although its type says void.
        Promise.resolve()
          .then(() => listener(event))
          .catch(() => listeners.delete(listener));
      }
    },
    subscribe: (listener) => void listeners.add(listener),
    onAny: (listener) => void inside.add(listener),
  };
}
