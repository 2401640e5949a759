/** The calls about performance: they wait until the books are loaded, since half a history would show as a whole one. */
import type { ExchangeAccount } from '../../shared/exchanges/account';
import type { UnixMs } from '../../shared/result';
import type { PerformanceApi } from './api/performance';
import { isLive } from './closing';
import { isWhole } from './flow-coverage';
import { historyOf } from './history';
import type { PerformanceContext } from './performance';
import { type AccountEquity, equityPerformance } from './performance-equity';
import type { Session } from './session';

/** What an account was worth each day, and what moved in and out of it, as far as that is known. */
export function accountEquity(
  { equity, cashFlows }: Session,
  account: ExchangeAccount,
  base: string,
  nowMs: UnixMs,
): AccountEquity {
  const coverage = cashFlows.coverage(account.id);
  const whole = isWhole(coverage) && cashFlows.failures(account.id).length === 0;
  const readAt = Object.values(coverage).map(({ lastReadAt }) => lastReadAt ?? 0);
  return {
    id: account.id,
    label: account.label,
    live: isLive(account, nowMs),
    days: equity.days(account.id, base),
    flows: whole ? cashFlows.of(account.id) : null,
    flowsReadAt: Math.min(...readAt),
  };
}

/** Accounts, prices and histories as they are now. */
function contextOf(session: Session, nowMs: UnixMs): PerformanceContext {
  const accounts = session.accounts.list();
  const base = session.settings().baseCurrency;
  return {
    base,
    prices: session.observations.prices(),
    accounts: accounts.map((account) => historyOf(session, account, nowMs)),
    equityOf: (accountIds, filter) => {
      const asked = accounts.filter(({ id }) => accountIds.includes(id));
      return equityPerformance(
        asked.map((account) => accountEquity(session, account, base, nowMs)),
        base,
        filter,
      );
    },
  };
}

/** `open` gives the open session and throws `vault-locked`. */
export const performanceCalls = (open: () => Session, now: () => UnixMs): PerformanceApi => ({
  performance: async (query) => {
    const at = open();
    await Promise.all([at.books.loaded, at.cashFlows.loaded]);
    return at.performance.ask(query, () => contextOf(at, now()));
  },
});
