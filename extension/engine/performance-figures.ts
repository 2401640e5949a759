/** Figures as pages see them, from what was added up: in the base currency at the prices of now, and exactly per quote. */
import type { ExchangeAccount } from '../../shared/exchanges/account';
import type { StreakCount } from '../../shared/metrics/streaks';
import { resultsOf } from '../../shared/metrics/trade-results';
import { add36, type E18, type E36, formatE18, formatE36, sub36, zero36 } from '../../shared/money/decimal';
import type { Failure } from '../../shared/reasons';
import type { MissingPart, PartialAmount } from './api/observed';
import type { CurvePoint, PerformanceFigures, PerformancePage, QuotePerformance, TimeShare } from './api/performance';
import {
  addCell,
  amountInBase,
  type Cell,
  type Cells,
  cellAt,
  cellInBase,
  emptyCell,
  type Rates,
} from './performance-cells';
import type { Fold, FoldedBook } from './performance-fold';
import { missingPart, valueIn } from './portfolio';
import { type Part, type Share, shareOf, sumParts, sumShares } from './sums';
import { coinFees } from './trade-rows';

/** An account that the query is about, and how far its history can be relied on. */
export interface PerformanceAccount {
  readonly account: ExchangeAccount;
  /** Why its history is not whole; empty where it is. */
  readonly failures: readonly Failure[];
  /** No fill of it is known, and it was never read to an end: what it made is not known, rather than 0. */
  readonly unread: boolean;
}

const shown18 = (value: E18 | null) => (value === null ? null : formatE18(value));

const netOf = ({ won, lost }: Cell): E36 => add36(won, lost);

/** The metrics of some trades with their streaks. */
export function figuresOf(
  cells: Cells,
  { longestWinStreak, longestLossStreak }: StreakCount,
  rates: Rates,
): PerformanceFigures {
  const all = emptyCell();
  const priced = emptyCell();
  const unpriced: string[] = [];
  for (const [quote, cell] of cells) {
    addCell(all, cell); // counts and times alone are read of it: its amounts are of several currencies
    const inBase = cellInBase(quote, cell, rates);
    if (inBase) addCell(priced, inBase);
    else unpriced.push(quote);
  }
  const known = priced.trades > 0 || all.trades === 0;
  const shown36 = (value: E36 | null) => (value === null || !known ? null : formatE36(value));
  const counts = resultsOf(all);
  const amounts = resultsOf(priced);
  return {
    trades: all.trades,
    wins: all.wins,
    losses: all.losses,
    unmatched: all.unmatched,
    priced: { trades: priced.trades, wins: priced.wins, losses: priced.losses },
    unpriced: unpriced.sort(),
    gross: shown36(priced.gross),
    fees: shown36(sub36(priced.gross, netOf(priced))),
    net: shown36(netOf(priced)),
    won: shown36(priced.won),
    lost: shown36(priced.lost),
    winRate: shown18(counts.winRate),
    profitFactor: shown18(amounts.profitFactor),
    expectancy: shown18(amounts.expectancy),
    averageWin: shown18(amounts.averageWin),
    averageLoss: shown18(amounts.averageLoss),
    largestWin: shown36(amounts.largestWin),
    largestLoss: shown36(amounts.largestLoss),
    longestWinStreak,
    longestLossStreak,
    averageHoldMs: shown18(counts.averageHoldMs),
    held: all.held,
  };
}

/** Both sides of books by quote currency. */
export function cellsOfBooks(books: readonly FoldedBook[]): Cells {
  const cells: Cells = new Map();
  for (const { of, sides } of books) {
    const cell = cellAt(cells, of.quote);
    addCell(cell, sides.long);
    addCell(cell, sides.short);
  }
  return cells;
}

const amountsOf = {
  gross: ({ gross }: Cell) => gross,
  fees: (cell: Cell) => sub36(cell.gross, netOf(cell)),
  net: netOf,
} as const;

/**
 * Gross, fees and net by account; an account adds what is known of it and misses what is not. Round trips of pools are of no account
 * and are a part of their own; `missing`: what each pool misses that lacks a rate, or sold more than it bought.
 */
export function sumsOf(
  books: readonly FoldedBook[],
  accounts: readonly PerformanceAccount[],
  missing: readonly (readonly MissingPart[])[],
  rates: Rates,
): PerformancePage['sums'] {
  const ofPools = cellsOfBooks(books.filter(({ of }) => of.accountId === null));
  const byAccount = accounts.map((one) => ({
    ...one,
    cells: cellsOfBooks(books.filter(({ of }) => of.accountId === one.account.id)),
  }));
  const over = (amountOf: (cell: Cell) => E36): PartialAmount => {
    const shares = byAccount.map(({ account, failures, unread, cells }): Share => {
      const parts = [...cells].map(([quote, cell]): Part => {
        const value = valueIn(quote, amountOf(cell), rates.base, rates.prices);
        return 'reason' in value ? { missing: missingPart(account, quote, value) } : value;
      });
      const { amount, missing, at } = shareOf(sumParts(parts, rates.base));
      const causes = failures.map((failure) => missingPart(account, null, failure));
      return { amount: unread ? null : amount, missing: [...causes, ...missing], at };
    });
    const trips = [...ofPools].map(([quote, cell]): Share => {
      const amount = amountInBase(quote, amountOf(cell), rates);
      return { amount, missing: [], at: null };
    });
    const parts = missing.map((of): Share => ({ amount: null, missing: of, at: null }));
    return sumShares([...shares, ...trips, ...parts], rates.base);
  };
  return { gross: over(amountsOf.gross), fees: over(amountsOf.fees), net: over(amountsOf.net) };
}

/** Each quote currency in itself, by name. */
export function perQuoteOf(cells: Cells): readonly QuotePerformance[] {
  return [...cells]
    .filter(([, { trades }]) => trades > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([quote, cell]) => ({
      quote,
      trades: cell.trades,
      unmatched: cell.unmatched,
      gross: formatE36(cell.gross),
      fees: formatE36(amountsOf.fees(cell)),
      net: formatE36(netOf(cell)),
    }));
}

/** Fees in coins without a rate, by coin. */
export function feesOutsideOf(books: readonly FoldedBook[]): PerformancePage['unconvertedFees'] {
  const byCoin = new Map<string, E36>();
  for (const { feesOutside } of books)
    for (const { currency, amount } of feesOutside) byCoin.set(currency, add36(byCoin.get(currency) ?? zero36, amount));
  const sums = [...byCoin].map(([currency, amount]) => ({ currency, amount }));
  return coinFees(sums.filter(({ amount }) => amount !== 0n).sort((a, b) => (a.currency < b.currency ? -1 : 1)));
}

/** Net over time. What all steps until then made is converted at once, so that the last point is the total to the last digit. */
export function curveOf({ times, stepMs }: Fold, rates: Rates): readonly CurvePoint[] {
  const steps = new Set([...times.values()].flatMap((of) => [...of.steps.keys()]));
  const made = new Map<string, E36>();
  return [...steps]
    .sort((a, b) => a - b)
    .map((step) => {
      let [trades, net, cumulative] = [0, zero36, zero36];
      for (const [quote, of] of times) {
        const cell = of.steps.get(step);
        const ofStep = cell ? netOf(cell) : zero36;
        trades += cell?.trades ?? 0;
        made.set(quote, add36(made.get(quote) ?? zero36, ofStep));
        net = add36(net, amountInBase(quote, ofStep, rates) ?? zero36);
        cumulative = add36(cumulative, amountInBase(quote, made.get(quote) ?? zero36, rates) ?? zero36);
      }
      return { startMs: step * stepMs, trades, net: formatE36(net), cumulative: formatE36(cumulative) };
    });
}

/** One hour of the day, or one weekday, of all quotes. */
export function timeShareOf(at: number, cells: Cells, rates: Rates): TimeShare {
  let [trades, wins, priced, net] = [0, 0, 0, zero36];
  for (const [quote, cell] of cells) {
    trades += cell.trades;
    wins += cell.wins;
    const inBase = amountInBase(quote, netOf(cell), rates);
    if (inBase === null) continue;
    priced += cell.trades;
    net = add36(net, inBase);
  }
  return { at, trades, wins, net: priced === 0 && trades > 0 ? null : formatE36(net) };
}
