/** A desk of two exchanges: neither waits for the other, and new fills come last. */
import { expect, test } from 'vitest';
import { createEvents } from '../../../../extension/engine/events';
import { createRefresher } from '../../../../extension/engine/refresher';
import { createWork } from '../../../../extension/engine/work';
import type { ExchangeClient } from '../../../../extension/exchanges/client';
import { must } from '../store/open-store';
import { accountDraft, createWorld, importEnded, openWorld } from './engine-world';
import { balance, type FakeExchange, fakeExchange, fillsOf } from './fake-exchange';

const ids = { binance: 'at-binance', gate: 'at-gate' } as const;

/** So many BTC at a price of 200. */
function exchangeWith(btc: string): FakeExchange {
  const exchange = fakeExchange(['BTC/USDT']);
  exchange.balances = [balance('BTC', btc, '0', btc)];
  exchange.prices = new Map([['BTC/USDT', '200']]);
  return exchange;
}

/** 1 BTC at Binance, spoken to through `binance`, and 2 at Gate. */
async function deskOf(exchanges: { binance: FakeExchange; gate: FakeExchange }, binance: ExchangeClient) {
  const created = createWorld(binance);
  const { deps } = created;
  const createClient = (id: string) => (id === 'gate' ? exchanges.gate.client : binance);
  const { session } = await openWorld({ ...created, deps: { ...deps, createClient } });
  for (const exchange of ['binance', 'gate'] as const)
    must(await session.accounts.add({ ...accountDraft, id: ids[exchange], exchange, label: exchange }));
  const refresher = createRefresher({
    deps,
    events: createEvents(),
    work: createWork(deps.hosts),
    session: () => session,
  });
  const ended = () => Promise.all(Object.values(ids).map((id) => importEnded(session, id)));
  return { session, refresher, ended };
}

/** A client that gives balances once `answer` was called; `asked`: how often it was asked for them. */
function slow(client: ExchangeClient) {
  let answer = (): void => undefined;
  let asked = 0;
  const late = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const balances: ExchangeClient['balances'] = (wallet, signal) => {
    asked += 1;
    return late.then(() => client.balances(wallet, signal));
  };
  return { client: { ...client, balances }, answer: () => answer(), asked: () => asked };
}

test('an exchange that answers late holds up neither the balances nor the prices of another', async () => {
  const exchanges = { binance: exchangeWith('1'), gate: exchangeWith('2') };
  const { client, answer } = slow(exchanges.binance.client);
  const { session, refresher, ended } = await deskOf(exchanges, client);
  const refreshed = refresher.refresh(null);
  while (!session.observations.prices().has('BTC/USDT')) await new Promise((resolve) => setTimeout(resolve));
  expect(session.observations.prices().get('BTC/USDT')?.exchange).toBe('gate');
  expect(session.observations.of(ids.gate).wallets[0]?.balances.last?.value).toHaveLength(1);
  expect(exchanges.binance.calls).toEqual([]);
  expect([...refresher.refreshing]).toEqual([ids.binance]);
  answer();
  await refreshed;
  expect(exchanges.binance.calls.slice(0, 1)).toEqual(['balances']);
  expect(exchanges.binance.calls).toContain('tickers');
  await ended();
});

test('a refresh of every account joins the reading of one that is going on: it is asked once, and both wait for its answer', async () => {
  const exchanges = { binance: exchangeWith('1'), gate: exchangeWith('2') };
  const { client, answer, asked } = slow(exchanges.binance.client);
  const { session, refresher, ended } = await deskOf(exchanges, client);
  const readings: string[] = [];
  const { refresh } = session.observations;
  session.observations.refresh = (account, signal) => {
    readings.push(account.id);
    return refresh(account, signal);
  };
  const one = refresher.refresh(ids.binance);
  const all = refresher.refresh(null);
  while (!session.observations.prices().has('BTC/USDT')) await new Promise((resolve) => setTimeout(resolve));
  expect(readings).toEqual([ids.binance, ids.gate]);
  answer();
  await Promise.all([one, all]);
  expect(asked()).toBe(1);
  expect(refresher.refreshing.size).toBe(0);
  await refresher.refresh(ids.binance);
  expect(asked()).toBe(2); // the next one is a reading of its own
  await ended();
});

test('an account whose reading was ended is read anew by the next refresh, though the first has not ended yet', async () => {
  const exchanges = { binance: exchangeWith('1'), gate: exchangeWith('2') };
  const { client, answer, asked } = slow(exchanges.binance.client);
  const { session, refresher, ended } = await deskOf(exchanges, client);
  const first = refresher.refresh(ids.binance);
  while (asked() < 1) await new Promise((resolve) => setTimeout(resolve));
  refresher.stop(ids.binance);
  const next = refresher.refreshSome([ids.binance, ids.gate]);
  while (asked() < 2) await new Promise((resolve) => setTimeout(resolve));
  answer();
  await Promise.all([first, next]);
  expect(session.observations.of(ids.binance).wallets[0]?.balances.last?.value).toHaveLength(1);
  await ended();
});

test('what every account is worth is noted before new fills of any are asked for', async () => {
  const exchanges = { binance: exchangeWith('1'), gate: exchangeWith('2') };
  const { session, refresher, ended } = await deskOf(exchanges, exchanges.binance.client);
  const noted: unknown[] = [];
  for (const exchange of Object.values(exchanges))
    exchange.beforeCall = () => {
      if (exchange.calls.at(-1) === 'traces') noted.push(session.equity.points('USDT', 1, () => true)[0]);
    };
  await refresher.refresh(null);
  // what other devices have read comes before an import begins
  const begun = (id: string) => session.imports.progress(id).state !== 'idle';
  while (!Object.values(ids).every(begun)) await new Promise((resolve) => setTimeout(resolve));
  await ended();
  const whole = { amount: '600', partial: false }; // (1 + 2) × 200
  expect(noted).toMatchObject([whole, whole]);
});

test('the markets of books that are still being read are priced once they are there, and the refresh waits for none', async () => {
  const exchange = fakeExchange(['BTC/USDT', 'OLD/USDT']);
  exchange.balances = [balance('BTC', '1', '0', '1')];
  exchange.prices = new Map([
    ['BTC/USDT', '200'],
    ['OLD/USDT', '3'],
  ]);
  const world = await openWorld(createWorld(exchange.client));
  const { session, deps } = world;
  must(await session.accounts.add(accountDraft));
  const gone = fillsOf('OLD/USDT', [{ side: 'buy', quantity: '1', price: '2' }]); // bought once, and held no more
  await session.books.add(
    accountDraft.id,
    gone.map((fill) => ({ ...fill, account: accountDraft.id })),
  );
  let read = false;
  let end = (): void => undefined;
  const loaded = new Promise<void>((resolve) => {
    end = resolve;
  });
  const books = { ...session.books, loaded, of: (id: string | null) => (read ? session.books.of(id) : []) };
  const refresher = createRefresher({
    deps,
    events: createEvents(),
    work: createWork(deps.hosts),
    session: () => ({ ...session, books }),
  });
  await refresher.refresh(null);
  expect([...session.observations.prices().keys()]).toEqual(['BTC/USDT']);
  read = true;
  end();
  await expect.poll(() => [...session.observations.prices().keys()].sort()).toEqual(['BTC/USDT', 'OLD/USDT']);
  await importEnded(session);
});
