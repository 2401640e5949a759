/**
 * What the buys and the sells of any run of fills moved and were worth, without walking the run: sums from the first fill on are
 * noted every 1,024 fills.
 */
import { add18, add36, neg18, neg36, sub18, sub36 } from '../money/decimal';
import { type CoinSums, minusCoins, plusCoins } from './coin-sums';
import { type FillColumns, flag } from './fill-columns';
import type { FillSequence } from './fill-sequence';
import { createFlowSums, type FlowSums, unconvertedFeesOf } from './flow-sums';
import { nothing, type Part, putBack } from './part';

/** Whole fills by side. `unconverted`: their fees in coins without a rate, in their own coin. */
export interface SideFlow {
  readonly buys: Readonly<Part>;
  readonly sells: Readonly<Part>;
  readonly unconverted: CoinSums;
}

export interface SideFlows {
  /** Notes sums up to the fill before `place`. */
  settle(place: number): void;
  /** Fills from this place on will change. */
  undo(place: number): void;
  /** Of the fills from one place (inclusive) to another (exclusive), all of which are settled. */
  between(from: number, to: number): SideFlow;
}

const noteEvery = 1024;

/** So few fills are added up one by one. */
const few = 8;

const none: SideFlow = { buys: nothing, sells: nothing, unconverted: new Map() };

const partsPlus = (a: Readonly<Part>, b: Readonly<Part>): Part => ({
  quantity: add18(a.quantity, b.quantity),
  value: add36(a.value, b.value),
  cash: add36(a.cash, b.cash),
});

const partsMinus = (a: Readonly<Part>, b: Readonly<Part>): Part => ({
  quantity: sub18(a.quantity, b.quantity),
  value: sub36(a.value, b.value),
  cash: sub36(a.cash, b.cash),
});

const coinsPlus = (a: CoinSums, b: CoinSums): CoinSums =>
  plusCoins(
    a,
    [...b].map(([currency, amount]) => ({ currency, amount })),
  );

const plus = (a: SideFlow, b: SideFlow): SideFlow => ({
  buys: partsPlus(a.buys, b.buys),
  sells: partsPlus(a.sells, b.sells),
  unconverted: coinsPlus(a.unconverted, b.unconverted),
});

const minus = (a: SideFlow, b: SideFlow): SideFlow => ({
  buys: partsMinus(a.buys, b.buys),
  sells: partsMinus(a.sells, b.sells),
  unconverted: minusCoins(a.unconverted, b.unconverted),
});

function createSides(columns: FillColumns) {
  const buys = createFlowSums(columns, 'buy');
  const sells = createFlowSums(columns, 'sell');
  const bought = (sums: FlowSums): Part => {
    const { value, fees } = sums.flow(); // what came in: purchases are negative
    return { quantity: sums.moved(), value: neg36(value), cash: sub36(fees, value) };
  };
  const sold = (sums: FlowSums): Part => {
    const { value, fees } = sums.flow();
    return { quantity: neg18(sums.moved()), value, cash: sub36(value, fees) };
  };
  return {
    addRows: (rows: ArrayLike<number>, from: number, to: number, sign: 1 | -1): void => {
      buys.addRows(rows, from, to, sign);
      sells.addRows(rows, from, to, sign);
    },
    flow: (): SideFlow => ({
      buys: bought(buys),
      sells: sold(sells),
      unconverted: coinsPlus(buys.unconvertedFees(), sells.unconvertedFees()),
    }),
  };
}

/** No fills yet; they are those of `sequence`. */
export function createSideFlows(columns: FillColumns, sequence: Pick<FillSequence, 'rows'>): SideFlows {
  const running = createSides(columns);
  /** `notes[n]`: the first n × 1,024 fills. */
  const notes: SideFlow[] = [none];

  const settle = (place: number): void => {
    for (let to = notes.length * noteEvery; to <= place; to += noteEvery) {
      running.addRows(sequence.rows, to - noteEvery, to, 1);
      notes.push(running.flow());
    }
  };

  const undo = (place: number): void => {
    const kept = Math.floor(place / noteEvery) + 1;
    if (kept >= notes.length) return;
    running.addRows(sequence.rows, (kept - 1) * noteEvery, (notes.length - 1) * noteEvery, -1);
    notes.length = kept;
  };

  const oneByOne = (from: number, to: number): SideFlow => {
    const [buys, sells] = [{ ...nothing }, { ...nothing }];
    const rows = sequence.rows.subarray(from, to);
    for (const row of rows) putBack(((columns.flags[row] ?? 0) & flag.sell) === 0 ? buys : sells, columns.moneyAt(row));
    return { buys, sells, unconverted: unconvertedFeesOf(columns, rows) };
  };

  const walked = (from: number, to: number): SideFlow => {
    if (to <= from) return none;
    if (to - from <= few) return oneByOne(from, to);
    const sides = createSides(columns);
    sides.addRows(sequence.rows, from, to, 1);
    return sides.flow();
  };

  return {
    settle,
    undo,
    between: (from, to) => {
      const first = Math.ceil(from / noteEvery);
      const last = Math.min(Math.floor(to / noteEvery), notes.length - 1);
      const [low, high] = [notes[first], notes[last]];
      if (!low || !high || last <= first) return walked(from, to);
      const whole = minus(high, low);
      return plus(plus(walked(from, first * noteEvery), whole), walked(last * noteEvery, to));
    },
  };
}
