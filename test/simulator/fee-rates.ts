/**
 * The true rate of a fee in a third coin: the close of the candle that holds the fill, of the finest interval that the exchange
 * serves now for that instant. Computed from the price path by arithmetic of its own, apart from any code of the product.
 *
 * One market in either direction, else two joined through USDT, USDC, BTC or ETH, in this order; rounded half to even at 18
 * decimals. A minute that has not ended has no rate yet.
 */
import type { ExchangeId } from '../../shared/exchanges/ids';
import { closeOf, minuteMs } from './candles';
import { share, type ThirdCoinRate } from './fifo';
import { type Market, markets } from './market';
import { unit } from './units';
import type { World } from './world';

/** So many intervals back are asked for, where an exchange does not serve all. */
const reachByExchange: Partial<Record<ExchangeId, number>> = { gate: 9950, coinstore: 998 };
const lengths = [1, 5, 15, 30, 60, 240, 1440].map((minutes) => minutes * minuteMs);
const hourMs = 60 * minuteMs;
const bridges = ['USDT', 'USDC', 'BTC', 'ETH'];

/** A rate as a fraction. */
interface Ratio {
  readonly over: bigint;
  readonly under: bigint;
}

export function feeRates(world: Pick<World, 'price'>, exchange: ExchangeId, nowMs: number): ThirdCoinRate {
  const reach = reachByExchange[exchange];

  function closeAt(market: Market, atMs: number): bigint | null {
    const minute = atMs - (atMs % minuteMs);
    for (const length of lengths) {
      const open = minute - (minute % length);
      // longer candles are asked for with the one before
      const oldest = length > hourMs ? open - length : open;
      if (reach !== undefined && oldest < nowMs - reach * length) continue;
      return open + length <= nowMs ? closeOf(world, market, open, length) : null;
    }
    return null;
  }

  function oneStep(coin: string, quote: string, atMs: number): Ratio | null {
    const named = (symbol: string): Market | undefined => markets.find((one) => one.trading && one.symbol === symbol);
    const straight = named(`${coin}/${quote}`);
    const turned = named(`${quote}/${coin}`);
    const market = straight ?? turned;
    const close = market ? closeAt(market, atMs) : null;
    if (close === null) return null;
    return market === straight ? { over: close, under: unit } : { over: unit, under: close };
  }

  function ratioOf(coin: string, quote: string, atMs: number): Ratio | null {
    const direct = oneStep(coin, quote, atMs);
    if (direct !== null) return direct;
    for (const bridge of bridges) {
      if (bridge === coin || bridge === quote) continue;
      const [first, second] = [oneStep(coin, bridge, atMs), oneStep(bridge, quote, atMs)];
      if (first && second) return { over: first.over * second.over, under: first.under * second.under };
    }
    return null;
  }

  return (coin, quote, atMs) => {
    const ratio = ratioOf(coin, quote, atMs);
    const rate = ratio ? share(unit, ratio.over, ratio.under) : 0n;
    return rate === 0n ? null : rate;
  };
}
