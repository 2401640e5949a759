/**
 * Runs fills, in order, through everything a book computes, and takes it back where a fill comes late.
 *
 * Every 256 fills it keeps a checkpoint: a few numbers, since lots and closings are only ever appended or taken back.
 */
import type { E18 } from '../money/decimal';
import type { FillSequence } from './fill-sequence';
import type { Leg } from './leg';
import type { LotMethod } from './lot-order';
import { createMatching, type Matching, type MatchingMark, plusMatch, type Realized } from './matching';
import { createRoundTrips, plusTrip, type RoundTrips, type RoundTripsMark, type TripSums } from './round-trips';
import { emptyTally, plusLeg, type Tally } from './tally';

/** Fills between two checkpoints: what a late fill near the end costs at most, besides the fills after it. */
const checkpointEvery = 256;

interface Checkpoint {
  readonly matching: MatchingMark;
  readonly trips: RoundTripsMark;
  readonly tally: Tally;
}

/** Everything computed, as of the fills in `legs`. */
export interface Settled {
  readonly legs: readonly Leg[];
  readonly matching: Matching;
  readonly trips: RoundTrips;
  readonly tally: Tally;
  /** Sums of what stands before a place of its own list, at the cost of what 256 fills made, whatever the book's size. */
  readonly before: Before;
}

interface Before {
  closing(place: number): Realized;
  trip(place: number): TripSums;
  fill(place: number): Tally;
}

export interface BookState {
  /** Computes at most `limit` fills further (default all); true when none is left. */
  settle(limit?: number): boolean;
  /** Settles all, then gives what is computed; it changes with the next settling. */
  settled(): Settled;
}

/** Computes over `sequence`; `throughZero` and `dust` as for `createRoundTrips`. */
export function createBookState(sequence: FillSequence, method: LotMethod, throughZero: boolean, dust: E18): BookState {
  const { legs } = sequence;
  const matching = createMatching(method, throughZero);
  const trips = createRoundTrips(throughZero, dust);
  let tally = emptyTally;
  let processed = 0;

  const mark = (): Checkpoint => ({ matching: matching.mark(), trips: trips.mark(), tally });
  /** `checkpoints[n]` is the state after n × 256 fills. */
  const checkpoints: Checkpoint[] = [mark()];

  const takeBackTo = (place: number): void => {
    const n = Math.floor(place / checkpointEvery);
    const checkpoint = checkpoints[n];
    if (!checkpoint) throw new RangeError(`no checkpoint before place ${place}`);
    matching.rollback(checkpoint.matching);
    trips.rollback(checkpoint.trips);
    tally = checkpoint.tally;
    checkpoints.length = n + 1;
    processed = n * checkpointEvery;
  };

  /** The last checkpoint whose count is not above `place`; counts only grow from one checkpoint to the next. */
  const lastCheckpoint = (place: number, countOf: (checkpoint: Checkpoint) => number): Checkpoint => {
    let low = 0;
    let high = checkpoints.length;
    while (low + 1 < high) {
      const middle = (low + high) >>> 1;
      const checkpoint = checkpoints[middle];
      if (checkpoint && countOf(checkpoint) <= place) low = middle;
      else high = middle;
    }
    const found = checkpoints[low];
    if (!found) throw new RangeError('a book has a checkpoint before its first fill');
    return found;
  };

  const before: Before = {
    closing: (place) => {
      if (place >= matching.matches.length) return matching.realized();
      const { matching: mark } = lastCheckpoint(place, (checkpoint) => checkpoint.matching.matches);
      return matching.matches.slice(mark.matches, place).reduce(plusMatch, mark.realized);
    },
    trip: (place) => {
      if (place >= trips.closed.length) return trips.sums();
      const { trips: mark } = lastCheckpoint(place, (checkpoint) => checkpoint.trips.closed);
      return trips.closed.slice(mark.closed, place).reduce(plusTrip, mark.sums);
    },
    fill: (place) => {
      if (place >= legs.length) return tally;
      const n = Math.floor(place / checkpointEvery);
      return legs.slice(n * checkpointEvery, place).reduce(plusLeg, checkpoints[n]?.tally ?? emptyTally);
    },
  };

  const take = (leg: Leg): void => {
    matching.apply(leg, processed);
    trips.apply(leg, processed);
    tally = plusLeg(tally, leg);
    processed += 1;
    if (processed % checkpointEvery === 0) checkpoints.push(mark());
  };

  const settle = (limit = Number.POSITIVE_INFINITY): boolean => {
    const changed = sequence.settle();
    if (changed < processed) takeBackTo(changed);
    if (processed === legs.length) return true; // every query asks
    for (const leg of legs.slice(processed, processed + limit)) take(leg);
    return processed === legs.length;
  };

  const settled = (): Settled => {
    settle();
    return { legs, matching, trips, tally, before };
  };
  return { settle, settled };
}
