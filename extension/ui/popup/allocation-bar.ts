/** The popup's few shares: the largest assets and all others together, with whole percentages in words. */
import { divHalfEven, e36 } from '../../../shared/money/decimal';
import type { AllocationPart } from '../../engine/api/allocation';

export interface BarPart {
  /** Null for all others together. */
  readonly asset: string | null;
  /** Millionths of the whole: the width in the drawing. */
  readonly millionths: number;
  /** "61 %", "< 1 %". */
  readonly percent: string;
}

/** What fits one thin bar and the line below it. */
const named = 3;
const millionth = 10n ** 30n;
const hundredth = 10n ** 34n;

/** Rounded half to even; what is not nothing is never 0 %. */
function percentOf(rate: bigint): string {
  const whole = divHalfEven(rate, hundredth);
  return whole === 0n ? '< 1 %' : `${whole} %`;
}

/** The parts in their order; the fourth and all smaller ones are one. */
export function barParts(parts: readonly AllocationPart[]): readonly BarPart[] {
  const own = parts.filter(({ id }) => id !== null).slice(0, parts.length === named + 1 ? named + 1 : named);
  const rest = parts.filter((part) => !own.includes(part)).reduce((sum, { rate }) => sum + e36(rate), 0n);
  const bar = (asset: string | null, rate: bigint): BarPart => ({
    asset,
    millionths: Number(rate / millionth),
    percent: percentOf(rate),
  });
  const shown = own.map(({ id, rate }) => bar(id, e36(rate)));
  return rest === 0n ? shown : [...shown, bar(null, rest)];
}
