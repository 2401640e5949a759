/**
 * Whether someone goes through rows just now: what is looked up behind the screens waits for that, since page and engine share
 * the computer, and each answer that changes figures makes the page ask again.
 */
export interface PageCalls {
  /** A page asked for rows. */
  note(): void;
  /** Whether one did so within the last 300 ms: longer than from one answer to the next question while a list is scrolled. */
  isAsking(): boolean;
}

const askingMs = 300;

/** Nothing asked yet. `now` in milliseconds. */
export function createPageCalls(now: () => number): PageCalls {
  let askedAt = Number.NEGATIVE_INFINITY;
  return {
    note: () => {
      askedAt = now();
    },
    // a clock that was set back must not hold anything up until it is there again
    isAsking: () => Math.abs(now() - askedAt) < askingMs,
  };
}
