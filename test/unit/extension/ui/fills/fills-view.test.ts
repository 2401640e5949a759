/** What the hash holds of the list of fills, and how the engine is asked for it. */
import { expect, test } from 'vitest';
import { filterOf, isFiltered, routeOf, unfiltered, viewOf } from '../../../../../extension/ui/fills/use-fills';

test('a view stands in the hash by opaque ids and days, and is read from it again', () => {
  const view = {
    accountId: 'acc-1',
    symbolId: '0a1b2c',
    side: 'sell',
    liquidity: 'unknown',
    from: '2026-01-31',
    to: '2026-02-28',
  } as const;
  const route = routeOf(view);
  expect(route).toBe('/fills?account=acc-1&symbol=0a1b2c&side=sell&liquidity=unknown&from=2026-01-31&to=2026-02-28');
  expect(viewOf(route.slice(route.indexOf('?') + 1))).toEqual(view);
  expect(routeOf(view, 'book.7.ff')).toBe(`/fills/book.7.ff${route.slice('/fills'.length)}`);
  expect(routeOf(unfiltered(null))).toBe('/fills');
});

test('what a hash holds that no filter has is not filtered by', () => {
  expect(viewOf('side=both&liquidity=mine&from=2026-02-30&to=yesterday')).toEqual(unfiltered(null));
});

test('days are whole days in UTC, the last one to its end', () => {
  const filter = filterOf({ ...unfiltered('acc-1'), from: '2026-02-28', to: '2026-02-28' });
  // 2026-02-28T00:00:00Z is 1,772,236,800,000 ms; a day is 86,400,000
  expect(filter).toMatchObject({ accountId: 'acc-1', fromMs: 1_772_236_800_000, toMs: 1_772_323_200_000 });
  expect(filterOf(unfiltered(null))).toMatchObject({ fromMs: null, toMs: null });
});

test('the account of the top bar alone is no filter to clear', () => {
  expect(isFiltered(unfiltered('acc-1'))).toBe(false);
  expect(isFiltered({ ...unfiltered(null), to: '2026-01-01' })).toBe(true);
});
