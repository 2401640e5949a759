/**
 * The unit cost of lots as they opened, fees included, compared exactly.
 *
 * A double tells most of them apart; where two are nearer than rounding could bring them, the fractions are multiplied out.
 */
import { powersOfTen } from '../money/decimal-column';
import { coin, type FillColumns, flag } from './fill-columns';
import type { Part } from './part';

/** How the lots are found: the row that opened a lot, whether the whole of it did, and exactly what the lot was worth. */
interface OpenedLots {
  rowOf(lot: number): number;
  isWhole(lot: number): boolean;
  openingOf(lot: number): Readonly<Part>;
}

export interface UnitCost {
  /** The unit cost as a double that is off by less than `costError` of itself; NaN where a double does not tell. */
  nearly(lot: number): number;
  /** Below 0 where lot `a` cost less a unit than lot `b`, above 0 where more; exact. */
  compare(a: number, b: number): number;
}

/** Doubles keep 53 bits; the handful of operations of `nearly` loses less than 5 of them. */
export const costError = 2 ** -48;

export function createUnitCost(columns: FillColumns, { rowOf, isWhole, openingOf }: OpenedLots): UnitCost {
  const { quantities, prices, moved, feeAmounts } = columns;

  const nearlyOfRow = (row: number): number => {
    const units = (moved.mantissas[row] ?? 0) / (powersOfTen[moved.scale] ?? 1);
    const quantity = (quantities.mantissas[row] ?? 0) / (powersOfTen[quantities.scale] ?? 1);
    const value = quantity * ((prices.mantissas[row] ?? 0) / (powersOfTen[prices.scale] ?? 1));
    if (columns.feeCoins[row] !== coin.quote) return value / units;
    const fee = (feeAmounts.mantissas[row] ?? 0) / (powersOfTen[feeAmounts.scale] ?? 1);
    if (Math.abs(fee) > value / 2) return Number.NaN; // a difference of near numbers keeps fewer bits
    return (((columns.flags[row] ?? 0) & flag.sell) === 0 ? value + fee : value - fee) / units;
  };

  return {
    nearly: (lot) => {
      const row = rowOf(lot);
      const isPlain = isWhole(lot) && ((columns.flags[row] ?? 0) & (flag.rated | flag.several)) === 0;
      if (isPlain) return nearlyOfRow(row); // NaN where a value is wide
      const { quantity, cash } = openingOf(lot);
      return Number(cash) / Number(quantity) / 1e18; // each rounded once
    },
    compare: (a, b) => {
      const [left, right] = [openingOf(a), openingOf(b)];
      const apart = left.cash * right.quantity - right.cash * left.quantity;
      return apart === 0n ? 0 : apart < 0n ? -1 : 1;
    },
  };
}
