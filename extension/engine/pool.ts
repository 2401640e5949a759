/**
 * The pool of one coin: the spot fills of all accounts and symbols that have it as their base, in one book.
 *
 * A fill of another quote than the pool's currency enters with the stored rate of its minute. While the rate of one is not known the
 * pool says which, and its figures are nobody's to show: lots that were taken without a buy would be other lots. Fills that come
 * far too late are held back for a while, as in a book of one account (`held-fills.ts`).
 */
import { minuteOf } from '../../shared/exchanges/fee-rate';
import type { Book } from '../../shared/ledger/book';
import type { Fill } from '../../shared/ledger/fill';
import type { LotMethod } from '../../shared/ledger/lot-order';
import { createPooledBook, type PooledBook } from '../../shared/ledger/pooled-book';
import { createOriginOf, needsRate, type PooledFill } from '../../shared/ledger/pooled-fill';
import { type E18, zero18 } from '../../shared/money/decimal';
import type { Failure } from '../../shared/reasons';
import { holdFills } from './held-fills';
import type { RateOf } from './rated-fills';

/** A book as figures ask it: of one account and symbol, or a pool. */
type FigureBook = Omit<Book, 'add' | 'addParsed' | 'find' | 'exchangeOfClosing'>;

interface OwnEntry {
  readonly id: string;
  readonly accountId: string;
  readonly book: FigureBook;
  readonly version: number;
}

/** What figures are made of: the book of one account and symbol, or a pool, which is of no one account (null). */
export type LedgerEntry = OwnEntry | PoolEntry;

/** Fills of an account that a pool lacks, since no rate of their quote is known at their minutes. */
export interface LackingFills {
  readonly accountId: string;
  readonly quote: string;
  readonly fills: readonly Fill[];
}

export interface PoolEntry {
  readonly id: string;
  readonly accountId: null;
  readonly book: PooledBook;
  readonly version: number;
  /** Whose fills it has, those that it lacks included. */
  accounts(): ReadonlySet<string>;
  /** Each account and symbol whose fills it has. */
  markets(): readonly (readonly [accountId: string, symbol: string])[];
  /** Empty where its figures can be shown. */
  lacking(): readonly LackingFills[];
}

export interface Pool {
  readonly entry: PoolEntry;
  /** Takes in fills of the coin; those that reach far back are held. */
  take(fills: readonly Fill[]): void;
  /** Takes in fills while the pool is made, when nobody asks for figures. */
  load(fills: readonly Fill[]): void;
  /** Takes in what it lacks and has come to be known; true where that is anything. */
  rate(): boolean;
  isDue(): boolean;
  /** Brings what is held back into the figures. */
  renew(): Promise<void>;
  holdsBack(): boolean;
  setDust(dust: E18): void;
}

interface PoolParts {
  readonly id: string;
  readonly base: string;
  readonly currency: string;
  readonly method: LotMethod;
  readonly now: () => number;
  /** The rates that are known of an account. */
  readonly rateOf: (accountId: string) => RateOf;
  /** Hears of a fill that it did not take, which is a defect: a book has taken it. */
  readonly onRefused: (failure: Failure) => void;
}

/** An empty pool. */
export function createPool({ id, base, currency, method, now, rateOf, onRefused }: PoolParts): Pool {
  const key = { base, quote: currency };
  const originOf = createOriginOf();
  const keyOf = (fill: Fill): string => `${fill.side} ${fill.id} ${originOf(fill)}`;
  const book = createPooledBook({ ...key, method });
  const held = holdFills(book, keyOf, zero18, now);
  const lacking = new Map<string, Fill>();
  const accounts = new Set<string>();
  const markets = new Map<string, readonly [string, string]>();
  let version = 0;

  const priced = (fill: Fill): PooledFill | null => {
    if (!needsRate(fill, key)) return fill;
    const known = rateOf(fill.account)(fill.quote, currency, minuteOf(fill.executedAtUs));
    return known ? { ...fill, quoteRate: known.rate } : null;
  };

  const refuse = (rejected: ReturnType<PooledBook['add']>['rejected']): void => {
    for (const { fill, field, reason } of rejected)
      onRefused({
        reason: 'unexpected-payload',
        subject: `${fill.symbol} fill ${fill.id}: ${field}`,
        code: reason,
      });
  };

  /** Those that can be valued; the others are lacking. */
  const sorted = (fills: readonly Fill[]): readonly PooledFill[] => {
    const known: PooledFill[] = [];
    for (const fill of fills) {
      accounts.add(fill.account);
      markets.set(`${fill.account} ${fill.symbol}`, [fill.account, fill.symbol]);
      const fillKey = keyOf(fill);
      const before = lacking.get(fillKey);
      const pooled = priced(before && before.revision > fill.revision ? before : fill);
      if (pooled) known.push(pooled);
      else if (!before || fill.revision > before.revision) lacking.set(fillKey, fill);
      if (pooled) lacking.delete(fillKey);
    }
    version += 1;
    return known;
  };

  const take: Pool['take'] = (fills) => refuse(held.add(sorted(fills)));

  const lackingFills = (): readonly LackingFills[] => {
    const groups = new Map<string, LackingFills & { readonly fills: Fill[] }>();
    for (const fill of lacking.values()) {
      const { account: accountId, quote } = fill;
      const group = groups.get(`${accountId} ${quote}`);
      if (group) group.fills.push(fill);
      else groups.set(`${accountId} ${quote}`, { accountId, quote, fills: [fill] });
    }
    return [...groups.values()];
  };

  return {
    entry: {
      ...{ id, accountId: null, book },
      get version() {
        return version;
      },
      accounts: () => accounts,
      markets: () => [...markets.values()],
      lacking: lackingFills,
    },
    take,
    load: (fills) => refuse(book.add(sorted(fills)).rejected),
    rate: () => {
      const known = [...lacking.values()].filter((fill) => priced(fill) !== null);
      if (known.length > 0) take(known);
      return known.length > 0;
    },
    isDue: held.isDue,
    renew: async () => {
      refuse(await held.renew());
      version += 1;
    },
    holdsBack: () => held.held().length > 0,
    setDust: held.setDust,
  };
}
