/**
 * Which symbols an import reads, where the exchange wants to be asked per symbol.
 *
 * Balances ∪ deposits ∪ open orders ∪ the trader's own list ∪ symbols that had fills. A symbol sold out long ago, of a coin
 * that was never deposited, is in none of them: the deep scan reads every market.
 */
import { indexSymbols, type SymbolIndex } from '../../shared/exchanges/symbols';
import type { Market, Traces } from '../exchanges/client';
import type { Coverage } from '../store/coverage';
import type { MarketsBySymbol } from './markets';

/** A symbol that was read and had no fills is read again after this long. */
const emptyAgainMs = 6 * 3_600_000;

export interface DiscoveryInput {
  readonly markets: MarketsBySymbol;
  readonly heldAssets: readonly string[];
  readonly traces: Traces;
  readonly userSymbols: readonly string[];
  readonly coverage: Coverage;
  readonly nowMs: number;
}

/** One index for each list of markets, for as long as the list is kept. */
const indexes = new WeakMap<MarketsBySymbol, SymbolIndex>();

/** Our symbol for what a person typed, in any form; null where the exchange has no such market. */
export function symbolOf(typed: string, markets: MarketsBySymbol): string | null {
  const index = indexes.get(markets) ?? indexSymbols(markets.values());
  indexes.set(markets, index);
  return index.find(typed)?.symbol ?? null;
}

/** Named symbols, each once: those that a market has in our form, and the names that none has. */
export function matchSymbols(
  typed: readonly string[],
  markets: MarketsBySymbol,
): { readonly symbols: readonly string[]; readonly unknown: readonly string[] } {
  const symbols = new Set<string>();
  const unknown = new Set<string>();
  for (const name of typed) {
    const symbol = symbolOf(name, markets);
    if (symbol === null) unknown.add(name);
    else symbols.add(symbol);
  }
  return { symbols: [...symbols], unknown: [...unknown] };
}

/**
 * The symbols to read now, those with fills first, then those the trader named, then the rest by name.
 *
 * A market is a candidate when its base was held, deposited or ordered. Symbols found empty lately are left out.
 */
export function symbolsToRead(input: DiscoveryInput): readonly string[] {
  const { markets, coverage, nowMs } = input;
  const touched = new Set([...input.heldAssets, ...input.traces.assets]);
  const traded = Object.keys(coverage.symbols).filter((symbol) => (coverage.symbols[symbol]?.fills ?? 0) > 0);
  const named = matchSymbols(input.userSymbols, markets).symbols;
  const candidates = [...markets.values()].filter((market) => touched.has(market.base)).map(({ symbol }) => symbol);
  const isDue = (symbol: string): boolean => {
    const known = coverage.symbols[symbol];
    return !(known?.state === 'empty' && known.lastReadAt !== null && nowMs - known.lastReadAt < emptyAgainMs);
  };
  const rest = [...input.traces.symbols, ...candidates].filter(isDue).sort();
  return [...new Set([...traded, ...named, ...rest])].filter((symbol) => markets.has(symbol));
}

/** Every market that was never read, in the order of their names: what a deep scan has left to do. */
export const symbolsToScan = (markets: Iterable<Market>, coverage: Coverage): readonly string[] =>
  [...markets]
    .map(({ symbol }) => symbol)
    .filter((symbol) => (coverage.symbols[symbol]?.lastReadAt ?? null) === null)
    .sort();
