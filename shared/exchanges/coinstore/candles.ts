/**
 * GET /v1/market/kline/{symbol}: `{"item": [{"startTime": seconds, "close": "…", …}, …]}` under `data`.
 *
 * No range can be asked for: the call gives the newest candles, as many as `size` says. So each interval reaches back as far as
 * that many of it, and one call holds everything since.
 */
import { z } from 'zod';
import type { Failure } from '../../reasons';
import { err, ok, type Result } from '../../result';
import { candleOf } from '../candle-rows';
import {
  type Candle,
  type CandleInterval,
  type CandlePlan,
  type CandleWindow,
  intervalMs,
  reachOfRows,
} from '../candles';
import { parsePayload } from '../payload';
import type { Market } from '../readings';
import { envelope } from './envelope';
import { marketCode } from './market-id';

/** How many rows a call may ask for at most is not stated; a row is kept for the minute that passes on the way. */
export const candlePlan: CandlePlan = { rows: 1000, reachMs: reachOfRows(998) };

const period: Readonly<Record<CandleInterval, string>> = {
  '1m': '1min',
  '5m': '5min',
  '15m': '15min',
  '30m': '30min',
  '1h': '60min',
  '4h': '4hour',
  '1d': '1day',
};

/** `symbol` goes into the path. `nowMs`: the clock that the candles are counted from. */
export const candleQuery = (
  market: Market,
  { interval, fromMs }: CandleWindow,
  nowMs: number,
): Record<string, string> => ({
  symbol: marketCode(market),
  period: period[interval],
  size: String(Math.min(candlePlan.rows, Math.ceil((nowMs - fromMs) / intervalMs[interval]) + 2)),
});

const reply = envelope(z.object({ item: z.array(z.object({ startTime: z.string(), close: z.string() })) }));

/** The candles of a reply; `unexpected-payload` where a row does not fit. */
export function parseCandles(payload: unknown): Result<readonly Candle[], Failure> {
  const parsed = parsePayload(reply, payload);
  if (!parsed.ok) return parsed;
  const candles: Candle[] = [];
  for (const [index, { startTime, close }] of parsed.value.data.item.entries()) {
    const candle = candleOf(startTime, close, 's', `data.item[${index}]`);
    if (!candle.ok) return err(candle.error);
    if (candle.value) candles.push(candle.value);
  }
  return ok(candles);
}
