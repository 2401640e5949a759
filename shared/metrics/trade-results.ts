/** What the trades of a period came to: how many won, and how much they won and lost. */
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
 * - `averageHoldMs`: the mean of close − open, in milliseconds; null without a trade.
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

const ten18 = 10n ** 18n;

/** numerator ÷ denominator at scale 18; null where the denominator is 0. */
const ratio = (numerator: bigint, denominator: bigint): E18 | null =>
  denominator === 0n ? null : (divHalfEven(numerator * ten18, denominator) as E18); // the quotient is at scale 18

/** A sum at scale 36 ÷ a count, at scale 18. */
const mean = (sum: E36, count: number): E18 | null => ratio(sum, BigInt(count) * ten18 * ten18);

const largest = (a: E36 | null, b: E36): E36 => (a === null || b > a ? b : a);
const smallest = (a: E36 | null, b: E36): E36 => (a === null || b < a ? b : a);

/** Sums up trades in any order. */
export function tradeResults(trades: readonly ClosedTrade[]): TradeResults {
  let [wins, losses, holdUs] = [0, 0, 0n];
  let [won, lost] = [zero36, zero36];
  let [largestWin, largestLoss]: [E36 | null, E36 | null] = [null, null];
  for (const { net, openedAtUs, closedAtUs } of trades) {
    holdUs += BigInt(closedAtUs) - BigInt(openedAtUs);
    if (net > 0n) {
      wins += 1;
      won = add36(won, net);
      largestWin = largest(largestWin, net);
    } else if (net < 0n) {
      losses += 1;
      lost = add36(lost, net);
      largestLoss = smallest(largestLoss, net);
    }
  }
  const net = add36(won, lost);
  return {
    trades: trades.length,
    wins,
    losses,
    breakeven: trades.length - wins - losses,
    net,
    winRate: ratio(BigInt(wins), BigInt(trades.length)),
    profitFactor: ratio(won, neg36(lost)),
    expectancy: mean(net, trades.length),
    averageWin: mean(won, wins),
    averageLoss: mean(lost, losses),
    largestWin,
    largestLoss,
    averageHoldMs: ratio(holdUs, BigInt(trades.length) * 1_000n),
  };
}
