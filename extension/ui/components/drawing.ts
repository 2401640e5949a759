/** Amounts as positions in a drawing: only here they become binary floats, and nothing that is read is made of these. */
import { type DecimalString, e36 } from '../../../shared/money/decimal';

/** Exact down to 18 decimals before it is rounded, so that a dust amount has a height too. */
export const positionOf = (amount: DecimalString): number => Number(e36(amount) / 10n ** 18n);
