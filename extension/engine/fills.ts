/**
 * Fills over all books, newest first, a page at a time, with the totals of the filter.
 *
 * All fills lie in one order (`fill-order.ts`), and each filter that was asked for lately keeps the rows that it leaves
 * (`fill-filter.ts`), so that a page costs its own rows alone. Both are made in steps and renewed where a book has changed.
 * A fill that is held back is not among them before its book's renewal, as in every other figure.
 */
import { formatE18, formatE36, mul18 } from '../../shared/money/decimal';
import type { OpenVault } from '../../shared/vault/open-vault';
import { createSerial } from '../store/serial';
import type { FillDetail, FillsApi, FillsFilter, FillsPage, FillsQuery, FillsRow } from './api/fills';
import type { BookEntry, Books } from './books';
import { createBreath } from './breath';
import { fillDetail } from './fill-detail';
import { createFilteredFills, type FilteredFills } from './fill-filter';
import { createFillIds, type FillIds } from './fill-ids';
import { createFillOrder } from './fill-order';
import { quantityOf } from './fill-totals';
import { type Ledger, ledgerOfBooks } from './ledger';
import type { Session } from './session';

export interface Fills {
  page(query: FillsQuery): Promise<FillsPage>;
  detail(fillId: string): Promise<FillDetail | null>;
}

/** Filters whose rows are kept, at 4 bytes a row: those between which a trader goes back and forth. */
const keptFilters = 6;
const rowsAtMost = 500;

const keyOf = ({ accountId, symbolId, side, liquidity, fromMs, toMs }: FillsFilter): string =>
  JSON.stringify([accountId, symbolId, side, liquidity, fromMs, toMs]);

/** Creates the query over the books of the open vault. `now` in milliseconds. */
export function createFills(
  books: Books,
  vault: Pick<OpenVault, 'recordId'>,
  now: () => number,
  ledger: Ledger = ledgerOfBooks(books),
): Fills {
  const order = createFillOrder();
  const kept = new Map<string, FilteredFills>();
  const renewals = createSerial();
  const symbolIds = new Map<string, string>();
  const ids: Promise<FillIds> = vault.recordId('fill-ids').then(createFillIds);

  async function nameSymbols(entries: readonly BookEntry[]): Promise<void> {
    for (const { book } of entries)
      if (!symbolIds.has(book.key.symbol))
        symbolIds.set(book.key.symbol, (await vault.recordId('symbol', book.key.symbol)).slice(0, 20));
  }

  /** Kept for this filter, as the one used last; the one that was not used for longest makes room. */
  function keptFor(filter: FillsFilter): FilteredFills {
    const key = keyOf(filter);
    const filtered = kept.get(key) ?? createFilteredFills(order, filter, (symbol) => symbolIds.get(symbol));
    kept.delete(key);
    kept.set(key, filtered);
    for (const oldest of kept.keys()) if (kept.size > keptFilters) kept.delete(oldest);
    return filtered;
  }

  async function renew(filter: FillsFilter): Promise<FilteredFills> {
    const breath = createBreath(now);
    const entries = books.of(null);
    await nameSymbols(entries);
    const known = kept.get(keyOf(filter));
    const wasFresh = known?.isFresh() === true;
    if (!order.isFresh(entries)) {
      const change = await order.renew(entries, breath);
      if (!change.appended) {
        kept.clear();
        if (known && wasFresh) {
          await known.adjust(change, breath);
          kept.set(keyOf(filter), known);
        }
      }
    }
    const filtered = keptFor(filter);
    if (!filtered.isFresh()) await filtered.extend(breath);
    return filtered;
  }

  function pageOf(filtered: FilteredFills, query: FillsQuery, naming: FillIds): FillsPage {
    const from = Math.max(0, query.offset);
    const to = Math.min(filtered.count, from + Math.min(Math.max(query.limit, 1), rowsAtMost));
    const rows: FillsRow[] = [];
    for (let place = from; place < to; place += 1) {
      const row = rowOf(filtered.rowAt(place), naming);
      if (row) rows.push(row);
    }
    return { rows, totalCount: filtered.count, symbols: symbolsOf(query.accountId), totals: filtered.totals() };
  }

  function rowOf(row: number, naming: FillIds): FillsRow | null {
    const leg = order.legOf(row);
    const book = order.books[order.rows.books[row] ?? -1];
    if (!leg || !book) return null;
    const { fill } = leg;
    return {
      id: naming.idOf(book.id, order.rows.places[row] ?? 0, fill),
      accountId: book.accountId,
      symbol: fill.symbol,
      base: fill.base,
      quote: fill.quote,
      market: fill.market,
      executedAtUs: fill.executedAtUs,
      side: fill.side,
      quantity: formatE18(quantityOf(leg)),
      price: formatE18(leg.price),
      notional: formatE36(mul18(quantityOf(leg), leg.price)),
      fees: leg.fees.map(({ currency, amount }) => ({ currency, amount: formatE18(amount) })),
      liquidity: fill.liquidity,
    };
  }

  const symbolsOf = (accountId: string | null): FillsPage['symbols'] => {
    const symbols = new Map<string, string>();
    for (const { accountId: owner, key, fills } of order.books) {
      const id = symbolIds.get(key.symbol);
      if (id !== undefined && fills.rows.length > 0 && (accountId === null || owner === accountId))
        symbols.set(id, key.symbol);
    }
    return [...symbols].map(([id, symbol]) => ({ id, symbol })).sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
  };

  return {
    async page(query) {
      const naming = await ids;
      const known = kept.get(keyOf(query));
      // what is fresh waits for no renewal of another filter
      if (known?.isFresh() && order.isFresh(books.of(null))) return pageOf(keptFor(query), query, naming);
      return renewals.run(async () => pageOf(await renew(query), query, naming));
    },
    async detail(fillId) {
      const naming = await ids;
      const entry = books.byId(naming.bookIdOf(fillId));
      const place = entry && (await naming.placeIn(entry.book, fillId, createBreath(now)));
      return entry && typeof place === 'number'
        ? fillDetail(entry, place, { ids: naming, rateOf: books.rateOf(entry.accountId), books, ledger })
        : null;
    },
  };
}

/** The calls of pages; `open` gives the open session and throws `vault-locked`. Half a history is never answered as whole. */
export const fillsCalls = (open: () => Session): FillsApi => ({
  fills: async (query) => {
    const at = open();
    await at.books.loaded;
    return at.fills.page(query);
  },
  fill: async (id) => {
    const at = open();
    await at.books.loaded;
    return at.fills.detail(id);
  },
});
