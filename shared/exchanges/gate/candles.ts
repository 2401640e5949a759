/**
 * GET /spot/candlesticks: `["openSeconds", quoteVolume, close, high, low, open, baseVolume, windowClosed]`, oldest first.
 *
 * A call gives at most 1,000 candles, and refuses those that opened more than 10,000 intervals ago ("Candlestick too long ago.
 * Maximum 10000 points ago are allowed"): minutes reach back 6.9 days, hours 416.
 */
import type { Failure } from '../../reasons';
import type { Result } from '../../result';
import { parseCandleRows } from '../candle-rows';
import { type Candle, type CandlePlan, type CandleWindow, intervalMs, reachOfRows } from '../candles';
import type { Market } from '../readings';

/** Some points less than Gate allows, since its clock counts. */
export const candlePlan: CandlePlan = { rows: 999, reachMs: reachOfRows(9950) };

/** Both ends are inclusive, in seconds; a limit may not stand beside them. */
export const candleQuery = (market: Market, { interval, fromMs, toMs }: CandleWindow): Record<string, string> => ({
  currency_pair: market.id,
  interval,
  from: String(fromMs / 1000),
  to: String((toMs - intervalMs[interval]) / 1000),
});

/** The candles of a reply; `unexpected-payload` where a row does not fit. */
export const parseCandles = (payload: unknown): Result<readonly Candle[], Failure> =>
  parseCandleRows(payload, { openAt: 0, close: 2, unit: 's' });
