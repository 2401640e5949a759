/**
 * Balances: what is held where, and what it is worth. Its first line is the answer; every price opens to its markets and
 * their age, and what is not known now keeps the rows that were read last, in no sum.
 */
import { Button } from '@mantine/core';
import { useDeferredValue, useMemo, useState } from 'react';
import type { BalancesPage } from '../../engine/api/balances';
import { DataTable } from '../components/DataTable';
import { EmptyState } from '../components/EmptyState';
import { InTurn } from '../components/InTurn';
import { NoAccounts } from '../components/NoAccounts';
import { Screen } from '../components/Screen';
import { Skeletons } from '../components/Skeletons';
import { useEngineQuery } from '../engine';
import { useScope } from '../shell/use-scope';
import { text } from '../text';
import { BalanceFilters, Outcome } from './BalanceFilters';
import { BalancesHeadline } from './BalancesHeadline';
import { balanceColumns } from './balance-columns';
import { linesOf } from './balance-lines';
import type { BalanceColumn, BalanceSorting } from './balance-order';
import { NotKnown } from './NotKnown';
import { useGrouping, useSmallFilter } from './use-balances-view';

export function Balances() {
  const page = useEngineQuery(['balances'], (engine) => engine.balances()).data;
  return (
    <Screen title={text.balances.title}>
      {page === undefined ? <Loading /> : page.accounts.length === 0 ? <NoAccounts /> : <Content page={page} />}
    </Screen>
  );
}

const countFormat = new Intl.NumberFormat();

function Content({ page }: { page: BalancesPage }) {
  const [asked] = useScope();
  const scope = page.accounts.some(({ id }) => id === asked) ? asked : null; // an account that is gone narrows nothing
  const accounts = page.accounts.filter(({ id }) => scope === null || id === scope);
  const rows = page.rows.filter(({ accountId }) => scope === null || accountId === scope);
  const assetCount = new Set(rows.map(({ asset }) => asset)).size;
  return (
    <InTurn>
      <BalancesHeadline page={page} scope={scope} assetCount={countFormat.format(assetCount)} />
      <NotKnown accounts={accounts} />
      {rows.length === 0 ? (
        <Nothing known={accounts.some(({ value }) => value.state === 'known')} scoped={scope !== null} />
      ) : (
        <Table page={page} scope={scope} />
      )}
    </InTurn>
  );
}

/** Figures begin with the largest, names with the first. */
const beginsDescending = (column: string): boolean => column !== 'asset' && column !== 'account';

function Table({ page, scope }: { page: BalancesPage; scope: string | null }) {
  const [grouping, setGrouping] = useGrouping();
  const [search, setSearch] = useState('');
  const searched = useDeferredValue(search); // typing stays quick over thousands of rows
  const small = useSmallFilter(page.baseCurrency);
  const [sorting, setSorting] = useState<BalanceSorting>({ column: 'value', descending: true });
  const hideBelow = small.hide ? small.limit : null;
  const { lines, shown, hidden } = useMemo(
    () => linesOf(page, { scope, grouping, search: searched, hideBelow, sorting }),
    [page, scope, grouping, searched, hideBelow, sorting],
  );
  const columns = useMemo(() => balanceColumns(grouping, page.baseCurrency), [grouping, page.baseCurrency]);
  const sortBy = (column: string) =>
    setSorting((before) => ({
      column: column as BalanceColumn, // the ids of the columns above
      descending: before.column === column ? !before.descending : beginsDescending(column),
    }));
  return (
    <section aria-label={text.balances.caption}>
      <BalanceFilters {...{ grouping, setGrouping, search, setSearch, small }} currency={page.baseCurrency} />
      <Outcome
        shown={countFormat.format(shown)}
        hidden={hidden}
        hiddenText={countFormat.format(hidden)}
        limit={small.typed}
        currency={page.baseCurrency}
        onShow={() => small.setHide(false)}
      />
      {lines.length === 0 && hidden === 0 ? (
        <EmptyState title={text.balances.noMatchTitle} sentence={text.balances.noMatch(searched)}>
          <Button variant="default" onClick={() => setSearch('')}>
            {text.balances.clearSearch}
          </Button>
        </EmptyState>
      ) : (
        <DataTable
          caption={text.balances.caption}
          columns={columns}
          rows={lines}
          rowKey={({ kind, key }) => `${kind} ${key}`}
          sorting={sorting}
          onSort={sortBy}
          maxHeight="max(320px, calc(100vh - 170px))"
        />
      )}
    </section>
  );
}

/** No row at all: the accounts are empty, or none of them could be read. */
const Nothing = ({ known, scoped }: { known: boolean; scoped: boolean }) =>
  known ? (
    <EmptyState title={text.balances.noneTitle} sentence={scoped ? text.balances.noneScope : text.balances.none} />
  ) : (
    <EmptyState title={text.balances.nothingKnownTitle} sentence={text.balances.nothingKnown} />
  );

const Loading = () => (
  <>
    <Skeletons lines={1} height={40} />
    <Skeletons lines={2} />
    <Skeletons lines={8} />
  </>
);
