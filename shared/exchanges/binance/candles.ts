/** GET /api/v3/klines: `[openTime, open, high, low, close, volume, closeTime, …]`, oldest first (rest-api.md, July 2026). */
import type { Failure } from '../../reasons';
import type { Result } from '../../result';
import { parseCandleRows } from '../candle-rows';
import { type Candle, type CandlePlan, type CandleWindow, withoutReach } from '../candles';
import type { Market } from '../readings';

/** 1,000 rows a call, of any age: no limit is stated. */
export const candlePlan: CandlePlan = { rows: 1000, reachMs: withoutReach };

/** Both ends are inclusive. */
export const candleQuery = (market: Market, { interval, fromMs, toMs }: CandleWindow): Record<string, string> => ({
  symbol: market.id,
  interval,
  startTime: String(fromMs),
  endTime: String(toMs - 1),
  limit: String(candlePlan.rows),
});

/** The candles of a reply; `unexpected-payload` where a row does not fit. */
export const parseCandles = (payload: unknown): Result<readonly Candle[], Failure> =>
  parseCandleRows(payload, { openAt: 0, close: 4, unit: 'ms' });
