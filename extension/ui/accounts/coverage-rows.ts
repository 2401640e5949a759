/** Which symbols a table of coverage shows, and in which order. */
import type { SymbolCoverage } from '../../engine/api/accounts';
import { symbolKey } from './symbol-list';

export type CoverageColumn = 'symbol' | 'fills' | 'from' | 'to' | 'state';

/** What needs a look first. */
const stateOrder: readonly SymbolCoverage['state'][] = ['failed', 'partial', 'pending', 'covered', 'empty'];

/** A symbol has no fills only where it was read to its end: until then a count of 0 is a count that nobody knows. */
export const isUnread = ({ fills, state }: SymbolCoverage): boolean =>
  fills === 0 && state !== 'empty' && state !== 'covered';

const figureOf: Readonly<Record<Exclude<CoverageColumn, 'symbol'>, (row: SymbolCoverage) => number | null>> = {
  fills: (row) => (isUnread(row) ? null : row.fills),
  from: ({ coveredFrom }) => coveredFrom,
  to: ({ coveredTo }) => coveredTo,
  state: ({ state }) => stateOrder.indexOf(state),
};

const byName = (a: SymbolCoverage, b: SymbolCoverage): number =>
  a.symbol < b.symbol ? -1 : a.symbol > b.symbol ? 1 : 0;

/** The rows whose symbol contains `search`, in any spelling ("btc/u" and "BTCU" alike), as they came. */
export function searchCoverage(rows: readonly SymbolCoverage[], search: string): readonly SymbolCoverage[] {
  const wanted = symbolKey(search.trim());
  return wanted === '' ? rows : rows.filter(({ symbol }) => symbolKey(symbol).includes(wanted));
}

/** The rows by one column, those without a value last either way, equal ones by symbol. */
export function sortCoverage(
  rows: readonly SymbolCoverage[],
  column: CoverageColumn,
  descending: boolean,
): readonly SymbolCoverage[] {
  const sign = descending ? -1 : 1;
  if (column === 'symbol') return rows.toSorted((a, b) => sign * byName(a, b));
  const of = figureOf[column];
  return rows.toSorted((a, b) => {
    const [x, y] = [of(a), of(b)];
    if (x === y) return byName(a, b);
    if (x === null) return 1;
    return y === null ? -1 : sign * (x - y);
  });
}
