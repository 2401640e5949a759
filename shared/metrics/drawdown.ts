/** The deepest fall of equity below the highest value it had before. */
import { divHalfEven, type E18, type E36, sub36, zero18 } from '../money/decimal';
import type { DailyEquity } from './closed-trade';

/** From the first day that had a peak to the first day that was so far below it; `depth` = peak − equity, > 0. */
export interface Fall {
  readonly peak: DailyEquity;
  readonly trough: DailyEquity;
  readonly depth: E36;
}

/**
 * Two maxima of their own, of which each may be another fall: the largest peak − equity, and the largest (peak − equity) ÷ peak.
 *
 * Null where equity never falls. A peak of 0 or less has no percentage: `byPart` then counts other peaks alone.
 * Equity 100, 120, 90, 130, 104: both are 120 to 90, an amount of 30 and a part of 0.25.
 */
export interface MaxDrawdown {
  readonly byAmount: Fall | null;
  readonly byPart: Fall | null;
}

/** Every day's fall below the highest value up to it, in order of days; none on a day that has that value itself. */
function falls(equity: readonly DailyEquity[]): readonly Fall[] {
  let peak = equity[0];
  return equity.flatMap((day) => {
    if (peak === undefined || day.equity > peak.equity) peak = day;
    const depth = sub36(peak.equity, day.equity);
    return depth > 0n ? [{ peak, trough: day, depth }] : [];
  });
}

/** Whether `a` fell by a larger part of its peak; exact, without a division. */
const isDeeperPart = (a: Fall, b: Fall): boolean => a.depth * b.peak.equity > b.depth * a.peak.equity;

const deepest = (all: readonly Fall[], isDeeper: (a: Fall, b: Fall) => boolean): Fall | null =>
  all.reduce<Fall | null>((found, fall) => (found === null || isDeeper(fall, found) ? fall : found), null);

/** Over consecutive days, oldest first. No day gives no fall. */
export function maxDrawdown(equity: readonly DailyEquity[]): MaxDrawdown {
  const all = falls(equity);
  const parts = all.filter(({ peak }) => peak.equity > 0n);
  return { byAmount: deepest(all, (a, b) => a.depth > b.depth), byPart: deepest(parts, isDeeperPart) };
}

/** A fall as a fraction of its peak, 0 without one, at 18 decimals, half to even. */
export const partOf = (fall: Fall | null): E18 =>
  fall ? (divHalfEven(fall.depth * 10n ** 18n, fall.peak.equity) as E18) : zero18; // the quotient is at scale 18
