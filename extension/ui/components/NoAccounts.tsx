/** A screen of figures before there is any account. */
import { Button } from '@mantine/core';
import { useOpen } from '../platform';
import { routes } from '../routes';
import { TrySample } from '../sample/TrySample';
import { text } from '../text';
import { EmptyState } from './EmptyState';

export function NoAccounts() {
  const open = useOpen();
  return (
    <EmptyState title={text.common.noAccountsTitle} sentence={text.common.noAccounts}>
      <Button onClick={() => open(routes.addAccount)}>{text.common.addAccount}</Button>
      <TrySample />
    </EmptyState>
  );
}
