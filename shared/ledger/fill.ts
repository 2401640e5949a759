/**
 * A fill: one execution of an order, as every exchange's rows are normalised to.
 *
 * Decimals are exact strings of at most 18 decimals. A fill's identity is (exchange, account, symbol, id, side):
 * the same fill twice counts once, and a self-trade is two fills with one id.
 */
import { type DecimalString, parseDecimal } from '../money/decimal';

export type Side = 'buy' | 'sell';
export type MarketKind = 'spot' | 'margin' | 'perp';
type Liquidity = 'maker' | 'taker';

/**
 * One fee of a fill.
 *
 * `amount` is positive when charged, negative for a rebate, in `currency`. `rate` is the price of one unit of
 * `currency` in the symbol's quote at the time of the fill; only a coin that is neither base nor quote needs one,
 * and without it the fee is outside PnL and listed per coin.
 */
export interface Fee {
  readonly currency: string;
  readonly amount: DecimalString;
  readonly rate?: DecimalString;
}

/**
 * - `executedAtUs`: microseconds since 1970-01-01T00:00:00Z, an integer; microseconds count in the order of fills.
 * - `quantity`: in base, > 0; `price`: quote per base, ≥ 0.
 * - `revision`: 0 as first seen; a row that the exchange corrected has a higher one, and the highest wins.
 * - `raw`: the exchange's own row, folded (exchanges/raw-row.ts), for the trader to look at: no figure reads it. Absent where
 *   the fill came from a file, or was stored before rows were kept.
 */
export interface Fill {
  readonly id: string;
  readonly orderId: string | null;
  readonly executedAtUs: number;
  readonly account: string;
  readonly exchange: string;
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly market: MarketKind;
  readonly side: Side;
  readonly quantity: DecimalString;
  readonly price: DecimalString;
  readonly fees: readonly Fee[];
  readonly liquidity: Liquidity | null;
  readonly revision: number;
  readonly raw?: { readonly shape: string; readonly rest: string };
}

/** The key of a fill's identity inside one account (an account belongs to one exchange). */
export const fillIdentity = (fill: Pick<Fill, 'symbol' | 'id' | 'side'>): string =>
  `${fill.symbol}\u0000${fill.id}\u0000${fill.side}`;

const digits = /^\d+$/;

/** All-digit ids come first, as numbers; the others follow, by code unit. */
export function compareFillIds(a: string, b: string): number {
  const aDigits = digits.test(a);
  const bDigits = digits.test(b);
  if (aDigits !== bDigits) return aDigits ? -1 : 1;
  if (aDigits) {
    const x = a.replace(/^0+(?=\d)/, '');
    const y = b.replace(/^0+(?=\d)/, '');
    if (x.length !== y.length) return x.length - y.length;
    if (x !== y) return x < y ? -1 : 1;
  }
  return a === b ? 0 : a < b ? -1 : 1;
}

const byCodeUnit = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/**
 * The order in which fills are processed: time, then id, then buy before sell. Negative when `a` comes first.
 *
 * Fills of several exchanges, accounts or symbols that still tie follow by those names, so that 0 means one identity.
 */
export function compareFills(a: Fill, b: Fill): number {
  if (a.executedAtUs !== b.executedAtUs) return a.executedAtUs - b.executedAtUs;
  const byId = compareFillIds(a.id, b.id);
  if (byId !== 0) return byId;
  if (a.side !== b.side) return a.side === 'buy' ? -1 : 1;
  return byCodeUnit(a.exchange, b.exchange) || byCodeUnit(a.account, b.account) || byCodeUnit(a.symbol, b.symbol);
}

const feeText = (fee: Fee): string =>
  [fee.currency, normalised(fee.amount), fee.rate === undefined ? '' : normalised(fee.rate)].join(' ');

const feesText = (fees: readonly Fee[]): string => fees.map(feeText).sort(byCodeUnit).join(',');

/** "1.50" and "1.5" are one number; a text that is no decimal stands for itself. */
function normalised(text: DecimalString): string {
  const parsed = parseDecimal(text);
  return parsed.ok ? parsed.value : text;
}

/**
 * Whether two fills of one identity say the same; `revision` and the order of fees do not count.
 *
 * False means that the exchange corrected the row: store it with a higher `revision` than the one that is held.
 */
export const sameFill = (a: Fill, b: Fill): boolean =>
  a.executedAtUs === b.executedAtUs &&
  a.orderId === b.orderId &&
  a.market === b.market &&
  a.base === b.base &&
  a.quote === b.quote &&
  a.liquidity === b.liquidity &&
  normalised(a.quantity) === normalised(b.quantity) &&
  normalised(a.price) === normalised(b.price) &&
  feesText(a.fees) === feesText(b.fees);
