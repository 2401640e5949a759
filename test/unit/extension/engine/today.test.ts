/** PnL of today: what was realized, and how what is unrealized has changed since yesterday's end. */
import { describe, expect, test } from 'vitest';
import { overviewOf } from '../../../../extension/engine/overview';
import { decimal } from '../../../../shared/money/decimal';
import { ok, unixMs } from '../../../../shared/result';
import { must } from '../store/open-store';
import { accountDraft, createWorld, importEnded, openWorld } from './engine-world';
import { balance, type FillSketch, fakeExchange, fillsOf } from './fake-exchange';

const { id } = accountDraft;
/** The clock begins at 2026-02-01 12:00. */
const midnight = Date.UTC(2026, 1, 1);
const hourMs = 3_600_000;
const yesterday = midnight - 6 * hourMs;
const today = midnight + 9 * hourMs;

const fillsAt = (symbol: string, sketches: readonly (FillSketch & { readonly at: number })[]) =>
  fillsOf(symbol, sketches).map((fill, index) => ({ ...fill, executedAtUs: (sketches[index]?.at ?? 0) * 1000 }));

type Fills = Readonly<Record<string, readonly (FillSketch & { readonly at: number })[]>>;
type PriceMap = Readonly<Record<string, string>>;

/**
 * An account with these fills. `before`: the prices that were read at `readAt` of yesterday, 23:50 unless it is said; `now`: those
 * of now.
 */
async function worldOf(
  fills: Fills,
  { before, now, readAt = midnight - 600_000 }: { before: PriceMap | null; now: PriceMap; readAt?: number },
) {
  const symbols = Object.keys(fills);
  const exchange = fakeExchange([...symbols, 'BTC/USDT']);
  exchange.balances = symbols.map((symbol) => balance(symbol.split('/')[0] ?? '', '1', '0', '1'));
  const world = await openWorld(createWorld(exchange.client));
  const { session, clock } = world;
  const at = clock.now;
  must(await session.accounts.add({ ...accountDraft, id, label: id }));
  const account = session.accounts.get(id);
  if (account) await session.observations.refresh(account, session.signal);
  for (const [symbol, sketches] of Object.entries(fills)) exchange.fillsBySymbol.set(symbol, fillsAt(symbol, sketches));
  await session.imports.start(id, 'import');
  await importEnded(session, id);
  const read = async (prices: PriceMap, readAtMs: number) => {
    clock.now = readAtMs;
    exchange.prices = new Map(Object.entries(prices));
    await session.observations.refreshPrices('binance', new Set(['BTC']), 'USDT', session.signal, new Set(symbols));
  };
  if (before) await read(before, readAt);
  await read(now, at);
  return {
    ...world,
    exchange,
    read,
    pnl: () => overviewOf(session, { now: unixMs(clock.now), refreshing: new Set(), hostsMissing: new Map() }).today,
  };
}

const bought = { side: 'buy' as const, quantity: '2', price: '100', at: yesterday };
const sold = { side: 'sell' as const, quantity: '1', price: '150', at: today };

describe("where prices of yesterday's end were read", () => {
  test('PnL of today is what was realized and the change of what is unrealized', async () => {
    const world = await worldOf(
      { 'BTC/USDT': [bought, sold] },
      { before: { 'BTC/USDT': '130' }, now: { 'BTC/USDT': '160' } },
    );
    // realized 150 − 100 = 50; unrealized now 160 − 100 = 60, at yesterday's end 2 × (130 − 100) = 60
    expect(world.pnl()).toMatchObject({
      net: { amount: '50', missing: [] },
      realized: { amount: '50' },
      unrealized: { amount: '60' },
      change: { amount: { amount: '0' }, before: { amount: '60' }, pricedAt: midnight - 600_000, unpriced: [] },
      storedRates: [],
      ratesOfNow: [],
    });
    await world.read({ 'BTC/USDT': '170' }, world.clock.now);
    // the unit that is left made 170 − 130 = 40 today, the one that was sold 150 − 130 = 20
    expect(world.pnl()).toMatchObject({ net: { amount: '60' }, change: { amount: { amount: '10' } } });
  });

  test('what was bought today has changed since it was bought, and needs no price of yesterday', async () => {
    const world = await worldOf(
      { 'BTC/USDT': [bought], 'NEW/USDT': [{ ...bought, price: '10', at: today }] },
      { before: { 'BTC/USDT': '130' }, now: { 'BTC/USDT': '130', 'NEW/USDT': '9' } },
    );
    // 2 × (9 − 10) = −2
    expect(world.pnl()).toMatchObject({ net: { amount: '-2', missing: [] }, change: { unpriced: [] } });
  });

  test('a fill of yesterday that comes late counts as of yesterday', async () => {
    const world = await worldOf(
      { 'BTC/USDT': [bought] },
      { before: { 'BTC/USDT': '130' }, now: { 'BTC/USDT': '160' } },
    );
    expect(world.pnl()).toMatchObject({ net: { amount: '60' } }); // 2 × (160 − 130)
    const [late] = fillsAt('BTC/USDT', [{ ...bought, price: '90', at: yesterday + 1 }]);
    if (late) await world.session.books.add(id, [{ ...late, id: 'late', account: id }]);
    expect(world.pnl()).toMatchObject({ net: { amount: '120' } }); // 4 × (160 − 130)
  });

  test('another method changes what was realized and what is unrealized, and not what was made', async () => {
    const history = { 'BTC/USDT': [bought, { ...bought, price: '120' }, { ...sold, quantity: '2' }] };
    const world = await worldOf(history, { before: { 'BTC/USDT': '130' }, now: { 'BTC/USDT': '160' } });
    // 2 × (150 − 100) = 100, or 2 × (150 − 120) = 60; both 2 × (150 − 130) + 2 × (160 − 130) = 100 in all
    expect(world.pnl()).toMatchObject({ net: { amount: '100' }, realized: { amount: '100' } });
    world.session.books.takeMethod(id, 'lifo');
    expect(world.pnl()).toMatchObject({ net: { amount: '100' }, realized: { amount: '60' } });
  });

  test('they are those of the end after a restart, and while prices of today cannot be read', async () => {
    const world = await worldOf(
      { 'BTC/USDT': [bought] },
      { before: { 'BTC/USDT': '130' }, now: { 'BTC/USDT': '160' } },
    );
    const again = await openWorld(world);
    const atEnd = again.session.observations.pricesAtEnd(midnight);
    expect([...(atEnd?.prices.values() ?? [])]).toMatchObject([{ symbol: 'BTC/USDT', price: '130' }]);
    expect(again.session.observations.pricesAtEnd(midnight + 24 * hourMs)).toBeNull();
    world.clock.now = midnight + 24 * hourMs - 1;
    await world.read({ 'BTC/USDT': '161' }, world.clock.now);
    world.exchange.failures.set('tickers', [{ reason: 'key-rejected' }]);
    await world.read({ 'BTC/USDT': '170' }, midnight + 25 * hourMs);
    const next = world.session.observations.pricesAtEnd(midnight + 24 * hourMs);
    expect(next?.prices.get('BTC/USDT')?.price).toBe('161');
  });
});

describe('a market without a price', () => {
  test('now is a part that is missing by name: how it has changed nobody knows', async () => {
    const world = await worldOf(
      { 'BTC/USDT': [bought], 'ODD/USDT': [bought] },
      { before: { 'BTC/USDT': '130', 'ODD/USDT': '7' }, now: { 'BTC/USDT': '160' } },
    );
    const missing = [{ accountId: id, asset: 'ODD', failure: { reason: 'price-missing', subject: 'ODD' } }];
    expect(world.pnl()).toMatchObject({
      net: { amount: '60', missing },
      unrealized: { amount: '120', missing },
      change: { amount: { amount: '60', missing }, unpriced: [] },
    });
  });

  test('at neither end is in no change, which names it', async () => {
    const world = await worldOf(
      { 'BTC/USDT': [bought], 'ODD/USDT': [bought] },
      { before: { 'BTC/USDT': '130' }, now: { 'BTC/USDT': '160' } },
    );
    expect(world.pnl()).toMatchObject({
      net: { amount: '60', missing: [] },
      unrealized: { amount: '120', missing: [{ asset: 'ODD' }] },
      change: { amount: { amount: '60', missing: [] }, unpriced: ['ODD/USDT'] },
    });
  });
});

describe("where no prices of yesterday's end were read", () => {
  test.each([
    ['at all', null, undefined],
    ['in its last hour', { 'BTC/USDT': '130' }, midnight - hourMs - 1],
    ['but the day before', { 'BTC/USDT': '130' }, midnight - 25 * hourMs],
  ])('%s PnL of today is what was realized alone', async (_, before, readAt) => {
    const world = await worldOf(
      { 'BTC/USDT': [bought, sold] },
      { before, now: { 'BTC/USDT': '160' }, ...(readAt === undefined ? {} : { readAt }) },
    );
    expect(world.pnl()).toMatchObject({
      net: { amount: '50', missing: [] },
      unrealized: { amount: '60' },
      change: null,
    });
  });
});

describe('what was realized in another currency', () => {
  const inBtc = {
    'ETH/BTC': [
      { ...bought, price: '1' },
      { ...sold, price: '3' },
      { ...sold, price: '2', at: today + 60_000 },
    ],
  };
  const prices = { 'BTC/USDT': '100', 'ETH/BTC': '2' };

  test('is converted at prices of now, and says so', async () => {
    const world = await worldOf(inBtc, { before: null, now: prices });
    // (3 − 1) + (2 − 1) BTC at 100
    expect(world.pnl()).toMatchObject({ realized: { amount: '300' }, storedRates: [], ratesOfNow: ['BTC'] });
  });

  test('is converted at the rate of its minute where one is stored, the rest at prices of now', async () => {
    const world = await worldOf(inBtc, { before: null, now: prices });
    const minute = unixMs(today);
    const leg = { symbol: 'BTC/USDT', turned: false, interval: '1m' as const, openAt: minute, close: decimal('90') };
    const rate = {
      account: id,
      coin: 'BTC',
      quote: 'USDT',
      minute,
      rate: decimal('90'),
      exchange: 'binance',
      legs: [leg],
    };
    must(await world.session.rates.keep([{ ...rate, at: minute }]));
    // 2 BTC at 90, 1 BTC at 100
    expect(world.pnl()).toMatchObject({ realized: { amount: '280' }, storedRates: ['BTC'], ratesOfNow: ['BTC'] });
  });
});

describe("where the exchange's candles tell the price of yesterday's end", () => {
  const lastMinute = midnight - 60_000;
  const close = (world: Awaited<ReturnType<typeof worldOf>>, symbol: string, minute: number, price: string) => {
    world.exchange.now = () => world.clock.now;
    world.exchange.closes.set(symbol, new Map([[minute, price]]));
  };

  test('PnL of today has the change since then, and says whose candle it is, also after a restart', async () => {
    const world = await worldOf({ 'BTC/USDT': [bought, sold] }, { before: null, now: { 'BTC/USDT': '170' } });
    expect(world.pnl().change).toBeNull();
    close(world, 'BTC/USDT', lastMinute, '130');
    await world.session.dayEnd.fill();
    const made = {
      // realized 150 − 100; unrealized now 170 − 100 = 70, at yesterday's end 2 × (130 − 100) = 60
      net: { amount: '60', missing: [] },
      change: {
        ...{ amount: { amount: '10' }, before: { amount: '60' }, pricedAt: lastMinute },
        candles: [{ exchange: 'binance', symbol: 'BTC/USDT' }],
      },
    };
    expect(world.pnl()).toMatchObject(made);
    await world.session.close();
    const { session } = await openWorld(world);
    const at = { now: unixMs(world.clock.now), refreshing: new Set<string>(), hostsMissing: new Map() };
    expect(overviewOf(session, at).today).toMatchObject(made);
    world.exchange.calls.length = 0;
    await session.dayEnd.fill();
    expect(world.exchange.calls).toEqual([]); // it is known
  });

  test('it stands beside prices that were read then, and for what lacked one alone', async () => {
    const world = await worldOf(
      { 'BTC/USDT': [bought], 'ETH/USDT': [bought] },
      { before: { 'BTC/USDT': '130' }, now: { 'BTC/USDT': '160', 'ETH/USDT': '120' } },
    );
    close(world, 'ETH/USDT', lastMinute, '110');
    await world.session.dayEnd.fill();
    // BTC 2 × (160 − 130), ETH 2 × (120 − 110)
    const change = {
      ...{ amount: { amount: '80', missing: [] }, pricedAt: midnight - 600_000 },
      candles: [{ exchange: 'binance', symbol: 'ETH/USDT' }],
    };
    expect(world.pnl()).toMatchObject({ change });
    await world.read({ 'BTC/USDT': '160', 'ETH/USDT': '120' }, world.clock.now + 60_000);
    expect(world.pnl()).toMatchObject({ change }); // the next reading leaves it
  });

  test('what was learnt before the first reading of a day outlasts that reading', async () => {
    const world = await worldOf(
      { 'BTC/USDT': [bought], 'ETH/USDT': [bought] },
      { before: null, now: { 'BTC/USDT': '160', 'ETH/USDT': '120' } },
    );
    const nextMidnight = midnight + 24 * hourMs;
    await world.read({ 'BTC/USDT': '130' }, nextMidnight - 600_000);
    close(world, 'ETH/USDT', nextMidnight - 60_000, '110');
    world.clock.now = nextMidnight + hourMs;
    await world.session.dayEnd.fill();
    await world.read({ 'BTC/USDT': '160', 'ETH/USDT': '120' }, nextMidnight + 2 * hourMs);
    // BTC 2 × (160 − 130), ETH 2 × (120 − 110)
    expect(world.pnl().change?.amount).toMatchObject({ amount: '80', missing: [] });
  });

  test('a candle of today is no price of the end, and a minute without one is asked for once a day', async () => {
    const world = await worldOf({ 'BTC/USDT': [bought] }, { before: null, now: { 'BTC/USDT': '170' } });
    close(world, 'BTC/USDT', midnight, '131');
    await world.session.dayEnd.fill();
    expect(world.pnl().change).toBeNull();
    expect(world.exchange.calls).toContain('candles');
    world.exchange.calls.length = 0;
    await world.session.dayEnd.fill();
    expect(world.exchange.calls).toEqual([]);
  });

  test('nothing is asked for where nothing was held', async () => {
    const world = await worldOf(
      { 'BTC/USDT': [{ ...bought, at: today }] },
      { before: null, now: { 'BTC/USDT': '170' } },
    );
    world.exchange.calls.length = 0;
    await world.session.dayEnd.fill();
    expect(world.exchange.calls).toEqual([]);
  });

  test.each([
    ['goes on into today is no price of its end', -2, null],
    ['ends with the day is one', -4, '60'],
  ])('a coarser candle that %s', async (_, hours, before) => {
    const world = await worldOf({ 'BTC/USDT': [bought] }, { before: null, now: { 'BTC/USDT': '170' } });
    const openAt = unixMs(midnight + hours * hourMs);
    const page = { from: openAt, to: unixMs(openAt + 4 * hourMs), candles: [{ openAt, close: decimal('130') }] };
    Object.assign(world.exchange.client, { candles: async () => ok({ interval: '4h', ...page }) });
    await world.session.dayEnd.fill();
    expect(world.pnl().change?.before.amount ?? null).toBe(before); // 2 × (130 − 100)
  });
});
