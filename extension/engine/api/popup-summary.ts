/**
 * What the popup shows of an overview: written by the engine after each change, and made by the popup itself where no summary
 * was written yet. One function, so that both paint the same.
 */
import type { AccountView, Overview, PopupAccount, PopupSummary } from '../api';

export function summaryOf(overview: Overview): PopupSummary {
  return {
    version: 4,
    baseCurrency: overview.baseCurrency,
    total: overview.total,
    free: overview.free,
    locked: overview.locked,
    realizedToday: overview.realizedToday,
    realized: overview.realized.inBase.net,
    methods: overview.realized.methods,
    allocation: overview.allocation.byAsset,
    accounts: listed(overview.accounts).map(popupAccount),
    equity: overview.equity,
    equityElsewhere: overview.equityElsewhere,
    issueCount: overview.issues.length,
    refreshing: overview.accounts.some(({ refreshing }) => refreshing),
    writtenAt: overview.at,
  };
}

/** An account whose key was removed is kept for its history; it is told where the total is over it, having no other to be over. */
function listed(accounts: readonly AccountView[]): readonly AccountView[] {
  const isLive = accounts.some(({ frozen }) => frozen === null);
  return isLive ? accounts.filter(({ frozen }) => frozen !== 'key-removed') : accounts;
}

function popupAccount({ progress, ...account }: AccountView): PopupAccount {
  const { id, exchange, exchangeName, label, value, frozen, pausedAt } = account;
  const importing = frozen === null && (progress.state === 'running' || progress.state === 'waiting');
  return { id, exchange, exchangeName, label, value, importing, frozen, pausedAt };
}
