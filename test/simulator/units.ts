/**
 * Amounts inside the simulator: bigints counted in units of 10^-18, the finest that any exchange writes.
 *
 * Prices and quantities of one market have at most 8 decimals together, so their product is exact.
 */

/** Decimals of an amount inside the simulator. */
const scale = 18;
export const unit = 10n ** BigInt(scale);

/** Parses a plain decimal of at most 18 decimals. Throws on another text: those are literals of the simulator itself. */
export function units(text: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,18}))?$/.exec(text);
  if (match === null) throw new Error(`not an amount: ${text}`);
  const magnitude = BigInt(`${match[2]}${(match[3] ?? '').padEnd(scale, '0')}`);
  return match[1] === '-' ? -magnitude : magnitude;
}

/** price × quantity, exact where their decimals are at most 18 together; anything below is cut. */
export const times = (price: bigint, quantity: bigint): bigint => (price * quantity) / unit;

/** Towards zero, to so many decimals. */
export function cut(value: bigint, places: number): bigint {
  const step = 10n ** BigInt(scale - places);
  return value - (value % step);
}

/** With exactly so many decimals, 0 to 18: "0.00010000". Throws where a digit would be lost. */
export function decimals(value: bigint, places: number): string {
  if (cut(value, places) !== value) throw new RangeError(`${plainText(value, scale)} has more than ${places} decimals`);
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const fraction = digits.slice(-scale).slice(0, places);
  return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}${places === 0 ? '' : `.${fraction}`}`;
}

/** With all of 8 decimals: "0.00010000". */
export const text8 = (value: bigint): string => decimals(value, 8);

/** value × 10^-scale without trailing zeros: "0.0001", "0", "-12". */
export function plainText(value: bigint, decimalPlaces: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(decimalPlaces + 1, '0');
  const fraction = decimalPlaces === 0 ? '' : digits.slice(-decimalPlaces).replace(/0+$/, '');
  const whole = decimalPlaces === 0 ? digits : digits.slice(0, -decimalPlaces);
  return `${value < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** An amount in units without trailing zeros. */
export const amountText = (value: bigint): string => plainText(value, scale);

export const minimum = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const maximum = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** The largest multiple of `step` that is not above `value`; both ≥ 0. */
export const floorTo = (value: bigint, step: bigint): bigint => value - (value % step);
