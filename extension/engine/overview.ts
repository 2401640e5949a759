/** The figures of Overview, popup and account list, computed from what the open session holds. */
import type { ExchangeAccount } from '../../shared/exchanges/account';
import { exchangeInfos } from '../../shared/exchanges/ids';
import type { Failure } from '../../shared/reasons';
import { type UnixMs, unixMs } from '../../shared/result';
import { allocationOf } from './allocation';
import type { AccountView, Issue, LookBack, Observed, Overview, PartialAmount, RealizedPnl } from './api';
import { backupNotices } from './backup-note';
import { closingNotices, closingOf, exchangeClosed, frozenOf, isAsked, isClosed, isLive } from './closing';
import { isBeyondLookBack, lookBackFailures, lookBackOf } from './look-back';
import { toObserved } from './observed';
import { accountPaused, pausedAtOf } from './pausing';
import { type BalanceField, knownValues, observedValue, observedWallet, type Pricing, totalOf } from './portfolio';
import { realizedPnl, realizedSince } from './realized';
import type { Session } from './session';
import { balancesFailure, type ObservedWallet } from './wallets';

/** What the engine knows beside the session: which accounts are being refreshed, and which hosts are not granted. */
export interface Moment {
  readonly now: UnixMs;
  readonly refreshing: ReadonlySet<string>;
  readonly hostsMissing: ReadonlyMap<string, readonly string[]>;
}

/** The history of an account whose import has not ended. */
const unfinished: Failure = { reason: 'history-incomplete' };
const equityDays = 7;

const pricingOf = (session: Session, field: BalanceField): Pricing => ({
  field,
  base: session.settings().baseCurrency,
  prices: session.observations.prices(),
});

function valueOfAccount(session: Session, account: ExchangeAccount, field: BalanceField): Observed<PartialAmount> {
  return observedValue(account, session.observations.of(account.id).wallets, pricingOf(session, field));
}

/** From when its exchange closed, and while its trader has it paused, a value is what was known last. */
function asOf(account: ExchangeAccount, value: Observed<PartialAmount>, nowMs: UnixMs): Observed<PartialAmount> {
  const { closing } = exchangeInfos[account.exchange];
  const last =
    value.state === 'known' ? { value: value.value, at: value.at } : value.state === 'unknown' ? value.last : null;
  if (closing && isClosed(account.exchange, nowMs))
    return { state: 'unknown', failure: exchangeClosed, failedAt: closing.closesAt, last };
  const pausedAt = pausedAtOf(account);
  return pausedAt === null ? value : { state: 'unknown', failure: accountPaused, failedAt: pausedAt, last };
}

function lookBackOfAccount(session: Session, account: ExchangeAccount, nowMs: UnixMs): LookBack | null {
  const { lookBackMs } = exchangeInfos[account.exchange];
  if (lookBackMs === null) return null;
  return lookBackOf(session.imports.coverage(account.id), lookBackMs, nowMs, isLive(account, nowMs));
}

/**
 * The earliest instant by which some account must be read, so that no fill is lost; null where no exchange loses them. That of
 * a paused account counts until it has passed: afterwards it would hide those of the others for as long as the pause lasts.
 */
export function earliestDeadline(session: Session, nowMs: UnixMs): UnixMs | null {
  const deadlines = session.accounts.list().flatMap((account) => {
    const deadlineAt = lookBackOfAccount(session, account, nowMs)?.deadlineAt ?? null;
    return deadlineAt === null || (account.pausedAt !== null && deadlineAt <= nowMs) ? [] : [deadlineAt];
  });
  return deadlines.reduce<UnixMs | null>((first, at) => (first === null || at < first ? at : first), null);
}

/** One account as lists show it. */
export function accountView(session: Session, account: ExchangeAccount, moment: Moment): AccountView {
  const { rights, wallets } = session.observations.of(account.id);
  const asOfNow = (value: Observed<PartialAmount>) => asOf(account, value, moment.now);
  return {
    id: account.id,
    exchange: account.exchange,
    exchangeName: exchangeInfos[account.exchange].name,
    label: account.label,
    egress: account.egress,
    maskedKey: session.accounts.maskedKey(account),
    rights: toObserved(rights, (value) => value),
    value: asOfNow(valueOfAccount(session, account, 'total')),
    wallets: wallets.map((observed) => ({
      wallet: observed.wallet,
      value: asOfNow(observedWallet(account, observed, pricingOf(session, 'total'))),
    })),
    refreshing: moment.refreshing.has(account.id),
    progress: session.imports.progress(account.id),
    userSymbols: account.userSymbols,
    hostsMissing: moment.hostsMissing.get(account.id) ?? [],
    lookBack: lookBackOfAccount(session, account, moment.now),
    closing: closingOf(account, moment.now),
    frozen: frozenOf(account, moment.now),
    pausedAt: isLive(account, moment.now) ? pausedAtOf(account) : null,
  };
}

/** The accounts that totals are over: those that have a key at an exchange that answers, in the trader's order; paused ones too. */
export function countedAccounts(session: Session, nowMs: UnixMs): readonly ExchangeAccount[] {
  const all = session.accounts.list();
  const live = all.filter((account) => isLive(account, nowMs));
  // A trader whose every exchange has closed does not own a known 0.
  return live.length > 0 ? live : all.filter(({ exchange }) => isClosed(exchange, nowMs));
}

/** An account's value as of now, or that of what is free or locked in it. */
export const valueNow = (
  session: Session,
  account: ExchangeAccount,
  field: BalanceField,
  nowMs: UnixMs,
): Observed<PartialAmount> => asOf(account, valueOfAccount(session, account, field), nowMs);

/** What all accounts that count hold together. */
export function totalOfAll(session: Session, field: BalanceField, nowMs: UnixMs): PartialAmount {
  const values = countedAccounts(session, nowMs).map(
    (account) => [account, valueNow(session, account, field, nowMs)] as const,
  );
  return totalOf(values, session.settings().baseCurrency);
}

/** What is known of the accounts that count, by asset and by account. */
function allocation(session: Session, nowMs: UnixMs): Overview['allocation'] {
  const known = countedAccounts(session, nowMs).filter(
    (account) => valueNow(session, account, 'total', nowMs).state === 'known',
  );
  return allocationOf(
    known.flatMap(({ id }) => knownValues(id, session.observations.of(id).wallets, pricingOf(session, 'total'))),
  );
}

/** Everything that keeps an account's history from being whole, one failure per reason. */
function historyFailures(session: Session, account: ExchangeAccount, nowMs: UnixMs): readonly Failure[] {
  const { state, failure, warnings } = session.imports.progress(account.id);
  const unmatched = session.books.of(account.id).filter(({ book }) => book.totals().unmatched > 0n);
  const all: Failure[] = [...session.books.failures(account.id), ...warnings.map((warning) => warning.failure)];
  if (isLive(account, nowMs) && account.pausedAt !== null) all.push(accountPaused);
  else if (failure) all.push(failure);
  else if (state === 'paused') all.push({ reason: 'cancelled' });
  else if (state !== 'complete' && state !== 'complete-with-warnings') all.push(unfinished);
  if (unmatched.length > 0)
    all.push({ reason: 'history-incomplete', subject: unmatched.map(({ book }) => book.key.symbol).join(', ') });
  const lookBack = lookBackOfAccount(session, account, nowMs);
  if (lookBack) all.push(...lookBackFailures(lookBack));
  return all.filter(
    (one, index) => all.findIndex((other) => other.reason === one.reason && other.subject === one.subject) === index,
  );
}

function caveatsOf(session: Session, nowMs: UnixMs): RealizedPnl['caveats'] {
  return session.accounts.list().flatMap((account) =>
    historyFailures(session, account, nowMs).map((failure) => ({
      accountId: account.id,
      accountLabel: account.label,
      failure,
    })),
  );
}

/** One issue per cause: a key that is refused for balances and for history is one. */
function issuesOf(session: Session, now: UnixMs): readonly Issue[] {
  const issues = new Map<string, Issue>();
  const add = (
    account: ExchangeAccount | null,
    area: Issue['area'],
    failure: Failure,
    since: UnixMs,
    wallet: Issue['wallet'] = null,
  ): void => {
    const id = `${account?.id ?? ''}:${failure.reason}:${failure.reason === 'price-missing' ? failure.subject : ''}`;
    const known = issues.get(id);
    if (known) {
      // One cause of several things is about no wallet alone.
      if (known.wallet !== wallet) issues.set(id, { ...known, wallet: null });
      return;
    }
    const { label = null, exchange = null } = account ?? {};
    issues.set(id, { id, accountId: account?.id ?? null, accountLabel: label, exchange, failure, since, area, wallet });
  };
  for (const account of session.accounts.list().filter((each) => isAsked(each, now))) {
    const { wallets, rights } = session.observations.of(account.id);
    for (const { wallet, balances } of wallets)
      if (balances.failure) {
        const { failure, failedAt } = balances.failure;
        add(account, 'balances', failure, failedAt, failsEverywhere(wallets, failure) ? null : wallet);
      }
    if (rights.failure) add(account, 'key', rights.failure.failure, rights.failure.failedAt);
    const value = valueOfAccount(session, account, 'total');
    if (value.state === 'known')
      for (const { asset, failure } of value.value.missing)
        if (asset !== null) add(account, 'prices', failure, value.at);
    const { state, finishedAt } = session.imports.progress(account.id);
    const ended =
      state === 'stopped' || state === 'complete' || state === 'complete-with-warnings' || state === 'waiting';
    if (ended)
      // What no import can mend is said beside the figures that lack it, and is nothing to act on.
      for (const failure of historyFailures(session, account, now))
        if (!isBeyondLookBack(failure)) add(account, 'history', failure, finishedAt ?? now);
  }
  for (const { exchange, failure, failedAt } of session.observations.priceFailures()) {
    const here = session.accounts.list().filter((account) => account.exchange === exchange && isAsked(account, now));
    if (here.length === 0) continue; // what nobody asks for is no failure of now
    // An account of this exchange that fails for the same reason has said it already.
    const said = here.some(({ id }) =>
      session.observations.of(id).wallets.some(({ balances }) => balances.failure?.failure.reason === failure.reason),
    );
    if (!said) add(here[0] ?? null, 'prices', failure, unixMs(failedAt));
  }
  for (const { failure } of session.accounts.failures) add(null, 'storage', failure, now);
  for (const failure of session.upkeepFailures) add(null, 'storage', failure, now);
  return [...issues.values()];
}

const failsEverywhere = (wallets: readonly ObservedWallet[], { reason }: Failure): boolean =>
  wallets.every(({ balances }) => balances.failure?.failure.reason === reason);

/** Why today's closings of an account are not known; null when its fills were read to the end since they last failed. */
function todayFailure(session: Session, account: ExchangeAccount): Failure | null {
  if (account.pausedAt !== null) return accountPaused;
  const unreadable = balancesFailure(session.observations.of(account.id).wallets);
  if (unreadable) return unreadable;
  const { state, failure, finishedAt, warnings } = session.imports.progress(account.id);
  // A symbol whose fills could not be read may have closings of today; one that the exchange no longer lists has none.
  const unread = warnings.find((warning) => warning.symbol !== null && warning.failure.reason !== 'unsupported');
  if (unread && state !== 'stopped' && state !== 'waiting') return unread.failure;
  if (state === 'complete' || state === 'complete-with-warnings') return null;
  // A refresh that is running shows what the one before it read.
  if (state === 'running' && finishedAt !== null) return null;
  return failure ?? (state === 'paused' ? { reason: 'cancelled' } : unfinished);
}

const startOfDay = (now: number): UnixMs => unixMs(Math.floor(now / 86_400_000) * 86_400_000);

/** Everything Overview shows. Call it once the books are loaded: before that, PnL would be that of half a history. */
export function overviewOf(session: Session, moment: Moment): Overview {
  const { baseCurrency } = session.settings();
  const prices = session.observations.prices();
  const accounts = session.accounts.list();
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const books = session.books.of(null).filter(({ accountId }) => byId.has(accountId));
  const today = accounts
    .filter((account) => isLive(account, moment.now))
    .map((account) => ({
      account,
      books: session.books.of(account.id),
      failure: todayFailure(session, account),
      at: session.imports.progress(account.id).finishedAt,
    }));
  return {
    baseCurrency,
    total: totalOfAll(session, 'total', moment.now),
    free: totalOfAll(session, 'free', moment.now),
    locked: totalOfAll(session, 'locked', moment.now),
    realized: realizedPnl(books, baseCurrency, prices, byId, caveatsOf(session, moment.now)),
    realizedToday: realizedSince(today, startOfDay(moment.now), baseCurrency, prices),
    accounts: accounts.map((account) => accountView(session, account, moment)),
    allocation: allocation(session, moment.now),
    equity: session.equity.points(baseCurrency, equityDays, (id) => {
      const account = byId.get(id);
      return account !== undefined && isLive(account, moment.now);
    }),
    issues: issuesOf(session, moment.now),
    notices: [...closingNotices(accounts, moment.now), ...backupNotices(session.backupNote, moment.now)],
    at: moment.now,
  };
}
