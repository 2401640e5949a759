/** What stands where no trade does: the filter to clear, an account to add, an import to look after, or what is there instead. */
import { Button } from '@mantine/core';
import { EmptyState } from '../components/EmptyState';
import { navigateHash } from '../hash-location';
import { useOpen } from '../platform';
import { routes } from '../routes';
import { TrySample } from '../sample/TrySample';
import { text } from '../text';
import { isNarrowed, type ListKind, routeOf, type TradesFilter, unfiltered } from './use-trades';

const say = text.trades;

export interface NoTradesProps {
  readonly filter: TradesFilter;
  readonly kind: ListKind;
  readonly hasAccounts: boolean;
  /** Whether fills are stored of the accounts that the filter is about. */
  readonly hasFills: boolean;
}

export function NoTrades({ filter, kind, hasAccounts, hasFills }: NoTradesProps) {
  const open = useOpen();
  const { title, sentence, other } = say.none[kind];
  if (isNarrowed(filter))
    return (
      <EmptyState title={title} sentence={say.noneFiltered}>
        <Button variant="default" onClick={() => navigateHash(routeOf({ ...filter, ...unfiltered }))}>
          {say.clearFilter}
        </Button>
      </EmptyState>
    );
  if (!hasAccounts)
    return (
      <EmptyState title={title} sentence={say.noAccount}>
        <Button onClick={() => open(routes.addAccount)}>{text.common.addAccount}</Button>
        <TrySample />
      </EmptyState>
    );
  const { accountId, state } = filter;
  if (!hasFills)
    return (
      <EmptyState title={title} sentence={accountId === null ? say.noneImported : say.noneInAccount}>
        <Button
          variant="default"
          onClick={() => open(accountId === null ? routes.accounts : routes.account(accountId))}
        >
          {accountId === null ? say.toAccounts : say.toAccount}
        </Button>
      </EmptyState>
    );
  const theOthers = routeOf({ ...filter, state: state === 'open' ? 'closed' : 'open' });
  return (
    <EmptyState title={title} sentence={sentence}>
      <Button variant="default" onClick={() => navigateHash(theOthers)}>
        {other}
      </Button>
    </EmptyState>
  );
}
