/** The columns of the grouped table, and its order by any of them. */

import { Link } from 'wouter';
import { exchangeInfos } from '../../../shared/exchanges/ids';
import { type DecimalString, e36 } from '../../../shared/money/decimal';
import type { PerformanceGroup, PerformanceRow } from '../../engine/api/performance';
import { ExchangeMark } from '../accounts/ExchangeMark';
import { Amount, Unknown } from '../components/Amount';
import { columnDecimals } from '../components/amount-format';
import { type Column, Label, type Sorting } from '../components/DataTable';
import { compactDurationText } from '../components/time-format';
import { performance as say } from '../text/performance';
import { IncompleteMark } from '../trades/trade-cells';
import { Percent } from './Metric';
import classes from './Performance.module.css';
import { periodText } from './periods';

/** What a group is called. */
function groupText(group: PerformanceGroup): string {
  switch (group.by) {
    case 'account':
      return `${exchangeInfos[group.exchange].name} · ${group.label}`;
    case 'symbol':
      return group.symbol;
    case 'side':
      return say.sides[group.side];
    case 'exchange':
      return exchangeInfos[group.exchange].name;
    case 'hour':
      return `${String(group.hour).padStart(2, '0')}:00`;
    case 'weekday':
      return say.weekdayNames[group.weekday] ?? '';
    default:
      return periodText(group.by, group.fromMs);
  }
}

/** The way to a row's trades; null where Trades cannot be narrowed to them. */
type TradesOf = (group: PerformanceGroup) => string | null;

function GroupName({ row: { group, unmatched, unpriced }, tradesOf }: { row: PerformanceRow; tradesOf: TradesOf }) {
  const name = groupText(group);
  const route = tradesOf(group);
  return (
    <span className={classes.groupName}>
      {'exchange' in group ? <ExchangeMark exchange={group.exchange} /> : null}
      {route === null ? (
        <Label wide>{name}</Label>
      ) : (
        <Link href={route} className={classes.groupLink ?? ''} title={say.opens(name)}>
          <Label wide>{name}</Label>
        </Link>
      )}
      {unmatched > 0 ? <IncompleteMark word={say.incomplete} title={say.rowUnmatched} /> : null}
      {unpriced.length > 0 ? (
        <IncompleteMark word={say.incomplete} title={say.rowUnpriced(unpriced.join(', '))} />
      ) : null}
    </span>
  );
}

type AmountColumn =
  | 'net'
  | 'gross'
  | 'fees'
  | 'expectancy'
  | 'averageWin'
  | 'averageLoss'
  | 'largestWin'
  | 'largestLoss';

export type SortColumn = AmountColumn | 'group' | 'trades' | 'winRate' | 'profitFactor' | 'streaks' | 'averageHoldMs';

const names: Readonly<Record<AmountColumn, string>> = {
  net: say.net,
  gross: say.gross,
  fees: say.fees,
  ...say.columns,
};

const amountColumn = (
  id: AmountColumn,
  currency: string,
  from?: Column<PerformanceRow>['from'],
): Column<PerformanceRow> => ({
  id,
  header: names[id],
  align: 'right',
  sortable: true,
  ...(from === undefined ? {} : { from }),
  cell: (row) => (
    <Amount
      value={row[id]}
      currency={currency}
      decimals={columnDecimals(currency)}
      signed={id !== 'fees' && row.unmatched === 0}
      unknownBecause={row.priced.trades === 0 ? say.unknown.noPrice : whyNone(id)}
    />
  ),
});

const whyNone = (id: AmountColumn): string =>
  id.endsWith('Win') ? say.unknown.noWin : id.endsWith('Loss') ? say.unknown.noLoss : say.unknown.noTrade;

export function groupColumns(header: string, currency: string, tradesOf: TradesOf): readonly Column<PerformanceRow>[] {
  return [
    {
      id: 'group',
      header,
      pin: { left: 0 },
      sortable: true,
      cell: (row) => <GroupName row={row} tradesOf={tradesOf} />,
    },
    amountColumn('net', currency),
    {
      id: 'trades',
      header: say.tradesColumn,
      align: 'right',
      sortable: true,
      cell: ({ trades }) => trades.toLocaleString(),
    },
    {
      id: 'winRate',
      header: say.metric.winRate.name,
      title: say.metric.winRate.means,
      align: 'right',
      sortable: true,
      cell: ({ winRate, wins, trades }) => (
        <span title={say.of.winRate(wins, trades)}>
          <Percent rate={winRate} because={say.unknown.noTrade} />
        </span>
      ),
    },
    {
      id: 'profitFactor',
      header: say.metric.profitFactor.name,
      title: say.metric.profitFactor.means,
      align: 'right',
      sortable: true,
      cell: (row) => <Amount value={row.profitFactor} decimals={2} unknownBecause={say.unknown.noLoss} />,
    },
    amountColumn('expectancy', currency),
    amountColumn('gross', currency, 1100), // net and fees tell it as well
    amountColumn('fees', currency),
    amountColumn('averageWin', currency),
    amountColumn('averageLoss', currency),
    amountColumn('largestWin', currency),
    amountColumn('largestLoss', currency),
    {
      id: 'streaks',
      header: say.streaks,
      title: say.streaksTitle,
      align: 'right',
      sortable: true,
      cell: (row) => `${row.longestWinStreak} / ${row.longestLossStreak}`,
    },
    {
      id: 'averageHoldMs',
      header: say.columns.averageHold,
      title: say.metric.averageHold.means,
      align: 'right',
      sortable: true,
      cell: ({ averageHoldMs }) =>
        averageHoldMs === null ? (
          <Unknown because={say.unknown.noOpening} />
        ) : (
          compactDurationText(Number(averageHoldMs))
        ),
    },
  ];
}

const compareAmounts = (a: DecimalString, b: DecimalString): number => (e36(a) < e36(b) ? -1 : e36(a) > e36(b) ? 1 : 0);

/** Names, and times by their instant or place in the day. */
function compareGroups({ group: a }: PerformanceRow, { group: b }: PerformanceRow): number {
  if ('fromMs' in a && 'fromMs' in b) return a.fromMs - b.fromMs;
  if (a.by === 'weekday' && b.by === 'weekday') return a.weekday - b.weekday;
  return groupText(a).localeCompare(groupText(b));
}

/** By the exact values; what is not known comes last either way. */
export function inOrder(rows: readonly PerformanceRow[], { column, descending }: Sorting): readonly PerformanceRow[] {
  const id = column as SortColumn; // the ids of the columns above
  const turn = descending ? -1 : 1;
  if (id === 'group') return rows.toSorted((a, b) => turn * compareGroups(a, b));
  if (id === 'trades') return rows.toSorted((a, b) => turn * (a.trades - b.trades));
  if (id === 'streaks') return rows.toSorted((a, b) => turn * (a.longestWinStreak - b.longestWinStreak));
  return rows.toSorted((a, b) => {
    const [x, y] = [a[id], b[id]];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return turn * compareAmounts(x, y);
  });
}
