/**
 * What an event of the engine makes stale on a page.
 *
 * Events come in bursts (an import stores a page of fills several times a second), so that queries are invalidated at
 * most every half second; progress is written into the cache as it comes, without asking again.
 */
import type { QueryClient } from '@tanstack/react-query';
import type { AccountView } from '../engine/api/account-view';
import type { EngineEvent } from '../engine/api/events';
import type { ImportProgress } from '../engine/api/imports';
import type { MethodsView } from '../engine/api/method';
import type { Overview } from '../engine/api/overview';

/** The first element of a query's key: what the query reads. */
export type QueryRoot =
  | 'vault'
  | 'settings'
  | 'accounts'
  | 'overview'
  | 'balances'
  | 'import'
  | 'coverage'
  | 'reconciliation'
  | 'doctor'
  | 'backup'
  | 'backup-progress'
  | 'trades'
  | 'trade'
  | 'dust'
  | 'fills'
  | 'fill'
  | 'fee-rates'
  | 'methods'
  | 'performance'
  | 'sync'
  | 'shares'
  | 'pairing'
  | 'moving';

const staleBy: Readonly<
  Record<Exclude<EngineEvent['topic'], 'vault' | 'doctor' | 'backup' | 'method'>, readonly QueryRoot[]>
> = {
  accounts: [
    'backup',
    'accounts',
    'methods',
    'overview',
    'balances',
    'import',
    'coverage',
    'reconciliation',
    'doctor',
    'trades',
    'trade',
    'dust',
    'fills',
    'fill',
    'performance',
    'fee-rates',
  ],
  balances: ['accounts', 'overview', 'balances', 'reconciliation', 'doctor', 'performance'],
  fills: [
    'backup',
    'overview',
    'trades',
    'trade',
    'dust',
    'coverage',
    'reconciliation',
    'fills',
    'fill',
    'performance',
    'fee-rates',
  ],
  settings: ['backup', 'settings', 'methods', 'overview', 'balances', 'accounts', 'performance'],
  import: ['accounts', 'overview', 'coverage', 'reconciliation', 'doctor', 'performance'],
  shares: ['shares', 'overview'],
  sync: ['shares', 'sync', 'pairing', 'moving', 'overview'],
};

const invalidationDelayMs = 500;

export interface EventFeed {
  take(event: EngineEvent): void;
  stop(): void;
}

/** `onFault` hears what was thrown while an event was taken: from then on what is shown may be old. */
export function createEventFeed(queries: QueryClient, onFault: (thrown: unknown) => void): EventFeed {
  const due = new Set<QueryRoot>();
  let timer: ReturnType<typeof setTimeout> | null = null;

  const flush = () => {
    timer = null;
    for (const root of due) void queries.invalidateQueries({ queryKey: [root] });
    due.clear();
  };
  const invalidate = (roots: readonly QueryRoot[]) => {
    for (const root of roots) due.add(root);
    timer ??= setTimeout(flush, invalidationDelayMs);
  };

  const apply = (event: EngineEvent): void => {
    switch (event.topic) {
      case 'vault':
        // nothing that was opened stays in the page's memory once the vault is not open
        if (event.state.state !== 'open')
          queries.removeQueries({ predicate: (query) => query.queryKey[0] !== 'vault' });
        queries.setQueryData(['vault'], event.state);
        return;
      case 'import':
        if (applyProgress(queries, event.progress)) invalidate(staleBy.import);
        return;
      case 'doctor':
        queries.setQueryData(['doctor', event.report.accountId], event.report);
        // an answer that was under way when the run ended may still come and put an earlier step in its place
        if (event.report.endedAt !== null) invalidate(['doctor']);
        return;
      case 'backup':
        queries.setQueryData(['backup-progress'], event.progress);
        if (event.progress === null) invalidate(['backup', 'overview']);
        return;
      case 'method':
        queries.setQueryData<MethodsView>(['methods'], (view) => view && { ...view, progress: event.progress });
        if (event.progress === null) invalidate(['methods']);
        return;
      default:
        invalidate(staleBy[event.topic]);
    }
  };

  return {
    take(event) {
      try {
        apply(event);
      } catch (thrown) {
        onFault(thrown);
      }
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** Writes progress into what is cached; true when its state changed, which makes figures stale. */
function applyProgress(queries: QueryClient, progress: ImportProgress): boolean {
  let changed = true;
  queries.setQueryData<readonly ImportProgress[]>(['import'], (all) => {
    const before = all?.find((one) => one.accountId === progress.accountId);
    changed = before?.state !== progress.state;
    return all === undefined ? all : [...all.filter((one) => one !== before), progress];
  });
  const patch = (account: AccountView) => (account.id === progress.accountId ? { ...account, progress } : account);
  queries.setQueryData<readonly AccountView[]>(['accounts'], (accounts) => accounts?.map(patch));
  queries.setQueryData<Overview>(['overview'], (shown) => shown && { ...shown, accounts: shown.accounts.map(patch) });
  return changed;
}
