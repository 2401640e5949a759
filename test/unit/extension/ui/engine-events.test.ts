/** Which queries an event of the engine makes stale. */
import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ImportProgress } from '../../../../extension/engine/api/imports';
import { createEventFeed } from '../../../../extension/ui/engine-events';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function cacheOf(entries: Readonly<Record<string, unknown>>) {
  const queries = new QueryClient();
  for (const [root, data] of Object.entries(entries)) queries.setQueryData([root], data);
  const stale = () => Object.keys(entries).filter((root) => queries.getQueryState([root])?.isInvalidated === true);
  return { queries, feed: createEventFeed(queries, () => undefined), stale };
}

const progress = (state: ImportProgress['state'], fillsStored: number) =>
  ({ accountId: 'a', state, fillsStored }) as ImportProgress; // the fields that the cache tells apart

test('new fills make trades and Overview stale, once for a burst of events', () => {
  const { feed, stale } = cacheOf({ trades: [], overview: {}, settings: {} });
  for (let page = 0; page < 20; page++) feed.take({ topic: 'fills' });
  expect(stale()).toEqual([]); // not before half a second
  vi.advanceTimersByTime(500);
  expect(stale()).toEqual(['trades', 'overview']);
});

test('locking leaves nothing that was opened in the memory of the page', () => {
  const { queries, feed } = cacheOf({ vault: { state: 'open' }, overview: { total: 1 }, trades: [1], accounts: [2] });
  feed.take({ topic: 'vault', state: { state: 'locked' } });
  expect(
    queries
      .getQueryCache()
      .getAll()
      .map((query) => query.queryKey),
  ).toEqual([['vault']]);
  expect(queries.getQueryData(['vault'])).toEqual({ state: 'locked' });
});

test('progress is shown as it comes, and asks again only when its state changes', () => {
  const { queries, feed, stale } = cacheOf({ import: [progress('running', 10)], overview: undefined, coverage: [] });
  feed.take({ topic: 'import', progress: progress('running', 20) });
  vi.advanceTimersByTime(1000);
  expect(queries.getQueryData<ImportProgress[]>(['import'])?.[0]?.fillsStored).toBe(20);
  expect(stale()).toEqual([]);
  feed.take({ topic: 'import', progress: progress('complete', 20) });
  vi.advanceTimersByTime(1000);
  expect(stale()).toEqual(['coverage']);
});

test('a feed that was stopped does nothing more', () => {
  const { feed, stale } = cacheOf({ trades: [] });
  feed.take({ topic: 'fills' });
  feed.stop();
  vi.advanceTimersByTime(1000);
  expect(stale()).toEqual([]);
});

test('a fault while an event is taken is said to the page, which would else go on with what has aged', () => {
  const queries = new QueryClient();
  const fault = new Error('the cache refused');
  queries.setQueryData = () => {
    throw fault;
  };
  const heard: unknown[] = [];
  createEventFeed(queries, (thrown) => void heard.push(thrown)).take({ topic: 'vault', state: { state: 'open' } });
  expect(heard).toEqual([fault]);
});
