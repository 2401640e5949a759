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
import { createRoundTrips, type RoundTrips } from './round-trips';

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
  settledTrips(): RoundTrips;
  /** Cuts round trips anew with another dust value. */
  setDust(dust: E18): void;
  /** The method in use. */
  method(): LotMethod;
  /** As `Book.prepare`. */
  prepare(method: LotMethod, limit: number): boolean;
  /** As `Book.takePrepared`. */
  takePrepared(): void;
}

/** Lots and closings by one method, and how many fills are in them. */
interface Matched {
  readonly method: LotMethod;
  readonly matching: Matching;
  processed: number;
}

/** Computes over `sequence`; `throughZero` and `dust` as for `createRoundTrips`. */
export function createBookState(
  columns: FillColumns,
  sequence: FillSequence,
  method: LotMethod,
  throughZero: boolean,
  dust: E18,
): BookState {
  const matchingBy = (by: LotMethod): Matching =>
    by === 'average'
      ? createAveraging(columns, sequence, throughZero)
      : createLotMatching(columns, sequence, by, throughZero);
  const flows = createFlowSums(columns);
  const settledBy = (by: LotMethod, matching: Matching): Settled => {
    return { method: by, columns, sequence, matching, flows, closingSums: createClosingSums(matching) };
  };
  let trips = createRoundTrips(columns, sequence, throughZero, dust);
  let processed = 0;
  let computed = settledBy(method, matchingBy(method));
  /** What another method makes of the same fills, beside the one in use. */
  let prepared: Matched | null = null;

  const undo = (place: number): void => {
    trips.undo(place);
    if (prepared && place < prepared.processed) {
      prepared.matching.undo(place);
      prepared.processed = place;
    }
    if (place >= processed) return;
    const { matching, closingSums } = computed;
    matching.undo(place);
    closingSums.forget(matching.closingCount());
    flows.addRows(sequence.rows, place, processed, -1);
    processed = place;
  };

  const prepare = (by: LotMethod, limit: number): boolean => {
    if (by === computed.method) prepared = null;
    else if (prepared?.method !== by) prepared = { method: by, matching: matchingBy(by), processed: 0 };
    if (prepared === null) return true;
    sequence.settle(undo);
    const to = Math.min(sequence.length, prepared.processed + limit);
    prepared.matching.apply(prepared.processed, to);
    prepared.processed = to;
    return to === sequence.length;
  };

  const advance = (limit: number): void => {
    sequence.settle(undo);
    const from = processed;
    const to = Math.min(sequence.length, from + limit);
    if (from === to) return; // every query asks
    computed.matching.apply(from, to);
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
      trips = createRoundTrips(columns, sequence, throughZero, next);
    },
    method: () => computed.method,
    prepare,
    takePrepared: () => {
      if (prepared === null) return;
      advance(Number.POSITIVE_INFINITY);
      prepare(prepared.method, Number.POSITIVE_INFINITY);
      computed = settledBy(prepared.method, prepared.matching);
      prepared = null;
    },
  };
}
