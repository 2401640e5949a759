/** The figures of Overview, popup and account list, computed from what the open session holds. */
import type { ExchangeAccount } from '../../shared/exchanges/account';
import { exchangeInfos } from '../../shared/exchanges/ids';
import type { Failure } from '../../shared/reasons';
import { type UnixMs, unixMs } from '../../shared/result';
import { startOfUtcDay } from '../../shared/utc-day';
import { allocationOf } from './allocation';
import type { AccountView } from './api/account-view';
import type { Issue } from './api/issues';
import type { Observed, PartialAmount } from './api/observed';
import type { Overview } from './api/overview';
import { backupNotices } from './backup-note';
import { closingNotices, closingOf, exchangeClosed, frozenOf, isAsked, isClosed, isLive, keyRemoved } from './closing';
import { historyOf, lookBackOfAccount, todayOf } from './history';
import { createIssueList } from './issue-list';
import { isBeyondLookBack } from './look-back';
import { methodsOf } from './methods';
import { toObserved } from './observed';
import { accountPaused, pausedAtOf } from './pausing';
import { type BalanceField, knownValues, observedValue, observedWallet, type Pricing, totalOf } from './portfolio';
import { type AccountHistory, realizedPnl } from './realized';
import type { Session } from './session';
import { syncIssues } from './sync-issues';
import { todayPnl } from './today';
import type { ObservedWallet } from './wallets';

/** What the engine knows beside the session: which accounts are being refreshed, and which hosts are not granted. */
export interface Moment {
  readonly now: UnixMs;
  readonly refreshing: ReadonlySet<string>;
  readonly hostsMissing: ReadonlyMap<string, readonly string[]>;
}

const equityDays = 7;

const pricingOf = (session: Session, field: BalanceField): Pricing => ({
  field,
  base: session.settings().baseCurrency,
  prices: session.observations.prices(),
});

function valueOfAccount(session: Session, account: ExchangeAccount, field: BalanceField): Observed<PartialAmount> {
  return observedValue(account, session.observations.of(account.id).wallets, pricingOf(session, field));
}

type LastValue = Extract<Observed<PartialAmount>, { state: 'unknown' }>['last'];

/** What an account was worth at its last observation of a day: it outlasts the balances, which go with the key. */
function lastOfDay(session: Session, account: ExchangeAccount): LastValue {
  const currency = session.settings().baseCurrency;
  const last = session.equity.lastOf(account.id, currency);
  if (!last) return null;
  const nothing = { missing: [], missingCount: 0, lastKnown: null };
  return { value: { amount: last.value, currency, ...nothing, partCount: 1, oldestAt: last.at }, at: last.at };
}

/**
 * From when its exchange closed, once its key was removed, and while its trader has it paused, a value is what was known last;
 * `lastSeen` where the value itself tells of none.
 */
function asOf(
  account: ExchangeAccount,
  value: Observed<PartialAmount>,
  nowMs: UnixMs,
  lastSeen: LastValue = null,
): Observed<PartialAmount> {
  const { closing } = exchangeInfos[account.exchange];
  const known = value.state === 'known' ? { value: value.value, at: value.at } : null;
  const last = known ?? (value.state === 'unknown' ? value.last : null) ?? lastSeen;
  if (closing && isClosed(account.exchange, nowMs))
    return { state: 'unknown', failure: exchangeClosed, failedAt: closing.closesAt, last };
  // When the key went is not stored: nothing was read since the last value.
  if (!isLive(account, nowMs))
    return { state: 'unknown', failure: keyRemoved, failedAt: last?.at ?? unixMs(account.createdAt), last };
  const pausedAt = pausedAtOf(account);
  return pausedAt === null ? value : { state: 'unknown', failure: accountPaused, failedAt: pausedAt, last };
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
    value: valueNow(session, account, 'total', moment.now),
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
    method: session.books.methodOf(account.id),
  };
}

/**
 * The accounts that totals are over: those that have a key at an exchange that answers, in the trader's order; paused ones too.
 * Where there is none of these it is all: a trader whose keys are gone, or whose exchanges have closed, does not own a known 0.
 */
export function countedAccounts(session: Session, nowMs: UnixMs): readonly ExchangeAccount[] {
  const all = session.accounts.list();
  const live = all.filter((account) => isLive(account, nowMs));
  return live.length > 0 ? live : all;
}

/** An account's value as of now, or that of what is free or locked in it. */
export function valueNow(
  session: Session,
  account: ExchangeAccount,
  field: BalanceField,
  nowMs: UnixMs,
): Observed<PartialAmount> {
  // A day's observation is of the whole value alone.
  const lastSeen = field === 'total' ? lastOfDay(session, account) : null;
  return asOf(account, valueOfAccount(session, account, field), nowMs, lastSeen);
}

/** What all accounts that count hold together. */
export function totalOfAll(session: Session, field: BalanceField, nowMs: UnixMs): PartialAmount {
  const values = countedAccounts(session, nowMs).map(
    (account) => [account, valueNow(session, account, field, nowMs)] as const,
  );
  return totalOf(values, session.accounts.failures, session.settings().baseCurrency);
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

/** What fails of the accounts that are asked, of their prices, and of what is stored. */
function issuesOf(session: Session, histories: readonly AccountHistory[], now: UnixMs): readonly Issue[] {
  const { add, all } = createIssueList();
  for (const { account, failures } of histories.filter((each) => isAsked(each.account, now))) {
    const { wallets, rights } = session.observations.of(account.id);
    for (const { wallet, balances } of wallets)
      if (balances.failure) {
        const { failure, failedAt: since } = balances.failure;
        const isOfAll = failsEverywhere(wallets, failure);
        add({ account, area: 'balances', failure, since, wallet: isOfAll ? null : wallet });
      }
    if (rights.failure) add({ account, area: 'key', failure: rights.failure.failure, since: rights.failure.failedAt });
    const value = valueOfAccount(session, account, 'total');
    if (value.state === 'known')
      for (const { asset, failure } of value.value.missing)
        if (asset !== null) add({ account, area: 'prices', failure, since: value.at });
    const { state, finishedAt } = session.imports.progress(account.id);
    const ended =
      state === 'stopped' || state === 'complete' || state === 'complete-with-warnings' || state === 'waiting';
    if (ended)
      // What no import can mend is said beside the figures that lack it, and is nothing to act on.
      for (const failure of failures)
        if (!isBeyondLookBack(failure)) add({ account, area: 'history', failure, since: finishedAt ?? now });
    for (const { failure, failedAt } of Object.values(session.cashFlows.coverage(account.id)))
      if (failure) add({ account, area: 'flows', failure, since: failedAt ?? finishedAt ?? now });
    for (const failure of session.cashFlows.failures(account.id)) add({ account, area: 'flows', failure, since: now });
  }
  for (const { exchange, failure, failedAt } of session.observations.priceFailures()) {
    const here = session.accounts.list().filter((account) => account.exchange === exchange && isAsked(account, now));
    if (here.length === 0) continue; // what nobody asks for is no failure of now
    // An account of this exchange that fails for the same reason has said it already.
    const said = here.some(({ id }) =>
      session.observations.of(id).wallets.some(({ balances }) => balances.failure?.failure.reason === failure.reason),
    );
    if (!said) add({ account: here[0] ?? null, area: 'prices', failure, since: unixMs(failedAt) });
  }
  const unread = [...session.accounts.failures.map(({ failure }) => failure), ...session.upkeepFailures];
  for (const failure of unread) add({ account: null, area: 'storage', failure, since: now });
  return all();
}

const failsEverywhere = (wallets: readonly ObservedWallet[], { reason }: Failure): boolean =>
  wallets.every(({ balances }) => balances.failure?.failure.reason === reason);

/** Everything Overview shows. Call it once the books are loaded: before that, PnL would be that of half a history. */
export function overviewOf(session: Session, moment: Moment): Overview {
  const { baseCurrency } = session.settings();
  const prices = session.observations.prices();
  const accounts = session.accounts.list();
  const unopened = session.accounts.failures;
  const histories = accounts.map((account) => historyOf(session, account, moment.now));
  const since = startOfUtcDay(moment.now);
  return {
    baseCurrency,
    total: totalOfAll(session, 'total', moment.now),
    free: totalOfAll(session, 'free', moment.now),
    locked: totalOfAll(session, 'locked', moment.now),
    realized: realizedPnl(histories, unopened, baseCurrency, prices, methodsOf(session), session.ledger),
    today: todayPnl({
      accounts: countedAccounts(session, moment.now).map((account) => todayOf(session, account, moment.now)),
      unopened,
      since,
      base: baseCurrency,
      prices,
      atEnd: session.observations.pricesAtEnd(since),
      rates: session.rates,
      ledger: session.ledger,
    }),
    accounts: accounts.map((account) => accountView(session, account, moment)),
    allocation: allocation(session, moment.now),
    equity: session.equity.points(baseCurrency, equityDays, (id) => {
      const account = session.accounts.get(id);
      return account !== undefined && isLive(account, moment.now);
    }),
    equityElsewhere: session.equity.otherCurrencies(baseCurrency, equityDays),
    issues: issuesOf(session, histories, moment.now),
    notices: [...closingNotices(accounts, moment.now), ...backupNotices(session.backupNote, moment.now)],
    at: moment.now,
  };
}

/**
 * Overview as pages and the popup's summary have it: what stands in the way of sync and of shared snapshots is among its issues.
 * `shareIssues`: those of shares, given the others, so that one cause is told once.
 */
export async function wholeOverview(
  session: Session,
  moment: Moment,
  shareIssues: (said: readonly Issue[]) => readonly Issue[],
): Promise<Overview> {
  const sync = await session.sync.view();
  const overview = overviewOf(session, moment);
  const said = [...overview.issues, ...syncIssues(sync, moment.now)];
  return { ...overview, issues: [...said, ...shareIssues(said)] };
}
