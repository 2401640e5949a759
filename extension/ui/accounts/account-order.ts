/** In which order the list of accounts stands. */
import { e36 } from '../../../shared/money/decimal';
import { type AccountView, isInTrouble } from '../../engine/api/account-view';

export const accountSorts = ['added', 'name', 'value', 'age', 'trouble'] as const;
export type AccountSort = (typeof accountSorts)[number];

/** What it is worth, or was when it was known last; null where that was never known. */
function worthOf({ value }: AccountView): bigint | null {
  const sum = value.state === 'known' ? value.value : value.state === 'unknown' ? (value.last?.value ?? null) : null;
  return sum === null || sum.amount === null ? null : e36(sum.amount);
}

function readAt({ value }: AccountView): number | null {
  if (value.state === 'known') return value.value.oldestAt ?? value.at;
  return value.state === 'unknown' ? (value.last?.at ?? null) : null;
}

/** 0: in trouble; 1: asked; 2: paused; 3: kept for its history alone. */
function troubleOf(account: AccountView): number {
  if (account.frozen !== null) return 3;
  if (account.pausedAt !== null) return 2;
  return isInTrouble(account) ? 0 : 1;
}

const nameOf = ({ exchangeName, label }: AccountView): string => `${exchangeName} ${label}`;

/** Null last. */
function compare<T extends number | bigint>(a: T | null, b: T | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The accounts in an order; those that it tells nothing apart stand as they were added. Value: the largest first; age: the oldest. */
export function sortAccounts(accounts: readonly AccountView[], sort: AccountSort): readonly AccountView[] {
  switch (sort) {
    case 'added':
      return accounts;
    case 'name':
      return accounts.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)));
    case 'value':
      return accounts.toSorted((a, b) => {
        const [x, y] = [worthOf(a), worthOf(b)];
        return x === null || y === null ? compare(x, y) : compare(y, x);
      });
    case 'age':
      return accounts.toSorted((a, b) => compare(readAt(a), readAt(b)));
    case 'trouble':
      return accounts.toSorted((a, b) => troubleOf(a) - troubleOf(b));
  }
}
