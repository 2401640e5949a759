/** A page of candles from any exchange: which interval and span to ask for, and what of the answer was asked for. */
import type { Candle, CandleInterval, CandlePage, CandlePlan, CandleWindow } from '../../shared/exchanges/candles';
import { candlesWithin, candleWindow } from '../../shared/exchanges/candles';
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result, unixMs } from '../../shared/result';
import { confirmEmpty } from './confirm-empty';

interface CandleRequest {
  readonly host: string;
  readonly plan: CandlePlan;
  /** The finest interval that is wanted, and the instant from which on. */
  readonly finest: CandleInterval;
  readonly atMs: number;
  readonly nowMs: number;
  /** One call. */
  readonly asked: (window: CandleWindow) => Promise<Result<readonly Candle[], Failure>>;
}

/** A page without candles is asked for once more. `unsupported` where the exchange tells no price of that instant. */
export async function readCandles(request: CandleRequest): Promise<Result<CandlePage, Failure>> {
  const { host, plan, finest, atMs, nowMs, asked } = request;
  const window = candleWindow(plan, finest, atMs, nowMs);
  if (!window) return err({ reason: 'unsupported', host, subject: 'candles' });
  const candles = await confirmEmpty(
    true,
    (rows) => rows.length,
    () => asked(window),
  );
  if (!candles.ok) return candles;
  return ok({
    interval: window.interval,
    from: unixMs(window.fromMs),
    to: unixMs(Math.min(window.toMs, window.finerFromMs)),
    candles: candlesWithin(candles.value, window),
  });
}
