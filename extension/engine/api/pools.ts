/** What pages are told where books are by coin: spot fills of one base asset share lots, across accounts and symbols. */

/**
 * - `currency`: what pooled figures are in, the base currency as it was when they were made.
 * - `unpriced`: coins of which no pooled figure is known, since the price of `quotes` in `currency` is not known at the minutes of
 *   `fills` fills. They are in no row and no sum.
 */
export interface Pooling {
  readonly currency: string;
  readonly unpriced: readonly UnpricedCoin[];
}

interface UnpricedCoin {
  readonly base: string;
  readonly quotes: readonly string[];
  readonly fills: number;
}
