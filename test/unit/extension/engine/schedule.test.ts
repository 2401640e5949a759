/** When accounts are refreshed by themselves: a clock and a timer that only the test moves, and an exchange that counts. */
import { IDBFactory } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { createEvents } from '../../../../extension/engine/events';
import { createRefresher } from '../../../../extension/engine/refresher';
import { createSchedule, isRoundDue } from '../../../../extension/engine/schedule';
import type { Session } from '../../../../extension/engine/session';
import { createWork } from '../../../../extension/engine/work';
import type { Failure } from '../../../../shared/reasons';
import { unixMs } from '../../../../shared/result';
import { must } from '../store/open-store';
import { accountDraft, createWorld, fakeBrowser, importEnded, openWorld } from './engine-world';
import { balance, fakeExchange } from './fake-exchange';

const minute = 60_000;
const hour = 60 * minute;
const start = Date.UTC(2026, 1, 1, 12);

/** An engine's schedule over a browser profile at an instant; another one over the same profile is what a restart gives. */
async function scheduleAt(
  now: number,
  indexedDB = new IDBFactory(),
  browser = fakeBrowser(),
  answer: () => Promise<void> = async () => undefined,
) {
  const exchange = fakeExchange(['BTC/USDT']);
  exchange.balances = [balance('BTC', '1', '0', '1')];
  exchange.prices = new Map([['BTC/USDT', '200']]);
  const { balances } = exchange.client;
  const client = {
    ...exchange.client,
    balances: (...asked: Parameters<typeof balances>) => answer().then(() => balances(...asked)),
  };
  const world = createWorld(client, indexedDB, browser);
  world.clock.now = now;
  const { session } = await openWorld(world);
  if (session.accounts.list().length === 0) must(await session.accounts.add(accountDraft));
  let current: Session | null = session;
  const held: boolean[] = [];
  const work = createWork({ hold: async (on) => void held.push(on) });
  const refresher = createRefresher({
    deps: world.deps,
    events: createEvents(),
    work,
    session: () => current,
  });
  let timer: { at: number; fire: () => void } | null = null;
  let shown = 0;
  const schedule = createSchedule({
    now: () => unixMs(world.clock.now),
    setTimer: (ms, fire) => {
      const set = { at: world.clock.now + ms, fire };
      timer = set;
      return () => {
        if (timer === set) timer = null;
      };
    },
    session: () => current,
    refresher,
    work,
    show: async () => {
      shown += 1;
    },
  });
  const settled = async (): Promise<void> => {
    while (work.busy()) await new Promise((resolve) => setTimeout(resolve));
    await importEnded(session);
  };
  /** Moves the clock on, the timer firing at its time: the computer is awake. */
  const pass = async (ms: number): Promise<void> => {
    const until = world.clock.now + ms;
    while (timer !== null && timer.at <= until) {
      const due: { at: number; fire: () => void } = timer;
      timer = null;
      world.clock.now = Math.max(world.clock.now, due.at);
      due.fire();
      await settled();
    }
    world.clock.now = Math.max(world.clock.now, until);
  };
  return {
    ...world,
    session,
    exchange,
    schedule,
    held,
    settled,
    pass,
    open: async () => {
      await schedule.open(session);
      await settled();
    },
    choose: async (refreshMinutes: 1 | 5 | 15 | 60 | 'manual') => {
      must(await session.saveSettings({ ...session.settings(), refreshMinutes }));
      schedule.check();
      await settled();
    },
    lock: () => {
      current = null;
      schedule.stop();
    },
    rounds: () => exchange.calls.filter((call) => call === 'balances').length,
    shown: () => shown,
    timer: () => timer,
  };
}

test('a round begins when the vault opens, and one every five minutes from then on', async () => {
  const at = await scheduleAt(start);
  await at.open();
  expect(at.rounds()).toBe(1);
  await at.pass(4 * minute);
  expect(at.rounds()).toBe(1);
  await at.pass(minute);
  expect(at.rounds()).toBe(2);
  await at.pass(hour); // 12 × 5 minutes
  expect(at.rounds()).toBe(14);
  expect(at.shown()).toBe(14);
});

test('an engine that starts before the next round is due asks nothing, and holds nothing; one that starts later asks once', async () => {
  const first = await scheduleAt(start);
  await first.open();
  const early = await scheduleAt(start + 3 * minute, first.indexedDB, first.browser);
  await early.open();
  expect(early.rounds()).toBe(0);
  expect(early.held).toEqual([]);
  const late = await scheduleAt(start + 5 * minute, first.indexedDB, first.browser);
  await late.open();
  expect(late.rounds()).toBe(1);
  expect(late.held[0]).toBe(true);
});

test('a computer that slept for eight hours makes one round, however many alarms, pages and timers wake with it', async () => {
  const at = await scheduleAt(start);
  await at.open();
  at.clock.now += 8 * hour; // timers and alarms stood still
  const slept = at.timer();
  slept?.fire();
  at.schedule.check();
  at.schedule.check();
  await at.settled();
  at.schedule.check();
  await at.settled();
  expect(at.rounds()).toBe(2);
});

test('while a round waits for an exchange, no other begins', async () => {
  let answer = (): void => undefined;
  const late = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const at = await scheduleAt(start, new IDBFactory(), fakeBrowser(), () => late);
  await at.schedule.open(at.session);
  at.clock.now += 10 * minute;
  at.schedule.check();
  answer();
  await at.settled();
  expect([at.rounds(), at.shown()]).toEqual([1, 1]);
});

test('a clock that was set back by more than the interval does not stop the rounds', async () => {
  const at = await scheduleAt(start);
  await at.open();
  at.clock.now -= 2 * hour;
  at.schedule.check();
  await at.settled();
  expect(at.rounds()).toBe(2);
  await at.pass(5 * minute);
  expect(at.rounds()).toBe(3);
});

test('by hand alone nothing is ever asked, and the interval that is chosen next holds at once', async () => {
  const at = await scheduleAt(start);
  await at.choose('manual');
  await at.open();
  await at.pass(24 * hour);
  expect(at.rounds()).toBe(0);
  expect(at.timer()).toBeNull();
  await at.choose(60);
  expect(at.rounds()).toBe(1);
  await at.pass(15 * minute);
  await at.choose(15);
  expect(at.rounds()).toBe(2);
  await at.choose(1);
  expect(at.rounds()).toBe(2);
  await at.pass(minute);
  expect(at.rounds()).toBe(3);
});

test('a refresh of all accounts by request moves the next round', async () => {
  const at = await scheduleAt(start);
  await at.open();
  await at.pass(4 * minute);
  at.schedule.note();
  await at.pass(4 * minute);
  expect(at.rounds()).toBe(1);
  await at.pass(minute);
  expect(at.rounds()).toBe(2);
});

test('a locked vault is asked for nothing, and its timer is gone', async () => {
  const at = await scheduleAt(start);
  await at.open();
  at.lock();
  expect(at.timer()).toBeNull();
  at.schedule.check();
  await at.pass(24 * hour);
  expect(at.rounds()).toBe(1);
});

const failing: readonly (readonly [string, Failure, number])[] = [
  ['refuses the key is not asked again by itself', { reason: 'key-rejected' }, 1],
  ['asked to wait is not asked before then', { reason: 'rate-limited', untilAt: unixMs(start + 12 * minute) }, 2],
  // an instant that has passed: the failure is not repeated within its round
  ['is out of reach is asked at every round', { reason: 'network-failed', untilAt: unixMs(start) }, 4],
];
test.each(failing)('an exchange that %s', async (_, failure, rounds) => {
  const at = await scheduleAt(start);
  // as often as a round would ask: the failure stays
  at.exchange.failures.set('balances', new Array(20).fill(failure));
  await at.open();
  expect(at.rounds()).toBe(1);
  await at.pass(15 * minute);
  // the first, and those at 5, 10 and 15 minutes that the failure lets ask
  expect(at.rounds()).toBe(rounds);
});

test('an account without a key is not asked, and no engine is held for it', async () => {
  const at = await scheduleAt(start);
  const [account] = at.session.accounts.list();
  if (!account) throw new Error('the account was added above');
  must(await at.session.accounts.freeze(account));
  await at.open();
  await at.pass(hour);
  expect(at.rounds()).toBe(0);
  expect(at.held).toEqual([]);
});

test.each([
  ['there was no round', null, 5, true],
  ['it was an instant ago', 0, 5, false],
  ['it was 4 minutes 29 seconds ago', 4 * minute + 29_000, 5, false],
  // an alarm may come half a minute early
  ['it was 4 minutes 30 seconds ago', 4 * minute + 30_000, 5, true],
  ['it was 44 seconds ago', 44_000, 1, false],
  // of a minute, a quarter of it
  ['it was 45 seconds ago', 45_000, 1, true],
  ['the clock was set back by 4 minutes', -4 * minute, 5, false],
  ['the clock was set back by 5 minutes', -5 * minute, 5, true],
] as const)('whether a round is due where %s', (_, ago, minutes, due) => {
  const lastAt = ago === null ? null : unixMs(start - ago);
  expect(isRoundDue(lastAt, minutes * minute, unixMs(start))).toBe(due);
});
