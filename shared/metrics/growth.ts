/** How equity grew: over the whole time, and in a year at the same pace. */
import { divHalfEven, type E18, formatE36 } from '../money/decimal';
import { daysBetween } from '../utc-day';
import type { DailyEquity } from './closed-trade';
import { Precise, toE18 } from './daily-returns';
import type { MaxDrawdown } from './drawdown';

const ends = (equity: readonly DailyEquity[]): readonly [DailyEquity, DailyEquity] | null => {
  const [first, last] = [equity[0], equity.at(-1)];
  return first && last ? [first, last] : null;
};

/** last ÷ first − 1, a fraction of 1 at 18 decimals; null without a day, and where the first value is 0 or less. */
export function totalReturn(equity: readonly DailyEquity[]): E18 | null {
  const [first, last] = ends(equity) ?? [];
  if (!first || !last || first.equity <= 0n) return null;
  return divHalfEven((last.equity - first.equity) * 10n ** 18n, first.equity) as E18; // the quotient is at scale 18
}

function growthInAYear(equity: readonly DailyEquity[]): Precise | null {
  const [first, last] = ends(equity) ?? [];
  if (!first || !last || first.equity <= 0n || last.equity < 0n) return null;
  const days = daysBetween(first.date, last.date);
  if (days < 1) return null;
  if (last.equity === 0n) return new Precise(-1);
  const factor = new Precise(formatE36(last.equity)).div(formatE36(first.equity));
  return factor.pow(new Precise(365).div(days)).minus(1);
}

/**
 * The compound annual growth rate: (last ÷ first)^(365 ÷ calendar days from first to last) − 1, a fraction of 1.
 *
 * Null with fewer than two days, and where the first value is 0 or less or the last below 0. 100 that become 121 in 730 days
 * grow by 0.1 a year.
 */
export function cagr(equity: readonly DailyEquity[]): E18 | null {
  const growth = growthInAYear(equity);
  return growth === null ? null : toE18(growth);
}

/**
 * The Calmar ratio: the annual growth rate ÷ the largest drawdown as a fraction of its peak (T. W. Young, "Calmar Ratio: A
 * Smoother Tool", Futures, 1991, here over the whole time). Null without a drawdown or a growth rate.
 */
export function calmar(equity: readonly DailyEquity[], { byPart }: MaxDrawdown): E18 | null {
  const growth = growthInAYear(equity);
  if (growth === null || byPart === null) return null;
  return toE18(growth.times(formatE36(byPart.peak.equity)).div(formatE36(byPart.depth)));
}
