/**
 * What an exchange's look-back means for an account: where its history starts, until when it must be read again, and what was
 * lost because it was not.
 */
import type { Failure } from '../../shared/reasons';
import { type UnixMs, unixMs } from '../../shared/result';
import { dayMs, utcDayOf } from '../../shared/utc-day';
import { type Coverage, type CoverageOfStream, wholeAccount } from '../store/coverage';
import type { LookBack } from './api/look-back';

type Gap = NonNullable<LookBack['gap']>;

/** Streams whose next fills must not be missed: those that had fills, those to be read, and the one of a whole account. */
function dueStreams({ symbols, queue }: Coverage): readonly CoverageOfStream[] {
  const queued = new Set(queue);
  return Object.entries(symbols)
    .filter(
      ([stream, { fills, state }]) =>
        stream === wholeAccount || fills > 0 || queued.has(stream) || state === 'failed' || state === 'partial',
    )
    .map(([, state]) => state);
}

const coveredOf = (streams: readonly CoverageOfStream[]): readonly UnixMs[] =>
  streams.flatMap(({ coveredToMs }) => coveredToMs ?? []);

/**
 * The instant up to which every stream that matters was read; null before the first page. Where no symbol ever had fills it
 * is when the newest one was read.
 */
function readTo(coverage: Coverage): UnixMs | null {
  const due = coveredOf(dueStreams(coverage));
  if (due.length > 0) return unixMs(Math.min(...due));
  const all = coveredOf(Object.values(coverage.symbols));
  return all.length > 0 ? unixMs(Math.max(...all)) : null;
}

/** The spans that are no longer served, but for the one before the history began. */
const gapsOf = ({ spans }: CoverageOfStream): readonly Gap[] =>
  spans.filter(({ state, fromMs }) => state === 'beyond-look-back' && fromMs > 0);

/** Where a stream's history begins; null where nothing before it was out of reach. */
const beginningOf = ({ spans: [first] }: CoverageOfStream): UnixMs | null =>
  first?.state === 'beyond-look-back' && first.fromMs === 0 ? first.toMs : null;

const newest = (a: Gap | null, b: Gap): Gap => (a && a.toMs >= b.toMs ? a : { fromMs: b.fromMs, toMs: b.toMs });

/** The account's look-back as pages see it; `active` is false for an account that is asked for nothing any more. */
export function lookBackOf(coverage: Coverage, lookBackMs: number, nowMs: UnixMs, active: boolean): LookBack {
  const streams = Object.values(coverage.symbols);
  const beginnings = streams.flatMap((stream) => beginningOf(stream) ?? []);
  const read = readTo(coverage);
  return {
    days: Math.floor(lookBackMs / dayMs),
    readableSince: unixMs(Math.min(nowMs, ...(beginnings.length > 0 ? beginnings : [nowMs - lookBackMs]))),
    deadlineAt: read === null || !active ? null : unixMs(read + lookBackMs - dayMs),
    gap: streams.flatMap(gapsOf).reduce<Gap | null>(newest, null),
  };
}

/** Whether half of the look-back has gone by since the account was read, so that its import starts by itself. */
export function isOverdue(coverage: Coverage, lookBackMs: number | null, nowMs: UnixMs): boolean {
  if (lookBackMs === null) return false;
  const read = readTo(coverage);
  return read === null || nowMs - read > lookBackMs / 2;
}

/** The code of a history that lacks what its exchange no longer served. */
const lookBackCode = 'look-back';

/** Whether a failure is one that no further import can mend. */
export const isBeyondLookBack = ({ code }: Failure): boolean => code === lookBackCode;

/** Why the history is not whole: it began before the first reading could reach, and it has a gap. `subject` names the days. */
export function lookBackFailures({ readableSince, gap }: LookBack): readonly Failure[] {
  const lacks = (subject: string): Failure => ({ reason: 'history-incomplete', code: lookBackCode, subject });
  const began = lacks(`before ${utcDayOf(readableSince)}`);
  return gap ? [began, lacks(`from ${utcDayOf(gap.fromMs)} to ${utcDayOf(gap.toMs)}`)] : [began];
}
