/**
 * Trades: round trips, newest first, with the totals of the filter per quote. A trade opens to its figures and fills.
 *
 * The filter stands in the hash by opaque ids; the account is the scope of the top bar.
 */
import { Button, NativeSelect, SegmentedControl } from '@mantine/core';
import { useMemo } from 'react';
import type { TradesPage } from '../../engine/api/trades';
import { Amount } from '../components/Amount';
import { columnDecimals } from '../components/amount-format';
import { DataTable } from '../components/DataTable';
import { EmptyState } from '../components/EmptyState';
import { Screen } from '../components/Screen';
import { Skeletons } from '../components/Skeletons';
import { useEngineQuery } from '../engine';
import { navigateHash } from '../hash-location';
import { useOpen } from '../platform';
import { routes } from '../routes';
import { TrySample } from '../sample/TrySample';
import { text } from '../text';
import { TradeDrawer } from './TradeDrawer';
import classes from './Trades.module.css';
import { type AccountName, tradeColumns } from './trade-columns';
import { routeOf, type TradesFilter, useOpenedTrade, useTrades, useTradesFilter } from './use-trades';

export function Trades() {
  const [filter, change] = useTradesFilter();
  const { first, rows, loadMore } = useTrades(filter);
  const opened = useOpenedTrade();
  const accounts = useAccountNames();
  return (
    <Screen title={text.trades.title} actions={<Filters filter={filter} change={change} books={first?.books ?? []} />}>
      {first === undefined ? (
        <Skeletons lines={8} />
      ) : first.totalCount === 0 ? (
        <NoTrades filter={filter} />
      ) : (
        <>
          <Totals page={first} state={filter.state} />
          <TradesTable filter={filter} rows={rows} page={first} loadMore={loadMore} />
        </>
      )}
      <TradeDrawer tradeId={opened} accounts={accounts} onClose={() => navigateHash(routeOf(filter))} />
    </Screen>
  );
}

interface FiltersProps {
  readonly filter: TradesFilter;
  readonly change: (change: Partial<TradesFilter>) => void;
  readonly books: TradesPage['books'];
}

function Filters({ filter, change, books }: FiltersProps) {
  const accounts = useAccountNames();
  const twice = new Set(books.map((book) => book.symbol)).size < books.length;
  const name = ({ symbol, accountId }: TradesPage['books'][number]) => {
    const account = accounts.get(accountId);
    return twice && account !== undefined ? `${symbol} · ${account.exchangeName} · ${account.label}` : symbol;
  };
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={text.trades.symbol}
        data={[
          { value: '', label: text.trades.allSymbols },
          ...books.map((book) => ({ value: book.id, label: name(book) })),
        ]}
        value={filter.bookId ?? ''}
        onChange={(event) => change({ bookId: event.currentTarget.value === '' ? null : event.currentTarget.value })}
      />
      <SegmentedControl
        size="xs"
        aria-label={text.trades.stateLabel}
        data={[
          { value: 'closed', label: text.trades.states.closed },
          { value: 'open', label: text.trades.states.open },
        ]}
        value={filter.state}
        onChange={(state) => change({ state: state === 'open' ? 'open' : 'closed' })}
      />
    </>
  );
}

/** Names of accounts by their ids. */
function useAccountNames(): ReadonlyMap<string, AccountName> {
  const accounts = useEngineQuery(['accounts'], (engine) => engine.accounts()).data;
  return useMemo(() => new Map(accounts?.map((one) => [one.id, one])), [accounts]);
}

interface TradesTableProps {
  readonly filter: TradesFilter;
  readonly rows: TradesPage['rows'];
  readonly page: TradesPage;
  readonly loadMore: () => void;
}

function TradesTable({ filter, rows, page, loadMore }: TradesTableProps) {
  const accounts = useAccountNames();
  const withAccount = filter.accountId === null && accounts.size > 1;
  const columns = useMemo(
    () => tradeColumns({ state: filter.state, accounts: withAccount ? accounts : null }),
    [filter.state, accounts, withAccount],
  );
  return (
    <DataTable
      caption={text.trades.caption}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      totalCount={page.totalCount}
      onOpen={(row) => navigateHash(routeOf(filter, row.id))}
      onNearEnd={loadMore}
      maxHeight="max(320px, calc(100vh - 270px))"
    />
  );
}

const countFormat = new Intl.NumberFormat();

/** The answer: how many, and what they made, per quote. */
function Totals({ page, state }: { page: TradesPage; state: TradesFilter['state'] }) {
  const count = countFormat.format(page.totalCount);
  if (state === 'open') {
    return (
      <p className={classes.answer}>
        <strong>{text.trades.countOpen(count)}</strong> <span className={classes.dim}>{text.trades.openNote}</span>
      </p>
    );
  }
  const { columns } = text.trades;
  return (
    <div className={classes.totals}>
      <p className={classes.answer}>
        <strong>{text.trades.countClosed(count)}</strong> <span className={classes.dim}>{text.trades.closedNote}</span>
      </p>
      <table className={classes.totalsTable}>
        <caption>{text.trades.totalsCaption}</caption>
        <thead>
          <tr>
            <th scope="col">{text.overview.quote}</th>
            <th scope="col">{columns.gross}</th>
            <th scope="col">{columns.fees}</th>
            <th scope="col">{columns.net}</th>
          </tr>
        </thead>
        <tbody>
          {page.totals.map((total) => (
            <TotalRow key={total.quote} total={total} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function TotalRow({ total }: { total: TradesPage['totals'][number] }) {
  const shown = { currency: total.quote, decimals: columnDecimals(total.quote) };
  return (
    <tr>
      <th scope="row">{total.quote}</th>
      <td>
        <Amount value={total.gross} {...shown} signed />
      </td>
      <td>
        <Amount value={total.fees} {...shown} />
      </td>
      <td>
        <strong>
          <Amount value={total.net} {...shown} signed />
        </strong>
      </td>
    </tr>
  );
}

function NoTrades({ filter }: { filter: TradesFilter }) {
  const open = useOpen();
  const closed = filter.state === 'closed';
  const filtered = filter.accountId !== null || filter.bookId !== null;
  const sentence = filtered ? text.trades.noneFiltered : closed ? text.trades.noneClosed : text.trades.noneOpen;
  const all = routeOf({ accountId: null, bookId: null, state: filter.state });
  return (
    <EmptyState title={closed ? text.trades.noneClosedTitle : text.trades.noneOpenTitle} sentence={sentence}>
      {filtered ? (
        <Button variant="default" onClick={() => navigateHash(all)}>
          {text.trades.clearFilter}
        </Button>
      ) : closed ? (
        <>
          <Button variant="default" onClick={() => open(routes.accounts)}>
            {text.trades.toAccounts}
          </Button>
          <TrySample />
        </>
      ) : null}
    </EmptyState>
  );
}
