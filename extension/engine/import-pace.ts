/** How fast an import runs: fills a second over its last half minute, and the time that its symbols, or its span, still take. */

const windowMs = 30_000;

export interface ImportPace {
  /** A run begins: what was before says nothing about it. */
  start(): void;
  /** A page arrived with so many new fills; `streamDone` when it was the stream's last; `readTo` is how far the stream has come. */
  page(fills: number, streamDone: boolean, readTo: number | null): void;
  /** Rounded to one decimal; null in the first second. */
  fillsPerSecond(): number | null;
  /** At the pace of this run's symbols; null before the first was done. */
  timeLeftMs(symbolsLeft: number): number | null;
  /** At the pace at which this run goes through time, up to now; null before its second page that came further. */
  timeToNowMs(): number | null;
}

/** How far reading had come, and when. */
interface Place {
  readonly at: number;
  readonly readTo: number;
}

/** Creates the meter of one account. */
export function createImportPace(now: () => number): ImportPace {
  let startedAt = now();
  let symbols = 0;
  let pages: { at: number; fills: number }[] = [];
  let first: Place | null = null;
  let last: Place | null = null;
  return {
    start: () => {
      startedAt = now();
      symbols = 0;
      pages = [];
      first = null;
      last = null;
    },
    page: (fills, streamDone, readTo) => {
      const at = now();
      pages = [...pages.filter((page) => at - page.at < windowMs), { at, fills }];
      if (streamDone) symbols += 1;
      if (readTo === null) return;
      last = { at, readTo };
      first ??= last;
    },
    fillsPerSecond: () => {
      const elapsedMs = Math.min(now() - startedAt, windowMs);
      if (elapsedMs < 1000) return null;
      const fills = pages.reduce((sum, page) => (now() - page.at < windowMs ? sum + page.fills : sum), 0);
      return Math.round((fills * 10_000) / elapsedMs) / 10;
    },
    timeLeftMs: (symbolsLeft) => (symbols === 0 ? null : Math.round(((now() - startedAt) / symbols) * symbolsLeft)),
    timeToNowMs: () => {
      if (!first || !last || last.readTo <= first.readTo) return null;
      const left = Math.max(0, now() - last.readTo);
      return Math.round(((last.at - first.at) * left) / (last.readTo - first.readTo));
    },
  };
}
