/** What an account bought and sold together, per quote currency: each book is read once, and again when it has changed. */
import { add36, type E36, zero36 } from '../../shared/money/decimal';
import type { BookEntry, Books } from './books';
import { createBreath } from './breath';

export interface ShareVolumes {
  /** Notional of all fills of an account, both sides, before fees, by quote. Gives others their turn while it reads. */
  of(accountId: string): Promise<ReadonlyMap<string, E36>>;
}

/** Rows between two looks at the clock. */
const stepRows = 2_000;

/** Creates it over the books of the open vault. `now` in milliseconds. */
export function createShareVolumes(books: Pick<Books, 'of'>, now: () => number): ShareVolumes {
  const known = new Map<string, { readonly version: number; readonly value: E36 }>();

  async function volumeOf({ id, book, version }: BookEntry): Promise<E36> {
    const before = known.get(id);
    if (before?.version === version) return before.value;
    const breath = createBreath(now);
    const { rows, sums } = book.snapshot();
    const added = sums();
    added.begin();
    for (const [at, row] of rows.entries()) {
      added.add(row);
      if (at % stepRows !== 0 || !breath.isDue()) continue;
      await breath.take();
      added.begin(); // the book may have taken fills meanwhile
    }
    const { buy, sell } = added.totals();
    const value = add36(buy.value, sell.value);
    known.set(id, { version, value });
    return value;
  }

  return {
    async of(accountId) {
      const byQuote = new Map<string, E36>();
      for (const entry of books.of(accountId)) {
        const { quote } = entry.book.key;
        byQuote.set(quote, add36(byQuote.get(quote) ?? zero36, await volumeOf(entry)));
      }
      return byQuote;
    },
  };
}
