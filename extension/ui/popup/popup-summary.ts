/** Today's percentage of the popup. */
import type { DecimalString } from '../../../shared/money/decimal';
import type { EquityPoint } from '../../engine/api/overview';
import type { PopupSummary } from '../../engine/api/popup-summary';
import { rateOf } from '../components/amount-format';

/**
 * Today's PnL as a fraction of the last whole equity of an earlier UTC day; null where either is not wholly
 * known: a percentage of a guess is none.
 */
export function todayRate(summary: PopupSummary, today: string): DecimalString | null {
  const { amount, missing } = summary.today;
  const yesterday = summary.equity.findLast((point: EquityPoint) => point.date < today);
  if (amount === null || missing.length > 0 || !yesterday || yesterday.partial || yesterday.amount === null)
    return null;
  return rateOf(amount, yesterday.amount);
}
