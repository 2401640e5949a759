/**
 * The Sharpe ratio of daily returns, for a year.
 *
 * mean(r) ÷ sd(r) × √365, where sd divides by n − 1 and the risk-free rate is 0. W. F. Sharpe, "The Sharpe Ratio", The Journal
 * of Portfolio Management 21 (1994), with the year of a market that never closes.
 */
import type { E18 } from '../money/decimal';
import type { DailyEquity } from './closed-trade';
import { dailyReturns, signedRoot, sumOf, yearDays } from './daily-returns';

/**
 * Null below two returns, where they are all the same, and where equity was 0 or less. At 18 decimals, half to even.
 *
 * With S = Σ r: mean² ÷ sd² = (S ÷ n)² ÷ ((Σ r² − S² ÷ n) ÷ (n − 1)) = S² × (n − 1) ÷ (n × (n × Σ r² − S²)).
 */
export function sharpe(equity: readonly DailyEquity[]): E18 | null {
  const returns = dailyReturns(equity);
  if (returns === null || returns.length < 2) return null;
  const n = BigInt(returns.length);
  const sum = sumOf(returns);
  const spread = n * sumOf(returns.map((each) => each * each)) - sum * sum;
  return spread === 0n ? null : signedRoot(sum, yearDays * sum * sum * (n - 1n), n * spread);
}
