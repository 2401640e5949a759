/**
 * The candles of a market, from which each exchange writes its own rows.
 *
 * A candle closes at the price of its last millisecond: a definite function of the minute, which the truth of converted fees
 * is computed from too.
 */
import type { Market } from './market';
import { maximum, minimum } from './units';
import type { World } from './world';

export const minuteMs = 60_000;

export interface SimulatedCandle {
  readonly openAt: number;
  readonly open: bigint;
  readonly high: bigint;
  readonly low: bigint;
  readonly close: bigint;
}

/** The price at which the candle that opened at `openAt` closes. */
export const closeOf = (world: Pick<World, 'price'>, market: Market, openAt: number, lengthMs: number): bigint =>
  world.price(market, openAt + lengthMs - 1);

/** High and low are the ends' and the middle's. */
export function candleOf(world: World, market: Market, openAt: number, lengthMs: number): SimulatedCandle {
  const open = world.price(market, openAt);
  const middle = world.price(market, openAt + lengthMs / 2);
  const close = closeOf(world, market, openAt, lengthMs);
  const prices = [open, middle, close];
  return { openAt, open, high: prices.reduce(maximum), low: prices.reduce(minimum), close };
}

/** Of a market that trades, the candles that opened from `fromMs` to `toMs`, both inclusive, until `nowMs`; at most the newest `most`. */
export function candlesOf(
  { world, market, lengthMs }: { readonly world: World; readonly market: Market; readonly lengthMs: number },
  { fromMs, toMs, most, nowMs }: { fromMs: number; toMs: number; most: number; nowMs: number },
): readonly SimulatedCandle[] {
  if (!market.trading) return [];
  const last = Math.floor(Math.min(toMs, nowMs) / lengthMs) * lengthMs;
  const first = Math.max(Math.ceil(fromMs / lengthMs) * lengthMs, last - (most - 1) * lengthMs);
  const count = Math.max(0, Math.floor((last - first) / lengthMs) + 1);
  return Array.from({ length: count }, (_, index) => candleOf(world, market, first + index * lengthMs, lengthMs));
}
