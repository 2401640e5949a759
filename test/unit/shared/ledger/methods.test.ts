/** Which lot each method closes, worked by hand. */
import { expect, test } from 'vitest';
import type { Book } from '../../../../shared/ledger/book';
import { type LotMethod, lotMethods } from '../../../../shared/ledger/lot-order';
import { e18, formatE18, formatE36 } from '../../../../shared/money/decimal';
import { bookOf, buy, closingsOf, fillsFrom, openLotsOf, sell, startUs, totalsOf } from './fills';

const short = (book: Book) => closingsOf(book).map(({ openId, quantity, gain }) => `${openId}: ${quantity}, ${gain}`);

const threeBuys = [buy('1', { at: '100' }), buy('1', { at: '120' }), buy('1', { at: '110' })];

test('one sale of 1.5 at 130 out of lots at 100, 120 and 110', () => {
  const drafts = [...threeBuys, sell('1.5', { at: '130' })];
  const by = (method: LotMethod) => short(bookOf(drafts, { method }));
  expect(by('fifo')).toEqual(['1: 1, 30', '2: 0.5, 5']); // 130 − 100; 0.5 × (130 − 120)
  expect(by('lifo')).toEqual(['3: 1, 20', '2: 0.5, 5']);
  expect(by('hifo')).toEqual(['2: 1, 10', '3: 0.5, 10']);
  expect(by('lofo')).toEqual(['1: 1, 30', '3: 0.5, 10']);
  expect(by('average')).toEqual(['null: 1.5, 30']); // 1.5 × (130 − 330 ÷ 3)
});

test('the unit cost of hifo and lofo has the fees in it, and equal costs go by age', () => {
  // the third lot costs 110 + 11 = 121 a unit: more than 120; the fourth costs as much as the second
  const drafts = [
    buy('1', { at: '100' }),
    buy('1', { at: '120' }),
    buy('1', { at: '110', fee: '11 USDT' }),
    buy('2', { at: '119', fee: '2 USDT' }),
    sell('2.5', { at: '130' }),
  ];
  expect(short(bookOf(drafts, { method: 'hifo' }))).toEqual(['3: 1, 9', '2: 1, 10', '4: 0.5, 5']);
  expect(openLotsOf(bookOf(drafts, { method: 'hifo' })).map(({ openId }) => openId)).toEqual(['1', '4']);
  // 100, then 120 of the second lot, which is older than the fourth, then half a unit of the fourth: 240 ÷ 4
  expect(short(bookOf(drafts, { method: 'lofo' }))).toEqual(['1: 1, 30', '2: 1, 10', '4: 0.5, 5']);
});

test('a fee of a third coin that has a rate is in the unit cost', () => {
  // a unit costs 101; (200 + 0.02 × 100) ÷ 2 = 101; (200 + 0.02 × 100.1) ÷ 2 = 101.001
  const drafts = [
    buy('1', { at: '101' }),
    buy('2', { at: '100', fee: '0.02 BNB at 100' }),
    buy('2', { at: '100', fee: '0.02 BNB at 100.1' }),
    sell('4', { at: '130' }),
  ];
  const closed = (method: LotMethod) =>
    closingsOf(bookOf(drafts, { method })).map((each) => `${each.openId}: ${each.quantity}`);
  expect(closed('hifo')).toEqual(['3: 2', '1: 1', '2: 1']);
  expect(closed('lofo')).toEqual(['1: 1', '2: 2', '3: 1']);
});

test('a lot that the rest of a fill opened has the unit cost of that rest, as the ledger rounds it', () => {
  // the fill costs 30,200,000,000 × 10^−36 for 301 × 10^−18 units, which is 100,332,225.91… × 10^−18 a unit; the 10^−18 units that are
  // left after 300 have 100,332,226 × 10^−36 of it, so that the next lot, at 100,332,225.95 × 10^−18 a unit, is the cheaper one
  const drafts = [
    sell('0.0000000000000003', { at: '1' }),
    buy('0.000000000000000301', { at: '0.0000000001', fee: '0.0000000001 BNB at 0.000000000000000001' }),
    buy('100', { at: '0.000000000100332225', fee: '0.000000000000000095 USDT' }),
    sell('0.000000000000000001', { at: '1' }),
  ];
  const closed = closingsOf(bookOf(drafts, { method: 'hifo', market: 'perp' }));
  expect(closed.map(({ openId, closeId }) => `${openId} by ${closeId}`)).toEqual(['1 by 2', '2 by 4']);
});

test.each(['hifo', 'lofo'] as const)('open lots are listed in order of opening by %s too', (method) => {
  const drafts = ['120', '100', '110', '130', '90'].map((at) => buy('1', { at }));
  const open = openLotsOf(bookOf([...drafts, sell('1', { at: '130' })], { method })).map(({ openId }) => openId);
  expect(open).toEqual(method === 'hifo' ? ['1', '2', '3', '5'] : ['1', '2', '3', '4']);
});

test('unit costs that no double tells apart are compared exactly', () => {
  // 100,000,000 + 0.0000001 ÷ 3 = …000.0000000333… a unit, and 100,000,000 + 0.0000002 ÷ 5 = …000.00000004: the second costs
  // 7 in 10^17 more, but doubles, which keep 16 digits, have …000.000000045 and …000.00000003
  const cheap = buy('3', { at: '100000000', fee: '0.0000001 USDT' });
  const dear = buy('5', { at: '100000000', fee: '0.0000002 USDT' });
  const closes = (method: LotMethod, lots: readonly (typeof cheap)[]) =>
    closingsOf(bookOf([...lots, sell('1', { at: '100000001' })], { method })).map(({ openId }) => openId);
  expect([closes('hifo', [cheap, dear]), closes('lofo', [cheap, dear])]).toEqual([['2'], ['1']]);
  expect([closes('hifo', [dear, cheap]), closes('lofo', [dear, cheap])]).toEqual([['1'], ['2']]);
});

test('equal unit costs of different fees and quantities go by age, whatever was closed and taken back before', () => {
  // each costs 101 a unit: 101; (200 + 2) ÷ 2; 202 ÷ 2; (50.4 + 0.1) ÷ 0.5
  const buys = [
    buy('1', { at: '101' }),
    buy('2', { at: '100', fee: '2 USDT' }),
    buy('2.5', { at: '80.8', fee: '0.5 BTC' }),
    buy('0.5', { at: '100.8', fee: '0.1 USDT' }),
  ];
  const sales = [sell('3.5', { at: '130' }), sell('1.8', { at: '130' })];
  for (const method of ['hifo', 'lofo'] as const) {
    const book = bookOf([...buys, ...sales], { method });
    const closed = ['1: 1', '2: 2', '3: 0.5', '3: 1.5', '4: 0.3'];
    const parts = () => closingsOf(book).map(({ openId, quantity }) => `${openId}: ${quantity}`);
    expect(parts()).toEqual(closed);
    // a unit for nothing, bought before all others, comes late: lofo closes it first, hifo never
    book.add(fillsFrom([buy('1', { at: '0', id: '9', us: startUs - 1 })]));
    const late = ['9: 1', '1: 1', '2: 1.5', '2: 0.5', '3: 1.3'];
    expect(parts()).toEqual(method === 'hifo' ? closed : late);
  }
});

test('on short lots hifo closes first what brought in most after fees', () => {
  const drafts = [
    sell('1', { at: '100' }),
    sell('1', { at: '120', fee: '25 USDT' }), // brings in 95
    sell('1', { at: '110' }),
    buy('1.5', { at: '90' }),
  ];
  // 110 − 90; half of 100 − 90
  expect(short(bookOf(drafts, { method: 'hifo', market: 'margin' }))).toEqual(['3: 1, 20', '1: 0.5, 5']);
  expect(short(bookOf(drafts, { method: 'lofo', market: 'margin' }))).toEqual(['2: 1, 5', '1: 0.5, 5']);
});

test('the average has fees inside, a close does not change it, and crossing zero starts anew', () => {
  // 2 for 200 + 1, 1 for 130 + 2: 3 for 333, 111 a unit with and 110 without fees
  const buys = [buy('2', { at: '100', fee: '1 USDT' }), buy('1', { at: '130', fee: '2 USDT' })];
  const position = (book: Book) => {
    const { direction, quantity, cost, entryValue, openedAtUs } = book.averagePosition() ?? {};
    if (quantity === undefined || cost === undefined || entryValue === undefined) return null;
    return [direction, formatE18(quantity), formatE36(cost), formatE36(entryValue), openedAtUs];
  };
  const method = 'average';
  const closed = bookOf([...buys, sell('1', { at: '131', fee: '3 USDT' })], { method });
  expect(closingsOf(closed)).toMatchObject([
    { openId: null, costBasis: '111', proceeds: '128', gain: '17', gross: '21' },
  ]);
  expect(position(closed)).toEqual(['long', '2', '222', '220', startUs]);

  // 3 of 4 units close the position for 3 × 120 = 360; the fourth is a short at 120
  const crossed = bookOf([...buys, sell('4', { at: '120' })], { method, market: 'perp' });
  expect(totalsOf(crossed)).toMatchObject({ net: '27', gross: '30', fees: '3', position: '-1' });
  expect(position(crossed)).toEqual(['short', '1', '120', '120', startUs + 120_000_000]);
  expect(crossed.closings(0, 9)).toMatchObject([{ openedAtUs: startUs, unmatched: false }]);

  const oversold = bookOf([...buys, sell('4', { at: '120' })], { method });
  expect(oversold.closings(0, 9)).toMatchObject([{ unmatched: false }, { openedAtUs: null, unmatched: true }]);
  expect(position(oversold)).toBeNull();
});

test('what is open at a mark price: gross without, net with the fees that were paid to open it', () => {
  for (const method of lotMethods) {
    // two of three lots of 1 are open after selling 1: 330 − (what was sold) stand against 2 × 125
    const book = bookOf([...threeBuys, sell('1', { at: '130', fee: '1 USDT' })], { method });
    const sold = { fifo: 100, lifo: 110, hifo: 120, lofo: 100, average: 110 }[method];
    const { gross, fees, net } = book.unrealizedAt(e18('125'));
    expect([method, formatE36(gross), formatE36(fees), formatE36(net)]).toEqual([
      method,
      String(250 - (330 - sold)),
      '0',
      String(250 - (330 - sold)),
    ]);
  }
  const paid = bookOf([sell('2', { at: '100', fee: '3 USDT' })], { market: 'perp' }).unrealizedAt(e18('90'));
  // a short of 2 from 100 to 90: 20, less the 3 that opening it cost
  expect([formatE36(paid.gross), formatE36(paid.fees), formatE36(paid.net)]).toEqual(['20', '3', '17']);
});

test('another method is computed beside the one in use, and takes its place whole with what came meanwhile', () => {
  const drafts = [...threeBuys, sell('1.5', { at: '130' })];
  const book = bookOf(drafts);
  expect(book.prepare('lifo', 2)).toBe(false);
  expect(book.prepare('lifo', 9)).toBe(true);
  // a purchase half a minute before the sale comes late: by lifo the sale closes it first, then half of the lot at 110
  const late = fillsFrom([buy('1', { at: '125', id: '9', us: startUs + 150_000_000 })]);
  expect(book.add(late).rejected).toEqual([]);
  expect(book.prepare('lifo', 0)).toBe(false);
  expect([book.method, short(book)]).toEqual(['fifo', ['1: 1, 30', '2: 0.5, 5']]);
  book.takePrepared();
  expect([book.method, short(book)]).toEqual(['lifo', ['9: 1, 5', '3: 0.5, 10']]); // 130 − 125; 0.5 × (130 − 110)
  expect(openLotsOf(book).map(({ openId, quantity }) => `${openId}: ${quantity}`)).toEqual(['1: 1', '2: 1', '3: 0.5']);
  expect(totalsOf(book)).toMatchObject({ net: '15', position: '2.5' });
  expect(formatE36(book.realizedOf(0, 1).net)).toBe('5');
  // the next fill goes on by it
  book.add(fillsFrom([sell('1', { at: '130', id: '10', us: startUs + 240_000_000 })]));
  expect(short(book).slice(2)).toEqual(['3: 0.5, 10', '2: 0.5, 5']);
});

test('a method that was prepared and is not wanted any more leaves nothing behind', () => {
  const book = bookOf([...threeBuys, sell('1.5', { at: '130' })]);
  expect(book.prepare('hifo', 9)).toBe(true);
  expect(book.prepare('fifo', 0)).toBe(true);
  book.takePrepared();
  expect([book.method, short(book)]).toEqual(['fifo', ['1: 1, 30', '2: 0.5, 5']]);
  book.prepare('hifo', 9);
  expect(book.prepare('average', 1)).toBe(false);
  expect(book.prepare('average', 9)).toBe(true);
  book.takePrepared();
  expect([book.method, short(book), book.openLotCount()]).toEqual(['average', ['null: 1.5, 30'], 0]);
  expect(book.averagePosition()?.quantity).toBe(e18('1.5'));
});
