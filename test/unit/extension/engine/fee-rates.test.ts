import { describe, expect, test } from 'vitest';
import { decimal, e36 } from '../../../../shared/money/decimal';
import { unixMs } from '../../../../shared/result';
import { must } from '../store/open-store';
import { storedFills, storedRates } from '../store/stored-rows';
import { accountDraft, createWorld, importEnded, openWorld } from './engine-world';
import { balance, type FakeExchange, fakeExchange } from './fake-exchange';
import { type FillSketch, fillFrom, startMs } from './fills-world';

const id = accountDraft.id;
const minuteMs = 60_000;

/** Fills of BTC/USDT that pay in BNB. */
const withBnb = (sketches: readonly FillSketch[]) =>
  sketches.map((sketch) => {
    const { account: _, ...fill } = fillFrom({ fees: ['0.001 BNB'], ...sketch });
    return fill;
  });

/** Closes of a market, one a minute from the start on. */
const closesFrom = (prices: Readonly<Record<number, string>>): Map<number, string> =>
  new Map(Object.entries(prices).map(([minute, close]) => [startMs + Number(minute) * minuteMs, close]));

function exchangeOf(symbols: readonly string[], fills: readonly FillSketch[]): FakeExchange {
  const exchange = fakeExchange(['BTC/USDT', ...symbols]);
  exchange.fillsBySymbol.set('BTC/USDT', withBnb(fills));
  exchange.balances = [balance('BTC', '1', '0', '1')];
  return exchange;
}

async function importedWorld(exchange: FakeExchange) {
  const world = await openWorld(createWorld(exchange.client));
  exchange.now = () => world.clock.now;
  must(await world.session.accounts.add(accountDraft));
  for (const account of world.session.accounts.list())
    await world.session.observations.refresh(account, world.session.signal);
  must(await world.session.imports.start(id, 'import'));
  await importEnded(world.session);
  return world;
}

type Session = Awaited<ReturnType<typeof importedWorld>>['session'];

const totalsOf = (session: Session) => {
  const [entry] = session.books.of(id);
  if (!entry) throw new Error('no book');
  return entry.book.totals();
};

const unconverted = (session: Session) =>
  totalsOf(session).unconvertedFees.map(({ currency, amount }) => [currency, amount]);

const milliBnb = e36('0.001');

/** A buy in minute 0, a sell in minute 2: 1 BTC from 100 to 130. */
const trip: readonly FillSketch[] = [
  { id: '1', at: 10, side: 'buy', price: '100' },
  { id: '2', at: 2 * 60 + 59, side: 'sell', price: '130' },
];

describe('a fee in BNB', () => {
  test('is a fee in quote at the close of the minute that its fill lies in', async () => {
    const exchange = exchangeOf(['BNB/USDT'], trip);
    exchange.closes.set('BNB/USDT', closesFrom({ 0: '600', 1: '1', 2: '610' }));
    const { session } = await importedWorld(exchange);
    expect(unconverted(session)).toEqual([['BNB', 2n * milliBnb]]);
    await session.feeRates.run();
    // 130 − 100 = 30 gross; 0.001 × 600 + 0.001 × 610 = 1.21 fees
    expect(totalsOf(session)).toMatchObject({ gross: e36('30'), fees: e36('1.21'), net: e36('28.79') });
    expect(unconverted(session)).toEqual([]);
    expect(session.feeRates.unrated()).toEqual([]);
  });

  test('has the rate of its minute stored, with the candle that it was made of', async () => {
    const exchange = exchangeOf(['BNB/USDT'], trip.slice(0, 1));
    exchange.closes.set('BNB/USDT', closesFrom({ 0: '600' }));
    const { session, clock } = await importedWorld(exchange);
    await session.feeRates.run();
    expect(must(await storedRates(session.store, id)).rows).toEqual([
      {
        account: id,
        coin: 'BNB',
        quote: 'USDT',
        minute: startMs,
        rate: '600',
        exchange: 'binance',
        legs: [{ symbol: 'BNB/USDT', turned: false, interval: '1m', openAt: startMs, close: '600' }],
        at: clock.now,
      },
    ]);
    expect(must(await storedFills(session.store, id)).rows.map(({ fees, revision }) => [fees, revision])).toEqual([
      [[{ currency: 'BNB', amount: '0.001' }], 0],
    ]);
  });

  test('keeps its rate after a restart, whatever the exchange says then, and nobody is asked again', async () => {
    const exchange = exchangeOf(['BNB/USDT'], trip);
    exchange.closes.set('BNB/USDT', closesFrom({ 0: '600', 2: '610' }));
    const world = await importedWorld(exchange);
    await world.session.feeRates.run();
    await world.session.close();
    exchange.closes.set('BNB/USDT', closesFrom({ 0: '1', 2: '1' }));
    exchange.calls.length = 0;
    const { session } = await openWorld(world);
    await session.feeRates.run();
    expect(totalsOf(session)).toMatchObject({ fees: e36('1.21') });
    expect(exchange.calls).toEqual([]);
  });

  test('is not taken for a correction when the import reads its fill again', async () => {
    const exchange = exchangeOf(['BNB/USDT'], trip);
    exchange.closes.set('BNB/USDT', closesFrom({ 0: '600', 2: '610' }));
    const { session } = await importedWorld(exchange);
    await session.feeRates.run();
    expect(session.books.unknownOf(id, withBnb(trip))).toEqual([]);
    const corrected = withBnb([{ id: '2', at: 179, side: 'sell', price: '131' }]);
    expect(session.books.unknownOf(id, corrected)).toMatchObject([{ price: '131', revision: 1 }]);
    await session.books.add(id, session.books.unknownOf(id, corrected));
    // the corrected fill has the rate of its minute at once
    expect(totalsOf(session)).toMatchObject({ gross: e36('31'), fees: e36('1.21'), fills: 2 });
  });

  test.each([
    ['turned round, where the market has the coins the other way', ['USDT/BNB'], { 'USDT/BNB': '0.002' }, '500'],
    ['through BTC, where no market joins the two', ['BNB/BTC'], { 'BNB/BTC': '0.01', 'BTC/USDT': '60000' }, '600'],
    ['through USDC, one market turned', ['BNB/USDC', 'USDT/USDC'], { 'BNB/USDC': '600', 'USDT/USDC': '0.96' }, '625'],
  ] as const)('is priced %s', async (_, symbols, closes, rate) => {
    const exchange = exchangeOf(symbols, trip.slice(0, 1));
    for (const [symbol, close] of Object.entries(closes)) exchange.closes.set(symbol, closesFrom({ 0: close }));
    const { session } = await importedWorld(exchange);
    await session.feeRates.run();
    // 1 ÷ 0.002 = 500; 0.01 × 60000 = 600; 600 ÷ 0.96 = 625
    expect(must(await storedRates(session.store, id)).rows.map((row) => row.rate)).toEqual([rate]);
    expect(unconverted(session)).toEqual([]);
  });

  test('costs one call for all the minutes of a page', async () => {
    const fills = Array.from({ length: 50 }, (_, index) => ({ id: String(index + 1), at: index * 600, price: '100' }));
    const exchange = exchangeOf(['BNB/USDT'], fills);
    exchange.closes.set('BNB/USDT', closesFrom(Object.fromEntries(fills.map((_, index) => [index * 10, '600']))));
    exchange.candleRows = 250;
    const { session } = await importedWorld(exchange);
    exchange.calls.length = 0;
    await session.feeRates.run();
    // 500 minutes in pages of 250
    expect(exchange.calls.filter((call) => call === 'candles')).toHaveLength(2);
    expect(unconverted(session)).toEqual([]);
  });
});

describe('a fee without a price', () => {
  test('stays unconverted and says why, and is asked for again on request', async () => {
    const exchange = exchangeOf(['BNB/USDT'], trip);
    exchange.closes.set('BNB/USDT', closesFrom({ 0: '600' }));
    const { session, clock } = await importedWorld(exchange);
    await session.feeRates.run();
    expect(totalsOf(session)).toMatchObject({ fees: e36('0.6') });
    expect(unconverted(session)).toEqual([['BNB', milliBnb]]);
    expect(session.feeRates.unrated()).toEqual([
      {
        ...{ exchange: 'binance', coin: 'BNB', quote: 'USDT', minutes: 1 },
        ...{ failure: { reason: 'price-missing', subject: 'BNB' }, failedAt: clock.now },
      },
    ]);
    exchange.calls.length = 0;
    await session.feeRates.run();
    expect(exchange.calls).toEqual([]);
    exchange.closes.set('BNB/USDT', closesFrom({ 2: '610' }));
    await session.feeRates.retry();
    expect(totalsOf(session)).toMatchObject({ fees: e36('1.21') });
    expect(session.feeRates.unrated()).toEqual([]);
  });

  test('is not asked for again after a restart before six hours have gone by, and still says why', async () => {
    const sixHoursMs = 6 * 3_600_000;
    const exchange = exchangeOf(['BNB/USDT'], [...trip, { id: '3', at: 9 * 60, side: 'buy', price: '100' }]);
    exchange.closes.set('BNB/USDT', closesFrom({ 0: '600' }));
    const world = await importedWorld(exchange);
    await world.session.feeRates.run();
    const unrated = world.session.feeRates.unrated();
    expect(unrated).toMatchObject([{ minutes: 2, failedAt: world.clock.now }]); // minutes 2 and 9
    await world.session.close();
    world.clock.now += sixHoursMs - 1;
    const { session, clock } = await openWorld(world);
    exchange.closes.set('BNB/USDT', closesFrom({ 2: '610', 9: '620' }));
    exchange.calls.length = 0;
    await session.feeRates.run();
    expect(exchange.calls).toEqual([]);
    expect(session.feeRates.unrated()).toEqual(unrated);
    clock.now += 1;
    await session.feeRates.run();
    // 0.001 × (600 + 610 + 620)
    expect(totalsOf(session)).toMatchObject({ feesPaidQuote: e36('1.83'), unconvertedFees: [] });
    expect(session.feeRates.unrated()).toEqual([]);
  });

  test('of a coin that no market lists asks nobody for candles', async () => {
    const exchange = exchangeOf([], trip);
    const { session } = await importedWorld(exchange);
    await session.feeRates.run();
    expect(exchange.calls).not.toContain('candles');
    expect(session.feeRates.unrated()).toMatchObject([
      { coin: 'BNB', minutes: 2, failure: { reason: 'price-missing' } },
    ]);
  });

  test('of an account that is paused is not asked for, and is when it is resumed', async () => {
    const exchange = exchangeOf(['BNB/USDT'], trip);
    exchange.closes.set('BNB/USDT', closesFrom({ 0: '600', 2: '610' }));
    const { session, clock } = await importedWorld(exchange);
    const [account] = session.accounts.list();
    if (!account) throw new Error('no account');
    must(await session.accounts.save({ ...account, pausedAt: unixMs(clock.now) }));
    exchange.calls.length = 0;
    await session.feeRates.run();
    expect(exchange.calls).toEqual([]);
    expect(session.feeRates.unrated()).toMatchObject([{ minutes: 2, failure: { reason: 'account-paused' } }]);
    must(await session.accounts.save(account));
    await session.feeRates.run();
    expect(totalsOf(session)).toMatchObject({ fees: e36('1.21') });
  });

  test('for a while is looked up by the next run', async () => {
    const exchange = exchangeOf(['BNB/USDT'], trip);
    exchange.closes.set('BNB/USDT', closesFrom({ 0: '600', 2: '610' }));
    exchange.failures.set('candles', [{ reason: 'rate-limited' }]);
    const { session } = await importedWorld(exchange);
    await session.feeRates.run();
    expect(session.feeRates.unrated()).toMatchObject([{ minutes: 2, failure: { reason: 'rate-limited' } }]);
    await session.feeRates.run();
    expect(totalsOf(session)).toMatchObject({ fees: e36('1.21') });
    expect(session.feeRates.unrated()).toEqual([]);
  });

  test('in a minute that has not ended waits until it has', async () => {
    const exchange = exchangeOf(['BNB/USDT'], []);
    const world = await openWorld(createWorld(exchange.client));
    exchange.now = () => world.clock.now;
    const at = (world.clock.now - startMs) / 1000 + 5;
    exchange.fillsBySymbol.set('BTC/USDT', withBnb([{ id: '1', at, price: '100' }]));
    exchange.closes.set('BNB/USDT', new Map([[world.clock.now, '600']]));
    must(await world.session.accounts.add(accountDraft));
    for (const account of world.session.accounts.list())
      await world.session.observations.refresh(account, world.session.signal);
    must(await world.session.imports.start(id, 'import'));
    await importEnded(world.session);
    const from = world.clock.now;
    expect(unconverted(world.session)).toEqual([['BNB', milliBnb]]);
    await world.session.feeRates.run();
    expect(world.session.feeRates.unrated()).toEqual([]);
    await expect.poll(() => unconverted(world.session)).toEqual([]);
    expect(world.clock.now - from).toBeGreaterThanOrEqual(minuteMs - 5_000);
  });
});

test('a lookup waits while a page goes through rows, and goes on when none does', async () => {
  const exchange = exchangeOf(['BNB/USDT'], trip);
  exchange.closes.set('BNB/USDT', closesFrom({ 0: '600', 2: '610' }));
  const { session, clock } = await importedWorld(exchange);
  const from = clock.now;
  const askedAfter: number[] = [];
  exchange.beforeCall = () => {
    if (exchange.calls.at(-1) === 'candles') askedAfter.push(clock.now - from);
  };
  session.pageCalls.note();
  await session.feeRates.run();
  expect(askedAfter[0]).toBe(400); // looked every 200 ms whether 300 have passed
  expect(unconverted(session)).toEqual([]);
});

test('rates that are found of an account that was removed meanwhile leave nothing behind', async () => {
  const exchange = exchangeOf(['BNB/USDT'], trip);
  exchange.closes.set('BNB/USDT', closesFrom({ 0: '600', 2: '610' }));
  const { session } = await importedWorld(exchange);
  const [account] = session.accounts.list();
  if (!account) throw new Error('no account');
  exchange.beforeCall = () => {
    if (exchange.calls.at(-1) === 'candles') void session.accounts.remove(account);
  };
  await session.feeRates.run();
  await session.store.idle();
  expect(must(await storedRates(session.store, id)).rows).toEqual([]);
});

test('a run that is ended stores what it found, and the next one goes on with the rest', async () => {
  const fills = Array.from({ length: 700 }, (_, index) => ({ id: String(index + 1), at: index * 60, price: '100' }));
  const exchange = exchangeOf(['BNB/USDT'], fills);
  exchange.closes.set('BNB/USDT', closesFrom(Object.fromEntries(fills.map((_, index) => [index, '600']))));
  exchange.candleRows = 100;
  const world = await importedWorld(exchange);
  exchange.calls.length = 0;
  exchange.beforeCall = () => {
    if (exchange.calls.filter((call) => call === 'candles').length === 5) void world.session.close();
  };
  await world.session.feeRates.run();
  exchange.beforeCall = () => undefined;
  await world.session.close();
  const before = exchange.calls.filter((call) => call === 'candles').length;
  const { session } = await openWorld(world);
  expect(must(await storedRates(session.store, id)).rows.length).toBeGreaterThanOrEqual(300);
  await session.feeRates.run();
  expect(unconverted(session)).toEqual([]);
  expect(totalsOf(session).feesPaidQuote).toBe(e36(decimal('420'))); // 700 × 0.001 × 600
  expect(exchange.calls.filter((call) => call === 'candles').length - before).toBeLessThanOrEqual(4);
});
