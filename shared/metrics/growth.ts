/** How equity grew: over the whole time, and in a year at the same pace. */
import DecimalLight from 'decimal.js-light';
import { divHalfEven, type E18, type E36, e18, formatE36 } from '../money/decimal';
import { daysBetween } from '../utc-day';
import type { DailyEquity } from './closed-trade';
import type { MaxDrawdown } from './drawdown';

/** Decimals of many digits, whose precision each growth sets by its own size. */
const Precise = DecimalLight.clone({ rounding: DecimalLight.ROUND_HALF_EVEN, toExpNeg: -200, toExpPos: 200 });
type Precise = InstanceType<typeof Precise>;

/** Rounded half to even at 18 decimals. */
const toE18 = (value: Precise): E18 => e18(value.toDecimalPlaces(18).toFixed());

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

const yearDays = 365;

/** A growth of more digits before the point is refused: its digits would be worked out for seconds, and tell nobody anything. */
const mostGrowthDigits = 5_000;

/** Digits after the point that are shown, and those beyond them that the steps of a root may spoil. */
const [shownDecimals, guardDigits] = [18, 40];

/** log₁₀ of an amount above 0, nearly. */
const log10 = (amount: E36): number => {
  const digits = amount.toString();
  return Math.log10(Number(`0.${digits.slice(0, 17)}`)) + digits.length;
};

/**
 * The `n`th root of `value`, by Newton's method from `guess`, which is right in its first ten digits: each step doubles those
 * that are right. The library's own power of a fraction ends at a hundred or so.
 */
function root(value: Precise, n: number, guess: Precise, digits: number): Precise {
  let found = guess;
  for (let right = 10; right < 2 * digits; right *= 2)
    found = found
      .times(n - 1)
      .plus(value.div(found.pow(n - 1)))
      .div(n);
  return found;
}

/** `scale`: how many digits before the point a factor has by which the growth will be multiplied. */
function growthInAYear(equity: readonly DailyEquity[], scale = 0): Precise | null {
  const [first, last] = ends(equity) ?? [];
  if (!first || !last || first.equity <= 0n || last.equity < 0n) return null;
  const days = daysBetween(first.date, last.date);
  if (days < 1) return null;
  if (last.equity === 0n) return new Precise(-1);
  const magnitude = ((log10(last.equity) - log10(first.equity)) * yearDays) / days;
  if (magnitude > mostGrowthDigits) return null;
  const precision = Math.max(0, Math.ceil(magnitude)) + scale + shownDecimals + guardDigits;
  const Exact = Precise.clone({ precision });
  const factor = new Exact(formatE36(last.equity)).div(formatE36(first.equity));
  const whole = Math.floor(magnitude);
  const guess = new Exact(`${10 ** (magnitude - whole)}e${whole}`);
  return root(factor.pow(yearDays), days, guess, precision).minus(1);
}

/**
 * The compound annual growth rate: (last ÷ first)^(365 ÷ calendar days from first to last) − 1, a fraction of 1.
 *
 * Null with fewer than two days, where the first value is 0 or less or the last below 0, and above 10^5,000. 100 that become 121
 * in 730 days grow by 0.1 a year; 1 that becomes 3 in one day by 3^365 − 1, of 175 digits, all of them right.
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
  if (byPart === null) return null;
  const scale = Math.ceil(log10(byPart.peak.equity) - log10(byPart.depth)) + 1;
  const growth = growthInAYear(equity, scale);
  if (growth === null) return null;
  return toE18(growth.times(formatE36(byPart.peak.equity)).div(formatE36(byPart.depth)));
}
