/** The test of a stored key: what it can read and do, with nothing stored. */
import { expect, test } from 'vitest';
import { createEvents } from '../../../../extension/engine/events';
import { keyTestCommands } from '../../../../extension/engine/key-test';
import { createRefresher } from '../../../../extension/engine/refresher';
import { createWork } from '../../../../extension/engine/work';
import type { ExchangeClient } from '../../../../extension/exchanges/client';
import { must } from '../store/open-store';
import { accountDraft, createWorld, openWorld } from './engine-world';
import { balance, fakeExchange } from './fake-exchange';

const draft = { ...accountDraft, exchange: 'poloniex' as const };
const { id } = draft;

/** An account at an exchange with two wallets: BTC and USDT in spot, USDT in futures. */
async function worldWith(change: (client: ExchangeClient) => ExchangeClient = (client) => client) {
  const exchange = fakeExchange(['BTC/USDT']);
  exchange.balances = [balance('BTC', '1', '0', '1'), balance('USDT', '5', '0', '5')];
  exchange.futures = [balance('USDT', '3', '0', '3')];
  const world = await openWorld(createWorld(change(exchange.client)));
  const { session, deps } = world;
  const events = createEvents();
  const refresher = createRefresher({ deps, events, work: createWork(deps.hosts), session: () => session });
  const commands = keyTestCommands({ deps, events, refresher, session: (use) => use(session) });
  must(await session.accounts.add(draft));
  return { ...world, ...commands, exchange };
}

test('says what the key may do and what each wallet holds, and stores nothing', async () => {
  const { testAccount, session, clock, exchange } = await worldWith();
  exchange.failures.set('futuresBalances', [{ reason: 'account-mode' }]);
  const tested = must(await testAccount(id));
  expect(tested).toMatchObject({
    testedAt: clock.now,
    rights: { readable: true, read: true, trade: false, ipRestricted: true },
    assets: 2, // BTC and USDT
    wallets: [
      { wallet: 'spot', outcome: { ok: true, value: 2 } },
      { wallet: 'futures', outcome: { ok: false, error: { reason: 'account-mode' } } },
    ],
  });
  const { wallets, rights } = session.observations.of(id);
  expect([...wallets.map(({ balances }) => balances), rights]).toEqual(
    Array.from({ length: 3 }, () => ({ last: null, failure: null })),
  );
});

test('an asset in two wallets counts once', async () => {
  const { testAccount } = await worldWith();
  expect(must(await testAccount(id)).assets).toBe(2); // BTC, USDT, and USDT again
});

test('a refused key is that refusal, and one that is removed is none', async () => {
  const { testAccount, session, exchange } = await worldWith();
  const refused = { reason: 'ip-not-whitelisted', address: '203.0.113.7' } as const;
  exchange.failures.set('balances', [refused]);
  expect(await testAccount(id)).toEqual({ ok: false, error: refused });
  const account = session.accounts.get(id);
  if (!account) throw new Error('no account');
  must(await session.accounts.freeze(account));
  expect(await testAccount(id)).toEqual({ ok: false, error: { reason: 'no-credentials' } });
  expect(await testAccount('gone')).toEqual({ ok: false, error: { reason: 'no-credentials' } });
});

test('a paused account can be tested', async () => {
  const { testAccount, session, exchange } = await worldWith();
  const account = session.accounts.get(id);
  if (!account) throw new Error('no account');
  must(await session.accounts.save({ ...account, pausedAt: 1 }));
  must(await testAccount(id));
  expect(exchange.calls).toEqual(['balances', 'keyRights', 'futuresBalances']);
});

test('a second test joins the first, and a cancelled one ends as cancelled', async () => {
  let answer = (): void => undefined;
  const late = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const { testAccount, cancelAccountTest, exchange } = await worldWith((client) => ({
    ...client,
    balances: (wallet, signal) => late.then(() => client.balances(wallet, signal)),
  }));
  const first = testAccount(id);
  const second = testAccount(id);
  const ended = cancelAccountTest(id);
  answer();
  await ended;
  const cancelled = { ok: false, error: { reason: 'cancelled' } };
  expect([await first, await second]).toEqual([cancelled, cancelled]);
  expect(exchange.calls.filter((call) => call === 'balances')).toHaveLength(1);
  await cancelAccountTest(id); // nothing is going on
});
