/**
 * GET /api/v2/spot/market/candles and /api/v2/spot/market/history-candles: `["openMs", open, high, low, close, volume, …]`
 * under `data`, oldest first.
 *
 * The first serves 1,000 rows of about the last month, the second 200 rows of any age that end at `endTime`.
 */
import { z } from 'zod';
import type { Failure } from '../../reasons';
import type { Result } from '../../result';
import { dayMs } from '../../utc-day';
import { parseCandleRows } from '../candle-rows';
import { type Candle, type CandleInterval, type CandlePlan, type CandleWindow, withoutReach } from '../candles';
import { parsePayload } from '../payload';
import type { Market } from '../readings';
import { enveloped } from './envelope';

/** A month at Bitget, less a day of margin. */
const recentMs = 29 * dayMs;

/** The plan of either call. */
export const recentCandles: CandlePlan = {
  rows: 1000,
  reachMs: { '1m': recentMs, '5m': recentMs, '15m': recentMs, '30m': recentMs, '1h': recentMs, '4h': recentMs },
};
export const pastCandles: CandlePlan = { rows: 200, reachMs: withoutReach };

const granularity: Readonly<Record<CandleInterval, string>> = {
  '1m': '1min',
  '5m': '5min',
  '15m': '15min',
  '30m': '30min',
  '1h': '1h',
  '4h': '4h',
  '1d': '1Dutc',
};

const ended = (market: Market, { interval, toMs }: CandleWindow, { rows }: CandlePlan): Record<string, string> => ({
  symbol: market.id,
  granularity: granularity[interval],
  endTime: String(toMs),
  limit: String(rows),
});

export const recentQuery = (market: Market, window: CandleWindow): Record<string, string> => ({
  ...ended(market, window, recentCandles),
  startTime: String(window.fromMs),
});

/** It takes no beginning: rows before the window may come too. */
export const pastQuery = (market: Market, window: CandleWindow): Record<string, string> =>
  ended(market, window, pastCandles);

const reply = enveloped(z.array(z.unknown()));

/** The candles of a reply; `unexpected-payload` where a row does not fit. */
export function parseCandles(payload: unknown): Result<readonly Candle[], Failure> {
  const parsed = parsePayload(reply, payload);
  return parsed.ok ? parseCandleRows(parsed.value.data, { openAt: 0, close: 4, unit: 'ms' }) : parsed;
}
