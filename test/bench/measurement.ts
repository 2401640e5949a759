/** What a benchmark gives: two medians of the same run, and how one stands to the other. Lower is better. */

/** `value` and `rival` are medians in `unit`; `ratio` = value ÷ rival. */
export interface Measurement {
  readonly value: number;
  readonly unit: 'ms';
  readonly rival: number;
  readonly ratio: number;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** From the milliseconds of each round; odd counts of rounds, so that a median is a round that happened. */
export function measurementOf(own: readonly number[], rival: readonly number[]): Measurement {
  const value = median(own);
  const other = median(rival);
  return { value, unit: 'ms', rival: other, ratio: value / other };
}
