/**
 * What a round trip's entries and exits were worth, worked out when somebody asks: whole fills as sums over a run of fills, and the
 * parts of those that it shares with another trip.
 */
import { add36, type E18, type E36, sub18, sub36, toE36 } from '../money/decimal';
import type { CoinSums } from './coin-sums';
import { type FillColumns, flag } from './fill-columns';
import type { FillSequence } from './fill-sequence';
import { type Part, putBack, takePart } from './part';
import { shareOfCoin } from './round-trip';
import type { SideFlow, SideFlows } from './side-flows';
import type { TripSpan } from './trip-cutting';

/** `entry`: with carried dust, and of a closed trip with what it carries out. `unconverted`: fees in coins without a rate. */
export interface TripParts {
  readonly entry: Readonly<Part>;
  readonly exit: Readonly<Part>;
  readonly unconverted: CoinSums;
}

export interface TripMoney {
  partsOf(span: TripSpan): TripParts;
  /** What the trip did not take of its last fill, and its share of that fill's fees without a rate; nothing where it took it all. */
  beyond(span: TripSpan): { readonly part: Readonly<Part>; readonly unconverted: CoinSums };
}

/** `sums` with the shares of a fill's fees in coins without a rate. */
type FeesInto = (sums: Map<string, E36>, row: number, share: (amount: E18) => E36) => void;

export function createTripMoney(
  columns: FillColumns,
  sequence: Pick<FillSequence, 'rows'>,
  flows: Pick<SideFlows, 'between'>,
): TripMoney {
  const rowAt = (place: number): number => sequence.rows[place] ?? 0;

  const feesInto: FeesInto = (sums, row, share) => {
    const number = columns.feeCoins[row] ?? 0;
    const bits = columns.flags[row] ?? 0;
    if (number <= 1 || (bits & flag.rated) !== 0) return;
    for (const { currency, amount, inPnl } of columns.legAt(row).fees)
      if (!inPnl) sums.set(currency, add36(sums.get(currency) ?? (0n as E36), share(amount)));
  };

  /** The parts of a fill before and behind the units that closed a trip, value and fees alike; rounding stays with the second. */
  const splitAt = (place: number, closing: E18): { readonly closing: Part; readonly rest: Part } => {
    const rest: Part = { ...columns.moneyAt(rowAt(place)) };
    return { closing: takePart(rest, closing), rest };
  };

  const movedAt = (place: number): E18 => columns.moved.at(rowAt(place));

  /** The whole fills of a trip, and of the first one what it began with. */
  const beforeEnd = (
    span: TripSpan,
  ): { readonly entry: Part; readonly exit: Part; readonly unconverted: Map<string, E36> } => {
    const flow = flows.between(
      span.startsInside ? span.first + 1 : span.first,
      span.endsInside ? span.last : span.last + 1,
    );
    const { entry, exit } = sidesOf(flow, span);
    const unconverted = new Map(flow.unconverted);
    if (span.carriedIn) putBack(entry, span.carriedIn);
    if (span.startsInside) {
      const moved = movedAt(span.first);
      const closed = sub18(moved, span.opening);
      putBack(entry, splitAt(span.first, closed).rest);
      feesInto(unconverted, rowAt(span.first), (amount) => sub36(toE36(amount), shareOfCoin(amount, closed, moved)));
    }
    return { entry, exit, unconverted };
  };

  const partsOf = (span: TripSpan): TripParts => {
    const { entry, exit, unconverted } = beforeEnd(span);
    if (span.endsInside) {
      const closing = sub18(entry.quantity, exit.quantity);
      putBack(exit, splitAt(span.last, closing).closing);
      feesInto(unconverted, rowAt(span.last), (amount) => shareOfCoin(amount, closing, movedAt(span.last)));
    }
    return { entry, exit, unconverted };
  };

  const beyond: TripMoney['beyond'] = (span) => {
    const { entry, exit } = beforeEnd(span);
    const closing = sub18(entry.quantity, exit.quantity);
    const moved = movedAt(span.last);
    const unconverted = new Map<string, E36>();
    feesInto(unconverted, rowAt(span.last), (amount) => sub36(toE36(amount), shareOfCoin(amount, closing, moved)));
    return { part: splitAt(span.last, closing).rest, unconverted };
  };

  return { partsOf, beyond };
}

function sidesOf({ buys, sells }: SideFlow, { direction }: TripSpan): { readonly entry: Part; readonly exit: Part } {
  return direction === 'long' ? { entry: { ...buys }, exit: { ...sells } } : { entry: { ...sells }, exit: { ...buys } };
}
