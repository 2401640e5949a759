/**
 * What is true of an account, computed from its history alone, apart from any code of the product: balances, FIFO figures
 * (fifo.ts), and the value of what it holds.
 */
import { add, fifoOf, type SymbolTruth, share, type ThirdCoinRate, ten18 } from './fifo';
import { type History, lockedBy } from './history';
import { type Market, marketOf } from './market';
import { amountText, plainText, unit } from './units';

/** free, locked and total of every coin that the account ever held, in units. */
function balancesOf(history: History): Map<string, { free: bigint; locked: bigint; total: bigint }> {
  const totals = new Map<string, bigint>();
  const locked = new Map<string, bigint>();
  for (const { asset, amount } of history.deposits) add(totals, asset, amount);
  for (const { asset, amount, fee } of history.withdrawals) add(totals, asset, -(amount + fee));
  for (const { market, side, price, quantity, fees } of [...history.fills.values()].flat()) {
    const sign = side === 'buy' ? 1n : -1n;
    add(totals, market.base, sign * quantity);
    add(totals, market.quote, (-sign * price * quantity) / unit);
    for (const { asset, amount } of fees) if (asset !== history.pointCoin) add(totals, asset, -amount);
  }
  for (const order of [...history.orders.values()].flat()) {
    if (order.state !== 'open') continue;
    const { asset, amount } = lockedBy(order);
    add(locked, asset, amount);
  }
  return new Map(
    [...totals].map(([asset, total]) => [
      asset,
      { free: total - (locked.get(asset) ?? 0n), locked: locked.get(asset) ?? 0n, total },
    ]),
  );
}

/** The price of a symbol now, in units; null where it has no ticker. */
export type TickerOf = (symbol: string) => bigint | null;

/** The smallest order of a market, in units of base; 0 where it has none. */
export type SmallestOrderOf = (market: Market) => bigint;

type HoldingTexts = Readonly<
  Record<string, { readonly free: string; readonly locked: string; readonly total: string }>
>;

/** All decimals are exact texts; `value` amounts are rounded half to even at 36 decimals where they do not end. */
export interface Truth {
  /** The spot wallet, every coin that it ever held. */
  readonly balances: HoldingTexts;
  /** The futures wallet; empty where there is none. */
  readonly futures: HoldingTexts;
  readonly fillCount: number;
  readonly symbols: Readonly<Record<string, SymbolFigures>>;
  /** FIFO, all symbols of a quote currency. */
  readonly realized: Readonly<Record<string, { readonly gross: string; readonly fees: string; readonly net: string }>>;
  /** Fees in coins that are neither base nor quote and have no rate, by coin, all symbols. */
  readonly unconvertedFees: Readonly<Record<string, string>>;
  /**
   * Everything held in all wallets, at the tickers of now, per base currency; `missing`: the coins without a price, which are not in it.
   * One step where a market joins the two coins, in either direction; else two, through USDT.
   */
  readonly value: Readonly<Record<string, { readonly amount: string; readonly missing: readonly string[] }>>;
}

interface SymbolFigures {
  readonly fills: number;
  readonly position: string;
  readonly unmatched: string;
  readonly gross: string;
  readonly fees: string;
  readonly net: string;
  readonly unconvertedFees: Readonly<Record<string, string>>;
  /** What a round trip may leave and still end: the market's smallest order, as far as it has one. */
  readonly smallestOrder: string;
  readonly roundTrips: number;
  readonly roundTripNet: string;
}

/** × 10^36, half to even; null where no path of one or two markets leads to `target`. */
function valueIn(target: string, asset: string, amount: bigint, tickerOf: TickerOf): bigint | null {
  const oneStep = (from: string, to: string, value: bigint): bigint | null => {
    if (from === to) return value;
    const direct = tickerOf(`${from}/${to}`);
    if (direct !== null) return share(value, direct, unit);
    const inverse = tickerOf(`${to}/${from}`);
    return inverse === null ? null : share(value, unit, inverse);
  };
  const value = amount * ten18;
  const direct = oneStep(asset, target, value);
  if (direct !== null) return direct;
  const toUsdt = tickerOf(`${asset}/USDT`);
  const out = tickerOf(`${target}/USDT`);
  if (toUsdt === null || out === null) return null;
  return share(value, toUsdt, out);
}

function holdingTexts(
  holdings: readonly (readonly [string, { free: bigint; locked: bigint; total: bigint }])[],
): HoldingTexts {
  const texts = holdings.map(([asset, { free, locked, total }]) => {
    return [asset, { free: amountText(free), locked: amountText(locked), total: amountText(total) }];
  });
  return Object.fromEntries(texts);
}

const sorted = <T>(map: Map<string, T>): [string, T][] => [...map].toSorted(([a], [b]) => (a < b ? -1 : 1));

const texts = (sums: Map<string, bigint>): Record<string, string> =>
  Object.fromEntries(sorted(sums).flatMap(([key, sum]) => (sum === 0n ? [] : [[key, amountText(sum)]])));

function figures(book: SymbolTruth, smallestOrder: bigint): SymbolFigures {
  return {
    fills: book.fills,
    position: amountText(book.position),
    unmatched: amountText(book.unmatched),
    gross: plainText(book.gross, 36),
    fees: plainText(book.gross - book.net, 36),
    net: plainText(book.net, 36),
    unconvertedFees: texts(book.unconverted),
    smallestOrder: amountText(smallestOrder),
    roundTrips: book.roundTrips,
    roundTripNet: plainText(book.roundTripNet, 36),
  };
}

function valuesOf(totals: readonly (readonly [string, bigint])[], tickerOf: TickerOf): Truth['value'] {
  const entries = ['USDT', 'USDC', 'EUR', 'BTC'].map((target) => {
    const missing: string[] = [];
    let sum = 0n;
    for (const [asset, total] of totals) {
      if (total === 0n) continue;
      const value = valueIn(target, asset, total, tickerOf);
      if (value === null) missing.push(asset);
      else sum += value;
    }
    return [target, { amount: plainText(sum, 36), missing }];
  });
  return Object.fromEntries(entries);
}

type Realized = Pick<Truth, 'realized' | 'unconvertedFees'>;

/** The books of all symbols, summed by quote currency and by fee coin. */
function sumsOf(books: ReadonlyMap<string, SymbolTruth>): Realized {
  const gross = new Map<string, bigint>();
  const net = new Map<string, bigint>();
  const unconverted = new Map<string, bigint>();
  for (const [symbol, book] of books) {
    const quote = symbol.slice(symbol.indexOf('/') + 1);
    add(gross, quote, book.gross);
    add(net, quote, book.net);
    for (const [coin, amount] of book.unconverted) add(unconverted, coin, amount);
  }
  const realized = sorted(gross).map(([quote, sum]) => {
    const after = net.get(quote) ?? 0n;
    return [quote, { gross: plainText(sum, 36), fees: plainText(sum - after, 36), net: plainText(after, 36) }];
  });
  return { realized: Object.fromEntries(realized), unconvertedFees: texts(unconverted) };
}

/** The truth of a history, at the tickers given; without smallest orders round trips end at exactly zero, without rates fees in third coins stay apart. */
export function truthOf(
  history: History,
  tickerOf: TickerOf,
  smallestOrderOf: SmallestOrderOf = () => 0n,
  rateOf: ThirdCoinRate = () => null,
): Truth {
  const smallestOf = (symbol: string): bigint => smallestOrderOf(marketOf(symbol));
  const books = new Map(
    [...history.fills].map(([symbol, fills]) => [symbol, fifoOf(fills, smallestOf(symbol), rateOf)]),
  );
  const balances = sorted(balancesOf(history));
  const futures = [...history.futures].map(
    ([asset, { free, locked }]) => [asset, { free, locked, total: free + locked }] as const,
  );
  return {
    balances: holdingTexts(balances),
    futures: holdingTexts(futures),
    fillCount: [...books.values()].reduce((sum, book) => sum + book.fills, 0),
    symbols: Object.fromEntries(sorted(books).map(([symbol, book]) => [symbol, figures(book, smallestOf(symbol))])),
    ...sumsOf(books),
    value: valuesOf(
      [...balances, ...futures].map(([asset, { total }]) => [asset, total] as const),
      tickerOf,
    ),
  };
}
