/**
 * Reads one stream of fills to its end: a symbol's, or the one of an account whose exchange lists all markets at once.
 *
 * Every page is stored with the coverage that it proves before the next one is asked for.
 */
import type { ExchangeAccount } from '../../shared/exchanges/account';
import { exchangeInfos } from '../../shared/exchanges/ids';
import type { Failure } from '../../shared/reasons';
import { err, msOfUs, ok, type Result, unixMs } from '../../shared/result';
import type { FillCursor, FillsPage } from '../exchanges/client';
import { type Coverage, wholeAccount } from '../store/coverage';
import type { Books } from './books';
import type { EngineDeps } from './context';
import { afterPage, dequeued, unreadStream, withStream } from './coverage-state';
import type { ImportPace } from './import-pace';
import type { Prepared } from './import-plan';
import { respectBudget } from './respect-budget';
import type { Repeat } from './retry';

interface ReaderParts {
  readonly deps: EngineDeps;
  readonly books: Books;
  readonly repeat: Repeat;
  readonly coverageOf: (accountId: string) => Coverage;
  readonly paceOf: (accountId: string) => ImportPace;
  /** Stores the coverage together with what it covers. */
  readonly save: (next: Coverage, fills: Parameters<Books['add']>[1]) => Promise<Result<void, Failure>>;
  /** Takes the coverage as the truth of this run without storing it. */
  readonly note: (next: Coverage) => void;
}

/** Reads what `stream` names, page after page, until there is no more. */
type ReadStream = (
  account: ExchangeAccount,
  prepared: Prepared,
  stream: string,
  signal: AbortSignal,
) => Promise<Result<void, Failure>>;

/** Streams without fills are noted together: one by one, a deep scan would write its whole document 2,000 times. */
const emptyStreamsPerWrite = 20;

type AskPage = (cursor: FillCursor, signal: AbortSignal) => Promise<Result<FillsPage, Failure>>;

/** How the pages of a stream are asked for; null where the exchange has no such stream. */
function pagesOf({ client: { fills }, markets }: Prepared, stream: string): AskPage | null {
  if (fills.by === 'account')
    return stream === wholeAccount ? (cursor, signal) => fills.page(markets, cursor, signal) : null;
  const market = markets.get(stream);
  return market ? (cursor, signal) => fills.page(market, cursor, signal) : null;
}

/** Creates the reading of an open vault's imports. */
export function createReader({ deps, books, repeat, coverageOf, paceOf, save, note }: ReaderParts): ReadStream {
  /** Stores a page; one that brought nothing to a symbol without fills may wait for the next ones: losing it costs a call. */
  async function take(account: ExchangeAccount, stream: string, page: FillsPage, askedAt: number) {
    const coverage = coverageOf(account.id);
    const fills = books.unknownOf(account.id, page.fills);
    const newestUs = page.fills.reduce((newest, fill) => Math.max(newest, fill.executedAtUs), 0);
    const after = afterPage(coverage.symbols[stream] ?? unreadStream, {
      next: page.next,
      added: fills.filter(({ revision }) => revision === 0).length, // a corrected row was counted before
      newestMs: newestUs === 0 ? null : msOfUs(newestUs),
      readTo: page.readTo,
      done: page.done,
      askedAt: unixMs(askedAt),
      lookBackMs: exchangeInfos[account.exchange].lookBackMs,
    });
    const read = withStream(coverage, stream, after);
    const next = page.done ? dequeued(read) : read;
    paceOf(account.id).page(fills.length, page.done, after.coveredToMs);
    const minor = after.fills === 0 && next.queue.length > 0 && next.done % emptyStreamsPerWrite !== 0;
    if (!minor || stream === wholeAccount) return save(next, fills);
    note(next);
    return ok(undefined);
  }

  return async (account, prepared, stream, signal) => {
    const ask = pagesOf(prepared, stream);
    if (!ask) return err({ reason: 'unsupported', subject: stream });
    const [host = account.exchange] = exchangeInfos[account.exchange].hosts;
    for (;;) {
      await respectBudget(prepared.client, deps, signal);
      if (signal.aborted) return err({ reason: 'cancelled' });
      const { cursor } = coverageOf(account.id).symbols[stream] ?? unreadStream;
      const askedAt = deps.now();
      const page = await repeat(host, () => ask(cursor, signal), signal);
      if (!page.ok) return page;
      const taken = await take(account, stream, page.value, askedAt);
      if (!taken.ok || page.value.done) return taken;
    }
  };
}
