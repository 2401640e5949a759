/** Coins that do not add up to what the exchange reports: PnL that rests on them says so. */
import { expect, test } from 'vitest';
import { overviewOf } from '../../../../extension/engine/overview';
import { decimal } from '../../../../shared/money/decimal';
import { unixMs } from '../../../../shared/result';
import { must } from '../store/open-store';
import { accountDraft, createWorld, importEnded, openWorld } from './engine-world';
import { balance, fakeExchange, fillsOf } from './fake-exchange';

const { id } = accountDraft;
const startUs = Date.UTC(2026, 0, 1) * 1000;

/** 2 BTC bought at 100 and half a one sold at 120: 1.5 BTC are to be there. 1,000 − 200 + 60 = 860 USDT. */
async function worldWith(btc: string, exchangeId: 'gate' | 'bitget' = 'gate', usdt = '860') {
  const exchange = fakeExchange(['BTC/USDT'], 10, 'account');
  exchange.fillsBySymbol.set(
    'BTC/USDT',
    fillsOf('BTC/USDT', [
      { side: 'buy', quantity: '2', price: '100' },
      { side: 'sell', quantity: '0.5', price: '120' },
    ]),
  );
  const deposit = { id: 'one', kind: 'deposit' as const, occurredAtUs: startUs, exchange: exchangeId, asset: 'USDT' };
  exchange.flowsBySource.set('deposits', [
    { ...deposit, amount: decimal('1000'), fee: decimal('0'), status: 'completed' },
  ]);
  const hold = (asset: string, quantity: string) => balance(asset, quantity, '0', quantity);
  exchange.balances = [hold('BTC', btc), hold('USDT', usdt)];
  exchange.prices = new Map([['BTC/USDT', '120']]);
  const world = await openWorld(createWorld(exchange.client));
  const { session, clock } = world;
  exchange.now = () => clock.now;
  must(await session.accounts.add({ ...accountDraft, exchange: exchangeId }));
  const account = session.accounts.get(id);
  if (!account) throw new Error('no account');
  const refresh = () => session.observations.refresh(account, session.signal);
  const importAll = async () => {
    must(await session.imports.start(id, 'import'));
    await importEnded(session, id);
    await session.cashFlows.read(id);
    await session.unexplained.judge(id);
  };
  await refresh();
  await importAll();
  return { ...world, exchange, account, hold, refresh, importAll };
}

type World = Awaited<ReturnType<typeof worldWith>>;

const unexplained = { reason: 'history-incomplete', code: 'unexplained', subject: 'BTC' };
const causesOf = ({ session, clock }: Pick<World, 'session' | 'clock'>) => {
  const { realized, issues } = overviewOf(session, {
    now: unixMs(clock.now),
    refreshing: new Set(),
    hostsMissing: new Map(),
  });
  const { missing } = realized.inBase.net;
  const of = (all: readonly { readonly failure: { readonly code?: string } }[]) =>
    all.map(({ failure }) => failure).filter(({ code }) => code === 'unexplained');
  return [of(missing), of(realized.caveats), of(issues)];
};

test('PnL over an account whose coin is not all there says so, until it adds up again', async () => {
  const world = await worldWith('1.2');
  expect(causesOf(world)).toEqual([[unexplained], [unexplained], [unexplained]]);
  world.exchange.balances = [world.hold('BTC', '1.5'), world.hold('USDT', '860')];
  await world.refresh();
  await world.importAll();
  expect(causesOf(world)).toEqual([[], [], []]);
});

test('the last verdict is known after a restart, and is gone with its account', async () => {
  const world = await worldWith('1.2');
  await world.session.close();
  const { session } = await openWorld(world);
  expect(causesOf({ ...world, session })[1]).toEqual([unexplained]);
  await session.unexplained.forget(id);
  await session.close();
  expect((await openWorld(world)).session.unexplained.of(id)).toEqual([]);
});

test.each([
  ['all adds up', '1.5', 'gate', '860'],
  ['only cash does not, since no lot rests on it', '1.5', 'gate', '900'],
  ['more is there than before a look-back is known of, which its own caveat says', '1.6', 'bitget', '860'],
] as const)('nothing is said where %s', async (_, btc, exchange, usdt) => {
  expect((await worldWith(btc, exchange, usdt)).session.unexplained.of(id)).toEqual([]);
});

test('what cannot have been there before a look-back either is said', async () => {
  // 1.2 − 1.5: −0.3 BTC before it
  expect((await worldWith('1.2', 'bitget')).session.unexplained.of(id)).toEqual(['BTC']);
});

test('less than an order of the market is no fill that is missing', async () => {
  const { session, account, exchange, hold, refresh, importAll } = await worldWith('1.2');
  must(
    await session.accounts.save({ ...account, dust: { others: 'market', bySymbol: { 'BTC/USDT': decimal('0.01') } } }),
  );
  for (const [btc, said] of [
    ['1.49', []], // 1.5 − 1.49 = 0.01
    ['1.489', ['BTC']],
    ['1.51', []],
  ] as const) {
    exchange.balances = [hold('BTC', btc), hold('USDT', '860')];
    await refresh();
    await importAll();
    expect(session.unexplained.of(id)).toEqual(said);
  }
});

test('balances that are newer than the fills that were read change no verdict', async () => {
  const { session, exchange, hold, refresh, importAll, clock } = await worldWith('1.5');
  clock.now += 60_000;
  exchange.balances = [hold('BTC', '1'), hold('USDT', '920')]; // half a BTC was sold, and its fill is not here yet
  await refresh();
  await session.unexplained.judge(id);
  expect(session.unexplained.of(id)).toEqual([]);
  await importAll(); // the fill never came
  expect(session.unexplained.of(id)).toEqual(['BTC']);
});

test('a history that is not read to its end has words of its own', async () => {
  const { session, exchange, hold, refresh, importAll } = await worldWith('1.5');
  exchange.balances = [hold('BTC', '1'), hold('USDT', '860')];
  exchange.failures.set('flowsPage', [{ reason: 'permission-missing' }, { reason: 'permission-missing' }]);
  await refresh();
  await importAll();
  expect(session.unexplained.of(id)).toEqual([]);
});
