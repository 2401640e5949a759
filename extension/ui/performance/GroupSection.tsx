/** The metrics of each group; its name leads to its trades where Trades can be narrowed to them. */
import { NativeSelect } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { PerformancePage } from '../../engine/api/performance';
import { DataTable, type Sorting } from '../components/DataTable';
import { Section } from '../components/Screen';
import { performance as say } from '../text/performance';
import { groupColumns, inOrder, type SortColumn } from './group-columns';
import { madeBy } from './Headline';
import classes from './Performance.module.css';
import { tradesOfRow } from './trades-route';
import { groupings, type PerformanceView, usePerformanceView } from './use-performance';

interface GroupSectionProps {
  /** The view that the page answers. */
  readonly view: PerformanceView;
  readonly page: PerformancePage;
  readonly nowMs: number;
}

export function GroupSection({ view, page, nowMs }: GroupSectionProps) {
  const [, change] = usePerformanceView();
  const { groupBy, baseCurrency } = page;
  return (
    <Section
      title={say.groups}
      aside={
        <span className={classes.row}>
          <span className={classes.dim}>{madeBy(page)}</span>
          <NativeSelect
            size="xs"
            aria-label={say.groupBy}
            data={groupings.map((value) => ({ value, label: say.groupings[value] }))}
            value={view.groupBy}
            onChange={({ currentTarget: { value } }) => {
              const chosen = groupings.find((one) => one === value);
              if (chosen) change({ groupBy: chosen });
            }}
          />
        </span>
      }
    >
      <Table
        key={groupBy}
        view={view}
        page={page}
        nowMs={nowMs}
        caption={say.groupsCaption(say.groupings[groupBy], baseCurrency)}
      />
    </Section>
  );
}

function Table({ view, page, nowMs, caption }: GroupSectionProps & { caption: string }) {
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const { rows, rowCount, baseCurrency, groupBy } = page;
  const columns = useMemo(
    () => groupColumns(say.groupings[groupBy], baseCurrency, (group) => tradesOfRow(view, group, nowMs)),
    [view, nowMs, groupBy, baseCurrency],
  );
  const sorted = useMemo(() => (sorting === null ? rows : inOrder(rows, sorting)), [rows, sorting]);
  const sortBy = (column: string) =>
    setSorting((before) => ({
      column: column as SortColumn, // the ids of the columns above
      descending: before?.column === column ? !before.descending : column !== 'group',
    }));
  return (
    <>
      {rows.length < rowCount ? (
        <p className={classes.dim}>{say.groupsCut(rows.length.toLocaleString(), rowCount.toLocaleString())}</p>
      ) : null}
      <DataTable
        caption={caption}
        columns={columns}
        rows={sorted}
        rowKey={({ key }) => key}
        {...(sorting === null ? {} : { sorting })}
        onSort={sortBy}
        maxHeight="max(320px, calc(100vh - 260px))"
      />
    </>
  );
}
