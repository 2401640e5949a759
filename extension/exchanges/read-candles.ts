/** A page of candles from any exchange: which interval and span to ask for, and what of the answer was asked for. */
import type { Candle, CandleInterval, CandlePage, CandlePlan, CandleWindow } from '../../shared/exchanges/candles';
import { candlesWithin, candleWindow } from '../../shared/exchanges/candles';
import type { Market } from '../../shared/exchanges/readings';
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result, type UnixMs, unixMs } from '../../shared/result';
import { ask, type Call, type CallParams } from './call';
import type { ExchangeClient } from './client';
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

/** The one call of an exchange for candles. `nowMs`: for an exchange that wants to be told how many there are until now. */
interface CandleCall<E> {
  readonly host: string;
  readonly plan: CandlePlan;
  readonly endpoint: E;
  readonly query: (market: Market, window: CandleWindow, nowMs: UnixMs) => CallParams;
  readonly parse: (payload: unknown) => Result<readonly Candle[], Failure>;
}

/** `candles` of a client whose exchange has one call for them. */
export function candlesBy<E>(
  call: Call<E>,
  now: () => UnixMs,
  { host, plan, endpoint, query, parse }: CandleCall<E>,
): ExchangeClient['candles'] {
  return (market, fromMs, interval, signal) =>
    readCandles({
      ...{ host, plan, finest: interval, atMs: fromMs, nowMs: now() },
      asked: (window) => ask(call, endpoint, query(market, window, now()), signal, ({ payload }) => parse(payload)),
    });
}
