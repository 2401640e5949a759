/**
 * Fills: every fill of every account, newest first, with the totals of the filter. A fill opens to the exchange's ids, its own
 * row, and what it did in the ledger.
 *
 * The filter stands in the hash by opaque ids and dates; the account is the scope of the top bar.
 */
import { Button } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import type { FillsPage, FillsRow } from '../../engine/api/fills';
import { type AccountNames, useAccountNames } from '../accounts/use-account-names';
import { DataTable } from '../components/DataTable';
import { EmptyState } from '../components/EmptyState';
import { HistoryNotes } from '../components/HistoryNotes';
import { InTurn } from '../components/InTurn';
import { Screen } from '../components/Screen';
import { Skeletons } from '../components/Skeletons';
import { navigateHash } from '../hash-location';
import { useOpen } from '../platform';
import { routes } from '../routes';
import { TrySample } from '../sample/TrySample';
import { text } from '../text';
import { FillDrawer } from './FillDrawer';
import { FillFilters } from './FillFilters';
import classes from './Fills.module.css';
import { FillTotals } from './FillTotals';
import { fillColumns } from './fill-columns';
import {
  type FillsView,
  isFiltered,
  routeOf,
  unfiltered,
  useFillRows,
  useFillsView,
  useFirstFills,
  useOpenedFill,
} from './use-fills';

const say = text.fills;

export function Fills() {
  const [view, change] = useFillsView();
  const opened = useOpenedFill();
  const accounts = useAccountNames();
  const first = useFirstFills(view);
  return (
    <Screen title={say.title}>
      {first === undefined || accounts === undefined ? (
        <Skeletons lines={10} />
      ) : (
        <div className={classes.screen}>
          <InTurn>
            {isBare(first) ? null : <FillTotals page={first.page} />}
            <HistoryNotes accountId={view.accountId} />
            {isBare(first) ? null : <FillFilters view={view} change={change} symbols={first.page.symbols} />}
            {first.page.totalCount === 0 ? (
              <NoFills view={first.view} hasAccounts={accounts.size > 0} />
            ) : (
              // until another view has answered the former one stays, so that nothing flashes
              <FillsTable key={routeOf(first.view)} view={first.view} first={first.page} accounts={accounts} />
            )}
          </InTurn>
        </div>
      )}
      <FillDrawer
        fillId={opened}
        accounts={accounts ?? noAccounts}
        routeOfFill={(fillId) => routeOf(view, fillId)}
        onClose={() => navigateHash(routeOf(view))}
      />
    </Screen>
  );
}

const noAccounts: AccountNames = new Map();

/** Nothing is there to be counted or narrowed: what stands there is what to do about it. */
const isBare = ({ view, page }: { view: FillsView; page: FillsPage }): boolean =>
  page.totalCount === 0 && !isFiltered(view);

interface FillsTableProps {
  readonly view: FillsView;
  readonly first: FillsPage;
  readonly accounts: AccountNames;
}

const countFormat = new Intl.NumberFormat();

function FillsTable({ view, first, accounts }: FillsTableProps) {
  const rows = useFillRows(view, first);
  const withAccount = view.accountId === null && accounts.size > 1;
  const columns = useMemo(() => fillColumns(withAccount ? accounts : null), [accounts, withAccount]);
  const route = routeOf(view);
  const open = useCallback(
    (row: FillsRow) => {
      const [, query] = route.split('?');
      navigateHash(query === undefined ? routes.fill(row.id) : `${routes.fill(row.id)}?${query}`);
    },
    [route],
  );
  return (
    <>
      {rows.cut ? <p className={classes.dim}>{say.tooMany(countFormat.format(rows.count))}</p> : null}
      <DataTable
        caption={say.caption}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        onOpen={open}
        maxHeight="max(320px, calc(100vh - 330px))"
        fixedWidths
      />
    </>
  );
}

function NoFills({ view, hasAccounts }: { view: FillsView; hasAccounts: boolean }) {
  const open = useOpen();
  if (isFiltered(view))
    return (
      <EmptyState title={say.noMatchTitle} sentence={say.noMatch}>
        <Button variant="default" onClick={() => navigateHash(routeOf(unfiltered(view.accountId)))}>
          {say.clearFilters}
        </Button>
      </EmptyState>
    );
  if (!hasAccounts)
    return (
      <EmptyState title={say.noneTitle} sentence={say.noAccount}>
        <Button onClick={() => open(routes.addAccount)}>{text.common.addAccount}</Button>
        <TrySample />
      </EmptyState>
    );
  const { accountId } = view;
  return (
    <EmptyState title={say.noneTitle} sentence={accountId === null ? say.noneImported : say.noneInAccount}>
      <Button variant="default" onClick={() => open(accountId === null ? routes.accounts : routes.account(accountId))}>
        {accountId === null ? say.toAccounts : say.toAccount}
      </Button>
    </EmptyState>
  );
}
