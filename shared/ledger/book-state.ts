/**
 * Runs fills, in order, through everything a book computes, and takes it back where a fill comes late.
 *
 * Matching and sums take a fraction of a microsecond a fill and undo themselves exactly; round trips follow behind them.
 */
import type { E18 } from '../money/decimal';
import { createAveraging } from './averaging';
import { type ClosingSums, createClosingSums } from './closing-sums';
import type { FillColumns } from './fill-columns';
import type { FillSequence } from './fill-sequence';
import { createFlowSums, type FlowSums } from './flow-sums';
import { createLotMatching } from './lot-matching';
import type { LotMethod } from './lot-order';
import type { Matching } from './matching';
import { createTripState, type TripState } from './trip-state';

/** Everything computed, as of the fills in `sequence`. */
export interface Settled {
  readonly method: LotMethod;
  readonly columns: FillColumns;
  readonly sequence: Pick<FillSequence, 'rows' | 'length'>;
  readonly matching: Matching;
  readonly flows: FlowSums;
  readonly closingSums: ClosingSums;
}

export interface BookState {
  /** Computes at most `limit` fills further (default all), in lots and in round trips; true when none is left. */
  settle(limit?: number): boolean;
  /** Brings lots and sums up to the fills, then gives them; they change with the next settling. */
  settled(): Settled;
  /** The same for round trips. */
  settledTrips(): TripState;
  /** Cuts round trips anew with another dust value. */
  setDust(dust: E18): void;
}

/** Computes over `sequence`; `throughZero` and `dust` as for `createRoundTrips`. */
export function createBookState(
  columns: FillColumns,
  sequence: FillSequence,
  method: LotMethod,
  throughZero: boolean,
  dust: E18,
): BookState {
  const matching =
    method === 'average'
      ? createAveraging(columns, sequence, throughZero)
      : createLotMatching(columns, sequence, method, throughZero);
  const flows = createFlowSums(columns);
  const closingSums = createClosingSums(matching);
  let trips = createTripState(columns, sequence, throughZero, dust);
  let processed = 0;
  const computed: Settled = { method, columns, sequence, matching, flows, closingSums };

  const undo = (place: number): void => {
    trips.undo(place);
    if (place >= processed) return;
    matching.undo(place);
    closingSums.forget(matching.closingCount());
    flows.addRows(sequence.rows, place, processed, -1);
    processed = place;
  };

  const advance = (limit: number): void => {
    sequence.settle(undo);
    const from = processed;
    const to = Math.min(sequence.length, from + limit);
    if (from === to) return; // every query asks
    matching.apply(from, to);
    flows.addRows(sequence.rows, from, to, 1);
    processed = to;
  };

  return {
    settle: (limit = Number.POSITIVE_INFINITY) => {
      advance(limit);
      return trips.settle(limit) && processed === sequence.length;
    },
    settled: () => {
      advance(Number.POSITIVE_INFINITY);
      return computed;
    },
    settledTrips: () => {
      advance(Number.POSITIVE_INFINITY);
      trips.settle();
      return trips;
    },
    setDust: (next) => {
      trips = createTripState(columns, sequence, throughZero, next);
    },
  };
}
