/**
 * Trades: round trips, closings or what is open, newest first, with the totals of the filter per quote. A row opens to its
 * figures and fills.
 *
 * The filter stands in the hash by opaque ids; the account is the scope of the top bar.
 */
import { useCallback, useMemo } from 'react';
import type { TradesPage } from '../../engine/api/trades';
import { type AccountNames, useAccountNames } from '../accounts/use-account-names';
import { DataTable } from '../components/DataTable';
import { HistoryNotes } from '../components/HistoryNotes';
import { InTurn } from '../components/InTurn';
import { Screen } from '../components/Screen';
import { Skeletons } from '../components/Skeletons';
import { navigateHash } from '../hash-location';
import { PoolingNote } from '../method/PoolingNote';
import { routes } from '../routes';
import { text } from '../text';
import { closingColumns, lotColumns } from './closing-columns';
import { NoTrades } from './NoTrades';
import { TradeDrawer } from './TradeDrawer';
import { TradeFilters, ViewSwitch } from './TradeFilters';
import classes from './Trades.module.css';
import { TradeTotals } from './TradeTotals';
import { tradeColumns } from './trade-columns';
import {
  type ListKind,
  type LoadedTrades,
  routeOf,
  type TradesFilter,
  useOpenedTrade,
  useTrades,
  useTradesFilter,
} from './use-trades';

export function Trades() {
  const [filter, change] = useTradesFilter();
  const loaded = useTrades(filter);
  const opened = useOpenedTrade();
  const named = useAccountNames();
  const accounts = named ?? noAccounts;
  const { first } = loaded;
  return (
    <Screen title={text.trades.title} actions={<ViewSwitch filter={filter} change={change} />}>
      <TradeFilters filter={filter} change={change} books={first?.page.books ?? []} accounts={accounts} />
      {first === undefined ? null : (
        <PoolingNote pooling={first.page.pooling} shared={first.page.shared} className={classes.warning} />
      )}
      {first === undefined || named === undefined ? (
        <Skeletons lines={8} />
      ) : (
        <InTurn>
          {first.page.totalCount === 0 ? null : (
            <TradeTotals kind={first.kind} page={first.page} ofAccount={filter.accountId !== null} />
          )}
          <HistoryNotes accountId={filter.accountId} />
          {first.page.totalCount === 0 ? (
            <NoTrades
              filter={filter}
              kind={first.kind}
              hasAccounts={accounts.size > 0}
              hasFills={hasFills(first.page)}
            />
          ) : (
            <TradesTable
              filter={filter}
              kind={first.kind}
              count={first.page.totalCount}
              names={accounts}
              loaded={loaded}
            />
          )}
        </InTurn>
      )}
      <TradeDrawer tradeId={opened} accounts={accounts} onClose={() => navigateHash(routeOf(filter))} />
    </Screen>
  );
}

const noAccounts: AccountNames = new Map();

/** Those of a coin without a price stand in no book yet. */
const hasFills = ({ books, pooling }: Pick<TradesPage, 'books' | 'pooling'>): boolean =>
  books.length > 0 || (pooling?.unpriced ?? []).length > 0;

interface Identified {
  readonly id: string;
}

interface TradesTableProps {
  readonly filter: TradesFilter;
  readonly kind: ListKind;
  readonly count: number;
  readonly names: AccountNames;
  readonly loaded: LoadedTrades;
}

function TradesTable({ filter, kind, count, names, loaded }: TradesTableProps) {
  const accounts = filter.accountId === null && names.size > 1 ? names : null;
  const columns = useMemo(
    () => ({
      trips: tradeColumns({ state: kind === 'openTrips' ? 'open' : 'closed', accounts }),
      closings: closingColumns(accounts),
      lots: lotColumns(accounts),
    }),
    [kind, accounts],
  );
  const [, query] = routeOf(filter).split('?');
  // the same function as long as the list is the same: rows that stay are not drawn anew
  const open = useCallback(
    ({ id }: Identified) => navigateHash(query === undefined ? routes.trade(id) : `${routes.trade(id)}?${query}`),
    [query],
  );
  const table = {
    rowKey: ({ id }: Identified) => id,
    totalCount: count,
    onOpen: open,
    onNearEnd: loaded.loadMore,
    maxHeight: 'max(320px, calc(100vh - 420px))',
  };
  const { captions } = text.trades;
  if (kind === 'closings')
    return <DataTable {...table} caption={captions.closings} columns={columns.closings} rows={loaded.closings} />;
  if (kind === 'lots')
    return <DataTable {...table} caption={captions.lots} columns={columns.lots} rows={loaded.lots} />;
  return <DataTable {...table} caption={captions.trips} columns={columns.trips} rows={loaded.trips} />;
}
