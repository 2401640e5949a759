/**
 * Lots and closings: each fill closes open lots of the other direction, in the method's order, then opens one with its rest.
 *
 * On spot the position never goes below zero: what a sell gives beyond all lots is a closing without a lot, at cost basis 0,
 * and its quantity is counted as unmatched. On margin and perp that rest opens a lot of the other direction.
 */
import { add18, add36, type E18, type E36, min18, sub36, zero18, zero36 } from '../money/decimal';
import { type Leg, valueAtPrice } from './leg';
import type { LotOrder } from './lot-order';
import { type Part, putBack, takePart } from './part';

export type Direction = 'long' | 'short';

/** What one fill opened: `rest` is what is not closed yet. `openIndex` is that fill's place in the book's order. */
export interface Lot {
  readonly openIndex: number;
  readonly direction: Direction;
  readonly rest: Part;
}

/** One closing: the same quantity seen from its lot (`opened`, null when oversold) and from the fill that closed it. */
export interface Match {
  readonly closeIndex: number;
  readonly lot: number | null;
  readonly direction: Direction;
  readonly opened: Readonly<Part> | null;
  readonly closed: Readonly<Part>;
}

/** Σ over closings, in quote; net = gross − fees. `unmatched`: units sold on spot that the history never bought. */
export interface Realized {
  readonly gross: E36;
  readonly fees: E36;
  readonly unmatched: E18;
}

export const nothingRealized: Realized = { gross: zero36, fees: zero36, unmatched: zero18 };

/** Where a matching can be taken back to. */
export interface MatchingMark {
  readonly lots: number;
  readonly matches: number;
  readonly realized: Realized;
}

export interface Matching {
  /** Every lot ever opened, by its number. */
  readonly lots: readonly Lot[];
  readonly matches: readonly Match[];
  readonly order: LotOrder;
  realized(): Realized;
  /** Takes the next fill in order; `index` is its place. */
  apply(leg: Leg, index: number): void;
  mark(): MatchingMark;
  /** Takes back everything since `mark`, at the cost of what is taken back. */
  rollback(mark: MatchingMark): void;
}

/** Gross of a closing: what was received for its units less what was paid for them, without fees. */
export const grossOf = ({ direction, opened, closed }: Match): E36 => {
  const entry = opened ? opened.value : zero36;
  return direction === 'long' ? sub36(closed.value, entry) : sub36(entry, closed.value);
};

/** Gain of a closing: the same with fees, so cash received less cash paid. */
export const gainOf = ({ direction, opened, closed }: Match): E36 => {
  const entry = opened ? opened.cash : zero36;
  return direction === 'long' ? sub36(closed.cash, entry) : sub36(entry, closed.cash);
};

/** `sum` with one more closing in it. */
export function plusMatch(sum: Realized, match: Match): Realized {
  const gross = grossOf(match);
  return {
    gross: add36(sum.gross, gross),
    fees: add36(sum.fees, sub36(gross, gainOf(match))),
    unmatched: match.lot === null ? add18(sum.unmatched, match.closed.quantity) : sum.unmatched,
  };
}

/** An empty matching; `throughZero` is whether a position may become short (margin and perp). */
export function createMatching(order: LotOrder, throughZero: boolean): Matching {
  const lots: Lot[] = [];
  const matches: Match[] = [];
  let realized = nothingRealized;

  const record = (match: Match): void => {
    matches.push(match);
    realized = plusMatch(realized, match);
  };

  const closeFrom = (number: number, lot: Lot, rest: Part, closeIndex: number): void => {
    const quantity = min18(rest.quantity, lot.rest.quantity);
    const opened = takePart(lot.rest, quantity);
    if (lot.rest.quantity === 0n) order.usedUp(number);
    record({ closeIndex, lot: number, direction: lot.direction, opened, closed: takePart(rest, quantity) });
  };

  const apply = (leg: Leg, index: number): void => {
    const rest: Part = { quantity: leg.moved, value: valueAtPrice(leg), cash: leg.cash };
    const direction: Direction = leg.fill.side === 'buy' ? 'long' : 'short';
    while (rest.quantity > 0n) {
      const number = order.next();
      const lot = number === null ? undefined : lots[number];
      if (number === null || lot === undefined || lot.direction === direction) break;
      closeFrom(number, lot, rest, index);
    }
    if (rest.quantity === 0n) return;
    if (direction === 'short' && !throughZero) {
      record({ closeIndex: index, lot: null, direction: 'long', opened: null, closed: rest });
    } else {
      order.opened(lots.push({ openIndex: index, direction, rest }) - 1);
    }
  };

  const takeBackMatch = (match: Match): void => {
    matches.pop();
    const lot = match.lot === null ? undefined : lots[match.lot];
    if (match.lot === null || match.opened === null || lot === undefined) return;
    if (lot.rest.quantity === 0n) order.reopened(match.lot);
    putBack(lot.rest, match.opened);
  };

  const takeBackLot = (): void => {
    lots.pop();
    order.withdrawn(lots.length);
  };

  /** Undoes in exact reverse: a fill that crosses zero closes before it opens. */
  const rollback = (mark: MatchingMark): void => {
    while (lots.length > mark.lots || matches.length > mark.matches) {
      const lot = lots.length > mark.lots ? lots.at(-1) : undefined;
      const match = matches.length > mark.matches ? matches.at(-1) : undefined;
      if (match && (!lot || match.closeIndex > lot.openIndex)) takeBackMatch(match);
      else takeBackLot();
    }
    realized = mark.realized;
  };

  return {
    lots,
    matches,
    order,
    realized: () => realized,
    apply,
    mark: () => ({ lots: lots.length, matches: matches.length, realized }),
    rollback,
  };
}
