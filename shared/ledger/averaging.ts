/**
 * Matching by moving average: one lot at a time, which every further fill of its direction joins.
 *
 * A close takes its share of what is held, so that what remains costs the same a unit. Each share rounds, and the next rests on it: the
 * pass over the fills keeps the money, unlike that of the methods of lots.
 */
import { type E18, min18, neg36, zero18, zero36 } from '../money/decimal';
import { type FillColumns, flag } from './fill-columns';
import type { FillSequence } from './fill-sequence';
import type { Direction, Lot, Match, Matching } from './matching';
import { nothing, type Part, putBack, takeOff, takePart } from './part';

/** What is held: `openPlace` is that of the fill that left zero. */
interface Pool {
  readonly openPlace: number;
  readonly direction: Direction;
  readonly rest: Part;
}

/** What one fill did to the pool: joined it, closed part of it, began a new one in place of `before`. */
type Step =
  | { readonly place: number; readonly did: 'joined'; readonly part: Readonly<Part> }
  | { readonly place: number; readonly did: 'closed'; readonly part: Readonly<Part> }
  | { readonly place: number; readonly did: 'began'; readonly before: Pool | null };

/** An empty matching; `throughZero` is whether a position may become short (margin and perp). */
export function createAveraging(
  columns: FillColumns,
  sequence: Pick<FillSequence, 'rows'>,
  throughZero: boolean,
): Matching {
  const matches: Match[] = [];
  const steps: Step[] = [];
  let pool: Pool | null = null;
  let unmatched = zero18;

  const held = (): Pool | null => (pool && pool.rest.quantity > 0n ? pool : null);

  const record = (place: number, from: Pool | null, entry: Readonly<Part>, exit: Readonly<Part>): void => {
    matches.push({
      closePlace: place,
      openPlace: from ? from.openPlace : null,
      direction: from ? from.direction : 'long',
      quantity: exit.quantity,
      entryValue: entry.value,
      entryCash: entry.cash,
      exitValue: exit.value,
      exitCash: exit.cash,
    });
  };

  const close = (place: number, from: Pool, rest: Part): void => {
    const quantity = min18(rest.quantity, from.rest.quantity);
    const part = takePart(from.rest, quantity);
    steps.push({ place, did: 'closed', part });
    record(place, from, part, takePart(rest, quantity));
  };

  const take = (place: number): void => {
    const row = sequence.rows[place] ?? 0;
    const direction: Direction = ((columns.flags[row] ?? 0) & flag.sell) === 0 ? 'long' : 'short';
    const rest: Part = columns.moneyAt(row);
    const open = held();
    if (open?.direction === direction) {
      steps.push({ place, did: 'joined', part: rest });
      putBack(open.rest, rest);
      return;
    }
    if (open) close(place, open, rest);
    if (rest.quantity === 0n) return;
    if (direction === 'short' && !throughZero) {
      unmatched = (unmatched + rest.quantity) as E18; // a sum of two E18 is one
      record(place, null, nothing, rest);
      return;
    }
    steps.push({ place, did: 'began', before: pool });
    pool = { openPlace: place, direction, rest: { ...rest } };
  };

  const takeBack = (step: Step): void => {
    if (step.did === 'began') pool = step.before;
    else if (pool && step.did === 'joined') takeOff(pool.rest, step.part);
    else if (pool) putBack(pool.rest, step.part);
  };

  const undo = (to: number): void => {
    for (let step = steps.at(-1); step && step.place >= to; step = steps.at(-1)) {
      takeBack(step);
      steps.pop();
    }
    for (let match = matches.at(-1); match && match.closePlace >= to; match = matches.at(-1)) {
      if (match.openPlace === null) unmatched = (unmatched - match.quantity) as E18; // a difference of two E18 is one
      matches.pop();
    }
  };

  const lot = (): Lot | null => {
    const open = held();
    return open && { openPlace: open.openPlace, direction: open.direction, rest: open.rest };
  };

  return {
    apply: (from, to) => {
      for (let place = from; place < to; place += 1) take(place);
    },
    undo,
    closingCount: () => matches.length,
    closePlaceOf: (closing) => matches[closing]?.closePlace ?? 0,
    isUnmatched: (closing) => matches[closing]?.openPlace === null,
    unmatched: () => unmatched,
    matchAt: (closing) => {
      const match = matches[closing];
      if (!match) throw new RangeError(`no closing ${closing}`);
      return match;
    },
    lotOf: () => null,
    lotOpenAt: () => null,
    openCount: () => (held() ? 1 : 0),
    open: (from, count) => [lot() ?? []].flat().slice(from, from + count),
    openedAt: () => null,
    openMoney: () => {
      const open = held();
      if (!open) return { value: zero36, cash: zero36 };
      const { value, cash } = open.rest;
      return open.direction === 'long' ? { value, cash } : { value: neg36(value), cash: neg36(cash) };
    },
  };
}
