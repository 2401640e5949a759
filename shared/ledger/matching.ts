/**
 * Lots and closings: each fill closes open lots of the other direction, in the method's order, then opens one with its rest.
 * Under `average` there is one lot at most: a fill of its own direction joins it, so that what is left always costs the average.
 *
 * On spot the position never goes below zero: what a sell gives beyond all lots is a closing without a lot, at cost basis 0,
 * and its quantity is counted as unmatched. On margin and perp that rest opens a lot of the other direction.
 */
import { add18, add36, type E18, type E36, min18, sub36, zero18, zero36 } from '../money/decimal';
import { type Leg, valueAtPrice } from './leg';
import { costOrder } from './lot-heap';
import { fifoOrder, type LotMethod, type LotOrder, lifoOrder } from './lot-order';
import { nothing, type Part, putBack, takeOff, takePart } from './part';

export type Direction = 'long' | 'short';

/**
 * What one fill opened: `opening` as it was then, `rest` what is not closed yet (under `average` with what has joined it).
 * `openIndex` is that fill's place in the book's order.
 */
export interface Lot {
  readonly openIndex: number;
  readonly direction: Direction;
  readonly opening: Readonly<Part>;
  readonly rest: Part;
}

/** A whole fill that joined the open lot, under `average`. */
interface Join {
  readonly index: number;
  readonly lot: number;
  readonly part: Readonly<Part>;
}

/**
 * One closing: `quantity` as its lot opened it (entry) and as the fill closed it (exit), values without and cash with fees.
 *
 * `lot` is null, and entry 0, for what was sold on spot without having been bought.
 */
export interface Match {
  readonly closeIndex: number;
  readonly lot: number | null;
  readonly direction: Direction;
  readonly quantity: E18;
  readonly entryValue: E36;
  readonly entryCash: E36;
  readonly exitValue: E36;
  readonly exitCash: E36;
}

/** Σ over closings, in quote; net = gross − fees. `unmatched`: units sold on spot that the history never bought. */
export interface Realized {
  readonly gross: E36;
  readonly fees: E36;
  readonly unmatched: E18;
}

const nothingRealized: Realized = { gross: zero36, fees: zero36, unmatched: zero18 };

/** Where a matching can be taken back to. */
export interface MatchingMark {
  readonly lots: number;
  readonly joins: number;
  readonly matches: number;
  readonly realized: Realized;
}

export interface Matching {
  readonly method: LotMethod;
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

/** Gross of a closing: what its units brought in less what they cost, without fees. */
export const grossOf = ({ direction, entryValue, exitValue }: Match): E36 =>
  direction === 'long' ? sub36(exitValue, entryValue) : sub36(entryValue, exitValue);

/** Gain of a closing: the same with fees, so cash received less cash paid. */
export const gainOf = ({ direction, entryCash, exitCash }: Match): E36 =>
  direction === 'long' ? sub36(exitCash, entryCash) : sub36(entryCash, exitCash);

/** `sum` with one more closing in it. */
export function plusMatch(sum: Realized, match: Match): Realized {
  const gross = grossOf(match);
  return {
    gross: add36(sum.gross, gross),
    fees: add36(sum.fees, sub36(gross, gainOf(match))),
    unmatched: match.lot === null ? add18(sum.unmatched, match.quantity) : sum.unmatched,
  };
}

/**
 * The order of a method. `hifo` and `lofo` go by the unit cost with fees as it was when the lot opened (of a short lot: what a
 * unit brought in), compared as fractions and so exactly; equal: the older lot first.
 */
function orderOf(method: LotMethod, lots: readonly Lot[]): LotOrder {
  if (method === 'fifo' || method === 'average') return fifoOrder();
  if (method === 'lifo') return lifoOrder();
  const sign = method === 'hifo' ? 1n : -1n;
  return costOrder((a, b) => {
    const [left, right] = [lots[a]?.opening ?? nothing, lots[b]?.opening ?? nothing];
    const apart = sign * (left.cash * right.quantity - right.cash * left.quantity);
    return apart === 0n ? a < b : apart > 0n;
  });
}

/** An empty matching; `throughZero` is whether a position may become short (margin and perp). */
export function createMatching(method: LotMethod, throughZero: boolean): Matching {
  const lots: Lot[] = [];
  const joins: Join[] = [];
  const matches: Match[] = [];
  const order = orderOf(method, lots);
  let realized = nothingRealized;

  const record = (
    closeIndex: number,
    lot: number | null,
    direction: Direction,
    entry: Readonly<Part>,
    exit: Part,
  ): void => {
    const { quantity, value: exitValue, cash: exitCash } = exit;
    const { value: entryValue, cash: entryCash } = entry;
    const match: Match = { closeIndex, lot, direction, quantity, entryValue, entryCash, exitValue, exitCash };
    matches.push(match);
    realized = plusMatch(realized, match);
  };

  const closeFrom = (number: number, lot: Lot, rest: Part, closeIndex: number): void => {
    const quantity = min18(rest.quantity, lot.rest.quantity);
    const entry = takePart(lot.rest, quantity);
    if (lot.rest.quantity === 0n) order.usedUp(number);
    record(closeIndex, number, lot.direction, entry, takePart(rest, quantity));
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
      record(index, null, 'long', nothing, rest);
    } else {
      openOrJoin(index, direction, rest);
    }
  };

  const openOrJoin = (index: number, direction: Direction, part: Readonly<Part>): void => {
    const number = method === 'average' ? order.next() : null;
    const lot = number === null ? undefined : lots[number];
    if (number === null || lot === undefined) {
      order.opened(lots.push({ openIndex: index, direction, opening: part, rest: { ...part } }) - 1);
    } else {
      joins.push({ index, lot: number, part });
      putBack(lot.rest, part);
    }
  };

  const takeBackMatch = (match: Match): void => {
    matches.pop();
    const lot = match.lot === null ? undefined : lots[match.lot];
    if (match.lot === null || lot === undefined) return;
    if (lot.rest.quantity === 0n) order.reopened(match.lot);
    putBack(lot.rest, { quantity: match.quantity, value: match.entryValue, cash: match.entryCash });
  };

  const takeBackLot = (): void => {
    lots.pop();
    order.withdrawn(lots.length);
  };

  const takeBackJoin = ({ lot, part }: Join): void => {
    joins.pop();
    const rest = lots[lot]?.rest;
    if (rest) takeOff(rest, part);
  };

  /** Undoes in exact reverse: a fill that crosses zero closes before it opens; one that joins does nothing else. */
  const rollback = (mark: MatchingMark): void => {
    for (;;) {
      const lot = lots.length > mark.lots ? (lots.at(-1)?.openIndex ?? -1) : -1;
      const join = joins.length > mark.joins ? joins.at(-1) : undefined;
      const match = matches.length > mark.matches ? matches.at(-1) : undefined;
      const latest = Math.max(lot, join?.index ?? -1, match?.closeIndex ?? -1);
      if (latest < 0) break;
      if (latest === lot) takeBackLot();
      else if (join && latest === join.index) takeBackJoin(join);
      else if (match) takeBackMatch(match);
    }
    realized = mark.realized;
  };

  return {
    method,
    lots,
    matches,
    order,
    realized: () => realized,
    apply,
    mark: () => ({ lots: lots.length, joins: joins.length, matches: matches.length, realized }),
    rollback,
  };
}
