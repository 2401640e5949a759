/**
 * Realized PnL over books: per quote currency exactly, and in the base currency at the prices of now.
 *
 * In the base currency its parts are accounts. One whose history is not whole is a part that is not wholly in it: what is known
 * of it counts, and each cause is named, so that a gain that rests on missing buys is never shown as a plain profit.
 */
import type { ExchangeAccount } from '../../shared/exchanges/account';
import type { LotMethod } from '../../shared/ledger/lot-order';
import { add36, type E36, formatE36, zero36 } from '../../shared/money/decimal';
import type { Failure } from '../../shared/reasons';
import type { RecordFailure } from '../store/failure';
import type { PartialAmount } from './api/observed';
import type { QuotePnl, RealizedPnl } from './api/realized';
import type { Ledger } from './ledger';
import type { LedgerEntry, PoolEntry } from './pool';
import { missingPart, type Prices, unopenedShare, valueIn } from './portfolio';
import { type Part, type Share, shareOf, sumParts, sumShares } from './sums';

/** Why PnL of books that sold more than they bought is not true yet; `subject` names their symbols. */
export const oversold = (books: readonly { readonly book: Pick<LedgerEntry['book'], 'key'> }[]): Failure => ({
  reason: 'history-incomplete',
  subject: books.map(({ book }) => book.key.symbol).join(', '),
});

interface QuoteSums {
  gross: E36;
  fees: E36;
  net: E36;
  incompleteBooks: number;
  readonly unconverted: Map<string, E36>;
}

function sumsByQuote(books: readonly LedgerEntry[]): ReadonlyMap<string, QuoteSums> {
  const byQuote = new Map<string, QuoteSums>();
  for (const { book } of books) {
    const { gross, fees, net, unmatched, unconvertedFees } = book.totals();
    const sums = byQuote.get(book.key.quote) ?? {
      gross: zero36,
      fees: zero36,
      net: zero36,
      incompleteBooks: 0,
      unconverted: new Map<string, E36>(),
    };
    byQuote.set(book.key.quote, sums);
    sums.gross = add36(sums.gross, gross);
    sums.fees = add36(sums.fees, fees);
    sums.net = add36(sums.net, net);
    if (unmatched > 0n) sums.incompleteBooks += 1;
    for (const { currency, amount } of unconvertedFees)
      sums.unconverted.set(currency, add36(sums.unconverted.get(currency) ?? zero36, amount));
  }
  return byQuote;
}

/** An account's amounts of several quotes in the base currency, at the prices of now; a quote without a price is a missing part. */
export function inBase(
  account: ExchangeAccount,
  amounts: Iterable<readonly [quote: string, amount: E36]>,
  base: string,
  prices: Prices,
): Share {
  // Nothing made in a quote says nothing of what was made in another that has no price.
  const made = [...amounts].filter(([, amount]) => amount !== 0n);
  const parts = made.map(([quote, amount]): Part => {
    const value = valueIn(quote, amount, base, prices);
    return 'reason' in value ? { missing: missingPart(account, quote, value) } : value;
  });
  return shareOf(sumParts(parts, base));
}

/** An account with its books, and how far they can be relied on. */
export interface AccountHistory {
  readonly account: ExchangeAccount;
  readonly books: readonly LedgerEntry[];
  /** Why its history is not whole; empty where it is. */
  readonly failures: readonly Failure[];
  /** No fill of it is known, and it was never read to an end without one: its PnL is not known, rather than 0. */
  readonly unread: boolean;
}

function perQuote(books: readonly LedgerEntry[]): readonly QuotePnl[] {
  const byQuote = [...sumsByQuote(books)].sort(([a], [b]) => (a < b ? -1 : 1));
  return byQuote.map(([quote, sums]) => ({
    quote,
    gross: formatE36(sums.gross),
    fees: formatE36(sums.fees),
    net: formatE36(sums.net),
    unconvertedFees: [...sums.unconverted]
      .filter(([, amount]) => amount !== 0n)
      .map(([currency, amount]) => ({ currency, amount: formatE36(amount) })),
    incompleteBooks: sums.incompleteBooks,
  }));
}

/** What each pool made, as one part of a total; `amountOf` in the pool's currency. */
function poolShares(
  ledger: Ledger,
  amountOf: (entry: PoolEntry) => E36,
  base: string,
  prices: Prices,
): readonly Share[] {
  const known = ledger.pools(null).map((entry): Share => {
    const { quote } = entry.book.key;
    const value = valueIn(quote, amountOf(entry), base, prices);
    const causes = entry.book.totals().unmatched > 0n ? ledger.failureOf(entry, oversold([entry])) : [];
    if ('reason' in value) return { amount: null, missing: [...causes, ...ledger.failureOf(entry, value)], at: null };
    return { amount: value.amount, missing: causes, at: value.at };
  });
  const unknown = ledger
    .unpriced(null)
    .map((entry): Share => ({ amount: null, missing: ledger.lackingOf(entry), at: null }));
  return [...known, ...unknown];
}

const caveatsOfPools = (ledger: Ledger): RealizedPnl['caveats'] => {
  const oversoldPools = ledger.pools(null).filter(({ book }) => book.totals().unmatched > 0n);
  const parts = [
    ...oversoldPools.flatMap((entry) => ledger.failureOf(entry, oversold([entry]))),
    ...ledger.unpriced(null).flatMap((entry) => ledger.lackingOf(entry)),
  ];
  return parts.map(({ accountId, accountLabel, failure }) => ({ accountId, accountLabel, failure }));
};

/**
 * All-time realized PnL of accounts, made by `methods`: one part each, with every cause for which its history is not whole, and one
 * for each pool.
 */
export function realizedPnl(
  histories: readonly AccountHistory[],
  unopened: readonly RecordFailure[],
  base: string,
  prices: Prices,
  methods: readonly LotMethod[],
  ledger: Ledger,
): RealizedPnl {
  const sums = histories.map((history) => ({ ...history, byQuote: [...sumsByQuote(history.books)] }));
  const over = (field: 'gross' | 'fees' | 'net'): PartialAmount => {
    const shares = sums.map(({ account, byQuote, failures, unread }): Share => {
      const amounts = byQuote.map(([quote, of]) => [quote, of[field]] as const);
      const { amount, missing, at } = inBase(account, amounts, base, prices);
      const causes = failures.map((failure) => missingPart(account, null, failure));
      return { amount: unread ? null : amount, missing: [...causes, ...missing], at };
    });
    const pooled = poolShares(ledger, ({ book }) => book.totals()[field], base, prices);
    return sumShares([...shares, ...pooled, ...unopened.map(unopenedShare)], base);
  };
  return {
    methods,
    pooling: ledger.pooling(null),
    perQuote: perQuote([...histories.flatMap(({ books }) => books), ...ledger.pools(null)]),
    inBase: { net: over('net'), gross: over('gross'), fees: over('fees') },
    caveats: [
      ...histories.flatMap(({ account: { id, label }, failures }) =>
        failures.map((failure) => ({ accountId: id, accountLabel: label, failure })),
      ),
      ...caveatsOfPools(ledger),
    ],
  };
}
