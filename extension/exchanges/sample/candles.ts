/** Candles of sample data: each closes at the price of its last millisecond. */
import {
  type CandleInterval,
  type CandlePage,
  type CandlePlan,
  candleWindow,
  intervalMs,
  withoutReach,
} from '../../../shared/exchanges/candles';
import type { Market } from '../../../shared/exchanges/readings';
import type { DecimalString } from '../../../shared/money/decimal';
import { type UnixMs, unixMs } from '../../../shared/result';

const plan: CandlePlan = { rows: 1000, reachMs: withoutReach };

/** A page from `fromMs` on, priced by `closeAt`; empty for a market that does not trade, and where no candle has closed. */
export function samplePage(
  { active }: Market,
  asked: { readonly fromMs: UnixMs; readonly interval: CandleInterval; readonly nowMs: UnixMs },
  closeAt: (atMs: UnixMs) => DecimalString | null,
): CandlePage {
  const window = candleWindow(plan, asked.interval, asked.fromMs, asked.nowMs);
  if (!window) return { interval: asked.interval, from: asked.fromMs, to: asked.fromMs, candles: [] };
  const { interval, fromMs, toMs } = window; // no interval has a reach
  const opens = active ? Math.ceil((toMs - fromMs) / intervalMs[interval]) : 0;
  const candles = Array.from({ length: opens }, (_, index) => fromMs + index * intervalMs[interval]).flatMap(
    (openAt) => {
      const close = closeAt(unixMs(openAt + intervalMs[interval] - 1));
      return close === null ? [] : [{ openAt: unixMs(openAt), close }];
    },
  );
  return { interval, from: unixMs(fromMs), to: unixMs(toMs), candles };
}
