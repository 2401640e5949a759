/** An exchange that keeps fills for 30 days: what was out of reach, what was lost, and until when to read again. */
import { expect, test } from 'vitest';
import { createDeadlineNote } from '../../../../extension/engine/deadline-note';
import { createEvents } from '../../../../extension/engine/events';
import { lookBackDeadlineKey } from '../../../../extension/engine/host';
import { isOverdue, lookBackOf } from '../../../../extension/engine/look-back';
import { earliestDeadline, overviewOf } from '../../../../extension/engine/overview';
import { createRefresher } from '../../../../extension/engine/refresher';
import { createWork } from '../../../../extension/engine/work';
import { reasonSentence } from '../../../../shared/reasons';
import { unixMs } from '../../../../shared/result';
import { must } from '../store/open-store';
import { accountDraft, createWorld, importEnded, openWorld } from './engine-world';
import { balance, fakeExchange, fillsOf } from './fake-exchange';

const day = 86_400_000;
/** What is relied on: 30 days less the ten minutes that the far end is not trusted for. */
const reach = 30 * day - 600_000;
const draft = { ...accountDraft, exchange: 'mexc' as const, userSymbols: ['BTCUSDT', 'ETHUSDT'] };
const { id } = draft;

/** One purchase of BTC on 2026-01-20; ETH was never traded. The clock says 2026-02-01 12:00. */
async function worldWith() {
  const exchange = fakeExchange(['BTC/USDT', 'ETH/USDT']);
  const bought = fillsOf('BTC/USDT', [{ side: 'buy', quantity: '1', price: '100' }]);
  exchange.fillsBySymbol.set(
    'BTC/USDT',
    bought.map((fill) => ({ ...fill, executedAtUs: Date.UTC(2026, 0, 20) * 1000 })),
  );
  exchange.balances = [balance('BTC', '1', '0', '1')];
  const world = await openWorld(createWorld(exchange.client));
  exchange.now = () => world.clock.now;
  const { session, clock, deps } = world;
  must(await session.accounts.add(draft));
  const read = async () => {
    must(await session.imports.start(id, 'import'));
    await importEnded(session, id);
  };
  const overview = () =>
    overviewOf(session, { now: unixMs(clock.now), refreshing: new Set(), hostsMissing: new Map() });
  const refresher = createRefresher({
    deps,
    events: createEvents(),
    work: createWork(deps.hosts),
    session: () => session,
  });
  return { ...world, exchange, read, overview, refresher };
}

const spansOf = ({ session }: Awaited<ReturnType<typeof worldWith>>, symbol = 'BTC/USDT') =>
  session.imports.coverage(id).symbols[symbol]?.spans;

test('what the first reading could not reach is beyond the look-back, and the figures say since when they hold', async () => {
  const world = await worldWith();
  const { overview, clock } = world;
  expect(overview().accounts[0]?.lookBack).toEqual({
    days: 30,
    readableSince: clock.now - 30 * day,
    deadlineAt: null,
    gap: null,
  });
  await world.read();
  const since = clock.now - reach; // 2026-01-02 12:10
  expect(spansOf(world)).toEqual([
    { fromMs: 0, toMs: since, state: 'beyond-look-back' },
    { fromMs: since, toMs: clock.now, state: 'covered' },
  ]);
  const { accounts, realized, issues } = overview();
  expect(accounts[0]?.lookBack).toEqual({
    days: 30,
    readableSince: since,
    deadlineAt: clock.now + 29 * day, // 30 days, less one of margin
    gap: null,
  });
  const failure = { reason: 'history-incomplete' as const, code: 'look-back', subject: 'before 2026-01-02' };
  expect(realized.caveats).toEqual([{ accountId: id, accountLabel: 'main', failure }]);
  expect(issues).toEqual([]); // nothing that anyone could mend
  expect(reasonSentence(failure, 'MEXC', String)).toBe(
    'MEXC no longer serves the fills before 2026-01-02: if anything was traded then, it is missing, and PnL that rests on it is not the whole truth.',
  );
});

test('fills read again in time leave no gap; a reading that comes too late leaves one that is named', async () => {
  const world = await worldWith();
  const { clock, overview } = world;
  await world.read();
  const first = clock.now - reach;
  clock.now += 29 * day;
  await world.read();
  const readTo = clock.now; // 2026-03-02 12:00
  expect(overview().accounts[0]?.lookBack).toMatchObject({ gap: null, deadlineAt: readTo + 29 * day });
  clock.now += 40 * day;
  await world.read();
  // 30 days less ten minutes before 2026-04-11 12:00 is 2026-03-12 12:10: ten days and ten minutes were never read
  const gap = { fromMs: readTo, toMs: readTo + 10 * day + 600_000 };
  expect(overview().accounts[0]?.lookBack).toMatchObject({ readableSince: first, gap });
  expect(spansOf(world)).toEqual([
    { fromMs: 0, toMs: first, state: 'beyond-look-back' },
    { fromMs: first, toMs: gap.fromMs, state: 'covered' },
    { ...gap, state: 'beyond-look-back' },
    { fromMs: gap.toMs, toMs: clock.now, state: 'covered' },
  ]);
  expect(overview().realized.caveats.map(({ failure }) => failure.subject)).toEqual([
    'before 2026-01-02',
    'from 2026-03-02 to 2026-03-12',
  ]);
});

test('a symbol that never had a fill has no gap: its history begins where it can be read', async () => {
  const world = await worldWith();
  await world.read();
  world.clock.now += 50 * day;
  await world.read();
  expect(spansOf(world, 'ETH/USDT')).toEqual([
    { fromMs: 0, toMs: world.clock.now - reach, state: 'beyond-look-back' },
    { fromMs: world.clock.now - reach, toMs: world.clock.now, state: 'empty' },
  ]);
});

test('a page that fails after the deadline claims nothing: what could be read before stays as it was', async () => {
  const world = await worldWith();
  await world.read();
  const before = spansOf(world);
  world.clock.now += 40 * day;
  world.exchange.failures.set('fillsPage', [{ reason: 'unexpected-payload', subject: 'price' }]);
  await world.read();
  expect(spansOf(world)).toEqual(before);
  expect(world.overview().accounts[0]?.lookBack?.deadlineAt).toBeLessThan(world.clock.now);
});

test('the deadline is that of the symbol with fills that was read longest ago', async () => {
  const world = await worldWith();
  await world.read();
  const readAt = world.clock.now;
  world.clock.now += 5 * day;
  world.exchange.failures.set('fillsPage', [{ reason: 'unexpected-payload', subject: 'price' }]);
  await world.read(); // BTC fails, ETH is read
  expect(world.session.imports.progress(id).state).toBe('complete-with-warnings');
  expect(world.overview().accounts[0]?.lookBack?.deadlineAt).toBe(readAt + 29 * day);
});

test('after half of the look-back an import starts by itself, even where the trader had paused it or balances fail', async () => {
  const world = await worldWith();
  const { session, clock, refresher, exchange } = world;
  await world.read();
  const { lookBackMs } = { lookBackMs: 30 * day };
  expect(isOverdue(session.imports.coverage(id), lookBackMs, unixMs(clock.now + 15 * day))).toBe(false);
  expect(isOverdue(session.imports.coverage(id), lookBackMs, unixMs(clock.now + 15 * day + 1))).toBe(true);
  expect(isOverdue(session.imports.coverage(id), null, unixMs(clock.now + 99 * day))).toBe(false);
  clock.now += 16 * day;
  exchange.failures.set('balances', [{ reason: 'unexpected-payload' }]);
  await refresher.refresh(null);
  await session.imports.start(id, 'import'); // joins the start that is under way
  await importEnded(session, id);
  expect(session.imports.progress(id)).toMatchObject({ state: 'complete', finishedAt: clock.now });
});

test('the earliest deadline of all accounts that are asked lies in storage.local, and goes when there is none', async () => {
  const world = await worldWith();
  const { session, clock, browser, deps } = world;
  const note = createDeadlineNote(deps.hosts);
  const now = () => unixMs(clock.now);
  await note(earliestDeadline(session, now()));
  expect(browser.local.has(lookBackDeadlineKey)).toBe(false);
  await world.read();
  await note(earliestDeadline(session, now()));
  expect(browser.local.get(lookBackDeadlineKey)).toBe(String(clock.now + 29 * day));
  const [account] = session.accounts.list();
  if (!account) throw new Error('the account was added above');
  must(await session.accounts.freeze(account));
  expect(lookBackOf(session.imports.coverage(id), 30 * day, now(), false).deadlineAt).toBeNull();
  await note(earliestDeadline(session, now()));
  expect(browser.local.has(lookBackDeadlineKey)).toBe(false);
});

test('a deadline that no page could take is written with the next change', async () => {
  const { browser, deps } = await worldWith();
  const note = createDeadlineNote(deps.hosts);
  browser.beforeCall = () => {
    throw new Error('the page has closed');
  };
  await note(unixMs(7));
  browser.beforeCall = () => undefined;
  await note(unixMs(7));
  expect(browser.local.get(lookBackDeadlineKey)).toBe('7');
});
