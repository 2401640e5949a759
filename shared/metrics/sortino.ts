/**
 * The Sortino ratio of daily returns, for a year.
 *
 * mean(r) ÷ √(Σ min(r, 0)² ÷ n) × √365, n being all returns and the target 0. F. A. Sortino and L. N. Price, "Performance
 * Measurement in a Downside Risk Framework", The Journal of Investing 3 (1994).
 */
import type { E18 } from '../money/decimal';
import type { DailyEquity } from './closed-trade';
import { dailyReturns, signedRoot, sumOf, yearDays } from './daily-returns';

/**
 * Null where no return is negative, and where equity was 0 or less. At 18 decimals, half to even.
 *
 * With S = Σ r: the square of (S ÷ n) ÷ √(Σ min(r, 0)² ÷ n) is S² ÷ (n × Σ min(r, 0)²).
 */
export function sortino(equity: readonly DailyEquity[]): E18 | null {
  const returns = dailyReturns(equity);
  const falls = returns?.filter((each) => each < 0n) ?? [];
  if (returns === null || falls.length === 0) return null;
  const sum = sumOf(returns);
  const squares = sumOf(falls.map((each) => each * each));
  return signedRoot(sum, yearDays * sum * sum, BigInt(returns.length) * squares);
}
