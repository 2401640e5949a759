/**
 * How an account's coverage document changes: pure steps, so that the importer's story stays short.
 *
 * A span is covered only by rows that were read; a page that failed leaves its span uncovered, and reading goes on from
 * the cursor before it.
 */
import type { Failure } from '../../shared/reasons';
import { type UnixMs, unixMs } from '../../shared/result';
import type { Coverage, CoverageOfSymbol } from '../store/coverage';
import type { ImportProgress, SymbolCoverage } from './api';

/** Nothing was ever imported. */
export const emptyCoverage = (accountId: string): Coverage => ({
  accountId,
  kind: 'import',
  state: 'idle',
  startedAt: null,
  finishedAt: null,
  retryAt: null,
  failure: null,
  queue: [],
  done: 0,
  symbols: {},
});

/** A symbol that was never read. */
export const unreadSymbol: CoverageOfSymbol = {
  cursor: '',
  fills: 0,
  state: 'pending',
  coveredToMs: null,
  lastReadAt: null,
  failure: null,
  spans: [],
};

/** What one page told of a symbol. */
export interface PageOutcome {
  readonly next: string;
  readonly added: number;
  /** The newest fill of the page; null for an empty one. */
  readonly newestMs: UnixMs | null;
  readonly done: boolean;
  /** When the page was asked for: all that had happened by then is in it, once `done`. */
  readonly askedAt: UnixMs;
}

/** The symbol after a page: covered to its newest fill, or to when it was asked for where there is no more. */
export function afterPage(before: CoverageOfSymbol, page: PageOutcome): CoverageOfSymbol {
  const fills = before.fills + page.added;
  const reached = page.done ? page.askedAt : (page.newestMs ?? before.coveredToMs ?? unixMs(0));
  const coveredToMs = unixMs(Math.max(before.coveredToMs ?? 0, reached));
  const state = fills > 0 ? 'covered' : 'empty';
  return {
    cursor: page.next,
    fills,
    state: page.done ? state : 'partial',
    coveredToMs,
    lastReadAt: page.askedAt,
    failure: null,
    spans: [{ fromMs: unixMs(0), toMs: coveredToMs, state }],
  };
}

/** The symbol after a page that could not be read: what was covered stays, the cursor stays. */
export const afterFailure = (before: CoverageOfSymbol, failure: Failure): CoverageOfSymbol => ({
  ...before,
  state: 'failed',
  failure,
});

/** The document with one symbol replaced. */
export const withSymbol = (coverage: Coverage, symbol: string, state: CoverageOfSymbol): Coverage => ({
  ...coverage,
  symbols: { ...coverage.symbols, [symbol]: state },
});

/** The first symbol of the queue is read. */
export const dequeued = (coverage: Coverage): Coverage => ({
  ...coverage,
  queue: coverage.queue.slice(1),
  done: coverage.done + 1,
});

/** Symbols whose last reading failed, and what the run itself met; each ends as a warning. */
export function warningsOf(coverage: Coverage): ImportProgress['warnings'] {
  const symbols = Object.entries(coverage.symbols).flatMap(([symbol, { failure }]) =>
    failure ? [{ symbol, failure }] : [],
  );
  const own =
    coverage.state === 'complete-with-warnings' && coverage.failure
      ? [{ symbol: null, failure: coverage.failure }]
      : [];
  return [...own, ...symbols];
}

/** The coverage per symbol as pages see it, traded symbols first. */
export const symbolCoverage = (coverage: Coverage): readonly SymbolCoverage[] =>
  Object.entries(coverage.symbols)
    .map(([symbol, { fills, coveredToMs, state, failure }]) => ({
      symbol,
      fills,
      coveredTo: coveredToMs,
      state,
      failure,
    }))
    .sort((a, b) => b.fills - a.fills || (a.symbol < b.symbol ? -1 : 1));
