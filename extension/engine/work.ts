/**
 * Work that must outlive a page: while any runs, the background holds the engine.
 *
 * Held before the work starts, let go a moment after the last one ended, so that a row of short refreshes does not open
 * and close the hold each time. An engine that ends by itself lets go first: nobody else would.
 */
import type { Host } from './host';

/** How long the engine is still held after the last work ended. */
const lingerMs = 2_000;

export interface Work {
  /** Runs `task` with the engine held. A hold that fails does not stop the task: a page may well stay open. */
  during<T>(task: () => Promise<T>): Promise<T>;
  busy(): boolean;
  /** Lets go at once: the engine is about to end, or has found the hold of one that was stopped. */
  release(): Promise<void>;
}

/** Creates the engine's one register of work. */
export function createWork(host: Pick<Host, 'hold'>): Work {
  let running = 0;
  let lingering: ReturnType<typeof setTimeout> | undefined;
  const release = async (): Promise<void> => {
    clearTimeout(lingering);
    await host.hold(false).catch(() => undefined);
  };
  return {
    busy: () => running > 0,
    release,
    during: async (task) => {
      running += 1;
      clearTimeout(lingering);
      await host.hold(true).catch(() => undefined);
      try {
        return await task();
      } finally {
        running -= 1;
        if (running === 0) lingering = setTimeout(() => void release(), lingerMs);
      }
    },
  };
}
