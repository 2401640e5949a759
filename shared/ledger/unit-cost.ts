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
  /** Takes note of rows that were added; before lots that they open are. */
  readAgain(): void;
  /**
   * Writes the unit cost of a lot × `sign` to its place in an array, as a double that is off by less than `costError` of itself. `row`:
   * that of its fill where the lot is the whole of it, else −1.
   */
  noteNearly(lot: number, row: number, sign: 1 | -1, costs: Float64Array): void;
  /** Below 0 where lot `a` cost less a unit than lot `b`, above 0 where more; exact. */
  compare(a: number, b: number): number;
}

/** Doubles keep 53 bits; the roundings of `noteNearly`, 18 units of the last place at most, lose less than 5 of them. */
export const costError = 2 ** -48;

const tens = Array.from({ length: 37 }, (_, n) => 10n ** BigInt(n));

/**
 * What is read of the columns, as it stood when they had so many rows. `valueFactor`, `feeFactor`, `rateFactor`: what mantissas are
 * multiplied with, so that a value ÷ the mantissa that moved is a unit cost.
 */
function readingOf({ size, flags, feeCoins, quantities, prices, moved, feeAmounts, feeRates }: FillColumns) {
  const movedUnit = powersOfTen[moved.scale] ?? 1;
  const feeFactor = movedUnit / (powersOfTen[feeAmounts.scale] ?? 1);
  return {
    size,
    flags,
    feeCoins,
    quantities: quantities.mantissas,
    prices: prices.mantissas,
    moved: moved.mantissas,
    feeAmounts: feeAmounts.mantissas,
    feeRates: feeRates.mantissas,
    valueFactor: movedUnit / (powersOfTen[quantities.scale] ?? 1) / (powersOfTen[prices.scale] ?? 1),
    feeFactor,
    rateFactor: feeFactor / (powersOfTen[feeRates.scale] ?? 1),
    valueScale: quantities.scale + prices.scale,
    feeScale: feeAmounts.scale,
  };
}

type Reading = ReturnType<typeof readingOf>;

/**
 * Writes the unit cost of a row × `sign` to a place of an array, where a double given back would become an object on the heap. NaN where
 * a value is wide, where there are several fees, and where a difference of near numbers would keep too few bits.
 */
function noteNearlyOfRow(now: Reading, row: number, sign: 1 | -1, costs: Float64Array, place: number): void {
  const value = (now.quantities[row] ?? 0) * (now.prices[row] ?? 0) * now.valueFactor;
  const bits = now.flags[row] ?? 0;
  const feeCoin = now.feeCoins[row];
  let cash = value;
  if (feeCoin === coin.quote || ((bits & flag.rated) !== 0 && feeCoin !== coin.base)) {
    const amount = now.feeAmounts[row] ?? 0;
    const fee = feeCoin === coin.quote ? amount * now.feeFactor : amount * (now.feeRates[row] ?? 0) * now.rateFactor;
    if (!(Math.abs(fee) <= value / 2)) cash = Number.NaN;
    else cash = (bits & flag.sell) === 0 ? value + fee : value - fee;
  }
  if ((bits & flag.several) !== 0) cash = Number.NaN;
  costs[place] = (sign * cash) / (now.moved[row] ?? 0);
}

/** Each of the two is rounded once. */
const nearlyOfPart = ({ quantity, cash }: Readonly<Part>): number => Number(cash) / Number(quantity) / 1e18;

/** Whether no fee is in a row's cost and its price is not wide, so that its unit cost is its price. */
function isAtItsPrice({ flags, feeCoins, prices }: Reading, row: number): boolean {
  if (((flags[row] ?? 0) & (flag.rated | flag.several)) !== 0) return false;
  return (feeCoins[row] ?? coin.none) > coin.quote && !Number.isNaN(prices[row]);
}

interface Fraction {
  readonly cash: bigint;
  readonly units: bigint;
}

/** The cash and units of a whole fill as integers, at one scale for all rows; null where its mantissas alone do not tell. */
function fractionOfRow(now: Reading, row: number): Fraction | null {
  const bits = now.flags[row] ?? 0;
  const [quantity = 0, price = 0, units = 0] = [now.quantities[row], now.prices[row], now.moved[row]];
  const hasFee = now.feeCoins[row] === coin.quote;
  const fee = hasFee ? (now.feeAmounts[row] ?? 0) : 0;
  if ((bits & (flag.rated | flag.several)) !== 0 || Number.isNaN(quantity + price + units + fee)) return null;
  const scale = Math.max(now.valueScale, now.feeScale);
  const value = BigInt(quantity) * BigInt(price) * (tens[scale - now.valueScale] ?? 1n);
  const paid = BigInt(fee) * (tens[scale - now.feeScale] ?? 1n);
  return { cash: (bits & flag.sell) === 0 ? value + paid : value - paid, units: BigInt(units) };
}

export function createUnitCost(columns: FillColumns, { rowOf, isWhole, openingOf }: OpenedLots): UnitCost {
  let reading = readingOf(columns);

  const now = (): Reading => {
    if (reading.size !== columns.size) reading = readingOf(columns);
    return reading;
  };

  /** Of two lots that cost what their prices say, without fees; null where one of them does not. */
  const comparePrices = (a: number, b: number): number | null => {
    if (!isWhole(a) || !isWhole(b)) return null;
    return isAtItsPrice(now(), rowOf(a)) && isAtItsPrice(now(), rowOf(b))
      ? (now().prices[rowOf(a)] ?? 0) - (now().prices[rowOf(b)] ?? 0)
      : null;
  };

  const fractionsOf = (a: number, b: number): readonly [Fraction, Fraction] => {
    if (isWhole(a) && isWhole(b)) {
      const [left, right] = [fractionOfRow(now(), rowOf(a)), fractionOfRow(now(), rowOf(b))];
      if (left && right) return [left, right];
    }
    const [left, right] = [openingOf(a), openingOf(b)];
    return [
      { cash: left.cash, units: left.quantity },
      { cash: right.cash, units: right.quantity },
    ];
  };

  return {
    readAgain: () => {
      reading = readingOf(columns);
    },
    noteNearly: (lot, row, sign, costs) => {
      if (row >= 0) noteNearlyOfRow(reading, row, sign, costs, lot);
      if (row < 0 || Number.isNaN(costs[lot])) costs[lot] = sign * nearlyOfPart(openingOf(lot));
    },
    compare: (a, b) => {
      const byPrice = comparePrices(a, b);
      if (byPrice !== null) return byPrice;
      const [left, right] = fractionsOf(a, b);
      const apart = left.cash * right.units - right.cash * left.units;
      return apart === 0n ? 0 : apart < 0n ? -1 : 1;
    },
  };
}
