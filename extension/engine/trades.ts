/**
 * Round trips over all books, newest first, a page at a time.
 *
 * Each book keeps its trips in order, so a page needs only the newest of each book, never a sort of the whole history.
 */
import type { Book } from '../../shared/ledger/book';
import type { Fill } from '../../shared/ledger/fill';
import { netRate, type OpenTrip, type RoundTrip } from '../../shared/ledger/round-trip';
import { add36, type E36, e18, formatE18, formatE36, mul18, zero36 } from '../../shared/money/decimal';
import { type UnixMs, unixMs } from '../../shared/result';
import type { TradeDetail, TradeFill, TradeRow, TradesPage, TradesQuery } from './api/trades';
import type { BookEntry, Books } from './books';

/** Fills shown of one trade. */
const fillsShown = 500;
const netRatePlaces = 6;

const ms = (us: number): UnixMs => unixMs(Math.floor(us / 1000));

interface BookTotals {
  readonly version: number;
  readonly gross: E36;
  readonly fees: E36;
  readonly net: E36;
}

const isClosed = (trip: RoundTrip | OpenTrip): trip is RoundTrip => 'n' in trip;

function rowOf({ id, accountId, book }: BookEntry, trip: RoundTrip | OpenTrip): TradeRow {
  const closed = isClosed(trip);
  const rate = closed ? netRate(trip.net, trip.entryCost, netRatePlaces) : null;
  return {
    id: `${id}.${closed ? trip.n : 'open'}`,
    accountId,
    symbol: book.key.symbol,
    base: book.key.base,
    quote: book.key.quote,
    direction: trip.direction,
    openedAt: ms(trip.openedAtUs),
    closedAt: closed ? ms(trip.closedAtUs) : null,
    holdMs: closed ? Math.round(trip.holdMs) : null,
    amount: formatE18(closed ? trip.quantity : trip.entered),
    averageEntry: formatE36(trip.averageEntry),
    averageExit: trip.averageExit === null ? null : formatE36(trip.averageExit),
    gross: closed ? formatE36(trip.gross) : null,
    fees: formatE36(closed ? trip.fees : trip.feesSoFar),
    net: closed ? formatE36(trip.net) : null,
    netRate: rate === null ? null : formatE36(rate),
    fillCount: trip.lastFill - trip.firstFill + 1,
    unconvertedFees: trip.unconvertedFees.map(({ currency, amount }) => ({ currency, amount: formatE36(amount) })),
    incompleteHistory: book.totals().unmatched > 0n,
  };
}

const fillRow = (fill: Fill): TradeFill => ({
  id: fill.id,
  orderId: fill.orderId,
  executedAtUs: fill.executedAtUs,
  side: fill.side,
  quantity: fill.quantity,
  price: fill.price,
  notional: formatE36(mul18(e18(fill.quantity), e18(fill.price))),
  fees: fill.fees.map(({ currency, amount }) => ({ currency, amount })),
  liquidity: fill.liquidity,
});

/** The newest `count` trips of a book: closed ones, or the open one. */
function newest(book: Book, state: TradesQuery['state'], count: number): readonly (RoundTrip | OpenTrip)[] {
  if (state === 'closed') return book.trips(Math.max(0, book.tripCount() - count), count);
  const open = book.openTrip();
  return open ? [open] : [];
}

const byNewest = (a: TradeRow, b: TradeRow): number =>
  (b.closedAt ?? b.openedAt) - (a.closedAt ?? a.openedAt) || (a.id < b.id ? -1 : 1);

export interface Trades {
  page(query: TradesQuery): TradesPage;
  detail(id: string): TradeDetail | null;
}

/** Creates the query over the books of the open vault. */
export function createTrades(books: Books): Trades {
  const totalsByBook = new Map<string, BookTotals>();

  /** Sums of a book's closed trips, kept until the book changes. */
  function totalsOf(entry: BookEntry): BookTotals {
    const kept = totalsByBook.get(entry.id);
    if (kept?.version === entry.version) return kept;
    let [gross, fees, net] = [zero36, zero36, zero36];
    for (const trip of entry.book.trips(0, entry.book.tripCount())) {
      gross = add36(gross, trip.gross);
      fees = add36(fees, trip.fees);
      net = add36(net, trip.net);
    }
    const totals = { version: entry.version, gross, fees, net };
    totalsByBook.set(entry.id, totals);
    return totals;
  }

  function totalsByQuote(entries: readonly BookEntry[]): TradesPage['totals'] {
    const sums = new Map<string, { gross: E36; fees: E36; net: E36 }>();
    for (const entry of entries) {
      if (entry.book.tripCount() === 0) continue;
      const totals = totalsOf(entry);
      const sum = sums.get(entry.book.key.quote) ?? { gross: zero36, fees: zero36, net: zero36 };
      sums.set(entry.book.key.quote, {
        gross: add36(sum.gross, totals.gross),
        fees: add36(sum.fees, totals.fees),
        net: add36(sum.net, totals.net),
      });
    }
    return [...sums]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([quote, { gross, fees, net }]) => ({
        quote,
        gross: formatE36(gross),
        fees: formatE36(fees),
        net: formatE36(net),
      }));
  }

  return {
    page({ accountId, bookId, state, offset, limit }) {
      const choice = books.of(accountId);
      const entries = bookId === null ? choice : choice.filter(({ id }) => id === bookId);
      const reach = offset + Math.min(Math.max(limit, 1), 500);
      const rows = entries
        .flatMap((entry) => newest(entry.book, state, reach).map((trip) => ({ entry, trip })))
        .sort((a, b) => tripTime(b.trip) - tripTime(a.trip))
        .slice(0, reach)
        .map(({ entry, trip }) => rowOf(entry, trip))
        .sort(byNewest)
        .slice(offset);
      const count = ({ book }: BookEntry): number => (state === 'closed' ? book.tripCount() : book.openTrip() ? 1 : 0);
      return {
        rows,
        totalCount: entries.reduce((sum, entry) => sum + count(entry), 0),
        books: choice
          .map(({ id, accountId: owner, book }) => ({ id, symbol: book.key.symbol, accountId: owner }))
          .sort((a, b) => (a.symbol < b.symbol ? -1 : 1)),
        totals: state === 'closed' ? totalsByQuote(entries) : [],
      };
    },
    detail(id) {
      const [bookId = '', place = ''] = id.split('.');
      const entry = books.byId(bookId);
      if (!entry) return null;
      const trip = place === 'open' ? entry.book.openTrip() : entry.book.trips(Number(place) - 1, 1)[0];
      if (!trip) return null;
      const fills = entry.book.fillsOf({
        firstFill: trip.firstFill,
        lastFill: Math.min(trip.lastFill, trip.firstFill + fillsShown - 1),
      });
      return { trade: rowOf(entry, trip), fills: fills.map(fillRow) };
    },
  };
}

const tripTime = (trip: RoundTrip | OpenTrip): number => (isClosed(trip) ? trip.closedAtUs : trip.openedAtUs);
