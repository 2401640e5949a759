/**
 * What an asset is worth in the user's base currency, and through which markets.
 *
 * Directly where a market joins the two, either way round, else across one bridge. A step that no ticker prices makes the
 * value unknown (`price-missing`), never 0. Exact but for the one rounding, half to even at 36 decimals, of each division
 * and of a product that exceeds 36 decimals.
 */
import type { ExchangeId } from '../../shared/exchanges/ids';
import { type DecimalString, divRound36, type E36, e18, mulRound36, toE36 } from '../../shared/money/decimal';
import type { UnixMs } from '../../shared/result';
import type { Market } from '../exchanges/client';
import type { PricePath } from './api/balances';

/** A ticker with where it was read; `ofCandle`: the last price of the minute from `at`, told afterwards. */
export interface Price {
  readonly exchange: ExchangeId;
  readonly symbol: string;
  readonly price: DecimalString;
  readonly at: UnixMs;
  readonly ofCandle?: true;
}

/** Tried in this order when no market joins asset and base directly: the deepest markets first. */
const bridges = ['USDT', 'USDC', 'BTC', 'ETH', 'BNB', 'EUR'] as const;

/** The bridges that can stand between `asset` and `base`. */
const bridgesBetween = (asset: string, base: string): readonly string[] =>
  bridges.filter((bridge) => bridge !== asset && bridge !== base);

/**
 * The symbols worth asking a price for, so that every asset can be valued in `base` if the exchange lists a way.
 *
 * `symbolExists` answers for the exchange's markets. Assets equal to `base` need none. At most 2 + 4 × 6 symbols an asset.
 */
export function symbolsToPrice(
  assets: Iterable<string>,
  base: string,
  markets: ReadonlyMap<string, Market>,
): readonly Market[] {
  const wanted = new Map<string, Market>();
  const want = (a: string, b: string): boolean => {
    const market = [markets.get(`${a}/${b}`), markets.get(`${b}/${a}`)].find((found) => found?.active);
    if (market) wanted.set(market.symbol, market);
    return market !== undefined;
  };
  for (const asset of assets) {
    if (asset === base || want(asset, base)) continue;
    for (const bridge of bridgesBetween(asset, base)) {
      const joins = (a: string, b: string) => markets.has(`${a}/${b}`) || markets.has(`${b}/${a}`);
      if (joins(asset, bridge) && joins(bridge, base)) {
        want(asset, bridge);
        want(bridge, base);
      }
    }
  }
  return [...wanted.values()];
}

type Step = PricePath[number];

/**
 * The way from `asset` to `base`: no step when they are equal, else one or two; null where no price joins them.
 *
 * `prices` by symbol; a price of 0 joins nothing.
 */
export function pathTo(asset: string, base: string, prices: ReadonlyMap<string, Price>): readonly Step[] | null {
  if (asset === base) return [];
  const step = (from: string, to: string): Step | null => {
    const forward = prices.get(`${from}/${to}`);
    if (forward && e18(forward.price) > 0n) return { ...forward, inverted: false };
    const backward = prices.get(`${to}/${from}`);
    return backward && e18(backward.price) > 0n ? { ...backward, inverted: true } : null;
  };
  const direct = step(asset, base);
  if (direct) return [direct];
  for (const bridge of bridgesBetween(asset, base)) {
    const first = step(asset, bridge);
    const second = step(bridge, base);
    if (first && second) return [first, second];
  }
  return null;
}

/**
 * `amount` of the path's first asset in its last one. Sign is kept. 2 ETH over ETH/USDT 3000 and EUR/USDT 1.2 (inverted):
 * 2 × 3000 ÷ 1.2 = 5000 EUR.
 */
export function along(path: readonly Step[], amount: E36): E36 {
  return path.reduce(
    (value, { price, inverted }) =>
      inverted ? divRound36(value, toE36(e18(price))) : mulRound36(value, toE36(e18(price))),
    amount,
  );
}

/** The oldest price of a path; null for the empty one. */
export const oldestOf = (path: readonly Step[]): UnixMs | null =>
  path.reduce<UnixMs | null>((oldest, { at }) => (oldest === null || at < oldest ? at : oldest), null);
