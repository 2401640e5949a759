/**
 * Trades for looking at screens: the invented trips of a scenario as fills in real books, asked through the engine's own
 * queries, so that lists, filters, totals and drawers agree with each other as they do in the product.
 */
import type { DustView, TradeFill, TradeRow, TradesApi } from '../../extension/engine/api/trades';
import type { BookEntry } from '../../extension/engine/books';
import { createTrades } from '../../extension/engine/trades';
import { marketDust } from '../../shared/exchanges/account';
import { createBook } from '../../shared/ledger/book';
import type { Fill } from '../../shared/ledger/fill';
import { add18, decimal, divHalfEven, e18, formatE18, sub18 } from '../../shared/money/decimal';
import { ok } from '../../shared/result';
import { ledgerOf, ratesOf } from './pool-scenarios';
import { fillsOf } from './sample-data';
import type { Scenario } from './scenarios';

/** What the books' markets ask for at least: SHIB in whole coins, everything else in ten-thousandths. */
const smallestOf = (symbol: string) => decimal(symbol.startsWith('SHIB') ? '1' : '0.0001');

const part = (fill: TradeFill, percent: bigint, n: number): TradeFill => ({
  ...fill,
  id: `${fill.id}${n}`,
  executedAtUs: fill.executedAtUs - (n === 1 ? 60_000_000 : 0),
  quantity: formatE18(divHalfEven(e18(fill.quantity) * percent, 100n) as ReturnType<typeof e18>), // a share of one of its kind
  fees: fill.fees.map(({ currency, amount }) => ({
    currency,
    amount: formatE18(divHalfEven(e18(amount) * percent, 100n) as ReturnType<typeof e18>), // likewise
  })),
});

/** One trip's fills: bought at once, sold in two; some leave dust, some sell more than was ever bought. */
function fillsOfTrip(row: TradeRow, n: number): readonly TradeFill[] {
  const [bought, sold] = fillsOf(row);
  if (!bought) return [];
  if (!sold)
    return [bought, { ...part(bought, 30n, 2), side: 'sell', executedAtUs: bought.executedAtUs + 3_600_000_000 }];
  const [first, second] = [part(sold, 60n, 1), part(sold, 40n, 2)];
  const dust = e18(n % 5 === 2 ? '0.00005' : '0');
  const excess = row.incompleteHistory ? e18(row.amount) : e18('0');
  const bnb = row.unconvertedFees.map(({ currency, amount }) => ({ currency, amount }));
  const quantity = formatE18(sub18(add18(e18(second.quantity), excess), dust));
  return [bought, first, { ...second, quantity, fees: [...second.fees, ...bnb] }];
}

export function booksOf(scenario: Scenario): readonly BookEntry[] {
  const rows = [...scenario.closed, ...scenario.open];
  const byBook = new Map<string, Fill[]>();
  rows.forEach((row, n) => {
    const id = `${row.accountId}-${row.symbol.replace('/', '')}`;
    const { symbol, base, quote } = row;
    const account = row.accountId ?? '';
    const fills = fillsOfTrip(row, n).map(({ origin: _, ...fill }, at) => ({
      ...{ ...fill, id: `${fill.id}${n}${at}`, account, exchange: 'binance', symbol, base, quote },
      ...{ market: 'spot' as const, revision: 0 },
    }));
    byBook.set(id, [...(byBook.get(id) ?? []), ...fills]);
  });
  return [...byBook].flatMap(([id, fills]) => {
    const [first] = fills;
    if (!first) return [];
    const { account, symbol, base, quote, market } = first;
    const method = scenario.overview.accounts.find((one) => one.id === account)?.method ?? 'fifo';
    const book = createBook({ account, symbol, base, quote, market, method, dust: e18(smallestOf(symbol)) });
    book.add(fills);
    return [{ id, accountId: account, book, version: 1 }];
  });
}

const soon = <T>(value: T) => new Promise<T>((resolve) => setTimeout(() => resolve(value), 40));

/** The calls about trades of a scenario. */
export function fakeTrades(scenario: Scenario): TradesApi {
  const entries = booksOf(scenario);
  const books = {
    of: (accountId: string | null) => entries.filter((entry) => accountId === null || entry.accountId === accountId),
    byId: (id: string) => entries.find((entry) => entry.id === id),
    rateOf: () => ratesOf(scenario),
  };
  const trades = createTrades(books, Date.now, ledgerOf(scenario, entries));
  let rule = marketDust;
  const answer = <T>(value: () => T): Promise<T> => soon(value());
  const dust = (accountId: string): DustView => {
    const traded = entries.filter((entry) => entry.accountId === accountId).map(({ book }) => book.key.symbol);
    const symbols = [...new Set([...traded, ...Object.keys(rule.bySymbol)])].sort();
    return {
      rule,
      symbols: symbols.map((symbol) => {
        const own = rule.bySymbol[symbol];
        if (own !== undefined) return { symbol, quantity: own, from: 'own' };
        if (rule.others === 'none') return { symbol, quantity: decimal('0'), from: 'none' };
        return { symbol, quantity: smallestOf(symbol), from: 'market' };
      }),
    };
  };
  return {
    trades: (query) => answer(() => trades.trips(query)),
    closings: (query) => answer(() => trades.closings(query)),
    openLots: (query) => answer(() => trades.openLots(query)),
    trade: (id) => answer(() => trades.detail(id)),
    dust: (accountId) => answer(() => dust(accountId)),
    setDust: async (_, next) => {
      rule = next;
      return ok(undefined);
    },
  };
}
