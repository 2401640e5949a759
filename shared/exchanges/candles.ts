/**
 * Candles: what a market's price was at an instant in the past, as far as an exchange still tells it.
 *
 * The finest interval says most, and exchanges serve it for the shortest time: an instant is looked up in the first interval,
 * from 1 minute upwards, that the exchange serves for it, and whoever uses the price keeps which one it was.
 */
import type { DecimalString } from '../money/decimal';
import type { UnixMs } from '../result';

/** From the finest to the coarsest. */
export const candleIntervals = ['1m', '5m', '15m', '30m', '1h', '4h', '1d'] as const;

export type CandleInterval = (typeof candleIntervals)[number];

const minuteMs = 60_000;

/** How long a candle of each interval lasts, in milliseconds. */
export const intervalMs: Readonly<Record<CandleInterval, number>> = {
  '1m': minuteMs,
  '5m': 5 * minuteMs,
  '15m': 15 * minuteMs,
  '30m': 30 * minuteMs,
  '1h': 60 * minuteMs,
  '4h': 240 * minuteMs,
  '1d': 1440 * minuteMs,
};

/** One candle: from `openAt` (inclusive) for the length of its interval. `close`: its last price, quote per base, > 0. */
export interface Candle {
  readonly openAt: UnixMs;
  readonly close: DecimalString;
}

/**
 * Candles of one interval, oldest first, each of them closed when they were asked for.
 *
 * `from` (inclusive) to `to` (exclusive): the instants that the page answers for, and no finer one could. One without a candle
 * has no price here: nothing was traded then, or the exchange no longer tells.
 */
export interface CandlePage {
  readonly interval: CandleInterval;
  readonly from: UnixMs;
  readonly to: UnixMs;
  readonly candles: readonly Candle[];
}

/**
 * What an exchange serves.
 *
 * - `rows`: candles of one call at most.
 * - `reachMs`: how far back each interval is served; null where the exchange states no limit. An interval that is absent is
 *   not asked for.
 */
export interface CandlePlan {
  readonly rows: number;
  readonly reachMs: Readonly<Partial<Record<CandleInterval, number | null>>>;
}

/** Every interval served without a stated limit. */
export const withoutReach: CandlePlan['reachMs'] = Object.fromEntries(
  candleIntervals.map((interval) => [interval, null]),
);

/** The same number of candles of every interval, so that coarser ones reach further back. */
export const reachOfRows = (rows: number): CandlePlan['reachMs'] =>
  Object.fromEntries(candleIntervals.map((interval) => [interval, rows * intervalMs[interval]]));

/** The candles that one call asks for: opened from `fromMs` (inclusive) until `toMs` (exclusive), milliseconds. */
export interface CandleWindow {
  readonly interval: CandleInterval;
  readonly fromMs: number;
  readonly toMs: number;
  /** A finer interval is served from here on; infinite where none is. */
  readonly finerFromMs: number;
}

/** Days and quarters of days begin at midnight of another place at some exchanges: the candle before is asked for too. */
const firstOpen = (interval: CandleInterval, atMs: number): number => {
  const length = intervalMs[interval];
  return Math.floor(atMs / length) * length - (length > intervalMs['1h'] ? length : 0);
};

/**
 * What to ask for to learn the price at `atMs` and as much after it as one call gives.
 *
 * The interval is the first from `finest` upwards that is served for that instant; null where none is, or where not even its
 * candle can have closed by `nowMs`. `toMs` is at most `rows` candles after `fromMs`, never after the last closed candle, and goes
 * no further than to where a finer interval begins to be served.
 * At 12:00:30, 1,000 rows of 1 m from 11:58:10 are the candles that opened at 11:58 and 11:59.
 */
export function candleWindow(
  plan: CandlePlan,
  finest: CandleInterval,
  atMs: number,
  nowMs: number,
): CandleWindow | null {
  /** From when on the interval before, a finer one, is served: it tells those instants better. */
  let finerFromMs = Number.POSITIVE_INFINITY;
  for (const interval of candleIntervals.slice(candleIntervals.indexOf(finest))) {
    const fromMs = firstOpen(interval, atMs);
    const length = intervalMs[interval];
    const reach = plan.reachMs[interval];
    if (reach === undefined) continue;
    if (reach === null || fromMs >= nowMs - reach) {
      const closedMs = Math.floor(nowMs / length) * length;
      const finerMs = Math.ceil(finerFromMs / length) * length;
      const toMs = Math.min(fromMs + plan.rows * length, closedMs, Math.max(finerMs, fromMs + length));
      return toMs > fromMs ? { interval, fromMs, toMs, finerFromMs } : null;
    }
    finerFromMs = nowMs - reach;
  }
  return null;
}

/** Of a reply's candles those that were asked for, each once, oldest first. */
export function candlesWithin(
  candles: readonly Candle[],
  { fromMs, toMs }: Pick<CandleWindow, 'fromMs' | 'toMs'>,
): readonly Candle[] {
  const byOpen = new Map(candles.map((candle) => [candle.openAt, candle]));
  return [...byOpen.values()]
    .filter(({ openAt }) => openAt >= fromMs && openAt < toMs)
    .sort((a, b) => a.openAt - b.openAt);
}

/** The candle of a page in which an instant lies, by halving; null where there is none. */
export function candleAt({ candles, interval }: CandlePage, atMs: number): Candle | null {
  let low = 0;
  let high = candles.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((candles[middle]?.openAt ?? 0) <= atMs) low = middle + 1;
    else high = middle;
  }
  const candle = candles[low - 1];
  return candle && atMs < candle.openAt + intervalMs[interval] ? candle : null;
}
