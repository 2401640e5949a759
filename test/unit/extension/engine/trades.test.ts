/** Pages of closings, round trips and open lots over two accounts, worked by hand. */
import { describe, expect, test } from 'vitest';
import type { ClosingRow, ClosingsQuery, TradesQuery } from '../../../../extension/engine/api/trades';
import type { BookEntry } from '../../../../extension/engine/books';
import { createTrades } from '../../../../extension/engine/trades';
import { createBook } from '../../../../shared/ledger/book';
import type { Fill, MarketKind } from '../../../../shared/ledger/fill';
import type { LotMethod } from '../../../../shared/ledger/lot-order';
import { e18 } from '../../../../shared/money/decimal';
import { buy, fillsFrom, sell, startUs } from '../../shared/ledger/fills';

const dayUs = 86_400_000_000;
const day = (n: number) => ({ us: startUs + n * dayUs }); // day 0 is 2024-01-01

function entry(
  accountId: string,
  symbol: string,
  drafts: Parameters<typeof fillsFrom>[0],
  {
    market = 'spot',
    dust = '0',
    method = 'fifo',
  }: { readonly market?: MarketKind; readonly dust?: string; readonly method?: LotMethod } = {},
): BookEntry {
  const [base = '', quote = ''] = symbol.split('/');
  const fills: readonly Fill[] = fillsFrom(drafts, market).map((fill) => ({
    ...{ ...fill, account: accountId, symbol, base, quote },
  }));
  const book = createBook({ account: accountId, symbol, base, quote, market, method, dust: e18(dust) });
  const { rejected } = book.add(fills);
  expect(rejected).toEqual([]);
  return { id: `${accountId}-${base}`, accountId, book, version: 1 };
}

const tradesOf = (entries: readonly BookEntry[]) =>
  createTrades(
    {
      of: (accountId) => entries.filter((one) => accountId === null || one.accountId === accountId),
      byId: (id) => entries.find((one) => one.id === id),
      rateOf: () => () => undefined,
    },
    () => 0,
  );

const all: TradesQuery = {
  ...{ accountId: null, bookId: null, side: null, state: 'closed' },
  ...{ closedFrom: null, closedTo: null, offset: 0, limit: 100 },
};
const open: TradesQuery = { ...all, state: 'open' };

/** BTC at `a`: bought twice, sold over both lots, then sold once more than was bought. ETH at `b`: one trip and a lot. */
const spot = () => [
  entry('a', 'BTC/USDT', [
    buy('1', { at: '100', fee: '0.1 USDT', ...day(0) }),
    buy('1', { at: '120', fee: '0.01 BNB', ...day(1) }),
    sell('1.5', { at: '130', fee: '0.3 USDT', ...day(2) }), // 1 of lot 1, 0.5 of lot 2
    sell('1', { at: '110', ...day(5) }), // 0.5 of lot 2, 0.5 never bought
  ]),
  entry('b', 'ETH/USDT', [
    buy('2', { at: '10', ...day(1) }),
    sell('2', { at: '9', fee: '0.02 BNB', ...day(3) }),
    buy('3', { at: '8', fee: '0.6 USDT', ...day(4) }),
  ]),
];

const brief = (row: ClosingRow) => [row.symbol, row.quantity, row.entry, row.exit, row.gross, row.fees, row.net];

describe('closings', () => {
  test('are newest first over all books, each with the prices of its fills', () => {
    const { rows, totalCount } = tradesOf(spot()).closings(all);
    expect(totalCount).toBe(5);
    expect(rows.map(brief)).toEqual([
      ['BTC/USDT', '0.5', null, '110', '55', '0', '55'], // never bought: 0.5 × 110, at no cost
      ['BTC/USDT', '0.5', '120', '110', '-5', '0', '-5'], // 0.5 × (110 − 120)
      ['ETH/USDT', '2', '10', '9', '-2', '0', '-2'], // 2 × (9 − 10)
      ['BTC/USDT', '0.5', '120', '130', '5', '0.1', '4.9'], // 0.5 × 10; a third of the sale's fee of 0.3
      ['BTC/USDT', '1', '100', '130', '30', '0.3', '29.7'], // 1 × 30; 0.1 + two thirds of 0.3
    ]);
  });

  test('tell when they were opened and closed, how long was held, and the percent of the entry cost', () => {
    const row = tradesOf(spot()).closings(all).rows[4];
    expect(row).toMatchObject({ direction: 'long', accountId: 'a', base: 'BTC', quote: 'USDT' });
    expect(row?.openedAt).toBe(startUs / 1000);
    expect(row?.closedAt).toBe(startUs / 1000 + 2 * 86_400_000);
    expect(row?.holdMs).toBe(2 * 86_400_000);
    expect(row?.netRate).toBe('0.296703'); // 29.7 ÷ (100 + 0.1) = 0.29670329…
    expect(row?.unconvertedCoins).toEqual([]);
  });

  test('of what was never bought have no opening, no duration and no percent', () => {
    const [row] = tradesOf(spot()).closings(all).rows;
    expect(row).toMatchObject({ openedAt: null, holdMs: null, entry: null, netRate: null });
  });

  test('are paged without one missing or standing twice', () => {
    const trades = tradesOf(spot());
    const pages = [0, 2, 4].flatMap((offset) => trades.closings({ ...all, offset, limit: 2 }).rows);
    expect(pages).toEqual(trades.closings(all).rows);
    expect(trades.closings({ ...all, offset: 5 }).rows).toEqual([]);
  });

  test('add up per quote, the fees in coins without a rate apart, and say where history is missing', () => {
    const { totals, unconvertedFees } = tradesOf(spot()).closings(all);
    // gross 55 − 5 − 2 + 5 + 30; fees 0.1 + 0.3
    expect(totals).toEqual([{ quote: 'USDT', gross: '83', fees: '0.4', net: '82.6', incompleteBooks: 1 }]);
    expect(unconvertedFees).toEqual([{ currency: 'BNB', amount: '0.03' }]);
  });

  test('of a day are those that it closed, from its first instant to its last in UTC', () => {
    const trades = tradesOf(spot());
    const within = (closedFrom: string | null, closedTo: string | null) => {
      const { rows, totals } = trades.closings({ ...all, closedFrom, closedTo });
      return [rows.map(({ net }) => net), totals.map(({ net, incompleteBooks }) => [net, incompleteBooks])];
    };
    expect(within('2024-01-03', '2024-01-03')).toEqual([['4.9', '29.7'], [['34.6', 0]]]); // 4.9 + 29.7
    expect(within('2024-01-04', null)).toEqual([['55', '-5', '-2'], [['48', 1]]]);
    expect(within(null, '2024-01-04')).toEqual([['-2', '4.9', '29.7'], [['32.6', 0]]]);
    expect(within('2024-01-05', '2024-01-05')).toEqual([[], []]);
    expect(within('2024-01-06', '2024-01-02')).toEqual([[], []]);
    expect(within('yesterday', null)[0]).toHaveLength(5); // what is no day is no bound
  });

  test('of some days have the fees without a rate of those days alone', () => {
    const { unconvertedFees } = tradesOf(spot()).closings({ ...all, closedFrom: '2024-01-03' });
    expect(unconvertedFees).toEqual([{ currency: 'BNB', amount: '0.02' }]); // the 0.01 were paid on the 2nd
  });

  test('can be asked for of one account or one book', () => {
    const trades = tradesOf(spot());
    expect(trades.closings({ ...all, accountId: 'b' }).rows.map(({ symbol }) => symbol)).toEqual(['ETH/USDT']);
    const ofBook = trades.closings({ ...all, bookId: 'a-BTC' });
    expect([ofBook.totalCount, ofBook.books.map(({ symbol }) => symbol)]).toEqual([4, ['BTC/USDT', 'ETH/USDT']]);
  });

  test('of spot are all long', () => {
    const trades = tradesOf(spot());
    expect(trades.closings({ ...all, side: 'long' }).totalCount).toBe(5);
    expect(trades.closings({ ...all, side: 'short' })).toMatchObject({
      totalCount: 0,
      totals: [],
      unconvertedFees: [],
    });
  });

  test('of one side of a margin book are picked out of both, and add up alone', () => {
    const margin = entry(
      'a',
      'BTC/USDT',
      [
        buy('1', { at: '100', ...day(0) }),
        sell('2', { at: '110', ...day(1) }), // closes the long: 10; opens a short
        buy('2', { at: '90', fee: '2 USDT', ...day(2) }), // closes the short: 20 − 1; opens a long
        sell('1', { at: '95', ...day(3) }), // closes the long: 5 − 1
      ],
      { market: 'margin' },
    );
    const trades = tradesOf([margin]);
    const long = trades.closings({ ...all, side: 'long' });
    expect(long.rows.map(({ net }) => net)).toEqual(['4', '10']);
    expect(long.totals).toEqual([{ quote: 'USDT', gross: '15', fees: '1', net: '14', incompleteBooks: 0 }]);
    const short = trades.closings({ ...all, side: 'short' });
    expect(short.rows.map(({ net, direction }) => [net, direction])).toEqual([['19', 'short']]);
    expect(trades.trips({ ...all, side: 'short' }).rows.map(({ net }) => net)).toEqual(['19']);
    expect(trades.closings({ ...all, side: 'long', closedFrom: '2024-01-03' }).rows.map(({ net }) => net)).toEqual([
      '4',
    ]);
  });

  test('open to their lot and both fills, with the ids of the exchange', () => {
    const trades = tradesOf(spot());
    const detailOf = (query: ClosingsQuery, place: number) =>
      trades.detail(trades.closings(query).rows[place]?.id ?? '');
    const first = detailOf(all, 3);
    if (first?.kind !== 'closing') throw new Error('a closing was asked for');
    expect(first.closing.net).toBe('4.9');
    expect(first.fills.map(({ id, side, fees }) => [id, side, fees])).toEqual([
      ['2', 'buy', [{ currency: 'BNB', amount: '0.01' }]],
      ['3', 'sell', [{ currency: 'USDT', amount: '0.3' }]],
    ]);
    expect(first.lot).toMatchObject({ quantity: '1', left: '0', closings: 2, openId: null });
    // of lot 2: the first sale took 0.5 for 4.9, the second one 0.5 for −5
    expect(first.lot?.newest.map(({ quantity, net }) => [quantity, net])).toEqual([
      ['0.5', '-5'],
      ['0.5', '4.9'],
    ]);
    const unbought = detailOf(all, 0);
    expect(unbought).toMatchObject({ kind: 'closing', lot: null, fills: [{ id: '4', side: 'sell' }] });
  });

  test('of a lot that is not wholly closed tell what is left of it', () => {
    const half = entry('a', 'BTC/USDT', [
      buy('3', { at: '100' }),
      sell('1', { at: '110' }),
      sell('0.5', { at: '110' }),
    ]);
    const trades = tradesOf([half]);
    const detail = trades.detail(trades.closings(all).rows[0]?.id ?? '');
    expect(detail).toMatchObject({ kind: 'closing', lot: { quantity: '3', left: '1.5', closings: 2 } });
  });
});

describe('open lots', () => {
  test('tell what is held, what a unit cost with fees, and open to their fill', () => {
    const trades = tradesOf(spot());
    const { rows, totalCount, totals } = trades.openLots(all);
    expect([totalCount, totals]).toEqual([1, []]);
    // 3 × 8 + 0.6 = 24.6, so 8.2 each
    expect(rows[0]).toMatchObject({
      symbol: 'ETH/USDT',
      quantity: '3',
      price: '8',
      unitCost: '8.2',
      cost: '24.6',
      fees: '0.6',
    });
    expect(rows[0]?.openedAt).toBe(startUs / 1000 + 4 * 86_400_000);
    expect(trades.detail(rows[0]?.id ?? '')).toMatchObject({ kind: 'lot', fills: [{ id: '3', side: 'buy' }] });
  });

  test('open to what closed parts of them, newest first, and those lead back', () => {
    const book = entry('a', 'BTC/USDT', [
      buy('1', { at: '90', ...day(0) }),
      buy('3', { at: '100', fee: '0.3 USDT', ...day(1) }),
      sell('2', { at: '110', ...day(2) }), // the whole of lot 1, and 1 of lot 2: 110 − 100.1
      sell('0.5', { at: '120', ...day(3) }), // 0.5 of lot 2: 60 − 50.05
      buy('1', { at: '130', ...day(4) }),
    ]);
    const trades = tradesOf([book]);
    const lotId = trades.openLots(all).rows[1]?.id ?? '';
    const detail = trades.detail(lotId);
    if (detail?.kind !== 'lot') throw new Error('a lot was asked for');
    expect(detail.life).toMatchObject({ quantity: '3', left: '1.5', closings: 2, openId: lotId });
    const newest = detail.life?.newest ?? [];
    expect(newest.map(({ quantity, exit, net }) => [quantity, exit, net])).toEqual([
      ['0.5', '120', '9.95'],
      ['1', '110', '9.9'],
    ]);
    const closing = trades.detail(newest[0]?.id ?? '');
    expect(closing).toMatchObject({ kind: 'closing', closing: { net: '9.95' }, lot: { openId: lotId } });
    const untouched = trades.detail(trades.openLots(all).rows[0]?.id ?? '');
    expect(untouched).toMatchObject({ life: { quantity: '1', left: '1', closings: 0, newest: [] } });
  });

  test('under every method of lots lead from a closing to their own row', () => {
    for (const method of ['fifo', 'lifo', 'hifo', 'lofo'] as const) {
      const book = entry(
        'a',
        'BTC/USDT',
        [buy('2', { at: '100' }), buy('2', { at: '90' }), buy('2', { at: '95' }), sell('1', { at: '110' })],
        { method },
      );
      const trades = tradesOf([book]);
      const closing = trades.detail(trades.closings(all).rows[0]?.id ?? '');
      if (closing?.kind !== 'closing') throw new Error('a closing was asked for');
      // the one lot that is not whole any more
      const partly = trades.openLots(all).rows.find(({ quantity }) => quantity === '1');
      expect(closing.lot?.openId).toBe(partly?.id);
    }
  });

  test('of very many closings open to the newest 50', () => {
    const sales = Array.from({ length: 52 }, (_, n) => sell('1', { at: String(200 + n) }));
    const trades = tradesOf([entry('a', 'BTC/USDT', [buy('60', { at: '100' }), ...sales])]);
    const detail = trades.detail(trades.openLots(all).rows[0]?.id ?? '');
    if (detail?.kind !== 'lot') throw new Error('a lot was asked for');
    expect(detail.life).toMatchObject({ closings: 52, left: '8' });
    expect(detail.life?.newest.map(({ exit }) => exit)).toHaveLength(50);
    expect([detail.life?.newest[0]?.exit, detail.life?.newest[49]?.exit]).toEqual(['251', '202']);
  });

  test('of a part that was sold carry the rest of their cost, newest first, and side and book narrow them', () => {
    const trades = tradesOf([
      entry('a', 'BTC/USDT', [
        buy('2', { at: '100', fee: '0.4 USDT', ...day(0) }),
        buy('1', { at: '110', ...day(2) }),
        sell('0.5', { at: '120', ...day(3) }),
      ]),
      entry('b', 'ETH/USDT', [sell('4', { at: '10', ...day(1) })], { market: 'margin' }),
    ]);
    const cells = (query: TradesQuery) =>
      trades
        .openLots(query)
        .rows.map(({ symbol, quantity, unitCost, direction }) => [symbol, quantity, unitCost, direction]);
    expect(cells(all)).toEqual([
      ['BTC/USDT', '1', '110', 'long'],
      ['ETH/USDT', '4', '10', 'short'],
      ['BTC/USDT', '1.5', '100.2', 'long'], // 200.4 ÷ 2 a unit
    ]);
    expect(cells({ ...all, side: 'short' })).toEqual([['ETH/USDT', '4', '10', 'short']]);
    expect(cells({ ...all, bookId: 'a-BTC', offset: 1 })).toEqual([['BTC/USDT', '1.5', '100.2', 'long']]);
  });
});

describe('round trips', () => {
  test('are listed when closed with their sums, and when open without', () => {
    const trades = tradesOf(spot());
    const closed = trades.trips(all);
    // BTC: 130 × 1.5 − 0.3 + 0.5 × 110 − 100.1 − 120 = 29.6 of the two lots; ETH: 18 − 20
    expect(closed.rows.map(({ symbol, net }) => [symbol, net])).toEqual([
      ['BTC/USDT', '29.6'],
      ['ETH/USDT', '-2'],
    ]);
    expect(closed.totals).toEqual([{ quote: 'USDT', gross: '28', fees: '0.4', net: '27.6', incompleteBooks: 1 }]);
    expect(closed.unconvertedFees).toEqual([{ currency: 'BNB', amount: '0.03' }]);
    const stillOpen = trades.trips(open);
    expect(stillOpen.rows.map(({ symbol, net }) => [symbol, net])).toEqual([['ETH/USDT', null]]);
    expect([stillOpen.totalCount, stillOpen.totals]).toEqual([1, []]);
  });

  test('of some days are those that closed in them', () => {
    const trades = tradesOf(spot());
    const { rows, totals } = trades.trips({ ...all, closedTo: '2024-01-05' });
    expect([rows.map(({ net }) => net), totals.map(({ net }) => net)]).toEqual([['-2'], ['-2']]);
  });

  test('that closed within the dust value say what was carried, and closings know nothing of it', () => {
    const fills = [
      buy('1', { at: '100', fee: '0.1 USDT', ...day(0) }),
      sell('0.9', { at: '110', ...day(1) }), // leaves 0.1
      buy('1', { at: '120', ...day(2) }),
      sell('1.1', { at: '130', ...day(3) }),
    ];
    const strict = tradesOf([entry('a', 'BTC/USDT', fills)]);
    const dusty = tradesOf([entry('a', 'BTC/USDT', fills, { dust: '0.1' })]);
    expect(strict.trips(all).rows.map(({ net, carriedIn, carriedOut }) => [net, carriedIn, carriedOut])).toEqual([
      ['21.9', null, null], // 99 + 143 − 100.1 − 120
    ]);
    // trip 1: 99 − 0.9 × 100.1 = 8.91; the 0.1 cost 10.01. Trip 2: 143 − 120 − 10.01 = 12.99. Together 21.9 too.
    const dust = { quantity: '0.1', cost: '10.01' };
    expect(dusty.trips(all).rows.map(({ net, carriedIn, carriedOut }) => [net, carriedIn, carriedOut])).toEqual([
      ['12.99', dust, null],
      ['8.91', null, dust],
    ]);
    expect(dusty.closings(all)).toEqual(strict.closings(all));
  });

  test('open to their fills, and an id of nothing opens to nothing', () => {
    const trades = tradesOf(spot());
    const detail = trades.detail(trades.trips(all).rows[1]?.id ?? '');
    expect(detail).toMatchObject({ kind: 'trip', trade: { net: '-2' }, fills: [{ id: '1' }, { id: '2' }] });
    expect(trades.detail('b-ETH.open')).toMatchObject({ kind: 'trip', fills: [{ id: '3' }] });
    for (const id of ['', 'nobody.1', 'a-BTC', 'a-BTC.9', 'a-BTC.c9', 'a-BTC.l9', 'a-BTC.open', 'a-BTC.cx'])
      expect(trades.detail(id)).toBeNull();
  });
});
