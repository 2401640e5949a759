/**
 * What the popup shows of an overview: written by the engine after each change, and made by the popup itself where no summary
 * was written yet. One function, so that both paint the same.
 */
import type { AccountView, Overview, PopupAccount, PopupSummary } from '../api';

export function summaryOf(overview: Overview): PopupSummary {
  return {
    version: 2,
    baseCurrency: overview.baseCurrency,
    total: overview.total,
    free: overview.free,
    realizedToday: overview.realizedToday,
    realized: overview.realized.inBase.net,
    method: overview.realized.method,
    allocation: overview.allocation.byAsset,
    accounts: overview.accounts.flatMap(popupAccount),
    equity: overview.equity,
    issueCount: overview.issues.length,
    refreshing: overview.accounts.some(({ refreshing }) => refreshing),
    writtenAt: overview.at,
  };
}

/** None of an account whose key was removed: it is kept for its history, and holds nothing that a total counts. */
function popupAccount({ progress, frozen, ...account }: AccountView): readonly PopupAccount[] {
  if (frozen === 'key-removed') return [];
  const { id, exchange, exchangeName, label, value, pausedAt } = account;
  const importing = progress.state === 'running' || progress.state === 'waiting';
  return [{ id, exchange, exchangeName, label, value, importing, frozen, pausedAt }];
}
