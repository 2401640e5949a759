/** Reads symbols as traders write them: BTCUSDT, BTC_USDT, btc/usdt. Whether such a market exists, the engine decides. */

const separators = /[/_-]/g;

/** One form for comparing: without separator, upper case. "btc/usdt" and "BTC_USDT" give "BTCUSDT". */
export const symbolKey = (symbol: string): string => symbol.replace(separators, '').toUpperCase();

/** The symbols of a text, upper case, apart by blanks, commas or semicolons; each once, in the order typed. */
export function parseSymbols(text: string): readonly string[] {
  const typed = text
    .split(/[\s,;]+/)
    .map((symbol) => symbol.toUpperCase())
    .filter((symbol) => symbol !== '');
  return mergeSymbols([], typed);
}

/** `added` after `existing`, those left out that are there in any spelling. */
export function mergeSymbols(existing: readonly string[], added: readonly string[]): readonly string[] {
  const merged = [...existing];
  const seen = new Set(existing.map(symbolKey));
  for (const symbol of added) {
    const key = symbolKey(symbol);
    if (!seen.has(key)) merged.push(symbol);
    seen.add(key);
  }
  return merged;
}

/** The named symbols that no row of coverage is about, in any spelling: the exchange has no such market. */
export function unmatchedSymbols(
  named: readonly string[],
  coverage: readonly { readonly symbol: string }[],
): readonly string[] {
  const read = new Set(coverage.map(({ symbol }) => symbolKey(symbol)));
  return named.filter((symbol) => !read.has(symbolKey(symbol)));
}
