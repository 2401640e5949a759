/** Lets other calls through in long work: the engine has one thread. */

export interface Breath {
  /** Whether the work has run for so long that others should have their turn. */
  isDue(): boolean;
  /** Gives others their turn. */
  take(): Promise<void>;
}

/** Work runs so long between two turns of others: less than a page notices. */
const workMs = 20;

/** Ends behind the messages that wait already; a timer would be held back for 4 ms. */
function othersTurn(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Begins to count at once. `now` in milliseconds. */
export function createBreath(now: () => number): Breath {
  let startedAt = now();
  return {
    isDue: () => now() - startedAt >= workMs,
    take: async () => {
      await othersTurn();
      startedAt = now();
    },
  };
}
