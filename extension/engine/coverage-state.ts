/**
 * How an account's coverage document changes: pure steps, so that the importer's story stays short.
 *
 * A span is covered only by rows that were read; a page that failed leaves its span uncovered, and reading goes on from
 * the cursor before it.
 */
import type { Failure } from '../../shared/reasons';
import { type UnixMs, unixMs } from '../../shared/result';
import { type Coverage, type CoverageOfStream, wholeAccount } from '../store/coverage';
import type { ImportProgress } from './api/imports';

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

/** A stream that was never read. */
export const unreadStream: CoverageOfStream = {
  cursor: '',
  fills: 0,
  state: 'pending',
  coveredToMs: null,
  lastReadAt: null,
  readFromMs: null,
  failure: null,
  spans: [],
};

/** What one page told of a stream. */
export interface PageOutcome {
  readonly next: string;
  readonly added: number;
  /** The newest fill of the page; null for an empty one. */
  readonly newestMs: UnixMs | null;
  /** Before this instant all has been read; null where reading goes by ids, so that the newest fill tells. */
  readonly readTo: UnixMs | null;
  readonly done: boolean;
  /** When the page was asked for: all that had happened by then is in it, once `done`. */
  readonly askedAt: UnixMs;
  /** The exchange served nothing that was older than this; null where it states no limit. */
  readonly lookBackMs: number | null;
}

type Span = CoverageOfStream['spans'][number];

/** Spans in order, none empty, neighbours of one state joined. */
function joined(spans: readonly Span[]): Span[] {
  const all: Span[] = [];
  for (const span of spans) {
    const before = all.at(-1);
    if (span.fromMs >= span.toMs) continue;
    if (before?.state === span.state && before.toMs === span.fromMs) all.splice(-1, 1, { ...before, toMs: span.toMs });
    else all.push(span);
  }
  return all;
}

/**
 * The far end of a look-back is not relied on: exchanges are asked from a few minutes after it, for the time that a request
 * takes and for clocks that differ.
 */
const farEndMs = 600_000;

/** The stream with what was never read and is no longer served: reading goes on behind it. */
function pastLookBack(before: CoverageOfStream, { askedAt, lookBackMs }: PageOutcome): CoverageOfStream {
  const fromMs = before.coveredToMs ?? unixMs(0);
  const toMs = unixMs(lookBackMs === null ? 0 : Math.max(0, askedAt - lookBackMs + farEndMs));
  if (toMs <= fromMs) return before;
  // Where nothing was ever found, what was read before proves nothing: the history begins anew.
  const spans: readonly Span[] =
    before.fills === 0
      ? [{ fromMs: unixMs(0), toMs, state: 'beyond-look-back' }]
      : [...before.spans, { fromMs, toMs, state: 'beyond-look-back' }];
  return { ...before, coveredToMs: toMs, spans: [...spans] };
}

/**
 * The stream after a page: covered to when it was asked for where there is no more, else to what the page says it has read,
 * or to its newest fill.
 */
export function afterPage(stream: CoverageOfStream, page: PageOutcome): CoverageOfStream {
  const before = pastLookBack(stream, page);
  const fromMs = before.coveredToMs ?? unixMs(0);
  const fills = before.fills + page.added;
  const reached = page.done ? page.askedAt : (page.readTo ?? page.newestMs ?? fromMs);
  const coveredToMs = unixMs(Math.max(fromMs, reached));
  const state: Span['state'] & CoverageOfStream['state'] = fills > 0 ? 'covered' : 'empty';
  const begins = stream.state !== 'partial' && stream.state !== 'failed';
  return {
    cursor: page.next,
    fills,
    state: page.done ? state : 'partial',
    coveredToMs,
    lastReadAt: page.askedAt,
    readFromMs: (begins ? null : stream.readFromMs) ?? before.coveredToMs ?? coveredToMs,
    failure: null,
    spans: joined([
      ...before.spans.map((span) => (span.state === 'beyond-look-back' ? span : { ...span, state })),
      { fromMs, toMs: coveredToMs, state },
    ]),
  };
}

/** The stream after a page that could not be read: what was covered stays, the cursor stays. */
export const afterFailure = (before: CoverageOfStream, failure: Failure): CoverageOfStream => ({
  ...before,
  state: 'failed',
  failure,
});

/** The document with one stream replaced. */
export const withStream = (coverage: Coverage, stream: string, state: CoverageOfStream): Coverage => ({
  ...coverage,
  symbols: { ...coverage.symbols, [stream]: state },
});

/** The first stream of the queue is read. */
export const dequeued = (coverage: Coverage): Coverage => ({
  ...coverage,
  queue: coverage.queue.slice(1),
  done: coverage.done + 1,
});

/** Symbols whose last reading failed, and what the run itself met; each ends as a warning. A whole account's failure is the run's. */
export function warningsOf(coverage: Coverage): ImportProgress['warnings'] {
  const symbols = Object.entries(coverage.symbols).flatMap(([symbol, { failure }]) =>
    failure && symbol !== wholeAccount ? [{ symbol, failure }] : [],
  );
  const own =
    coverage.state === 'complete-with-warnings' && coverage.failure
      ? [{ symbol: null, failure: coverage.failure }]
      : [];
  return [...own, ...symbols];
}

/** The streams that a document tells of, read or still to read; none before the first plan. */
const streamsOf = ({ symbols, queue }: Coverage): readonly string[] => [...Object.keys(symbols), ...queue];

/** How far a reading of all markets at once has come; null where the account is read by symbol, or nothing tells yet. */
export function readingOf(coverage: Coverage): Pick<ImportProgress, 'by' | 'readFrom' | 'readTo'> | null {
  const streams = streamsOf(coverage);
  if (streams.length === 0) return null;
  if (!streams.includes(wholeAccount)) return { by: 'symbol', readFrom: null, readTo: null };
  const { readFromMs = null, coveredToMs = null } = coverage.symbols[wholeAccount] ?? {};
  return { by: 'account', readFrom: readFromMs, readTo: coveredToMs };
}
