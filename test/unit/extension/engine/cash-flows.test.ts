/** Cash flows behind the import: read after the fills, kept with how far they reach, and said where they could not be read. */
import { expect, test } from 'vitest';
import { overviewOf } from '../../../../extension/engine/overview';
import type { ExchangeFlow } from '../../../../extension/exchanges/client';
import { decimal } from '../../../../shared/money/decimal';
import { unixMs } from '../../../../shared/result';
import { must } from '../store/open-store';
import { accountDraft, createWorld, importEnded, type OpenWorld, openWorld } from './engine-world';
import { type FakeExchange, fakeExchange, fillsOf } from './fake-exchange';

const draft = { ...accountDraft, exchange: 'gate' as const };
const { id } = draft;
const startUs = Date.UTC(2026, 0, 1) * 1000;

/** The n-th deposit, a day after the one before. */
const deposit = (index: number, change: Partial<ExchangeFlow> = {}): ExchangeFlow => ({
  id: String(index + 1),
  kind: 'deposit',
  occurredAtUs: startUs + index * 86_400_000_000,
  exchange: 'gate',
  asset: 'USDT',
  amount: decimal('100'),
  fee: decimal('0'),
  status: 'completed',
  ...change,
});
const deposits = (count: number): ExchangeFlow[] => Array.from({ length: count }, (_, index) => deposit(index));

/** Pages of 10 rows; one buy of 0.5 BTC at 100. The clock says 2026-02-01 12:00. */
async function worldWith(flows: ExchangeFlow[], indexedDB?: OpenWorld['indexedDB']) {
  const exchange = fakeExchange(['BTC/USDT'], 10, 'account');
  exchange.fillsBySymbol.set('BTC/USDT', fillsOf('BTC/USDT', [{ side: 'buy', quantity: '0.5', price: '100' }]));
  exchange.flowsBySource.set('deposits', flows);
  exchange.flowsBySource.set('withdrawals', []);
  const world = await openWorld(createWorld(exchange.client, indexedDB));
  exchange.now = () => world.clock.now;
  if (!world.session.accounts.get(id)) must(await world.session.accounts.add(draft));
  return { ...world, exchange };
}

/** Imports the fills; what came and went is read behind them. */
async function importAll({ session }: OpenWorld): Promise<void> {
  must(await session.imports.start(id, 'import'));
  await importEnded(session, id);
  await session.cashFlows.read(id);
}

const idsOf = ({ session }: OpenWorld): readonly string[] => session.cashFlows.of(id).map((flow) => flow.id);
const callsOf = ({ calls }: FakeExchange): number => calls.filter((call) => call === 'flowsPage').length;

test('an import is followed by the flows of every source, page after page, in order of time', async () => {
  const world = await worldWith(deposits(23));
  await importAll(world);
  expect(idsOf(world)).toEqual(deposits(23).map((flow) => flow.id));
  expect(callsOf(world.exchange)).toBe(4); // 10 + 10 + 3 deposits, no withdrawals
  const { deposits: coverage } = world.session.cashFlows.coverage(id);
  expect(coverage).toMatchObject({
    state: 'read',
    lastReadAt: world.clock.now,
    readToMs: world.clock.now,
    failure: null,
  });
  expect(world.session.imports.progress(id).state).toBe('complete');
});

test('what was read is there after a restart, and a later reading asks on from where it ended', async () => {
  const world = await worldWith(deposits(12));
  await importAll(world);
  await world.session.close();
  world.database.close();
  const again = await worldWith(deposits(13), world.indexedDB);
  await again.session.cashFlows.loaded;
  expect(idsOf(again)).toHaveLength(12);
  await again.session.cashFlows.read(id);
  expect(idsOf(again)).toHaveLength(13);
  expect(again.exchange.flowsAsked[0]).toMatchObject({ cursor: '12', againFromMs: null });
});

test('a deposit under way is asked for again, and its completion takes its place', async () => {
  const world = await worldWith([deposit(0), deposit(1, { status: 'pending' }), deposit(2)]);
  await importAll(world);
  world.exchange.flowsBySource.set('deposits', deposits(3));
  await world.session.cashFlows.read(id);
  expect(world.session.cashFlows.of(id).map(({ status, revision }) => [status, revision])).toEqual([
    ['completed', 0],
    ['completed', 1],
    ['completed', 0],
  ]);
  const [again] = world.exchange.flowsAsked.slice(-2);
  expect(again?.againFromMs).toBe(Date.UTC(2026, 0, 2));
  const stored = must(await world.session.store.readFlows(id));
  expect(stored.rows.map(({ status }) => status)).toEqual(['completed', 'completed', 'completed']);
});

test('a source that is refused is said and hides no other; the next reading asks for it again', async () => {
  const world = await worldWith(deposits(2));
  world.exchange.failures.set('flowsPage', [{ reason: 'permission-missing' }]);
  await importAll(world);
  const { coverage } = world.session.cashFlows;
  expect(world.session.imports.progress(id).state).toBe('complete');
  expect(coverage(id).deposits).toMatchObject({
    state: 'failed',
    failure: { reason: 'permission-missing', subject: 'deposits' },
  });
  expect(coverage(id).withdrawals).toMatchObject({ state: 'read', failure: null });
  expect(idsOf(world)).toEqual([]);
  await world.session.cashFlows.read(id);
  expect(coverage(id).deposits).toMatchObject({ state: 'read', failure: null });
  expect(idsOf(world)).toEqual(['1', '2']);
});

test('sources that fail are one issue for each cause, since it began, until they are read', async () => {
  const world = await worldWith(deposits(2));
  const flowIssues = () => {
    const moment = { now: unixMs(world.clock.now), refreshing: new Set<string>(), hostsMissing: new Map() };
    return overviewOf(world.session, moment).issues.filter(({ area }) => area === 'flows');
  };
  const refused = { reason: 'permission-missing' } as const;
  world.exchange.failures.set('flowsPage', [refused, refused]); // deposits and withdrawals
  await importAll(world);
  const since = world.clock.now;
  expect(flowIssues()).toMatchObject([
    { accountId: id, failure: { reason: 'permission-missing', subject: 'deposits' }, since, wallet: null },
  ]);
  world.clock.now += 3_600_000;
  world.exchange.failures.set('flowsPage', [refused, { reason: 'unexpected-payload' }]);
  await world.session.cashFlows.read(id);
  expect(flowIssues()).toMatchObject([
    { failure: { reason: 'permission-missing' }, since },
    { failure: { reason: 'unexpected-payload', subject: 'withdrawals' }, since: since + 3_600_000 },
  ]);
  await world.session.cashFlows.read(id);
  expect(flowIssues()).toEqual([]);
  expect(world.browser.notices).toEqual([]);
});

test('a failure of the account ends the reading, and it goes on from the page that failed', async () => {
  const world = await worldWith(deposits(25));
  must(await world.session.imports.start(id, 'import'));
  world.exchange.beforeCall = () => {
    if (callsOf(world.exchange) === 2) world.exchange.failures.set('flowsPage', [{ reason: 'key-rejected' }]);
    world.exchange.beforeCall = callsOf(world.exchange) === 2 ? () => undefined : world.exchange.beforeCall;
  };
  await importEnded(world.session, id);
  await world.session.cashFlows.read(id);
  expect(world.session.cashFlows.coverage(id).deposits).toMatchObject({ state: 'failed', cursor: '10' });
  expect(world.session.cashFlows.coverage(id).withdrawals).toBeUndefined();
  expect(idsOf(world)).toHaveLength(10);
  await world.session.cashFlows.read(id);
  expect(idsOf(world)).toHaveLength(25);
});

test('what is asked with is known of the account: its coins, and when the first of it happened', async () => {
  const world = await worldWith(deposits(1));
  await importAll(world);
  const [first, last] = [world.exchange.flowsAsked[0], world.exchange.flowsAsked.at(-1)];
  // the first fill of all is of the first second of 2026; a day before
  expect(first?.earliestMs).toBe(Date.UTC(2025, 11, 31));
  expect([...(last?.assets ?? [])].sort()).toEqual(['BTC', 'USDT']);
});

test('a paused account is not asked, and an account that is erased leaves nothing', async () => {
  const world = await worldWith(deposits(2));
  await importAll(world);
  const account = world.session.accounts.get(id);
  if (!account) throw new Error('no account');
  must(await world.session.accounts.save({ ...account, pausedAt: world.clock.now }));
  const before = callsOf(world.exchange);
  await world.session.cashFlows.read(id);
  expect(callsOf(world.exchange)).toBe(before);
  must(await world.session.store.eraseAccountHistory(id));
  await world.session.cashFlows.forget(id);
  expect([idsOf(world), world.session.cashFlows.coverage(id)]).toEqual([[], {}]);
  expect(must(await world.session.store.readFlows(id)).rows).toEqual([]);
});
