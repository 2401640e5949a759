/** How far each symbol is read: any number of rows, searched and sorted; one opens to its spans of time. */
import { Button, TextInput } from '@mantine/core';
import { useDeferredValue, useMemo, useState } from 'react';
import { reasons } from '../../../shared/reasons';
import type { UnixMs } from '../../../shared/result';
import type { AccountView } from '../../engine/api/account-view';
import type { SymbolCoverage } from '../../engine/api/accounts';
import { Unknown } from '../components/Amount';
import { type Column, DataTable, type Sorting } from '../components/DataTable';
import { compactTimeText, fullTimeText } from '../components/time-format';
import { text } from '../text';
import { CoverageDetail } from './CoverageDetail';
import classes from './CoverageTable.module.css';
import { type CoverageColumn, isUnread, searchCoverage, sortCoverage } from './coverage-rows';

const says = text.coverage;

/** Fewer rows are seen at one glance. */
const searchFrom = 8;

export interface CoverageTableProps {
  readonly account: AccountView;
  readonly rows: readonly SymbolCoverage[];
  /** All symbols are covered alike, as one stream: they differ by their fills alone. */
  readonly alike: boolean;
}

export function CoverageTable({ account, rows, alike }: CoverageTableProps) {
  const [search, setSearch] = useState('');
  const [sorting, setSorting] = useState<{ column: CoverageColumn; descending: boolean }>({
    column: 'fills',
    descending: true,
  });
  const [opened, setOpened] = useState<string | null>(null);
  const wanted = useDeferredValue(search);
  const shown = useMemo(
    () => sortCoverage(searchCoverage(rows, wanted), sorting.column, sorting.descending),
    [rows, wanted, sorting],
  );
  const columns = alike ? allColumns.filter(({ id }) => id === 'symbol' || id === 'fills') : allColumns;
  const sort = (id: string) => {
    const column = allColumns.find((one) => one.id === id)?.id ?? 'fills';
    // figures begin with the largest, names with the first
    setSorting((before) => ({
      column,
      descending: before.column === column ? !before.descending : column === 'fills' || column === 'to',
    }));
  };
  return (
    <div className={alike ? classes.narrow : classes.coverage}>
      {rows.length < searchFrom ? null : (
        <div className={classes.line}>
          <TextInput
            type="search"
            size="xs"
            aria-label={says.search}
            placeholder={says.search}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
          />
          <span role="status" className={classes.count}>
            {says.shown(shown.length, rows.length)}
          </span>
        </div>
      )}
      {shown.length === 0 ? (
        <div className={classes.line}>
          <span className={classes.count}>{says.noMatch(wanted.trim())}</span>
          <Button size="compact-xs" variant="default" onClick={() => setSearch('')}>
            {says.clear}
          </Button>
        </div>
      ) : (
        <DataTable
          caption={alike ? says.captionWhole : says.caption}
          columns={columns}
          rows={shown}
          rowKey={({ symbol }) => symbol}
          sorting={sorting satisfies Sorting}
          onSort={sort}
          maxHeight="380px"
          {...(alike ? {} : { onOpen: ({ symbol }: SymbolCoverage) => setOpened(symbol) })}
        />
      )}
      <CoverageDetail
        account={account}
        row={rows.find(({ symbol }) => symbol === opened) ?? null}
        onClose={() => setOpened(null)}
      />
    </div>
  );
}

const allColumns: readonly (Column<SymbolCoverage> & { readonly id: CoverageColumn })[] = [
  {
    id: 'symbol',
    header: says.columns.symbol,
    sortable: true,
    cell: ({ symbol }) => <span className={classes.symbol}>{symbol}</span>,
  },
  {
    id: 'fills',
    header: says.columns.fills,
    align: 'right',
    sortable: true,
    cell: (row) => (isUnread(row) ? <Unknown because={says.states[row.state]} /> : row.fills.toLocaleString()),
  },
  {
    id: 'from',
    header: says.columns.from,
    sortable: true,
    from: 600,
    cell: ({ coveredFrom }) => (coveredFrom === 0 ? says.beginning : <Time at={coveredFrom} />),
  },
  { id: 'to', header: says.columns.to, sortable: true, cell: ({ coveredTo }) => <Time at={coveredTo} /> },
  { id: 'state', header: says.columns.state, sortable: true, cell: (row) => <State row={row} /> },
];

function Time({ at }: { at: UnixMs | null }) {
  return at === null ? text.common.unknown : <span title={fullTimeText(at)}>{compactTimeText(at)}</span>;
}

function State({ row: { state, failure } }: { row: SymbolCoverage }) {
  return (
    <span className={classes.state} data-state={state}>
      {failure === null ? says.states[state] : says.failedFor(reasons[failure.reason].title)}
    </span>
  );
}
