/**
 * Pages of the gallery that are used again: one that stands draws the next look itself. A new page would load and compile all of
 * the gallery's code, which takes the processor several times as long as the drawing.
 */
import type { BrowserContext, Page } from 'playwright-core';

/** Told to the gallery's window with the address that it is to draw; cancelled where it does. */
export const drawAnew = 'gallery-draw-anew';

/** A page counts time from when its document was loaded, and what each look leaves in memory adds up. */
const looksOfDocument = 40;

export interface Pages {
  /** Waits for one that is free. What it has drawn is left to the next look, unless this one throws. */
  look<T>(at: (page: Page) => Promise<T>): Promise<T>;
}

interface Kept {
  readonly page: Page;
  readonly looks: number;
}

/** `count` pages of `context`, each opened when it is first needed. */
export function keepPages(context: BrowserContext, count: number): Pages {
  const free: (Kept | null)[] = Array.from({ length: count }, () => null);
  const waiting: ((kept: Kept | null) => void)[] = [];
  const release = (kept: Kept | null) => {
    const next = waiting.shift();
    if (next === undefined) free.push(kept);
    else next(kept);
  };
  const taken = async () => {
    const kept = free.length > 0 ? (free.pop() ?? null) : await new Promise<Kept | null>((take) => waiting.push(take));
    return kept ?? { page: await context.newPage(), looks: 0 };
  };
  return {
    async look(at) {
      const { page, looks } = await taken();
      let after: Kept | null = null;
      try {
        const result = await at(page);
        if (looks + 1 < looksOfDocument) after = { page, looks: looks + 1 };
        return result;
      } finally {
        page.removeAllListeners();
        if (after === null) await page.close();
        release(after);
      }
    },
  };
}
