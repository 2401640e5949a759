/** Books by coin: what one account bought another sells, at the stored rate of each fill's minute. */
import { expect, test } from 'vitest';
import type { PerformanceQuery } from '../../../../extension/engine/api/performance';
import type { ClosingsQuery, TradesQuery } from '../../../../extension/engine/api/trades';
import { overviewOf } from '../../../../extension/engine/overview';
import { createPools } from '../../../../extension/engine/pools';
import type { Session } from '../../../../extension/engine/session';
import type { StoredSettings } from '../../../../extension/store/documents';
import type { Fill } from '../../../../shared/ledger/fill';
import { e18, formatE36 } from '../../../../shared/money/decimal';
import { unixMs } from '../../../../shared/result';
import { must } from '../store/open-store';
import { storedRates } from '../store/stored-rows';
import { accountDraft, createWorld, type OpenWorld, openWorld } from './engine-world';
import { type FakeExchange, fakeExchange } from './fake-exchange';
import { type FillSketch, fillFrom, noFilter, startMs } from './fills-world';

const minuteMs = 60_000;

/** Minute 0: `a` buys 1 at 100 USDT. Minute 2: `b` sells 0.4 of them for 130 USDC each, of which one is 1.001 USDT then. */
const bought: FillSketch = { id: '1', at: 10, account: 'a', price: '100', fees: ['1 USDT'] };
const sold: FillSketch = {
  ...{ id: '2', at: 179, account: 'b', symbol: 'BTC/USDC', side: 'sell', quantity: '0.4' },
  ...{ price: '130', fees: ['0.1 USDC'] },
};
/**
 * Proceeds 0.4 × 130 × 1.001 − 0.1 × 1.001 = 52.052 − 0.1001 = 51.9519, cost 0.4 × (100 + 1) = 40.4, so a net of 11.5519. Gross
 * 52.052 − 0.4 × 100 = 12.052, fees 0.4 × 1 + 0.1001 = 0.5001.
 */
const pooled = { gross: '12.052', fees: '0.5001', net: '11.5519' };

async function take(session: Session, sketches: readonly FillSketch[]): Promise<void> {
  const byAccount = new Map<string, Fill[]>();
  for (const fill of sketches.map(fillFrom))
    byAccount.set(fill.account, [...(byAccount.get(fill.account) ?? []), fill]);
  for (const [accountId, fills] of byAccount) {
    must(await session.store.write({ appendFills: fills }));
    await session.books.add(accountId, fills);
  }
}

const choose = async (session: Session, chosen: Partial<StoredSettings>): Promise<void> => {
  must(await session.saveSettings({ ...session.settings(), ...chosen }));
  await session.methodChange.follow();
  await session.pools.follow();
};

interface Told extends OpenWorld {
  readonly exchange: FakeExchange;
}

async function told(sketches: readonly FillSketch[] = [bought, sold], rate: string | null = '1.001'): Promise<Told> {
  const exchange = fakeExchange(['BTC/USDT', 'BTC/USDC', 'ETH/USDT', 'USDC/USDT']);
  if (rate !== null) exchange.closes.set('USDC/USDT', new Map([[startMs + 2 * minuteMs, rate]]));
  const world = await openWorld(createWorld(exchange.client));
  exchange.now = () => world.clock.now;
  for (const id of ['a', 'b']) must(await world.session.accounts.add({ ...accountDraft, id, label: `label ${id}` }));
  await take(world.session, sketches);
  return { ...world, exchange };
}

const overview = ({ session, clock }: Pick<OpenWorld, 'session' | 'clock'>) =>
  overviewOf(session, { now: unixMs(clock.now), refreshing: new Set(), hostsMissing: new Map() });

const all: ClosingsQuery & TradesQuery = {
  ...{ accountId: null, bookId: null, side: null, state: 'closed' },
  ...{ closedFrom: null, closedTo: null, offset: 0, limit: 100 },
};

const closingsOf = ({ trades }: Session, query: Partial<ClosingsQuery> = {}) => {
  const page = trades.closings({ ...all, ...query });
  return {
    ...page,
    rows: page.rows.map(({ accountId, symbol, quote, net, pooled: of }) => [accountId, symbol, quote, net, of]),
  };
};

async function pooledWorld(sketches?: readonly FillSketch[]) {
  const world = await told(sketches);
  await choose(world.session, { books: 'by-coin' });
  await world.session.feeRates.run();
  return world;
}

test('what one account bought for USDT another sells for USDC, valued in the base currency at the rate of its minute', async () => {
  const world = await pooledWorld();
  const { session } = world;
  const { realized } = overview(world);
  expect(realized.pooling).toEqual({ currency: 'USDT', unpriced: [] });
  expect(realized.perQuote).toMatchObject([{ quote: 'USDT', ...pooled, incompleteBooks: 0 }]);
  expect(realized.inBase.net.amount).toBe(pooled.net);
  const page = closingsOf(session);
  expect(page.rows).toEqual([['b', 'BTC/USDC', 'USDT', pooled.net, true]]);
  expect(page.totals).toEqual([{ quote: 'USDT', ...pooled, incompleteBooks: 0 }]);
  expect(must(await storedRates(session.store, 'b')).rows).toMatchObject([
    { coin: 'USDC', quote: 'USDT', minute: startMs + 2 * minuteMs, rate: '1.001' },
  ]);
});

test('a closing opens to both fills, each of its own account and symbol, with the rate that the one was valued at', async () => {
  const { session } = await pooledWorld();
  const [row] = session.trades.closings(all).rows;
  // 130 USDC × 1.001
  expect(row).toMatchObject({ entry: '100', exit: '130.13', gross: pooled.gross, fees: pooled.fees });
  const detail = session.trades.detail(row?.id ?? '');
  expect(detail?.kind === 'closing' && detail.fills.map(({ price, origin }) => [price, origin])).toMatchObject([
    ['100', { accountId: 'a', symbol: 'BTC/USDT', quote: 'USDT' }],
    ['130', { accountId: 'b', symbol: 'BTC/USDC', quote: 'USDC', rateSource: { rate: '1.001', interval: '1m' } }],
  ]);
  const [lot] = session.trades.openLots(all).rows;
  expect(lot).toMatchObject({ accountId: 'a', symbol: 'BTC/USDT', quantity: '0.6', cost: '60.6' }); // 0.6 × 101
});

test('a coin without the rate of a fill has no figure, by name, and the other coins have theirs', async () => {
  const ether: readonly FillSketch[] = [
    { id: '5', at: 10, account: 'a', symbol: 'ETH/USDT', price: '10' },
    { id: '6', at: 20, account: 'b', symbol: 'ETH/USDT', side: 'sell', price: '12' },
  ];
  const world = await told([bought, sold, ...ether], null);
  await choose(world.session, { books: 'by-coin' });
  await world.session.feeRates.run();
  const { realized, today } = overview(world);
  expect(realized.pooling?.unpriced).toEqual([{ base: 'BTC', quotes: ['USDC'], fills: 1 }]);
  expect(realized.perQuote).toMatchObject([{ quote: 'USDT', net: '2' }]);
  const lacking = { accountId: 'b', asset: 'BTC', failure: { reason: 'price-missing', subject: 'USDC' } };
  for (const sum of [realized.inBase.net, today.realized])
    expect(sum.missing).toContainEqual(expect.objectContaining(lacking));
  expect(realized.inBase.net.amount).toBe('2');
  const page = closingsOf(world.session);
  expect(page.rows).toEqual([['b', 'ETH/USDT', 'USDT', '2', true]]);
  expect(page.pooling?.unpriced).toHaveLength(1);
  expect(world.session.feeRates.unrated()).toMatchObject([{ coin: 'USDC', quote: 'USDT', minutes: 1 }]);
  // once a market tells it, looking again brings the coin in
  world.exchange.closes.set('USDC/USDT', new Map([[startMs + 2 * minuteMs, '1.001']]));
  await world.session.feeRates.retry();
  expect(overview(world).realized.perQuote).toMatchObject([{ quote: 'USDT', net: '13.5519' }]); // 11.5519 + 2
});

test('back to books by market every figure is what it was, to the last digit, and so by coin again', async () => {
  const world = await told([
    bought,
    sold,
    { id: '3', at: 300, account: 'a', side: 'sell', quantity: '0.3', price: '97' },
  ]);
  const { session } = world;
  const figures = () => {
    const { perQuote, pooling, inBase } = overview(world).realized;
    const { rows, totals } = session.trades.closings(all);
    return {
      perQuote,
      pooling,
      inBase,
      rows,
      totals,
      trips: session.trades.trips(all),
      lots: session.trades.openLots(all),
    };
  };
  const byMarket = figures();
  expect(byMarket.perQuote).toMatchObject([
    { quote: 'USDC', net: '51.9', incompleteBooks: 1 }, // 0.4 × 130 − 0.1, never bought there
    { quote: 'USDT', net: '-1.2' }, // 0.3 × (97 − 101)
  ]);
  await choose(session, { books: 'by-coin' });
  await session.feeRates.run();
  const byCoin = figures();
  expect(byCoin.perQuote).toMatchObject([{ quote: 'USDT', net: '10.3519', incompleteBooks: 0 }]); // 11.5519 − 1.2
  await choose(session, { books: 'by-market' });
  expect(figures()).toEqual(byMarket);
  await choose(session, { books: 'by-coin' });
  expect(figures()).toEqual(byCoin);
});

test('the rate that was used stays, also after a restart, whatever the exchange says then', async () => {
  const world = await pooledWorld();
  await world.session.close();
  world.exchange.closes.set('USDC/USDT', new Map([[startMs + 2 * minuteMs, '2']]));
  const again = await openWorld(world);
  expect(again.session.pools.inUse()).toEqual({ currency: 'USDT', method: 'fifo' });
  await again.session.feeRates.run();
  expect(overview(again).realized.perQuote).toMatchObject([{ ...pooled }]);
});

test('pools follow the method and the base currency; margin stays by account and symbol', async () => {
  const margin: readonly FillSketch[] = [
    { id: '8', at: 5, account: 'a', side: 'sell', price: '90', market: 'margin' },
    { id: '9', at: 6, account: 'a', price: '80', market: 'margin' },
  ];
  const dearer: FillSketch = { ...bought, id: '4', at: 20, price: '120', fees: [] };
  const world = await pooledWorld([bought, dearer, sold]);
  const { session } = world;
  await take(session, margin);
  const rows = () => closingsOf(session).rows;
  expect(session.upkeepFailures).toEqual([]); // no pool was handed a contract
  // by FIFO as above; the margin short made 10 of its own
  expect(rows()).toEqual([
    ['b', 'BTC/USDC', 'USDT', pooled.net, true],
    ['a', 'BTC/USDT', 'USDT', '10', false],
  ]);
  await choose(session, { method: 'lifo' });
  expect(rows()[0]).toEqual(['b', 'BTC/USDC', 'USDT', '3.9519', true]); // 51.9519 − 0.4 × 120
  expect(overview(world).realized.methods).toEqual(['lifo']);
  // in USDC the fills of BTC/USDT are those that need a rate, of minute 0, which no candle tells
  await choose(session, { baseCurrency: 'USDC' });
  await session.feeRates.run();
  expect(overview(world).realized.pooling).toEqual({
    currency: 'USDC',
    unpriced: [{ base: 'BTC', quotes: ['USDT'], fills: 2 }],
  });
  expect(rows()).toEqual([['a', 'BTC/USDT', 'USDT', '10', false]]);
});

test('of one account there are the closings that its fills made; trips and lots of a shared coin are named as shared', async () => {
  const mine: FillSketch = {
    id: '7',
    at: 240,
    account: 'a',
    side: 'sell',
    quantity: '0.1',
    price: '111',
    fees: ['0.001 BNB'],
  };
  const { session } = await pooledWorld([bought, sold, mine]);
  await session.trades.prepare('closings', { ...all, accountId: 'a' });
  const ofA = closingsOf(session, { accountId: 'a' });
  expect(ofA.rows).toEqual([['a', 'BTC/USDT', 'USDT', '1', true]]); // 0.1 × (111 − 101)
  expect(ofA.totals).toMatchObject([{ net: '1' }]);
  expect(ofA.unconvertedFees).toEqual([{ currency: 'BNB', amount: '0.001' }]);
  expect(ofA.shared).toEqual([]);
  const ofB = closingsOf(session, { accountId: 'b' });
  expect([ofB.totals, ofB.unconvertedFees]).toMatchObject([[{ net: pooled.net }], []]);
  for (const page of [
    session.trades.trips({ ...all, accountId: 'a' }),
    session.trades.trips({ ...all, accountId: 'a', state: 'open' }),
    session.trades.openLots({ ...all, accountId: 'a' }),
  ])
    expect([page.rows, page.shared]).toEqual([[], ['BTC']]);
  expect(session.trades.openLots(all).rows).toMatchObject([{ quantity: '0.5' }]);
});

test('fills that come later, late ones and corrections too, are in the pools; those of an account that has gone are not', async () => {
  const world = await pooledWorld([bought, sold]);
  const { session } = world;
  const net = () => overview(world).realized.perQuote.map((one) => one.net);
  const earlier: FillSketch = { id: '0', at: 1, account: 'b', price: '90', quantity: '0.4' };
  await take(session, [earlier]);
  expect(net()).toEqual(['15.9519']); // 51.9519 − 0.4 × 90
  await session.books.add('b', [fillFrom({ ...earlier, price: '95', revision: 1 })]);
  expect(net()).toEqual(['13.9519']); // 51.9519 − 0.4 × 95
  const b = session.accounts.get('b');
  if (!b) throw new Error('the account is there');
  session.books.forget('b');
  await session.pools.follow();
  expect(net()).toEqual(['0']);
});

test('performance counts a closing of a pool for the account of its sale, and says which coin has no trips of one account', async () => {
  const { session, clock } = await pooledWorld([
    ...[bought, sold],
    { id: '7', at: 240, account: 'a', side: 'sell', quantity: '0.6', price: '111' },
  ]);
  const accounts = session.accounts.list().map((account) => ({ account, failures: [], unread: false }));
  const context = () => ({
    ...{ base: 'USDT', prices: new Map(), accounts },
    equityOf: () => ({ state: 'unknown', why: 'too-short', days: 0, recordedSince: null, accounts: [] }) as const,
  });
  const query: PerformanceQuery = {
    ...{ viewId: 'view', accountId: null, exchangeId: null, symbolId: null, side: null, fromMs: null, toMs: null },
    ...{ basis: 'closings', groupBy: 'account' },
  };
  const ask = async (changes: Partial<PerformanceQuery>) => {
    const page = await session.performance.ask({ ...query, ...changes }, context);
    if (!page) throw new Error('the query was given up');
    return page;
  };
  const page = await ask({});
  expect(page.pooling).toEqual({ currency: 'USDT', unpriced: [] });
  // `b` 11.5519; `a` 0.6 × (111 − 101) = 6
  expect(page.rows.map(({ group, net }) => [group.by === 'account' && group.accountId, net])).toEqual([
    ['b', pooled.net],
    ['a', '6'],
  ]);
  expect(page.sums.net.amount).toBe('17.5519');
  expect((await ask({ groupBy: 'symbol' })).rows.map(({ group, net }) => [group, net])).toEqual([
    [{ by: 'symbol', symbol: 'BTC/USDC', bookId: null }, pooled.net],
    [{ by: 'symbol', symbol: 'BTC/USDT', bookId: null }, '6'],
  ]);
  expect(await ask({ accountId: 'a' })).toMatchObject({ total: { trades: 1, net: '6' }, shared: [] });
  const trips = await ask({ basis: 'trips' });
  expect(trips).toMatchObject({ total: { trades: 1, net: '17.5519' }, rows: [], shared: ['BTC'] });
  expect(trips.sums.net.amount).toBe('17.5519');
  expect(await ask({ basis: 'trips', accountId: 'a' })).toMatchObject({ total: { trades: 0 }, shared: ['BTC'] });
  expect(clock.now).toBeGreaterThan(0);
});

test('while pools are made the former figures stay', async () => {
  const world = await told();
  const { session } = world;
  must(await session.saveSettings({ ...session.settings(), books: 'by-coin' }));
  const followed = session.pools.follow();
  expect(overview(world).realized.pooling).toBeNull();
  expect(closingsOf(session).rows).toEqual([['b', 'BTC/USDC', 'USDC', '51.9', false]]);
  await followed;
  expect(overview(world).realized.pooling).not.toBeNull();
});

test('a defect while pools are made leaves books by market in use and is told, until it is tried again', async () => {
  const { session } = await told();
  let isBroken = true;
  const progress: unknown[] = [];
  const pools = createPools({
    books: () => session.books,
    wanted: () => ({ currency: 'USDT', method: 'fifo' }),
    rateOf: session.rates.of,
    dustOf: async () => e18('0'),
    vault: {
      recordId: (...parts) => (isBroken ? Promise.reject(new RangeError('x')) : session.vault.recordId(...parts)),
    },
    now: () => 0,
    onProgress: (one) => progress.push(one),
    onTaken: () => undefined,
    onRefused: () => undefined,
    signal: session.signal,
  });
  await pools.follow();
  expect([pools.failed(), pools.inUse(), pools.of(null), pools.progress()]).toEqual(['RangeError', null, [], null]);
  expect(progress.at(-1)).toBeNull();
  isBroken = false;
  await pools.follow();
  expect([pools.failed(), pools.inUse()?.currency]).toEqual([null, 'USDT']);
  expect(pools.lacking()).toMatchObject([{ accountId: 'b', quote: 'USDC' }]);
});

test('a fill opens to what it did in the pool, its lots to the fills of other accounts', async () => {
  const { session } = await pooledWorld();
  const { rows } = await session.fills.page({ ...noFilter, offset: 0, limit: 10 });
  const [sale, purchase] = rows;
  const detail = await session.fills.detail(sale?.id ?? '');
  expect(detail?.effect).toMatchObject({ pooling: 'pooled', quote: 'USDT', realized: pooled, unmatched: null });
  expect(detail?.effect.closings).toMatchObject([{ opened: { id: purchase?.id, price: '100' }, quantity: '0.4' }]);
  const [trip] = detail?.effect.trades ?? [];
  expect(session.trades.detail(trip?.id ?? '')).toMatchObject({
    kind: 'trip',
    trade: { accountId: null, symbol: 'BTC' },
  });
});

test('a fill of a coin that lacks a rate opens to what it did in its own book, and that is said', async () => {
  const { session } = await told([bought, sold], null);
  await choose(session, { books: 'by-coin' });
  const { rows } = await session.fills.page({ ...noFilter, offset: 0, limit: 10 });
  const detail = await session.fills.detail(rows[0]?.id ?? '');
  expect(detail?.effect).toMatchObject({ pooling: 'own-book', quote: 'USDC', unmatched: '0.4', trades: [] });
});

test('fills that a book holds back when pools are made are in them', async () => {
  const { session } = await told([bought]);
  const pools = createPools({
    books: () => ({ ...session.books, heldBack: () => [fillFrom({ ...sold, symbol: 'BTC/USDT', fees: [] })] }),
    wanted: () => ({ currency: 'USDT', method: 'fifo' }),
    rateOf: session.rates.of,
    dustOf: async () => e18('0'),
    vault: session.vault,
    now: () => 0,
    onProgress: () => undefined,
    onTaken: () => undefined,
    onRefused: () => undefined,
    signal: session.signal,
  });
  await pools.follow();
  expect(pools.of(null).map(({ book }) => formatE36(book.totals().net))).toEqual(['11.6']); // 0.4 × (130 − 101)
});

test('how far pools are made counts the fills that they have taken in', async () => {
  const many = Array.from(
    { length: 500 },
    (_, index): FillSketch => ({ ...bought, id: String(index), at: 10 + index }),
  );
  const { session } = await told([...many, { ...sold, symbol: 'BTC/USDT', fees: [] }]);
  const progress: unknown[] = [];
  let nowMs = 0;
  const pools = createPools({
    books: () => session.books,
    wanted: () => ({ currency: 'USDT', method: 'fifo' }),
    rateOf: session.rates.of,
    dustOf: async () => e18('0'),
    vault: session.vault,
    now: () => {
      nowMs += 1_000;
      return nowMs;
    },
    onProgress: (one) => progress.push(one),
    onTaken: () => undefined,
    onRefused: () => undefined,
    signal: session.signal,
  });
  await pools.follow();
  // 200 at a time: the book of 500, then the one of 1
  expect(progress).toEqual([...[0, 200, 400, 500].map((done) => ({ done, total: 501 })), null]);
});
