/**
 * Sync as a part of an open session: what came in goes into the open books, and what the whole session rests on opens it anew.
 *
 * Fills, flows and daily equity are taken up in place, as an import's page is, and rates once the run has ended: the books go on from
 * the first fill that has waited for one. Accounts, keys, settings, erased rows and a rate with another price than the one that was
 * known are what figures were computed with: once the run has ended the session is opened anew over what is stored then.
 */
import { version } from '../../../package.json';
import type { FeeRate } from '../../../shared/exchanges/fee-rate';
import type { UnixMs } from '../../../shared/result';
import type { OpenVault } from '../../../shared/vault/open-vault';
import type { DocumentKind } from '../../store/documents';
import type { Database, Store } from '../../store/store';
import type { Accounts } from '../accounts';
import type { Books } from '../books';
import { createBreath } from '../breath';
import type { CashFlows } from '../cash-flows';
import type { Equity } from '../equity';
import type { Events } from '../events';
import type { Imports } from '../imports';
import type { Pools } from '../pools';
import { fillsThatWait } from '../rate-needs';
import type { Rates } from '../rates';
import type { Work } from '../work';
import { createSync } from './live-sync';
import type { Sync } from './sync';
import type { SyncNews } from './sync-context';

/** The parts of the session that what comes in concerns. */
interface Concerned {
  readonly accounts: Accounts;
  readonly books: Books;
  readonly cashFlows: CashFlows;
  readonly equity: Equity;
  readonly imports: Imports;
  readonly pools: Pools;
  readonly rates: Rates;
}

interface SessionSyncParts {
  readonly database: Database;
  readonly vault: OpenVault;
  readonly store: Store;
  readonly deps: { readonly now: () => UnixMs; readonly newId: () => string };
  readonly events: Events;
  readonly work: Work;
  readonly concerned: () => Concerned;
  readonly onFills: () => void;
  /** Opens the session anew, behind whatever runs now. */
  readonly reopen: () => void;
  readonly signal: AbortSignal;
}

/** Kinds that the session was opened with. */
const opensAnew: ReadonlySet<DocumentKind> = new Set(['account', 'credential', 'settings']);

function byAccount<Row>(rows: readonly Row[], accountOf: (row: Row) => string): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(accountOf(row));
    if (group) group.push(row);
    else groups.set(accountOf(row), [row]);
  }
  return groups;
}

export function sessionSync(parts: SessionSyncParts): Sync {
  const { database, vault, store, deps, events, work, concerned, onFills, reopen, signal } = parts;
  let isStale = false;
  const touched = new Set<string>();
  const rated: FeeRate[] = [];

  async function takeUp({ fills, flows, snapshots }: SyncNews): Promise<void> {
    const { accounts, books, cashFlows, equity } = concerned();
    await books.loaded; // a page that came before would be added beside itself
    for (const [accountId, rows] of byAccount(fills, ({ account }) => account)) {
      if (!accounts.get(accountId)) continue;
      await books.add(accountId, rows);
      touched.add(accountId);
    }
    if (fills.length > 0) onFills();
    for (const [accountId, rows] of byAccount(flows, ({ account }) => account)) await cashFlows.learn(accountId, rows);
    equity.learn(snapshots.filter(({ accountId }) => accounts.get(accountId)));
    if (snapshots.length > 0) events.emit({ topic: 'balances' });
  }

  /** Learns rates before fills that they are for come in; true where figures were made with another price. */
  async function learnRates(news: readonly FeeRate[]): Promise<boolean> {
    const { accounts, books, rates } = concerned();
    if (news.length === 0) return false;
    await books.loaded; // of one that is not loaded yet, a later rate would stand in the place of the first
    const { fresh, overruled } = rates.take(news.filter(({ account }) => accounts.get(account)));
    for (const row of fresh) rated.push(row);
    return overruled;
  }

  /** Rates the fills that have waited for what came in. */
  async function rateFills(): Promise<void> {
    const { accounts, books, pools } = concerned();
    const breath = createBreath(deps.now);
    for (const [accountId, rows] of byAccount(rated.splice(0), ({ account }) => account)) {
      if (!accounts.get(accountId)) continue;
      await books.rate(accountId, await fillsThatWait(books.of(accountId), rows, breath));
      pools.rate();
      await books.settle(accountId);
      touched.add(accountId);
    }
  }

  async function onNews(news: SyncNews): Promise<void> {
    const { imports } = concerned();
    const overruled = await learnRates(news.rates);
    if (news.erased || overruled || [...news.kinds].some((kind) => opensAnew.has(kind))) isStale = true;
    if (news.kinds.has('coverage')) {
      await imports.followOthers();
      events.emit({ topic: 'accounts' });
    }
    if (!isStale && !signal.aborted) await takeUp(news);
  }

  /** What a late fill holds back is brought in; what was opened with what has changed since is opened anew. */
  async function onEnd(): Promise<void> {
    if (signal.aborted) return;
    if (isStale) {
      isStale = false;
      reopen();
      return;
    }
    for (const accountId of touched) await concerned().books.settle(accountId);
    await rateFills();
    if (touched.size > 0) onFills();
    touched.clear();
  }

  return createSync({
    context: { database, vault, store, now: deps.now, newId: deps.newId, onNews },
    accountIds: () =>
      concerned()
        .accounts.list()
        .map(({ id }) => id),
    onChange: () => events.emit({ topic: 'sync' }),
    onEnd,
    during: (run) => work.during(run),
    random: Math.random,
    version,
  });
}
