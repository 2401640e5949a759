/** The groups that trades fall into: of a book and side, of the time of day, or of the calendar, all in UTC. */

import type { ExchangeAccount } from '../../shared/exchanges/account';
import {
  type CalendarPeriod,
  calendarPeriods,
  movedPeriod,
  startOfPeriod,
  weekdayOf,
} from '../../shared/metrics/calendar';
import { dayMs } from '../../shared/utc-day';
import type { Grouping, PerformanceGroup } from './api/performance';
import { addCell, type Cells, cellAt } from './performance-cells';
import type { Fold, FoldedBook } from './performance-fold';
import type { GroupKey, KeyOf } from './performance-streaks';

type Accounts = ReadonlyMap<string, Pick<ExchangeAccount, 'exchange' | 'label'>>;

const dayUs = dayMs * 1_000;

const isPeriod = (by: Grouping): by is CalendarPeriod => calendarPeriods.some((period) => period === by);

/** The same for all instants of one day: computed once a day. */
function byDay(keyOfDay: (ms: number) => number): (closedAtUs: number) => number {
  const known = new Map<number, number>();
  return (closedAtUs) => {
    const day = Math.floor(closedAtUs / dayUs);
    const before = known.get(day);
    if (before !== undefined) return before;
    const key = keyOfDay(day * dayMs);
    known.set(day, key);
    return key;
  };
}

/** The group of a trade. */
export function keysOf(by: Grouping, accounts: Accounts): KeyOf {
  if (isPeriod(by)) {
    const startOf = byDay((ms) => startOfPeriod(by, ms));
    return (_, closedAtUs) => startOf(closedAtUs);
  }
  switch (by) {
    case 'account':
      return ({ of }) => of.accountId ?? '';
    case 'symbol':
      return ({ of }) => of.symbol;
    case 'side':
      return (_, __, direction) => direction;
    case 'exchange':
      return ({ of }) => accounts.get(of.accountId ?? '')?.exchange ?? '';
    case 'hour':
      return (_, closedAtUs) => Math.floor(closedAtUs / 3_600_000_000) % 24;
    case 'weekday': {
      const weekday = byDay(weekdayOf);
      return (_, closedAtUs) => weekday(closedAtUs);
    }
  }
}

/** A group's trades by quote currency, and the books that they are of; none for groups of time. */
interface Group {
  readonly cells: Cells;
  readonly books: Set<FoldedBook>;
}

/** The groups that have a trade. */
export function groupsOf({ books, times, stepMs }: Fold, by: Grouping, keyOf: KeyOf): ReadonlyMap<GroupKey, Group> {
  const groups = new Map<GroupKey, Group>();
  const groupAt = (key: GroupKey): Group => {
    const group = groups.get(key) ?? { cells: new Map(), books: new Set() };
    groups.set(key, group);
    return group;
  };
  if (by === 'hour') {
    for (const [quote, { hours }] of times)
      for (const [hour, cell] of hours.entries())
        if (cell.trades > 0) addCell(cellAt(groupAt(hour).cells, quote), cell);
  } else if (by === 'weekday' || isPeriod(by)) {
    const keyOfDay = by === 'weekday' ? weekdayOf : (ms: number) => startOfPeriod(by, ms);
    for (const [quote, { steps }] of times)
      for (const [step, cell] of steps) addCell(cellAt(groupAt(keyOfDay(step * stepMs)).cells, quote), cell);
  } else
    for (const book of books)
      for (const side of ['long', 'short'] as const) {
        if (book.sides[side].trades === 0) continue;
        const group = groupAt(keyOf(book, 0, side));
        addCell(cellAt(group.cells, book.of.quote), book.sides[side]);
        group.books.add(book);
      }
  return groups;
}

/** What a group is, for its row; null where its account has gone, and for round trips of pools, which are of no account. */
export function nameOf(
  by: Grouping,
  key: GroupKey,
  books: ReadonlySet<FoldedBook>,
  accounts: Accounts,
): PerformanceGroup | null {
  if (isPeriod(by)) return { by, fromMs: Number(key), toMs: movedPeriod(by, Number(key), 1) };
  const owners = [...new Set([...books].map(({ of }) => of.accountId ?? ''))];
  const [accountId = '', ...others] = owners;
  const account = accounts.get(accountId);
  switch (by) {
    case 'hour':
      return { by, hour: Number(key) };
    case 'weekday':
      return { by, weekday: Number(key) };
    case 'side':
      return { by, side: key === 'short' ? 'short' : 'long' };
    case 'symbol': {
      const [book] = books;
      return { by, symbol: String(key), bookId: books.size === 1 && book ? book.of.bookId : null };
    }
    case 'account':
      return account ? { by, accountId, label: account.label, exchange: account.exchange } : null;
    case 'exchange':
      return account ? { by, exchange: account.exchange, accountId: others.length === 0 ? accountId : null } : null;
  }
}
