import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { summaryOf } from '../../../../extension/engine/api/popup-summary';
import { createEvents } from '../../../../extension/engine/events';
import { observe, pending, toObserved } from '../../../../extension/engine/observed';
import { overviewOf } from '../../../../extension/engine/overview';
import { createRefresher, type Refresher } from '../../../../extension/engine/refresher';
import type { Session } from '../../../../extension/engine/session';
import { createWork } from '../../../../extension/engine/work';
import { err, ok, unixMs } from '../../../../shared/result';
import { must } from '../store/open-store';
import { accountDraft, createWorld, importEnded, openWorld, type World } from './engine-world';
import { balance, fakeExchange, fillsOf } from './fake-exchange';

const id = accountDraft.id;
const day = 86_400_000;
const refusals = (count: number) => Array.from({ length: count }, () => ({ reason: 'network-failed' as const }));

function refresherOf(world: World & { readonly session: Session }) {
  const { deps, session } = world;
  return createRefresher({ deps, events: createEvents(), work: createWork(deps.hosts), session: () => session });
}

const overview = ({ session, clock }: { readonly session: Session; readonly clock: { now: number } }) =>
  overviewOf(session, { now: unixMs(clock.now), refreshing: new Set(), hostsMissing: new Map() });

/** BTC was bought at 100 and sold at 150 on the day of the test: a closing of 50 USDT. */
function exchangeToday() {
  const exchange = fakeExchange(['BTC/USDT', 'EUR/USDT']);
  exchange.balances = [balance('BTC', '1', '1', '2'), balance('USDT', '10', '0', '10')];
  exchange.prices = new Map([['BTC/USDT', '200']]);
  const sketches = [
    { side: 'buy' as const, quantity: '1', price: '100' },
    { side: 'sell' as const, quantity: '1', price: '150' },
  ];
  const today = Date.UTC(2026, 1, 1, 9) * 1000;
  exchange.fillsBySymbol.set(
    'BTC/USDT',
    fillsOf('BTC/USDT', sketches).map((fill, index) => ({ ...fill, executedAtUs: today + index })),
  );
  return exchange;
}

/** A refresh, and the import of new fills that it started. */
async function refreshed(refresher: Refresher, session: Session): Promise<void> {
  await refresher.refresh(null);
  await session.imports.start(id, 'import'); // joins the start that is under way
  await importEnded(session);
}

async function refreshedWorld(exchange = exchangeToday()) {
  const world = await openWorld(createWorld(exchange.client));
  must(await world.session.accounts.add(accountDraft));
  const refresher = refresherOf(world);
  await refreshed(refresher, world.session);
  return { ...world, exchange, refresher };
}

test('a failure keeps the last value with its age, and since when it fails; a success clears it', () => {
  const known = observe(pending, ok('7'), unixMs(1_000));
  expect(toObserved(known, Number)).toEqual({ state: 'known', value: 7, at: 1_000 });
  const failed = observe(known, err({ reason: 'network-failed' }), unixMs(2_000));
  const still = observe(failed, err({ reason: 'network-failed' }), unixMs(3_000));
  expect(toObserved(still, Number)).toEqual({
    state: 'unknown',
    failure: { reason: 'network-failed' },
    failedAt: 2_000,
    last: { value: 7, at: 1_000 },
  });
  expect(observe(still, err({ reason: 'key-rejected' }), unixMs(4_000)).failure?.failedAt).toBe(4_000);
  expect(toObserved(observe(still, ok('8'), unixMs(5_000)), Number)).toEqual({ state: 'known', value: 8, at: 5_000 });
  expect(toObserved(pending, Number)).toEqual({ state: 'pending' });
});

test('an account whose address is refused is missing from the total, its last value beside it, today unknown', async () => {
  const world = await refreshedWorld();
  // 2 BTC × 200 + 10 = 410; free 1 × 200 + 10 = 210; locked 1 × 200 = 200; today's closing 150 − 100 = 50
  const before = overview(world);
  expect(before.total).toMatchObject({ amount: '410', missingCount: 0, lastKnown: null });
  expect([before.free.amount, before.locked.amount, before.today.net.amount]).toEqual(['210', '200', '50']);
  const readAt = world.clock.now;

  world.clock.now += 60_000;
  const failure = { reason: 'ip-not-whitelisted' as const, address: '203.0.113.7' };
  world.exchange.failures.set('balances', [failure]);
  await world.refresher.refresh(null);
  const after = overview(world);
  expect(after.total).toMatchObject({ amount: null, missingCount: 1, lastKnown: { value: '410', at: readAt } });
  expect(after.total.missing).toEqual([
    { accountId: id, accountLabel: 'main', exchange: 'binance', wallet: null, asset: null, failure },
  ]);
  expect(after.today.net).toMatchObject({ amount: null, missing: [{ failure }] });
  expect(after.accounts[0]?.value).toMatchObject({ state: 'unknown', last: { value: { amount: '410' }, at: readAt } });
});

test('a symbol whose new fills could not be read leaves today unknown, not what it was before', async () => {
  const world = await refreshedWorld();
  const failure = { reason: 'unexpected-payload' as const, subject: 'price' };
  world.exchange.failures.set('fillsPage', [failure]);
  await refreshed(world.refresher, world.session);
  expect(world.session.imports.progress(id).state).toBe('complete-with-warnings');
  expect(overview(world).today.net).toMatchObject({ amount: null, missing: [{ failure }] });
});

test('a run that goes on after a refused key does not show today as read before it is', async () => {
  const exchange = exchangeToday();
  exchange.failures.set('fillsPage', [{ reason: 'key-rejected' }]);
  const world = await refreshedWorld(exchange);
  expect(overview(world).today.net.amount).toBeNull();
  let meanwhile: unknown = 'never asked';
  exchange.beforeCall = () => {
    if (exchange.calls.at(-1) === 'fillsPage') meanwhile = overview(world).today.net.amount;
  };
  must(await world.session.imports.start(id, 'import'));
  await importEnded(world.session);
  expect(meanwhile).toBeNull();
  expect(overview(world).today.net.amount).toBe('50');
});

test('prices come through any account of the exchange whose key opens', async () => {
  const exchange = exchangeToday();
  const world = await openWorld(createWorld(exchange.client));
  const { session } = world;
  must(await session.accounts.add({ ...accountDraft, id: 'a-first', label: 'first' }));
  must(await session.store.write({ deleteDocuments: [{ kind: 'credential', id: 'a-first' }] }));
  await session.close();
  const reopened = await openWorld(createWorld(exchange.client, world.indexedDB));
  must(await reopened.session.accounts.add(accountDraft));
  await refresherOf(reopened).refresh(null);
  expect(reopened.session.observations.prices().get('BTC/USDT')?.price).toBe('200');
  expect(overview(reopened).total).toMatchObject({
    amount: '410',
    missing: [{ failure: { reason: 'credentials-invalid', code: 'missing' } }],
  });
});

test('a defect in reading one account is its own failure, and the refresh ends for the others', async () => {
  const world = await refreshedWorld();
  world.exchange.beforeCall = () => {
    if (world.exchange.calls.at(-1) === 'balances') throw new TypeError('quotes a secret');
  };
  await world.refresher.refresh(null);
  expect(overview(world).accounts[0]?.value).toMatchObject({
    state: 'unknown',
    failure: { reason: 'unexpected-payload', code: 'TypeError' },
    last: { value: { amount: '410' } },
  });
});

test('balances that arrive after the account was removed are not stored again', async () => {
  const exchange = exchangeToday();
  let meanwhile = async (): Promise<void> => undefined;
  const { balances } = exchange.client;
  const client = {
    ...exchange.client,
    balances: async (...args: Parameters<typeof balances>) => {
      await meanwhile();
      return balances(...args);
    },
  };
  const { session } = await openWorld(createWorld(client));
  must(await session.accounts.add(accountDraft));
  const [account] = session.accounts.list();
  if (!account) throw new Error('the account was added above');
  meanwhile = async () => {
    must(await session.accounts.remove(account));
    await session.observations.forget(id);
  };
  await session.observations.refresh(account, session.signal);
  await session.store.idle();
  expect(session.accounts.get(id)).toBeUndefined();
  expect(session.observations.of(id).wallets).toEqual([]);
  expect(must(await session.store.readLocal(`observed:${id}`, z.unknown()))).toBeNull();
});

test('equity of a day goes into history when the first value of a later day comes', async () => {
  const world = await refreshedWorld();
  world.clock.now += 86_400_000;
  world.exchange.prices = new Map([['BTC/USDT', '300']]);
  await world.refresher.refresh(null);
  // 2 × 200 + 10 = 410 on the first day, 2 × 300 + 10 = 610 on the second
  const points = [
    { date: '2026-02-01', amount: '410', partial: false },
    { date: '2026-02-02', amount: '610', partial: false },
  ];
  expect(world.session.equity.points('USDT', 7, () => true)).toEqual(points);
  expect(must(await world.session.store.readSnapshots(id)).rows.map(({ date }) => date)).toEqual(['2026-02-01']);
  await world.session.close();
  const reopened = await openWorld(createWorld(world.exchange.client, world.indexedDB));
  reopened.clock.now = world.clock.now;
  expect(reopened.session.equity.points('USDT', 7, () => true)).toEqual(points);
});

test('days without an observation are there as not known between those that have one, and not before or after', async () => {
  const world = await refreshedWorld(); // 2026-02-01
  world.clock.now += day;
  await world.refresher.refresh(null);
  world.clock.now += 4 * day; // the browser was closed
  await world.refresher.refresh(null);
  const unseen = { amount: null, partial: true };
  const week = [
    { date: '2026-02-01', amount: '410', partial: false }, // 2 × 200 + 10
    { date: '2026-02-02', amount: '410', partial: false },
    { date: '2026-02-03', ...unseen },
    { date: '2026-02-04', ...unseen },
    { date: '2026-02-05', ...unseen },
    { date: '2026-02-06', amount: '410', partial: false },
  ];
  expect(world.session.equity.points('USDT', 7, () => true)).toEqual(week);
  world.clock.now += day;
  expect(world.session.equity.points('USDT', 7, () => true)).toEqual(week);
  world.clock.now += day; // 2026-02-08: the week begins on 2026-02-02
  expect(world.session.equity.points('USDT', 7, () => true)).toEqual(week.slice(1));
});

test('a base currency that is chosen while prices are being read has its own read after them', async () => {
  const exchange = exchangeToday();
  exchange.prices = new Map([
    ['BTC/USDT', '200'],
    ['EUR/USDT', '1.25'],
  ]);
  const asked: (readonly string[])[] = [];
  let meanwhile = async (): Promise<void> => undefined;
  const { tickers } = exchange.client;
  const world = await openWorld(
    createWorld({
      ...exchange.client,
      tickers: async (symbols, signal) => {
        asked.push(symbols.map(({ symbol }) => symbol));
        await meanwhile();
        return tickers(symbols, signal);
      },
    }),
  );
  must(await world.session.accounts.add(accountDraft));
  const refresher = refresherOf(world);
  let changed: Promise<void> | undefined;
  meanwhile = async () => {
    if (changed) return;
    must(await world.session.saveSettings({ ...world.session.settings(), baseCurrency: 'EUR' }));
    changed = refresher.refresh(null);
  };
  await refresher.refresh(null);
  await changed;
  expect(asked.at(0)).not.toContain('EUR/USDT');
  expect(asked.at(-1)).toContain('EUR/USDT');
  expect(overview(world).total).toMatchObject({ amount: '328', missingCount: 0 }); // (2 × 200 + 10) ÷ 1.25
});

describe('after the base currency was changed', () => {
  /** Two days of 410 and 610 USDT, as above; EUR/USDT is 1.25. */
  async function twoDays() {
    const world = await refreshedWorld();
    world.clock.now += day;
    world.exchange.prices = new Map([
      ['BTC/USDT', '300'],
      ['EUR/USDT', '1.25'],
    ]);
    await world.refresher.refresh(null);
    const change = async (baseCurrency: 'EUR' | 'USDT') => {
      must(await world.session.saveSettings({ ...world.session.settings(), baseCurrency }));
    };
    return { ...world, change };
  }

  test('no day of the other currency is drawn, and the currency in which they were kept is told', async () => {
    const world = await twoDays();
    expect(overview(world).equityElsewhere).toEqual([]);
    await world.change('EUR');
    expect(overview(world)).toMatchObject({ equity: [], equityElsewhere: ['USDT'] });
    world.clock.now += day;
    await world.refresher.refresh(null);
    const inEur = [{ date: '2026-02-03', amount: '488', partial: false }]; // (2 × 300 + 10) ÷ 1.25
    expect(overview(world)).toMatchObject({ equity: inEur, equityElsewhere: ['USDT'] });
    expect(summaryOf(overview(world))).toMatchObject({ equity: inEur, equityElsewhere: ['USDT'] });
    world.clock.now += 6 * day; // the days in USDT are no longer of the span
    expect(overview(world)).toMatchObject({ equity: inEur, equityElsewhere: [] });
  });

  test('and back again, its own days are there, and the one between is told to be elsewhere', async () => {
    const world = await twoDays();
    await world.change('EUR');
    world.clock.now += day;
    await world.refresher.refresh(null);
    await world.change('USDT');
    const { equity, equityElsewhere } = overview(world);
    expect(equity.map(({ date, amount }) => [date, amount])).toEqual([
      ['2026-02-01', '410'],
      ['2026-02-02', '610'],
    ]);
    expect(equityElsewhere).toEqual(['EUR']);
  });

  test('an account that was not read since makes the day partial: it is not a day without it', async () => {
    const world = await twoDays();
    must(await world.session.accounts.add({ ...accountDraft, id: 'second', label: 'second' }));
    await world.refresher.refresh(null);
    expect(overview(world).equity.at(-1)).toEqual({ date: '2026-02-02', amount: '1220', partial: false }); // 2 × 610
    await world.change('EUR');
    world.exchange.failures.set('balances', refusals(4));
    await world.refresher.refresh('second');
    await world.refresher.refresh(id);
    expect(overview(world).equity).toEqual([{ date: '2026-02-02', amount: '488', partial: true }]);
  });
});

test('what an account was worth is known from its last day where its balances went with its key', async () => {
  const world = await refreshedWorld();
  const account = world.session.accounts.get(id);
  if (!account) throw new Error('the account was added above');
  const readAt = world.clock.now;
  world.clock.now += day;
  must(await world.session.accounts.freeze(account));
  await world.session.observations.forget(id);
  const { total, free, accounts } = overview(world);
  const missing = [{ accountId: id, failure: { reason: 'no-credentials' } }];
  expect(total).toMatchObject({ amount: null, missing, lastKnown: { value: '410', at: readAt } });
  expect(free).toMatchObject({ amount: null, missing, lastKnown: null }); // a day keeps the whole alone
  expect(accounts[0]?.value).toMatchObject({ state: 'unknown', failedAt: readAt, last: { value: { amount: '410' } } });
});

test('a day on which an asset had no price has no equity, not a smaller one', async () => {
  const exchange = exchangeToday();
  exchange.prices = new Map();
  const world = await refreshedWorld(exchange);
  expect(world.session.equity.points('USDT', 7, () => true)).toEqual([
    { date: '2026-02-01', amount: null, partial: true },
  ]);
});
