/** An account of an exchange with two wallets: each is asked apart, and one that is refused hides no other. */
import { expect, test } from 'vitest';
import { accountCommands } from '../../../../extension/engine/account-commands';
import { summaryOf } from '../../../../extension/engine/api/popup-summary';
import { balancesOf } from '../../../../extension/engine/balances';
import { createEvents } from '../../../../extension/engine/events';
import { overviewOf } from '../../../../extension/engine/overview';
import { createRefresher } from '../../../../extension/engine/refresher';
import { createWork } from '../../../../extension/engine/work';
import { unixMs } from '../../../../shared/result';
import { must } from '../store/open-store';
import { accountDraft, createWorld, importEnded, type OpenWorld, openWorld } from './engine-world';
import { balance, type FakeExchange, fakeExchange } from './fake-exchange';

const draft = { ...accountDraft, exchange: 'poloniex' as const };
const { id } = draft;
const refused = { reason: 'permission-missing' as const };

/** 100 USDT in the spot wallet, 50 in the futures wallet. */
function exchangeWithTwoWallets(): FakeExchange {
  const exchange = fakeExchange(['BTC/USDT']);
  exchange.balances = [balance('USDT', '90', '10', '100')];
  exchange.futures = [balance('USDT', '50', '0', '50')];
  return exchange;
}

function partsOf({ deps, session }: OpenWorld) {
  const events = createEvents();
  const refresher = createRefresher({ deps, events, work: createWork(deps.hosts), session: () => session });
  return { refresher, commands: accountCommands({ deps, events, refresher, session: (use) => use(session) }) };
}

async function worldWith(exchange = exchangeWithTwoWallets()) {
  const world = await openWorld(createWorld(exchange.client));
  must(await world.session.accounts.add(draft));
  const { refresher } = partsOf(world);
  const refresh = async () => {
    await refresher.refresh(null);
    await importEnded(world.session, id);
  };
  const overview = () =>
    overviewOf(world.session, { now: unixMs(world.clock.now), refreshing: new Set(), hostsMissing: new Map() });
  const rows = () =>
    balancesOf(world.session, { now: unixMs(world.clock.now), refreshing: new Set(), hostsMissing: new Map() }).rows;
  return { ...world, exchange, refresh, overview, rows };
}

test('an account is worth what its wallets hold together, and each asset says in which wallet it lies', async () => {
  const { refresh, overview, rows } = await worldWith();
  await refresh();
  const { total, free, allocation, accounts } = overview();
  expect(total).toMatchObject({ amount: '150', missingCount: 0 }); // 100 + 50
  expect(free.amount).toBe('140'); // 90 + 50
  expect(rows().map(({ wallet, asset, total: held }) => [wallet, asset, held])).toEqual([
    ['spot', 'USDT', '100'],
    ['futures', 'USDT', '50'],
  ]);
  expect(allocation.byAsset).toMatchObject([{ id: 'USDT', amount: '150', rate: '1' }]);
  expect(accounts[0]?.wallets).toMatchObject([
    { wallet: 'spot', value: { state: 'known', value: { amount: '100' } } },
    { wallet: 'futures', value: { state: 'known', value: { amount: '50' } } },
  ]);
});

test('a refused wallet leaves the other known: account and total are partial and name it, with the last whole value', async () => {
  const world = await worldWith();
  await world.refresh();
  const readAt = world.clock.now;
  world.clock.now += 60_000;
  world.exchange.failures.set('futuresBalances', [refused]);
  await world.refresh();
  const overview = world.overview();
  const { accounts, total, issues, today } = overview;
  const missing = [{ accountId: id, wallet: 'futures', asset: null, failure: refused }];
  expect(accounts[0]?.value).toMatchObject({
    state: 'known',
    value: { amount: '100', missing, missingCount: 1, partCount: 2, lastKnown: { value: '150', at: readAt } },
  });
  expect(accounts[0]?.wallets[1]?.value).toMatchObject({ state: 'unknown', failure: refused, last: { at: readAt } });
  expect(total).toMatchObject({ amount: '100', missing, missingCount: 1, partCount: 1, lastKnown: { value: '150' } });
  expect(issues).toMatchObject([{ area: 'balances', wallet: 'futures', failure: refused }]);
  expect(today.net.missingCount).toBe(0); // its fills were read
  expect(overview.allocation).toMatchObject({ known: '100', byAccount: [{ id, amount: '100', rate: '1' }] });
  expect(summaryOf(overview).accounts).toMatchObject([
    { value: { state: 'known', value: { amount: '100', missing } } },
  ]);
});

test('an account whose every wallet is refused is unknown, with what it was last, and one issue', async () => {
  const world = await worldWith();
  await world.refresh();
  const readAt = world.clock.now;
  world.clock.now += 60_000;
  world.exchange.failures.set('balances', [refused]).set('futuresBalances', [refused]);
  await world.refresh();
  const { accounts, total, issues, allocation } = world.overview();
  expect(accounts[0]?.value).toMatchObject({
    state: 'unknown',
    failure: refused,
    last: { value: { amount: '150' }, at: readAt },
  });
  expect(total).toMatchObject({ amount: null, missing: [{ wallet: null }], lastKnown: { value: '150', at: readAt } });
  expect(allocation).toEqual({ known: '0', byAsset: [], byAccount: [] });
  expect(issues).toMatchObject([{ failure: refused, wallet: null }]);
});

test('an empty wallet beside a refused one makes no 0: nothing of the account is known', async () => {
  const exchange = exchangeWithTwoWallets();
  exchange.balances = [];
  exchange.failures.set('futuresBalances', [refused]);
  const { refresh, overview } = await worldWith(exchange);
  await refresh();
  expect(overview().accounts[0]?.value).toMatchObject({ state: 'known', value: { amount: null, missingCount: 1 } });
  expect(overview().total.amount).toBeNull();
});

test('what was stored before wallets were told apart opens as the spot wallet, and the other one is asked', async () => {
  const first = await worldWith();
  const balances = { last: { value: first.exchange.balances, at: first.clock.now }, failure: null };
  must(
    await first.session.store.write({
      putLocal: [{ key: `observed:${id}`, value: { balances, rights: { last: null, failure: null } } }],
    }),
  );
  await first.session.close();
  const { session } = await openWorld(createWorld(first.exchange.client, first.indexedDB));
  expect(session.observations.of(id).wallets).toMatchObject([
    { wallet: 'spot', balances },
    { wallet: 'futures', balances: { last: null, failure: null } },
  ]);
});

test('a key that reads the spot wallet alone is taken, and the other wallet is named', async () => {
  const exchange = exchangeWithTwoWallets();
  const world = await openWorld(createWorld(exchange.client));
  const { commands } = partsOf(world);
  exchange.failures.set('futuresBalances', [refused]);
  expect(must(await commands.addAccount(draft))).toMatchObject({
    assets: 1,
    walletFailures: [{ wallet: 'futures', failure: refused }],
  });
  expect(world.session.observations.of(id).wallets[1]?.balances.failure?.failure).toEqual(refused);
  exchange.failures.set('balances', [refused]);
  expect(await commands.testKey({ ...draft, label: 'other', id: 'other' })).toEqual({ ok: false, error: refused });
});
