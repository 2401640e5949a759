/** What one fill did in its book: which lots it closed and for how much, what it opened, which round trips it stands in. */
import { add18, add36, type E18, type E36, sub18, sub36, zero18, zero36 } from '../money/decimal';
import type { Settled } from './book-state';
import { type Closing, closingOf } from './closing';
import { type Direction, gainOf, grossOf, type Lot, type Match } from './matching';
import type { RoundTrip } from './round-trip';

/**
 * - `closings`: at most as many as asked for, oldest lot first; `closingCount` says how many there are. `openPlaces`: for each
 *   of them the place of the fill that opened its lot, null where there is none, or where many made it (`average`).
 * - `gross`, `fees`, `net`: Σ over all its closings, in quote; net = gross − fees. `unmatched`: units sold without a purchase.
 * - `opened`: the lot that its rest opened: units at first, and those still open; null where nothing was left to open one, and
 *   under `average`, where its units are no longer told apart.
 * - `trips`: the closed round trips it is a fill of, by `n`: one, or two where it crosses zero; `inOpenTrip`: the open one too.
 */
export interface FillEffect {
  readonly closings: readonly Closing[];
  readonly openPlaces: readonly (number | null)[];
  readonly closingCount: number;
  readonly gross: E36;
  readonly fees: E36;
  readonly net: E36;
  readonly unmatched: E18;
  readonly opened: { readonly direction: Direction; readonly quantity: E18; readonly open: E18 } | null;
  readonly trips: readonly Pick<RoundTrip, 'n'>[];
  readonly inOpenTrip: boolean;
}

/** The first place of an ordered list whose element is reached; its length where none is. */
function firstPlace<T>(list: readonly T[], isReached: (element: T) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const element = list[middle];
    if (element !== undefined && !isReached(element)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The elements from the first that is reached, as long as they belong. */
function runOf<T>(
  list: readonly T[],
  isReached: (element: T) => boolean,
  belongs: (element: T) => boolean,
): readonly T[] {
  const from = firstPlace(list, isReached);
  let to = from;
  for (let element = list[to]; element !== undefined && belongs(element); element = list[to]) to += 1;
  return list.slice(from, to);
}

const sumOf = (matches: readonly Match[]) => {
  let [gross, net, closed, unmatched] = [zero36, zero36, zero18, zero18];
  for (const match of matches) {
    gross = add36(gross, grossOf(match));
    net = add36(net, gainOf(match));
    closed = add18(closed, match.quantity);
    if (match.lot === null) unmatched = add18(unmatched, match.quantity);
  }
  return { gross, fees: sub36(gross, net), net, closed, unmatched };
};

/** The effect of the fill at `place`, with at most `limit` of its closings; null where there is no such place. */
export function fillEffect({ legs, matching, trips }: Settled, place: number, limit: number): FillEffect | null {
  const leg = legs[place];
  if (!leg) return null;
  const matches = runOf(
    matching.matches,
    ({ closeIndex }) => closeIndex >= place,
    ({ closeIndex }) => closeIndex === place,
  );
  const [lot] = runOf<Lot>(
    matching.lots,
    ({ openIndex }) => openIndex >= place,
    ({ openIndex }) => openIndex === place,
  );
  const inTrips = runOf(
    trips.closed,
    ({ lastFill }) => lastFill >= place,
    ({ firstFill }) => firstFill <= place,
  );
  const { closed, ...sums } = sumOf(matches);
  const open = trips.open();
  const shown = matches.slice(0, limit);
  return {
    closings: shown.flatMap((match) => closingOf(match, legs, matching) ?? []),
    openPlaces: shown.map(({ lot: number }) => {
      const isOfOneFill = number !== null && matching.method !== 'average';
      return isOfOneFill ? (matching.lots[number]?.openIndex ?? null) : null;
    }),
    closingCount: matches.length,
    ...sums,
    opened:
      lot && matching.method !== 'average'
        ? { direction: lot.direction, quantity: sub18(leg.moved, closed), open: lot.rest.quantity }
        : null,
    trips: inTrips.map(({ n }) => ({ n })),
    inOpenTrip: open !== null && open.firstFill <= place,
  };
}
