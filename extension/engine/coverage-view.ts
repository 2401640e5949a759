/** How far each stream of an account is read, as pages see it: from the coverage document, and nobody is asked. */
import { exchangeInfos } from '../../shared/exchanges/ids';
import { type Coverage, type CoverageOfStream, wholeAccount } from '../store/coverage';
import type { EngineApi } from './api';
import type { AccountCoverage, CoverageSpan, StreamCoverage, SymbolCoverage } from './api/accounts';
import { unreadStream } from './coverage-state';
import { symbolsToScan } from './discovery';
import type { Session } from './session';

/** What was read in order, then what is left, up to now. */
function spansOf({ spans, coveredToMs, state, failure }: CoverageOfStream): readonly CoverageSpan[] {
  if (failure === null && (state === 'covered' || state === 'empty')) return spans;
  return [...spans, { fromMs: coveredToMs, toMs: null, state: failure === null ? 'unread' : 'failed' }];
}

const streamCoverage = (stream: CoverageOfStream): StreamCoverage => ({
  coveredFrom: stream.spans.find(({ state }) => state === 'covered' || state === 'empty')?.fromMs ?? null,
  coveredTo: stream.coveredToMs,
  lastReadAt: stream.lastReadAt,
  state: stream.state,
  failure: stream.failure,
  spans: spansOf(stream),
});

/** Read and still to read, those with most fills first. */
function symbolsOf(coverage: Coverage, fills: ReadonlyMap<string, number>): readonly SymbolCoverage[] {
  const { [wholeAccount]: whole, ...bySymbol } = coverage.symbols;
  if (whole) {
    const shared = streamCoverage(whole); // one object for all: thousands of symbols have one stream
    return [...fills].map(([symbol, count]) => ({ symbol, fills: count, ...shared }));
  }
  const queued = coverage.queue.filter((symbol) => symbol !== wholeAccount && bySymbol[symbol] === undefined);
  const streams = [...Object.entries(bySymbol), ...queued.map((symbol) => [symbol, unreadStream] as const)];
  return streams.map(([symbol, stream]) => ({ symbol, fills: stream.fills, ...streamCoverage(stream) }));
}

/**
 * The coverage of an account. `fills`: how many of each symbol are stored, where all markets are read at once. `markets`: the
 * exchange's, null where they are not known.
 */
export function accountCoverage(
  coverage: Coverage,
  fills: ReadonlyMap<string, number>,
  markets: Parameters<typeof symbolsToScan>[0] | null,
): AccountCoverage {
  const whole = coverage.symbols[wholeAccount];
  return {
    whole: whole ? streamCoverage(whole) : null,
    symbols: [...symbolsOf(coverage, fills)].sort((a, b) => b.fills - a.fills || (a.symbol < b.symbol ? -1 : 1)),
    marketsToScan: markets === null ? null : symbolsToScan(markets, coverage).length,
  };
}

/** Creates the query. `open` throws `vault-locked`. */
export const coverageCalls = (open: () => Session): Pick<EngineApi, 'coverage'> => ({
  coverage: async (accountId) => {
    const { accounts, books, imports, markets } = open();
    await books.loaded; // what an exchange lists for all markets at once is counted in the books
    const exchange = accounts.get(accountId)?.exchange;
    const scanned = exchange !== undefined && exchangeInfos[exchange].deepScan !== null;
    const known = scanned ? await markets.kept(exchange) : null;
    return accountCoverage(imports.coverage(accountId), books.counts(accountId), known?.values() ?? null);
  },
});
