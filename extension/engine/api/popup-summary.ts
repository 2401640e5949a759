/**
 * What the popup shows of an overview: written by the engine after each change, and made by the popup itself where no summary
 * was written yet. One function, so that both paint the same.
 */

import type { ExchangeId } from '../../../shared/exchanges/ids';
import type { UnixMs } from '../../../shared/result';
import type { AccountView } from './account-view';
import type { AllocationPart } from './allocation';
import type { Observed, PartialAmount } from './observed';
import type { EquityPoint, Overview } from './overview';
import type { RealizedPnl } from './realized';
import type { BaseCurrency } from './settings';

/** What the popup paints before the engine answers; written by the engine after each change. */
export interface PopupSummary {
  readonly version: 5;
  readonly baseCurrency: BaseCurrency;
  readonly total: PartialAmount;
  readonly free: PartialAmount;
  readonly locked: PartialAmount;
  /** `TodayPnl.net`; `todayIsRealized`: what is realized alone. */
  readonly today: PartialAmount;
  readonly todayIsRealized: boolean;
  /** All-time net in the base currency. */
  readonly realized: PartialAmount;
  readonly methods: RealizedPnl['methods'];
  /** Whether books are by coin. */
  readonly pooled: boolean;
  /** By asset, of what is known. */
  readonly allocation: readonly AllocationPart[];
  readonly accounts: readonly PopupAccount[];
  readonly equity: readonly EquityPoint[];
  readonly equityElsewhere: Overview['equityElsewhere'];
  readonly issueCount: number;
  readonly refreshing: boolean;
  readonly writtenAt: UnixMs;
}

export interface PopupAccount {
  readonly id: string;
  readonly exchange: ExchangeId;
  readonly exchangeName: string;
  readonly label: string;
  readonly value: Observed<PartialAmount>;
  readonly importing: boolean;
  /** One whose key was removed is listed only where no account is live, since the total is over it then. */
  readonly frozen: AccountView['frozen'];
  readonly pausedAt: AccountView['pausedAt'];
}

export function summaryOf(overview: Overview): PopupSummary {
  return {
    version: 5,
    baseCurrency: overview.baseCurrency,
    total: overview.total,
    free: overview.free,
    locked: overview.locked,
    today: overview.today.net,
    todayIsRealized: overview.today.change === null,
    realized: overview.realized.inBase.net,
    methods: overview.realized.methods,
    pooled: overview.realized.pooling !== null,
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
