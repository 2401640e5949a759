/** What stands in the way of a passphrase besides being the wrong one, which its field says itself. */
import type { Failure } from '../../../shared/reasons';
import type { UnlockError } from '../../engine/api/vault';
import { text } from '../text';
import { Callout } from './Callout';
import { FailureNotice } from './FailureNotice';

export interface UnlockProblemProps {
  readonly error: UnlockError | Failure | null;
  readonly onRetry: () => void;
}

export function UnlockProblem({ error, onRetry }: UnlockProblemProps) {
  if (error === null || error.reason === 'wrong-passphrase') return null;
  if (error.reason === 'no-vault' || error.reason === 'damaged') {
    return (
      <Callout tone="danger" live>
        {error.reason === 'damaged' ? text.unlock.damaged : text.unlock.noVault}
      </Callout>
    );
  }
  const action = { label: text.common.tryAgain, run: onRetry };
  return <FailureNotice failure={error} accountId={null} exchange={null} action={action} />;
}
