/** Lets other calls through in long work: the engine has one thread. */

export interface Breath {
  /** Whether the work has run for so long that others should have their turn. */
  isDue(): boolean;
  /** Gives others their turn. */
  take(): Promise<void>;
}

/** Work runs so long between two turns of others: less than a page notices. */
const workMs = 20;

/** Begins to count at once. `now` in milliseconds. */
export function createBreath(now: () => number): Breath {
  let startedAt = now();
  return {
    isDue: () => now() - startedAt >= workMs,
    take: async () => {
      await new Promise((resolve) => setTimeout(resolve));
      startedAt = now();
    },
  };
}
