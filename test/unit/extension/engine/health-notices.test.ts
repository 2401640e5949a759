/** When an account's failing and recovering are said: each once, and several of one cause together. */
import { IDBFactory } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { createHealth } from '../../../../extension/engine/health';
import {
  type AccountHealth,
  type HealthState,
  healthAfter,
  healthStateSchema,
} from '../../../../extension/engine/health-notices';
import type { ExchangeId } from '../../../../shared/exchanges/ids';
import type { Failure, Reason } from '../../../../shared/reasons';
import { must } from '../store/open-store';
import { accountDraft, createWorld, fakeBrowser, importEnded, openWorld } from './engine-world';
import { fakeExchange } from './fake-exchange';

const health = (id: string, reason: Reason | null, exchange: ExchangeId = 'binance'): AccountHealth => ({
  ...{ id, exchange, of: 'balances' },
  failure: reason === null ? null : { reason },
});
/** How a run of an import ended. */
const run = (reason: Reason | null): AccountHealth => ({ ...health('a', reason), of: 'import' });

/** The notices of one reading of one account after another; where no more is told it is a refresh that ended so. */
function said(...ends: readonly (Reason | AccountHealth | null)[]): readonly string[][] {
  let state: HealthState = {};
  return ends.map((end) => {
    const found = typeof end === 'string' || end === null ? health('a', end) : end;
    const after = healthAfter(state, [found], new Set(['a']));
    state = after.state;
    return after.notices.map((notice) => `${notice.kind} ${notice.reason} ${notice.accountIds.join()}`);
  });
}

const fails = (reason: Reason) => [`failing ${reason} a`];
const recovers = (reason: Reason) => [`recovered ${reason} a`];

test.each<[string, readonly (Reason | AccountHealth | null)[], readonly string[][]]>([
  ['an account that always answers', [null, null], [[], []]],
  ['a refused key is said at once, and once', ['key-rejected', 'key-rejected'], [fails('key-rejected'), []]],
  ['what passes by itself is not said', ['network-failed', null], [[], []]],
  [
    'what fails twice in a row is said the second time, and once',
    ['network-failed', 'network-failed', 'network-failed'],
    [[], fails('network-failed'), []],
  ],
  [
    'two failures that are not in a row are not said',
    ['network-failed', null, 'network-failed', null],
    [[], [], [], []],
  ],
  ['two causes in a row are two failures in a row', ['network-failed', 'rate-limited'], [[], fails('rate-limited')]],
  [
    'a recovery is said once, with what is over',
    ['key-rejected', null, null],
    [fails('key-rejected'), recovers('key-rejected'), []],
  ],
  [
    'after a recovery it begins anew',
    ['key-rejected', null, 'key-rejected'],
    [fails('key-rejected'), recovers('key-rejected'), fails('key-rejected')],
  ],
  [
    'another cause while it fails is the same failing',
    ['network-failed', 'network-failed', 'key-rejected', null],
    [[], fails('network-failed'), [], recovers('key-rejected')],
  ],
  [
    'a refresh that was cancelled tells nothing',
    ['network-failed', 'cancelled', 'network-failed'],
    [[], [], fails('network-failed')],
  ],
  [
    'an import that only a person can mend is said at once, and not again with each refresh after which it stops anew',
    [null, run('permission-missing'), null, run('permission-missing'), null, run('permission-missing')],
    [[], fails('permission-missing'), [], [], [], []],
  ],
  [
    'an import answers again when a run of it ends well, not when balances do',
    [run('permission-missing'), null, run(null), null],
    [fails('permission-missing'), [], recovers('permission-missing'), []],
  ],
  [
    'an import that stops once for what may pass is not said, one that does so twice in a row is',
    [run('network-failed'), null, run(null), run('network-failed'), null, run('network-failed')],
    [[], [], [], [], [], fails('network-failed')],
  ],
  [
    'balances that fail while the import does are the same failing, and then it is they that answer again',
    [run('key-rejected'), 'key-rejected', null, run(null)],
    [fails('key-rejected'), [], recovers('key-rejected'), []],
  ],
])('%s', (_, ends, notices) => {
  expect(said(...ends)).toEqual(notices);
});

test('accounts that fail for one cause at one time are one notice; another exchange or another cause is another', () => {
  const asked = new Set(['a', 'b', 'c', 'd']);
  const ends = [
    health('a', 'key-rejected'),
    health('b', 'key-rejected'),
    health('c', 'key-rejected', 'gate'),
    health('d', 'signature-rejected'),
  ];
  expect(healthAfter({}, ends, asked).notices).toEqual([
    { kind: 'failing', reason: 'key-rejected', accountIds: ['a', 'b'] },
    { kind: 'failing', reason: 'key-rejected', accountIds: ['c'] },
    { kind: 'failing', reason: 'signature-rejected', accountIds: ['d'] },
  ]);
});

test('a network that is down is one cause, at whichever exchanges it shows', () => {
  const ends = [health('a', 'network-failed'), health('b', 'network-failed', 'gate')];
  const first = healthAfter({}, ends, new Set(['a', 'b']));
  expect(healthAfter(first.state, ends, new Set(['a', 'b'])).notices).toEqual([
    { kind: 'failing', reason: 'network-failed', accountIds: ['a', 'b'] },
  ]);
});

test('of an account that is removed, frozen or paused nothing is remembered', () => {
  const { state } = healthAfter({}, [health('a', 'key-rejected')], new Set(['a']));
  const paused = healthAfter(state, [health('a', 'key-rejected')], new Set());
  expect(paused).toEqual({ state: {}, notices: [] });
  // resumed and well: nobody was told that it failed again
  expect(healthAfter(paused.state, [health('a', null)], new Set(['a'])).notices).toEqual([]);
});

/** An account whose balances were refused, in a browser profile; another one over the same profile is a restart. */
async function engineOver(indexedDB = new IDBFactory(), browser = fakeBrowser()) {
  const exchange = fakeExchange(['BTC/USDT']);
  const world = await openWorld(createWorld(exchange.client, indexedDB, browser));
  const { session } = world;
  if (session.accounts.list().length === 0) must(await session.accounts.add(accountDraft));
  const [account] = session.accounts.list();
  if (!account) throw new Error('the account was added above');
  const say = createHealth(world.deps);
  const refreshed = async (failure: Failure | null): Promise<void> => {
    exchange.failures.set('balances', failure ? [failure] : []);
    await session.observations.refresh(account, session.signal);
    await say.refreshed(session, [account.id]);
  };
  /** A run of the import, of which the exchange refuses the first call or none. */
  const imported = async (failure: Failure | null): Promise<void> => {
    exchange.failures.set('traces', failure ? [failure] : []);
    await session.imports.start(account.id, 'import');
    await importEnded(session);
    await say.imported(session, session.imports.progress(account.id));
  };
  return { ...world, refreshed, imported, kinds: () => browser.notices.map(({ kind }) => kind) };
}

const rejected: Failure = { reason: 'key-rejected' };

test('what was said is not said again after a restart; the recovery then is', async () => {
  const first = await engineOver();
  await first.refreshed(rejected);
  const restarted = await engineOver(first.indexedDB, first.browser);
  await restarted.refreshed(rejected);
  expect(restarted.kinds()).toEqual(['failing']);
  await restarted.refreshed(null);
  expect(restarted.browser.notices).toEqual([
    {
      kind: 'failing',
      reason: 'key-rejected',
      accounts: [{ id: 'account-1', name: { exchange: 'Binance', label: 'main' } }],
    },
    {
      kind: 'recovered',
      reason: 'key-rejected',
      accounts: [{ id: 'account-1', name: { exchange: 'Binance', label: 'main' } }],
    },
  ]);
});

test('a stopped import is said with its reason, though the balances are read, and so is the run that ends well', async () => {
  const at = await engineOver();
  await at.refreshed(null);
  await at.imported({ reason: 'permission-missing' });
  await at.refreshed(null);
  await at.imported({ reason: 'permission-missing' });
  expect(at.browser.notices).toMatchObject([{ kind: 'failing', reason: 'permission-missing' }]);
  await at.imported(null);
  expect(at.kinds()).toEqual(['failing', 'recovered']);
});

test('an import tells nothing while the balances fail, nor where its trader ended it or it waits to try again', async () => {
  const at = await engineOver();
  await at.refreshed(rejected);
  await at.imported({ reason: 'permission-missing' });
  await at.refreshed(null); // it failed by its balances alone
  expect(at.kinds()).toEqual(['failing', 'recovered']);
  await at.imported({ reason: 'permission-missing' });
  const progress = at.session.imports.progress('account-1');
  const say = createHealth(at.deps);
  for (const state of ['paused', 'waiting'] as const)
    await say.imported(at.session, { ...progress, state, failure: null });
  expect(at.kinds()).toEqual(['failing', 'recovered', 'failing']);
});

test('what was stored before imports were looked at is of balances', () => {
  const state = healthStateSchema.parse({ a: { reason: 'key-rejected', times: 1, said: true } });
  expect(healthAfter(state, [health('a', null)], new Set(['a'])).notices).toMatchObject([{ kind: 'recovered' }]);
});

test('a notice that could not be shown is due again after the next refresh', async () => {
  const at = await engineOver();
  const { notify } = at.browser.host;
  const refuse = async () => {
    throw new Error('the browser refused');
  };
  at.browser.host.notify = refuse;
  await at.refreshed(rejected);
  at.browser.host.notify = notify;
  await at.refreshed(rejected);
  expect(at.kinds()).toEqual(['failing']);
  at.browser.host.notify = refuse;
  await at.refreshed(null);
  at.browser.host.notify = notify;
  await at.refreshed(null);
  expect(at.kinds()).toEqual(['failing', 'recovered']);
});

test('switched off nothing is said, and a failure that lasts is said once they are on; names can be left out', async () => {
  const at = await engineOver();
  const choose = async (notifyFailures: boolean, notifyNames: boolean) =>
    must(await at.session.saveSettings({ ...at.session.settings(), notifyFailures, notifyNames }));
  await choose(false, true);
  await at.refreshed(rejected);
  await at.refreshed(null);
  await at.refreshed(rejected);
  expect(at.kinds()).toEqual([]);
  await choose(true, false);
  await at.refreshed(rejected);
  await at.refreshed(rejected);
  expect(at.browser.notices).toEqual([
    { kind: 'failing', reason: 'key-rejected', accounts: [{ id: 'account-1', name: null }] },
  ]);
});
