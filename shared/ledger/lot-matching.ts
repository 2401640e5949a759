/**
 * Matching by lots: each fill closes open lots of the other direction, in the method's order, then opens one with its rest.
 *
 * The pass over the fills decides quantities alone. A closing's money depends on the closings of its lot before it, and on those of its
 * fill; it is worked out when somebody asks (lot-money.ts). Totals do not need it: what has flowed less what is still open.
 */
import { add36, type E18, type E36, sub36, zero18, zero36 } from '../money/decimal';
import { withRoom } from '../money/room';
import { type FillColumns, flag } from './fill-columns';
import type { FillSequence } from './fill-sequence';
import { flowOf } from './flow-sums';
import { createLotMoney } from './lot-money';
import { fifoOrder, type LotMethod, type LotOrder, lifoOrder } from './lot-order';
import { costOrder } from './lots-by-cost';
import type { Direction, Lot, LotLife, Match, Matching } from './matching';
import { nothing } from './part';
import { type ReadsAhead, readAhead } from './read-ahead';
import type { UnitCost } from './unit-cost';
import { createUnits } from './units';

type LotsMethod = Exclude<LotMethod, 'average'>;

/** A closing without a lot. */
const noLot = -1;

/**
 * - `lotPlaces`: the place of the fill that opened a lot. `lastClosings`: its newest closing, -1 without.
 *   `openedWhole`: 1 where its fill closed nothing, so that the lot is the whole of it.
 * - `closingLots`, `closingPlaces`: the lot that a closing closed, and the place of the fill that did. `earlier`: the closing of the same lot
 *   before it, -1 without.
 */
function emptyLots() {
  return {
    lotCount: 0,
    lotPlaces: new Int32Array(16),
    lastClosings: new Int32Array(16),
    openedWhole: new Uint8Array(16),
    closingCount: 0,
    closingLots: new Int32Array(16),
    closingPlaces: new Int32Array(16),
    earlier: new Int32Array(16),
  };
}

export type Lots = ReturnType<typeof emptyLots>;

/** An empty matching; `throughZero` is whether a position may become short (margin and perp). */
export function createLotMatching(
  columns: FillColumns,
  sequence: Pick<FillSequence, 'rows'>,
  method: LotsMethod,
  throughZero: boolean,
): Matching {
  const lots = emptyLots();
  let units = createUnits(columns.moved);
  let unmatched = zero18;
  /** Whether sells opened what is open: all open lots are of one direction. */
  let openSells = false;
  const money = createLotMoney(columns, sequence, lots, () => units);
  const order = orderOf(method, money.unitCost, (numbers, from, to) => {
    readAhead(lots.lastClosings, numbers, from, to);
    units.readAhead(numbers, from, to);
  });

  const rowAt = (place: number): number => sequence.rows[place] ?? 0;
  const sells = (place: number): boolean => ((columns.flags[rowAt(place)] ?? 0) & flag.sell) !== 0;

  const recordClosing = (lot: number, place: number): void => {
    const closing = lots.closingCount;
    if (closing >= lots.closingLots.length) roomForClosings(lots, closing + 1);
    lots.closingLots[closing] = lot;
    lots.closingPlaces[closing] = place;
    lots.closingCount = closing + 1;
    if (lot === noLot) return;
    lots.earlier[closing] = lots.lastClosings[lot] ?? noLot;
    lots.lastClosings[lot] = closing;
  };

  const open = (place: number, row: number, isSell: boolean, isWhole: boolean): void => {
    const lot = lots.lotCount;
    lots.openedWhole[lot] = isWhole ? 1 : 0;
    openSells = isSell;
    lots.lotPlaces[lot] = place;
    lots.lastClosings[lot] = noLot;
    lots.lotCount = lot + 1;
    units.open(lot);
    order.opened(lot, isWhole ? row : -1);
  };

  const take = (place: number, row: number, isSell: boolean): void => {
    const before = lots.closingCount;
    units.begin(row);
    if (openSells !== isSell) {
      for (let lot = order.next(); lot !== null; lot = order.next()) {
        const usedUp = units.close(lot, lots.closingCount);
        recordClosing(lot, place);
        if (!usedUp) return; // the fill is
        order.usedUp(lot);
        if (!units.isLeft()) return;
      }
    }
    if (isSell && !throughZero) closeUnmatched(place);
    else open(place, row, isSell, before === lots.closingCount);
  };

  const apply = (from: number, to: number): void => {
    units = units.fitting(lots.lotCount, lots.closingCount);
    const [lotCount, closingCount] = [lots.lotCount + to - from, lots.closingCount + to - from];
    units.makeRoom(lotCount, closingCount);
    order.begin(lotCount);
    roomForLots(lots, lotCount);
    roomForClosings(lots, closingCount);
    const { rows } = sequence;
    const { flags } = columns;
    for (let place = from; place < to; place += 1) {
      const row = rows[place] ?? 0;
      take(place, row, ((flags[row] ?? 0) & flag.sell) !== 0);
    }
  };

  const closeUnmatched = (place: number): void => {
    units.closeUnmatched(lots.closingCount);
    unmatched = (unmatched + units.closed(lots.closingCount)) as E18; // a sum of two E18 is one
    recordClosing(noLot, place);
  };

  const takeBackLot = (): void => {
    const lot = lots.lotCount - 1;
    order.withdrawn(lot);
    lots.lotCount = lot;
  };

  const takeBackClosing = (): void => {
    const closing = lots.closingCount - 1;
    const lot = lots.closingLots[closing] ?? noLot;
    lots.closingCount = closing;
    if (lot === noLot) {
      unmatched = (unmatched - units.closed(closing)) as E18; // a difference of two E18 is one
      return;
    }
    lots.lastClosings[lot] = lots.earlier[closing] ?? noLot;
    if (units.reopen(lot, closing)) order.reopened(lot);
  };

  /** In exact reverse: a fill that crosses zero closes before it opens. */
  const undo = (to: number): void => {
    for (;;) {
      const lotPlace = lots.lotCount > 0 ? (lots.lotPlaces[lots.lotCount - 1] ?? -1) : -1;
      const closingPlace = lots.closingCount > 0 ? (lots.closingPlaces[lots.closingCount - 1] ?? -1) : -1;
      if (lotPlace < to && closingPlace < to) break;
      if (lotPlace >= closingPlace) takeBackLot();
      else takeBackClosing();
    }
    const next = order.next();
    if (next !== null) openSells = sells(lots.lotPlaces[next] ?? 0);
    money.forget(lots.closingCount, lots.lotCount);
  };

  const lotAt = (lot: number): Lot => {
    const openPlace = lots.lotPlaces[lot] ?? 0;
    return { openPlace, direction: directionOf(openPlace), rest: money.restOf(lot) };
  };
  const directionOf = (place: number): Direction => (sells(place) ? 'short' : 'long');

  /** Lots that are whole fills are summed up as columns; of the others, what is left is worked out, and kept until they change. */
  const openMoney = (): { readonly value: E36; readonly cash: E36 } => {
    const open = order.all();
    const wholeRows = new Uint32Array(open.length);
    let wholeCount = 0;
    let [value, cash] = [zero36, zero36];
    for (let at = 0; at < open.length; at += 1) {
      const lot = open[at] ?? 0;
      const place = lots.lotPlaces[lot] ?? 0;
      if (money.isWhole(lot)) {
        wholeRows[wholeCount] = rowAt(place);
        wholeCount += 1;
      } else {
        const rest = money.restOf(lot);
        value = sells(place) ? sub36(value, rest.value) : add36(value, rest.value);
        cash = sells(place) ? sub36(cash, rest.cash) : add36(cash, rest.cash);
      }
    }
    const flowed = flowOf(columns, wholeRows.subarray(0, wholeCount)); // what came in is less what is held
    return { value: sub36(value, flowed.value), cash: add36(cash, sub36(flowed.fees, flowed.value)) };
  };

  const matchAt = (closing: number): Match => {
    const lot = lots.closingLots[closing] ?? noLot;
    const closePlace = lots.closingPlaces[closing] ?? 0;
    const openPlace = lot === noLot ? null : (lots.lotPlaces[lot] ?? 0);
    const exit = money.exitOf(closing);
    const entry = lot === noLot ? { ...nothing } : money.entryOf(closing);
    return {
      closePlace,
      openPlace,
      direction: openPlace === null ? 'long' : directionOf(openPlace),
      quantity: exit.quantity,
      entryValue: entry.value,
      entryCash: entry.cash,
      exitValue: exit.value,
      exitCash: exit.cash,
    };
  };

  /** A search, since open lots are in order of opening. */
  const openPlaceOf = (lot: number): number | null => {
    let low = 0;
    let high = order.openCount();
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((order.open(middle, 1)[0] ?? 0) < lot) low = middle + 1;
      else high = middle;
    }
    return order.open(low, 1)[0] === lot ? low : null;
  };

  const lifeOf = (lot: number, limit: number): LotLife => {
    const left = units.rest(lot);
    const newest: number[] = [];
    let opened: bigint = left;
    let closings = 0;
    for (let each = lots.lastClosings[lot] ?? noLot; each !== noLot; each = lots.earlier[each] ?? noLot) {
      opened += units.closed(each);
      closings += 1;
      if (closings <= limit) newest.push(each);
    }
    return { opened: opened as E18, left, closings, newest, openAt: openPlaceOf(lot) }; // a sum of E18s is one
  };

  const lotOf = (closing: number, limit: number): LotLife | null => {
    const lot = lots.closingLots[closing] ?? noLot;
    return lot === noLot ? null : lifeOf(lot, limit);
  };

  /** The lot whose opening fill stands at a place: a search, since lots stand in the order of their openings. */
  const lotOpenedAt = (place: number): number | null => {
    let low = 0;
    let high = lots.lotCount;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((lots.lotPlaces[middle] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    return low < lots.lotCount && lots.lotPlaces[low] === place ? low : null;
  };

  return {
    apply,
    undo,
    closingCount: () => lots.closingCount,
    closePlaceOf: (closing) => lots.closingPlaces[closing] ?? 0,
    isUnmatched: (closing) => lots.closingLots[closing] === noLot,
    unmatched: () => unmatched,
    matchAt,
    lotOf,
    lotOpenAt: (place, limit) => {
      const [lot] = order.open(place, 1);
      return lot === undefined ? null : lifeOf(lot, limit);
    },
    openCount: order.openCount,
    open: (from, count) => order.open(from, count).map(lotAt),
    openedAt: (place) => {
      const lot = lotOpenedAt(place);
      return lot === null ? null : lotAt(lot);
    },
    openMoney,
  };
}

function roomForLots(lots: Lots, length: number): void {
  lots.lotPlaces = withRoom(lots.lotPlaces, length);
  lots.lastClosings = withRoom(lots.lastClosings, length);
  lots.openedWhole = withRoom(lots.openedWhole, length);
}

function roomForClosings(lots: Lots, length: number): void {
  lots.closingLots = withRoom(lots.closingLots, length);
  lots.closingPlaces = withRoom(lots.closingPlaces, length);
  lots.earlier = withRoom(lots.earlier, length);
}

/**
 * The order of a method. `hifo` and `lofo` go by the unit cost with fees as it was when the lot opened (of a short lot: what a
 * unit brought in), compared exactly; equal: the older lot first.
 */
function orderOf(method: LotsMethod, unitCost: UnitCost, ahead: ReadsAhead): LotOrder {
  if (method === 'fifo') return fifoOrder();
  if (method === 'lifo') return lifoOrder();
  return costOrder(unitCost, method === 'hifo' ? 1 : -1, ahead);
}
