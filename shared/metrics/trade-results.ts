/**
 * What the trades of a period came to: how many won, and how much they won and lost.
 *
 * Trades are added up one by one (`TradeSums`), so that a million of them need not be held at once; sums of parts add up to
 * the sums of the whole, and `resultsOf` divides last.
 */
import { add36, divHalfEven, type E18, type E36, neg36, zero36 } from '../money/decimal';
import type { ClosedTrade } from './closed-trade';

/**
 * Counts are of trades; amounts are in the trades' own currency, losses negative; rates are fractions of 1.
 *
 * - `net`: Σ net, exact.
 * - `winRate`: wins ÷ all trades, those of exactly 0 among them; null without a trade.
 * - `profitFactor`: Σ wins ÷ −Σ losses; null without a loss. Wins of 30 and losses of −20 give 1.5.
 * - `expectancy`: Σ net ÷ trades; null without a trade.
 * - `averageWin`, `averageLoss`, `largestWin`, `largestLoss`: null where there is none.
 * - `averageHoldMs`: the mean of close − open, in milliseconds, over trades whose opening is known; null without one.
 *
 * Quotients are rounded half to even at 18 decimals.
 */
export interface TradeResults {
  readonly trades: number;
  readonly wins: number;
  readonly losses: number;
  readonly breakeven: number;
  readonly net: E36;
  readonly winRate: E18 | null;
  readonly profitFactor: E18 | null;
  readonly expectancy: E18 | null;
  readonly averageWin: E18 | null;
  readonly averageLoss: E18 | null;
  readonly largestWin: E36 | null;
  readonly largestLoss: E36 | null;
  readonly averageHoldMs: E18 | null;
}

/**
 * Trades added up, in their own currency. `won` ≥ 0 and `lost` ≤ 0 are sums of net; `largestWin` and `largestLoss` null where
 * there is none. `heldUs`: Σ close − open, in microseconds, of the `held` trades whose opening is known.
 */
export interface TradeSums {
  trades: number;
  wins: number;
  losses: number;
  won: E36;
  lost: E36;
  largestWin: E36 | null;
  largestLoss: E36 | null;
  held: number;
  heldUs: bigint;
}

/** No trades, to be added to. */
export const noTradeSums = (): TradeSums => ({
  trades: 0,
  wins: 0,
  losses: 0,
  won: zero36,
  lost: zero36,
  largestWin: null,
  largestLoss: null,
  held: 0,
  heldUs: 0n,
});

const larger = (a: E36 | null, b: E36 | null): E36 | null => (a === null || (b !== null && b > a) ? b : a);
const smaller = (a: E36 | null, b: E36 | null): E36 | null => (a === null || (b !== null && b < a) ? b : a);

/** Adds one trade to `sums`. `heldUs`: close − open in microseconds; null where its opening is not known. */
export function addTrade(sums: TradeSums, net: E36, heldUs: number | null): void {
  sums.trades += 1;
  if (heldUs !== null) {
    sums.held += 1;
    sums.heldUs += BigInt(heldUs);
  }
  if (net > 0n) {
    sums.wins += 1;
    sums.won = add36(sums.won, net);
    sums.largestWin = larger(sums.largestWin, net);
  } else if (net < 0n) {
    sums.losses += 1;
    sums.lost = add36(sums.lost, net);
    sums.largestLoss = smaller(sums.largestLoss, net);
  }
}

/** Adds the trades of `others`, of the same currency, to `sums`. */
export function addTradeSums(sums: TradeSums, others: Readonly<TradeSums>): void {
  sums.trades += others.trades;
  sums.wins += others.wins;
  sums.losses += others.losses;
  sums.won = add36(sums.won, others.won);
  sums.lost = add36(sums.lost, others.lost);
  if (others.largestWin !== null) sums.largestWin = larger(sums.largestWin, others.largestWin);
  if (others.largestLoss !== null) sums.largestLoss = smaller(sums.largestLoss, others.largestLoss);
  sums.held += others.held;
  sums.heldUs += others.heldUs;
}

const ten18 = 10n ** 18n;

/** numerator ÷ denominator at scale 18; null where the denominator is 0. */
const ratio = (numerator: bigint, denominator: bigint): E18 | null =>
  denominator === 0n ? null : (divHalfEven(numerator * ten18, denominator) as E18); // the quotient is at scale 18

/** A sum at scale 36 ÷ a count, at scale 18. */
const mean = (sum: E36, count: number): E18 | null => ratio(sum, BigInt(count) * ten18 * ten18);

/** The figures of trades that were added up. */
export function resultsOf({ trades, wins, losses, won, lost, held, heldUs, ...largest }: TradeSums): TradeResults {
  const net = add36(won, lost);
  return {
    trades,
    wins,
    losses,
    breakeven: trades - wins - losses,
    net,
    winRate: ratio(BigInt(wins), BigInt(trades)),
    profitFactor: ratio(won, neg36(lost)),
    expectancy: mean(net, trades),
    averageWin: mean(won, wins),
    averageLoss: mean(lost, losses),
    largestWin: largest.largestWin,
    largestLoss: largest.largestLoss,
    averageHoldMs: ratio(heldUs, BigInt(held) * 1_000n),
  };
}

/** The figures of trades in any order. */
export function tradeResults(trades: readonly ClosedTrade[]): TradeResults {
  const sums = noTradeSums();
  for (const { net, openedAtUs, closedAtUs } of trades) addTrade(sums, net, closedAtUs - openedAtUs);
  return resultsOf(sums);
}
