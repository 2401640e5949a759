/**
 * Returns from day to day, and the roots of what ratios are made of, in whole numbers.
 *
 * Returns are seldom finite decimals, and ratios divide by their differences: a fixed count of digits is too few as soon as the
 * amounts are large and the returns nearly alike. So their count is chosen by the amounts: see `decimalsFor`.
 */
import { divHalfEven, type E18 } from '../money/decimal';
import type { DailyEquity } from './closed-trade';

const ten = 10n;

const size = (value: bigint): bigint => (value < 0n ? -value : value);

function commonDivisor(a: bigint, b: bigint): bigint {
  let [found, rest] = [size(a), size(b)];
  while (rest > 0n) [found, rest] = [rest, found % rest];
  return found;
}

/**
 * How many decimals of the returns make every ratio right to 18.
 *
 * Of amounts in whole numbers of d digits a return is below 10^d, and two returns are alike or differ by 10^−2d. A deviation is
 * therefore 0 or, but for a small factor, 10^−2d, and a mean over it below 10^3d. An error e of the returns moves the deviation
 * by no more than e, so that ratio by e × 10^5d. 50 decimals are the 18 that are shown and room for small factors and ties.
 */
const decimalsFor = (digits: number): number => 5 * digits + 50;

/**
 * Equity ÷ the day before − 1, for each day but the first, each times one power of ten, which ratios do not feel; null where a
 * day before was 0 or less, and there is no return.
 */
export function dailyReturns(equity: readonly DailyEquity[]): readonly bigint[] | null {
  const before = equity.slice(0, -1);
  if (before.some((day) => day.equity <= 0n)) return null;
  const unit = equity.reduce((found, day) => commonDivisor(found, day.equity), 0n);
  const values = equity.map((day) => day.equity / (unit || 1n));
  const digits = values.reduce((most, value) => Math.max(most, size(value).toString().length), 0);
  const scale = ten ** BigInt(decimalsFor(digits));
  return before.map((_, index) => {
    const [from = 1n, to = 1n] = [values[index], values[index + 1]];
    return divHalfEven((to - from) * scale, from);
  });
}

/** The sum of whole numbers. */
export const sumOf = (values: readonly bigint[]): bigint => values.reduce((sum, value) => sum + value, 0n);

/** The largest whole number whose square is no larger than `value`, which is 0 or more (Newton's method, from above). */
function wholeRoot(value: bigint): bigint {
  if (value === 0n) return 0n;
  let found = ten ** BigInt(Math.ceil(value.toString().length / 2));
  for (;;) {
    const next = (found + value / found) / 2n;
    if (next >= found) return found;
    found = next;
  }
}

/** √(top ÷ bottom) with the sign of `sign`, at 18 decimals, half to even; `top` ≥ 0, `bottom` > 0. */
export function signedRoot(sign: bigint, top: bigint, bottom: bigint): E18 {
  // twice the root, cut: an odd one lies half way or above it, and a root that is exactly half way tells itself by its square
  const square = 4n * top * ten ** 36n;
  const twice = wholeRoot(square / bottom);
  const isTie = twice % 2n === 1n && twice * twice * bottom === square;
  const root = isTie ? divHalfEven(twice, 2n) : (twice + 1n) / 2n;
  return (sign < 0n ? -root : root) as E18; // the root of a quotient at scale 36 is at scale 18
}

/** Days of a year on which crypto markets trade: all of them. */
export const yearDays = 365n;
