/** Performance for looking at screens: the books of a scenario, asked through the engine's own query. */
import type { PerformanceApi } from '../../extension/engine/api/performance';
import type { BookEntry } from '../../extension/engine/books';
import { createPerformance, type PerformanceContext } from '../../extension/engine/performance';
import { equityPerformance } from '../../extension/engine/performance-equity';
import { oversold } from '../../extension/engine/realized';
import type { Price } from '../../extension/engine/valuation';
import { type ExchangeAccount, marketDust } from '../../shared/exchanges/account';
import { decimal } from '../../shared/money/decimal';
import { ledgerOf } from './pool-scenarios';
import { ago } from './sample-data';
import type { Scenario } from './scenarios';
import { booksOf } from './trade-scenarios';

const price = (symbol: string, value: string, minutes: number): readonly [string, Price] => [
  symbol,
  { exchange: 'binance', symbol, price: decimal(value), at: ago(minutes) },
];

/** Prices as old as the total; where it is partial, that of USDC is missing. */
function pricesOf(overview: NonNullable<Scenario['overview']>): PerformanceContext['prices'] {
  const oldestAt = overview.total.oldestAt ?? overview.total.lastKnown?.at ?? ago(2);
  const minutes = Math.round((ago(0) - oldestAt) / 60_000);
  const partial = overview.total.missing.length > 0;
  return new Map([price('BTC/USDT', '90000', minutes), ...(partial ? [] : [price('USDC/USDT', '0.9998', minutes)])]);
}

function contextOf({ overview }: Scenario, entries: readonly BookEntry[]): PerformanceContext {
  if (overview === null) throw new Error('its engine does not answer');
  const { caveats } = overview.realized;
  const accounts = overview.accounts.map(({ id, exchange, label, value, egress, pausedAt }) => {
    const account: ExchangeAccount = {
      ...{ id, kind: 'exchange', exchange, label, egress, credentialId: 'key', userSymbols: [] },
      ...{ dust: marketDust, pausedAt, createdAt: ago(60 * 24 * 400) },
    };
    const causes = caveats.filter(({ accountId }) => accountId === id).map(({ failure }) => failure);
    const unbought = entries.filter((entry) => entry.accountId === id && entry.book.totals().unmatched > 0n);
    if (unbought.length > 0) causes.push(oversold(unbought));
    const refused = value.state === 'unknown' && causes.length === 0 ? [value.failure] : [];
    return { account, failures: [...causes, ...refused], unread: refused.length > 0 };
  });
  return {
    base: overview.baseCurrency,
    prices: pricesOf(overview),
    accounts,
    // where a part of the total is missing, its flows were not read either
    equityOf: (accountIds, filter) => {
      const days = overview.equity.map(({ date, amount }) => ({
        ...{ date, at: Date.parse(date), value: amount, assets: '[]' },
      }));
      const asked = overview.accounts.filter(({ id }) => accountIds.includes(id));
      const read = asked.length > 0 && overview.total.missing.length === 0;
      const labels = read ? asked.slice(0, 1) : asked;
      const equities = labels.map(({ id, label }) => ({
        ...{ id, label, live: true, days, flows: read ? [] : null, flowsReadAt: ago(0) },
      }));
      return equityPerformance(equities, overview.baseCurrency, filter);
    },
  };
}

const never = new Promise<never>(() => undefined);

/** The call about performance of a scenario; it never answers where its engine does not. */
export function fakePerformance(scenario: Scenario): PerformanceApi {
  const entries = booksOf(scenario);
  const performance = createPerformance(
    { of: (accountId) => entries.filter((entry) => entry.accountId === accountId) },
    {
      recordId: async (kind, name = '') =>
        `${kind}-${[...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0)}`,
    },
    Date.now,
    ledgerOf(scenario, entries),
  );
  return {
    performance: (query) =>
      scenario.overview === null ? never : performance.ask(query, () => contextOf(scenario, entries)),
  };
}
