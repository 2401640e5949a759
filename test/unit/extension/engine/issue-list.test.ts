/** What fails is one issue per cause: of one account where it lies there, of all accounts at which it shows where it lies on this side. */
import { expect, test } from 'vitest';
import { accountsOf } from '../../../../extension/engine/api/issues';
import { createIssueList } from '../../../../extension/engine/issue-list';
import { overviewOf } from '../../../../extension/engine/overview';
import type { ExchangeAccount } from '../../../../shared/exchanges/account';
import type { ExchangeId } from '../../../../shared/exchanges/ids';
import type { Failure } from '../../../../shared/reasons';
import { unixMs } from '../../../../shared/result';
import { must } from '../store/open-store';
import { accountDraft, createWorld, openWorld } from './engine-world';
import { fakeExchange } from './fake-exchange';

const account = (id: string, exchange: ExchangeId): ExchangeAccount =>
  ({ id, exchange, label: `label of ${id}` }) as ExchangeAccount; // the list reads no other field
const [main, bot, other] = [account('main', 'binance'), account('bot', 'binance'), account('other', 'gate')];

/** The issues of one failure that shows at these accounts, the first at 3, the next at 2 and so on. */
function issuesOf(failure: Failure, ...accounts: readonly ExchangeAccount[]) {
  const list = createIssueList();
  for (const [n, each] of accounts.entries())
    list.add({ account: each, area: 'balances', failure, since: unixMs(3 - n) });
  return list.all();
}

test('a network that is down is one issue of all accounts at which it shows, since it first did', () => {
  const [issue, ...others] = issuesOf({ reason: 'network-failed' }, main, bot, other, bot);
  expect(others).toEqual([]);
  expect(issue).toMatchObject({ accountId: null, accountLabel: null, exchange: null, area: 'balances', since: 1 });
  expect(issue && accountsOf(issue)).toEqual([
    { id: 'main', label: 'label of main', exchange: 'binance' },
    { id: 'bot', label: 'label of bot', exchange: 'binance' },
    { id: 'other', label: 'label of other', exchange: 'gate' },
  ]);
});

test("at accounts of one exchange it names the exchange; at one account it is that account's", () => {
  expect(issuesOf({ reason: 'network-failed' }, main, bot)).toMatchObject([{ accountId: null, exchange: 'binance' }]);
  expect(issuesOf({ reason: 'network-failed' }, main, main)).toMatchObject([
    { accountId: 'main', accountLabel: 'label of main', exchange: 'binance' },
  ]);
});

test.each<[string, Failure]>([
  ['a refused key', { reason: 'key-rejected' }],
  ['an exchange that is away', { reason: 'exchange-unavailable' }],
  ['what the relay refuses by what the key can do', { reason: 'relay-refused', code: 'key-can-do-more' }],
])('%s is an issue of each account', (_, failure) => {
  expect(issuesOf(failure, main, bot).map(({ accountId }) => accountId)).toEqual(['main', 'bot']);
});

test("another code of the same reason is another cause, and so is a failure that is no account's", () => {
  const list = createIssueList();
  const add = (of: ExchangeAccount | null, failure: Failure) =>
    list.add({ account: of, area: 'storage', failure, since: unixMs(1) });
  add(main, { reason: 'relay-unreachable', code: 'not-connected' });
  add(bot, { reason: 'relay-unreachable' });
  add(main, { reason: 'storage-failed' });
  add(null, { reason: 'storage-failed', code: 'popup-summary' });
  expect(list.all().map((issue) => accountsOf(issue).map(({ id }) => id))).toEqual([['main'], ['bot'], ['main'], []]);
});

test('one cause of balances and history of an account is one issue, and of several wallets about none alone', () => {
  const list = createIssueList();
  const failure: Failure = { reason: 'permission-missing' };
  list.add({ account: main, area: 'balances', failure, since: unixMs(2), wallet: 'futures' });
  expect(list.all()).toMatchObject([{ accountId: 'main', area: 'balances', wallet: 'futures' }]);
  list.add({ account: main, area: 'history', failure, since: unixMs(1) });
  expect(list.all()).toMatchObject([{ accountId: 'main', area: 'balances', wallet: null, since: 2 }]);
});

test('a clock that is off is one issue of Overview, whichever accounts it was found at', async () => {
  const exchange = fakeExchange(['BTC/USDT']);
  const { session, clock } = await openWorld(createWorld(exchange.client));
  for (const id of ['a', 'b']) must(await session.accounts.add({ ...accountDraft, id, label: id }));
  exchange.failures.set('balances', [{ reason: 'clock-skew' }, { reason: 'clock-skew' }]);
  for (const each of session.accounts.list()) await session.observations.refresh(each, session.signal);
  const moment = { now: unixMs(clock.now), refreshing: new Set<string>(), hostsMissing: new Map() };
  const issues = overviewOf(session, moment).issues.filter(({ failure }) => failure.reason === 'clock-skew');
  expect(issues.map((issue) => accountsOf(issue).map(({ id }) => id))).toEqual([['a', 'b']]);
});
