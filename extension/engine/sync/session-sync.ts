/**
 * Sync as a part of an open session: what came in goes into the open books, and what the whole session rests on opens it anew.
 *
 * Fills, flows and daily equity are taken up in place, as an import's page is. Accounts, keys, settings, rates and erased rows are
 * what figures were computed with: once the run has ended the session is opened anew over what is stored then.
 */
import { version } from '../../../package.json';
import type { UnixMs } from '../../../shared/result';
import type { OpenVault } from '../../../shared/vault/open-vault';
import type { DocumentKind } from '../../store/documents';
import type { Database, Store } from '../../store/store';
import type { Accounts } from '../accounts';
import type { Books } from '../books';
import type { CashFlows } from '../cash-flows';
import type { Equity } from '../equity';
import type { Events } from '../events';
import type { Imports } from '../imports';
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

  async function onNews(news: SyncNews): Promise<void> {
    const { accounts, imports } = concerned();
    const rated = news.rates.some(({ account }) => accounts.get(account));
    if (news.erased || rated || [...news.kinds].some((kind) => opensAnew.has(kind))) isStale = true;
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
