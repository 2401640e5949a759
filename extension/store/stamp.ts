/**
 * The stamp that orders versions of a document: a hybrid logical clock, sealed inside the document's body.
 *
 * Later `at` wins, then the higher `counter`, then `device` by code unit, so that any two devices choose the same winner.
 */
import { z } from 'zod';
import { type UnixMs, unixMs } from '../../shared/result';

export const stampSchema = z.object({
  at: z.int().transform((value) => unixMs(value)),
  counter: z.int().nonnegative(),
  device: z.string(),
});

export type Stamp = z.infer<typeof stampSchema>;

/** Negative when `a` is the older one; 0 only for equal stamps. */
export function compareStamps(a: Stamp, b: Stamp): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.counter !== b.counter) return a.counter - b.counter;
  return a.device === b.device ? 0 : a.device < b.device ? -1 : 1;
}

/** The stamp of a change made now by `device`: after every one in `seen`, even where this computer's clock stepped back. */
export function nextStamp(seen: readonly Stamp[], now: UnixMs, device: string): Stamp {
  const latest = seen.reduce<Stamp | null>(
    (best, stamp) => (best && compareStamps(best, stamp) >= 0 ? best : stamp),
    null,
  );
  if (!latest || latest.at < now) return { at: now, counter: 0, device };
  return { at: latest.at, counter: latest.counter + 1, device };
}
