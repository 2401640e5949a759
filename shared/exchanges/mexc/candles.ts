/**
 * GET /api/v3/klines: `[openTime, open, high, low, close, volume, closeTime, quoteVolume]`, oldest first (spot v3, August 2025).
 *
 * The documentation allows 1,000 rows; 500 is what clients have seen served.
 */
import type { Failure } from '../../reasons';
import type { Result } from '../../result';
import { parseCandleRows } from '../candle-rows';
import { type Candle, type CandleInterval, type CandlePlan, type CandleWindow, withoutReach } from '../candles';
import type { Market } from '../readings';

/** How far back is not stated. */
export const candlePlan: CandlePlan = { rows: 500, reachMs: withoutReach };

/** The one name that differs: an hour is 60m. */
const wireInterval = (interval: CandleInterval): string => (interval === '1h' ? '60m' : interval);

/** The end is exclusive at MEXC, as it is in a window. */
export const candleQuery = (market: Market, { interval, fromMs, toMs }: CandleWindow): Record<string, string> => ({
  symbol: market.id,
  interval: wireInterval(interval),
  startTime: String(fromMs),
  endTime: String(toMs),
  limit: String(candlePlan.rows),
});

/** The candles of a reply; `unexpected-payload` where a row does not fit. */
export const parseCandles = (payload: unknown): Result<readonly Candle[], Failure> =>
  parseCandleRows(payload, { openAt: 0, close: 4, unit: 'ms' });
