/**
 * What a shared snapshot says, from what the open session knows: the figures of Overview, Balances and Performance over the accounts
 * that were chosen, and nothing else. Which keys there are is the specification's (shared/snapshot/content); no id passes.
 */
import type { ExchangeAccount } from '../../shared/exchanges/account';
import { exchangeInfos } from '../../shared/exchanges/ids';
import { add18, add36, e18, e36, formatE18, formatE36, zero18, zero36 } from '../../shared/money/decimal';
import { err, ok, type Result, type UnixMs } from '../../shared/result';
import {
  contentLimits,
  type SharedAccount,
  type SharedCoin,
  type SharedFigure,
  type SnapshotContent,
} from '../../shared/snapshot/content';
import { shownText } from '../../shared/snapshot/parse-content';
import type { AssetRow } from './api/balances';
import type { PartialAmount } from './api/observed';
import type { PrepareShareError, ShareChoices } from './api/shares';
import { isLive } from './closing';
import { historyOf } from './history';
import { ledgerOfBooks } from './ledger';
import { methodsOf, methodsOfBooks } from './methods';
import { countedAccounts, valueNow } from './overview';
import { accountEquity } from './performance-calls';
import { equityPerformance } from './performance-equity';
import { assetRows, missingPart, totalOf } from './portfolio';
import { type AccountHistory, inBase, realizedPnl } from './realized';
import type { Session } from './session';
import { equityDays, equityIndex } from './share-equity';
import {
  type FigureMoment,
  figureOfObserved,
  figureOfSum,
  figurePercent,
  twoDecimals,
  unknownFigure,
} from './share-figures';
import type { ShareVolumes } from './share-volume';
import { type Share, sumShares } from './sums';
import { isKnown } from './wallets';

type Choices = Pick<ShareChoices, 'title' | 'accountIds' | 'detail' | 'live'>;

/** What is being shared: the accounts, and of what moment. */
interface Shared {
  readonly session: Session;
  readonly accounts: readonly ExchangeAccount[];
  readonly isAll: boolean;
  readonly moment: FigureMoment;
  readonly base: string;
}

/** Accounts in the trader's order; those that have gone since they were chosen are left out. */
function accountsOf(session: Session, accountIds: readonly string[] | null, nowMs: UnixMs): readonly ExchangeAccount[] {
  if (accountIds === null) return countedAccounts(session, nowMs);
  return session.accounts.list().filter(({ id }) => accountIds.includes(id));
}

function sumOf({ session, accounts, isAll, moment, base }: Shared, field: 'total' | 'free' | 'locked'): SharedFigure {
  const values = accounts.map((account) => [account, valueNow(session, account, field, moment.nowMs)] as const);
  return figureOfSum(totalOf(values, isAll ? session.accounts.failures : [], base), moment, 'not-read');
}

/** By market and account, which is how one account's part of all can be told whatever the total is made of. */
const historyByMarket = ({ session, moment }: Shared, account: ExchangeAccount): AccountHistory => ({
  ...historyOf(session, account, moment.nowMs),
  books: session.books.of(account.id),
});

function realized(shared: Shared, accounts: readonly ExchangeAccount[], asTotal: boolean): PartialAmount {
  const { session, base, moment } = shared;
  // the whole is Overview's own figure, with its pools where the trader has books by coin
  const ledger = asTotal ? session.ledger : ledgerOfBooks(session.books);
  const histories = accounts.map((account) =>
    asTotal ? historyOf(session, account, moment.nowMs) : historyByMarket(shared, account),
  );
  const unopened = asTotal ? session.accounts.failures : [];
  return realizedPnl(histories, unopened, base, session.observations.prices(), ['fifo'], ledger).inBase.net;
}

/** Realized PnL of the whole: of all accounts, also of those that are no longer asked, as Overview has it. */
function netOf(shared: Shared): SharedFigure {
  const accounts = shared.isAll ? shared.session.accounts.list() : shared.accounts;
  return figureOfSum(realized(shared, accounts, shared.isAll), shared.moment, 'history-incomplete');
}

async function volumeShare(shared: Shared, volumes: ShareVolumes, account: ExchangeAccount): Promise<Share> {
  const { session, base } = shared;
  const { failures, unread } = historyByMarket(shared, account);
  const bought = inBase(account, await volumes.of(account.id), base, session.observations.prices());
  const causes = failures.map((failure) => missingPart(account, null, failure));
  return { amount: unread ? null : bought.amount, missing: [...causes, ...bought.missing], at: bought.at };
}

/** The return by daily equity in percent; the same cash flows are taken out as on Performance. */
function returnedOf({ session, base, moment }: Shared, accounts: readonly ExchangeAccount[]): SharedFigure {
  const all = accounts.map((account) => accountEquity(session, account, base, moment.nowMs));
  const equity = equityPerformance(all, base, { symbolId: null, side: null, fromMs: null, toMs: null });
  if (equity.state === 'unknown')
    return unknownFigure([equity.why === 'flows-unknown' ? 'flows-unknown' : 'too-short']);
  const { totalReturn } = equity.metrics;
  if (totalReturn === null) return unknownFigure(['too-short']);
  const percent = e36(totalReturn) * 100n;
  return { value: twoDecimals(percent as typeof zero36), at: moment.nowMs, stale: false, missing: [] }; // still at scale 36
}

const labelOf = ({ label, exchange }: ExchangeAccount): string =>
  shownText(label, contentLimits.nameLength) || exchangeInfos[exchange].name;

interface Made {
  readonly account: SharedAccount;
  readonly volume: Share;
}

async function accountOf(shared: Shared, volumes: ShareVolumes, account: ExchangeAccount): Promise<Made> {
  const { session, moment } = shared;
  const value = (field: 'total' | 'free' | 'locked') =>
    figureOfObserved(valueNow(session, account, field, moment.nowMs), moment);
  const volume = await volumeShare(shared, volumes, account);
  return {
    volume,
    account: {
      label: labelOf(account),
      exchange: exchangeInfos[account.exchange].name,
      value: value('total'),
      free: value('free'),
      locked: value('locked'),
      net: figureOfSum(realized(shared, [account], false), moment, 'history-incomplete'),
      volume: figureOfSum(sumShares([volume], shared.base), moment, 'history-incomplete'),
      returned: returnedOf(shared, [account]),
    },
  };
}

function coinOf(asset: string, rows: readonly AssetRow[], unread: SharedFigure['missing'], age: Age): SharedCoin {
  const units = (field: 'free' | 'locked' | 'total') =>
    formatE18(rows.reduce((sum, row) => add18(sum, e18(row[field])), zero18));
  const values = rows.flatMap(({ value }) => (value.state === 'known' ? [e36(value.amount)] : []));
  const sum = formatE36(values.reduce((total, value) => add36(total, value), zero36));
  const missing = [...unread, ...(values.length < rows.length ? (['no-price'] as const) : [])];
  const value = values.length === 0 ? null : sum;
  return {
    asset: shownText(asset, 30) || '?',
    quantity: units('total'),
    free: units('free'),
    locked: units('locked'),
    value: { value, ...(value === null ? { at: null, stale: false } : age), missing },
  };
}

type Age = Pick<SharedFigure, 'at' | 'stale'>;

/** Each coin over all wallets that are known now, the most valuable first; where one is not, every sum of units may lack some. */
function coinsOf({ session, accounts, base, moment }: Shared): readonly SharedCoin[] {
  const byAsset = new Map<string, AssetRow[]>();
  let isWhole = true;
  let oldestAt: number | null = null;
  for (const account of accounts) {
    const { wallets } = session.observations.of(account.id);
    const known = wallets.filter(({ balances }) => isKnown(balances));
    if (known.length < wallets.length || account.pausedAt !== null || !isLive(account, moment.nowMs)) isWhole = false;
    if (account.pausedAt !== null || !isLive(account, moment.nowMs)) continue;
    for (const { balances } of known)
      if (balances.last !== null && balances.last.at < (oldestAt ?? Number.POSITIVE_INFINITY))
        oldestAt = balances.last.at;
    for (const row of assetRows(account, known, base, session.observations.prices()))
      if (e18(row.total) !== 0n) byAsset.set(row.asset, [...(byAsset.get(row.asset) ?? []), row]);
  }
  const age = { at: oldestAt, stale: oldestAt !== null && moment.nowMs - oldestAt > moment.staleAfterMs };
  const coins = [...byAsset].map(([asset, rows]) => coinOf(asset, rows, isWhole ? [] : ['not-read'], age));
  const worth = ({ value }: SharedCoin) => (value.value === null ? -1n : e36(value.value));
  return coins.sort((a, b) => (worth(a) < worth(b) ? 1 : worth(a) > worth(b) ? -1 : a.asset < b.asset ? -1 : 1));
}

/** Amounts as parts: nothing is left of them but two decimals of a quotient. */
function asPercent(content: SnapshotContent): SnapshotContent {
  const { total, free, locked } = content;
  const whole = total ?? unknownFigure(['not-read']);
  return {
    ...content,
    total: null,
    net: null,
    volume: null,
    coins: null,
    free: figurePercent(free, whole),
    locked: figurePercent(locked, whole),
    equity: equityIndex(content.equity),
    accounts: content.accounts.map((account) => ({
      ...account,
      net: null,
      volume: null,
      value: figurePercent(account.value, whole),
      free: figurePercent(account.free, account.value),
      locked: figurePercent(account.locked, account.value),
    })),
  };
}

/** How old a value may be before it is marked as such: the interval of refreshes and a minute; by hand alone, an hour. */
const staleAfterMsOf = (refreshMinutes: number | 'manual'): number =>
  (refreshMinutes === 'manual' ? 60 : refreshMinutes) * 60_000 + 60_000;

function methodsOfShare({ session, accounts, isAll }: Shared): readonly string[] {
  if (isAll) return methodsOf(session);
  const made = methodsOfBooks(accounts.flatMap(({ id }) => session.books.of(id)));
  return made.length > 0 ? made : [...new Set(accounts.map(({ id }) => session.books.methodOf(id)))];
}

/** The content of a share as of now. To be called once books and cash flows are loaded. */
export async function shareContent(
  session: Session,
  { title, accountIds, detail, live }: Choices,
  volumes: ShareVolumes,
  nowMs: UnixMs,
): Promise<Result<SnapshotContent, PrepareShareError>> {
  const { baseCurrency: base, refreshMinutes } = session.settings();
  const accounts = accountsOf(session, accountIds, nowMs);
  if (accounts.length === 0) return err({ reason: 'no-account' });
  if (accounts.length > contentLimits.accounts)
    return err({ reason: 'too-many-accounts', limit: contentLimits.accounts });
  const moment = { nowMs, staleAfterMs: staleAfterMsOf(refreshMinutes) };
  const shared: Shared = { session, accounts, isAll: accountIds === null, moment, base };
  const made: Made[] = [];
  for (const account of accounts) made.push(await accountOf(shared, volumes, account));
  const volume = sumShares(
    made.map((each) => each.volume),
    base,
  );
  const days = accounts.map((account) => ({
    live: isLive(account, nowMs),
    days: session.equity.days(account.id, base),
  }));
  const content: SnapshotContent = {
    version: 1,
    title: shownText(title, contentLimits.titleLength),
    asOf: nowMs,
    live,
    detail,
    currency: base,
    total: sumOf(shared, 'total'),
    free: sumOf(shared, 'free'),
    locked: sumOf(shared, 'locked'),
    methods: methodsOfShare(shared),
    net: netOf(shared),
    volume: figureOfSum(volume, moment, 'history-incomplete'),
    returned: returnedOf(shared, accounts),
    equity: equityDays(days),
    accounts: made.map((each) => each.account),
    coins: detail === 'coins' ? coinsOf(shared).slice(0, contentLimits.coins) : null,
  };
  return ok(detail === 'percent' ? asPercent(content) : content);
}
