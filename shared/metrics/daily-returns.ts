/** Returns from day to day, and the arithmetic of ratios that have roots and powers in them. */
import DecimalLight from 'decimal.js-light';
import { type E18, e18, formatE36 } from '../money/decimal';
import type { DailyEquity } from './closed-trade';

/** 90 significant digits: far more than the 18 decimals that are shown, so that a ratio is rounded once. */
export const Precise = DecimalLight.clone({
  precision: 90,
  rounding: DecimalLight.ROUND_HALF_EVEN,
  toExpNeg: -200,
  toExpPos: 200,
});
export type Precise = InstanceType<typeof Precise>;

/** Rounded half to even at 18 decimals. */
export const toE18 = (value: Precise): E18 => e18(value.toDecimalPlaces(18).toFixed());

/** √365: a year of days on which crypto markets trade, all of them. */
export const rootOfYear = new Precise(365).sqrt();

/** Equity ÷ the day before − 1, for each day but the first; null where a day before was 0 or less, and there is no return. */
export function dailyReturns(equity: readonly DailyEquity[]): readonly Precise[] | null {
  const values = equity.map((day) => new Precise(formatE36(day.equity)));
  const before = values.slice(0, -1);
  if (before.some((value) => !value.isPositive() || value.isZero())) return null;
  return before.map((value, index) => (values[index + 1] ?? value).div(value).minus(1));
}

/** The mean; `values` is not empty. */
export const meanOf = (values: readonly Precise[]): Precise =>
  values.reduce((sum, value) => sum.plus(value), new Precise(0)).div(values.length);
