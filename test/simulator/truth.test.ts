import { describe, expect, test } from 'vitest';
import type { Fill, History, Order } from './history';
import { marketOf } from './market';
import { truthOf } from './truth';
import { units } from './units';

let nextId = 1;

/** A fill of 2024-01-01; ids and times ascend with the calls unless given. */
function fill(
  side: 'buy' | 'sell',
  quantity: string,
  price: string,
  fee: string,
  feeAsset: string,
  given: Partial<Fill> = {},
): Fill {
  const id = nextId++;
  return {
    ...{ market: marketOf('BTC/USDT'), id, orderId: id, at: Date.UTC(2024, 0, 1) + id, side, maker: false },
    ...{
      price: units(price),
      quantity: units(quantity),
      fees: [{ asset: feeAsset, amount: units(fee) }],
      sequence: id,
    },
    ...given,
  };
}

function history(fills: readonly Fill[], rest: Partial<History> = {}): History {
  return {
    fills: new Map([['BTC/USDT', fills]]),
    orders: new Map(),
    deposits: [],
    withdrawals: [],
    futures: new Map(),
    pointCoin: null,
    ...rest,
  };
}

const noTicker = () => null;
const figures = (...fills: Fill[]) => truthOf(history(fills), noTicker).symbols['BTC/USDT'];

describe('FIFO', () => {
  test('selling part of a lot takes its share of the entry fee, and a BNB fee stays apart', () => {
    const truth = figures(fill('buy', '1', '100', '0.1', 'USDT'), fill('sell', '0.4', '130', '0.001', 'BNB'));
    // cost basis 0.4 × 100.1 = 40.04; proceeds 0.4 × 130 = 52; net 11.96; gross 0.4 × (130 − 100) = 12; fees 0.04
    expect(truth).toEqual({
      ...{ fills: 2, position: '0.6', unmatched: '0', gross: '12', fees: '0.04', net: '11.96' },
      ...{ unconvertedFees: { BNB: '0.001' }, smallestOrder: '0', roundTrips: 0, roundTripNet: '0' },
    });
  });

  test('a BNB fee with a rate is a fee in quote at the rate of its own instant', () => {
    const bought = fill('buy', '1', '100', '0.001', 'BNB');
    const sold = fill('sell', '0.4', '130', '0.002', 'BNB');
    const rateOf = (coin: string, quote: string, at: number) =>
      coin === 'BNB' && quote === 'USDT' ? units(at === bought.at ? '600' : '500') : null;
    const truth = truthOf(history([bought, sold]), noTicker, () => 0n, rateOf).symbols['BTC/USDT'];
    // cost 100 + 0.001 × 600 = 100.6, of which 0.4 is 40.24; proceeds 52 − 0.002 × 500 = 51; net 10.76; gross 12; fees 1.24
    expect(truth).toMatchObject({ gross: '12', fees: '1.24', net: '10.76', unconvertedFees: {} });
  });

  test('a fee in the coin bought gives fewer units for the full cost', () => {
    const truth = figures(fill('buy', '1', '100', '0.001', 'BTC'), fill('sell', '0.999', '110', '0.10989', 'USDT'));
    // position 1 − 0.001 = 0.999 for 100; proceeds 0.999 × 110 − 0.10989 = 109.78011; net 9.78011
    // gross 0.999 × (110 − 100) = 9.99; fees 9.99 − 9.78011 = 0.20989 (0.001 × 100 + 0.10989 + 0)
    expect(truth).toMatchObject({ position: '0', gross: '9.99', fees: '0.20989', net: '9.78011' });
    expect(truth).toMatchObject({ roundTrips: 1, roundTripNet: '9.78011' });
  });

  test('the oldest lot is closed first, and a sell over two lots is split by quantity', () => {
    const truth = figures(
      fill('buy', '1', '100', '0', 'USDT'),
      fill('buy', '2', '120', '0.24', 'USDT'),
      fill('sell', '1.5', '130', '0.3', 'USDT'),
    );
    // lot 1: 1 × 130 − 0.2 − 100 = 29.8; lot 2: 0.5 × 130 − 0.1 − 0.5 × 120.12 = 4.84; net 34.64
    // gross 1 × 30 + 0.5 × 10 = 35; fees 0.36
    expect(truth).toMatchObject({ position: '1.5', gross: '35', fees: '0.36', net: '34.64' });
  });

  test('a share that does not end is rounded half to even at 36 decimals and the rest stays behind', () => {
    const buy = fill('buy', '3', '100', '0.1', 'USDT');
    const truth = figures(buy, fill('sell', '1', '100', '0', 'USDT'));
    // cost of one third: 300.1 ÷ 3 = 100.0333… (36 decimals); net −0.0333…
    expect(truth?.net).toBe(`-0.0${'3'.repeat(35)}`);
    const whole = figures(buy, fill('sell', '1', '100', '0', 'USDT'), fill('sell', '2', '100', '0', 'USDT'));
    expect(whole?.net).toBe('-0.1'); // 300 − 300.1: the last part takes the rest
  });

  test('two thirds are rounded up', () => {
    const truth = figures(fill('buy', '3', '100', '0.1', 'USDT'), fill('sell', '2', '100', '0', 'USDT'));
    // 2 × 300.1 ÷ 3 = 200.0666…67 (36 decimals); 200 − that
    expect(truth?.net).toBe(`-0.0${'6'.repeat(34)}7`);
  });

  test('a share that ends in exactly half goes to the even neighbour', () => {
    // 2^29 units of 10^-8 are bought at 1 with a fee of 10^-8, one unit is sold: its share of the fee is 10^-8 ÷ 2^29
    // = 5^28 ÷ 2 × 10^-36 = 18626451492309570312.5 × 10^-36, even below; with three times the fee 55879354476928710937.5, even above.
    const netOf = (fee: string) =>
      figures(fill('buy', '5.36870912', '1', fee, 'USDT'), fill('sell', '0.00000001', '1', '0', 'USDT'))?.net;
    expect(netOf('0.00000001')).toBe(`-0.${'0'.repeat(16)}18626451492309570312`);
    expect(netOf('0.00000003')).toBe(`-0.${'0'.repeat(16)}55879354476928710938`);
  });

  test('what was never bought costs nothing, is unmatched, and is in no round trip', () => {
    const truth = figures(fill('buy', '1', '100', '0', 'USDT'), fill('sell', '1.5', '120', '0', 'USDT'));
    // 1 × (120 − 100) + 0.5 × 120 = 80; the trip alone: 20
    expect(truth).toMatchObject({ position: '0', unmatched: '0.5', net: '80', roundTrips: 1, roundTripNet: '20' });
  });

  test('the two sides of a self-trade share an id, and the buy comes first', () => {
    const at = Date.UTC(2024, 1, 1);
    const sell = fill('sell', '1', '100', '0', 'USDT', { id: 9, at });
    const buy = fill('buy', '1', '100', '0', 'USDT', { id: 9, at });
    expect(figures(sell, buy)).toMatchObject({ position: '0', unmatched: '0', net: '0', roundTrips: 1 });
  });

  test('a rebate raises the proceeds', () => {
    const truth = figures(fill('buy', '1', '100', '0', 'USDT'), fill('sell', '1', '100', '-0.01', 'USDT'));
    expect(truth).toMatchObject({ gross: '0', fees: '-0.01', net: '0.01' });
  });

  test('fills of one millisecond are ordered by id as numbers, not as texts', () => {
    const at = Date.UTC(2024, 1, 1);
    const first = fill('buy', '1', '100', '0', 'USDT', { id: 99, at });
    const second = fill('buy', '1', '200', '0', 'USDT', { id: 100, at });
    const truth = figures(second, first, fill('sell', '1', '150', '0', 'USDT', { at: at + 1 }));
    expect(truth?.net).toBe('50'); // 150 − 100
  });
});

describe('round trips that end within the smallest order', () => {
  const within = (smallest: string, ...fills: Fill[]) =>
    truthOf(history(fills), noTicker, () => units(smallest)).symbols['BTC/USDT'];

  test('leave the rest to the next trip, at its share of the cost', () => {
    const fills = () => [
      fill('buy', '1', '100', '0.2', 'BTC'), // 0.8 units for 100: 125 each
      fill('sell', '0.75', '130', '0', 'USDT'), // leaves 0.05, worth 6.25
      fill('buy', '1', '140', '0', 'USDT'),
      fill('sell', '1.05', '150', '0', 'USDT'),
    ];
    // trip 1: 97.5 − 0.75 × 125 = 3.75; trip 2: 157.5 − 140 − 6.25 = 11.25
    expect(within('0.05', ...fills())).toMatchObject({ smallestOrder: '0.05', roundTrips: 2, roundTripNet: '15' });
    // strict, or by one unit of less, it is one trip: 97.5 + 157.5 − 240 = 15
    expect(within('0.049', ...fills())).toMatchObject({ roundTrips: 1, roundTripNet: '15' });
  });

  test('differ from FIFO while the rest is held, and FIFO is what it was', () => {
    const fills = [fill('buy', '1', '100', '0', 'USDT'), fill('sell', '0.9', '110', '0', 'USDT')];
    // 99 − 0.9 × 100
    const figures = { position: '0.1', gross: '9', net: '9' };
    expect(within('0.1', ...fills)).toMatchObject({ ...figures, roundTrips: 1, roundTripNet: '9' });
    expect(within('0', ...fills)).toMatchObject({ ...figures, roundTrips: 0, roundTripNet: '0' });
  });

  test('take the rest of two lots at the average of their trip, not of the last lot', () => {
    const truth = within(
      '0.5',
      fill('buy', '1', '100', '0', 'USDT'),
      fill('buy', '1', '140', '0', 'USDT'),
      fill('sell', '1.5', '130', '0', 'USDT'),
    );
    // the trip's units cost 120 each: 195 − 1.5 × 120 = 15; FIFO: 30 − 0.5 × 10 = 25
    expect(truth).toMatchObject({ net: '25', roundTrips: 1, roundTripNet: '15' });
  });

  test('are begun by no small buy from flat: only what a sell leaves is carried', () => {
    const small = fill('buy', '0.01', '100', '0', 'USDT');
    expect(within('0.1', small)).toMatchObject({ roundTrips: 0 });
    // sold at once it is a trip like any other: 1.1 − 1
    expect(within('0.1', small, fill('sell', '0.01', '110', '0', 'USDT'))).toMatchObject({ roundTripNet: '0.1' });
  });

  test('sell what was carried before what was never bought, which is in no trip', () => {
    const truth = within(
      '0.1',
      fill('buy', '1', '100', '0', 'USDT'),
      fill('sell', '0.9', '110', '0', 'USDT'), // 9, leaves 0.1 that cost 10
      fill('sell', '0.3', '120', '0.3', 'USDT'), // 0.1 of it: 12 − 0.1 − 10
    );
    expect(truth).toMatchObject({ unmatched: '0.2', roundTrips: 2, roundTripNet: '10.9' });
  });
});

describe('balances', () => {
  test('add deposits, fills and withdrawals, and keep what open orders lock apart', () => {
    const at = Date.UTC(2024, 0, 1);
    const market = marketOf('BTC/USDT');
    const open: Order = {
      ...{
        market,
        id: 1,
        side: 'buy',
        type: 'limit',
        price: units('50'),
        quantity: units('2'),
        executed: units('0.5'),
      },
      ...{ executedQuote: units('25'), state: 'open', at, updatedAt: at },
    };
    const truth = truthOf(
      history([fill('buy', '0.5', '50', '0.0005', 'BTC')], {
        orders: new Map([['BTC/USDT', [open, { ...open, state: 'cancelled' }]]]),
        deposits: [{ asset: 'USDT', amount: units('200'), at, txId: 'a' }],
        withdrawals: [{ asset: 'USDT', amount: units('10'), fee: units('1'), at, txId: 'b' }],
      }),
      noTicker,
    );
    // USDT 200 − 25 − 11 = 164, of which 1.5 × 50 = 75 locked; BTC 0.5 − 0.0005
    expect(truth.balances).toEqual({
      BTC: { free: '0.4995', locked: '0', total: '0.4995' },
      USDT: { free: '89', locked: '75', total: '164' },
    });
  });
});

describe('value', () => {
  const tickers: Readonly<Record<string, string>> = {
    'BTC/USDT': '60000',
    'EUR/USDT': '1.2',
    'BTC/EUR': '49000',
    'ETH/USDT': '3000',
  };
  const tickerOf = (symbol: string) => (tickers[symbol] === undefined ? null : units(tickers[symbol]));
  const deposit = (asset: string, amount: string) => ({ asset, amount: units(amount), at: 0, txId: asset });

  test('takes the market between two coins, in either direction, before a way through USDT', () => {
    const deposits = [deposit('BTC', '2'), deposit('USDT', '600'), deposit('ETH', '1'), deposit('EUR', '10')];
    const { value } = truthOf(history([], { deposits }), tickerOf);
    // USDT: 120000 + 600 + 3000 + 12
    expect(value.USDT).toEqual({ amount: '123612', missing: [] });
    // EUR: 2 × 49000 (direct) + 600 ÷ 1.2 + 3000 ÷ 1.2 (through USDT) + 10 = 98000 + 500 + 2500 + 10
    expect(value.EUR).toEqual({ amount: '101010', missing: [] });
  });

  test('a coin without a price is named, and is not in the sum', () => {
    const { value } = truthOf(history([], { deposits: [deposit('XYZ', '5'), deposit('BTC', '1')] }), tickerOf);
    expect(value.USDT).toEqual({ amount: '60000', missing: ['XYZ'] });
  });
});
