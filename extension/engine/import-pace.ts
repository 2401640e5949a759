/** How fast an import runs: fills a second over its last half minute, and the time its symbols still take. */

const windowMs = 30_000;

export interface ImportPace {
  /** A run begins: what was before says nothing about it. */
  start(): void;
  /** A page arrived with so many new fills; `symbolDone` when it was the symbol's last. */
  page(fills: number, symbolDone: boolean): void;
  /** Rounded to one decimal; null in the first second. */
  fillsPerSecond(): number | null;
  /** At the pace of this run's symbols; null before the first was done. */
  timeLeftMs(symbolsLeft: number): number | null;
}

/** Creates the meter of one account. */
export function createImportPace(now: () => number): ImportPace {
  let startedAt = now();
  let symbols = 0;
  let pages: { at: number; fills: number }[] = [];
  return {
    start: () => {
      startedAt = now();
      symbols = 0;
      pages = [];
    },
    page: (fills, symbolDone) => {
      const at = now();
      pages = [...pages.filter((page) => at - page.at < windowMs), { at, fills }];
      if (symbolDone) symbols += 1;
    },
    fillsPerSecond: () => {
      const elapsedMs = Math.min(now() - startedAt, windowMs);
      if (elapsedMs < 1000) return null;
      const fills = pages.reduce((sum, page) => (now() - page.at < windowMs ? sum + page.fills : sum), 0);
      return Math.round((fills * 10_000) / elapsedMs) / 10;
    },
    timeLeftMs: (symbolsLeft) => (symbols === 0 ? null : Math.round(((now() - startedAt) / symbols) * symbolsLeft)),
  };
}
