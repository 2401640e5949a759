/** The calls about performance: they wait until the books are loaded, since half a history would show as a whole one. */
import type { UnixMs } from '../../shared/result';
import type { PerformanceApi } from './api/performance';
import { historyOf } from './history';
import type { PerformanceContext } from './performance';
import type { Session } from './session';

/** Accounts, prices and histories as they are now. */
function contextOf(session: Session, nowMs: UnixMs): PerformanceContext {
  const accounts = session.accounts.list();
  return {
    base: session.settings().baseCurrency,
    prices: session.observations.prices(),
    accounts: accounts.map((account) => historyOf(session, account, nowMs)),
    equityOf: (accountIds) => ({
      state: 'unknown',
      why: 'flows-unknown',
      days: 0,
      recordedSince: null,
      accountLabels: accounts.filter(({ id }) => accountIds.includes(id)).map(({ label }) => label),
    }),
  };
}

/** `open` gives the open session and throws `vault-locked`. */
export const performanceCalls = (open: () => Session, now: () => UnixMs): PerformanceApi => ({
  performance: async (query) => {
    const at = open();
    await at.books.loaded;
    return at.performance.ask(query, () => contextOf(at, now()));
  },
});
