/** The page's clock for ages: one timer for all of them, which stops while nothing shows one. */
import { useSyncExternalStore } from 'react';
import { type UnixMs, unixMs } from '../../../shared/result';

const tickMs = 10_000;
const listeners = new Set<() => void>();
let now = unixMs(Date.now());
let timer: ReturnType<typeof setInterval> | null = null;

function tick(): void {
  now = unixMs(Date.now());
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  now = unixMs(Date.now());
  timer ??= setInterval(tick, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer !== null) {
      clearInterval(timer);
      timer = null;
    }
  };
}

/** The time of the last tick, every 10 s. */
export const useNow = (): UnixMs =>
  useSyncExternalStore(
    subscribe,
    () => now,
    () => unixMs(Date.now()), // as text there are no ticks
  );
