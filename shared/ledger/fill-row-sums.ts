/** Exact sums over any of a book's fills, row by row out of its columns: units and their value by side, fees by coin. */
import { add36, type E18, type E36, zero36 } from '../money/decimal';
import { createColumnSum } from '../money/exact-sums';
import type { CoinSums } from './coin-sums';
import { coin, type FillColumns, flag } from './fill-columns';

/** `quantity`: as the exchange wrote it, before fees in base. `value`: quantity × price, in quote, without fees. */
interface SideTotals {
  readonly count: number;
  readonly quantity: E18;
  readonly value: E36;
}

export interface FillRowSums {
  /** To be called before rows are added, and again whenever the book may have taken fills since. */
  begin(): void;
  add(row: number): void;
  /** What was added; `fees` in their own coins, rated or not. */
  totals(): { readonly buy: SideTotals; readonly sell: SideTotals; readonly fees: CoinSums };
}

const ten18 = 10n ** 18n;

/** One side of no fill. */
function createSide({ quantities, prices }: FillColumns) {
  const quantity = createColumnSum(quantities, null);
  const value = createColumnSum(quantities, prices);
  let count = 0;
  return {
    begin: () => {
      quantity.begin();
      value.begin();
    },
    add: (row: number) => {
      count += 1;
      quantity.add(row, 1);
      value.add(row, 1);
    },
    // quantities have 18 decimals at most
    totals: (): SideTotals => ({ count, quantity: (quantity.value() / ten18) as E18, value: value.value() }),
  };
}

/** The sums of no fill. */
export function createFillRowSums(columns: FillColumns): FillRowSums {
  const [buy, sell] = [createSide(columns), createSide(columns)];
  const byCoin: ReturnType<typeof createColumnSum>[] = [];
  /** Of rows that have several fees. */
  const several = new Map<string, E36>();
  let { flags, feeCoins } = columns;

  const addSeveral = (row: number): void => {
    for (const { currency, amount } of columns.legAt(row).fees)
      several.set(currency, add36(several.get(currency) ?? zero36, (amount * ten18) as E36)); // scale 18 to 36
  };

  return {
    begin: () => {
      ({ flags, feeCoins } = columns);
      while (byCoin.length < columns.coinCount()) byCoin.push(createColumnSum(columns.feeAmounts, null));
      for (const part of [buy, sell, ...byCoin]) part.begin();
    },
    add: (row) => {
      const bits = flags[row] ?? 0;
      if ((bits & flag.sell) === 0) buy.add(row);
      else sell.add(row);
      const number = feeCoins[row] ?? coin.none;
      if (number !== coin.none) byCoin[number]?.add(row, 1);
      else if ((bits & flag.several) !== 0) addSeveral(row);
    },
    totals: () => {
      const fees = new Map(several);
      for (const [number, sum] of byCoin.entries()) {
        const currency = columns.coinAt(number);
        fees.set(currency, add36(fees.get(currency) ?? zero36, sum.value()));
      }
      return { buy: buy.totals(), sell: sell.totals(), fees };
    },
  };
}
