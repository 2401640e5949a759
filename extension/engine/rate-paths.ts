/** By which markets of an exchange a coin can be priced in another: its own, the same turned round, or two that share a coin. */
import type { Market } from '../exchanges/client';
import type { MarketsBySymbol } from './markets';

/** A market of a path; `turned` where it has the two coins the other way round. */
export interface PathLeg {
  readonly market: Market;
  readonly turned: boolean;
}

export type RatePath = readonly PathLeg[];

/** The coins that two markets are joined through, in the order in which they are tried. */
const bridges: readonly string[] = ['USDT', 'USDC', 'BTC', 'ETH'];

function legOf(markets: MarketsBySymbol, coin: string, quote: string): PathLeg | null {
  const straight = markets.get(`${coin}/${quote}`);
  if (straight) return { market: straight, turned: false };
  const turned = markets.get(`${quote}/${coin}`);
  return turned ? { market: turned, turned: true } : null;
}

/** The path of one market, in either direction; none where the exchange does not list the pair. */
export function directPaths(markets: MarketsBySymbol, coin: string, quote: string): readonly RatePath[] {
  const leg = legOf(markets, coin, quote);
  return leg ? [[leg]] : [];
}

/** The paths of two markets. */
export function crossedPaths(markets: MarketsBySymbol, coin: string, quote: string): readonly RatePath[] {
  return bridges.flatMap((bridge) => {
    if (bridge === coin || bridge === quote) return [];
    const first = legOf(markets, coin, bridge);
    const second = legOf(markets, bridge, quote);
    return first && second ? [[first, second]] : [];
  });
}
