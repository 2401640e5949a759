/** The figures of a running import as a person reads them: how far, how long still, what may be done about it. */
import type { ImportProgress } from '../../engine/api/imports';

/**
 * How much of an import is done, 0 to 100, rounded down so that 100 means done: symbols of all symbols, or time read of the time
 * there is. Null before that is known.
 */
export function percentDone(progress: ImportProgress, now: number): number | null {
  if (progress.by === 'account') return timeDone(progress, now);
  if (progress.symbolsTotal === 0) return null;
  return Math.min(100, Math.floor((progress.symbolsDone / progress.symbolsTotal) * 100));
}

function timeDone({ readFrom, readTo }: ImportProgress, now: number): number | null {
  if (readFrom === null || readTo === null || now <= readFrom) return null;
  return Math.min(100, Math.max(0, Math.floor(((readTo - readFrom) / (now - readFrom)) * 100)));
}

/** Whole minutes, rounded up, so that the rest is never said shorter than it is; seconds under one minute. */
export function timeLeft(ms: number): { readonly unit: 'seconds' | 'minutes' | 'hours'; readonly count: number } {
  if (ms < 60_000) return { unit: 'seconds', count: Math.max(1, Math.ceil(ms / 1000)) };
  const minutes = Math.ceil(ms / 60_000);
  return minutes < 120 ? { unit: 'minutes', count: minutes } : { unit: 'hours', count: Math.ceil(minutes / 60) };
}

/** Which buttons an import offers in its state. */
export interface ImportControls {
  /** What the main button does; null where the import is at work and only stopping makes sense. */
  readonly start: 'start' | 'resume' | 'again' | null;
  readonly cancel: boolean;
}

/** Stopped before anything of it was read. */
export const isUntouched = ({ state, fillsStored, symbolsDone, readTo, finishedAt }: ImportProgress): boolean =>
  state === 'paused' && fillsStored === 0 && symbolsDone === 0 && readTo === null && finishedAt === null;

/** The controls of a state: an import at work can be cancelled, one at rest started, gone on with or repeated. */
export function importControls(progress: ImportProgress): ImportControls {
  switch (progress.state) {
    case 'running':
    case 'waiting':
      return { start: null, cancel: true };
    case 'paused':
    case 'stopped':
      return { start: isUntouched(progress) && progress.kind === 'import' ? 'start' : 'resume', cancel: false };
    case 'idle':
      return { start: 'start', cancel: false };
    case 'complete':
    case 'complete-with-warnings':
      return { start: 'again', cancel: false };
  }
}
