/**
 * An exact decimal as a trader reads it: rounded to decimals that fit its size, digits grouped by locale.
 *
 * Everything is computed on strings and bigint; no amount ever becomes a binary float.
 */
import { type DecimalString, divHalfEven, divRound36, type E36, e36, formatE36 } from '../../../shared/money/decimal';

/**
 * - `holding`: what the trader owns, rounded down (towards minus infinity), so that it never shows more than there is.
 * - `figure`: everything else, rounded half to even.
 */
export type AmountMode = 'holding' | 'figure';

export interface FormattedAmount {
  readonly sign: -1 | 0 | 1;
  /** Not zero, but too small for the decimals: shown as `< 0.01`; `whole` and `fraction` then hold that bound. */
  readonly below: boolean;
  /** Grouped digits before the point, without a sign. */
  readonly whole: string;
  /** The locale's point and the decimals, or ''. */
  readonly fraction: string;
}

/** Currencies that people count in hundredths, or in larger units still: eight decimals of theirs fit no column. */
const hundredths = new Set([
  ...['USDT', 'USDC', 'FDUSD', 'TUSD', 'BUSD', 'DAI', 'USD1', 'USD', 'EUR', 'GBP', 'TRY', 'BRL'],
  ...['ARS', 'AUD', 'COP', 'CZK', 'IDR', 'JPY', 'MXN', 'PLN', 'RON', 'UAH', 'ZAR'],
]);

const one = 10n ** 36n;

/** How many zeros follow the point before the first digit: 0.0042 has 2. For 0 < |value| < 1. */
function leadingZeros(magnitude: bigint): number {
  return 36 - magnitude.toString().length;
}

/**
 * Decimals by size. Money has 2 from 1 on; a quantity 2 from 1,000, 4 from 1, 6 from 0.01, 8 below; smaller ones show
 * their first three digits, at most 18 decimals. Zero has 2.
 */
export function decimalsFor(value: DecimalString, currency: string | null): number {
  const signed = e36(value);
  const magnitude = signed < 0n ? -signed : signed;
  const money = currency !== null && hundredths.has(currency);
  if (magnitude === 0n) return 2;
  if (magnitude >= 1000n * one) return 2;
  if (magnitude >= one) return money ? 2 : 4;
  const zeros = leadingZeros(magnitude);
  if (money) return Math.min(18, zeros < 2 ? 4 : zeros + 3);
  if (zeros < 2) return 6;
  return Math.min(18, Math.max(8, zeros + 3));
}

interface Separators {
  readonly point: string;
  readonly whole: Intl.NumberFormat;
}

const separatorsByLocale = new Map<string, Separators>();

function separatorsOf(locale: string | undefined): Separators {
  const known = separatorsByLocale.get(locale ?? '');
  if (known !== undefined) return known;
  const latin = { numberingSystem: 'latn' };
  const parts = new Intl.NumberFormat(locale, { ...latin, minimumFractionDigits: 1 }).formatToParts(1n);
  const point = parts.find((part) => part.type === 'decimal')?.value ?? '.';
  const made = { point, whole: new Intl.NumberFormat(locale, latin) };
  separatorsByLocale.set(locale ?? '', made);
  return made;
}

/** 10^(36 − decimals): a table that is scrolled asks hundreds of times in a frame. */
const unitByDecimals: readonly bigint[] = Array.from({ length: 37 }, (_, decimals) => 10n ** BigInt(36 - decimals));

/** Rounds a magnitude × 10^36 to units of 10^-decimals. */
function unitsOf(magnitude: bigint, decimals: number, mode: AmountMode, negative: boolean): bigint {
  const unit = unitByDecimals[decimals];
  if (unit === undefined) throw new RangeError(`${decimals} decimals`);
  if (mode === 'figure') return divHalfEven(magnitude, unit);
  const floor = magnitude / unit;
  return negative && floor * unit !== magnitude ? floor + 1n : floor;
}

/** Formats `value` to exactly `decimals` (0 to 36); `locale` undefined is the browser's. */
export function formatAmount(
  value: DecimalString,
  decimals: number,
  mode: AmountMode,
  locale?: string,
): FormattedAmount {
  const signed = e36(value);
  const negative = signed < 0n;
  const units = unitsOf(negative ? -signed : signed, decimals, mode, negative);
  const below = units === 0n && signed !== 0n;
  const digits = (below ? 1n : units).toString().padStart(decimals + 1, '0');
  const { point, whole } = separatorsOf(locale);
  return {
    sign: signed === 0n ? 0 : negative ? -1 : 1,
    below,
    whole: whole.format(BigInt(decimals === 0 ? digits : digits.slice(0, -decimals))),
    fraction: decimals === 0 ? '' : `${point}${digits.slice(-decimals)}`,
  };
}

/** The whole amount in one string, for sentences, titles and summaries. Minus is U+2212. */
export function amountText(
  value: DecimalString,
  currency: string | null,
  mode: AmountMode = 'figure',
  locale?: string,
): string {
  const shown = formatAmount(value, decimalsFor(value, currency), mode, locale);
  return `${shown.below ? '< ' : ''}${shown.sign < 0 ? '−' : ''}${shown.whole}${shown.fraction}`;
}

/**
 * A fraction of 1 as percent with two decimals: "0.0150" gives "1.50". What is not zero but too small for them is told as such:
 * "-0.00001" gives "< −0.01".
 */
export function percentText(rate: DecimalString, locale?: string): string {
  const percent = formatE36((e36(rate) * 100n) as E36); // the brand stays: a hundredfold at the same scale
  const { sign, below, whole, fraction } = formatAmount(percent, 2, 'figure', locale);
  return `${below ? '< ' : ''}${sign < 0 ? '−' : ''}${whole}${fraction}`;
}

/** part ÷ whole as a fraction of 1, half to even at 36 decimals; null where the whole is not above 0. */
export function rateOf(part: DecimalString, whole: DecimalString): DecimalString | null {
  const denominator = e36(whole);
  return denominator <= 0n ? null : formatE36(divRound36(e36(part), denominator));
}

/** The decimals of a whole column of amounts in one currency, whatever their size; smaller ones show as `< 0.01`. */
export const columnDecimals = (currency: string): number => (hundredths.has(currency) ? 2 : 8);

/** Those of a column of fees: most of one fill's are cents, or parts of them. */
export const feeDecimals = (currency: string): number => Math.max(4, columnDecimals(currency));
