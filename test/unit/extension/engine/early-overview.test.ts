/** Overview while the books are being loaded: what is held is known, what was made is not, but for what was computed of the same history. */
import { expect, test } from 'vitest';
import type { Overview } from '../../../../extension/engine/api/overview';
import { earlyOverview } from '../../../../extension/engine/early-overview';
import type { Ledger } from '../../../../extension/engine/ledger';
import { overviewOf } from '../../../../extension/engine/overview';
import { unixMs } from '../../../../shared/result';
import { must } from '../store/open-store';
import { accountDraft, createWorld, importEnded, openWorld } from './engine-world';
import { balance, fakeExchange, fillsOf } from './fake-exchange';

const dayMs = 86_400_000;
const { id, label } = accountDraft;

const notAsked = () => {
  throw new Error('no book is asked');
};
const noLedger: Ledger = {
  own: notAsked,
  pools: notAsked,
  unpriced: notAsked,
  byId: notAsked,
  pooling: notAsked,
  lackingOf: notAsked,
  failureOf: notAsked,
  holdsBack: notAsked,
};

/** One account that holds 2 BTC at 150 USDT, bought at 100 two at a time and one of them sold at 130: 30 was made. */
async function aWorld() {
  const exchange = fakeExchange(['BTC/USDT']);
  exchange.balances = [balance('BTC', '2', '0', '2')];
  exchange.prices = new Map([['BTC/USDT', '150']]);
  exchange.fillsBySymbol.set(
    'BTC/USDT',
    fillsOf('BTC/USDT', [
      { side: 'buy', quantity: '2', price: '100' },
      { side: 'sell', quantity: '1', price: '130' },
    ]),
  );
  const { session, clock } = await openWorld(createWorld(exchange.client));
  must(await session.accounts.add(accountDraft));
  const account = session.accounts.get(id);
  if (!account) throw new Error('no account');
  await session.observations.refresh(account, session.signal);
  await session.observations.refreshPrices('binance', new Set(['BTC']), 'USDT', session.signal);
  await session.imports.start(id, 'import');
  await importEnded(session, id);
  const whole = (over = session): Overview =>
    overviewOf(over, { now: unixMs(clock.now), refreshing: new Set(), hostsMissing: new Map() });
  const early = (kept: Overview | null) =>
    earlyOverview({ ...session, ledger: noLedger }, kept, async (over) => whole(over));
  return { session, account, clock, whole, early };
}

const beingRead = { reason: 'history-incomplete', code: 'being-read' };

test('what is held is told, and why what was made is not', async () => {
  const { whole, early } = await aWorld();
  const { total, accounts, allocation, realized, today } = await early(null);
  expect(total).toMatchObject({ amount: '300', missing: [] }); // 2 × 150
  expect([total, accounts, allocation]).toEqual([whole().total, whole().accounts, whole().allocation]);
  for (const sum of [realized.inBase.net, realized.inBase.gross, realized.inBase.fees, today.net, today.unrealized]) {
    expect(sum).toMatchObject({ amount: null, missingCount: 1, partCount: 1 });
    expect(sum.missing).toMatchObject([{ accountId: id, accountLabel: label, failure: beingRead }]);
  }
  expect(realized.caveats).toEqual([{ accountId: id, accountLabel: label, failure: beingRead }]);
  expect(realized).toMatchObject({ perQuote: [], methods: ['fifo'], pooling: null });
});

test('an account that is not asked says so of today, as it does with its fills', async () => {
  const { session, account, whole, early } = await aWorld();
  must(await session.accounts.save({ ...account, pausedAt: unixMs(1) }));
  const { today } = await early(null);
  expect(today.net.missing).toEqual(whole().today.net.missing);
  expect(today.net.missing).toMatchObject([{ failure: { reason: 'account-paused' } }]);
});

test('what was made in all is that of another day, and what was made today is not', async () => {
  const { clock, whole, early } = await aWorld();
  const kept = whole();
  clock.now += dayMs;
  const { realized, today } = await early(kept);
  expect(realized.inBase.net).toMatchObject({ amount: '30', missing: [] }); // 1 × (130 − 100)
  expect(realized).toEqual(kept.realized);
  expect(today.net.missing).toMatchObject([{ failure: beingRead }]);
});

test('nothing of another day is told where something has come to be known against it, or where the base currency is another one', async () => {
  const { session, account, whole, early } = await aWorld();
  const kept = whole();
  expect((await early({ ...kept, baseCurrency: 'EUR' })).realized.inBase.net.amount).toBeNull();
  must(await session.accounts.save({ ...account, pausedAt: unixMs(1) }));
  const { caveats, inBase } = (await early(kept)).realized;
  expect(inBase.net.amount).toBeNull();
  expect(caveats.map(({ failure }) => failure)).toMatchObject([{ reason: 'account-paused' }, beingRead]);
});
