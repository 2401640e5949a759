/** Events to every subscribed page: what changed, so that pages ask again for what they show of it. */
import type { EngineEvent, EngineListener } from './api/events';

export interface Events {
  emit(event: EngineEvent): void;
  /** Adds a page's listener; one that fails has lost its page and is dropped: a page says itself what fails in it. */
  subscribe(listener: EngineListener): void;
  /** Hears every event inside the engine too. */
  onAny(listener: (event: EngineEvent) => void): void;
}

/** Something that is said often, but heard at most once in a while. */
interface Coalesced {
  /** Says it: at once where it was not said lately, else once when its time has come. */
  say(): void;
  /** What was still to be said is not. */
  cancel(): void;
}

/** Runs `emit` at most once every `everyMs`, the last time after the last `say`. */
export function coalesced(emit: () => void, everyMs: number): Coalesced {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let due = false;
  const rest = (): void => {
    timer = setTimeout(() => {
      timer = undefined;
      if (due) speak();
    }, everyMs);
  };
  const speak = (): void => {
    due = false;
    emit();
    rest();
  };
  return {
    say: () => {
      if (timer === undefined) speak();
      else due = true;
    },
    cancel: () => {
      clearTimeout(timer);
      due = false;
    },
  };
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
