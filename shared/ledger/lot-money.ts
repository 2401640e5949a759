/**
 * What closings and lots are worth, worked out from the quantities when somebody asks.
 *
 * A lot is split by its closings one after the other, and so is the fill that closes several lots; each split rounds (part.ts), so that
 * a closing's money rests on all those before it. Long chains keep what was left after every 32nd, so that no question walks
 * far twice.
 */
import type { FillColumns } from './fill-columns';
import type { FillSequence } from './fill-sequence';
import type { Lots } from './lot-matching';
import { type Part, takePart } from './part';
import { createUnitCost, type UnitCost } from './unit-cost';
import type { Units } from './units';

/** What one closing took, and what that left. */
interface Taken {
  readonly part: Readonly<Part>;
  readonly rest: Readonly<Part>;
}

export interface LotMoney {
  /** What a closing took off its lot. */
  entryOf(closing: number): Readonly<Part>;
  /** What a closing took off its fill. */
  exitOf(closing: number): Readonly<Part>;
  /** What is left of a lot. */
  restOf(lot: number): Readonly<Part>;
  /** Whether a lot is a whole fill of which nothing was closed. */
  isWhole(lot: number): boolean;
  readonly unitCost: UnitCost;
  /** Closings and lots from these numbers on are taken back: what is known of them goes. */
  forget(closings: number, lots: number): void;
}

const markEvery = 32;

export function createLotMoney(
  columns: FillColumns,
  sequence: Pick<FillSequence, 'rows'>,
  lots: Lots,
  unitsNow: () => Units,
): LotMoney {
  /** What was left of a lot, and of a fill, after a closing. */
  const lotMarks = new Map<number, Readonly<Part>>();
  const fillMarks = new Map<number, Readonly<Part>>();
  /** What was left of a lot after its newest closing of then. */
  const rests = new Map<number, { readonly closing: number; readonly rest: Readonly<Part> }>();

  const rowAt = (place: number): number => sequence.rows[place] ?? 0;

  /** Takes these closings off `start`, in order. */
  const taken = (start: Readonly<Part>, closings: readonly number[], marks: Map<number, Readonly<Part>>): Taken => {
    const units = unitsNow();
    const rest: Part = { quantity: start.quantity, value: start.value, cash: start.cash };
    let part: Readonly<Part> = rest;
    for (const [index, closing] of closings.entries()) {
      part = takePart(rest, units.closed(closing));
      if (index % markEvery === markEvery - 1) marks.set(closing, { ...rest });
    }
    return { part, rest };
  };

  /** The closings that `before` leads to from `closing`, in order, from the nearest mark on. */
  const chain = (closing: number, before: (closing: number) => number, marks: ReadonlyMap<number, Readonly<Part>>) => {
    const closings: number[] = [];
    for (let at = closing; at >= 0; at = before(at)) {
      const mark = at === closing ? undefined : marks.get(at);
      if (mark) return { mark, closings: closings.reverse() };
      closings.push(at);
    }
    return { mark: null, closings: closings.reverse() };
  };

  /** The closing of the same fill before it, -1 without. */
  const beforeInFill = (closing: number): number =>
    closing > 0 && lots.closingPlaces[closing - 1] === lots.closingPlaces[closing] ? closing - 1 : -1;

  const exitAt = (closing: number): Taken => {
    const { mark, closings } = chain(closing, beforeInFill, fillMarks);
    return taken(mark ?? columns.moneyAt(rowAt(lots.closingPlaces[closing] ?? 0)), closings, fillMarks);
  };

  /** The last closing that the fill at a place made, -1 where it made none. */
  const lastClosingAt = (place: number): number => {
    let low = 0;
    let high = lots.closingCount;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((lots.closingPlaces[middle] ?? 0) <= place) low = middle + 1;
      else high = middle;
    }
    return low > 0 && lots.closingPlaces[low - 1] === place ? low - 1 : -1;
  };

  /** A lot as it opened: its fill, or what that fill's own closings left of it. */
  const openingOf = (lot: number): Readonly<Part> => {
    const place = lots.lotPlaces[lot] ?? 0;
    return lots.openedWhole[lot] === 1 ? columns.moneyAt(rowAt(place)) : exitAt(lastClosingAt(place)).rest;
  };

  const entryAt = (lot: number, closing: number): Taken => {
    const { mark, closings } = chain(closing, (at) => lots.earlier[at] ?? -1, lotMarks);
    return taken(mark ?? openingOf(lot), closings, lotMarks);
  };

  const openedWhole = (lot: number): boolean => lots.openedWhole[lot] === 1;

  const restOf = (lot: number): Readonly<Part> => {
    const closing = lots.lastClosings[lot] ?? -1;
    const known = rests.get(lot);
    if (known?.closing === closing) return known.rest;
    const { rest } = entryAt(lot, closing);
    rests.set(lot, { closing, rest });
    return rest;
  };

  const unitCost = createUnitCost(columns, {
    rowOf: (lot) => rowAt(lots.lotPlaces[lot] ?? 0),
    isWhole: openedWhole,
    openingOf,
  });

  return {
    entryOf: (closing) => entryAt(lots.closingLots[closing] ?? 0, closing).part,
    exitOf: (closing) => exitAt(closing).part,
    restOf,
    isWhole: (lot) => (lots.lastClosings[lot] ?? -1) < 0 && openedWhole(lot),
    unitCost,
    forget: (closingCount, lotCount) => {
      for (const [lot, { closing }] of rests) if (lot >= lotCount || closing >= closingCount) rests.delete(lot);
      for (const marks of [lotMarks, fillMarks])
        for (const closing of marks.keys()) if (closing >= closingCount) marks.delete(closing);
    },
  };
}
