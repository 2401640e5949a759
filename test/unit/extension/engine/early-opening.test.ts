/** An engine that starts over a long history: Overview has what is held before the books are loaded, and pages ask again then. */
import { expect, test, vi } from 'vitest';
import type { EngineEvent } from '../../../../extension/engine/api/events';
import { createEngine } from '../../../../extension/engine/engine';
import { localId } from '../../../../extension/store/sealing';
import { ok } from '../../../../shared/result';
import { rootKeyFromSession } from '../../../../shared/vault/root-key';
import { openVault } from '../../../../shared/vault/vault';
import { must } from '../store/open-store';
import { accountDraft, createWorld, type World } from './engine-world';
import { balance, fakeExchange, fillsOf } from './fake-exchange';

const exchange = fakeExchange(['BTC/USDT']);
exchange.balances = [balance('BTC', '1', '0', '1')];
exchange.prices = new Map([['BTC/USDT', '150']]);
exchange.fillsBySymbol.set(
  'BTC/USDT',
  fillsOf('BTC/USDT', [
    { side: 'buy', quantity: '2', price: '100' },
    { side: 'sell', quantity: '1', price: '130' },
  ]),
);

/** A loaded machine takes longer than the second that is waited for otherwise. */
const patience = { timeout: 20_000 };

/** The same browser, with an engine whose books are not loaded before `load`: a book asks for its market. */
async function startAgain({ indexedDB, browser, clock }: World, afterMs = 0) {
  const world = createWorld(exchange.client, indexedDB, browser);
  world.clock.now = clock.now + afterMs;
  const database = must(await world.deps.openDatabase());
  let load = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    load = resolve;
  });
  const rootKey = must(rootKeyFromSession(browser.session.get('rootKey') ?? ''));
  const marketsId = await localId(
    await openVault(rootKey, { random: world.deps.random, sealCount: 0 }),
    'markets:binance',
  );
  const { local } = database.tables;
  const read = local.get.bind(local);
  const get = async (key: string) => {
    if (key === marketsId) await gate;
    return read(key);
  };
  Object.assign(local, { get });
  const engine = createEngine({ ...world.deps, openDatabase: async () => ok(database) });
  const topics: EngineEvent['topic'][] = [];
  await engine.api.subscribe(({ topic }) => void topics.push(topic));
  await engine.start();
  return { ...engine, load: () => load(), topics };
}

test('what is held is told at once, and what was made when the books are loaded', async () => {
  const world = createWorld(exchange.client);
  const first = createEngine(world.deps);
  must(await first.api.createVault('correct horse battery staple'));
  must(await first.api.addAccount(accountDraft));
  await vi.waitFor(async () => expect((await first.api.importProgress())[0]?.state).toBe('complete'), patience);
  await first.api.refresh(null);
  await vi.waitFor(async () => expect((await first.api.overview()).total.amount).toBe('150'), patience);

  const next = await startAgain(world, 86_400_000);
  const early = await next.api.overview();
  expect(early.total).toMatchObject({ amount: '150', missing: [] });
  const { reason, code } = early.today.net.missing[0]?.failure ?? {};
  expect([early.today.net.amount, reason, code]).toEqual([null, 'history-incomplete', 'being-read']);
  next.topics.length = 0;
  next.load();
  await vi.waitFor(() => expect(next.topics).toContain('fills'), patience);
  expect((await next.api.overview()).realized.inBase.net).toMatchObject({ amount: '30', missing: [] }); // 130 − 100
});
