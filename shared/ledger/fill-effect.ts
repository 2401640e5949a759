/** What one fill did in its book: which lots it closed and for how much, what it opened, which round trips it stands in. */
import { add18, add36, type E18, type E36, sub18, sub36, zero18, zero36 } from '../money/decimal';
import type { Settled } from './book-state';
import { type Closing, closingAt } from './closing';
import { closingsBefore, type Direction, gainOf, grossOf, type Match } from './matching';
import type { RoundTrip } from './round-trip';
import type { RoundTrips } from './round-trips';

/**
 * - `closings`: at most as many as asked for, in the order in which it took their lots; `closingCount` says how many there are. `openPlaces`: for each
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

const sumOf = (matches: readonly Match[]) => {
  let [gross, net, closed, unmatched] = [zero36, zero36, zero18, zero18];
  for (const match of matches) {
    gross = add36(gross, grossOf(match));
    net = add36(net, gainOf(match));
    closed = add18(closed, match.quantity);
    if (match.openPlace === null) unmatched = add18(unmatched, match.quantity);
  }
  return { gross, fees: sub36(gross, net), net, closed, unmatched };
};

/** The effect of the fill at `place`, with at most `limit` of its closings; null where there is no such place. */
export function fillEffect(settled: Settled, trips: RoundTrips, place: number, limit: number): FillEffect | null {
  const { columns, sequence, matching, method } = settled;
  if (place < 0 || place >= sequence.length) return null;
  const [from, to] = [closingsBefore(matching, place), closingsBefore(matching, place + 1)];
  const matches = Array.from({ length: to - from }, (_, index) => matching.matchAt(from + index));
  const { closed, ...sums } = sumOf(matches);
  const lot = matching.openedAt(place);
  const open = trips.open();
  const shown = matches.slice(0, limit);
  const within = trips.tripsAt(place);
  return {
    closings: shown.map((_, index) => closingAt(settled, from + index)),
    openPlaces: shown.map(({ openPlace }) => (method === 'average' ? null : openPlace)),
    closingCount: matches.length,
    ...sums,
    opened: lot && {
      direction: lot.direction,
      quantity: sub18(columns.moved.at(sequence.rows[place] ?? 0), closed),
      open: lot.rest.quantity,
    },
    trips: Array.from({ length: within.to - within.from }, (_, index) => ({ n: within.from + index + 1 })),
    inOpenTrip: open !== null && open.firstFill <= place,
  };
}
