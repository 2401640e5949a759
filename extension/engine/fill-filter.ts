/**
 * What one filter leaves of all fills: the numbers of its rows in a typed array, and its totals.
 *
 * Both are brought up to date by what changed: rows that came behind all others are looked at alone, and where rows have
 * moved the totals still only take in what was added and give back what is gone.
 */
import type { Leg } from '../../shared/ledger/leg';
import type { FillsFilter, FillsTotals } from './api/fills';
import type { Breath } from './breath';
import type { FillOrder, OrderChange } from './fill-order';
import { firstRowAt, isPause, kindOf, kinds } from './fill-rows';
import { createFillSums, type FillBatch, type FillSums } from './fill-totals';

export interface FilteredFills {
  readonly count: number;
  /** The row of the order that stands at this place of the list, newest first. */
  rowAt(place: number): number;
  totals(): FillsTotals;
  /** Whether every row of the order was looked at. */
  isFresh(): boolean;
  /** Looks at the rows that were not looked at yet, all of them the first time. */
  extend(breath: Breath): Promise<void>;
  /** Takes in a renewal of the order that moved rows. */
  adjust(change: OrderChange, breath: Breath): Promise<void>;
}

/** The bit that a row's kind must have for a liquidity; 0 for one that the exchange did not say. */
const liquidityBits = { maker: kinds.maker, taker: kinds.taker, unknown: 0 } as const;

/** Whether a kind passes the filter's side and liquidity. */
function passesKind({ side, liquidity }: FillsFilter, kind: number): boolean {
  if (side !== null && (side === 'sell') !== ((kind & kinds.sell) !== 0)) return false;
  return liquidity === null || (kind & (kinds.maker | kinds.taker)) === liquidityBits[liquidity];
}

/** The filter over `order`, nothing looked at yet. `symbolIdOf` gives a symbol's opaque id. */
export function createFilteredFills(
  order: FillOrder,
  filter: FillsFilter,
  symbolIdOf: (symbol: string) => string | undefined,
): FilteredFills {
  const fromUs = filter.fromMs === null ? Number.NEGATIVE_INFINITY : filter.fromMs * 1_000;
  const toUs = filter.toMs === null ? Number.POSITIVE_INFINITY : filter.toMs * 1_000;
  const sums: FillSums = createFillSums();
  let found = new Uint32Array(256);
  let count = 0;
  let lookedAt = 0;
  let totals: FillsTotals | null = null;

  const passesBook = (book: number): boolean => {
    const taken = order.books[book];
    if (!taken || (filter.accountId !== null && taken.accountId !== filter.accountId)) return false;
    return filter.symbolId === null || symbolIdOf(taken.key.symbol) === filter.symbolId;
  };
  const passes = (book: number, leg: Leg): boolean =>
    passesBook(book) &&
    passesKind(filter, kindOf(leg.fill)) &&
    leg.fill.executedAtUs >= fromUs &&
    leg.fill.executedAtUs < toUs;

  const push = (row: number): void => {
    if (count === found.length) {
      const longer = new Uint32Array(found.length * 2);
      longer.set(found);
      found = longer;
    }
    found[count] = row;
    count += 1;
  };

  /** From the first row not looked at; `batch` takes in every row that passes. */
  async function look(breath: Breath, batch: FillBatch | null): Promise<void> {
    const { rows } = order;
    const books = order.books.map((_, book) => passesBook(book));
    const end = firstRowAt(rows, toUs);
    for (let row = Math.max(lookedAt, firstRowAt(rows, fromUs)); row < end; row += 1) {
      if (books[rows.books[row] ?? -1] === true && passesKind(filter, rows.kinds[row] ?? 0)) {
        push(row);
        batch?.add(rows.books[row] ?? -1, rows.places[row] ?? -1);
      }
      if (isPause(row, breath)) {
        await breath.take();
        batch?.resume();
      }
    }
    batch?.end();
    lookedAt = rows.length;
    totals = null;
  }

  return {
    get count() {
      return count;
    },
    rowAt: (place) => found[count - 1 - place] ?? 0,
    totals: () => {
      totals ??= sums.totals(order.books);
      return totals;
    },
    isFresh: () => lookedAt === order.rows.length,
    extend: (breath) => look(breath, sums.batch(order.books)),
    async adjust({ added, removed }, breath) {
      for (const { book, leg } of removed) if (passes(book, leg)) sums.take(book, leg, -1);
      for (let row = 0; row < added.length; row += 1) {
        const book = added.books[row] ?? -1;
        const leg = order.legAt(book, added.places[row] ?? -1);
        if (leg && passes(book, leg)) sums.take(book, leg, 1);
        if (isPause(row, breath)) await breath.take();
      }
      count = 0;
      lookedAt = 0;
      await look(breath, null);
    },
  };
}
