/**
 * A table of any length: only the rows in view exist, the header stays, columns sort, rows open by click or Enter.
 *
 * One row is in the tab order; the arrow keys, Home and End move it. Rows have one line, so that nothing jumps.
 */
import { UnstyledButton } from '@mantine/core';
import { elementScroll, type Rect, useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  memo,
  type ReactNode,
  startTransition,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { text } from '../text';
import classes from './DataTable.module.css';
import { Unseen } from './Unseen';
import { useRowFocus } from './use-row-focus';

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  /** More about the column, as tooltip of its header. */
  readonly title?: string;
  readonly align?: 'right';
  readonly cell: (row: Row) => ReactNode;
  readonly sortable?: boolean;
  /** Stays in view while the others scroll sideways: so far from that edge; `width` where another is pinned beyond it. */
  readonly pin?: { readonly left: number } | { readonly right: number };
  readonly width?: number;
  /**
   * Shown where the table is at least so wide, in px; only for what an opened row, or another column, tells as well. Figures
   * are then left out whole instead of being cut.
   */
  readonly from?: 600 | 700 | 860 | 1000 | 1100;
}

export interface Sorting {
  readonly column: string;
  readonly descending: boolean;
}

/** Rows that are fetched where they come into view: the scrollbar is true for all of them, loaded or not. */
export interface LazyRows<Row> {
  readonly count: number;
  /** Undefined while it is on its way: its cells then hold their place. */
  readonly rowAt: (index: number) => Row | undefined;
  /** Called with the first and last row in view, and those about to be. */
  readonly onRange: (first: number, last: number) => void;
}

export interface DataTableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[] | LazyRows<Row>;
  readonly rowKey: (row: Row) => string;
  /** All rows there are, where `rows` is only what was loaded. */
  readonly totalCount?: number;
  readonly onOpen?: (row: Row) => void;
  /** Called when the last loaded rows come into view. */
  readonly onNearEnd?: () => void;
  readonly sorting?: Sorting;
  readonly onSort?: (column: string) => void;
  readonly maxHeight: string;
  /** The widths of columns are shares that no row's content changes: nothing moves while rows come and go. */
  readonly fixedWidths?: boolean;
}

const isLazy = <Row,>(rows: readonly Row[] | LazyRows<Row>): rows is LazyRows<Row> => 'rowAt' in rows;

const sourceOf = <Row,>(rows: readonly Row[] | LazyRows<Row>): LazyRows<Row> =>
  isLazy(rows) ? rows : { count: rows.length, rowAt: (index) => rows[index], onRange: () => undefined };

const pinnedRight = <Row,>(column: Column<Row> | undefined): boolean =>
  column?.pin !== undefined && 'right' in column.pin;

function cellClass<Row>(columns: readonly Column<Row>[], index: number): string {
  const column = columns[index];
  const edge = pinnedRight(column) && !pinnedRight(columns[index - 1]);
  const names = [
    classes[column?.align ?? 'left'],
    column?.pin && classes.pinned,
    edge ? classes.edge : undefined,
    column?.from && classes[`from${column.from}`],
  ];
  return names.filter(Boolean).join(' ');
}

function cellStyle<Row>({ pin, width }: Column<Row>): CSSProperties | undefined {
  if (pin === undefined && width === undefined) return undefined;
  return { ...pin, ...(width === undefined ? {} : { width, minWidth: width, maxWidth: width }) };
}

/** A column with the look of its cells, which is made once for all rows. */
interface DrawnColumn<Row> extends Column<Row> {
  readonly className: string;
  readonly style: CSSProperties | undefined;
}

const drawnColumns = <Row,>(columns: readonly Column<Row>[]): readonly DrawnColumn<Row>[] =>
  columns.map((column, index) => ({ ...column, className: cellClass(columns, index), style: cellStyle(column) }));

const rowHeight = 33;
/** Rows drawn out of view, above and below. */
const overscan = 5;
/** `onNearEnd` is called so many rows before the last. */
const nearEnd = 12;
/** Rows drawn at once when a table appears; the others follow a frame later, so that no one task draws them all. */
const firstRows = 10;
/** Where more rows than these come into view at once, fetched ones first hold their places: scrolled by a wheel they never do. */
const leap = 10;

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { rowKey, onNearEnd } = props;
  const { rows, columns } = useBetweenFrames(props.rows, props.columns);
  const { count, rowAt, onRange } = sourceOf(rows);
  const lazy = isLazy(rows);
  const scroller = useRef<HTMLDivElement>(null);
  const drawn = useDrawnOnce();
  const stood = useRef(false);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan,
    observeElementRect: observeHeight,
    // a table that appears stands at its first row: moving it there would lay out the whole page in the same task
    scrollToFn: (...asked) => {
      if (stood.current) elementScroll(...asked);
      stood.current = true;
    },
    initialRect: { width: 1000, height: 800 },
    useFlushSync: false, // rows that came into view are drawn in one task, laid out and painted in the next
  });
  const inView = virtual.getVirtualItems();
  const items = drawn ? inView : inView.slice(0, firstRows);
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= count - nearEnd - 1) onNearEnd?.();
  }, [last, count, onNearEnd]);
  useRange(lazy ? onRange : undefined, first, last);
  const leapt = useLeap(items);

  const focus = useRowFocus(count, (index) => virtual.scrollToIndex(index), scroller);
  // the row last walked to may be far out of view: the tab key then enters at the first that is there
  const tabbable = focus.active >= first && focus.active <= last ? focus.active : first;
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      style={{ maxHeight: props.maxHeight }}
      tabIndex={props.onOpen ? -1 : 0}
    >
      <table
        className={props.fixedWidths ? `${classes.table} ${classes.fixed}` : classes.table}
        aria-rowcount={(props.totalCount ?? count) + 1}
        aria-busy={drawn ? undefined : true}
      >
        <caption>{props.caption}</caption>
        <Header columns={columns} sorting={props.sorting} onSort={props.onSort} />
        <tbody onKeyDown={focus.onKeyDown}>
          <Spacer height={before} />
          {items.map(({ index }) => {
            const row = rowAt(index);
            if (row === undefined && !lazy) return null;
            return (
              <DataRow
                key={row === undefined || lazy ? index : rowKey(row)} // a row that is fetched keeps its place and its focus
                row={row}
                index={index}
                columns={columns}
                tabbable={index === tabbable}
                waits={lazy && leapt}
                onOpen={props.onOpen}
              />
            );
          })}
          <Spacer height={after} />
        </tbody>
      </table>
    </div>
  );
}

/**
 * Rows that came to be others (an import brings some every second, and all below the first move) are drawn in slices between
 * frames, meanwhile the former ones stay. Columns go with their rows; rows that are fetched place by place each do so themselves.
 */
function useBetweenFrames<Row>(rows: readonly Row[] | LazyRows<Row>, of: readonly Column<Row>[]) {
  const columns = useMemo(() => drawnColumns(of), [of]);
  const next = useMemo(() => ({ rows, columns }), [rows, columns]);
  const shown = useDeferredValue(next);
  return isLazy(rows) ? next : shown;
}

/**
 * Tells the height of what scrolls once the browser has laid it out, and whenever it changes. Asking for it when the table appears
 * would lay out the whole page in the task that draws the table.
 */
function observeHeight({ scrollElement }: Virtualizer<HTMLDivElement, Element>, tell: (rect: Rect) => void) {
  if (scrollElement === null) return;
  const observer = new ResizeObserver(([entry]) => {
    if (entry === undefined) return;
    const { width, height } = entry.contentRect;
    tell({ width: Math.round(width), height: Math.round(height) });
  });
  observer.observe(scrollElement);
  return () => observer.disconnect();
}

/** Whether the first frame has been drawn. */
function useDrawnOnce(): boolean {
  const [drawn, setDrawn] = useState(false);
  useEffect(() => {
    const frame = requestAnimationFrame(() => startTransition(() => setDrawn(true)));
    return () => cancelAnimationFrame(frame);
  }, []);
  return drawn;
}

/** Whether the rows that are about to be drawn are mostly others than those drawn last. */
function useLeap(items: readonly { readonly index: number }[]): boolean {
  const before = useRef({ first: 0, last: -1 });
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? -1];
  const news = items.filter(({ index }) => index < before.current.first || index > before.current.last);
  useEffect(() => {
    before.current = { first, last };
  }, [first, last]);
  return news.length > leap;
}

/** Tells which rows are in view, whenever others are. */
function useRange(onRange: ((first: number, last: number) => void) | undefined, first: number, last: number) {
  useEffect(() => onRange?.(first, last), [onRange, first, last]);
}

interface HeaderProps<Row> {
  readonly columns: readonly DrawnColumn<Row>[];
  readonly sorting: Sorting | undefined;
  readonly onSort: ((column: string) => void) | undefined;
}

function Header<Row>({ columns, sorting, onSort }: HeaderProps<Row>) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columns.map((column) => {
          const sorted = sorting?.column === column.id ? (sorting.descending ? 'descending' : 'ascending') : undefined;
          return (
            <th
              key={column.id}
              scope="col"
              className={column.className}
              style={column.style}
              title={column.title}
              aria-sort={sorted}
            >
              {column.sortable === true && onSort !== undefined ? (
                <UnstyledButton className={classes.sort ?? ''} onClick={() => onSort(column.id)}>
                  {column.header}
                  <span aria-hidden="true">{sorted === undefined ? '' : sorted === 'descending' ? ' ↓' : ' ↑'}</span>
                </UnstyledButton>
              ) : (
                column.header
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

interface DataRowProps<Row> {
  readonly row: Row | undefined;
  readonly index: number;
  readonly columns: readonly DrawnColumn<Row>[];
  readonly tabbable: boolean;
  /** Holds its place at first, even where the row is there: a jump draws a whole view of rows. Of no account later. */
  readonly waits: boolean;
  readonly onOpen: ((row: Row) => void) | undefined;
}

function PlainDataRow<Row>({ row, index, columns, tabbable, waits, onOpen }: DataRowProps<Row>) {
  // a page of rows that arrives is drawn between frames, not in one task
  const shown = useDeferredValue(row, waits ? null : undefined);
  const cells =
    shown === undefined || shown === null ? (
      <Awaited columns={columns.length} />
    ) : (
      columns.map(({ id, className, style, cell }) => (
        <td key={id} className={className} style={style}>
          {cell(shown)}
        </td>
      ))
    );
  if (onOpen === undefined) return <tr aria-rowindex={index + 2}>{cells}</tr>;
  return (
    <tr
      aria-rowindex={index + 2}
      data-index={index}
      className={classes.opens}
      tabIndex={tabbable ? 0 : -1}
      title={text.common.openRow}
      onClick={() => row !== undefined && onOpen(row)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.target !== event.currentTarget || row === undefined) return;
        event.preventDefault();
        onOpen(row);
      }}
    >
      {cells}
    </tr>
  );
}

const isSameRow = <Row,>(a: DataRowProps<Row>, b: DataRowProps<Row>): boolean =>
  a.row === b.row &&
  a.index === b.index &&
  a.columns === b.columns &&
  a.tabbable === b.tabbable &&
  a.onOpen === b.onOpen;

/** Scrolling draws only the rows that came into view. The cast keeps the row's type, which `memo` forgets. */
const DataRow = memo(PlainDataRow, isSameRow) as typeof PlainDataRow;

/** Holds the place of a row that is on its way: one cell, since who scrolls fast passes hundreds of them a second. */
const Awaited = ({ columns }: { columns: number }) => (
  <td colSpan={columns} className={classes.awaited}>
    <Unseen>{text.common.loading}</Unseen>
  </td>
);

const Spacer = ({ height }: { height: number }) =>
  height <= 0 ? null : (
    <tr>
      <td className={classes.spacer} style={{ height }} />
    </tr>
  );

/** A name the trader typed, cut to one column's width; the whole of it is in the tooltip. */
export const Label = ({ children, wide = false }: { children: string; wide?: boolean }) => (
  <span className={wide ? classes.wideLabel : classes.label} title={children}>
    {children}
  </span>
);
