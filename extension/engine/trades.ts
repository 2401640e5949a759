/**
 * Round trips, closings and open lots over all books: newest first, a page at a time, with the totals of the filter; and what
 * each row is made of.
 */
import type { LotLife as BookLotLife } from '../../shared/ledger/matching';
import { add36, type E36, formatE18, formatE36, zero36 } from '../../shared/money/decimal';
import type {
  ClosingsPage,
  ClosingsQuery,
  LotLife,
  OpenLotsPage,
  OpenLotsQuery,
  TradeDetail,
  TradesPage,
  TradesQuery,
  TradeTotals,
} from './api/trades';
import type { Books } from './books';
import { createBreath } from './breath';
import { type Ledger, ledgerOfBooks } from './ledger';
import { methodsOfBooks } from './methods';
import { firstSince, newestFirst } from './newest-first';
import type { LedgerEntry } from './pool';
import type { RateOf } from './rated-fills';
import { closingRow, coinFees, fillRow, lotIdOf, lotRow, positionRow, tripRow } from './trade-rows';
import { createTradeSources, isShared, lotsOf, type Matched, noSums, openTripOf, plusSums } from './trade-sources';

/** Fills shown of one trade. */
const fillsShown = 500;
/** Closings shown of one lot. */
const closingsShown = 50;
const mostRows = 500;

export interface Trades {
  /** Goes through what a query has to go through row by row, in steps, so that it is answered at once after it. */
  prepare(kind: 'trips' | 'closings', query: ClosingsQuery): Promise<void>;
  trips(query: TradesQuery): TradesPage;
  closings(query: ClosingsQuery): ClosingsPage;
  openLots(query: OpenLotsQuery): OpenLotsPage;
  detail(id: string): TradeDetail | null;
}

/** Creates the queries over the books of the open vault. `now` in milliseconds. */
export function createTrades(
  books: Pick<Books, 'of' | 'byId' | 'rateOf'>,
  now: () => number,
  ledger: Ledger = ledgerOfBooks(books),
): Trades {
  const sources = createTradeSources((accountId, base, fromUs, toUs) => {
    const own = books.of(accountId).filter(({ book: { key } }) => key.market === 'spot' && key.base === base);
    return sumCoins(own.flatMap(({ book }) => book.unconvertedFees(fromUs, toUs)));
  });

  const choiceOf = ({ accountId }: Pick<OpenLotsQuery, 'accountId'>): readonly LedgerEntry[] => [
    ...ledger.own(accountId),
    ...ledger.pools(accountId),
  ];
  const askedOf = (query: OpenLotsQuery): readonly LedgerEntry[] =>
    choiceOf(query).filter(({ id }) => query.bookId === null || id === query.bookId);

  /** A page of what `match` finds in each book that the query is about. */
  function page<Row>(
    query: OpenLotsQuery,
    match: (entry: LedgerEntry) => Matched,
    rowOf: (entry: LedgerEntry, bookPlace: number) => Row | null,
    ofOneAccount = false,
  ) {
    const { accountId, offset, limit } = query;
    const choice = choiceOf(query);
    const asked = askedOf(query);
    const shared = ofOneAccount ? [] : asked.filter((entry) => isShared(entry, accountId));
    const matches = asked.filter((entry) => !shared.includes(entry)).map(match);
    const placed = newestFirst(matches, offset, Math.min(Math.max(limit, 1), mostRows));
    return {
      rows: placed.flatMap(({ sequence, place }) => {
        const matched = matches[sequence];
        return (matched && rowOf(matched.entry, matched.bookPlace(place))) ?? [];
      }),
      totalCount: matches.reduce((sum, { count }) => sum + count, 0),
      methods: methodsOfBooks(asked),
      pooling: ledger.pooling(accountId),
      shared: shared.map(({ book }) => book.key.base).sort(),
      books: choice
        .map(({ id, accountId: owner, book }) => ({ id, symbol: book.key.symbol, accountId: owner }))
        .sort((a, b) => (a.symbol < b.symbol ? -1 : 1)),
      matches: matches.filter(({ count }) => count > 0),
    };
  }

  const tripOf = (entry: LedgerEntry, place: number) => {
    const [trip] = entry.book.trips(place, 1);
    return trip ? tripRow(entry, trip) : null;
  };
  const openTripRow = (entry: LedgerEntry) => {
    const trip = entry.book.openTrip();
    return trip && tripRow(entry, trip);
  };
  const closingOf = (entry: LedgerEntry, place: number) => {
    const [closing] = entry.book.closings(place, 1);
    return closing ? closingRow(entry, place, closing) : null;
  };
  const lotOf = (entry: LedgerEntry, place: number) => {
    const position = entry.book.averagePosition();
    if (position) return place === 0 ? positionRow(entry, position) : null;
    const [lot] = entry.book.openLots(place, 1);
    return lot ? lotRow(entry, place, lot) : null;
  };

  return {
    prepare: (kind, query) => sources.prepare(kind, askedOf(query), query, createBreath(now)),
    trips: (query) =>
      query.state === 'open'
        ? ofOpen(page(query, (entry) => openTripOf(entry, query.side), openTripRow))
        : ofClosed(page(query, (entry) => sources.trips(entry, query), tripOf)),
    closings: (query) => ofClosed(page(query, (entry) => sources.closings(entry, query), closingOf, true)),
    openLots: (query) => ofOpen(page(query, (entry) => lotsOf(entry, query.side), lotOf)),
    detail(id) {
      const [bookId = '', part = ''] = id.split('.');
      const entry = ledger.byId(bookId);
      return entry ? detailOf(entry, part, books.rateOf) : null;
    },
  };
}

interface Found<Row> {
  readonly rows: readonly Row[];
  readonly totalCount: number;
  readonly methods: TradesPage['methods'];
  readonly pooling: TradesPage['pooling'];
  readonly shared: TradesPage['shared'];
  readonly books: TradesPage['books'];
  readonly matches: readonly Matched[];
}

const ofOpen = <Row>({ matches, ...found }: Found<Row>) => ({
  ...found,
  totals: [],
  unconvertedFees: [],
});

const ofClosed = <Row>({ matches, ...found }: Found<Row>) => ({
  ...found,
  totals: totalsByQuote(matches),
  unconvertedFees: unconvertedByCoin(matches),
});

function totalsByQuote(matches: readonly Matched[]): readonly TradeTotals[] {
  const quotes = new Set(matches.map(({ entry }) => entry.book.key.quote));
  return [...quotes].sort().map((quote) => {
    const ofQuote = matches.filter(({ entry }) => entry.book.key.quote === quote);
    const { gross, fees, net } = ofQuote.reduce((sum, matched) => plusSums(sum, matched.sums), noSums);
    return {
      quote,
      gross: formatE36(gross),
      fees: formatE36(fees),
      net: formatE36(net),
      incompleteBooks: ofQuote.filter(({ incomplete }) => incomplete).length,
    };
  });
}

type CoinSums = Matched['unconvertedFees'];

function sumCoins(fees: CoinSums): CoinSums {
  const byCoin = new Map<string, E36>();
  for (const { currency, amount } of fees) byCoin.set(currency, add36(byCoin.get(currency) ?? zero36, amount));
  const sums = [...byCoin].map(([currency, amount]) => ({ currency, amount }));
  return sums.filter(({ amount }) => amount !== 0n).sort((a, b) => (a.currency < b.currency ? -1 : 1));
}

const unconvertedByCoin = (matches: readonly Matched[]): TradesPage['unconvertedFees'] =>
  coinFees(sumCoins(matches.flatMap(({ unconvertedFees }) => unconvertedFees)));

type RatesOf = (accountId: string) => RateOf;

/** `part` as `rowIds` makes it. */
function detailOf(entry: LedgerEntry, part: string, ratesOf: RatesOf): TradeDetail | null {
  const { book } = entry;
  const place = Number(part.slice(1));
  if (part.startsWith('c')) return closingDetail(entry, place, ratesOf);
  if (part.startsWith('l')) return openDetail(entry, place, ratesOf);
  const trip = part === 'open' ? book.openTrip() : book.trips(Number(part) - 1, 1)[0];
  if (!trip) return null;
  const lastFill = Math.min(trip.lastFill, trip.firstFill + fillsShown - 1);
  const fills = book.fillsOf({ firstFill: trip.firstFill, lastFill });
  return {
    kind: 'trip',
    trade: tripRow(entry, trip),
    fills: fills.map((fill) => fillRow(entry, fill, ratesOf(fill.account))),
  };
}

/** A lot with the fill that opened it and what closed parts of it; what is held under `average` with every fill since it left zero. */
function openDetail(entry: LedgerEntry, place: number, ratesOf: RatesOf): TradeDetail | null {
  const { book } = entry;
  const position = book.averagePosition();
  if (position) {
    const count = book.fillCount();
    const atUs = (fill: number): number => book.fills(fill, 1)[0]?.executedAtUs ?? 0;
    const first = firstSince({ count, atUs }, position.openedAtUs);
    const fills = book.fills(first, fillsShown).map((fill) => fillRow(entry, fill, ratesOf(fill.account)));
    return { kind: 'lot', lot: positionRow(entry, position), life: null, fills, fillCount: count - first };
  }
  const [lot] = book.openLots(place, 1);
  if (!lot) return null;
  return {
    kind: 'lot',
    lot: lotRow(entry, place, lot),
    life: lifeOf(entry, book.lotOfOpen(place, closingsShown)),
    fills: [fillRow(entry, lot.openFill, ratesOf(lot.openFill.account))],
    fillCount: 1,
  };
}

function closingDetail(entry: LedgerEntry, place: number, ratesOf: RatesOf): TradeDetail | null {
  const [closing] = entry.book.closings(place, 1);
  if (!closing) return null;
  const { openFill, closeFill } = closing;
  return {
    kind: 'closing',
    closing: closingRow(entry, place, closing),
    lot: lifeOf(entry, entry.book.lotOfClosing(place, closingsShown)),
    fills: [...(openFill ? [openFill] : []), closeFill].map((fill) => fillRow(entry, fill, ratesOf(fill.account))),
  };
}

function lifeOf(entry: LedgerEntry, lot: BookLotLife | null): LotLife | null {
  if (lot === null) return null;
  const { opened, left, closings, newest, openAt } = lot;
  return {
    quantity: formatE18(opened),
    left: formatE18(left),
    closings,
    newest: newest.flatMap((place) => entry.book.closings(place, 1).map((each) => closingRow(entry, place, each))),
    openId: openAt === null ? null : lotIdOf(entry, openAt),
  };
}
