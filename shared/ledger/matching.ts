/**
 * Lots and closings: what one fill opened, another closes. The interface of every method, and what its figures are made of.
 *
 * On spot the position never goes below zero: what a sell gives beyond all lots is a closing without a lot, at cost basis 0,
 * and its quantity is counted as unmatched. On margin and perp that rest opens a lot of the other direction.
 */
import { type E18, type E36, sub36 } from '../money/decimal';
import type { Part } from './part';

export type Direction = 'long' | 'short';

/**
 * One closing: `quantity` as its lot opened it (entry) and as the fill closed it (exit), values without and cash with fees.
 *
 * `openPlace`: the place of the fill that opened its lot (under `average`: that left zero); null, with entry 0, for what was
 * sold on spot without having been bought.
 */
export interface Match {
  readonly closePlace: number;
  readonly openPlace: number | null;
  readonly direction: Direction;
  readonly quantity: E18;
  readonly entryValue: E36;
  readonly entryCash: E36;
  readonly exitValue: E36;
  readonly exitCash: E36;
}

/** An open lot: the place of the fill that opened it, and what is left of it. */
export interface Lot {
  readonly openPlace: number;
  readonly direction: Direction;
  readonly rest: Readonly<Part>;
}

/**
 * A lot over all its closings. `opened`: units that it opened with; `left`: those still open; `closings`: how many there are of it,
 * `newest` the last of them by number, the newest first. `openAt`: its place in `open`, null once it is used up.
 */
export interface LotLife {
  readonly opened: E18;
  readonly left: E18;
  readonly closings: number;
  readonly newest: readonly number[];
  readonly openAt: number | null;
}

/**
 * Closings and open lots of the fills at the first places of a book, as columns; money is made when it is asked for.
 *
 * Closings stand in the order of their closing fills. `open` lists lots in the order of their opening.
 */
export interface Matching {
  /** Takes the fills at these places, which follow those that were taken. */
  apply(from: number, to: number): void;
  /** Takes back the fills from this place on, at the cost of what is taken back. */
  undo(to: number): void;
  closingCount(): number;
  closePlaceOf(closing: number): number;
  isUnmatched(closing: number): boolean;
  /** Units sold on spot that the history never bought. */
  unmatched(): E18;
  matchAt(closing: number): Match;
  /** The lot that a closing closed, with at most `limit` of its closings; null where it closed none, and under `average`. */
  lotOf(closing: number, limit: number): LotLife | null;
  /** The same of the open lot at a place in `open`; null where there is none, and under `average`. */
  lotOpenAt(place: number, limit: number): LotLife | null;
  openCount(): number;
  open(from: number, count: number): readonly Lot[];
  /** The lot that the fill at a place opened, used up or not; null where it opened none. */
  openedAt(place: number): Lot | null;
  /** What open lots cost without and with fees, those of shorts negative: exactly Σ over `open`, without walking all of them. */
  openMoney(): { readonly value: E36; readonly cash: E36 };
}

/** Gross of a closing: what its units brought in less what they cost, without fees. */
export const grossOf = ({ direction, entryValue, exitValue }: Match): E36 =>
  direction === 'long' ? sub36(exitValue, entryValue) : sub36(entryValue, exitValue);

/** Gain of a closing: the same with fees, so cash received less cash paid. */
export const gainOf = ({ direction, entryCash, exitCash }: Match): E36 =>
  direction === 'long' ? sub36(exitCash, entryCash) : sub36(entryCash, exitCash);

/** The number of closings before the first whose closing fill stands at `place` or behind it. */
export function closingsBefore(
  { closingCount, closePlaceOf }: Pick<Matching, 'closingCount' | 'closePlaceOf'>,
  place: number,
): number {
  let low = 0;
  let high = closingCount();
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (closePlaceOf(middle) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
