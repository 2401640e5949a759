/**
 * GET /spot/quotation/v3/klines: `["openSeconds", open, high, low, close, volume, quoteVolume]` under `data`.
 *
 * `after` and `before` are seconds and leave out the instants that they name; `step` is in minutes.
 */
import { z } from 'zod';
import type { Failure } from '../../reasons';
import type { Result } from '../../result';
import { parseCandleRows } from '../candle-rows';
import { type Candle, type CandlePlan, type CandleWindow, intervalMs, withoutReach } from '../candles';
import { parsePayload } from '../payload';
import type { Market } from '../readings';

/** 200 rows a call; how far back is not stated. Nothing is traded here any more, and the past is still told. */
export const candlePlan: CandlePlan = { rows: 200, reachMs: withoutReach };

export const candleQuery = (market: Market, { interval, fromMs, toMs }: CandleWindow): Record<string, string> => ({
  symbol: market.id,
  step: String(intervalMs[interval] / 60_000),
  after: String(fromMs / 1000 - 1),
  before: String(toMs / 1000),
  limit: String(candlePlan.rows),
});

const reply = z.object({ data: z.array(z.unknown()) });

/** The candles of a reply; `unexpected-payload` where a row does not fit. */
export function parseCandles(payload: unknown): Result<readonly Candle[], Failure> {
  const parsed = parsePayload(reply, payload);
  return parsed.ok ? parseCandleRows(parsed.value.data, { openAt: 0, close: 4, unit: 's' }) : parsed;
}
