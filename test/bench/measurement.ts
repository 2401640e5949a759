/**
 * What a benchmark gives: its own figure, that of a rival in the same run, and how one stands to the other; lower is better, but
 * for what is done in a second. A bench that guards something has a limit, and a run that breaks it fails.
 */

/**
 * `value` and `rival` are in `unit`; `ratio` = value ÷ rival. `limit` is the most that `value` may be, `ratioLimit` the most that
 * `ratio` may be; null: it only compares. Of a rate (`/s`) they are the least.
 */
export interface Measurement {
  readonly value: number;
  readonly unit: 'ms' | 'bytes' | 'MB' | '/s';
  readonly rival: number;
  readonly ratio: number;
  readonly limit: number | null;
  readonly ratioLimit: number | null;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Medians, from the milliseconds of each round; odd counts of rounds, so that a median is a round that happened. */
export function measurementOf(
  own: readonly number[],
  rival: readonly number[],
  limits: { readonly value?: number; readonly ratio?: number } = {},
): Measurement {
  const value = median(own);
  const other = median(rival);
  const [limit, ratioLimit] = [limits.value ?? null, limits.ratio ?? null];
  return { value, unit: 'ms', rival: other, ratio: value / other, limit, ratioLimit };
}

/** The worst of each, held to a limit: the one slow moment is what a trader remembers. Throws where nothing was measured. */
export function worstOf(own: readonly number[], rival: readonly number[], limit: number): Measurement {
  if (own.length === 0 || rival.length === 0) throw new Error('a worst case of nothing was asked for');
  const value = Math.max(...own);
  const other = Math.max(...rival);
  return { value, unit: 'ms', rival: other, ratio: value / other, limit, ratioLimit: null };
}

/** Rates of each round, by their medians: the least that they may be, and be of the rival's. */
export function rateOf(
  own: readonly number[],
  rival: readonly number[],
  least: { readonly value?: number; readonly ratio?: number } = {},
): Measurement {
  return { ...measurementOf(own, rival, least), unit: '/s' };
}

/** One line for each figure beyond its limit, with the figure and the limit; what is no number was not measured and breaks it too. */
export const brokenLimits = (results: Readonly<Record<string, Measurement>>): readonly string[] =>
  Object.entries(results).flatMap(([name, { value, limit, ratio, ratioLimit, unit }]) => {
    const [isRate, than] = unit === '/s' ? [true, 'less'] : [false, 'more'];
    const keeps = (figure: number, bound: number): boolean => (isRate ? figure >= bound : figure <= bound);
    return [
      ...(limit === null || keeps(value, limit)
        ? []
        : [`${name}: ${value.toFixed(1)} ${unit}, ${than} than the limit of ${limit} ${unit}`]),
      ...(ratioLimit === null || keeps(ratio, ratioLimit)
        ? []
        : [`${name}: ${ratio.toFixed(2)} times its rival, ${than} than the limit of ${ratioLimit}`]),
    ];
  });
