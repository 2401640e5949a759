/**
 * Exact sums over fills that no method changes: units moved, cash, and fees by coin.
 *
 * A row is added once and taken off again where a late fill comes before it. With what is still open they give the realized
 * PnL: cash that has flowed less what open lots cost (the identity of book.ts).
 */
import { add36, type E18, type E36, neg36, sub36, zero36 } from '../money/decimal';
import { type ColumnSum, createColumnSum } from '../money/exact-sums';
import type { CoinSums } from './coin-sums';
import type { Fill } from './fill';
import { coin, type FillColumns, flag } from './fill-columns';

/**
 * What fills brought in. `value`: without fees, sales less purchases. `fees`: every fee in quote, base fees at their own fill's
 * price, without coins that have no rate. `value` − `fees` is the cash flow.
 */
export interface Flow {
  readonly value: E36;
  readonly fees: E36;
}

/** Adds (`sign` 1) or takes off (−1) the fills of these rows from one index (inclusive) to another (exclusive). */
type AddRows = (rows: ArrayLike<number>, from: number, to: number, sign: 1 | -1) => void;

/** So many rows are sorted by what they add before each sum takes its own of them. */
const chunkRows = 4_096;

/** By number of a coin: 1 for the quote coin. */
const isQuoteCoin = new Uint8Array(256);
isQuoteCoin[coin.quote] = 1;

/** The sums behind a flow. `begin` comes before rows; `bits` are a row's flags. */
function createMoney(columns: FillColumns) {
  const { moved, prices, feeAmounts, feeRates } = columns;
  const bought = createColumnSum(moved, prices);
  const baseFees = createColumnSum(feeAmounts, prices);
  const quoteFees = createColumnSum(feeAmounts, null);
  const ratedFees = createColumnSum(feeAmounts, feeRates);
  let several = zero36;

  const addSeveral = (row: number, sign: 1 | -1): void => {
    const { value: worth, cash } = columns.moneyAt(row);
    const sells = ((columns.flags[row] ?? 0) & flag.sell) !== 0;
    const paid = sells ? sub36(worth, cash) : sub36(cash, worth);
    several = sign > 0 ? add36(several, paid) : sub36(several, paid);
  };

  return {
    quoteFees,
    begin: () => {
      for (const sum of [bought, baseFees, quoteFees, ratedFees]) sum.begin();
    },
    /** What was moved in, less what was moved out, at its price. */
    bought,
    /** Every fee but one in quote. */
    addFee: (row: number, bits: number, number: number, sign: 1 | -1): void => {
      if (number === coin.base) baseFees.add(row, sign);
      else if ((bits & flag.rated) !== 0) ratedFees.add(row, sign);
      else if ((bits & flag.several) !== 0) addSeveral(row, sign);
    },
    flow: (): Flow => ({
      value: neg36(bought.value()),
      fees: add36(add36(baseFees.value(), quoteFees.value()), add36(ratedFees.value(), several)),
    }),
  };
}

/** What the whole fills of these rows brought in. */
export function flowOf(columns: FillColumns, rows: ArrayLike<number>): Flow {
  const sums = createFlowSums(columns);
  sums.addRows(rows, 0, rows.length, 1);
  return sums.flow();
}

export interface FlowSums {
  readonly addRows: AddRows;
  flow(): Flow;
  /** Σ of signed moves, buys positive. */
  moved(): E18;
  /** Every fee in its own coin. */
  feesByCurrency(): CoinSums;
  /** Those of coins without a rate. */
  unconvertedFees(): CoinSums;
}

/** The sums of one coin, fees with and without a rate apart (the book's own coins need none). */
interface CoinFees {
  readonly rated: ColumnSum;
  readonly unrated: ColumnSum;
}

/** No rows yet; with a `side` those of the other one are passed over. */
export function createFlowSums(columns: FillColumns, side?: Fill['side']): FlowSums {
  const money = createMoney(columns);
  const units = createColumnSum(columns.moved, null);
  /** Of all coins but the quote coin, whose fees the money has. */
  const byCoin: CoinFees[] = [];
  /** Fees of rows that have several, by coin. */
  const several = { rated: new Map<string, E36>(), unrated: new Map<string, E36>() };

  /** By the flag `sell`: 1 where rows of that side count. */
  const countedBySide = Uint8Array.of(side === 'sell' ? 0 : 1, side === 'buy' ? 0 : 1);
  /** By row of a chunk: 1 for a buy, −1 for a sell, times its sign; and its sign where its one fee is in quote. */
  const moves = new Int8Array(chunkRows);
  const paidInQuote = new Int8Array(chunkRows);
  /** Rows of a chunk that may have fees that are not in quote. */
  const others = new Uint32Array(chunkRows);

  const beginCoins = (): void => {
    const sum = () => createColumnSum(columns.feeAmounts, null);
    while (byCoin.length < columns.coinCount()) byCoin.push({ rated: sum(), unrated: sum() });
    for (const { rated, unrated } of byCoin) {
      rated.begin();
      unrated.begin();
    }
  };

  const addFees = (row: number, bits: number, number: number, sign: 1 | -1): void => {
    const fees = byCoin[number];
    if (fees === undefined) {
      if ((bits & flag.several) !== 0) addSeveral(row, sign);
    } else if (number === coin.base || (bits & flag.rated) !== 0) fees.rated.add(row, sign);
    else fees.unrated.add(row, sign);
  };

  /** Notes what each row of a chunk adds; without branches, since nobody could foretell them. How many rows stand in `others`. */
  const sortChunk = (rows: ArrayLike<number>, from: number, count: number, sign: 1 | -1): number => {
    const { flags, feeCoins } = columns;
    let otherCount = 0;
    for (let index = 0; index < count; index += 1) {
      const row = rows[from + index] ?? 0;
      const sells = (flags[row] ?? 0) & flag.sell;
      const counts = countedBySide[sells] ?? 0;
      const inQuote = counts & (isQuoteCoin[feeCoins[row] ?? coin.none] ?? 0);
      moves[index] = sign * counts * (1 - 2 * sells);
      paidInQuote[index] = sign * inQuote;
      others[otherCount] = row;
      otherCount += counts - inQuote;
    }
    return otherCount;
  };

  const addChunk = (rows: ArrayLike<number>, from: number, count: number, sign: 1 | -1): void => {
    const otherCount = sortChunk(rows, from, count, sign);
    units.addRows(rows, from, moves, count);
    money.bought.addRows(rows, from, moves, count);
    money.quoteFees.addRows(rows, from, paidInQuote, count);
    addOthers(otherCount, sign);
  };

  const addOthers = (count: number, sign: 1 | -1): void => {
    const { flags, feeCoins } = columns;
    for (let index = 0; index < count; index += 1) {
      const row = others[index] ?? 0;
      const bits = flags[row] ?? 0;
      const number = feeCoins[row] ?? coin.none;
      money.addFee(row, bits, number, sign);
      addFees(row, bits, number, sign);
    }
  };

  const addSeveral = (row: number, sign: 1 | -1): void => {
    for (const fee of columns.legAt(row).fees) {
      const amount = (BigInt(sign) * fee.amount * 10n ** 18n) as E36; // scale 18 to 36
      plus(fee.inPnl ? several.rated : several.unrated, fee.currency, amount);
    }
  };

  const coinSums = (which: 'rated' | 'unrated'): Map<string, E36> => {
    const sums = new Map(several[which]);
    for (const [number, fees] of byCoin.entries()) plus(sums, columns.coinAt(number), fees[which].value());
    return sums;
  };

  return {
    addRows: (rows, from, to, sign) => {
      money.begin();
      units.begin();
      beginCoins();
      for (let at = from; at < to; at += chunkRows) addChunk(rows, at, Math.min(chunkRows, to - at), sign);
    },
    flow: money.flow,
    moved: () => (units.value() / 10n ** 18n) as E18, // moves have 18 decimals at most
    feesByCurrency: () => {
      const sums = coinSums('rated');
      for (const [currency, amount] of coinSums('unrated')) plus(sums, currency, amount);
      plus(sums, columns.key.quote, money.quoteFees.value());
      return sums;
    },
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
