/** What a fee's rate is made of, as pages see it. */
import { type FeeRate, intervalOfRate, minuteOf } from '../../shared/exchanges/fee-rate';
import type { Fee, Fill } from '../../shared/ledger/fill';
import type { RateSource } from './api/rates';
import type { RateOf } from './rated-fills';

const sourceOf = (known: FeeRate): RateSource => ({
  rate: known.rate,
  minute: known.minute,
  interval: intervalOfRate(known),
  exchange: known.exchange,
  legs: known.legs,
});

/** What the price of one unit of a fill's quote in another currency is made of; nothing where they are one, or none is known. */
export function quoteRateSource(fill: Fill, currency: string, rateOf: RateOf): { readonly rateSource?: RateSource } {
  if (fill.quote === currency) return {};
  const known = rateOf(fill.quote, currency, minuteOf(fill.executedAtUs));
  return known ? { rateSource: sourceOf(known) } : {};
}

/** What the rate of a fee is made of; nothing where the fee needs none, or none is known. */
export function rateSourceOf(fill: Fill, fee: Fee, rateOf: RateOf): { readonly rateSource?: RateSource } {
  if (fee.rate === undefined) return {};
  const known = rateOf(fee.currency, fill.quote, minuteOf(fill.executedAtUs));
  return known?.rate === fee.rate ? { rateSource: sourceOf(known) } : {};
}
