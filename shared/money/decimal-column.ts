/**
 * Many decimals as one typed array: value = mantissa ÷ 10^scale, one scale for the whole column.
 *
 * Mantissas stay below 2^50, so that sums and split products of them are exact in doubles. The scale grows with what comes, as
 * long as everything that is there still fits; a value that does not fit is kept apart as a bigint ("wide") and its mantissa
 * is NaN. Both are exact; only the speed differs.
 */

import { err, ok, type Result } from '../result';
import { type DecimalError, type DecimalString, type E18, formatE18, parseE18 } from './decimal';
import { withRoom } from './room';

/** Mantissas are smaller than this, whatever their sign: 10^15 and a bit. */
const mantissaLimit = 2 ** 50;

/**
 * One decimal before it enters a column: `mantissa` ÷ 10^`scale` where that fits, else `mantissa` NaN and `wide` the value.
 *
 * The scale is the number of decimals that count: "0.50" has 1. Zero has scale 0.
 */
export interface Decimal {
  readonly mantissa: number;
  readonly scale: number;
  readonly wide: E18 | null;
}

/** 10^n for 0 ≤ n ≤ 18. */
export const powersOfTen = Float64Array.from({ length: 19 }, (_, n) => 10 ** n);
const tens = Array.from({ length: 19 }, (_, n) => 10n ** BigInt(n));

const zero = 48;
const nine = 57;

/** The digits of a short plain text as one integer, its point passed over; -1 where there is anything but digits and one point. */
function digitsOf(text: string, from: number, to: number): number {
  let mantissa = 0;
  let point = -1;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= zero && code <= nine) mantissa = mantissa * 10 + code - zero;
    else if (code === 46 && point < 0 && at > from && at < to - 1) point = at;
    else return -1;
  }
  return to > from ? mantissa : -1;
}

/** Where the digits that count end: trailing zeros behind the point do not, nor does a point that nothing follows. */
function significantEnd(text: string, point: number): number {
  if (point < 0) return text.length;
  let end = text.length;
  while (end > point + 1 && text.charCodeAt(end - 1) === zero) end -= 1;
  return end === point + 1 && text.length > end ? point : end;
}

/** Parses as `parseE18` does, with the same refusals; short texts without a bigint. */
export function parseDecimalOf(text: string): Result<Decimal, DecimalError> {
  const point = text.indexOf('.');
  const end = significantEnd(text, point);
  const from = text.charCodeAt(0) === 45 ? 1 : 0;
  const scale = point >= 0 && end > point ? end - point - 1 : 0;
  if (end - from <= 16 && scale <= 15) {
    const mantissa = digitsOf(text, from, end);
    if (mantissa >= 0 && mantissa < mantissaLimit)
      return ok({ mantissa: from === 1 && mantissa > 0 ? -mantissa : mantissa, scale, wide: null });
  }
  const parsed = parseE18(text);
  return parsed.ok ? ok(decimalOfE18(parsed.value)) : err(parsed.error);
}

const narrowLimit = BigInt(mantissaLimit);

/** The value at the smallest scale at which it is an integer. */
function decimalOfE18(value: E18): Decimal {
  let scale = 18;
  let rest: bigint = value;
  while (scale > 0 && rest % 10n === 0n) {
    rest /= 10n;
    scale -= 1;
  }
  const fits = rest < narrowLimit && rest > -narrowLimit;
  return fits ? { mantissa: Number(rest), scale, wide: null } : { mantissa: Number.NaN, scale, wide: value };
}

/**
 * mantissa ÷ 10^scale at the smallest scale at which it is an integer; null where the mantissa is too large for a number here, or
 * more than 18 decimals count.
 */
export function decimalOfMantissa(mantissa: number, scale: number): Decimal | null {
  if (Math.abs(mantissa) >= mantissaLimit) return null;
  if (mantissa === 0) return { mantissa: 0, scale: 0, wide: null };
  let [rest, decimals] = [mantissa, scale];
  for (; decimals > 0 && rest % 10 === 0; decimals -= 1) rest /= 10;
  return decimals > 18 ? null : { mantissa: rest, scale: decimals, wide: null };
}

/** The same of any integer; null where more than 18 decimals count. */
export function decimalOfInteger(value: bigint, scale: number): Decimal | null {
  if (value < narrowLimit && value > -narrowLimit) return decimalOfMantissa(Number(value), scale);
  let [rest, decimals] = [value, scale];
  for (; decimals > 18 && rest % 10n === 0n; decimals -= 1) rest /= 10n;
  return decimals > 18 ? null : decimalOfE18((rest * (tens[18 - decimals] ?? 1n)) as E18);
}

/** The same value at scale 18. */
export const e18OfMantissa = (mantissa: number, scale: number): E18 =>
  (BigInt(mantissa) * (tens[18 - scale] ?? 1n)) as E18;

const e18OfDecimal = ({ mantissa, scale, wide }: Decimal): E18 => wide ?? e18OfMantissa(mantissa, scale);

/** a + sign × b, exactly. */
export function plusDecimal(a: Decimal, b: Decimal, sign: 1 | -1): Decimal {
  const scale = Math.max(a.scale, b.scale);
  const left = a.mantissa * (powersOfTen[scale - a.scale] ?? 1);
  const right = b.mantissa * (powersOfTen[scale - b.scale] ?? 1);
  const mantissa = left + sign * right;
  if (Math.abs(left) < mantissaLimit && Math.abs(right) < mantissaLimit && Math.abs(mantissa) < mantissaLimit)
    return { mantissa, scale, wide: null };
  return decimalOfE18((e18OfDecimal(a) + BigInt(sign) * e18OfDecimal(b)) as E18); // a sum of two E18 is one
}

/** Exact text of mantissa ÷ 10^scale without trailing zeros. −5 at scale 1 is "-0.5". */
export function textOfMantissa(mantissa: number, scale: number): DecimalString {
  if (scale === 0) return String(mantissa) as DecimalString; // below 2^50: digits alone
  const digits = String(Math.abs(mantissa)).padStart(scale + 1, '0');
  let end = digits.length;
  const point = end - scale;
  while (end > point && digits.charCodeAt(end - 1) === zero) end -= 1;
  const sign = mantissa < 0 ? '-' : '';
  const whole = digits.slice(0, point);
  return (end === point ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(point, end)}`) as DecimalString;
}

/** Exact text without trailing zeros. */
export const textOfDecimal = ({ mantissa, scale, wide }: Decimal): DecimalString =>
  wide === null ? textOfMantissa(mantissa, scale) : formatE18(wide);

/** Arrays are read in place by what must be fast; they are replaced when the column grows, so take them anew after a push. */
export interface DecimalColumn {
  readonly mantissas: Float64Array;
  readonly scale: number;
  /** How many rows are wide. */
  readonly wideCount: number;
  /** Appends a row. */
  push(decimal: Decimal): void;
  at(row: number): E18;
  textAt(row: number): DecimalString;
}

/** An empty column. */
export function createDecimalColumn(): DecimalColumn {
  let mantissas = new Float64Array(16);
  let length = 0;
  let scale = 0;
  let largest = 0;
  const wide = new Map<number, E18>();

  /** Brings every row to a finer scale, as far as the largest allows; whether it did. */
  const refine = (to: number): boolean => {
    const factor = powersOfTen[to - scale] ?? Number.POSITIVE_INFINITY;
    if (largest * factor >= mantissaLimit) return false;
    for (let row = 0; row < length; row += 1) mantissas[row] = (mantissas[row] ?? 0) * factor;
    largest *= factor;
    scale = to;
    return true;
  };

  const fitted = (decimal: Decimal): number => {
    if (decimal.wide !== null) return Number.NaN;
    if (decimal.scale > scale && !refine(decimal.scale)) return Number.NaN;
    const mantissa = decimal.mantissa * (powersOfTen[scale - decimal.scale] ?? Number.POSITIVE_INFINITY);
    return Math.abs(mantissa) < mantissaLimit ? mantissa : Number.NaN;
  };

  const push = (decimal: Decimal): void => {
    mantissas = withRoom(mantissas, length + 1);
    const mantissa = fitted(decimal);
    if (Number.isNaN(mantissa)) wide.set(length, e18OfDecimal(decimal));
    else largest = Math.max(largest, Math.abs(mantissa));
    mantissas[length] = mantissa;
    length += 1;
  };

  return {
    get mantissas() {
      return mantissas;
    },
    get scale() {
      return scale;
    },
    get wideCount() {
      return wide.size;
    },
    push,
    at: (row) => wide.get(row) ?? e18OfMantissa(mantissas[row] ?? 0, scale),
    textAt: (row) => {
      const value = wide.get(row);
      return value === undefined ? textOfMantissa(mantissas[row] ?? 0, scale) : formatE18(value);
    },
  };
}
