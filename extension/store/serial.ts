/** One thing at a time, in the order in which it was asked for: writes of the store never interleave. */

export interface Serial {
  /** Runs `job` after everything asked for before it; a job that throws does not stop the ones behind it. */
  run<T>(job: () => Promise<T>): Promise<T>;
  /** Resolves when nothing is left to run. */
  idle(): Promise<void>;
}

export function createSerial(): Serial {
  let last: Promise<unknown> = Promise.resolve();
  const settled = (): Promise<void> =>
    last.then(
      () => undefined,
      () => undefined,
    );
  return {
    run(job) {
      const running = settled().then(job);
      last = running;
      return running;
    },
    async idle() {
      for (let waitedFor: unknown; waitedFor !== last; ) {
        waitedFor = last;
        await settled();
      }
    },
  };
}
