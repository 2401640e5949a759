/**
 * What keeps an account's history from being whole, and with it the PnL that rests on it.
 *
 * An import that has never ended, one that failed, units sold that were never bought, coins that do not add up to what is
 * there, and what an exchange serves no more: each is a failure that the figures carry, so that a part of a history never
 * looks like all of it.
 */
import type { ExchangeAccount } from '../../shared/exchanges/account';
import { exchangeInfos } from '../../shared/exchanges/ids';
import type { Failure } from '../../shared/reasons';
import type { UnixMs } from '../../shared/result';
import type { LookBack } from './api/look-back';
import { exchangeClosed, isClosed, isLive, keyRemoved } from './closing';
import { lookBackFailures, lookBackOf } from './look-back';
import { accountPaused } from './pausing';
import { type AccountHistory, oversold } from './realized';
import type { Session } from './session';
import type { AccountToday } from './today';
import { balancesFailure } from './wallets';

/** The history of an account whose import has not ended. */
const unfinished: Failure = { reason: 'history-incomplete' };
const notBegun: Failure = { reason: 'history-incomplete', code: 'not-begun' };

/** How far back the account's exchange serves fills; null where it states no limit. */
export function lookBackOfAccount(session: Session, account: ExchangeAccount, nowMs: UnixMs): LookBack | null {
  const { lookBackMs } = exchangeInfos[account.exchange];
  if (lookBackMs === null) return null;
  return lookBackOf(session.imports.coverage(account.id), lookBackMs, nowMs, isLive(account, nowMs));
}

/** Whether fills are stored that the books will take in later only, as old ones that come page by page. */
function holdsFillsBack({ books, ledger }: Session, accountId: string): boolean {
  if (ledger.holdsBack()) return true;
  const inFigures = books.of(accountId).reduce((sum, { book }) => sum + book.fillCount(), 0);
  return books.span(accountId).count > inFigures;
}

/**
 * Whether the account's fills were read to the end and none has failed since. A refresh that is running shows what the one
 * before it read; one that nobody will go on with does not.
 */
function isRead(session: Session, account: ExchangeAccount, nowMs: UnixMs): boolean {
  const { state, finishedAt } = session.imports.progress(account.id);
  if (state === 'complete' || state === 'complete-with-warnings') return true;
  const reads = state === 'running' && finishedAt !== null && isLive(account, nowMs);
  return reads && !holdsFillsBack(session, account.id);
}

/** Whether nothing can be said of the account's PnL: no fill of it is known, and it was never read to an end without one. */
function isUnread({ books, imports }: Session, accountId: string): boolean {
  const { state, finishedAt, warnings } = imports.progress(accountId);
  if (books.span(accountId).count > 0) return false;
  if (books.failures(accountId).length > 0 || warnings.length > 0) return true;
  const readBefore = (state === 'running' || state === 'waiting') && finishedAt !== null;
  return state !== 'complete' && !readBefore;
}

/** Everything that keeps the account's history from being whole, one failure per cause. */
function historyFailures(session: Session, account: ExchangeAccount, nowMs: UnixMs): readonly Failure[] {
  const { state, failure, warnings } = session.imports.progress(account.id);
  const unmatched = session.ledger.own(account.id).filter(({ book }) => book.totals().unmatched > 0n);
  const all: Failure[] = [...session.books.failures(account.id), ...warnings.map((warning) => warning.failure)];
  if (isLive(account, nowMs) && account.pausedAt !== null) all.push(accountPaused);
  else if (failure) all.push(failure);
  else if (state === 'paused') all.push({ reason: 'cancelled' });
  else if (!isRead(session, account, nowMs)) all.push(state === 'idle' ? notBegun : unfinished);
  if (unmatched.length > 0) all.push(oversold(unmatched));
  const unexplained = session.unexplained.of(account.id);
  if (unexplained.length > 0)
    all.push({ reason: 'history-incomplete', code: 'unexplained', subject: unexplained.join(', ') });
  const lookBack = lookBackOfAccount(session, account, nowMs);
  if (lookBack) all.push(...lookBackFailures(lookBack));
  return all.filter(
    (one, index) => all.findIndex((other) => other.reason === one.reason && other.subject === one.subject) === index,
  );
}

/** The account's own books, and how far its history can be relied on for all time. */
export const historyOf = (session: Session, account: ExchangeAccount, nowMs: UnixMs): AccountHistory => ({
  account,
  books: session.ledger.own(account.id),
  failures: historyFailures(session, account, nowMs),
  unread: isUnread(session, account.id),
});

/** The account's own books, and whether its history can be relied on for today. */
export const todayOf = (session: Session, account: ExchangeAccount, nowMs: UnixMs): AccountToday => ({
  account,
  books: session.ledger.own(account.id),
  failure: todayFailure(session, account, nowMs),
  at: session.imports.progress(account.id).finishedAt,
});

/** Why today's closings of an account are not known; null when its fills were read to the end since they last failed. */
function todayFailure(session: Session, account: ExchangeAccount, nowMs: UnixMs): Failure | null {
  if (isClosed(account.exchange, nowMs)) return exchangeClosed;
  if (!isLive(account, nowMs)) return keyRemoved;
  if (account.pausedAt !== null) return accountPaused;
  const unreadable = balancesFailure(session.observations.of(account.id).wallets);
  if (unreadable) return unreadable;
  const { state, failure, warnings } = session.imports.progress(account.id);
  // A symbol whose fills could not be read may have closings of today; one that the exchange no longer lists has none.
  const unread = warnings.find((warning) => warning.symbol !== null && warning.failure.reason !== 'unsupported');
  if (unread && state !== 'stopped' && state !== 'waiting') return unread.failure;
  if (isRead(session, account, nowMs)) return null;
  if (state === 'idle') return notBegun;
  return failure ?? (state === 'paused' ? { reason: 'cancelled' } : unfinished);
}
