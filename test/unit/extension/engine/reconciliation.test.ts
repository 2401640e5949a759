/** An account held against what its exchange reports, by the real session over a fake exchange. */
import { expect, test } from 'vitest';
import { reconciliationCalls } from '../../../../extension/engine/reconciliation';
import type { ExchangeFlow } from '../../../../extension/exchanges/client';
import { decimal } from '../../../../shared/money/decimal';
import { must } from '../store/open-store';
import { accountDraft, createWorld, importEnded, openWorld } from './engine-world';
import { balance, type FillSketch, fakeExchange, fillsOf } from './fake-exchange';

const startUs = Date.UTC(2026, 0, 1) * 1000;

const flow = (kind: ExchangeFlow['kind'], asset: string, amount: string, fee = '0'): ExchangeFlow => ({
  id: `${kind} ${asset}`,
  kind,
  occurredAtUs: startUs,
  exchange: 'gate',
  asset,
  amount: decimal(amount),
  fee: decimal(fee),
  status: 'completed',
});

const trades: readonly FillSketch[] = [
  { side: 'buy', quantity: '2', price: '100', fee: ['USDT', '0.1'] },
  { side: 'sell', quantity: '0.5', price: '120', fee: ['USDT', '0.06'] },
];

/**
 * 1,000 USDT came, 200.1 were paid for 2 BTC, 60 less 0.06 came of half a BTC, 100 left with a fee of 1:
 * 1000 − 200 − 0.1 + 60 − 0.06 − 100 − 1 = 758.84 USDT and 1.5 BTC.
 */
async function worldWith(held: { readonly USDT: string; readonly BTC: string }) {
  const exchange = fakeExchange(['BTC/USDT'], 10, 'account');
  exchange.fillsBySymbol.set('BTC/USDT', fillsOf('BTC/USDT', trades));
  exchange.flowsBySource.set('deposits', [flow('deposit', 'USDT', '1000')]);
  exchange.flowsBySource.set('withdrawals', [flow('withdrawal', 'USDT', '-100', '1')]);
  exchange.balances = [balance('USDT', held.USDT, '0', held.USDT), balance('BTC', '0', held.BTC, held.BTC)];
  const world = await openWorld(createWorld(exchange.client));
  exchange.now = () => world.clock.now;
  const { session } = world;
  const draft = { ...accountDraft, exchange: 'gate' as const };
  must(await session.accounts.add(draft));
  const account = session.accounts.get(draft.id);
  if (!account) throw new Error('no account');
  const { reconciliation } = reconciliationCalls(() => session, world.deps.now);
  return {
    ...world,
    exchange,
    refresh: () => session.observations.refresh(account, new AbortController().signal),
    importAll: async () => {
      must(await session.imports.start(draft.id, 'import'));
      await importEnded(session, draft.id);
      await session.cashFlows.read(draft.id);
    },
    reconcile: () => reconciliation(draft.id),
  };
}

test('fills and flows make up what the exchange reports, and each asset opens to what moved it', async () => {
  const { refresh, importAll, reconcile, clock } = await worldWith({ USDT: '758.84', BTC: '1.5' });
  await refresh();
  await importAll();
  const { assets, balancesAt, sources, flows, reading } = await reconcile();
  expect(assets.map(({ asset, verdict, moved, difference }) => [asset, verdict, moved, difference])).toEqual([
    ['BTC', 'explained', '1.5', '0'],
    ['USDT', 'explained', '758.84', '0'],
  ]);
  expect(assets[1]).toMatchObject({
    parts: [
      { part: 'paid', amount: '-200' },
      { part: 'received', amount: '60' },
      { part: 'fees', amount: '-0.16' },
      { part: 'deposits', amount: '1000' },
      { part: 'withdrawals', amount: '-100' },
      { part: 'flowFees', amount: '-1' },
    ],
    count: 4,
    from: startUs / 1000,
    causes: [],
  });
  expect([balancesAt, flows, reading]).toEqual([clock.now, 2, false]);
  expect(sources.map(({ source, state }) => [source, state])).toEqual([
    ['deposits', 'read'],
    ['withdrawals', 'read'],
  ]);
});

test('an asset that does not agree comes first, with what may be behind it and no opening balance by guess', async () => {
  const { refresh, importAll, reconcile } = await worldWith({ USDT: '800', BTC: '1.5' });
  await refresh();
  await importAll();
  const { assets, unreadKinds } = await reconcile();
  expect(assets.map(({ asset }) => asset)).toEqual(['USDT', 'BTC']);
  expect(assets[0]).toMatchObject({
    verdict: 'opening-unknown',
    opening: null,
    expected: null,
    moved: '758.84',
    reported: '800',
    difference: '-41.16', // 758.84 − 800
    causes: ['flow-not-read'],
  });
  expect(unreadKinds).toEqual(['transfer', 'conversion', 'reward']);
});

test('before anything is imported, and where a source failed, the import is named among the causes', async () => {
  const { refresh, importAll, reconcile, exchange } = await worldWith({ USDT: '800', BTC: '1.5' });
  await refresh();
  const before = await reconcile();
  expect(before.assets.map(({ causes }) => causes[0])).toEqual(['import-incomplete', 'import-incomplete']);
  exchange.failures.set('flowsPage', [{ reason: 'permission-missing' }]);
  await importAll();
  const after = await reconcile();
  expect(after.assets.find(({ asset }) => asset === 'USDT')?.causes[0]).toBe('import-incomplete');
  expect(after.sources[0]).toMatchObject({
    source: 'deposits',
    state: 'failed',
    failure: { reason: 'permission-missing' },
  });
});

test('what happened after the balances were read is left out, and balances that were never read leave all open', async () => {
  const { refresh, importAll, reconcile, exchange, clock } = await worldWith({ USDT: '758.84', BTC: '1.5' });
  await importAll();
  const unread = await reconcile();
  expect(unread.assets.map(({ verdict, difference }) => [verdict, difference])).toEqual([
    ['not-reported', null],
    ['not-reported', null],
  ]);
  await refresh();
  clock.now += 60_000;
  const late = { ...flow('deposit', 'USDT', '5'), id: 'late', occurredAtUs: clock.now * 1000 };
  exchange.flowsBySource.set('deposits', [flow('deposit', 'USDT', '1000'), late]);
  await importAll();
  expect((await reconcile()).assets.map(({ verdict }) => verdict)).toEqual(['explained', 'explained']);
  exchange.balances = [balance('USDT', '763.84', '0', '763.84'), balance('BTC', '1.5', '0', '1.5')];
  await refresh();
  const { assets } = await reconcile();
  expect(assets.map(({ asset, moved, verdict }) => [asset, moved, verdict])).toEqual([
    ['BTC', '1.5', 'explained'],
    ['USDT', '763.84', 'explained'],
  ]);
});
