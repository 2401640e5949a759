/**
 * The unit cost of lots as they opened, fees included, compared exactly.
 *
 * Two doubles decide as long as they are further apart than rounding could bring them; else the fractions are multiplied out.
 */
import { powersOfTen } from '../money/decimal-column';
import { withRoom } from '../money/room';
import { coin, type FillColumns, flag } from './fill-columns';
import type { Part } from './part';

/** How the lots are found: the row that opened a lot, whether the whole of it did, and exactly what the lot was worth. */
interface OpenedLots {
  rowOf(lot: number): number;
  isWhole(lot: number): boolean;
  openingOf(lot: number): Readonly<Part>;
}

export interface UnitCost {
  /** Below 0 where lot `a` cost less a unit than lot `b` when it opened, above 0 where more; exact. */
  compare(a: number, b: number): number;
  /** Lots from this number on are taken back. */
  forget(lots: number): void;
}

/** Doubles keep 53 bits; the handful of operations below loses less than 5 of them. */
const roundingBound = 2 ** -48;

/** Nothing is known at first; lots are looked at in the order of their numbers. */
export function createUnitCost(columns: FillColumns, { rowOf, isWhole, openingOf }: OpenedLots): UnitCost {
  let costs = new Float64Array(16);
  /** By how much a cost may be off at most. */
  let bounds = new Float64Array(16);
  let known = 0;

  const setExact = (lot: number): void => {
    const { quantity, cash } = openingOf(lot);
    const cost = Number(cash) / Number(quantity); // both rounded once: a scale of 18 too many on either lot alike
    costs[lot] = cost / 1e18;
    bounds[lot] = Math.abs(cost / 1e18) * roundingBound;
  };

  const setFast = (lot: number, row: number): void => {
    const { quantities, prices, moved, feeAmounts } = columns;
    const units = (moved.mantissas[row] ?? 0) / (powersOfTen[moved.scale] ?? 1);
    const value = ((quantities.mantissas[row] ?? 0) / (powersOfTen[quantities.scale] ?? 1)) * priceOf(prices, row);
    const isQuoteFee = columns.feeCoins[row] === coin.quote;
    const fee = isQuoteFee ? (feeAmounts.mantissas[row] ?? 0) / (powersOfTen[feeAmounts.scale] ?? 1) : 0;
    const sells = ((columns.flags[row] ?? 0) & flag.sell) !== 0;
    costs[lot] = (sells ? value - fee : value + fee) / units;
    bounds[lot] = ((value + Math.abs(fee)) / units) * roundingBound;
  };

  const look = (lot: number): void => {
    costs = withRoom(costs, lot + 1);
    bounds = withRoom(bounds, lot + 1);
    const row = rowOf(lot);
    if (!isWhole(lot) || ((columns.flags[row] ?? 0) & (flag.rated | flag.several)) !== 0) setExact(lot);
    else {
      setFast(lot, row);
      if (Number.isNaN(costs[lot])) setExact(lot); // a wide value
    }
  };

  const compareExactly = (a: number, b: number): number => {
    const [left, right] = [openingOf(a), openingOf(b)];
    const apart = left.cash * right.quantity - right.cash * left.quantity;
    return apart === 0n ? 0 : apart < 0n ? -1 : 1;
  };

  return {
    compare: (a, b) => {
      while (known <= a || known <= b) look(known++);
      const apart = (costs[a] ?? 0) - (costs[b] ?? 0);
      const bound = (bounds[a] ?? 0) + (bounds[b] ?? 0);
      if (apart > bound || apart < -bound) return apart;
      return compareExactly(a, b);
    },
    forget: (lots) => {
      known = Math.min(known, lots);
    },
  };
}

const priceOf = (prices: FillColumns['prices'], row: number): number =>
  (prices.mantissas[row] ?? 0) / (powersOfTen[prices.scale] ?? 1);
