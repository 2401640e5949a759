/**
 * PnL of today: realized net of the closings since 00:00 UTC, and how unrealized PnL has changed since yesterday's end.
 *
 * What was held at yesterday's end the books tell at any time; only the prices of then are noted. So fills that come late and a
 * change of the method leave no gap between the two: both ends are always of one history and one method.
 */
import type { ExchangeAccount } from '../../shared/exchanges/account';
import type { Held } from '../../shared/ledger/held-before';
import {
  add36,
  type E18,
  type E36,
  e18,
  mul18,
  mulRound36,
  roundE18,
  sub36,
  toE36,
  zero36,
} from '../../shared/money/decimal';
import type { Failure } from '../../shared/reasons';
import type { UnixMs } from '../../shared/result';
import type { RecordFailure } from '../store/failure';
import type { MissingPart, PartialAmount } from './api/observed';
import type { TodayChange, TodayPnl } from './api/today';
import type { Ledger } from './ledger';
import type { LedgerEntry, PoolEntry } from './pool';
import { missingPart, type Prices, unopenedShare, valueIn } from './portfolio';
import type { Rates } from './rates';
import { inBase, oversold } from './realized';
import { type Share, sumShares } from './sums';
import { along, pathTo } from './valuation';

/** An account with its own books, and why its newest fills are not known, if they are not. */
export interface AccountToday {
  readonly account: ExchangeAccount;
  readonly books: readonly LedgerEntry[];
  readonly failure: Failure | null;
  /** When its fills were read last. */
  readonly at: UnixMs | null;
}

/** `since`: 00:00 UTC. `atEnd`: the prices of yesterday's end, null where none were read. */
interface TodayParts {
  readonly accounts: readonly AccountToday[];
  readonly unopened: readonly RecordFailure[];
  readonly since: UnixMs;
  readonly base: string;
  readonly prices: Prices;
  readonly atEnd: { readonly prices: Prices; readonly at: UnixMs } | null;
  readonly rates: Pick<Rates, 'since'>;
  readonly ledger: Ledger;
}

type BookKey = LedgerEntry['book']['key'];

const minuteUs = 60_000_000;
const one = toE36(e18('1'));

/** The price of a book's base in its quote; null where no market joins the two. */
function markOf({ base, quote }: BookKey, prices: Prices): E18 | null {
  const path = pathTo(base, quote, prices);
  return path && roundE18(along(path, one));
}

/** What closing it all would realize, in quote; null where that needs a price that is not known. */
function unrealizedOf({ position, cost }: Held, key: BookKey, prices: Prices): E36 | null {
  if (position === 0n) return zero36;
  const mark = markOf(key, prices);
  return mark === null ? null : sub36(mul18(position, mark), cost);
}

/** What a book realized: `stored` is in the base currency, by the stored rates of the minutes; `rest` in its quote. */
function realizedOf({ book, accountId }: LedgerEntry, { since, base, rates }: TodayParts) {
  const { net, unmatched } = book.realizedSince(since * 1_000);
  const { quote } = book.key;
  let [rest, stored] = [net, zero36];
  const minutes = quote === base || accountId === null ? [] : rates.since(accountId, quote, base, since);
  for (const { minute, rate } of minutes) {
    const fromUs = minute * 1_000;
    const made = sub36(book.realizedSince(fromUs).net, book.realizedSince(fromUs + minuteUs).net);
    rest = sub36(rest, made);
    stored = add36(stored, mulRound36(made, toE36(e18(rate))));
  }
  return { rest, stored, unmatched };
}

/** One book's part: `now` and `before` are what was unrealized at both ends, null where a price lacks. */
function partOf(entry: LedgerEntry, parts: TodayParts) {
  const { book } = entry;
  const held = book.heldBefore(Number.POSITIVE_INFINITY);
  const heldBefore = parts.atEnd && book.heldBefore(parts.since * 1_000);
  return {
    book,
    ...realizedOf(entry, parts),
    now: unrealizedOf(held, book.key, parts.prices),
    before: parts.atEnd && heldBefore && unrealizedOf(heldBefore, book.key, parts.atEnd.prices),
  };
}

type BookPart = ReturnType<typeof partOf>;

const withoutPrice = (account: ExchangeAccount, books: readonly BookPart[]): readonly MissingPart[] =>
  [...new Set(books.map(({ book }) => book.key.base))].map((asset) =>
    missingPart(account, asset, { reason: 'price-missing', subject: asset }),
  );

/** Amounts of books in the base currency; books of which there is none (null) are missing by the name of their coin. */
function shareOfBooks(
  { account, at }: AccountToday,
  books: readonly BookPart[],
  amountOf: (book: BookPart) => E36 | null,
  { base, prices }: TodayParts,
): Share {
  const byQuote = new Map<string, E36>();
  for (const part of books) {
    const { quote } = part.book.key;
    byQuote.set(quote, add36(byQuote.get(quote) ?? zero36, amountOf(part) ?? zero36));
  }
  const lacking = books.filter((part) => amountOf(part) === null);
  const { amount, missing } = inBase(account, byQuote, base, prices);
  const known = lacking.length < books.length || books.length === 0;
  return { amount: known ? amount : null, missing: [...missing, ...withoutPrice(account, lacking)], at };
}

function realizedShare(of: AccountToday, books: readonly BookPart[], parts: TodayParts): Share {
  const { amount, missing, at } = shareOfBooks(of, books, ({ rest }) => rest, parts);
  const stored = books.reduce<E36>((sum, part) => add36(sum, part.stored), zero36);
  const unbought = books.filter(({ unmatched }) => unmatched > 0n);
  const causes = unbought.length === 0 ? [] : [missingPart(of.account, null, oversold(unbought))];
  const sum = amount === null ? (stored === 0n ? null : stored) : add36(amount, stored);
  return { amount: sum, missing: [...causes, ...missing], at };
}

const changeOf = ({ now, before }: BookPart): E36 | null =>
  now === null || before === null ? null : sub36(now, before);

const sameMissing = (a: MissingPart, b: MissingPart): boolean =>
  a.asset === b.asset && a.failure.reason === b.failure.reason && a.failure.subject === b.failure.subject;

/** Both together; what is missing of both is named once. */
const plus = (a: Share, b: Share): Share => ({
  amount: a.amount === null ? b.amount : b.amount === null ? a.amount : add36(a.amount, b.amount),
  missing: [...a.missing, ...b.missing.filter((one) => !a.missing.some((other) => sameMissing(one, other)))],
  at: a.at,
});

/** The candles that prices of yesterday's end are of, each once. */
function candlesOf(books: readonly BookPart[], { atEnd }: TodayParts): TodayChange['candles'] {
  const steps = books
    .filter(({ before }) => before !== null && before !== zero36)
    .flatMap(({ book: { key } }) => (atEnd && pathTo(key.base, key.quote, atEnd.prices)) ?? []);
  const candles = steps.flatMap(({ exchange, symbol }) =>
    atEnd?.prices.get(symbol)?.ofCandle === true ? [{ exchange, symbol }] : [],
  );
  const bySymbol = new Map(candles.map((candle) => [candle.symbol, candle]));
  return [...bySymbol.values()].sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
}

interface AccountShares {
  readonly realized: Share;
  readonly unrealized: Share;
  readonly before: Share;
  readonly change: Share;
  readonly books: readonly BookPart[];
}

function sharesOf(of: AccountToday, parts: TodayParts): AccountShares {
  if (of.failure) {
    const unknown = { amount: null, missing: [missingPart(of.account, null, of.failure)], at: null };
    return { realized: unknown, unrealized: unknown, before: unknown, change: unknown, books: [] };
  }
  const books = of.books.map((entry) => partOf(entry, parts));
  // a coin that had a price at neither end is in no change, and is named beside it
  const priced = books.filter(({ now, before }) => now !== null || before !== null);
  const share = (which: readonly BookPart[], amountOf: (book: BookPart) => E36 | null): Share =>
    shareOfBooks(of, which, amountOf, parts);
  return {
    realized: realizedShare(of, books, parts),
    unrealized: share(books, ({ now }) => now),
    before: share(priced, ({ before }) => before),
    change: share(priced, changeOf),
    books,
  };
}

/** A pool's amounts in the base currency; what is missing is named by every account that has fills in it. */
function sharesOfPool(entry: PoolEntry, parts: TodayParts): AccountShares {
  const { ledger } = parts;
  const missing = ledger.lackingOf(entry);
  const unknown: Share = { amount: null, missing, at: null };
  if (missing.length > 0)
    return { realized: unknown, unrealized: unknown, before: unknown, change: unknown, books: [] };
  const part = partOf(entry, parts);
  const { base: asset, quote } = entry.book.key;
  const share = (amount: E36 | null): Share => {
    const value = amount === null ? null : valueIn(quote, amount, parts.base, parts.prices);
    if (value !== null && !('reason' in value)) return { amount: value.amount, missing: [], at: value.at };
    const failure = value ?? ({ reason: 'price-missing', subject: asset } as const);
    return { amount: null, missing: ledger.failureOf(entry, failure), at: null };
  };
  const realized = share(part.rest);
  const causes = part.unmatched > 0n ? ledger.failureOf(entry, oversold([entry])) : [];
  const isPriced = part.now !== null || part.before !== null;
  const nothing: Share = { amount: zero36, missing: [], at: null };
  return {
    realized: { ...realized, missing: [...causes, ...realized.missing] },
    unrealized: share(part.now),
    before: isPriced ? share(part.before) : nothing,
    change: isPriced ? share(changeOf(part)) : nothing,
    books: [part],
  };
}

/** Everything that was made since `since`; `TodayPnl` says what its figures are. */
export function todayPnl(parts: TodayParts): TodayPnl {
  const { base, atEnd, unopened } = parts;
  const pools = [...parts.ledger.pools(null), ...parts.ledger.unpriced(null)];
  const accounts = [
    ...parts.accounts.map((of) => sharesOf(of, parts)),
    ...pools.map((entry) => sharesOfPool(entry, parts)),
  ];
  const over = (shareOf: (shares: AccountShares) => Share): PartialAmount =>
    sumShares([...accounts.map(shareOf), ...unopened.map(unopenedShare)], base);
  const books = accounts.flatMap((of) => of.books);
  const quotesOf = (which: (book: BookPart) => boolean): readonly string[] =>
    [...new Set(books.filter(which).map(({ book }) => book.key.quote))].filter((quote) => quote !== base).sort();
  return {
    net: over(({ realized, change }) => (atEnd ? plus(realized, change) : realized)),
    realized: over(({ realized }) => realized),
    unrealized: over(({ unrealized }) => unrealized),
    change: atEnd && {
      amount: over(({ change }) => change),
      before: over(({ before }) => before),
      pricedAt: atEnd.at,
      candles: candlesOf(books, parts),
      unpriced: [
        ...new Set(
          books.filter(({ now, before }) => now === null && before === null).map(({ book }) => book.key.symbol),
        ),
      ].sort(),
    },
    storedRates: quotesOf(({ stored }) => stored !== 0n),
    ratesOfNow: quotesOf(({ rest }) => rest !== 0n),
  };
}
