/**
 * The rates of fee coins that are known, of every account: read once with its fills, added to as they are found, here or on another
 * device. The first one noted stays, here as in the store.
 */
import type { FeeRate } from '../../shared/exchanges/fee-rate';
import type { Failure } from '../../shared/reasons';
import { ok, type Result } from '../../shared/result';
import { rateStream } from '../store/rate-stream';
import type { Store } from '../store/store';
import { createBreath } from './breath';

import type { RateOf } from './rated-fills';

export interface Rates {
  /** Reads what is stored of an account; gives what could not be opened, whose fees stay unconverted until they are looked up again. */
  load(accountId: string): Promise<readonly Failure[]>;
  of(accountId: string): RateOf;
  /** Those of a coin in a quote whose minute begins at `fromMs` or later, in no order. */
  since(accountId: string, coin: string, quote: string, fromMs: number): readonly FeeRate[];
  /** Stores rates that were found; then they are known. Nothing is known that is not stored. */
  keep(found: readonly FeeRate[]): Promise<Result<void, Failure>>;
  /**
   * Takes rates that another device noted and that are stored, once the account is loaded. `fresh`: those of minutes of which
   * none was known; `overruled`: whether one that was noted earlier has another price than the one that figures were made with.
   */
  take(stored: readonly FeeRate[]): { readonly fresh: readonly FeeRate[]; readonly overruled: boolean };
  forget(accountId: string): void;
}

const pairOf = (coin: string, quote: string): string => `${coin}\u0000${quote}`;

/** The rates of an open vault. */
export function createRates(store: Pick<Store, 'readRates' | 'write'>, now: () => number): Rates {
  /** By account, then by coin and quote, then by minute. */
  const known = new Map<string, Map<string, Map<number, FeeRate>>>();

  const ratesOf = (accountId: string, coin: string, quote: string): ReadonlyMap<number, FeeRate> | undefined =>
    known.get(accountId)?.get(pairOf(coin, quote));
  const put = (row: FeeRate): void => {
    const ofAccount = known.get(row.account) ?? new Map<string, Map<number, FeeRate>>();
    known.set(row.account, ofAccount);
    const pair = pairOf(row.coin, row.quote);
    const rates = ofAccount.get(pair) ?? new Map<number, FeeRate>();
    ofAccount.set(pair, rates);
    rates.set(row.minute, row);
  };
  const knownOf = ({ account, coin, quote, minute }: FeeRate): FeeRate | undefined =>
    ratesOf(account, coin, quote)?.get(minute);
  const learn = (rows: readonly FeeRate[]): void => {
    for (const row of rows) if (!knownOf(row)) put(row);
  };

  return {
    async load(accountId) {
      const breath = createBreath(now);
      const read = await store.readRates(accountId, async (rows) => {
        for (const row of rows) {
          const before = knownOf(row);
          if (!before || rateStream.supersedes(row, before)) put(row);
        }
        if (breath.isDue()) await breath.take();
      });
      return read.ok ? read.value.map(({ failure }) => failure) : [read.error];
    },
    of: (accountId) => (coin, quote, minute) => ratesOf(accountId, coin, quote)?.get(minute),
    since: (accountId, coin, quote, fromMs) =>
      [...(ratesOf(accountId, coin, quote)?.values() ?? [])].filter(({ minute }) => minute >= fromMs),
    async keep(found) {
      const news = found.filter((row) => !knownOf(row));
      if (news.length === 0) return ok(undefined);
      const written = await store.write({ appendRates: news });
      if (written.ok) learn(news);
      return written;
    },
    take(stored) {
      const fresh: FeeRate[] = [];
      let overruled = false;
      for (const row of stored) {
        const before = knownOf(row);
        if (before && !rateStream.supersedes(row, before)) continue;
        put(row);
        if (!before) fresh.push(row);
        else if (before.rate !== row.rate) overruled = true;
      }
      return { fresh, overruled };
    },
    forget: (accountId) => void known.delete(accountId),
  };
}
