/** While a long history is read, what was answered last is answered again: as long as nothing has been written since. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Overview } from '../../../../extension/engine/api/overview';
import type { TradesPage, TradesQuery } from '../../../../extension/engine/api/trades';
import { loadKeptAnswers } from '../../../../extension/engine/kept-answers';
import type { Failure } from '../../../../shared/reasons';
import { err, ok, type Result, unixMs } from '../../../../shared/result';
import { openStore } from '../store/open-store';

const noon = Date.UTC(2026, 1, 1, 12);
const query = (offset: number): TradesQuery => ({ offset, limit: 100 }) as TradesQuery; // the rest of a query is another key alike
const overviewAt = (at: number) => ({ at: unixMs(at) }) as Overview; // answers are not looked into

const notAsked = () => {
  throw new Error('not asked');
};

/** What one start of the engine sees of the world, whose store outlives it. */
async function aWorld() {
  const { store } = await openStore();
  const world = {
    mark: 'a',
    segments: 0,
    now: noon,
    version: '1',
    writing: false,
    refuses: false,
    reopened: false,
    failures: [] as Failure[],
  };
  const start = async () => {
    let finish = (): void => undefined;
    const loaded = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const asksAgain = vi.fn();
    const answers = await loadKeptAnswers({
      sources: {
        trades: ({ offset }) => ({ totalCount: offset }) as TradesPage,
        closings: notAsked,
        openLots: notAsked,
      },
      store: {
        ...store,
        write: async (batch) => (world.refuses ? err({ reason: 'storage-full' }) : store.write(batch)),
      },
      mark: async (): Promise<Result<string, Failure>> => ok(world.mark),
      loaded,
      segmentCount: world.segments,
      now: () => unixMs(world.now),
      version: world.version,
      isWriting: () => world.writing,
      onLoaded: asksAgain,
      onFailure: (failure) => world.failures.push(failure),
    });
    const computed = vi.fn(async () => overviewAt(world.now));
    const early = vi.fn(async (kept: Overview | null) => ({ ...overviewAt(world.now), realized: kept?.at ?? null }));
    answers.define({ whole: computed, early: world.reopened ? null : (early as never) }); // answers are not looked into
    return { answers, load: () => finish(), asksAgain, computed, early };
  };
  /** An engine that was asked for Overview and for trades, kept both, and has ended. */
  const keptOnce = async (): Promise<void> => {
    const { answers, load } = await start();
    load();
    await answers.answer('overview', null);
    await answers.answer('trades', query(0));
    await answers.answer('trades', query(200));
    await answers.keep();
    answers.close();
  };
  return { world, start, keptOnce };
}

type Start = Awaited<ReturnType<Awaited<ReturnType<typeof aWorld>>['start']>>;

/** What is answered before the books are loaded; null where the answer waits for them, which it does 100 ms for Overview anyhow. */
async function atOnce<T>(answer: Promise<T>): Promise<T | null> {
  return Promise.race([answer, new Promise<null>((resolve) => setTimeout(() => resolve(null), 200))]);
}
const overviewAtOnce = ({ answers }: Start) => atOnce(answers.answer('overview', null));

afterEach(() => void vi.useRealTimers());

test('the next start answers from what was kept, and pages ask again once the books are loaded', async () => {
  const { world, start, keptOnce } = await aWorld();
  await keptOnce();
  world.now += 3_600_000;
  const next = await start();
  expect(await overviewAtOnce(next)).toEqual(overviewAt(noon));
  expect(await atOnce(next.answers.answer('trades', query(0)))).toEqual({ totalCount: 0 });
  expect(next.asksAgain).not.toHaveBeenCalled();
  next.load();
  await vi.waitFor(() => expect(next.asksAgain).toHaveBeenCalledTimes(1));
  expect(await next.answers.answer('overview', null)).toEqual(overviewAt(noon + 3_600_000));
});

test('another page than the first waits for the books', async () => {
  const { start, keptOnce } = await aWorld();
  await keptOnce();
  const next = await start();
  const asked = next.answers.answer('trades', query(200));
  expect(await atOnce(asked)).toBeNull();
  next.load();
  expect(await asked).toEqual({ totalCount: 200 });
  expect(next.asksAgain).not.toHaveBeenCalled();
});

test.each([
  ['the history was written since', { mark: 'b' }],
  ['another day has begun', { now: noon + 12 * 3_600_000 }],
  ['another version of the program reads it', { version: '2' }],
])('no list that was kept is answered where %s', async (_, change) => {
  const { world, start, keptOnce } = await aWorld();
  await keptOnce();
  Object.assign(world, change);
  const { answers } = await start();
  expect(await atOnce(answers.answer('trades', query(0)))).toBeNull();
});

describe('what is known of Overview before the books are loaded is answered, and pages ask again once they are', () => {
  const later = noon + 12 * 3_600_000;

  test.each([
    ['nothing was kept, for the history was written since', { mark: 'b' }, { at: noon, realized: null }],
    ['another version of the program kept it', { version: '2' }, { at: noon, realized: null }],
    ['what was kept is of another day', { now: later }, { at: later, realized: noon }],
  ])('where %s', async (_, change, known) => {
    const { world, start, keptOnce } = await aWorld();
    await keptOnce();
    Object.assign(world, change);
    const next = await start();
    expect(await overviewAtOnce(next)).toEqual(known);
    expect([next.asksAgain.mock.calls.length, next.computed.mock.calls.length]).toEqual([0, 0]);
    next.load();
    await vi.waitFor(() => expect(next.asksAgain).toHaveBeenCalledTimes(1));
    expect(await next.answers.answer('overview', null)).toEqual(overviewAt(world.now));
  });

  test('but not in place of what pages have of a session before this one', async () => {
    const { world, start, keptOnce } = await aWorld();
    await keptOnce();
    Object.assign(world, { mark: 'b', reopened: true });
    const next = await start();
    const asked = next.answers.answer('overview', null);
    expect(await atOnce(asked)).toBeNull();
    next.load();
    expect(await asked).toEqual(overviewAt(noon));
    expect(next.asksAgain).not.toHaveBeenCalled();
  });

  test('nor where the books are loaded in a moment: figures do not change under the eye', async () => {
    const { start } = await aWorld();
    const next = await start();
    const asked = next.answers.answer('overview', null);
    next.load();
    expect(await asked).toEqual(overviewAt(noon));
    expect(next.early).not.toHaveBeenCalled();
  });

  test('and of a long history, which is not loaded in a moment, none is waited for', async () => {
    const { world, start } = await aWorld();
    vi.useFakeTimers({ toFake: ['setTimeout'] }); // none ends
    world.segments = 51;
    const next = await start();
    expect(await next.answers.answer('overview', null)).toEqual({ at: noon, realized: null });
  });

  test('nor where they were loaded while it was computed', async () => {
    const { start } = await aWorld();
    const next = await start();
    next.early.mockImplementation(async () => {
      next.load();
      await new Promise((resolve) => setTimeout(resolve));
      return { ...overviewAt(noon - 1), realized: null };
    });
    expect(await next.answers.answer('overview', null)).toEqual(overviewAt(noon));
  });
});

describe('a long history begins to be loaded', () => {
  const longStart = async () => {
    const { world, start } = await aWorld();
    world.segments = 51;
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const next = await start();
    const begun = vi.fn();
    void next.answers.headStart.then(begun);
    return { ...next, begun };
  };

  test('once the first answer has gone out', async () => {
    const { answers, begun } = await longStart();
    await answers.answer('overview', null);
    expect(begun).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(0);
    expect(begun).toHaveBeenCalledTimes(1);
  });

  test('when an answer waits for it', async () => {
    const { answers, load, begun } = await longStart();
    const asked = answers.answer('trades', query(0));
    await vi.advanceTimersByTimeAsync(0);
    expect(begun).toHaveBeenCalledTimes(1);
    load();
    expect(await asked).toEqual({ totalCount: 0 });
  });

  test('when nobody has asked within 250 ms', async () => {
    const { begun } = await longStart();
    await vi.advanceTimersByTimeAsync(249);
    expect(begun).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(begun).toHaveBeenCalledTimes(1);
  });
});

test('what was kept before is kept anew by an engine that no page has asked', async () => {
  const { world, start, keptOnce } = await aWorld();
  await keptOnce();
  world.mark = 'b';
  const unattended = await start();
  unattended.load();
  world.now += 60_000;
  await unattended.answers.keep();
  expect(await overviewAtOnce(await start())).toEqual(overviewAt(noon + 60_000));
});

test('nothing is kept while a run writes, nor where something was written meanwhile', async () => {
  const { world, start, keptOnce } = await aWorld();
  await keptOnce();
  const { answers, load, computed } = await start();
  load();
  world.now += 60_000;
  world.writing = true;
  await answers.keep();
  world.writing = false;
  computed.mockImplementation(async () => {
    world.mark = 'c';
    return overviewAt(world.now);
  });
  await answers.keep();
  world.mark = 'a';
  expect(await overviewAtOnce(await start())).toEqual(overviewAt(noon));
});

test('an answer that cannot be computed is told, and keeping goes on without it', async () => {
  const { world, start } = await aWorld();
  const { answers, load, computed } = await start();
  load();
  await answers.answer('overview', null);
  computed.mockRejectedValueOnce(new Error('a fault'));
  await answers.keep();
  expect(world.failures).toEqual([{ reason: 'storage-failed', code: 'kept-answers' }]);
  await answers.keep();
  expect(await overviewAtOnce(await start())).toEqual(overviewAt(noon));
});

test('a refused write is told', async () => {
  const { world, start } = await aWorld();
  const { answers, load } = await start();
  load();
  await answers.answer('overview', null);
  world.refuses = true;
  await answers.keep();
  expect(world.failures).toEqual([{ reason: 'storage-full' }]);
});
