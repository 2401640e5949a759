/**
 * A failure on the page of its own account: a reason whose action would lead to this very page leads to the doctor, which can
 * tell more.
 */
import type { Failure } from '../../../shared/reasons';
import type { UnixMs } from '../../../shared/result';
import type { AccountView } from '../../engine/api/account-view';
import { actionOf } from '../components/actions';
import { FailureNotice } from '../components/FailureNotice';
import { useOpen } from '../platform';
import { routes } from '../routes';
import { text } from '../text';

export interface AccountFailureProps {
  readonly account: AccountView;
  readonly failure: Failure;
  readonly variant?: 'full' | 'compact';
  readonly since?: UnixMs;
}

export function AccountFailure({ account, failure, ...shown }: AccountFailureProps) {
  const open = useOpen();
  const { id } = actionOf(failure);
  const leadsHere = (id === 'open-account' && failure.reason !== 'key-or-address-refused') || id === 'recover';
  const action = { label: text.doctor.open, run: () => open(routes.doctor(account.id)) };
  return (
    <FailureNotice
      failure={failure}
      accountId={account.id}
      exchange={account.exchange}
      {...shown}
      {...(leadsHere ? { action } : {})}
    />
  );
}
