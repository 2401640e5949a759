/** Realized PnL over books: per quote currency exactly, and in the base currency at the prices of now. */
import type { ExchangeAccount } from '../../shared/exchanges/account';
import { add36, type E36, formatE36, zero36 } from '../../shared/money/decimal';
import type { Failure } from '../../shared/reasons';
import type { UnixMs } from '../../shared/result';
import type { MissingPart, PartialAmount, QuotePnl, RealizedPnl } from './api';
import type { BookEntry } from './books';
import { missingPart, type Prices, valueIn } from './portfolio';
import { type Share, sumShares } from './sums';

interface QuoteSums {
  gross: E36;
  fees: E36;
  net: E36;
  incompleteBooks: number;
  readonly unconverted: Map<string, E36>;
  /** The first account that trades in this quote: what a missing price is reported under. */
  readonly accountId: string;
}

function sumsByQuote(books: readonly BookEntry[]): ReadonlyMap<string, QuoteSums> {
  const byQuote = new Map<string, QuoteSums>();
  for (const { book, accountId } of books) {
    const { gross, fees, net, unmatched, unconvertedFees } = book.totals();
    const sums = byQuote.get(book.key.quote) ?? {
      gross: zero36,
      fees: zero36,
      net: zero36,
      incompleteBooks: 0,
      unconverted: new Map<string, E36>(),
      accountId,
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

/** Amounts of several quotes in the base currency; a quote without a price is a missing part. */
function inBase(
  amounts: readonly { readonly quote: string; readonly amount: E36; readonly accountId: string }[],
  base: string,
  prices: Prices,
  accounts: ReadonlyMap<string, ExchangeAccount>,
): PartialAmount {
  const shares = amounts.map(({ quote, amount, accountId }): Share => {
    const value = valueIn(quote, amount, base, prices);
    if (!('reason' in value)) return { amount: value.amount, missing: [], at: value.at };
    return { amount: null, missing: [missingQuote(accountId, quote, value, accounts)], at: null };
  });
  return sumShares(shares, base);
}

function missingQuote(
  accountId: string,
  quote: string,
  failure: Failure,
  accounts: ReadonlyMap<string, ExchangeAccount>,
): MissingPart {
  const account = accounts.get(accountId);
  const { label: accountLabel = '', exchange = null } = account ?? {};
  return { accountId, accountLabel, exchange, wallet: null, asset: quote, failure };
}

/** All-time realized PnL of books; `caveats` are the caller's: only it knows how far the imports are. */
export function realizedPnl(
  books: readonly BookEntry[],
  base: string,
  prices: Prices,
  accounts: ReadonlyMap<string, ExchangeAccount>,
  caveats: RealizedPnl['caveats'],
): RealizedPnl {
  const byQuote = [...sumsByQuote(books)].sort(([a], [b]) => (a < b ? -1 : 1));
  const perQuote = byQuote.map(
    ([quote, sums]): QuotePnl => ({
      quote,
      gross: formatE36(sums.gross),
      fees: formatE36(sums.fees),
      net: formatE36(sums.net),
      unconvertedFees: [...sums.unconverted]
        .filter(([, amount]) => amount !== 0n)
        .map(([currency, amount]) => ({ currency, amount: formatE36(amount) })),
      incompleteBooks: sums.incompleteBooks,
    }),
  );
  const over = (field: 'gross' | 'fees' | 'net'): PartialAmount =>
    inBase(
      byQuote.map(([quote, sums]) => ({ quote, amount: sums[field], accountId: sums.accountId })),
      base,
      prices,
      accounts,
    );
  return { method: 'fifo', perQuote, inBase: { net: over('net'), gross: over('gross'), fees: over('fees') }, caveats };
}

/** An account with its books, and why its newest fills are not known, if they are not. */
export interface AccountToday {
  readonly account: ExchangeAccount;
  readonly books: readonly BookEntry[];
  readonly failure: Failure | null;
  /** When its fills were read last. */
  readonly at: UnixMs | null;
}

/**
 * Realized net of the closings since an instant, in the base currency at the prices of now, by account.
 *
 * An account whose new fills could not be read is missing: a day without a known closing is not a day without one.
 */
export function realizedSince(
  accounts: readonly AccountToday[],
  since: UnixMs,
  base: string,
  prices: Prices,
): PartialAmount {
  const shares = accounts.map(({ account, books, failure, at }): Share => {
    if (failure) return { amount: null, missing: [missingPart(account, null, failure)], at: null };
    let sum = zero36;
    const missing: MissingPart[] = [];
    for (const { book } of books) {
      const { net } = book.realizedSince(since * 1000);
      const value = valueIn(book.key.quote, net, base, prices);
      if ('reason' in value) missing.push(missingPart(account, book.key.quote, value));
      else sum = add36(sum, value.amount);
    }
    return { amount: missing.length === 0 ? sum : null, missing, at };
  });
  return sumShares(shares, base);
}
