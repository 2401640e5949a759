/**
 * How costly this device makes guessing its passphrase: memory is raised while one unlock stays under a second.
 */
import type { Result } from '../result';
import { defaultKdf, type KdfParams } from './kdf';

/** An unlock that takes longer than this is felt as broken. */
const targetMs = 1000;

/** More than this and a page on a small machine may be refused the memory when it matters: at unlocking. */
const memoryCapKiB = 256 * 1024;

export interface CalibrationDeps {
  /** Runs Argon2id once (`probeKdf`). */
  readonly measure: (kdf: KdfParams) => Promise<Result<unknown, unknown>>;
  /** A monotonic clock, in milliseconds. */
  readonly now: () => number;
  /** What this device used last; null: nothing yet. The answer is never weaker. */
  readonly floor: KdfParams | null;
}

/**
 * The parameters for a new header on this device.
 *
 * Starts at the stronger of the default and the floor and doubles the memory while a run that was measured stays under
 * 1 s, to 256 MiB at most; one lane always. A run that fails, or that the last one says would be too long, ends the search.
 * 0.3 s at 64 MiB, 0.6 s at 128 MiB: 256 MiB would take 1.2 s, so the answer is 128 MiB.
 */
export async function calibrateKdf({ measure, now, floor }: CalibrationDeps): Promise<KdfParams> {
  const timed = async (kdf: KdfParams): Promise<number> => {
    const startedAt = now();
    const run = await measure(kdf);
    return run.ok ? now() - startedAt : Number.POSITIVE_INFINITY;
  };
  let chosen: KdfParams = {
    memoryKiB: Math.max(defaultKdf.memoryKiB, floor?.memoryKiB ?? 0),
    iterations: Math.max(defaultKdf.iterations, floor?.iterations ?? 0),
    parallelism: 1,
  };
  let elapsedMs = await timed(chosen);
  while (elapsedMs * 2 < targetMs && chosen.memoryKiB * 2 <= memoryCapKiB) {
    const next = { ...chosen, memoryKiB: chosen.memoryKiB * 2 };
    elapsedMs = await timed(next);
    if (elapsedMs >= targetMs) break;
    chosen = next;
  }
  return chosen;
}
