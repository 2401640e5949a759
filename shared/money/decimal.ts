/**
 * Exact decimals: strings at rest and on the wire, scaled bigints where they are computed with.
 *
 * Two scales are enough for the whole product: what exchanges give (prices, quantities, fees) has
 * at most 18 decimals, `E18`; a product of two of them has at most 36, `E36`, and is exact.
 * The only rounding is in `divHalfEven` and in the few functions that say so.
 */
import { type Brand, err, ok, type Result } from '../result';

/** A plain decimal text: optional minus, digits, optional point and digits; no exponent, no plus, no blanks. */
export type DecimalString = Brand<string, 'DecimalString'>;

/** A decimal × 10^18, exact. Signed. */
export type E18 = Brand<bigint, 'E18'>;

/** A decimal × 10^36, exact. Signed. */
export type E36 = Brand<bigint, 'E36'>;

/** Why a text is no decimal: its shape, or more than 18 decimals that count (trailing zeros do not). */
export interface DecimalError {
  readonly reason: 'not-a-decimal' | 'too-many-decimals';
}

const plainDecimal = /^-?\d+(\.\d+)?$/;
const ten18 = 10n ** 18n;
const ten36 = 10n ** 36n;

/** 0 at scale 18. */
export const zero18 = 0n as E18;
/** 0 at scale 36. */
export const zero36 = 0n as E36;

/**
 * Parses a plain decimal text exactly, to scale 18.
 *
 * Leading zeros and trailing zeros are accepted ("007.50" is 7.5); "1e3", "+1", ".5", "1." and "" are `not-a-decimal`;
 * a non-zero digit after the 18th decimal is `too-many-decimals`: nothing is cut. "0.1" gives 10^17.
 */
export function parseE18(text: string): Result<E18, DecimalError> {
  if (!plainDecimal.test(text)) return err({ reason: 'not-a-decimal' });
  const point = text.indexOf('.');
  if (point < 0) return ok((BigInt(text) * ten18) as E18);
  let fraction = text.slice(point + 1);
  if (fraction.length > 18) {
    if (/[1-9]/.test(fraction.slice(18))) return err({ reason: 'too-many-decimals' });
    fraction = fraction.slice(0, 18);
  }
  const whole = text.slice(0, point);
  const magnitude = BigInt(whole.replace('-', '') + fraction.padEnd(18, '0'));
  return ok((whole.startsWith('-') ? -magnitude : magnitude) as E18);
}

/** A decimal that has been parsed before (a stored one, a literal), to scale 18. Throws on another text: that is a bug. */
export function e18(text: string): E18 {
  const parsed = parseE18(text);
  if (!parsed.ok) throw new RangeError(`${parsed.error.reason}: ${text}`);
  return parsed.value;
}

/** The same value at scale 36, exactly. */
export const toE36 = (value: E18): E36 => (value * ten18) as E36;

/** Exact product: quantity × price, amount × rate. 0.5 × 0.2 = 0.1. */
export const mul18 = (a: E18, b: E18): E36 => (a * b) as E36;

/** Sum at scale 18. */
export const add18 = (a: E18, b: E18): E18 => (a + b) as E18;
/** Difference at scale 18. */
export const sub18 = (a: E18, b: E18): E18 => (a - b) as E18;
/** Negation at scale 18. */
export const neg18 = (a: E18): E18 => -a as E18;
/** The smaller of two (Math.min refuses bigints). */
export function min18(a: E18, b: E18): E18 {
  if (b < a) return b;
  return a;
}
/** The larger of two. */
export function max18(a: E18, b: E18): E18 {
  if (b > a) return b;
  return a;
}
/** Sum at scale 36. */
export const add36 = (a: E36, b: E36): E36 => (a + b) as E36;
/** Difference at scale 36. */
export const sub36 = (a: E36, b: E36): E36 => (a - b) as E36;
/** Negation at scale 36. */
export const neg36 = (a: E36): E36 => -a as E36;

/**
 * numerator ÷ denominator, rounded half to even: 5 ÷ 2 = 2, 7 ÷ 2 = 4, −5 ÷ 2 = −2.
 * Signs are free; a denominator of 0 throws, as BigInt does.
 */
export function divHalfEven(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  let quotient = n / d;
  const twice = (n - quotient * d) * 2n;
  if (twice > d || (twice === d && (quotient & 1n) === 1n)) quotient += 1n;
  return negative ? -quotient : quotient;
}

/** value × numerator ÷ denominator at scale 36, half to even: the split of a lot's cost, of a fill's value. */
export const share36 = (value: E36, numerator: bigint, denominator: bigint): E36 =>
  divHalfEven(value * numerator, denominator) as E36;

/** a × b at scale 36, rounded half to even to 36 decimals: a value times a rate. */
export const mulRound36 = (a: E36, b: E36): E36 => divHalfEven(a * b, ten36) as E36;

/** a ÷ b at scale 36, rounded half to even to 36 decimals; b must not be 0. 1 ÷ 3 = 0.333…3. */
export const divRound36 = (a: E36, b: E36): E36 => divHalfEven(a * ten36, b) as E36;

/** Rounds a scale-36 value half to even to 18 decimals. */
export const roundE18 = (value: E36): E18 => divHalfEven(value, ten18) as E18;

function format(value: bigint, scale: number): DecimalString {
  const negative = value < 0n;
  const digits = (negative ? -value : value).toString().padStart(scale + 1, '0');
  const fraction = digits.slice(-scale).replace(/0+$/, '');
  const whole = digits.slice(0, -scale);
  return `${negative ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}` as DecimalString;
}

/** Exact text without exponent or trailing zeros: 10^17 gives "0.1". */
export const formatE18 = (value: E18): DecimalString => format(value, 18);

/** Exact text without exponent or trailing zeros, up to 36 decimals. */
export const formatE36 = (value: E36): DecimalString => format(value, 36);

/** Parses a text of up to 36 decimals written by `formatE36`. Throws on another text: that is a bug. */
export function e36(text: string): E36 {
  if (!plainDecimal.test(text)) throw new RangeError(`not-a-decimal: ${text}`);
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  if (fraction.length > 36) throw new RangeError(`too-many-decimals: ${text}`);
  const magnitude = BigInt(whole + fraction.padEnd(36, '0'));
  return (text.startsWith('-') ? -magnitude : magnitude) as E36;
}

/** Normalises a decimal text ("007.50" to "7.5"), or says why it is none. */
export function parseDecimal(text: string): Result<DecimalString, DecimalError> {
  const parsed = parseE18(text);
  return parsed.ok ? ok(formatE18(parsed.value)) : parsed;
}

/** A decimal literal of the code's own. Throws on another text. */
export const decimal = (text: string): DecimalString => formatE18(e18(text));
