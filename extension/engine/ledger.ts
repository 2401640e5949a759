/**
 * The books that figures are made of, by the trader's choice: one per account and symbol, or one per coin for spot and one per account
 * and symbol for the rest.
 *
 * A pool of which a rate is missing is among none of them: who shows figures names it instead.
 */
import type { ExchangeAccount } from '../../shared/exchanges/account';
import type { Failure } from '../../shared/reasons';
import type { MissingPart } from './api/observed';
import type { Pooling } from './api/pools';
import type { Books } from './books';
import type { LackingFills, LedgerEntry, PoolEntry } from './pool';
import type { Pools } from './pools';
import { missingPart } from './portfolio';

export interface Ledger {
  /** Books of one account, or of all (null); without pools, which are of several. */
  own(accountId: string | null): readonly LedgerEntry[];
  /** Pools with fills of this account, or all (null), whose figures are known. */
  pools(accountId: string | null): readonly PoolEntry[];
  /** The same whose figures are not, since they lack a rate. */
  unpriced(accountId: string | null): readonly PoolEntry[];
  byId(id: string): LedgerEntry | undefined;
  /** What pages are told of pools; null while books are by market. */
  pooling(accountId: string | null): Pooling | null;
  /** What is missing of a figure for a pool without figures, by the accounts whose fills lack a rate. */
  lackingOf(entry: PoolEntry): readonly MissingPart[];
  /** A failure of a pool for each account that it has fills of, since nobody can say of which of them it is. */
  failureOf(entry: PoolEntry, failure: Failure): readonly MissingPart[];
  /** Whether fills are stored that pools take in later only. */
  holdsBack(): boolean;
}

const isWhole = (entry: PoolEntry): boolean => entry.lacking().length === 0;

/** The choice as it is in use. */
export function createLedger(
  books: Pick<Books, 'of' | 'byId'>,
  pools: Pick<Pools, 'inUse' | 'of' | 'byId' | 'holdsBack'>,
  accountOf: AccountOf,
): Ledger {
  const own = (accountId: string | null): readonly LedgerEntry[] => {
    const all = books.of(accountId);
    return pools.inUse() === null ? all : all.filter(({ book }) => book.key.market !== 'spot');
  };
  const unpriced = (accountId: string | null): readonly PoolEntry[] =>
    pools.of(accountId).filter((entry) => !isWhole(entry));
  return {
    own,
    pools: (accountId) => pools.of(accountId).filter(isWhole),
    unpriced,
    byId: (id) => {
      const pool = pools.byId(id);
      if (pool) return isWhole(pool) ? pool : undefined;
      const entry = books.byId(id);
      return entry && pools.inUse() !== null && entry.book.key.market === 'spot' ? undefined : entry;
    },
    pooling: (accountId) => {
      const choice = pools.inUse();
      if (choice === null) return null;
      return { currency: choice.currency, unpriced: unpriced(accountId).map(unpricedView) };
    },
    lackingOf: (entry) =>
      entry.lacking().map((lacking) => partOf(entry, lacking.accountId, withoutRate(lacking), accountOf)),
    failureOf: (entry, failure) => [...entry.accounts()].map((id) => partOf(entry, id, failure, accountOf)),
    holdsBack: pools.holdsBack,
  };
}

/** A ledger of books by market alone. */
export const ledgerOfBooks = (books: Pick<Books, 'of' | 'byId'>): Ledger => ({
  own: books.of,
  pools: () => [],
  unpriced: () => [],
  byId: books.byId,
  pooling: () => null,
  lackingOf: () => [],
  failureOf: () => [],
  holdsBack: () => false,
});

const unpricedView = (entry: PoolEntry): Pooling['unpriced'][number] => {
  const lacking = entry.lacking();
  return {
    base: entry.book.key.base,
    quotes: [...new Set(lacking.map(({ quote }) => quote))].sort(),
    fills: lacking.reduce((sum, { fills }) => sum + fills.length, 0),
  };
};

/** Why the figures of a pool are not known: no rate of `quote` is. */
const withoutRate = ({ quote }: LackingFills): Failure => ({ reason: 'price-missing', subject: quote });

type AccountOf = (accountId: string) => ExchangeAccount | undefined;

/** A part that a pool misses; an account that has just gone has no name any more. */
function partOf(entry: PoolEntry, accountId: string, failure: Failure, accountOf: AccountOf): MissingPart {
  const asset = entry.book.key.base;
  const account = accountOf(accountId);
  if (account) return missingPart(account, asset, failure);
  return { accountId, accountLabel: '', exchange: null, wallet: null, asset, failure };
}
