/** Books by coin for looking at screens: the fills of a scenario's books, pooled by the engine's own pools. */
import type { BookEntry } from '../../extension/engine/books';
import { createLedger, type Ledger } from '../../extension/engine/ledger';
import { createPool } from '../../extension/engine/pool';
import type { RateOf } from '../../extension/engine/rated-fills';
import { type ExchangeAccount, marketDust } from '../../shared/exchanges/account';
import { decimal } from '../../shared/money/decimal';
import { unixMs } from '../../shared/result';
import { ago } from './sample-data';
import type { Scenario } from './scenarios';

/** What one unit of a quote was worth in USDT at any minute. */
const prices: Readonly<Record<string, string>> = { BTC: '90000', USDC: '1.001' };

const ratesFor =
  (kind: NonNullable<Scenario['pooled']>): RateOf =>
  (coin, quote, minute) => {
    const rate = prices[coin];
    if (rate === undefined || (kind === 'unpriced' && coin === 'BTC')) return undefined;
    const symbol = `${coin}/${quote}`;
    const legs = [{ symbol, turned: false, interval: '1m' as const, openAt: unixMs(minute), close: decimal(rate) }];
    const noted = { account: '', coin, quote, minute: unixMs(minute), rate: decimal(rate) };
    return { ...noted, exchange: 'binance', legs, at: ago(1) };
  };

/** Rates of the scenario's pools; without pools none is known. */
export const ratesOf = ({ pooled }: Scenario): RateOf => (pooled === undefined ? () => undefined : ratesFor(pooled));

const accountOf = ({ overview }: Scenario, id: string): ExchangeAccount | undefined => {
  const found = overview.accounts.find((one) => one.id === id);
  if (!found) return undefined;
  const { exchange, label, egress, pausedAt } = found;
  return {
    ...{ id, kind: 'exchange', exchange, label, egress, credentialId: 'key', userSymbols: [] },
    ...{ dust: marketDust, pausedAt, createdAt: ago(60 * 24 * 400) },
  };
};

/** The scenario's books as figures are made of them. */
export function ledgerOf(scenario: Scenario, entries: readonly BookEntry[]): Ledger {
  const bases = new Set(scenario.pooled === undefined ? [] : entries.map(({ book }) => book.key.base));
  const pools = [...bases].map((base) => {
    const choice = { currency: 'USDT', method: 'fifo' } as const;
    const pool = createPool({
      id: `pool-${base}`,
      base,
      ...choice,
      now: () => 0,
      rateOf: () => ratesOf(scenario),
      onRefused: () => undefined,
    });
    for (const { book } of entries) if (book.key.base === base) pool.load(book.fills(0, book.fillCount()));
    return pool.entry;
  });
  const books = {
    of: (id: string | null) => entries.filter((entry) => id === null || entry.accountId === id),
    byId: (id: string) => entries.find((entry) => entry.id === id),
  };
  const inUse = scenario.pooled === undefined ? null : ({ currency: 'USDT', method: 'fifo' } as const);
  return createLedger(
    books,
    {
      inUse: () => inUse,
      of: (id) => pools.filter((entry) => id === null || entry.accounts().has(id)),
      byId: (id) => pools.find((entry) => entry.id === id),
      holdsBack: () => false,
    },
    (id) => accountOf(scenario, id),
  );
}

/** Spot by coin: all of it, and with a coin that lacks a rate. */
export function poolScenarios(scenario: Scenario): Readonly<Record<string, Scenario>> {
  const { overview } = scenario;
  const realizedBy = (unpriced: NonNullable<typeof overview.realized.pooling>['unpriced']) => ({
    ...overview,
    realized: { ...overview.realized, pooling: { currency: 'USDT', unpriced } },
  });
  return {
    pooled: { ...scenario, pooled: 'priced', overview: realizedBy([]) },
    'pooled-unpriced': {
      ...scenario,
      pooled: 'unpriced',
      overview: realizedBy([{ base: 'ETH', quotes: ['BTC'], fills: 14 }]),
    },
  };
}
