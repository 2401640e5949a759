/** What the browser does not take of the popup's summary and the toolbar button is said on Overview, for as long as it holds. */
import { afterEach, expect, test, vi } from 'vitest';
import type { Issue } from '../../../../extension/engine/api/issues';
import { createEvents } from '../../../../extension/engine/events';
import { wholeOverview } from '../../../../extension/engine/overview';
import { openSession, type Session } from '../../../../extension/engine/session';
import { createSummaryWriter } from '../../../../extension/engine/summary-writer';
import { idleSync } from '../../../../extension/engine/sync/sync';
import { createWork } from '../../../../extension/engine/work';
import { Secret, unixMs } from '../../../../shared/result';
import { must } from '../store/open-store';
import { createWorld } from './engine-world';
import { fakeExchange } from './fake-exchange';

/** An open vault whose every event asks for a summary, as in the engine, and how often one was written or refused. */
async function openWriter(change: (opened: Session) => Partial<Session> = () => ({}), ofShares: readonly Issue[] = []) {
  const { deps, browser, clock } = createWorld(fakeExchange(['BTC/USDT']).client);
  const events = createEvents();
  const database = must(await deps.openDatabase());
  const rootKey = new Secret(new Uint8Array(32).fill(1));
  const opened = must(await openSession(rootKey, database, deps, events, createWork(deps.hosts)));
  const session = { ...opened, sync: idleSync(), ...change(opened) }; // the database is not waited for by timers
  await session.books.loaded;
  let isOpen = true;
  const seen = { tries: 0, refuses: false };
  const { writeSummary } = browser.host;
  browser.host.writeSummary = async (summary) => {
    seen.tries += 1;
    if (seen.refuses) throw new Error('the browser refused');
    await writeSummary(summary);
  };
  const writer = createSummaryWriter({
    ...deps,
    session: () => (isOpen ? session : null),
    overview: (at) =>
      wholeOverview(at, { now: deps.now(), refreshing: new Set(), hostsMissing: new Map() }, () => ofShares),
  });
  events.onAny(() => writer.schedule());
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const lock = () => {
    isOpen = false;
  };
  const shown = () => JSON.parse(browser.session.get('summary') ?? 'null');
  return { session, browser, clock, writer, seen, shown, lock };
}

const said = { reason: 'storage-failed', code: 'popup-summary' };
/** Long past the moment for which changes are gathered. */
const settle = () => vi.advanceTimersByTimeAsync(10_000);

afterEach(() => void vi.useRealTimers());

test('a refused summary is a failure that is said, and asks for no further one by itself', async () => {
  const { session, writer, seen } = await openWriter();
  seen.refuses = true;
  await writer.write();
  await settle();
  expect(session.upkeepFailures).toEqual([said]);
  expect(seen.tries).toBe(1);
});

test('a refused badge is said as well', async () => {
  const { session, browser, writer } = await openWriter();
  browser.host.setBadge = async () => {
    throw new Error('the browser refused');
  };
  await writer.write();
  expect(session.upkeepFailures).toEqual([said]);
});

test('the next summary that is taken ends what was said, and is followed by one that does not count it', async () => {
  const { session, writer, seen, shown } = await openWriter();
  seen.refuses = true;
  await writer.write();
  seen.refuses = false;
  writer.schedule(); // a change
  await settle();
  expect(session.upkeepFailures).toEqual([]);
  // one refused; one taken, which still counts the failure; one after its end
  expect(seen.tries).toBe(3);
  expect(shown().issueCount).toBe(0);
});

test('a page that comes has a refused summary tried again, and a taken one left', async () => {
  const { writer, seen } = await openWriter();
  await writer.write();
  writer.renew();
  await settle();
  expect(seen.tries).toBe(1);
  seen.refuses = true;
  await writer.write();
  writer.renew();
  await settle();
  expect(seen.tries).toBe(3);
});

test('a page that comes on another UTC day has the summary written anew, and one of the same day does not', async () => {
  const { clock, writer, seen, shown } = await openWriter(); // 12:00 UTC
  await writer.write();
  clock.now += 11 * 3_600_000; // 23:00
  writer.renew();
  await settle();
  expect(seen.tries).toBe(1);
  clock.now += 2 * 3_600_000; // 01:00 of the next day
  writer.renew();
  await settle();
  expect(seen.tries).toBe(2);
  expect(shown().writtenAt).toBe(clock.now);
  writer.renew();
  await settle();
  expect(seen.tries).toBe(2);
});

test('what stands in the way of sync and of shares is counted, as on Overview', async () => {
  const ofShare: Issue = {
    ...{ id: 'shares:share-not-revoked:', failure: { reason: 'share-not-revoked' }, since: unixMs(0), area: 'shares' },
    ...{ accountId: null, accountLabel: null, exchange: null, wallet: null },
  };
  const { writer, shown } = await openWriter(
    () => ({
      sync: { ...idleSync(), view: async () => ({ ...(await idleSync().view()), activity: { state: 'removed' } }) },
    }),
    [ofShare],
  );
  await writer.write();
  expect(shown().issueCount).toBe(2);
});

test('an account whose record does not open stands on the badge', async () => {
  const { browser, writer } = await openWriter(({ accounts }) => ({
    accounts: { ...accounts, failures: [{ id: 'lost', failure: { reason: 'damaged' } }] },
  }));
  await writer.write();
  expect(browser.badges).toEqual(['!']);
});

test('a summary that fails because the vault was locked meanwhile is said nowhere', async () => {
  const { session, browser, writer, lock } = await openWriter();
  browser.host.writeSummary = async () => {
    lock();
    throw new Error('the page has closed');
  };
  await writer.write();
  expect(session.upkeepFailures).toEqual([]);
});
