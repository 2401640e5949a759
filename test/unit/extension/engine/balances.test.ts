/** What the engine tells of balances: every row with its price, the state of its wallet, and totals that are Overview's. */
import { expect, test } from 'vitest';
import { balancesOf } from '../../../../extension/engine/balances';
import { createEvents } from '../../../../extension/engine/events';
import { overviewOf } from '../../../../extension/engine/overview';
import { createRefresher } from '../../../../extension/engine/refresher';
import { createWork } from '../../../../extension/engine/work';
import { unixMs } from '../../../../shared/result';
import { must } from '../store/open-store';
import { accountDraft, createWorld, importEnded, openWorld } from './engine-world';
import { balance, fakeExchange } from './fake-exchange';

const { id } = accountDraft;
const refused = { reason: 'ip-not-whitelisted' as const };

/** 0.5 BTC of which 0.1 is locked, 3 ETH that are priced through BTC alone, and 7 ODD that nothing prices. */
async function worldWith(exchangeId: 'binance' | 'poloniex' = 'binance') {
  const exchange = fakeExchange(['BTC/USDT', 'ETH/BTC']);
  exchange.balances = [
    balance('BTC', '0.4', '0.1', '0.5'),
    balance('ETH', '3', '0', '3'),
    balance('ODD', '7', '0', '7'),
  ];
  exchange.futures = [balance('USDT', '50', '0', '50')];
  exchange.prices = new Map([
    ['BTC/USDT', '64000'],
    ['ETH/BTC', '0.05'],
  ]);
  const world = await openWorld(createWorld(exchange.client));
  const { session, deps, clock } = world;
  exchange.now = () => clock.now;
  must(await session.accounts.add({ ...accountDraft, exchange: exchangeId }));
  const refresher = createRefresher({
    deps,
    events: createEvents(),
    work: createWork(deps.hosts),
    session: () => session,
  });
  const moment = () => ({ now: unixMs(clock.now), refreshing: new Set<string>(), hostsMissing: new Map() });
  return {
    exchange,
    clock,
    session,
    refresh: async () => {
      await refresher.refresh(null);
      await importEnded(session);
    },
    page: () => balancesOf(session, moment()),
    overview: () => overviewOf(session, moment()),
  };
}

test('each row has its quantities, and its value at a price whose markets, exchange and age are told', async () => {
  const { refresh, page, clock } = await worldWith();
  await refresh();
  const { rows } = page();
  expect(rows.map(({ asset, free, locked, total }) => [asset, free, locked, total])).toEqual([
    ['BTC', '0.4', '0.1', '0.5'],
    ['ETH', '3', '0', '3'],
    ['ODD', '7', '0', '7'],
  ]);
  const [btc, eth, odd] = rows;
  expect(btc?.value).toMatchObject({
    state: 'known',
    price: '64000',
    amount: '32000', // 0.5 × 64000
    path: [{ symbol: 'BTC/USDT', exchange: 'binance', at: clock.now }],
  });
  expect(eth?.value).toMatchObject({
    price: '3200', // 0.05 × 64000
    amount: '9600', // 3 × 3200
    path: [{ symbol: 'ETH/BTC' }, { symbol: 'BTC/USDT' }],
  });
  expect(odd?.value).toEqual({ state: 'unknown', failure: { reason: 'price-missing', subject: 'ODD' } });
});

test('the totals are those of Overview, and so are the free and locked parts of an account', async () => {
  const { refresh, page, overview } = await worldWith();
  await refresh();
  const { total, free, locked, accounts } = page();
  expect({ total, free, locked }).toEqual({
    total: overview().total,
    free: overview().free,
    locked: overview().locked,
  });
  // 0.4 × 64000 + 3 × 3200 = 25600 + 9600; 0.1 × 64000
  expect(accounts[0]).toMatchObject({
    id,
    counted: true,
    free: { state: 'known', value: { amount: '35200' } },
    locked: { state: 'known', value: { amount: '6400' } },
  });
  expect(total.missing).toMatchObject([{ asset: 'ODD', failure: { reason: 'price-missing' } }]);
});

test('a refused account keeps its rows as they were read last, and its state says since when and why', async () => {
  const { refresh, page, exchange, clock } = await worldWith();
  await refresh();
  const readAt = clock.now;
  clock.now += 60_000;
  exchange.failures.set('balances', [refused]);
  await refresh();
  const { rows, accounts, total } = page();
  expect(rows.map(({ asset, total: held }) => [asset, held])).toEqual([
    ['BTC', '0.5'],
    ['ETH', '3'],
    ['ODD', '7'],
  ]);
  expect(accounts[0]?.wallets).toMatchObject([
    { wallet: 'spot', value: { state: 'unknown', failure: refused, last: { at: readAt } } },
  ]);
  expect(total).toMatchObject({ amount: null, missing: [{ accountId: id, failure: refused }] });
});

test('of two wallets the refused one alone is not known', async () => {
  const { refresh, page, exchange } = await worldWith('poloniex');
  exchange.failures.set('futuresBalances', [refused]);
  await refresh();
  const { rows, accounts } = page();
  expect(rows.map(({ wallet }) => wallet)).toEqual(['spot', 'spot', 'spot']);
  expect(accounts[0]?.wallets).toMatchObject([
    { wallet: 'spot', value: { state: 'known' } },
    { wallet: 'futures', value: { state: 'unknown', failure: refused, last: null } },
  ]);
});

test('an account whose key was removed is told with its rows, and in no total of the others', async () => {
  const { refresh, page, session } = await worldWith();
  must(await session.accounts.add({ ...accountDraft, id: 'other', label: 'other' }));
  await refresh();
  const account = session.accounts.get(id);
  if (!account) throw new Error('no account');
  await session.accounts.freeze(account);
  const { accounts, total } = page();
  expect(accounts[0]).toMatchObject({ id, frozen: 'key-removed', counted: false });
  // 0.5 × 64000 + 3 × 0.05 × 64000 of the other account, whose ODD has no price
  expect(total).toMatchObject({ amount: '41600', partCount: 1, missing: [{ accountId: 'other', asset: 'ODD' }] });
});

test('where every key was removed the totals are not known and name what lacks a key', async () => {
  const { refresh, page, session, exchange } = await worldWith();
  exchange.balances = [balance('USDT', '8', '2', '10')];
  await refresh();
  const account = session.accounts.get(id);
  if (!account) throw new Error('no account');
  must(await session.accounts.freeze(account));
  const { accounts, total, free, locked } = page();
  expect(accounts[0]).toMatchObject({ frozen: 'key-removed', counted: true });
  const failure = { reason: 'no-credentials' };
  const unknown = { amount: null, partCount: 1, missing: [{ accountId: id, failure }] };
  expect([total, free, locked]).toMatchObject([unknown, unknown, unknown]);
  expect([total, free, locked].map(({ lastKnown }) => lastKnown?.value)).toEqual(['10', '8', '2']);
});

test('without an account every total is a known 0', async () => {
  const { session } = await openWorld(createWorld(fakeExchange([]).client));
  const { total, free, locked } = balancesOf(session, {
    now: unixMs(0),
    refreshing: new Set<string>(),
    hostsMissing: new Map(),
  });
  const nothing = { amount: '0', partCount: 0, missing: [] };
  expect([total, free, locked]).toMatchObject([nothing, nothing, nothing]);
});
