/** What was made today: what was realized, and how what is unrealized has changed since yesterday's end. All days are of UTC. */
import type { ExchangeId } from '../../../shared/exchanges/ids';
import type { UnixMs } from '../../../shared/result';
import type { PartialAmount } from './observed';

/**
 * PnL since 00:00 UTC in the base currency: `net` = `realized` + `change.amount`. Parts of all sums are accounts.
 *
 * - `net`: partial where `realized` is, and where of a market that was held one of the two prices is not known. While `change` is
 *   null it is `realized`.
 * - `realized`: net of closings since then. An account whose new fills could not be read is missing, since nobody knows what it
 *   closed today; one that sold today what its history never bought is partial.
 * - `unrealized`: what closing all that is open now at the prices of now would realize, without a fee. A market without a price
 *   is missing by the name of its base.
 * - `change`: of `unrealized` since yesterday's end; null where no price of that was read.
 * - `storedRates`: quote currencies of which closings were converted by a rate that was stored of their minute; `ratesOfNow`: those
 *   of which closings were converted at the prices of now. Neither has the base currency.
 */
export interface TodayPnl {
  readonly net: PartialAmount;
  readonly realized: PartialAmount;
  readonly unrealized: PartialAmount;
  readonly change: TodayChange | null;
  readonly storedRates: readonly string[];
  readonly ratesOfNow: readonly string[];
}

/**
 * - `amount` = unrealized now − `before`, over the markets of which both are known, each quote currency at the prices of now.
 * - `before`: what closing all that was open at yesterday's end at the prices of then would have realized.
 * - `pricedAt`: when the oldest of those prices was read, within the last hour of yesterday.
 * - `candles`: markets of which none was read then: their price is the last one of 23:59 UTC by that exchange's candles.
 * - `unpriced`: symbols held at either end that had a price at neither: they are in none of these figures.
 */
export interface TodayChange {
  readonly amount: PartialAmount;
  readonly before: PartialAmount;
  readonly pricedAt: UnixMs;
  readonly candles: readonly { readonly exchange: ExchangeId; readonly symbol: string }[];
  readonly unpriced: readonly string[];
}
