/**
 * What is true of an account, computed from its history alone, slowly and obviously, apart from any code of the product.
 *
 * Definitions: one book per symbol; fills in the order of (time, id), a buy before a sell of equal id. A buy moves the
 * position by quantity − base fee for price × quantity (+ quote fee); a sell by quantity + base fee for price × quantity
 * (− quote fee). FIFO: a sell closes the oldest lots. A share of a lot or of a sell is its value × part ÷ whole, rounded half
 * to even at 36 decimals, and the last part takes the whole rest. Gross is the same without any fee; fees = gross − net. What is sold beyond the
 * book costs nothing and counts as unmatched. A fee in a third coin is outside PnL and listed per coin. A round trip goes from
 * zero back to exactly zero; its net is its proceeds less its cost.
 */
import { type Fill, type History, lockedBy } from './history';
import { plainText, unit } from './units';

const ten28 = 10n ** 28n;
const ten20 = 10n ** 20n;

/** `value` × part ÷ whole, half to even; all ≥ 0 but `value`, which may be below zero. */
function share(value: bigint, part: bigint, whole: bigint): bigint {
  const product = value * part;
  const floor = product / whole - (product % whole < 0n ? 1n : 0n);
  const twiceRest = 2n * (product - floor * whole);
  if (twiceRest < whole || (twiceRest === whole && floor % 2n === 0n)) return floor;
  return floor + 1n;
}

interface Lot {
  quantity: bigint;
  /** With and without fees, × 10^36. */
  cost: bigint;
  bareCost: bigint;
}

/** One symbol's figures; quantities in units, values × 10^36. */
interface SymbolTruth {
  fills: number;
  position: bigint;
  unmatched: bigint;
  gross: bigint;
  net: bigint;
  unconverted: Map<string, bigint>;
  roundTrips: number;
  roundTripNet: bigint;
}

const add = (sums: Map<string, bigint>, key: string, amount: bigint): void => {
  sums.set(key, (sums.get(key) ?? 0n) + amount);
};

function inOrder(fills: readonly Fill[]): readonly Fill[] {
  return fills.toSorted((a, b) => a.at - b.at || a.id - b.id || (a.side === b.side ? 0 : a.side === 'buy' ? -1 : 1));
}

/** The units that a fill moves and what was paid or received for them, with and without fees. */
function movement(fill: Fill): { moved: bigint; value: bigint; bareValue: bigint } {
  const { market, side, price, quantity, fee, feeAsset } = fill;
  const baseFee = feeAsset === market.base ? fee : 0n;
  const quoteFee = feeAsset === market.quote ? fee : 0n;
  const sign = side === 'buy' ? 1n : -1n;
  const moved = quantity - sign * baseFee;
  const value = price * quantity * ten20 + sign * quoteFee * ten28;
  return { moved, value, bareValue: price * moved * ten20 };
}

function bookOf(fills: readonly Fill[]): SymbolTruth {
  const truth: SymbolTruth = {
    ...{ fills: fills.length, position: 0n, unmatched: 0n, gross: 0n, net: 0n },
    ...{ unconverted: new Map(), roundTrips: 0, roundTripNet: 0n },
  };
  let lots: Lot[] = [];
  let oldest = 0;
  let tripCash = 0n;
  for (const fill of inOrder(fills)) {
    const { base, quote } = fill.market;
    if (fill.feeAsset !== base && fill.feeAsset !== quote) add(truth.unconverted, fill.feeAsset, fill.fee);
    const { moved, value, bareValue } = movement(fill);
    if (fill.side === 'buy') {
      lots.push({ quantity: moved, cost: value, bareCost: bareValue });
      truth.position += moved;
      tripCash -= value;
      continue;
    }
    let left = { quantity: moved, value, bareValue };
    while (left.quantity > 0n) {
      const lot = lots[oldest];
      const quantity = lot === undefined || lot.quantity > left.quantity ? left.quantity : lot.quantity;
      const received = share(left.value, quantity, left.quantity);
      const bareReceived = share(left.bareValue, quantity, left.quantity);
      const cost = lot === undefined ? 0n : share(lot.cost, quantity, lot.quantity);
      const bareCost = lot === undefined ? 0n : share(lot.bareCost, quantity, lot.quantity);
      truth.net += received - cost;
      truth.gross += bareReceived - bareCost;
      left = {
        quantity: left.quantity - quantity,
        value: left.value - received,
        bareValue: left.bareValue - bareReceived,
      };
      if (lot === undefined) {
        truth.unmatched += quantity;
        continue;
      }
      truth.position -= quantity;
      tripCash += received;
      lot.quantity -= quantity;
      lot.cost -= cost;
      lot.bareCost -= bareCost;
      if (lot.quantity === 0n) oldest += 1;
      if (truth.position === 0n) {
        truth.roundTrips += 1;
        truth.roundTripNet += tripCash;
        tripCash = 0n;
        lots = [];
        oldest = 0;
      }
    }
  }
  return truth;
}

/** free, locked and total of every coin that the account ever held, in units. */
function balancesOf(history: History): Map<string, { free: bigint; locked: bigint; total: bigint }> {
  const totals = new Map<string, bigint>();
  const locked = new Map<string, bigint>();
  for (const { asset, amount } of history.deposits) add(totals, asset, amount);
  for (const { asset, amount, fee } of history.withdrawals) add(totals, asset, -(amount + fee));
  for (const { market, side, price, quantity, fee, feeAsset } of [...history.fills.values()].flat()) {
    const sign = side === 'buy' ? 1n : -1n;
    add(totals, market.base, sign * quantity);
    add(totals, market.quote, (-sign * price * quantity) / unit);
    add(totals, feeAsset, -fee);
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

/** All decimals are exact texts; `value` amounts are rounded half to even at 36 decimals where they do not end. */
export interface Truth {
  readonly balances: Readonly<
    Record<string, { readonly free: string; readonly locked: string; readonly total: string }>
  >;
  readonly fillCount: number;
  readonly symbols: Readonly<Record<string, SymbolFigures>>;
  /** FIFO, all symbols of a quote currency. */
  readonly realized: Readonly<Record<string, { readonly gross: string; readonly fees: string; readonly net: string }>>;
  /** Fees in coins that are neither base nor quote, by coin, all symbols. */
  readonly unconvertedFees: Readonly<Record<string, string>>;
  /**
   * Everything held, at the tickers of now, per base currency; `missing`: the coins without a price, which are not in it.
   * One step where a market joins the two coins, in either direction; else two, through USDT.
   */
  readonly value: Readonly<Record<string, { readonly amount: string; readonly missing: readonly string[] }>>;
}

export interface SymbolFigures {
  readonly fills: number;
  readonly position: string;
  readonly unmatched: string;
  readonly gross: string;
  readonly fees: string;
  readonly net: string;
  readonly unconvertedFees: Readonly<Record<string, string>>;
  readonly roundTrips: number;
  readonly roundTripNet: string;
}

/** × 10^36, half to even; null where no path of one or two markets leads to `target`. */
export function valueIn(target: string, asset: string, amount: bigint, tickerOf: TickerOf): bigint | null {
  const oneStep = (from: string, to: string, value: bigint): bigint | null => {
    if (from === to) return value;
    const direct = tickerOf(`${from}/${to}`);
    if (direct !== null) return share(value, direct, unit);
    const inverse = tickerOf(`${to}/${from}`);
    return inverse === null ? null : share(value, unit, inverse);
  };
  const value = amount * ten28;
  const direct = oneStep(asset, target, value);
  if (direct !== null) return direct;
  const toUsdt = tickerOf(`${asset}/USDT`);
  const out = tickerOf(`${target}/USDT`);
  if (toUsdt === null || out === null) return null;
  return share(value, toUsdt, out);
}

const sorted = <T>(map: Map<string, T>): [string, T][] => [...map].toSorted(([a], [b]) => (a < b ? -1 : 1));

const texts = (sums: Map<string, bigint>, scale: number): Record<string, string> =>
  Object.fromEntries(sorted(sums).flatMap(([key, sum]) => (sum === 0n ? [] : [[key, plainText(sum, scale)]])));

function figures(book: SymbolTruth): SymbolFigures {
  return {
    fills: book.fills,
    position: plainText(book.position, 8),
    unmatched: plainText(book.unmatched, 8),
    gross: plainText(book.gross, 36),
    fees: plainText(book.gross - book.net, 36),
    net: plainText(book.net, 36),
    unconvertedFees: texts(book.unconverted, 8),
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

/** The truth of a history, at the tickers given. */
export function truthOf(history: History, tickerOf: TickerOf): Truth {
  const books = new Map([...history.fills].map(([symbol, fills]) => [symbol, bookOf(fills)]));
  const gross = new Map<string, bigint>();
  const net = new Map<string, bigint>();
  const unconverted = new Map<string, bigint>();
  for (const [symbol, book] of books) {
    const quote = symbol.slice(symbol.indexOf('/') + 1);
    add(gross, quote, book.gross);
    add(net, quote, book.net);
    for (const [coin, amount] of book.unconverted) add(unconverted, coin, amount);
  }
  const balances = sorted(balancesOf(history));
  const realized = sorted(gross).map(([quote, sum]) => {
    const after = net.get(quote) ?? 0n;
    return [quote, { gross: plainText(sum, 36), fees: plainText(sum - after, 36), net: plainText(after, 36) }];
  });
  return {
    balances: Object.fromEntries(
      balances.map(([asset, { free, locked, total }]) => [
        asset,
        { free: plainText(free, 8), locked: plainText(locked, 8), total: plainText(total, 8) },
      ]),
    ),
    fillCount: [...books.values()].reduce((sum, book) => sum + book.fills, 0),
    symbols: Object.fromEntries(sorted(books).map(([symbol, book]) => [symbol, figures(book)])),
    realized: Object.fromEntries(realized),
    unconvertedFees: texts(unconverted, 8),
    value: valuesOf(
      balances.map(([asset, { total }]) => [asset, total] as const),
      tickerOf,
    ),
  };
}
