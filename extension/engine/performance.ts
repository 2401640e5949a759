/**
 * Performance: closed trades of any filter as metrics, over time and by group.
 *
 * Trades are read once per filter, in steps, and what they add up to is kept for the last filters, so that another grouping, other
 * prices or the way back cost no second reading; of the last filter it is kept by book, so that only books that change are read again. A view has one query at a time: a newer one ends the one before.
 */
import { e36 } from '../../shared/money/decimal';
import { dayMs } from '../../shared/utc-day';
import type { OpenVault } from '../../shared/vault/open-vault';
import type {
  EquityPerformance,
  Grouping,
  PerformanceFilter,
  PerformancePage,
  PerformanceQuery,
  PerformanceRow,
} from './api/performance';
import type { Books } from './books';
import { type Breath, createBreath } from './breath';
import { type Ledger, ledgerOfBooks } from './ledger';
import type { Rates } from './performance-cells';
import {
  cellsOfBooks,
  curveOf,
  feesOutsideOf,
  figuresOf,
  type PerformanceAccount,
  perQuoteOf,
  sumsOf,
  timeShareOf,
} from './performance-figures';
import { type Asked, type Fold, foldBooks, type PoolFilter, type Readings, versionsOf } from './performance-fold';
import { groupsOf, keysOf, nameOf } from './performance-groups';
import { type CountedStreaks, type GroupStreaks, streaksBy } from './performance-streaks';
import type { PoolEntry } from './pool';
import { oversold } from './realized';

/** What figures rest on beside the books, as it is when the books have been read. */
export interface PerformanceContext extends Rates {
  /** All accounts, in the trader's order. */
  readonly accounts: readonly PerformanceAccount[];
  /** The metrics of the daily equity of these accounts over the filter's time. */
  readonly equityOf: (accountIds: readonly string[], filter: PerformanceFilter) => EquityPerformance;
}

export interface Performance {
  ask(query: PerformanceQuery, context: () => PerformanceContext): Promise<PerformancePage | null>;
}

/** Filters whose sums are kept: 13 bytes a trade each. */
const keptFilters = 3;
const rowsAtMost = 1_000;

/** The query of a view: the answer that is being made, and the one after it for who asked since. */
interface Running extends Asked {
  readonly key: string;
  current: Promise<PerformancePage | null> | null;
  queued: Promise<PerformancePage | null> | null;
}

/** What the trades of one filter came to. */
interface Kept {
  readonly fold: Fold;
  /** Of this fold, or of one before it, from which the counting goes on. */
  readonly streaks: Map<Grouping, CountedStreaks>;
}

const filterKey = ({ basis, accountId, exchangeId, symbolId, side, fromMs, toMs }: PerformanceFilter): string =>
  JSON.stringify([basis, accountId, exchangeId, symbolId, side, fromMs, toMs]);

/** Opaque ids of names, each made once. */
function createNames(vault: Pick<OpenVault, 'recordId'>, kind: string) {
  const ids = new Map<string, string>();
  return {
    ids,
    async learn(names: Iterable<string>): Promise<void> {
      for (const name of names) if (!ids.has(name)) ids.set(name, (await vault.recordId(kind, name)).slice(0, 20));
    },
  };
}

/** Creates the query over the books of the open vault. `now` in milliseconds. */
export function createPerformance(
  books: Pick<Books, 'of'>,
  vault: Pick<OpenVault, 'recordId'>,
  now: () => number,
  ledger: Ledger = ledgerOfBooks({ of: books.of, byId: () => undefined }),
): Performance {
  const kept = new Map<string, Kept>();
  /** Of one filter alone: the steps of time of every book are many times what they add up to. */
  let last: { readonly key: string; readonly readings: Readings } | null = null;
  const running = new Map<string, Running>();
  const symbols = createNames(vault, 'symbol');
  const exchanges = createNames(vault, 'exchange');

  /** The accounts, and their books, that the filter leaves. */
  function chosen(filter: PerformanceFilter, all: readonly PerformanceAccount[]) {
    const accounts = all.filter(
      ({ account: { id, exchange } }) =>
        (filter.accountId === null || id === filter.accountId) &&
        (filter.exchangeId === null || exchanges.ids.get(exchange) === filter.exchangeId),
    );
    const isSymbol = (symbol: string): boolean =>
      filter.symbolId === null || symbols.ids.get(symbol) === filter.symbolId;
    const own = accounts.flatMap(({ account }) => ledger.own(account.id));
    const ids = new Set(accounts.map(({ account }) => account.id));
    const isOfAll = filter.accountId === null && filter.exchangeId === null;
    const isWithin = (entry: PoolEntry): boolean => isOfAll || [...entry.accounts()].every((id) => ids.has(id));
    const touched = poolsOf(ids);
    const entries = [...own.filter(({ book }) => isSymbol(book.key.symbol)), ...touched];
    const pool: PoolFilter = {
      takes: ({ accountId, symbol }) => isSymbol(symbol) && (accountId === null || ids.has(accountId)),
      ownFees: ({ accountId, symbol }, fromUs, toUs) =>
        books
          .of(accountId)
          .filter(({ book: { key } }) => key.market === 'spot' && key.symbol === symbol)
          .flatMap(({ book }) => book.unconvertedFees(fromUs, toUs)),
    };
    const shared = filter.basis === 'trips' ? touched.filter((entry) => !isWithin(entry)) : [];
    const names = [
      ...own.map(({ book }) => book.key.symbol),
      ...touched.flatMap((entry) => symbolsOf(entry, filter.basis, (accountId) => ids.has(accountId))),
    ];
    return { accounts, names, entries: entries.filter((entry) => !shared.some((one) => one === entry)), pool, shared };
  }

  const poolsOf = (ids: ReadonlySet<string>): readonly PoolEntry[] =>
    ledger.pools(null).filter((entry) => [...entry.accounts()].some((id) => ids.has(id)));

  async function learn({ accounts }: PerformanceContext): Promise<void> {
    await exchanges.learn(accounts.map(({ account }) => account.exchange));
    const own = accounts.flatMap(({ account }) => books.of(account.id));
    await symbols.learn(own.flatMap(({ book: { key } }) => [key.symbol, key.base]));
  }

  const keep = (key: string, one: Kept): void => {
    kept.delete(key);
    kept.set(key, one);
    for (const oldest of kept.keys()) if (kept.size > keptFilters) kept.delete(oldest);
  };

  /** The sums of the filter, of the books as they are; null where the query was given up. */
  async function sumsOfFilter(
    query: PerformanceQuery,
    context: () => PerformanceContext,
    breath: Breath,
    asked: Asked,
  ): Promise<Kept | null> {
    const key = filterKey(query);
    await learn(context());
    const { entries, pool } = chosen(query, context().accounts);
    const before = kept.get(key);
    if (before?.fold.versions === versionsOf(entries)) {
      keep(key, before);
      return before;
    }
    const read = await foldBooks(entries, query, pool, breath, asked, last?.key === key ? last.readings : new Map());
    if (!read) return null;
    last = { key, readings: read.readings };
    const fresh: Kept = { fold: read.fold, streaks: before?.streaks ?? new Map() };
    keep(key, fresh);
    return fresh;
  }

  function rowsOf(fold: Fold, { groupBy }: PerformanceQuery, streaks: GroupStreaks, context: PerformanceContext) {
    const accounts = new Map(context.accounts.map(({ account }) => [account.id, account]));
    const groups = groupsOf(fold, groupBy, keysOf(groupBy, accounts));
    return [...groups].flatMap(([key, { cells, books: of }]): readonly PerformanceRow[] => {
      const group = nameOf(groupBy, key, of, accounts);
      const streak = streaks.groups.get(key);
      if (!group || !streak) return [];
      return [{ key: String(key), group, ...figuresOf(cells, streak, context) }];
    });
  }

  function sharesOf(fold: Fold, by: 'hour' | 'weekday', count: number, context: PerformanceContext) {
    const groups = groupsOf(fold, by, keysOf(by, new Map()));
    return Array.from({ length: count }, (_, at) => timeShareOf(at, groups.get(at)?.cells ?? new Map(), context));
  }

  function pageOf(
    query: PerformanceQuery,
    fold: Fold,
    streaks: GroupStreaks,
    context: PerformanceContext,
  ): PerformancePage {
    const { accounts, names, entries, shared } = chosen(query, context.accounts);
    const ids = new Set(accounts.map(({ account }) => account.id));
    const unpriced = ledger.unpriced(null).filter((entry) => [...entry.accounts()].some((id) => ids.has(id)));
    const unbought = poolsOf(ids).filter(({ book }) => book.totals().unmatched > 0n);
    const missing = [
      ...unpriced.map(ledger.lackingOf),
      ...unbought.map((entry) => ledger.failureOf(entry, oversold([entry]))),
    ];
    const isByOwner = query.basis === 'trips' && (query.groupBy === 'account' || query.groupBy === 'exchange');
    const ofNone = fold.books.filter(({ of, count }) => isByOwner && of.accountId === null && count > 0);
    const cells = cellsOfBooks(fold.books);
    const rows = rowsOf(fold, query, streaks, context);
    return {
      baseCurrency: context.base,
      basis: query.basis,
      methods: [...new Set(entries.map(({ book }) => book.method))],
      total: figuresOf(cells, streaks.total, context),
      pooling: ledger.pooling(query.accountId),
      shared: [...new Set([...shared.map(({ book }) => book.key.base), ...ofNone.map(({ of }) => of.symbol)])].sort(),
      sums: sumsOf(fold.books, accounts, missing, context),
      perQuote: perQuoteOf(cells),
      unconvertedFees: feesOutsideOf(fold.books),
      caveats: [
        ...accounts.flatMap(({ account: { id, label }, failures }) =>
          failures.map((failure) => ({ accountId: id, accountLabel: label, failure })),
        ),
        ...missing.flat().map(({ accountId, accountLabel, failure }) => ({ accountId, accountLabel, failure })),
      ],
      curve: { step: fold.stepMs < dayMs ? 'hour' : 'day', points: curveOf(fold, context) },
      hours: sharesOf(fold, 'hour', 24, context),
      weekdays: sharesOf(fold, 'weekday', 7, context),
      groupBy: query.groupBy,
      rows: inOrder(rows).slice(0, rowsAtMost),
      rowCount: rows.length,
      equity: context.equityOf(
        accounts.map(({ account }) => account.id),
        query,
      ),
      symbols: choices(names, symbols.ids).map(([symbol, id]) => ({ id, symbol })),
      exchanges: choices(
        context.accounts.map(({ account }) => account.exchange),
        exchanges.ids,
      ).map(([exchange, id]) => ({
        id,
        exchange,
      })),
    };
  }

  async function answer(query: PerformanceQuery, context: () => PerformanceContext, asked: Asked) {
    const breath = createBreath(now);
    const sums = await sumsOfFilter(query, context, breath, asked);
    if (!sums) return null;
    const accounts = new Map(context().accounts.map(({ account }) => [account.id, account]));
    const { fold, streaks: known } = sums;
    const counted = known.get(query.groupBy) ?? null;
    const streaks =
      counted?.books === fold.books
        ? counted
        : await streaksBy(fold.books, keysOf(query.groupBy, accounts), breath, asked, counted);
    if (!streaks) return null;
    known.set(query.groupBy, streaks);
    return pageOf(query, fold, streaks, context());
  }

  /** Makes the next answer of a view's query, which is forgotten once nobody waits for another. */
  function begin(one: Running, query: PerformanceQuery, context: () => PerformanceContext) {
    const current = one.wanted ? answer(query, context, one) : Promise.resolve(null);
    one.current = current;
    const done = (): void => {
      if (one.queued === null && running.get(query.viewId) === one) running.delete(query.viewId);
    };
    current.then(done, done);
    return current;
  }

  return {
    ask(query, context) {
      const { viewId } = query;
      const key = `${filterKey(query)} ${query.groupBy}`;
      const before = running.get(viewId);
      if (before?.current && before.key === key) {
        // what changed since it began may not be in the answer that is being made
        const next = () => {
          before.queued = null;
          return begin(before, query, context);
        };
        before.queued ??= before.current.then(next, next);
        return before.queued;
      }
      if (before) before.wanted = false;
      const one: Running = { key, wanted: true, current: null, queued: null };
      running.set(viewId, one);
      return begin(one, query, context);
    },
  };
}

/** What trades of a pool count for: the symbols of some accounts, or the coin for round trips. */
const symbolsOf = (
  entry: PoolEntry,
  basis: PerformanceFilter['basis'],
  isAsked: (accountId: string) => boolean,
): readonly string[] =>
  basis === 'trips'
    ? [entry.book.key.base]
    : entry.markets().flatMap(([accountId, symbol]) => (isAsked(accountId) ? [symbol] : []));

/** Names with their ids, each once, by name. */
function choices<Name extends string>(names: readonly Name[], ids: ReadonlyMap<string, string>) {
  const once = [...new Set(names)].sort();
  return once.map((name) => [name, ids.get(name) ?? ''] as const);
}

/** Times of day in order, periods newest first, others by net. */
function inOrder(rows: readonly PerformanceRow[]): readonly PerformanceRow[] {
  const placeOf = ({ group }: PerformanceRow): number =>
    group.by === 'hour' ? group.hour : group.by === 'weekday' ? group.weekday : 'fromMs' in group ? -group.fromMs : 0;
  return rows.toSorted((a, b) => placeOf(a) - placeOf(b) || byNet(a, b));
}

/** The highest first, what is not known last. */
function byNet(a: PerformanceRow, b: PerformanceRow): number {
  if (a.net === null || b.net === null) return Number(a.net === null) - Number(b.net === null);
  const [x, y] = [e36(a.net), e36(b.net)];
  return x > y ? -1 : x < y ? 1 : 0;
}
