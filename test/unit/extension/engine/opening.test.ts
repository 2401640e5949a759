/** What an engine does by itself when it opens the vault: reads what would be lost, warns in time, lets a closed exchange go. */
import { IDBFactory } from 'fake-indexeddb';
import { expect, test, vi } from 'vitest';
import { createEngine } from '../../../../extension/engine/engine';
import { lookBackDeadlineKey } from '../../../../extension/engine/host';
import type { ExchangeId } from '../../../../shared/exchanges/ids';
import { must } from '../store/open-store';
import { createWorld, fakeBrowser } from './engine-world';
import { balance, type FakeExchange, fakeExchange, fillsOf } from './fake-exchange';

/** A loaded machine takes longer than the second that is waited for otherwise. */
const patience = { timeout: 20_000 };

const day = 86_400_000;

const draftOf = (exchange: ExchangeId) => ({
  id: exchange,
  exchange,
  label: 'main',
  credentials: { apiKey: 'test-key-of-sixteen', secret: 'test-secret-of-twenty', memo: 'a memo' },
  userSymbols: [],
});

/** An engine over a browser profile at an instant; another one over the same profile is what a restart gives. */
function engineAt(now: number, exchange: FakeExchange, indexedDB = new IDBFactory(), browser = fakeBrowser()) {
  const world = createWorld(exchange.client, indexedDB, browser);
  world.clock.now = now;
  exchange.now = () => world.clock.now;
  return { ...world, ...createEngine(world.deps) };
}

type Running = ReturnType<typeof engineAt>;

async function ended({ api }: Running, accountId: string, finishedAt: number): Promise<void> {
  await vi.waitFor(async () => {
    const progress = (await api.importProgress()).find((each) => each.accountId === accountId);
    expect(progress).toMatchObject({ state: 'complete', finishedAt });
  });
}

test('an account is read by itself when half of its look-back is over, the deadline follows, and a closed exchange is let go', async () => {
  const exchange = fakeExchange(['BTC/USDT']);
  exchange.balances = [balance('BTC', '1', '0', '1')];
  const start = Date.UTC(2027, 0, 1);
  exchange.fillsBySymbol.set(
    'BTC/USDT',
    fillsOf('BTC/USDT', [{ side: 'buy', quantity: '1', price: '100' }]).map((fill) => ({
      ...fill,
      executedAtUs: (start - day) * 1000,
    })),
  );
  const first = engineAt(start, exchange);
  must(await first.api.createVault('correct horse battery staple'));
  for (const id of ['mexc', 'bitmart'] as const) must(await first.api.addAccount(draftOf(id)));
  for (const id of ['mexc', 'bitmart']) await ended(first, id, start);
  const { local } = first.browser;
  await vi.waitFor(() => expect(local.get(lookBackDeadlineKey)).toBe(String(start + 29 * day)), patience);

  // 2027-02-01: 31 days later, BitMart closed the day before; the vault was never locked
  const later = start + 31 * day;
  const next = engineAt(later, exchange, first.indexedDB, first.browser);
  await next.start();
  await ended(next, 'mexc', later);
  await vi.waitFor(() => expect(local.get(lookBackDeadlineKey)).toBe(String(later + 29 * day)), patience);
  const accounts = await next.api.accounts();
  expect(accounts.map(({ id, frozen, maskedKey }) => [id, frozen, maskedKey])).toEqual([
    ['bitmart', 'closed', null],
    ['mexc', null, '••••teen'],
  ]);
  expect(accounts[0]?.value).toMatchObject({ state: 'unknown', failure: { reason: 'exchange-closed' } });
  // read on 01-01, served from 01-02 00:10 on, which is when the far end is trusted
  expect(accounts[1]?.lookBack?.gap).toEqual({ fromMs: start, toMs: start + day + 600_000 });
});

test('the button calls when a wallet is refused, although the account is known in part; erasing leaves no deadline', async () => {
  const exchange = fakeExchange(['BTC/USDT'], 10, 'account');
  const { api, browser } = engineAt(Date.UTC(2027, 0, 1), exchange);
  must(await api.createVault('correct horse battery staple'));
  for (const id of ['poloniex', 'mexc'] as const) must(await api.addAccount(draftOf(id)));
  await vi.waitFor(() => expect(browser.badges.at(-1)).toBe(''), patience);
  await api.refresh('poloniex'); // the one that adding began may still be going, and would be joined below
  exchange.failures.set('futuresBalances', [{ reason: 'permission-missing' }]);
  await api.refresh('poloniex');
  await vi.waitFor(() => expect(browser.badges.at(-1)).toBe('!'), patience);
  await vi.waitFor(() => expect(browser.local.has(lookBackDeadlineKey)).toBe(true), patience);
  must(await api.eraseVault('ERASE'));
  expect(browser.local.has(lookBackDeadlineKey)).toBe(false);
});
