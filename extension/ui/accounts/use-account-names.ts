/**
 * What rows say of their account. It stays the same value while an account's figures and progress change, which an import does
 * several times a second: a table's rows need not be drawn anew for that.
 */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { AccountView } from '../../engine/api/account-view';
import { useEngine } from '../engine';

/** Labels are told apart within one exchange only. */
export type AccountName = Pick<AccountView, 'exchange' | 'exchangeName' | 'label'>;

/** By the accounts' ids. */
export type AccountNames = ReadonlyMap<string, AccountName>;

type Named = AccountName & Pick<AccountView, 'id'>;

const namesOf = (accounts: readonly AccountView[]): readonly Named[] =>
  accounts.map(({ id, exchange, exchangeName, label }) => ({ id, exchange, exchangeName, label }));

/** Undefined before they came. */
export function useAccountNames(): AccountNames | undefined {
  const engine = useEngine();
  const { data } = useQuery({
    queryKey: ['accounts'],
    queryFn: () => engine.accounts(),
    placeholderData: keepPreviousData,
    select: namesOf,
  });
  return useMemo(() => data && new Map(data.map((one) => [one.id, one])), [data]);
}
