/**
 * The lines of the table of balances: which rows match, which are small, how they are grouped and ordered, and the sums of
 * groups. All exact.
 *
 * A sum of an asset is over the accounts that count and are known now. Whatever else may hold the asset is named as missing, as
 * the engine names it for the total: an account that is not known may hold any asset, whatever it held last.
 */
import type { Wallet } from '../../../shared/exchanges/info';
import {
  add18,
  add36,
  type DecimalString,
  type E18,
  type E36,
  e18,
  e36,
  formatE18,
  formatE36,
  zero18,
  zero36,
} from '../../../shared/money/decimal';
import type { Failure } from '../../../shared/reasons';
import type { UnixMs } from '../../../shared/result';
import type { AssetRow, BalancesAccount, BalancesPage } from '../../engine/api/balances';
import type { MissingPart, PartialAmount } from '../../engine/api/observed';
import { type Item, isSmall, itemsOf, nameOf, type ReadState } from './balance-items';
import { type BalanceColumn, type BalanceSorting, inOrder, keyOf, type SortKey, sorted } from './balance-order';

export type Grouping = 'asset' | 'account' | 'none';

interface AssetSum {
  readonly asset: string;
  /** Null where nothing of it is known now. */
  readonly free: DecimalString | null;
  readonly locked: DecimalString | null;
  readonly total: DecimalString | null;
  readonly price: AssetRow['value'];
  readonly value: PartialAmount;
}

/** Sums are computed for the lines that are drawn alone: of 2,000 assets those are some forty. */
export type Line =
  | {
      readonly kind: 'row';
      readonly key: string;
      readonly row: AssetRow;
      readonly account: BalancesAccount;
      readonly read: ReadState;
      /** The age of the oldest thing its value rests on. */
      readonly oldestAt: UnixMs;
      /** Stands under the line of its group. */
      readonly grouped: boolean;
      /** Where the row is all that is known of its asset: its sum with what is missing; null where nothing is. */
      readonly partial: (() => PartialAmount) | null;
    }
  | {
      readonly kind: 'sum';
      readonly key: string;
      readonly asset: string;
      readonly accounts: number;
      readonly sum: () => AssetSum;
    }
  | { readonly kind: 'account'; readonly key: string; readonly account: BalancesAccount }
  /** A wallet that was never read: nobody knows what it holds. */
  | {
      readonly kind: 'unread';
      readonly key: string;
      readonly account: BalancesAccount;
      readonly wallet: Wallet;
      readonly failure: Failure | null;
    };

export interface LinesQuery {
  /** One account, or all (null). */
  readonly scope: string | null;
  readonly grouping: Grouping;
  /** A part of an asset's name, in any case; '' matches all. */
  readonly search: string;
  /** Rows worth less are left out; null leaves out none. In the base currency. */
  readonly hideBelow: DecimalString | null;
  readonly sorting: BalanceSorting;
}

export interface Lines {
  readonly lines: readonly Line[];
  /** Rows of assets among the lines, and those left out as small. */
  readonly shown: number;
  readonly hidden: number;
}

const sumOf = (items: readonly Item[], field: 'free' | 'locked' | 'total'): E18 =>
  items.reduce((sum, { row }) => add18(sum, e18(row[field])), zero18);

const knownValue = (items: readonly Item[]): E36 =>
  items.reduce((sum, { value }) => (value === null ? sum : add36(sum, value)), zero36);

/** What the totals miss, by asset; under the empty name what may hold any asset. */
function missingByAsset(page: BalancesPage, scope: string | null): ReadonlyMap<string, readonly MissingPart[]> {
  const parts = new Map<string, MissingPart[]>();
  for (const part of page.total.missing) {
    if (scope !== null && part.accountId !== scope) continue;
    const of = parts.get(part.asset ?? '') ?? [];
    of.push(part);
    parts.set(part.asset ?? '', of);
  }
  return parts;
}

function assetSum(asset: string, items: readonly Item[], missing: readonly MissingPart[], currency: string): AssetSum {
  const known = items.filter(({ account, read }) => account.counted && read.failure === null);
  const valued = known.filter(({ value }) => value !== null);
  const incomplete = new Set(missing.map(({ accountId }) => accountId));
  const parts = new Set([...known.map(({ account }) => account.id), ...incomplete]);
  const quantity = (field: 'free' | 'locked' | 'total') => (known.length === 0 ? null : formatE18(sumOf(known, field)));
  return {
    asset,
    free: quantity('free'),
    locked: quantity('locked'),
    total: quantity('total'),
    price: items[0]?.row.value ?? { state: 'unknown', failure: { reason: 'price-missing', subject: asset } },
    value: {
      amount: valued.length === 0 ? null : formatE36(knownValue(valued)),
      currency,
      missing,
      missingCount: incomplete.size,
      partCount: parts.size,
      oldestAt: known.reduce<UnixMs | null>(
        (oldest, { oldestAt: at }) => (oldest === null || at < oldest ? at : oldest),
        null,
      ),
      lastKnown: null,
    },
  };
}

const rowLine = (item: Item, grouped: boolean, partial: (() => PartialAmount) | null = null): Line => {
  const { row, account, read, oldestAt } = item;
  return {
    kind: 'row',
    key: `${row.accountId} ${row.wallet} ${row.asset}`,
    row,
    account,
    read,
    oldestAt,
    grouped,
    partial,
  };
};

/** The wallets of the accounts that count and that were never read, each a line of its own. */
function unreadLines({ accounts }: BalancesPage, scope: string | null): readonly Line[] {
  return accounts
    .filter(({ id, counted }) => counted && (scope === null || id === scope))
    .flatMap((account) =>
      account.wallets.flatMap(({ wallet, value }): readonly Line[] => {
        if (value.state === 'known' || (value.state === 'unknown' && value.last)) return [];
        const failure = value.state === 'unknown' ? value.failure : null;
        return [{ kind: 'unread', key: `${account.id} ${wallet}`, account, wallet, failure }];
      }),
    );
}

function groupBy(items: readonly Item[], nameOfGroup: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const name = nameOfGroup(item);
    const group = groups.get(name) ?? [];
    group.push(item);
    groups.set(name, group);
  }
  return groups;
}

/** What a group of one asset is ordered by: its sum, or its first row where a sum says nothing. */
function groupKey(items: readonly Item[], column: BalanceColumn): SortKey {
  const [first] = items;
  if (!first) return null;
  switch (column) {
    case 'free':
    case 'locked':
    case 'total':
      return sumOf(items, column);
    case 'value':
      return items.every(({ value }) => value === null) ? null : knownValue(items);
    default:
      return keyOf(first, column);
  }
}

function linesByAsset(page: BalancesPage, items: readonly Item[], query: LinesQuery): Lines {
  const { sorting, scope } = query;
  const limit = query.hideBelow === null ? null : e36(query.hideBelow);
  const missing = missingByAsset(page, scope);
  const anywhere = missing.get('') ?? [];
  const groups = [...groupBy(items, ({ row }) => row.asset)];
  const small = (group: readonly Item[]) =>
    limit !== null && group.every((item) => isSmall(item, limit)) && knownValue(group) < limit;
  const shown = groups.filter(([, group]) => !small(group));
  const ordered = inOrder(
    shown.map(([name, group]) => {
      const ofGroup = sorted(group, sorting);
      return { name, group: ofGroup, key: groupKey(ofGroup, sorting.column) };
    }),
    sorting.descending,
  );
  const lines = ordered.flatMap(({ name, group }): readonly Line[] => {
    const sum = () => assetSum(name, group, [...(missing.get(name) ?? []), ...anywhere], page.baseCurrency);
    const [only] = group;
    if (group.length === 1 && only) {
      const isPart = anywhere.length > 0 && only.read.failure === null;
      return [rowLine(only, false, isPart ? () => sum().value : null)];
    }
    const accounts = new Set(group.map(({ account }) => account.id)).size;
    return [{ kind: 'sum', key: name, asset: name, accounts, sum }, ...group.map((item) => rowLine(item, true))];
  });
  const count = shown.reduce((sum, [, group]) => sum + group.length, 0);
  return { lines: [...lines, ...unreadLines(page, scope)], shown: count, hidden: items.length - count };
}

function linesByAccount(
  page: BalancesPage,
  items: readonly Item[],
  { sorting, scope, search }: LinesQuery,
): readonly Line[] {
  const groups = groupBy(items, ({ account }) => account.id);
  const unread = unreadLines(page, scope);
  const accounts = page.accounts
    .filter(({ id }) => scope === null || id === scope)
    // An account without a match says nothing of the search, unless it is not known: it may hold the asset.
    .filter(({ id, value, counted }) => groups.has(id) || search.trim() === '' || (counted && value.state !== 'known'))
    .map((account) => {
      const amount = account.value.state === 'known' ? account.value.value.amount : null;
      const byValue = sorting.column === 'value';
      return {
        account,
        name: nameOf(account),
        key: byValue ? (amount === null ? null : e36(amount)) : nameOf(account),
      };
    });
  const byName = sorting.column !== 'value' && sorting.column !== 'account';
  return inOrder(accounts, byName ? false : sorting.descending).flatMap(({ account }): readonly Line[] => [
    { kind: 'account', key: account.id, account },
    ...sorted(groups.get(account.id) ?? [], sorting).map((item) => rowLine(item, true)),
    ...unread.filter((line) => line.kind === 'unread' && line.account === account && account.value.state === 'known'),
  ]);
}

/** The lines under a query; an account that is not known keeps the rows that were read last. */
export function linesOf(page: BalancesPage, query: LinesQuery): Lines {
  const items = itemsOf(page, query.scope, query.search);
  if (query.grouping === 'asset') return linesByAsset(page, items, query);
  const limit = query.hideBelow === null ? null : e36(query.hideBelow);
  const shown = limit === null ? items : items.filter((item) => !isSmall(item, limit));
  const lines =
    query.grouping === 'account'
      ? linesByAccount(page, shown, query)
      : [...sorted(shown, query.sorting).map((item) => rowLine(item, false)), ...unreadLines(page, query.scope)];
  return { lines, shown: shown.length, hidden: items.length - shown.length };
}
