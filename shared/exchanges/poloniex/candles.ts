/**
 * GET /markets/{symbol}/candles: `[low, high, open, close, amount, quantity, buyTakerAmount, buyTakerQuantity, tradeCount, ts,
 * weightedAverage, interval, startTime, closeTime]`, oldest first.
 */
import type { Failure } from '../../reasons';
import type { Result } from '../../result';
import { parseCandleRows } from '../candle-rows';
import { type Candle, type CandleInterval, type CandlePlan, type CandleWindow, withoutReach } from '../candles';
import type { Market } from '../readings';

/** 500 rows a call; how far back is not stated. */
export const candlePlan: CandlePlan = { rows: 500, reachMs: withoutReach };

const wireInterval: Readonly<Record<CandleInterval, string>> = {
  '1m': 'MINUTE_1',
  '5m': 'MINUTE_5',
  '15m': 'MINUTE_15',
  '30m': 'MINUTE_30',
  '1h': 'HOUR_1',
  '4h': 'HOUR_4',
  '1d': 'DAY_1',
};

/** `symbol` goes into the path. Both ends are inclusive. */
export const candleQuery = (market: Market, { interval, fromMs, toMs }: CandleWindow): Record<string, string> => ({
  symbol: market.id,
  interval: wireInterval[interval],
  startTime: String(fromMs),
  endTime: String(toMs - 1),
  limit: String(candlePlan.rows),
});

/** The candles of a reply; `unexpected-payload` where a row does not fit. */
export const parseCandles = (payload: unknown): Result<readonly Candle[], Failure> =>
  parseCandleRows(payload, { openAt: 12, close: 3, unit: 'ms' });
