/**
 * Keys counted in steps of equal width from the least to the greatest: what of many keys is high, found in two passes and without sorting.
 */

/** Step n has the keys whose (key − least) × perKey is from n to n + 1; `counts`: how many each has. */
export interface KeySteps {
  readonly least: number;
  readonly perKey: number;
  readonly counts: Uint32Array;
}

/** The step of a key that was counted. */
export const stepOf = ({ least, perKey }: KeySteps, key: number): number => Math.trunc((key - least) * perKey);

/** The first `size` keys, which are finite, in so many steps. */
export function countSteps(keys: Float64Array, size: number, stepCount: number): KeySteps {
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < size; at += 1) {
    const key = keys[at] ?? 0;
    if (key < least) least = key;
    if (key > greatest) greatest = key;
  }
  // no whole number, so that prices in ticks are not on the steps' edges; one step where all keys are the same
  const perKey = greatest > least ? (stepCount - 0.382) / (greatest - least) : 0;
  const steps = { least, perKey, counts: new Uint32Array(stepCount) };
  for (let at = 0; at < size; at += 1) {
    const step = stepOf(steps, keys[at] ?? 0);
    steps.counts[step] = (steps.counts[step] ?? 0) + 1;
  }
  return steps;
}
