/**
 * Finds the market that a person means, however the symbol is written: BTC/USDT, BTCUSDT, BTC_USDT, BTC-USDT, btc/usdt.
 *
 * The index is built once per list of markets, so that a long list of names costs no scan each.
 */
import type { Market } from './readings';

export interface SymbolIndex {
  /** The market that `typed` names; null where no market has that name, or where several could be meant. */
  find(typed: string): Market | null;
}

const parts = /[^\p{L}\p{N}]+/u;
const written = (text: string): string => text.trim().toUpperCase();
/** Letters and digits alone, of any script: coins are named in Chinese too. */
const plainOf = (text: string): string => written(text).split(parts).join('');
const splitOf = (text: string): string => written(text).split(parts).filter(Boolean).join('/');

/** Each key with its market; one that several markets have is theirs who trade, or nobody's (null) where that is not one. */
function byKey(markets: readonly Market[], keyOf: (market: Market) => string): ReadonlyMap<string, Market | null> {
  const found = new Map<string, Market[]>();
  for (const market of markets) {
    const key = keyOf(market);
    const same = found.get(key);
    if (same) same.push(market);
    else found.set(key, [market]);
  }
  return new Map([...found].map(([key, same]) => [key, onlyOne(same)]));
}

function onlyOne(markets: readonly Market[]): Market | null {
  const [first, ...others] = markets;
  if (first && others.length === 0) return first;
  const [active, ...more] = markets.filter((market) => market.active);
  return active && more.length === 0 ? active : null;
}

/**
 * The index of a list of markets.
 *
 * Looked for in this order, case and blanks around never counting: our symbol as it is written, the exchange's own id, base
 * and quote parted by any other sign, and letters and digits alone. So a plain form that two markets share (AB/CD and A/BCD are
 * both ABCD) is the market whose id it is; where it is nobody's id it is the one that still trades, and else null. An empty
 * list finds nothing.
 */
export function indexSymbols(markets: Iterable<Market>): SymbolIndex {
  const all = [...markets];
  const symbols = byKey(all, ({ symbol }) => written(symbol));
  const ids = byKey(all, ({ id }) => written(id));
  const splits = byKey(all, ({ symbol }) => splitOf(symbol));
  const plains = byKey(all, ({ symbol }) => plainOf(symbol));
  return {
    find: (typed) =>
      symbols.get(written(typed)) ??
      ids.get(written(typed)) ??
      splits.get(splitOf(typed)) ??
      plains.get(plainOf(typed)) ??
      null,
  };
}
