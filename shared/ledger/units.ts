/**
 * Quantities while lots are matched: what is left of the fill at hand, of each lot, and what each closing took.
 *
 * In doubles at the column's scale as long as every quantity of the book fits, which is the rule; else in bigints. The matching
 * does not know which.
 */
import type { E18 } from '../money/decimal';
import { type DecimalColumn, e18OfMantissa } from '../money/decimal-column';
import { withRoom } from '../money/room';
import { type ReadsAhead, readAhead } from './read-ahead';

export interface Units {
  /** The fill at hand is that of `row`, whole. */
  begin(row: number): void;
  /** Whether anything is left of it. */
  isLeft(): boolean;
  /** Closes as much of a lot as there is of both; true where the lot is used up. */
  close(lot: number, closing: number): boolean;
  /** All that is left of the fill becomes a closing without a lot. */
  closeUnmatched(closing: number): void;
  /** All that is left of the fill becomes a lot. */
  open(lot: number): void;
  /** Takes `close` back; true where the lot had been used up. */
  reopen(lot: number, closing: number): boolean;
  /** Lots from one place of an array to another will be closed next. */
  readAhead: ReadsAhead;
  /** What a closing took. */
  closed(closing: number): E18;
  /** What is left of a lot. */
  rest(lot: number): E18;
  /** Makes room for so many lots and closings at once; more may still come. */
  makeRoom(lots: number, closings: number): void;
  /** These units where they still fit the column; else others that do, with the same quantities of so many lots and closings. */
  fitting(lots: number, closings: number): Units;
}

/** No lots. `moved`: what each row's fill moved. */
export const createUnits = (moved: DecimalColumn): Units => (moved.wideCount === 0 ? numbers(moved) : bigints(moved));

interface Held<Values> {
  readonly rests: Values;
  readonly taken: Values;
}

function numbers(moved: DecimalColumn, held?: Held<Float64Array>): Units {
  const { scale } = moved;
  let rests = held?.rests ?? new Float64Array(16);
  let taken = held?.taken ?? new Float64Array(16);
  const left = new Float64Array(1); // a number in a closure's variable would be an object on the heap

  const units: Units = {
    makeRoom: (lots, closings) => {
      rests = withRoom(rests, lots);
      taken = withRoom(taken, closings);
    },
    begin: (row) => {
      left[0] = moved.mantissas[row] ?? 0;
    },
    isLeft: () => (left[0] ?? 0) > 0,
    close: (lot, closing) => {
      if (closing >= taken.length) taken = withRoom(taken, closing + 1);
      const have = rests[lot] ?? 0;
      const want = left[0] ?? 0;
      const quantity = Math.min(want, have);
      taken[closing] = quantity;
      rests[lot] = have - quantity;
      left[0] = want - quantity;
      return quantity === have;
    },
    closeUnmatched: (closing) => {
      taken = withRoom(taken, closing + 1);
      taken[closing] = left[0] ?? 0;
      left[0] = 0;
    },
    open: (lot) => {
      if (lot >= rests.length) rests = withRoom(rests, lot + 1);
      rests[lot] = left[0] ?? 0;
      left[0] = 0;
    },
    reopen: (lot, closing) => {
      const rest = rests[lot] ?? 0;
      rests[lot] = rest + (taken[closing] ?? 0);
      return rest === 0;
    },
    readAhead: (lots, from, to) => readAhead(rests, lots, from, to),
    closed: (closing) => e18OfMantissa(taken[closing] ?? 0, scale),
    rest: (lot) => e18OfMantissa(rests[lot] ?? 0, scale),
    fitting: (lots, closings) => {
      if (moved.wideCount > 0)
        return bigints(moved, {
          rests: Array.from({ length: lots }, (_, lot) => units.rest(lot)),
          taken: Array.from({ length: closings }, (_, closing) => units.closed(closing)),
        });
      if (moved.scale === scale) return units;
      const factor = 10 ** (moved.scale - scale);
      return numbers(moved, { rests: rests.map((rest) => rest * factor), taken: taken.map((each) => each * factor) });
    },
  };
  return units;
}

function bigints(moved: DecimalColumn, held?: Held<bigint[]>): Units {
  const rests = held?.rests ?? [];
  const taken = held?.taken ?? [];
  let left = 0n;

  const units: Units = {
    makeRoom: () => undefined, // lists grow by themselves
    begin: (row) => {
      left = moved.at(row);
    },
    isLeft: () => left > 0n,
    close: (lot, closing) => {
      const have = rests[lot] ?? 0n;
      const quantity = left < have ? left : have;
      taken[closing] = quantity;
      rests[lot] = have - quantity;
      left -= quantity;
      return quantity === have;
    },
    closeUnmatched: (closing) => {
      taken[closing] = left;
      left = 0n;
    },
    open: (lot) => {
      rests[lot] = left;
      left = 0n;
    },
    reopen: (lot, closing) => {
      const rest = rests[lot] ?? 0n;
      rests[lot] = rest + (taken[closing] ?? 0n);
      return rest === 0n;
    },
    readAhead: () => undefined, // bigints lie elsewhere
    closed: (closing) => (taken[closing] ?? 0n) as E18, // begun with an E18, and only subtracted from
    rest: (lot) => (rests[lot] ?? 0n) as E18, // as above
    fitting: () => units,
  };
  return units;
}
