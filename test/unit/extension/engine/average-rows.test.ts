/** Rows of books by average cost: closings without an opening fill of their own, and the one position that is held. */
import { expect, test } from 'vitest';
import type { ClosingRow, OpenLotsQuery } from '../../../../extension/engine/api/trades';
import { fillDetail } from '../../../../extension/engine/fill-detail';
import { createFillIds } from '../../../../extension/engine/fill-ids';
import { ledgerOfBooks } from '../../../../extension/engine/ledger';
import { createTrades } from '../../../../extension/engine/trades';
import { buy, sell, startUs } from '../../shared/ledger/fills';
import { type ChangingEntry, entryOf } from './performance-world';

const startMs = startUs / 1_000;
const minuteMs = 60_000;

const tradesOf = (entries: readonly ChangingEntry[]) =>
  createTrades(
    {
      of: (accountId) => entries.filter((one) => accountId === null || one.accountId === accountId),
      byId: (id) => entries.find((one) => one.id === id),
      rateOf: () => () => undefined,
    },
    () => 0,
  );

const all: OpenLotsQuery = { accountId: null, bookId: null, side: null, offset: 0, limit: 100 };
const closed = { ...all, closedFrom: null, closedTo: null };

/** 2 for 200 + 1 and 1 for 130 + 2: 3 for 333, so 111 a unit with fees and 110 without; then 1 and 0.5 are sold. */
const averaged = () =>
  entryOf(
    'a',
    'BTC/USDT',
    [
      buy('1', { at: '90' }),
      sell('1', { at: '95' }), // back at zero: the average begins anew
      buy('2', { at: '100', fee: '1 USDT' }),
      buy('1', { at: '130', fee: '2 USDT' }),
      sell('1', { at: '131', fee: '3 USDT' }),
      sell('0.5', { at: '100' }),
    ],
    { method: 'average' },
  );

const brief = ({ quantity, entry, exit, gross, fees, net, netRate }: ClosingRow) => [
  ...[quantity, entry, exit, gross, fees, net, netRate],
];

test('a closing has the average entry without fees, and was opened when the position left zero', () => {
  const { rows, methods } = tradesOf([averaged()]).closings(closed);
  expect(methods).toEqual(['average']);
  expect(rows.map(brief)).toEqual([
    ['0.5', '110', '100', '-5', '0.5', '-5.5', '-0.099099'], // 50 − 0.5 × 111 = −5.5; −5.5 ÷ 55.5
    ['1', '110', '131', '21', '4', '17', '0.153153'], // 128 − 111; 17 ÷ 111
    ['1', '90', '95', '5', '0', '5', '0.055556'],
  ]);
  expect(rows[0]).toMatchObject({ method: 'average', openedAt: startMs + 2 * minuteMs, holdMs: 3 * minuteMs });
});

test('an average that does not end is rounded half to even at 36 decimals', () => {
  // 1 at 100 and 2 at 101: 302 ÷ 3; of a short the same, from the other side
  const long = entryOf('a', 'BTC/USDT', [buy('1', { at: '100' }), buy('2', { at: '101' }), sell('3', { at: '103' })], {
    method: 'average',
  });
  const short = entryOf('b', 'ETH/USDT', [sell('1', { at: '100' }), sell('2', { at: '101' }), buy('3', { at: '90' })], {
    ...{ method: 'average', market: 'margin' },
  });
  const [ofShort, ofLong] = tradesOf([short, long]).closings(closed).rows;
  const average = `100.${'6'.repeat(35)}7`;
  expect([ofLong?.entry, ofLong?.net, ofShort?.entry, ofShort?.net]).toEqual([average, '7', average, '32']);
});

test('what was never bought has no entry under average either', () => {
  const oversold = entryOf('a', 'BTC/USDT', [buy('1', { at: '90' }), sell('2', { at: '95' })], { method: 'average' });
  const [unbought, bought] = tradesOf([oversold]).closings(closed).rows;
  expect(unbought).toMatchObject({ openedAt: null, holdMs: null, entry: null, netRate: null, net: '95' });
  expect(bought).toMatchObject({ entry: '90', net: '5' });
});

test('the position is listed among open lots, with the fills since it left zero', () => {
  const lots = entryOf('b', 'ETH/USDT', [buy('1', { at: '10' }), buy('1', { at: '12' })], { method: 'lifo' });
  const trades = tradesOf([averaged(), lots]);
  const { rows, totalCount, methods } = trades.openLots(all);
  expect([totalCount, methods]).toEqual([3, ['lifo', 'average']]);
  const [position] = rows; // it left zero last
  expect(position).toMatchObject({
    ...{ symbol: 'BTC/USDT', method: 'average', direction: 'long', openedAt: startMs + 2 * minuteMs },
    // 1.5 of 3 are left: half of 333 and of 330
    ...{ quantity: '1.5', cost: '166.5', unitCost: '111', price: '110', fees: '1.5' },
  });
  const detail = trades.detail(position?.id ?? '');
  expect(detail).toMatchObject({ kind: 'lot', lot: position, fillCount: 4 });
  expect(detail?.fills.map(({ id }) => id)).toEqual(['3', '4', '5', '6']);
  expect(trades.openLots({ ...all, side: 'short' }).totalCount).toBe(0);
});

test('a short position costs what it brought in', () => {
  const short = entryOf('a', 'BTC/USDT', [sell('2', { at: '100', fee: '4 USDT' })], {
    ...{ method: 'average', market: 'margin' },
  });
  const [row] = tradesOf([short]).openLots({ ...all, side: 'short' }).rows;
  expect(row).toMatchObject({ direction: 'short', cost: '196', unitCost: '98', price: '100', fees: '4' });
});

test('a fill says by which method it closed what, and at which average', () => {
  const entry = averaged();
  const books = { of: () => [entry], byId: () => entry };
  const parts = { ids: createFillIds('00'.repeat(32)), rateOf: () => undefined, books, ledger: ledgerOfBooks(books) };
  const { effect } = fillDetail(entry, 5, parts) ?? {};
  expect(effect).toMatchObject({ method: 'average', closingCount: 1, lot: null, realized: { net: '-5.5' } });
  expect(effect?.closings[0]?.opened).toEqual({ id: null, at: startMs + 2 * minuteMs, price: '110' });
});
