/**
 * Figures of a shared snapshot, made of the same sums that the screens show: what is not known stays unknown, what is partial or old is
 * marked so. Reasons become those few words that tell a reader nothing of keys and addresses.
 */
import { divHalfEven, type E36, e36 } from '../../shared/money/decimal';
import type { Reason } from '../../shared/reasons';
import type { UnixMs } from '../../shared/result';
import { type SharedFigure, type SharedReason, sharedReasons } from '../../shared/snapshot/content';
import type { Observed, PartialAmount } from './api/observed';

/** `nowMs`: when the snapshot is made. `staleAfterMs`: the trader's refresh interval. */
export interface FigureMoment {
  readonly nowMs: UnixMs;
  readonly staleAfterMs: number;
}

/** What a reader is told of a reason; `else`: of one that is about reading. */
function sharedReasonOf(reason: Reason, otherwise: SharedReason): SharedReason {
  switch (reason) {
    case 'price-missing':
      return 'no-price';
    case 'history-incomplete':
      return 'history-incomplete';
    case 'account-paused':
      return 'paused';
    case 'exchange-closed':
    case 'no-credentials':
      return 'closed';
    default:
      return otherwise;
  }
}

/** Each once, in the order of the specification. */
const inOrder = (reasons: Iterable<SharedReason>): readonly SharedReason[] => {
  const all = new Set(reasons);
  return sharedReasons.filter((reason) => all.has(reason));
};

/** An unknown figure; `why` is not empty. */
export const unknownFigure = (why: readonly SharedReason[]): SharedFigure => ({
  value: null,
  at: null,
  stale: false,
  missing: inOrder(why),
});

/** A sum as it is shared. `otherwise`: the word for what is missing for any other reason. */
export function figureOfSum(sum: PartialAmount, moment: FigureMoment, otherwise: SharedReason): SharedFigure {
  const missing = inOrder(sum.missing.map(({ failure }) => sharedReasonOf(failure.reason, otherwise)));
  if (sum.amount === null) return unknownFigure(missing.length === 0 ? [otherwise] : missing);
  const at = sum.oldestAt;
  return { value: sum.amount, at, stale: at !== null && moment.nowMs - at > moment.staleAfterMs, missing };
}

/** An account's value: what is not known now is not known, whatever it was last. */
export function figureOfObserved(observed: Observed<PartialAmount>, moment: FigureMoment): SharedFigure {
  if (observed.state === 'known') return figureOfSum(observed.value, moment, 'not-read');
  if (observed.state === 'pending') return unknownFigure(['not-read']);
  return unknownFigure([sharedReasonOf(observed.failure.reason, 'not-read')]);
}

/** A decimal with two decimals, rounded half to even: 0.125 gives "0.12". `value` at scale 36. */
export function twoDecimals(value: E36): string {
  const cents = divHalfEven(value, 10n ** 34n);
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
  const fraction = digits.slice(-2).replace(/0+$/, '');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** 100 × part ÷ whole with two decimals; null where there is nothing to divide by. */
export function percentOf(part: string, whole: string): string | null {
  const divisor = e36(whole);
  if (divisor <= 0n) return null;
  return twoDecimals(divHalfEven(e36(part) * 100n * 10n ** 36n, divisor) as E36); // still at scale 36
}

/** One figure as a part of another, in percent; unknown where either is. Of nothing, nothing is a part: 0. */
export function figurePercent(part: SharedFigure, whole: SharedFigure): SharedFigure {
  const missing = inOrder([...part.missing, ...whole.missing]);
  if (part.value === null || whole.value === null) return unknownFigure(missing);
  const value = percentOf(part.value, whole.value) ?? '0';
  return { value, at: part.at, stale: part.stale || whole.stale, missing };
}
