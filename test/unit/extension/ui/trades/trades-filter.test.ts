/** The filter of Trades as it stands in the hash: ids and days alone, and nothing that is not asked for. */
import { expect, test } from 'vitest';
import { isNarrowed, routeOf, type TradesFilter, unfiltered } from '../../../../../extension/ui/trades/use-trades';

const all: TradesFilter = { ...unfiltered, view: 'trips', accountId: null, state: 'closed' };

test('the list of all closed trips has no query', () => {
  expect(routeOf(all)).toBe('/trades');
  expect(routeOf(all, 'b1.3')).toBe('/trades/b1.3');
});

test('every part of the filter is in the hash, by opaque ids and days', () => {
  const filter: TradesFilter = {
    ...{ view: 'closings', accountId: 'acc-1', bookId: 'b1', side: 'short', state: 'open' },
    ...{ closedFrom: '2026-01-02', closedTo: '2026-01-31' },
  };
  expect(routeOf(filter)).toBe(
    '/trades?view=closings&account=acc-1&book=b1&side=short&state=open&from=2026-01-02&to=2026-01-31',
  );
});

test('days narrow what was closed, and are not blamed where nothing is open', () => {
  expect(isNarrowed(all)).toBe(false);
  expect(isNarrowed({ ...all, view: 'closings', state: 'open' })).toBe(false);
  expect(isNarrowed({ ...all, closedTo: '2026-01-31' })).toBe(true);
  expect(isNarrowed({ ...all, closedTo: '2026-01-31', state: 'open' })).toBe(false);
  for (const part of [{ bookId: 'b' }, { side: 'long' }] as const) expect(isNarrowed({ ...all, ...part })).toBe(true);
  expect(isNarrowed({ ...all, accountId: 'a' })).toBe(false); // the top bar's, which no filter clears
});
