/** The trades that a row of Performance is made of, as a filter of Trades; null where Trades cannot be narrowed to them. */
import { dayMs, utcDayOf } from '../../../shared/utc-day';
import type { PerformanceGroup } from '../../engine/api/performance';
import { type TradesFilter, routeOf as tradesRoute, unfiltered } from '../trades/use-trades';
import { rangeOf } from './periods';
import type { PerformanceView } from './use-performance';

const firstDay = (ms: number | null): string | null => (ms === null ? null : utcDayOf(ms));
/** Days of Trades are inclusive. */
const lastDay = (ms: number | null): string | null => (ms === null ? null : utcDayOf(ms - dayMs));

/** What the group adds to the filter; null where it is none of Trades'. */
function narrowing(group: PerformanceGroup): Partial<TradesFilter> | null {
  switch (group.by) {
    case 'account':
      return { accountId: group.accountId };
    case 'symbol':
      return group.bookId === null ? null : { bookId: group.bookId };
    case 'side':
      return { side: group.side };
    case 'exchange':
      return group.accountId === null ? null : { accountId: group.accountId };
    case 'hour':
    case 'weekday':
      return null;
    default:
      return { closedFrom: firstDay(group.fromMs), closedTo: lastDay(group.toMs) };
  }
}

/** The later of two days, and the earlier; an open end is no bound. */
const later = (a: string | null, b: string | null) => (a === null ? b : b === null || a > b ? a : b);
const earlier = (a: string | null, b: string | null) => (a === null ? b : b === null || a < b ? a : b);

export function tradesOfRow(view: PerformanceView, group: PerformanceGroup, nowMs: number): string | null {
  const added = narrowing(group);
  // a filter of this screen's that Trades does not have must follow from the row itself
  const unsaid =
    (view.symbolId !== null && group.by !== 'symbol') ||
    (view.exchangeId !== null && group.by !== 'account' && group.by !== 'symbol' && group.by !== 'exchange');
  if (added === null || unsaid) return null;
  const { fromMs, toMs } = rangeOf(view, nowMs);
  return tradesRoute({
    ...unfiltered,
    ...{ view: view.basis, state: 'closed', accountId: view.accountId, side: view.side },
    ...added,
    closedFrom: later(firstDay(fromMs), added.closedFrom ?? null),
    closedTo: earlier(lastDay(toMs), added.closedTo ?? null),
  });
}
