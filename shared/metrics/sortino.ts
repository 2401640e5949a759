/**
 * The Sortino ratio of daily returns, for a year.
 *
 * mean(r) ÷ √(Σ min(r, 0)² ÷ n) × √365, n being all returns and the target 0. F. A. Sortino and L. N. Price, "Performance
 * Measurement in a Downside Risk Framework", The Journal of Investing 3 (1994).
 */
import type { E18 } from '../money/decimal';
import type { DailyEquity } from './closed-trade';
import { dailyReturns, meanOf, Precise, rootOfYear, toE18 } from './daily-returns';

/** Null where no return is negative, and where equity was 0 or less. At 18 decimals, half to even. */
export function sortino(equity: readonly DailyEquity[]): E18 | null {
  const returns = dailyReturns(equity);
  if (returns === null || !returns.some((each) => each.isNegative() && !each.isZero())) return null;
  const downside = returns.map((each) => (each.isNegative() ? each.pow(2) : new Precise(0)));
  return toE18(meanOf(returns).div(meanOf(downside).sqrt()).times(rootOfYear));
}
