import { expect, test } from 'vitest';
import { summaryOf } from '../../../../extension/engine/api/popup-summary';
import { overviewOf } from '../../../../extension/engine/overview';
import { must } from '../store/open-store';
import { accountDraft, createWorld, importEnded, openWorld } from './engine-world';
import { balance, fakeExchange, fillsOf } from './fake-exchange';

test('the only account, removed with its history kept, holds an unknown and no 0, asks nothing more, and its PnL counts on', async () => {
  const exchange = fakeExchange(['BTC/USDT']);
  exchange.fillsBySymbol.set(
    'BTC/USDT',
    fillsOf('BTC/USDT', [
      { side: 'buy', quantity: '1', price: '100', fee: ['USDT', '0.1'] },
      { side: 'sell', quantity: '0.4', price: '130' },
    ]),
  );
  exchange.balances = [balance('BTC', '0.6', '0', '0.6')];
  exchange.prices = new Map([['BTC/USDT', '150']]);
  const world = createWorld(exchange.client);
  const first = await openWorld(world);
  must(await first.session.accounts.add({ ...accountDraft, userSymbols: ['BTCUSDT'] }));
  const [account] = first.session.accounts.list();
  if (!account) throw new Error('no account');
  const { signal } = first.session;
  await first.session.observations.refresh(account, signal);
  await first.session.observations.refreshPrices('binance', new Set(['BTC']), 'USDT', signal);
  must(await first.session.imports.start(account.id, 'import'));
  await importEnded(first.session);
  const moment = { now: world.deps.now(), refreshing: new Set<string>(), hostsMissing: new Map() };
  expect(overviewOf(first.session, moment).total.amount).toBe('90'); // 0.6 × 150

  must(await first.session.accounts.freeze(account));
  await first.session.close();
  await first.database.close();
  const { session } = await openWorld(createWorld(exchange.client, world.indexedDB, world.browser));
  const overview = overviewOf(session, moment);
  const missing = [{ accountId: account.id, asset: null, failure: { reason: 'no-credentials' } }];
  const lastKnown = { value: '90', at: world.clock.now }; // as above
  expect(overview.total).toMatchObject({ amount: null, partCount: 1, missing, lastKnown });
  expect(overview.free).toMatchObject({ amount: null, missing, lastKnown: { value: '90' } }); // none of it was locked
  expect(overview.locked).toMatchObject({ amount: null, missing, lastKnown: { value: '0' } });
  expect(overview.today.net).toMatchObject({ amount: null, missing }); // nobody reads what it closes now
  expect(overview.realized.inBase.net).toMatchObject({ amount: '11.96', missing: [] }); // what was read counts on
  expect(summaryOf(overview).accounts).toMatchObject([{ id: account.id, frozen: 'key-removed' }]);
  expect(overview.issues).toEqual([]);
  // proceeds 0.4 × 130 = 52, cost basis 0.4 × 100.1 = 40.04
  expect(overview.realized.perQuote).toMatchObject([{ quote: 'USDT', gross: '12', fees: '0.04', net: '11.96' }]);
  const asked = exchange.calls.length;
  must(await session.imports.start(account.id, 'import'));
  expect(exchange.calls).toHaveLength(asked);
});
