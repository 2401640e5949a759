/**
 * Round trips: what one is, and its figures.
 *
 * A trip opens when the position leaves zero and closes when it is exactly zero again, or crosses it. Averages are weighted
 * by units actually moved and carry no fees; all fees of a trip's fills are its fees.
 */
import { divHalfEven, type E18, type E36, sub36, toE36 } from '../money/decimal';
import type { CoinAmount } from './coin-sums';
import type { Direction } from './matching';
import type { Part } from './part';

/**
 * What both kinds of trips tell.
 *
 * - `firstFill`, `lastFill`: places in the book's order; a trip's fills are all from the one to the other. A fill that
 *   crosses zero is the last of one trip and the first of the next.
 * - `maxQuantity`: the largest position held, > 0 for shorts too.
 * - `carriedIn`: dust that an earlier trip left and that entered this one, `value` without and `cash` with fees; null without.
 * - `unconvertedFees`: fees in coins without a rate; outside `fees`; sorted by coin, no zeros.
 */
interface TripBase {
  readonly direction: Direction;
  readonly openId: string;
  readonly openedAtUs: number;
  readonly firstFill: number;
  readonly lastFill: number;
  readonly maxQuantity: E18;
  readonly carriedIn: Readonly<Part> | null;
  readonly unconvertedFees: readonly CoinAmount[];
}

/**
 * A closed trip. `n` counts from 1 in its book.
 *
 * - `quantity`: units entered and closed. `averageEntry`, `averageExit`: quote per unit, rounded half to even to 36 decimals.
 * - `gross` = `quantity` × (exit − entry), negated for a short, computed from the unrounded sums; `net` = `gross` − `fees`.
 * - `entryCost`: what its quantity cost, entry fees included (a short: what it brought in after fees).
 * - `holdMs`: last fill less first, with microseconds as a fraction.
 * - `carriedOut`: units that were left within the dust value, at the trip's own average; they are not in its figures.
 */
export interface RoundTrip extends TripBase {
  readonly n: number;
  readonly closeId: string;
  readonly closedAtUs: number;
  readonly holdMs: number;
  readonly quantity: E18;
  readonly averageEntry: E36;
  readonly averageExit: E36;
  readonly entryCost: E36;
  readonly gross: E36;
  readonly fees: E36;
  readonly net: E36;
  readonly carriedOut: Readonly<Part> | null;
}

/** The trip that is still open; it is in no total. `quantity` = `entered` − `exited`; `averageExit` null while nothing was exited. */
export interface OpenTrip extends TripBase {
  readonly quantity: E18;
  readonly entered: E18;
  readonly exited: E18;
  readonly averageEntry: E36;
  readonly averageExit: E36 | null;
  readonly feesSoFar: E36;
}

/** value ÷ quantity, quote per unit, rounded half to even to 36 decimals. 10 ÷ 4 = 2.5. The quantity must not be 0. */
export const averagePrice = ({ quantity, value }: Readonly<Part>): E36 =>
  divHalfEven(value * 10n ** 18n, quantity) as E36; // scale 36 + 18 − 18

/** Cash received less cash paid: for a long, exits less entries. */
const difference = (direction: Direction, entry: E36, exit: E36): E36 =>
  direction === 'long' ? sub36(exit, entry) : sub36(entry, exit);

/** The three figures of what was entered and exited in equal quantity. */
export function tripFigures(
  direction: Direction,
  entry: Readonly<Part>,
  exit: Readonly<Part>,
): { readonly gross: E36; readonly fees: E36; readonly net: E36 } {
  const gross = difference(direction, entry.value, exit.value);
  const net = difference(direction, entry.cash, exit.cash);
  return { gross, fees: sub36(gross, net), net };
}

/** A share of an amount by quantity, in units of a coin: amount × part ÷ whole, half to even at 36 decimals. */
export const shareOfCoin = (amount: E18, part: E18, whole: E18): E36 =>
  part === whole ? toE36(amount) : (divHalfEven(amount * 10n ** 18n * part, whole) as E36); // scale 18 + 18

/**
 * net ÷ entry cost, a fraction of 1 rounded half to even once, to `places` decimals (at most 36); null where the cost is
 * not above 0. Net 11.96 on 40.04 at 6 places: 0.298701. `roiRate` makes ROI of it.
 */
export function netRate(net: E36, entryCost: E36, places: number): E36 | null {
  if (entryCost <= 0n) return null;
  const rounded = divHalfEven(net * 10n ** BigInt(places), entryCost);
  return (rounded * 10n ** BigInt(36 - places)) as E36; // back to scale 36
}

/**
 * ROI: PnL % × leverage, a fraction of 1 rounded half to even to 36 decimals; null where the one or the other is not known.
 *
 * `rate` is what `netRate` gives, `leverage` the position's, above 0: what was traded ÷ what was put up for it. 0.298701 at a
 * leverage of 5: 1.493505.
 */
export const roiRate = (rate: E36 | null, leverage: E18 | null): E36 | null =>
  rate === null || leverage === null ? null : (divHalfEven(rate * leverage, 10n ** 18n) as E36); // scale 36 + 18 − 18
