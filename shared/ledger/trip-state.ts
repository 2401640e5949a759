/**
 * Keeps a book's round trips up to its fills, and takes them back where a fill comes late.
 *
 * Trips are cut apart from the matching of lots, and only when they are asked for or in steps. Every 256 fills there is a checkpoint: a
 * few numbers, since trips are only ever appended or taken back.
 */
import type { E18 } from '../money/decimal';
import type { FillColumns } from './fill-columns';
import type { FillSequence } from './fill-sequence';
import { createRoundTrips, plusTrip, type RoundTrips, type RoundTripsMark, type TripSums } from './round-trips';

const checkpointEvery = 256;

export interface TripState {
  readonly trips: RoundTrips;
  /** Cuts at most `limit` fills further (default all); true when none is left. */
  settle(limit?: number): boolean;
  /** Fills from this place on will change. */
  undo(place: number): void;
  /** The sums of the closed trips before the one at a place of their list, at the cost of what 256 fills made. */
  sumsBefore(place: number): TripSums;
}

/** `throughZero` and `dust` as for `createRoundTrips`. */
export function createTripState(
  columns: FillColumns,
  sequence: Pick<FillSequence, 'rows' | 'length'>,
  throughZero: boolean,
  dust: E18,
): TripState {
  const trips = createRoundTrips(throughZero, dust);
  /** `checkpoints[n]` is the state after n × 256 fills. */
  const checkpoints: RoundTripsMark[] = [trips.mark()];
  let processed = 0;

  const undo = (place: number): void => {
    if (place >= processed) return;
    const n = Math.floor(place / checkpointEvery);
    const checkpoint = checkpoints[n];
    if (!checkpoint) throw new RangeError(`no checkpoint before place ${place}`);
    trips.rollback(checkpoint);
    checkpoints.length = n + 1;
    processed = n * checkpointEvery;
  };

  const settle = (limit = Number.POSITIVE_INFINITY): boolean => {
    const end = Math.min(sequence.length, processed + limit);
    while (processed < end) {
      trips.apply(columns.legAt(sequence.rows[processed] ?? 0), processed);
      processed += 1;
      if (processed % checkpointEvery === 0) checkpoints.push(trips.mark());
    }
    return processed === sequence.length;
  };

  /** The last checkpoint before which at most `place` trips were closed; their number only grows. */
  const lastCheckpoint = (place: number): RoundTripsMark => {
    let low = 0;
    let high = checkpoints.length;
    while (low + 1 < high) {
      const middle = (low + high) >>> 1;
      const checkpoint = checkpoints[middle];
      if (checkpoint && checkpoint.closed <= place) low = middle;
      else high = middle;
    }
    const found = checkpoints[low];
    if (!found) throw new RangeError('there is a checkpoint before the first fill');
    return found;
  };

  return {
    trips,
    settle,
    undo,
    sumsBefore: (place) => {
      if (place >= trips.closed.length) return trips.sums();
      const mark = lastCheckpoint(place);
      return trips.closed.slice(mark.closed, place).reduce(plusTrip, mark.sums);
    },
  };
}
