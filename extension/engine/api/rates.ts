/** Rates of fees in coins that are neither base nor quote: what each is made of, and which are not known. */
import type { CandleInterval } from '../../../shared/exchanges/candles';
import type { RateLeg } from '../../../shared/exchanges/fee-rate';
import type { ExchangeId } from '../../../shared/exchanges/ids';
import type { DecimalString } from '../../../shared/money/decimal';
import type { Failure } from '../../../shared/reasons';
import type { Result, UnixMs } from '../../../shared/result';

/**
 * What a fee's rate is made of: `rate` is quote per coin at the minute of the fill, Π `close` of the straight legs ÷ Π `close` of
 * the turned ones. `interval`: the coarsest of its candles. `exchange`: whose they are, an exchange's id.
 */
export interface RateSource {
  readonly rate: DecimalString;
  readonly minute: UnixMs;
  readonly interval: CandleInterval;
  readonly exchange: string;
  readonly legs: readonly RateLeg[];
}

/** A coin whose fees have no rate at `minutes` minutes, on markets of `quote` at accounts of one exchange, and why. */
export interface UnratedFees {
  readonly exchange: ExchangeId;
  readonly coin: string;
  readonly quote: string;
  readonly minutes: number;
  readonly failure: Failure;
  readonly failedAt: UnixMs;
}

/** `progress`: minutes whose rate was found so far, of all that are being looked up; null while nothing is. */
export interface FeeRatesView {
  readonly unrated: readonly UnratedFees[];
  readonly progress: { readonly found: number; readonly total: number } | null;
}

export interface RatesApi {
  /** Which rates are not known, and what is being looked up; events of the topic `fills` say that it has changed. */
  feeRates(): Promise<FeeRatesView>;
  /** Looks up what is not known, also what no market told before. Resolves when it has started. */
  retryFeeRates(): Promise<Result<void, Failure>>;
}
