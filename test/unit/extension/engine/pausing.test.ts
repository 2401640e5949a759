/** A paused account: asked for nothing, missing in totals with its last value, no failure; resumed, it reads what happened meanwhile. */
import { expect, test } from 'vitest';
import { summaryOf } from '../../../../extension/engine/api/popup-summary';
import { createEvents } from '../../../../extension/engine/events';
import { earliestDeadline, overviewOf } from '../../../../extension/engine/overview';
import { pausingCommands } from '../../../../extension/engine/pausing';
import { createRefresher } from '../../../../extension/engine/refresher';
import { createWork } from '../../../../extension/engine/work';
import type { ExchangeId } from '../../../../shared/exchanges/ids';
import { unixMs } from '../../../../shared/result';
import { must } from '../store/open-store';
import { accountDraft, createWorld, importEnded, openWorld, type World } from './engine-world';
import { balance, type FakeExchange, fakeExchange, fillsOf } from './fake-exchange';

const day = 86_400_000;
const start = Date.UTC(2026, 1, 1, 12);

/** The engine's parts over an open vault; another one over the same world's profile is what a restart gives. */
async function opened(world: World) {
  const open = await openWorld(world);
  const { session, deps, clock } = open;
  const events = createEvents();
  const refresher = createRefresher({ deps, events, work: createWork(deps.hosts), session: () => session });
  const commands = pausingCommands({ deps, events, refresher, session: (use) => use(session) });
  const overview = () =>
    overviewOf(session, { now: unixMs(clock.now), refreshing: new Set(), hostsMissing: new Map() });
  const settled = async () => {
    for (const { id } of session.accounts.list()) await importEnded(session, id);
    while (refresher.refreshing.size > 0) await new Promise((resolve) => setTimeout(resolve));
  };
  const refresh = async () => {
    await refresher.refresh(null);
    for (const { id } of session.accounts.list()) await session.imports.start(id, 'import'); // joins what is under way
    await settled();
  };
  return { ...open, ...commands, events, refresher, overview, refresh, settled };
}

/** Two accounts of one exchange, 7 USDT each; BTC/USDT was bought once on 2026-01-01. */
async function desk(exchangeId: ExchangeId = 'binance', exchange: FakeExchange = fakeExchange(['BTC/USDT'])) {
  exchange.balances = [balance('USDT', '7', '0', '7')];
  exchange.fillsBySymbol.set('BTC/USDT', fillsOf('BTC/USDT', [{ side: 'buy', quantity: '1', price: '100' }]));
  const created = createWorld(exchange.client);
  created.clock.now = start;
  exchange.now = () => created.clock.now;
  const world = await opened(created);
  for (const id of ['kept', 'resting'])
    must(
      await world.session.accounts.add({
        ...accountDraft,
        id,
        label: id,
        exchange: exchangeId,
        userSymbols: ['BTC/USDT'],
      }),
    );
  return { ...world, exchange };
}

test('a paused account is asked for nothing: by no refresh, no import, no reopening', async () => {
  const world = await desk();
  await world.refresh();
  must(await world.session.accounts.remove(world.session.accounts.list()[0] ?? never()));
  must(await world.pauseAccount('resting'));
  const { length } = world.exchange.calls;
  await world.refresher.refresh(null);
  await world.refresher.refresh('resting');
  expect(await world.session.imports.start('resting', 'import')).toEqual({
    ok: false,
    error: { reason: 'account-paused' },
  });
  await world.session.close();
  await world.database.close();
  const again = await opened(createWorld(world.exchange.client, world.indexedDB, world.browser));
  again.session.imports.resumeAll();
  await again.refresher.refresh(null);
  await again.settled();
  expect(again.session.accounts.get('resting')?.pausedAt).toBe(start);
  expect(world.exchange.calls).toHaveLength(length);
});

const never = (): never => {
  throw new Error('no such account');
};

test('it is a missing part of every total, with what it was last, and no failure', async () => {
  const world = await desk();
  await world.refresh();
  world.clock.now = start + 3_600_000;
  must(await world.pauseAccount('resting'));
  must(await world.pauseAccount('resting')); // repeated: still paused since then
  world.clock.now = start + 7_200_000;
  await world.refresh();
  const failure = { reason: 'account-paused' };
  const overview = world.overview();
  expect(overview.accounts.find(({ id }) => id === 'resting')).toMatchObject({
    pausedAt: start + 3_600_000,
    frozen: null,
    value: { state: 'unknown', failure, failedAt: start + 3_600_000, last: { value: { amount: '7' }, at: start } },
    wallets: [{ value: { state: 'unknown', failure } }],
  });
  // 7 of the other account; both together were 7 + 7 when both were known last
  expect(overview.total).toMatchObject({
    amount: '7',
    missing: [{ accountId: 'resting', asset: null, failure }],
    missingCount: 1,
    partCount: 2,
    lastKnown: { value: '14' },
  });
  expect(overview.today.net).toMatchObject({ missing: [{ accountId: 'resting', failure }], partCount: 2 });
  expect(overview.realized.caveats).toContainEqual({ accountId: 'resting', accountLabel: 'resting', failure });
  expect(overview.issues).toEqual([]);
  expect(summaryOf(overview).accounts).toMatchObject([
    { id: 'kept', pausedAt: null, frozen: null },
    { id: 'resting', pausedAt: start + 3_600_000, frozen: null, importing: false },
  ]);
});

test('what the exchange refused last is an issue no more, and a price that nobody asks for is none', async () => {
  const world = await desk();
  must(await world.session.accounts.remove(world.session.accounts.get('kept') ?? never()));
  world.exchange.balances = [balance('BTC', '1', '0', '1')];
  world.exchange.failures.set('tickers', [{ reason: 'unexpected-payload' }]);
  await world.refresher.refresh(null);
  world.exchange.failures.set('balances', [{ reason: 'key-rejected' }]);
  world.exchange.failures.set('tickers', [{ reason: 'unexpected-payload' }]);
  await world.refresh();
  expect(world.overview().issues.map(({ failure }) => failure.reason)).toContain('key-rejected');
  must(await world.pauseAccount('resting'));
  expect(world.overview().issues).toEqual([]);
});

test('resumed, it reads what was traded meanwhile', async () => {
  const world = await desk();
  await world.refresh();
  must(await world.pauseAccount('resting'));
  world.exchange.balances = [balance('USDT', '9', '0', '9')];
  world.exchange.fillsBySymbol.set(
    'BTC/USDT',
    fillsOf('BTC/USDT', [
      { side: 'buy', quantity: '1', price: '100' },
      { side: 'sell', quantity: '1', price: '130' },
    ]),
  );
  world.clock.now = start + day;
  await world.refresh();
  const stored = () => ['kept', 'resting'].map((id) => world.session.imports.progress(id).fillsStored);
  expect(stored()).toEqual([2, 1]);
  must(await world.resumeAccount('resting'));
  await world.refresh();
  expect(stored()).toEqual([2, 2]);
  const overview = world.overview();
  expect(overview.total).toMatchObject({ amount: '18', missing: [] }); // 9 + 9
  expect(overview.accounts[1]).toMatchObject({ pausedAt: null, value: { state: 'known' } });
});

/** Time enough for what was started to ask for something. */
async function aWhile(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setTimeout(resolve));
}

test.each(['import', 'deep-scan'] as const)(
  'an %s that is going on stands still and goes on when the account is resumed, also after a restart',
  async (kind) => {
    const exchange = fakeExchange(['BTC/USDT'], 10);
    const world = await desk('binance', exchange);
    exchange.fillsBySymbol.set(
      'BTC/USDT',
      fillsOf(
        'BTC/USDT',
        Array.from({ length: 25 }, () => ({ side: 'buy' as const, quantity: '1', price: '100' })),
      ),
    );
    let pages = 0;
    let pausing: Promise<unknown> | null = null;
    exchange.beforeCall = () => {
      if (exchange.calls.at(-1) !== 'fillsPage') return;
      pages += 1;
      if (pages === 2) pausing = world.pauseAccount('resting');
    };
    must(await world.session.imports.start('resting', kind));
    while (!pausing) await new Promise((resolve) => setTimeout(resolve));
    await pausing;
    const { state, fillsStored, failure } = world.session.imports.progress('resting');
    expect([state, failure]).toEqual(['paused', null]);
    expect(fillsStored).toBeLessThan(25);
    const asked = exchange.calls.length;
    await aWhile();
    expect(exchange.calls).toHaveLength(asked); // the page in flight was the last
    await world.session.close();
    await world.database.close();

    const again = await opened(createWorld(exchange.client, world.indexedDB, world.browser));
    exchange.beforeCall = () => undefined;
    again.session.imports.resumeAll();
    await aWhile();
    expect(exchange.calls).toHaveLength(asked);
    expect(again.session.imports.progress('resting').state).toBe('paused');
    must(await again.resumeAccount('resting'));
    await again.settled();
    await importEnded(again.session, 'resting');
    expect(again.session.imports.progress('resting')).toMatchObject({ state: 'complete', fillsStored: 25 });
  },
);

test('an import that the trader had stopped before stays stopped when the account is resumed', async () => {
  const world = await desk();
  world.exchange.failures.set('fillsPage', [{ reason: 'rate-limited', untilAt: unixMs(start + 60_000) }]);
  let waiting = false;
  Object.assign(world.deps, {
    sleep: async (_: number, signal: AbortSignal) => {
      waiting = true;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    },
  });
  must(await world.session.imports.start('resting', 'import'));
  while (!waiting) await new Promise((resolve) => setTimeout(resolve));
  await world.session.imports.cancel('resting');
  must(await world.pauseAccount('resting'));
  const asked = world.exchange.calls.filter((call) => call === 'fillsPage').length;
  must(await world.resumeAccount('resting'));
  await world.settled();
  expect(world.session.imports.progress('resting').state).toBe('paused');
  expect(world.exchange.calls.filter((call) => call === 'fillsPage')).toHaveLength(asked);
});

test('an import that a failure had stopped before the pause is not told as one that ends when the account is resumed', async () => {
  const world = await desk();
  world.exchange.failures.set('traces', [{ reason: 'permission-missing' }]);
  await world.session.imports.start('kept', 'import');
  await world.settled();
  expect(world.session.imports.progress('kept').state).toBe('stopped');
  await world.pauseAccount('kept');
  const heard: string[] = [];
  world.events.onAny((event) => event.topic === 'import' && heard.push(event.progress.state));
  must(await world.resumeAccount('kept'));
  expect(heard).toEqual([]);
});

test('what a refresh reads while the account is being paused is not noted', async () => {
  const world = await desk();
  await world.refresh();
  world.exchange.balances = [balance('USDT', '99', '0', '99')];
  const { client } = world.exchange;
  const { balances } = client;
  Object.assign(client, {
    balances: async (...asked: Parameters<typeof balances>) => {
      must(await world.pauseAccount('resting'));
      return balances(...asked);
    },
  });
  await world.refresher.refresh('resting');
  expect(world.overview().accounts[1]?.value).toMatchObject({ last: { value: { amount: '7' } } });
});

test('the look-back goes on: its deadline stands until it has passed, and it starts no import by itself', async () => {
  const world = await desk('mexc');
  await world.refresh();
  must(await world.pauseAccount('resting'));
  // read on 02-01 12:00, kept for 30 days, a day of margin
  const deadlineAt = start + 29 * day;
  world.clock.now = start + 20 * day;
  await world.refresh();
  const lookBackOf = () => world.overview().accounts.map(({ lookBack }) => lookBack?.deadlineAt);
  expect(lookBackOf()).toEqual([start + 49 * day, deadlineAt]);
  expect(earliestDeadline(world.session, unixMs(world.clock.now))).toBe(deadlineAt);
  // once passed it would hide the deadline of the other for ever
  world.clock.now = deadlineAt;
  expect(lookBackOf()).toEqual([start + 49 * day, deadlineAt]);
  expect(earliestDeadline(world.session, unixMs(world.clock.now))).toBe(start + 49 * day);
});

test('one whose key is removed is kept for its history, and is paused no more when it gets a key again', async () => {
  const world = await desk();
  must(await world.pauseAccount('resting'));
  must(await world.session.accounts.freeze(world.session.accounts.get('resting') ?? never()));
  expect(world.overview().accounts[1]).toMatchObject({ frozen: 'key-removed', pausedAt: null });
  expect(world.session.accounts.get('resting')?.pausedAt).toBeNull();
  expect(world.overview().total.partCount).toBe(1);
});

test('nothing happens to an account that is not there, or that is not paused', async () => {
  const world = await desk();
  must(await world.pauseAccount('gone'));
  must(await world.resumeAccount('gone'));
  must(await world.resumeAccount('kept'));
  expect(world.exchange.calls).toEqual([]);
});
