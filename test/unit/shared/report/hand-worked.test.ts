/** Reports worked by hand: what the command prints and what the slow ledger says are both held to them. */
import { describe, expect, test } from 'vitest';
import type { FillLine } from '../ledger/rational-ledger';
import { rationalReport } from '../ledger/rational-report';
import { printed } from './in-memory';

const minute = (index: number): string => `2024-01-01T00:0${index}:00.000Z`;

type Draft = Partial<FillLine> & Pick<FillLine, 'side' | 'amount' | 'price'>;

/** Fills a minute apart, with ids 1, 2, 3, …, on spot unless they say otherwise. */
const history = (...drafts: readonly Draft[]): readonly FillLine[] =>
  drafts.map((each, index) => ({
    id: String(index + 1),
    time: minute(index),
    symbol: each.market === 'perp' ? 'BTC/USDT:USDT' : 'BTC/USDT',
    base: 'BTC',
    quote: 'USDT',
    ...each,
  }));

const usdt = (amount: string) => ({ currency: 'USDT', amount });

const buy = (amount: string, price: string, more: Partial<FillLine> = {}): Draft => ({
  side: 'buy',
  amount,
  price,
  ...more,
});
const sell = (amount: string, price: string, more: Partial<FillLine> = {}): Draft => ({
  ...buy(amount, price, more),
  side: 'sell',
});

/** The one book of a report, which command and slow ledger must agree on. */
async function bookOf(method: string, fills: readonly FillLine[]) {
  const slow = rationalReport(fills, method);
  expect(JSON.parse(await printed(fills, method))).toEqual(slow);
  const [book] = Object.values(slow.symbols);
  if (!book) throw new Error('no book');
  return book;
}

const closingsOf = async (method: string, fills: readonly FillLine[], ...keys: readonly string[]) => {
  const { closings = [] } = await bookOf(method, fills);
  return closings.map((row) => keys.map((key) => Object.entries(row).find(([name]) => name === key)?.[1]));
};

test('the example: buy 1 at 100 with a fee of 0.1 USDT, sell 0.4 at 130 with 0.001 BNB that has no rate', async () => {
  const fills = history(
    buy('1', '100', { fee: usdt('0.1') }),
    sell('0.4', '130', { fee: { currency: 'BNB', amount: '0.001' } }),
  );
  const expected = {
    method: 'fifo',
    symbols: {
      'BTC/USDT': {
        fills: 2,
        realizedGross: '12', // 0.4 × (130 − 100)
        realizedFees: '0.04', // 0.4 × 0.1
        realizedNet: '11.96',
        position: '0.6',
        unmatched: '0',
        feesByCurrency: { USDT: '0.1', BNB: '0.001' },
        unconvertedFees: { BNB: '0.001' },
        feesPaidQuote: '0.1',
        open: [
          // 0.6 × 100.1 = 60.06
          { openId: '1', time: minute(0), side: 'LONG', amount: '0.6', cost: '60.06', unitCost: '100.1', price: '100' },
        ],
        closings: [
          {
            closeId: '2',
            openId: '1',
            side: 'LONG',
            openTime: minute(0),
            closeTime: minute(1),
            amount: '0.4',
            proceeds: '52', // 0.4 × 130
            costBasis: '40.04', // 0.4 × 100.1
            gross: '12',
            fees: '0.04',
            gain: '11.96',
          },
        ],
      },
    },
    totalsByQuote: { USDT: { gross: '12', fees: '0.04', net: '11.96' } },
  };
  expect(rationalReport(fills, 'fifo')).toEqual(expected);
  expect(JSON.parse(await printed(fills, 'fifo'))).toEqual(expected);
});

describe('3 sold at 120 with a fee of 3, of 2 bought at 100 with a fee of 1, 1 at 130 and 1 at 90', () => {
  // unit costs 100.5, 130, 90; the sale brings (360 − 3) ÷ 3 = 119 a unit
  const fills = history(
    buy('2', '100', { fee: usdt('1') }),
    buy('1', '130'),
    buy('1', '90'),
    sell('3', '120', { fee: usdt('3') }),
  );

  /** By hand, as [opening fill, amount, cost basis, gross, fees, gain]. */
  const two = ['1', '2', '201', '40', '3', '37']; // 2 × 20; 1 + 2 × 1; 238 − 201
  const dear = ['2', '1', '130', '-10', '1', '-11']; // 119 − 130
  const cheap = ['3', '1', '90', '30', '1', '29']; // 119 − 90
  const half = ['1', '1', '100.5', '20', '1.5', '18.5']; // half of fee 1, and 1; 119 − 100.5
  const cases: readonly [string, readonly string[][], object][] = [
    ['fifo', [two, dear], { realizedGross: '30', realizedFees: '4', realizedNet: '26' }],
    ['lifo', [cheap, dear, half], { realizedGross: '40', realizedFees: '3.5', realizedNet: '36.5' }],
    ['hifo', [dear, two], { realizedGross: '30', realizedFees: '4', realizedNet: '26' }],
    ['lofo', [cheap, two], { realizedGross: '70', realizedFees: '4', realizedNet: '66' }],
  ];

  test.each(cases)('by %s', async (method, closings, realized) => {
    const keys = ['openId', 'amount', 'costBasis', 'gross', 'fees', 'gain'];
    expect(await closingsOf(method, fills, ...keys)).toEqual(closings);
    expect(await bookOf(method, fills)).toMatchObject({ ...realized, position: '1', feesPaidQuote: '4' });
  });

  test.each([
    ['fifo', { openId: '3', cost: '90', unitCost: '90', price: '90' }],
    ['lifo', { openId: '1', cost: '100.5', unitCost: '100.5', price: '100' }],
    ['hifo', { openId: '3', cost: '90', unitCost: '90', price: '90' }],
    ['lofo', { openId: '2', cost: '130', unitCost: '130', price: '130' }],
  ])('leave one lot open by %s', async (method, lot) => {
    expect((await bookOf(method, fills)).open).toMatchObject([{ ...lot, side: 'LONG', amount: '1' }]);
  });

  test('by average', async () => {
    // 4 units cost 201 + 130 + 90 = 421, without fees 420; 3 of them 315.75 and 315
    expect(await closingsOf('average', fills, 'openId', 'openTime', 'proceeds', 'costBasis', 'gross', 'fees')).toEqual([
      [null, minute(0), '357', '315.75', '45', '3.75'],
    ]);
    expect(await bookOf('average', fills)).toMatchObject({
      realizedNet: '41.25', // 357 − 315.75
      open: [{ side: 'LONG', amount: '1', cost: '105.25', averageCost: '105.25', averageEntryPrice: '105' }],
    });
  });

  test('by round trips: open, and closed by a last sale of 1 at 110', async () => {
    expect(await bookOf('roundtrip', fills)).toMatchObject({
      ...{ realizedGross: '0', realizedFees: '0', realizedNet: '0', trades: [] },
      open: [
        {
          ...{ side: 'LONG', openId: '1', openTime: minute(0), amount: '1', enteredAmount: '4', exitedAmount: '3' },
          ...{ avgEntry: '105', feesSoFar: '4' }, // 420 ÷ 4; 1 + 3
        },
      ],
    });
    const closed = await bookOf('roundtrip', history(...fills, sell('1', '110')));
    expect(closed).toMatchObject({
      ...{ realizedGross: '50', realizedFees: '4', realizedNet: '46', open: [] },
      trades: [
        {
          ...{
            n: 1,
            side: 'LONG',
            openId: '1',
            closeId: '5',
            openTime: minute(0),
            closeTime: minute(4),
            holdMs: 240_000,
          },
          ...{ amount: '4', maxPosition: '4', avgEntry: '105', avgExit: '117.5' }, // (3 × 120 + 110) ÷ 4
          ...{ gross: '50', fees: '4', net: '46', fillIds: ['1', '2', '3', '4', '5'] }, // 4 × 12.5
        },
      ],
    });
  });
});

test('hifo and lofo go by unit cost with its fee, and of equal ones take the older', async () => {
  // unit costs 101, 100.5, 101
  const fills = history(buy('1', '100', { fee: usdt('1') }), buy('1', '100.5'), buy('2', '101'), sell('3.5', '120'));
  const keys = ['openId', 'amount'];
  expect(await closingsOf('hifo', fills, ...keys)).toEqual([
    ['1', '1'],
    ['3', '2'],
    ['2', '0.5'],
  ]);
  expect(await closingsOf('lofo', fills, ...keys)).toEqual([
    ['2', '1'],
    ['1', '1'],
    ['3', '1.5'],
  ]);
});

test('a short lot has unit proceeds after fees for its unit cost, and a positive cost', async () => {
  const market = 'perp';
  // unit proceeds (200 − 2) ÷ 2 = 99, and 98.5
  const fills = history(
    sell('2', '100', { market, fee: usdt('2') }),
    sell('1', '98.5', { market }),
    buy('1', '90', { market }),
  );
  const keys = ['openId', 'side', 'proceeds', 'costBasis', 'gross', 'fees', 'gain'];
  expect(await closingsOf('hifo', fills, ...keys)).toEqual([['1', 'SHORT', '99', '90', '10', '1', '9']]);
  expect(await closingsOf('lofo', fills, ...keys)).toEqual([['2', 'SHORT', '98.5', '90', '8.5', '0', '8.5']]);
  const { open, position } = await bookOf('lofo', fills);
  expect([position, open]).toEqual([
    '-2',
    [{ openId: '1', time: minute(0), side: 'SHORT', amount: '2', cost: '198', unitCost: '99', price: '100' }],
  ]);
  // 3 units brought in 198 + 98.5 = 296.5, without fees 298.5; 2 of 3 stay
  expect((await bookOf('average', fills)).open).toMatchObject([
    { side: 'SHORT', amount: '2', cost: '197.666666666666666666666666666666666667', averageEntryPrice: '99.5' },
  ]);
});

describe('a fill that crosses zero', () => {
  // 3 sold bring 330 − 3 = 327, 109 a unit: 1 closes, 2 open a short that brought in 218
  const fills = history(buy('1', '100', { market: 'perp' }), sell('3', '110', { market: 'perp', fee: usdt('3') }));

  test.each(['fifo', 'lifo', 'hifo', 'lofo'])('closes one lot and opens another by %s', async (method) => {
    expect(await closingsOf(method, fills, 'openId', 'closeId', 'proceeds', 'gross', 'fees', 'gain')).toEqual([
      ['1', '2', '109', '10', '1', '9'],
    ]);
    expect((await bookOf(method, fills)).open).toEqual([
      { openId: '2', time: minute(1), side: 'SHORT', amount: '2', cost: '218', unitCost: '109', price: '110' },
    ]);
  });

  test('starts the average anew at its own price', async () => {
    const { open } = await bookOf('average', fills);
    expect(open).toEqual([{ side: 'SHORT', amount: '2', cost: '218', averageCost: '109', averageEntryPrice: '110' }]);
  });

  test('ends one round trip and begins the next', async () => {
    expect(await bookOf('roundtrip', fills)).toMatchObject({
      trades: [{ n: 1, side: 'LONG', closeId: '2', gross: '10', fees: '1', net: '9', fillIds: ['1', '2'] }],
      open: [{ side: 'SHORT', openId: '2', amount: '2', exitedAmount: '0', avgEntry: '110', feesSoFar: '2' }],
    });
  });
});

describe('half a coin more sold on spot than was bought', () => {
  // 1.5 sold at 120 bring 180 − 0.3 = 179.7, 119.8 a unit
  const fills = history(buy('1', '100'), sell('1.5', '120', { fee: usdt('0.3') }));

  test.each(['fifo', 'lifo', 'hifo', 'lofo', 'average'])('is a closing at no cost by %s', async (method) => {
    const keys = ['openId', 'openTime', 'amount', 'proceeds', 'costBasis', 'gross', 'fees', 'gain'];
    expect(await closingsOf(method, fills, ...keys)).toEqual([
      [method === 'average' ? null : '1', minute(0), '1', '119.8', '100', '20', '0.2', '19.8'],
      [null, null, '0.5', '59.9', '0', '60', '0.1', '59.9'],
    ]);
    expect(await bookOf(method, fills)).toMatchObject({
      unmatched: '0.5',
      position: '0',
      realizedNet: '79.7',
      open: [],
    });
  });

  test('is in no round trip', async () => {
    expect(await bookOf('roundtrip', fills)).toMatchObject({
      ...{ unmatched: '0.5', position: '0', realizedGross: '20', realizedFees: '0.2', realizedNet: '19.8' },
      trades: [{ amount: '1', net: '19.8' }],
    });
  });
});

test('a split rounds half to even at 36 decimals, and the last part takes the rest', async () => {
  // 3 cost 9 + 1 = 10. A third is 3.3…3; half of the 6.6…67 that stay is 3.3…335, to even 3.3…34; 3.3…3 is left.
  const fills = history(buy('3', '3', { fee: usdt('1') }), sell('1', '5'), sell('1', '5'), sell('1', '5'));
  const threes = '3'.repeat(35);
  expect(await closingsOf('fifo', fills, 'costBasis')).toEqual([[`3.${threes}3`], [`3.${threes}4`], [`3.${threes}3`]]);
});

describe('fees', () => {
  test('in base move other amounts, at their own fill’s price', async () => {
    // 0.8 came in for 100; 0.4 left for 0.3 × 120 = 36: cost 50, gross 0.4 × 20, fees 0.4 × 25 + 0.1 × 120 = 10 + 12
    const fills = history(
      buy('1', '100', { fee: { currency: 'BTC', amount: '0.2' } }),
      sell('0.3', '120', { fee: { currency: 'BTC', amount: '0.1' } }),
    );
    expect(await closingsOf('fifo', fills, 'amount', 'proceeds', 'costBasis', 'gross', 'fees', 'gain')).toEqual([
      ['0.4', '36', '50', '8', '22', '-14'],
    ]);
    const { position, feesPaidQuote, feesByCurrency } = await bookOf('fifo', fills);
    expect([position, feesPaidQuote, feesByCurrency]).toEqual(['0.4', '32', { BTC: '0.3' }]); // 0.2 × 100 + 0.1 × 120
  });

  test('in a third coin count at their rate, rebates the other way, several beside each other', async () => {
    const bnb = { currency: 'BNB', amount: '0.01' };
    // cost 100 + 0.01 × 300 = 103; proceeds 110 + 0.5; the GT has no rate
    const fills = history(
      buy('1', '100', { fee: { ...bnb, rate: '300' } }),
      sell('1', '110', { fee: [usdt('-0.5'), { currency: 'GT', amount: '2' }] }),
    );
    expect(await bookOf('lifo', fills)).toMatchObject({
      ...{ realizedGross: '10', realizedFees: '2.5', realizedNet: '7.5', feesPaidQuote: '2.5' },
      ...{ feesByCurrency: { BNB: '0.01', USDT: '-0.5', GT: '2' }, unconvertedFees: { GT: '2' } },
    });
  });

  test('that add up to nothing are in no list', async () => {
    const fills = history(buy('1', '100', { fee: usdt('1') }), sell('1', '100', { fee: usdt('-1') }));
    expect(await bookOf('fifo', fills)).toMatchObject({ feesByCurrency: {}, unconvertedFees: {}, feesPaidQuote: '0' });
  });
});

test('books are apart by account and symbol, and totals together by quote', async () => {
  const fills = history(
    buy('1', '100', { account: 'main' }),
    sell('1', '110', { account: 'main' }),
    buy('1', '100'),
    sell('1', '95'),
    sell('1', '7', { symbol: 'BTC/EUR', quote: 'EUR' }),
  );
  const report = JSON.parse(await printed(fills, 'fifo'));
  expect(report).toEqual(rationalReport(fills, 'fifo'));
  expect(Object.keys(report.symbols)).toEqual(['BTC/EUR', 'BTC/USDT', 'main|BTC/USDT']);
  expect(report.totalsByQuote).toEqual({
    USDT: { gross: '5', fees: '0', net: '5' }, // 10 − 5
    EUR: { gross: '7', fees: '0', net: '7' },
  });
});

test('a pool holds one asset of all accounts and symbols, in one currency', async () => {
  const inEuro = { symbol: 'BTC/EUR', quote: 'EUR', quoteRate: '1.1', account: 'desk' };
  const fills = history(
    buy('1', '100', { ...inEuro, fee: { currency: 'EUR', amount: '2' } }), // 110 + 2.2 USDT
    sell('0.5', '150', { account: 'main', fee: usdt('1') }), // 74; half of 112.2 is 56.1
    buy('1', '200', { account: 'main', symbol: 'BTC/USDT:USDT', market: 'perp' }),
  );
  const report = JSON.parse(await printed(fills, 'fifo', ['--pool', 'USDT']));
  expect(report).toEqual(rationalReport(fills, 'fifo', 'USDT'));
  expect(Object.keys(report.symbols)).toEqual(['BTC', 'main|BTC/USDT:USDT']);
  expect(report.symbols.BTC).toMatchObject({
    fills: 2,
    realizedNet: '17.9',
    position: '0.5',
    feesByCurrency: { EUR: '2', USDT: '1' },
    feesPaidQuote: '3.2',
    open: [{ openId: '1', amount: '0.5', cost: '56.1', price: '110' }],
    closings: [{ openId: '1', closeId: '2', gross: '20', fees: '2.1', gain: '17.9' }], // 75 − 55; 1 + 1.1
  });
  expect(report.totalsByQuote).toEqual({ USDT: { gross: '20', fees: '2.1', net: '17.9' } });
});

test('the order is that of instant, id as a number, buy before sell, and times are echoed as they were written', async () => {
  const at = { time: '2024-01-01T00:00:00.000001+00:00' };
  const fills = history(
    sell('1', '120', { id: '10', time: '2024-01-01T01:00:00.000001+01:00' }),
    buy('1', '100', { id: '9', ...at }),
    buy('1', '90', { id: '10', ...at }),
    buy('1', '80', { id: '8', time: '2024-01-01T00:00:00.000002Z' }),
  );
  expect(await closingsOf('lifo', fills, 'openId', 'costBasis', 'openTime', 'closeTime')).toEqual([
    ['10', '90', at.time, '2024-01-01T01:00:00.000001+01:00'],
  ]);
});

test('no fills make an empty report', async () => {
  expect(JSON.parse(await printed([], 'fifo'))).toEqual({ method: 'fifo', symbols: {}, totalsByQuote: {} });
});
