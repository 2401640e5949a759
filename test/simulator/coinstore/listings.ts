/** How Coinstore names coins and markets: by numbers in fills, by codes elsewhere. */
import { assets, type Market, markets } from '../market';

/** The first coin is number 30, as good as any. */
const firstCoin = 30;

export const coinNumber = (asset: string): number => firstCoin + assets.indexOf(asset);
export const symbolNumber = (market: Market): number => 1 + markets.indexOf(market);
export const symbolCode = (market: Market): string => `${market.base}${market.quote}`;

/** The market of a code in any case; null for another. */
export const marketOfCode = (code: string): Market | null =>
  markets.find((market) => symbolCode(market) === code.toUpperCase()) ?? null;
