/**
 * The hybrid logical clock that orders versions of a document (Kulkarni et al., "Logical Physical Clocks", 2014), bounded.
 *
 * A stamp is the writer's time, a counter for what happened within one instant or while the clock stood still, and the device.
 * Later `at` wins, then the higher `counter`, then `device` by code unit: every two devices choose the same winner.
 */
import { type UnixMs, unixMs } from '../result';

export interface Hlc {
  readonly at: UnixMs;
  /** From 0. */
  readonly counter: number;
  readonly device: string;
}

/**
 * How far a remote stamp may run ahead of this device's clock, inclusive.
 *
 * Wide enough for clocks that nobody has set, narrow enough that a device in the wrong year cannot win every later merge.
 */
export const maxHlcDriftMs = 5 * 60 * 1_000;

/** Negative where `a` is the older one; 0 for equal stamps alone. */
export function compareHlc(a: Hlc, b: Hlc): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.counter !== b.counter) return a.counter - b.counter;
  return a.device === b.device ? 0 : a.device < b.device ? -1 : 1;
}

/** Whether a stamp lies further ahead than a clock may err: its record is kept, shown as from the future, and takes no part until due. */
export const isFromFuture = (stamp: Pick<Hlc, 'at'>, now: UnixMs): boolean => stamp.at > now + maxHlcDriftMs;

/** When a stamp from the future takes part: the first instant of this device's clock at which it is not ahead any more. */
export const dueAt = (stamp: Pick<Hlc, 'at'>): UnixMs => unixMs(stamp.at - maxHlcDriftMs);

/**
 * The stamp of a change made now by `device`, after every stamp in `seen` that is not from the future.
 *
 * Never more than `maxHlcDriftMs` ahead of `now`: what is further ahead is not absorbed. Clock 100, seen (100, 0): (100, 1);
 * clock 101, seen (100, 7): (101, 0).
 */
export function nextHlc(seen: readonly Hlc[], now: UnixMs, device: string): Hlc {
  let latest: Hlc | null = null;
  for (const stamp of seen) {
    if (!isFromFuture(stamp, now) && (latest === null || compareHlc(latest, stamp) < 0)) latest = stamp;
  }
  if (latest === null || latest.at < now) return { at: now, counter: 0, device };
  return { at: latest.at, counter: latest.counter + 1, device };
}
