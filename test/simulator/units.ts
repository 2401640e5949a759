/**
 * Amounts inside the simulator: bigints counted in units of 10^-8, the precision of every exchange's spot amounts here.
 *
 * Prices and quantities of one market have at most 8 decimals together, so their product is exact too.
 */

export const unit = 100_000_000n;

/** Parses a plain decimal of at most 8 decimals. Throws on another text: those are literals of the simulator itself. */
export function units(text: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,8}))?$/.exec(text);
  if (match === null) throw new Error(`not an amount: ${text}`);
  const magnitude = BigInt(`${match[2]}${(match[3] ?? '').padEnd(8, '0')}`);
  return match[1] === '-' ? -magnitude : magnitude;
}

/** price × quantity, exact where their decimals are at most 8 together; anything below is cut. */
export const times = (price: bigint, quantity: bigint): bigint => (price * quantity) / unit;

/** With all its 8 decimals: "0.00010000". */
export function text8(value: bigint): string {
  const magnitude = (value < 0n ? -value : value).toString().padStart(9, '0');
  return `${value < 0n ? '-' : ''}${magnitude.slice(0, -8)}.${magnitude.slice(-8)}`;
}

/** value × 10^-scale without trailing zeros: "0.0001", "0", "-12". */
export function plainText(value: bigint, scale: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const fraction = scale === 0 ? '' : digits.slice(-scale).replace(/0+$/, '');
  const whole = scale === 0 ? digits : digits.slice(0, -scale);
  return `${value < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

export const minimum = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const maximum = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** The largest multiple of `step` that is not above `value`; both ≥ 0. */
export const floorTo = (value: bigint, step: bigint): bigint => value - (value % step);
