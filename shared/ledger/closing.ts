/** Closings and open lots as they are shown: each opens to the fills it is made of. */
import { type E18, type E36, sub36 } from '../money/decimal';
import type { Settled } from './book-state';
import type { Fill } from './fill';
import { type Direction, gainOf, grossOf, type Lot } from './matching';

/**
 * One lot, or part of one, closed by one fill; all values in quote.
 *
 * - `closeFill`, `openFill`: the fills that closed and opened it; `openFill` is null under `average`, where a lot is made of
 *   many fills, and for what was sold on spot without having been bought.
 * - `openedAtUs`: when its lot opened (`average`: when the position left zero), in microseconds; null where nothing was bought.
 * - `unmatched`: sold on spot without having been bought: then `costBasis` is 0 and the history is incomplete.
 * - `quantity`: units closed, > 0. `direction`: of the lot.
 * - `proceeds`: cash received for them, after fees; `costBasis`: cash paid, fees included. A short receives first.
 * - `gross` = quantity × (exit price − entry price), negated for a short; `gain` = proceeds − costBasis; `fees` = gross − gain.
 *
 * Buy 1 at 100, fee 0.1; sell 0.4 at 130: proceeds 52, costBasis 0.4 × 100.1 = 40.04, gross 12, fees 0.04, gain 11.96.
 */
export interface Closing {
  readonly closeFill: Fill;
  readonly openFill: Fill | null;
  readonly openedAtUs: number | null;
  readonly unmatched: boolean;
  readonly direction: Direction;
  readonly quantity: E18;
  readonly proceeds: E36;
  readonly costBasis: E36;
  readonly gross: E36;
  readonly fees: E36;
  readonly gain: E36;
}

/**
 * What a fill opened and is not closed yet.
 *
 * `cost`: what `quantity` cost, entry fees included; for a short what it brought in after fees, so > 0 for both directions
 * but for extreme fees. `fees`: entry fees in it, base fees at the fill's price. `price`: the fill's, without fees.
 */
export interface OpenLot {
  readonly openFill: Fill;
  readonly direction: Direction;
  readonly quantity: E18;
  readonly price: E18;
  readonly cost: E36;
  readonly fees: E36;
}

/** The closing of a number, with its money. */
export function closingAt({ matching, columns, sequence, method }: Settled, number: number): Closing {
  const match = matching.matchAt(number);
  const fillAt = (place: number): Fill => columns.fillAt(sequence.rows[place] ?? 0);
  const long = match.direction === 'long';
  const openFill = match.openPlace === null ? null : fillAt(match.openPlace);
  const gross = grossOf(match);
  const gain = gainOf(match);
  return {
    closeFill: fillAt(match.closePlace),
    openFill: method === 'average' ? null : openFill,
    openedAtUs: openFill?.executedAtUs ?? null,
    unmatched: match.openPlace === null,
    direction: match.direction,
    quantity: match.quantity,
    proceeds: long ? match.exitCash : match.entryCash,
    costBasis: long ? match.entryCash : match.exitCash,
    gross,
    fees: sub36(gross, gain),
    gain,
  };
}

/** A lot as it stands. */
export function openLotOf({ columns, sequence }: Settled, { openPlace, direction, rest }: Lot): OpenLot {
  const row = sequence.rows[openPlace] ?? 0;
  const { quantity, value, cash } = rest;
  return {
    openFill: columns.fillAt(row),
    direction,
    quantity,
    price: columns.prices.at(row),
    cost: cash,
    fees: direction === 'long' ? sub36(cash, value) : sub36(value, cash),
  };
}
