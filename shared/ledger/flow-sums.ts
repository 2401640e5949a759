/**
 * Exact sums over fills that no method changes: units moved, cash, and fees by coin.
 *
 * A row is added once and taken off again where a late fill comes before it. With what is still open they give the realized
 * PnL: cash that has flowed less what open lots cost (the identity of book.ts).
 */
import { add36, type E18, type E36, sub36, zero36 } from '../money/decimal';
import { type ColumnSum, createColumnSum } from '../money/exact-sums';
import type { CoinSums } from './coin-sums';
import { coin, type FillColumns, flag } from './fill-columns';

/**
 * What fills brought in. `value`: without fees, sales less purchases. `fees`: every fee in quote, base fees at their own fill's
 * price, without coins that have no rate. `value` − `fees` is the cash flow.
 */
export interface Flow {
  readonly value: E36;
  readonly fees: E36;
}

export interface MoneySums {
  /** Adds (`sign` 1) or takes off (−1) the fills of these rows from one index (inclusive) to another (exclusive). */
  addRows(rows: ArrayLike<number>, from: number, to: number, sign: 1 | -1): void;
  flow(): Flow;
}

/** The money of whole fills. */
export function createMoneySums(columns: FillColumns): MoneySums {
  const { moved, prices, feeAmounts, feeRates } = columns;
  const value = createColumnSum(moved, prices);
  const baseFees = createColumnSum(feeAmounts, prices);
  const quoteFees = createColumnSum(feeAmounts, null);
  const ratedFees = createColumnSum(feeAmounts, feeRates);
  const sums = [value, baseFees, quoteFees, ratedFees];
  let several = zero36;

  const addSeveral = (row: number, sign: 1 | -1): void => {
    const { value: worth, cash } = columns.moneyAt(row);
    const sells = ((columns.flags[row] ?? 0) & flag.sell) !== 0;
    const paid = sells ? sub36(worth, cash) : sub36(cash, worth);
    several = sign > 0 ? add36(several, paid) : sub36(several, paid);
  };

  return {
    addRows: (rows, from, to, sign) => {
      for (const sum of sums) sum.begin();
      const { flags, feeCoins } = columns;
      for (let index = from; index < to; index += 1) {
        const row = rows[index] ?? 0;
        const bits = flags[row] ?? 0;
        value.add(row, (bits & flag.sell) === 0 ? -sign : sign);
        const number = feeCoins[row] ?? coin.none;
        if (number === coin.quote) quoteFees.add(row, sign);
        else if (number === coin.base) baseFees.add(row, sign);
        else if ((bits & flag.rated) !== 0) ratedFees.add(row, sign);
        else if ((bits & flag.several) !== 0) addSeveral(row, sign);
      }
    },
    flow: () => ({
      value: value.value(),
      fees: add36(add36(baseFees.value(), quoteFees.value()), add36(ratedFees.value(), several)),
    }),
  };
}

export interface FlowSums extends MoneySums {
  /** Σ of signed moves, buys positive. */
  moved(): E18;
  /** Every fee in its own coin. */
  feesByCurrency(): CoinSums;
  /** Those of coins without a rate. */
  unconvertedFees(): CoinSums;
}

/** The sums of one coin: every fee of it, and those of them that carry no rate. */
interface CoinFees {
  readonly all: ColumnSum;
  readonly unrated: ColumnSum;
}

/** No rows. */
export function createFlowSums(columns: FillColumns): FlowSums {
  const money = createMoneySums(columns);
  const units = createColumnSum(columns.moved, null);
  const byCoin: CoinFees[] = [];
  /** Fees of rows that have several, by coin. */
  const several = { all: new Map<string, E36>(), unrated: new Map<string, E36>() };

  const makeCoins = (): void => {
    const sum = () => createColumnSum(columns.feeAmounts, null);
    while (byCoin.length < columns.coinCount()) byCoin.push({ all: sum(), unrated: sum() });
    for (const { all, unrated } of byCoin) {
      all.begin();
      unrated.begin();
    }
  };

  const addFees = (row: number, bits: number, sign: 1 | -1): void => {
    const number = columns.feeCoins[row] ?? coin.none;
    const fees = byCoin[number];
    if (fees) {
      fees.all.add(row, sign);
      if (number > coin.quote && (bits & flag.rated) === 0) fees.unrated.add(row, sign);
    } else if ((bits & flag.several) !== 0) addSeveral(row, sign);
  };

  const addSeveral = (row: number, sign: 1 | -1): void => {
    for (const fee of columns.legAt(row).fees) {
      const amount = (BigInt(sign) * fee.amount * 10n ** 18n) as E36; // scale 18 to 36
      plus(several.all, fee.currency, amount);
      if (!fee.inPnl) plus(several.unrated, fee.currency, amount);
    }
  };

  const coinSums = (which: 'all' | 'unrated'): CoinSums => {
    const sums = new Map(several[which]);
    for (const [number, fees] of byCoin.entries()) plus(sums, columns.coinAt(number), fees[which].value());
    return sums;
  };

  return {
    addRows: (rows, from, to, sign) => {
      money.addRows(rows, from, to, sign);
      units.begin();
      makeCoins();
      const { flags } = columns;
      for (let index = from; index < to; index += 1) {
        const row = rows[index] ?? 0;
        const bits = flags[row] ?? 0;
        units.add(row, (bits & flag.sell) === 0 ? sign : -sign);
        addFees(row, bits, sign);
      }
    },
    flow: money.flow,
    moved: () => (units.value() / 10n ** 18n) as E18, // moves have 18 decimals at most
    feesByCurrency: () => coinSums('all'),
    unconvertedFees: () => coinSums('unrated'),
  };
}

function plus(sums: Map<string, E36>, currency: string, amount: E36): void {
  if (amount !== 0n) sums.set(currency, add36(sums.get(currency) ?? zero36, amount));
}

/** Fees in coins without a rate of some rows, in their own coin. */
export function unconvertedFeesOf(columns: FillColumns, rows: Uint32Array): CoinSums {
  const sums = new Map<string, E36>();
  const { flags, feeCoins } = columns;
  for (const row of rows) {
    const number = feeCoins[row] ?? coin.none;
    const isPlain = number <= coin.quote || ((flags[row] ?? 0) & flag.rated) !== 0;
    if (isPlain || (number === coin.none && ((flags[row] ?? 0) & flag.several) === 0)) continue;
    for (const fee of columns.legAt(row).fees)
      if (!fee.inPnl) plus(sums, fee.currency, (fee.amount * 10n ** 18n) as E36); // scale 18 to 36
  }
  return sums;
}
