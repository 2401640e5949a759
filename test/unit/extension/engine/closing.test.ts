/** BitMart closes on 2027-01-31 15:59 UTC: a notice until then, a frozen account from then on. */
import { expect, test } from 'vitest';
import { accountCommands } from '../../../../extension/engine/account-commands';
import type { Overview } from '../../../../extension/engine/api/overview';
import { summaryOf } from '../../../../extension/engine/api/popup-summary';
import { createEvents } from '../../../../extension/engine/events';
import { overviewOf } from '../../../../extension/engine/overview';
import { createRefresher } from '../../../../extension/engine/refresher';
import { createWork } from '../../../../extension/engine/work';
import { unixMs } from '../../../../shared/result';
import { must } from '../store/open-store';
import { accountDraft, createWorld, importEnded, openWorld } from './engine-world';
import { balance, fakeExchange, fillsOf } from './fake-exchange';

const closesAt = Date.UTC(2027, 0, 31, 15, 59);
const draft = {
  ...accountDraft,
  exchange: 'bitmart' as const,
  credentials: { ...accountDraft.credentials, memo: 'a memo' },
};
const { id } = draft;

/** An account with 5 USDT and a closing of 50 USDT, the clock a day before the end. */
async function worldWith() {
  const exchange = fakeExchange(['BTC/USDT'], 10, 'account');
  exchange.fillsBySymbol.set(
    'BTC/USDT',
    fillsOf('BTC/USDT', [
      { side: 'buy', quantity: '1', price: '100' },
      { side: 'sell', quantity: '1', price: '150' },
    ]),
  );
  exchange.balances = [balance('USDT', '5', '0', '5')];
  const created = createWorld(exchange.client);
  created.clock.now = closesAt - 86_400_000;
  exchange.now = () => created.clock.now;
  const world = await openWorld(created);
  const { session, deps, clock } = world;
  const events = createEvents();
  const refresher = createRefresher({ deps, events, work: createWork(deps.hosts), session: () => session });
  const commands = accountCommands({ deps, events, refresher, session: (use) => use(session) });
  must(await session.accounts.add(draft));
  const refresh = async () => {
    await refresher.refresh(null);
    await session.imports.start(id, 'import'); // joins the start that is under way
    await importEnded(session, id);
  };
  const overview = () =>
    overviewOf(session, { now: unixMs(clock.now), refreshing: new Set(), hostsMissing: new Map() });
  return { ...world, exchange, commands, refresh, overview };
}

/** Other notices, as of a backup that is due, are not of this. */
const isClosing = ({ kind }: Overview['notices'][number]): boolean => kind === 'closing';

test('before its exchange closes an account works as any other, with one notice that is no issue', async () => {
  const { refresh, overview } = await worldWith();
  await refresh();
  const { accounts, notices, issues, total } = overview();
  expect(accounts[0]).toMatchObject({ closing: { closesAt }, frozen: null, value: { state: 'known' } });
  expect(notices.filter(isClosing)).toEqual([
    { id: 'closing:bitmart', kind: 'closing', exchange: 'bitmart', accountIds: [id], closesAt },
  ]);
  expect(issues).toEqual([]);
  expect(total.amount).toBe('5');
});

test('from then on it is frozen: no key, no call, in no total, its last balances with their age, its PnL kept', async () => {
  const world = await worldWith();
  const { session, refresh, overview, clock, exchange } = world;
  await refresh();
  const readAt = clock.now;
  clock.now = closesAt;
  const asked = exchange.calls.length;
  await refresh();
  expect(exchange.calls).toHaveLength(asked);
  expect(session.accounts.get(id)?.credentialId).toBeNull();
  expect(must(await session.store.readDocument('credential', id))).toBeNull();
  const after = overview();
  expect(after.accounts[0]).toMatchObject({
    frozen: 'closed',
    closing: null,
    value: {
      state: 'unknown',
      failure: { reason: 'exchange-closed' },
      failedAt: closesAt,
      last: { value: { amount: '5' }, at: readAt },
    },
  });
  // the only account: not a known 0, but what it was last
  expect(after.total).toMatchObject({
    amount: null,
    missing: [{ accountId: id, failure: { reason: 'exchange-closed' } }],
    lastKnown: { value: '5', at: readAt },
  });
  expect([after.notices.filter(isClosing), after.issues]).toEqual([[], []]);
  expect(after.realized.perQuote).toMatchObject([{ quote: 'USDT', net: '50' }]); // 150 − 100
  expect(summaryOf(after).accounts).toMatchObject([{ id, value: { state: 'unknown' } }]);
});

test('days after the end do not miss the account in the equity of the others', async () => {
  const world = await worldWith();
  const { session, refresh, overview, clock } = world;
  must(await session.accounts.add({ ...accountDraft, id: 'other', label: 'other', exchange: 'gate' }));
  await refresh();
  clock.now = closesAt + 86_400_000;
  await refresh();
  expect(overview().equity).toEqual([
    { date: '2027-01-30', amount: '10', partial: false }, // 5 each
    { date: '2027-01-31', amount: null, partial: true }, // nothing was read
    { date: '2027-02-01', amount: '5', partial: false },
  ]);
  expect(overview().total).toMatchObject({ amount: '5', partCount: 1, missing: [] }); // in no total of the others
});

test('an import that was not finished when the exchange closed ends, and the figures say that they lack the rest', async () => {
  const world = await worldWith();
  const { session, refresh, overview, clock, exchange } = world;
  exchange.failures.set('fillsPage', [{ reason: 'rate-limited', untilAt: unixMs(closesAt + 60_000) }]);
  const { sleep } = world.deps;
  let freezing: Promise<void> | null = null;
  Object.assign(world.deps, {
    sleep: async (ms: number, signal: AbortSignal) => {
      await sleep(ms, signal);
      freezing ??= refresh();
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    },
  });
  must(await session.imports.start(id, 'import'));
  while (!freezing) await new Promise((resolve) => setTimeout(resolve));
  await freezing;
  expect(clock.now).toBeGreaterThan(closesAt);
  const failure = { reason: 'exchange-closed' };
  expect(session.imports.progress(id)).toMatchObject({ state: 'stopped', failure });
  expect(overview().realized.caveats).toMatchObject([{ failure }]);
  expect(overview().accounts[0]?.frozen).toBe('closed');
});

test('no account of a closed exchange is added, and one whose key was removed is told apart from it', async () => {
  const { commands, clock, exchange, session, overview } = await worldWith();
  clock.now = closesAt;
  const refused = { ok: false, error: { reason: 'exchange-closed' } };
  expect(await commands.addAccount({ ...draft, id: 'b', label: 'second' })).toEqual(refused);
  expect(await commands.testKey({ ...draft, id: 'b', label: 'second' })).toEqual(refused);
  expect(exchange.calls).toEqual([]);
  must(await session.accounts.add({ ...accountDraft, id: 'c', label: 'third' }));
  must(await commands.removeAccount('c', 'keep'));
  expect(overview().accounts.map(({ id: of, frozen }) => [of, frozen])).toEqual([
    [id, 'closed'],
    ['c', 'key-removed'],
  ]);
});
