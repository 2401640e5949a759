/** The price of a market of sample data from the prices of its two coins in USDT. */
import { type CoinName, coins, isCoin, type Prices } from './coins';

interface PairPrice {
  /** Quote per base in units of 10^-`decimals`, > 0. */
  readonly ticks: number;
  readonly decimals: number;
}

/** Bitcoin is the quote of small prices, and has more decimals. */
const btcDecimals = 6;

/** Against USDT it is the coin's own price; against another coin the ratio of the two, cut to the quote's decimals. */
export function pairPrice(base: CoinName, quote: string, atMs: number, prices: Prices): PairPrice {
  const { priceDecimals } = coins[base];
  const ticks = prices.ticksAt(base, atMs);
  if (!isCoin(quote)) return { ticks, decimals: priceDecimals };
  const decimals = quote === 'BTC' ? btcDecimals : priceDecimals;
  const other = prices.ticksAt(quote, atMs);
  // both as integers of one scale: ticks / 10^own over other / 10^its, times 10^decimals
  const ratio = Math.floor((ticks * 10 ** (coins[quote].priceDecimals + decimals - priceDecimals)) / other);
  return { ticks: Math.max(1, ratio), decimals };
}
