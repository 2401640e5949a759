/**
 * Reading what will be needed soon. Lots by cost lie anywhere in memory: the values of many, read together, come out of it together,
 * and not one wait after the other as each is closed.
 */

/** Gets the lots from one place of an array to another, which will be closed next. */
export type ReadsAhead = (lots: Int32Array, from: number, to: number) => void;

/** What nobody keeps would not be read. */
const kept = new Float64Array(1);

/** Reads the values of the lots from one place to another, so that the processor has them at hand. */
export function readAhead(values: Float64Array | Int32Array, lots: Int32Array, from: number, to: number): void {
  let sum = 0;
  for (let at = from; at < to; at += 1) sum += values[lots[at] ?? 0] ?? 0;
  kept[0] = sum;
}
