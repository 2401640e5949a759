/** Amounts as positions in a drawing: only here they become binary floats, and nothing that is read is made of these. */
import { type DecimalString, e36 } from '../../../shared/money/decimal';

/** Exact down to 18 decimals before it is rounded, so that a dust amount has a height too. */
export const positionOf = (amount: DecimalString): number => Number(e36(amount) / 10n ** 18n);

/** The least and the greatest, exact; both null of none. */
export function extremesOf(amounts: readonly DecimalString[]): {
  readonly least: DecimalString | null;
  readonly greatest: DecimalString | null;
} {
  let [least, greatest]: [DecimalString | null, DecimalString | null] = [null, null];
  let [low, high] = [0n, 0n];
  for (const amount of amounts) {
    const value = e36(amount);
    if (least === null || value < low) [least, low] = [amount, value];
    if (greatest === null || value > high) [greatest, high] = [amount, value];
  }
  return { least, greatest };
}
