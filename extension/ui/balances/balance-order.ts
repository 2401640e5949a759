/** The order of balances by any column: exact amounts, names as people sort them, and what is not known last. */
import { e18, e36 } from '../../../shared/money/decimal';
import { type Item, nameOf } from './balance-items';

export type BalanceColumn = 'asset' | 'account' | 'free' | 'locked' | 'total' | 'price' | 'value' | 'age';

export interface BalanceSorting {
  readonly column: BalanceColumn;
  readonly descending: boolean;
}

/** Null: not known. */
export type SortKey = bigint | number | string | null;
const collator = new Intl.Collator(undefined, { numeric: true });

/** What a row is ordered by in a column. */
export function keyOf({ row, account, oldestAt, value }: Item, column: BalanceColumn): SortKey {
  switch (column) {
    case 'asset':
      return row.asset;
    case 'account':
      return nameOf(account);
    case 'price':
      return row.value.state === 'known' ? e36(row.value.price) : null;
    case 'value':
      return value;
    case 'age':
      return -oldestAt;
    default:
      return e18(row[column]);
  }
}

function compareKeys(a: SortKey, b: SortKey, turn: number): number {
  // What is not known is neither large nor small: last in either direction.
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === 'string' && typeof b === 'string') return turn * collator.compare(a, b);
  return a === b ? 0 : a > b ? turn : -turn;
}

interface Sortable {
  readonly key: SortKey;
  readonly name: string;
}

/** In the order of their keys, equal ones by name. */
export const inOrder = <T extends Sortable>(all: readonly T[], descending: boolean): readonly T[] =>
  [...all].sort((a, b) => compareKeys(a.key, b.key, descending ? -1 : 1) || collator.compare(a.name, b.name));

const sortable = (item: Item, column: BalanceColumn) => ({
  item,
  key: keyOf(item, column),
  name: `${item.row.asset} ${nameOf(item.account)}`,
});

/** Rows in the order of a column. */
export const sorted = (items: readonly Item[], { column, descending }: BalanceSorting): readonly Item[] =>
  inOrder(
    items.map((item) => sortable(item, column)),
    descending,
  ).map(({ item }) => item);
