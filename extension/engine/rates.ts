/**
 * The rates of fee coins that are known, of every account: read once with its fills, added to as they are found. The first one
 * noted stays, here as in the store.
 */
import type { FeeRate } from '../../shared/exchanges/fee-rate';
import type { Failure } from '../../shared/reasons';
import { ok, type Result } from '../../shared/result';
import { rateKey } from '../store/rate-stream';
import type { Store } from '../store/store';
import type { RateOf } from './rated-fills';

export interface Rates {
  /** Reads what is stored of an account; gives what could not be opened, whose fees stay unconverted until they are looked up again. */
  load(accountId: string): Promise<readonly Failure[]>;
  of(accountId: string): RateOf;
  /** Stores rates that were found; then they are known. Nothing is known that is not stored. */
  keep(found: readonly FeeRate[]): Promise<Result<void, Failure>>;
  forget(accountId: string): void;
}

/** The rates of an open vault. */
export function createRates(store: Pick<Store, 'readRates' | 'write'>): Rates {
  const known = new Map<string, Map<string, FeeRate>>();

  const ratesOf = (accountId: string): Map<string, FeeRate> => {
    const rates = known.get(accountId) ?? new Map<string, FeeRate>();
    known.set(accountId, rates);
    return rates;
  };
  const learn = (rows: readonly FeeRate[]): void => {
    for (const row of rows) {
      const rates = ratesOf(row.account);
      const key = rateKey(row.coin, row.quote, row.minute);
      if (!rates.has(key)) rates.set(key, row);
    }
  };

  return {
    async load(accountId) {
      const stored = await store.readRates(accountId);
      if (!stored.ok) return [stored.error];
      learn(stored.value.rows);
      return stored.value.failures.map(({ failure }) => failure);
    },
    of: (accountId) => (coin, quote, minute) => known.get(accountId)?.get(rateKey(coin, quote, minute)),
    async keep(found) {
      const news = found.filter(
        ({ account, coin, quote, minute }) => !known.get(account)?.has(rateKey(coin, quote, minute)),
      );
      if (news.length === 0) return ok(undefined);
      const written = await store.write({ appendRates: news });
      if (written.ok) learn(news);
      return written;
    },
    forget: (accountId) => void known.delete(accountId),
  };
}
