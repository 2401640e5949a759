/**
 * The Sharpe ratio of daily returns, for a year.
 *
 * mean(r) ÷ sd(r) × √365, where sd divides by n − 1 and the risk-free rate is 0. W. F. Sharpe, "The Sharpe Ratio", The Journal
 * of Portfolio Management 21 (1994), with the year of a market that never closes.
 */
import type { E18 } from '../money/decimal';
import type { DailyEquity } from './closed-trade';
import { dailyReturns, meanOf, rootOfYear, toE18 } from './daily-returns';

/** Null below two returns, where they are all the same, and where equity was 0 or less. At 18 decimals, half to even. */
export function sharpe(equity: readonly DailyEquity[]): E18 | null {
  const returns = dailyReturns(equity);
  if (returns === null || returns.length < 2) return null;
  if (returns.every((each) => each.eq(returns[0] ?? each))) return null;
  const mean = meanOf(returns);
  const squares = returns.map((each) => each.minus(mean).pow(2));
  const deviation = meanOf(squares)
    .times(returns.length)
    .div(returns.length - 1)
    .sqrt();
  return toE18(mean.div(deviation).times(rootOfYear));
}
