/**
 * What the popup shows, from either source: the summary of this session, which is there at once, or the engine's
 * overview where no summary was written yet.
 */
import type { DecimalString } from '../../../shared/money/decimal';
import type { EquityPoint, Overview, PopupSummary } from '../../engine/api';
import { rateOf } from '../components/amount-format';

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
    accounts: overview.accounts
      .filter(({ frozen }) => frozen !== 'key-removed')
      .map((account) => ({
        id: account.id,
        exchange: account.exchange,
        exchangeName: account.exchangeName,
        label: account.label,
        value: account.value,
        importing: account.progress.state === 'running' || account.progress.state === 'waiting',
        frozen: account.frozen,
        pausedAt: account.pausedAt,
      })),
    equity: overview.equity,
    issueCount: overview.issues.length,
    refreshing: overview.accounts.some((account) => account.refreshing),
    writtenAt: overview.at,
  };
}

/**
 * Today's realized PnL as a fraction of the last whole equity of an earlier UTC day; null where either is not wholly
 * known: a percentage of a guess is none.
 */
export function todayRate(summary: PopupSummary, today: string): DecimalString | null {
  const { amount, missing } = summary.realizedToday;
  const yesterday = summary.equity.findLast((point: EquityPoint) => point.date < today);
  if (amount === null || missing.length > 0 || !yesterday || yesterday.partial || yesterday.amount === null)
    return null;
  return rateOf(amount, yesterday.amount);
}
