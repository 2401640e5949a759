import { describe, expect, test } from 'vitest';
import type { AccountOptions } from './life';
import { assets, marketOf, markets } from './market';
import { soldOutSymbol } from './scenes';
import { truthOf } from './truth';
import { floorTo, text8, times, unit } from './units';
import { World } from './world';

const startAt = Date.UTC(2024, 0, 1);
const endAt = Date.UTC(2026, 9, 1);

const worldOf = (seed: number, account: Omit<AccountOptions, 'label'> = {}, label = 'main') =>
  new World({ seed, startAt, endAt, accounts: [{ label, ...account }] });

const fillsOf = (world: World, label = 'main') => [...world.account(label).book.fills.values()].flat();

/** Everything that an account's history says, as text. */
const bytesOf = (world: World, label = 'main') => {
  const { keys, uid, book } = world.account(label);
  const facts = {
    keys,
    uid,
    fills: [...book.fills],
    orders: [...book.orders],
    deposits: book.deposits,
    out: book.withdrawals,
  };
  return JSON.stringify(facts, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
};

describe('the same seed', () => {
  test('gives the same history, keys and prices, byte for byte', () => {
    const [one, other] = [worldOf(7), worldOf(7)];
    expect(bytesOf(one)).toBe(bytesOf(other));
    const prices = (world: World) => markets.filter((m) => m.trading).map((m) => text8(world.price(m, endAt - 12_345)));
    expect(prices(one)).toEqual(prices(other));
  });

  test('gives an account the same history whatever stands beside it', () => {
    const both = new World({ seed: 7, startAt, endAt, accounts: [{ label: 'other', fills: 90 }, { label: 'main' }] });
    expect(bytesOf(both)).toBe(bytesOf(worldOf(7)));
  });

  test('is not another seed', () => {
    expect(bytesOf(worldOf(8))).not.toBe(bytesOf(worldOf(7)));
  });
});

describe('a history', () => {
  test('has exactly the fills asked for', () => {
    const sizes = [...Array.from({ length: 90 }, (_, size) => size), 600, 2500];
    for (const fills of sizes) {
      const world = worldOf(3, { fills, oversold: fills % 2 === 1 });
      expect(fillsOf(world)).toHaveLength(fills);
      expect(truthOf(world.account('main').book, () => null).fillCount).toBe(fills);
    }
  });

  test.each([1, 2, 3, 4, 5])('has the balances that its facts add up to (seed %i)', (seed) => {
    const { book } = worldOf(seed, { fills: 1500, symbols: 20, rebates: true }).account('main');
    const { balances } = truthOf(book, () => null);
    const plain = (value: bigint) => text8(value).replace(/\.?0+$/, '');
    for (const asset of book.assets()) {
      const { free, locked } = book.balance(asset);
      expect([asset, plain(free), plain(locked)]).toEqual([asset, balances[asset]?.free, balances[asset]?.locked]);
      expect(free >= 0n).toBe(true);
    }
  });

  test.each([1, 2, 3, 4, 5])('never sells what its own fills did not buy (seed %i)', (seed) => {
    const { symbols } = truthOf(worldOf(seed, { fills: 1500, symbols: 27 }).account('main').book, () => null);
    expect(Object.values(symbols).map(({ unmatched }) => unmatched)).toEqual(Object.values(symbols).map(() => '0'));
  });

  test('sells half a bitcoin too much where an incomplete history is asked for', () => {
    const { symbols } = truthOf(worldOf(1, { oversold: true }).account('main').book, () => null);
    // A dust below one step of the lot stays in the book, and is closed by the same sell.
    const unmatched = Number(symbols['BTC/USDT']?.unmatched);
    expect(unmatched).toBeGreaterThan(0.49998);
    expect(unmatched).toBeLessThanOrEqual(0.5);
  });

  test('lies between its first and last instant, in ascending ids and times per symbol', () => {
    const world = worldOf(5);
    for (const fills of world.account('main').book.fills.values()) {
      fills.forEach((fill, index) => {
        const before = fills[index - 1];
        expect(fill.at).toBeGreaterThanOrEqual(before?.at ?? startAt);
        expect(fill.at).toBeLessThan(endAt);
        expect(fill.id).toBeGreaterThanOrEqual(before?.id ?? 0);
      });
    }
  });

  test('keeps prices on the tick, quantities on the step, and values within 8 decimals', () => {
    for (const { market, price, quantity } of fillsOf(worldOf(5, { symbols: 27 }))) {
      expect(floorTo(price, market.tick)).toBe(price);
      expect(floorTo(quantity, market.step)).toBe(quantity);
      expect(times(price, quantity) * unit).toBe(price * quantity);
    }
  });

  test('has a symbol that was sold out long ago: no balance, no deposit, no open order tells of it', () => {
    const { book } = worldOf(9).account('main');
    const market = marketOf(soldOutSymbol);
    expect(book.fills.get(soldOutSymbol)).toHaveLength(5);
    expect(book.balance(market.base)).toEqual({ free: 0n, locked: 0n });
    expect(book.deposits.filter(({ asset }) => asset === market.base)).toEqual([]);
    expect(book.openOrders().filter((order) => order.market === market)).toEqual([]);
    expect(truthOf(book, () => null).symbols[soldOutSymbol]).toMatchObject({ position: '0', roundTrips: 1 });
  });

  test('has a self-trade, several fills in one millisecond, several fills of one order, and three kinds of fees', () => {
    const fills = fillsOf(worldOf(9));
    const count = (key: (fill: (typeof fills)[number]) => string) => {
      const counts = new Map<string, number>();
      for (const fill of fills) counts.set(key(fill), (counts.get(key(fill)) ?? 0) + 1);
      return [...counts.values()].filter((n) => n > 1).length;
    };
    expect(count(({ market, id }) => `${market.symbol} ${id}`)).toBe(1); // the self-trade alone
    expect(count(({ market, id, side }) => `${market.symbol} ${id} ${side}`)).toBe(0);
    expect(count(({ market, at }) => `${market.symbol} ${at}`)).toBeGreaterThan(5);
    expect(count(({ market, orderId }) => `${market.symbol} ${orderId}`)).toBeGreaterThan(20);
    const kinds = fills.flatMap(({ market, fees }) =>
      fees.map(({ asset }) => (asset === market.base ? 'base' : asset === market.quote ? 'quote' : 'third')),
    );
    expect(new Set(kinds)).toEqual(new Set(['base', 'quote', 'third']));
  });

  test('keeps some of its coins locked in open orders', () => {
    const { book } = worldOf(9).account('main');
    const open = book.openOrders().map(({ market, side, executed, quantity }) => ({
      order: `${side} ${market.symbol}`,
      filled: `${(100n * executed) / quantity} %`,
    }));
    expect(open.toSorted((a, b) => (`${a.order}${a.filled}` < `${b.order}${b.filled}` ? -1 : 1))).toEqual([
      { order: 'buy BTC/USDT', filled: '0 %' },
      { order: 'buy ETH/USDT', filled: '50 %' },
      { order: 'sell ETH/USDT', filled: '0 %' },
    ]);
    expect(book.balance('USDT').locked > 0n && book.balance('ETH').locked > 0n).toBe(true);
  });
});

describe('markets', () => {
  test('are forty-three, of which one is delisted and prices a coin that no other market names', () => {
    expect(markets).toHaveLength(44);
    expect(markets.filter(({ trading }) => !trading).map(({ symbol }) => symbol)).toEqual(['XYZ/ABC']);
    expect(assets).toContain('XYZ');
  });

  test('agree with each other: ETH/BTC × BTC/USDT is ETH/USDT within one tick of ETH/BTC', () => {
    const world = worldOf(4);
    const [cross, btc, eth] = ['ETH/BTC', 'BTC/USDT', 'ETH/USDT'].map((symbol) => world.price(marketOf(symbol), endAt));
    const gap = (eth ?? 0n) - times(cross ?? 0n, btc ?? 0n);
    expect(gap >= 0n && gap <= times(marketOf('ETH/BTC').tick, btc ?? 0n) + marketOf('ETH/USDT').tick).toBe(true);
  });
});

describe('advance', () => {
  const later = endAt + 40 * 86_400_000;

  test('adds fills at the clock, with higher ids, and the truth follows', () => {
    const world = worldOf(6);
    const { book } = world.account('main');
    const last = book.fills.get('BTC/USDT')?.at(-1)?.id ?? 0;
    const made = world.advance('main', 4, later, 'BTC/USDT');
    expect(made).toHaveLength(4);
    expect(made.every(({ at, id, market }) => at >= later && id > last && market.symbol === 'BTC/USDT')).toBe(true);
    expect(truthOf(book, () => null).fillCount).toBe(604);
    expect(made.every(({ at }) => at === later)).toBe(true); // never ahead of the clock
  });

  test('fills happen at about the price that the ticker then shows', () => {
    const world = worldOf(6);
    for (let hour = 0; hour < 30; hour += 1) {
      const at = later + hour * 3_600_000;
      for (const { market, price } of world.advance('main', 1, at)) {
        const gap = price - world.price(market, at);
        expect((gap < 0n ? -gap : gap) <= 3n * market.tick).toBe(true);
      }
    }
  });

  test('moves prices by an hour of their path; without it they stand still', () => {
    const world = worldOf(6);
    const market = marketOf('BTC/USDT');
    const before = world.price(market, later);
    expect(before).toBe(world.price(market, endAt));
    world.advance('main', 1, later);
    expect(world.price(market, later - 1)).toBe(before);
    expect(world.price(market, later)).not.toBe(before);
    // The same path of a world that ends later shows the price of that hour.
    const longer = new World({ seed: 6, startAt, endAt: later, accounts: [] });
    expect(world.price(market, later)).toBe(longer.price(market, endAt + 3_600_000));
  });
});

test('a history of 100,000 fills is made and summed whole', () => {
  const world = worldOf(2, { fills: 100_000 });
  expect(truthOf(world.account('main').book, () => null).fillCount).toBe(100_000);
});
