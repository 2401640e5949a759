/** Why what was just asked for was not done, until that is closed. */
import type { Failure } from '../../../shared/reasons';
import type { AccountView } from '../../engine/api/account-view';
import { text } from '../text';
import { FailureNotice } from './FailureNotice';

interface RefusalProps {
  /** Null where nothing was refused: then nothing is shown. */
  readonly failure: Failure | null;
  /** Whom it concerns, where it is about one account. */
  readonly account?: Pick<AccountView, 'id' | 'exchange'>;
  readonly onClose: () => void;
}

export function Refusal({ failure, account, onClose }: RefusalProps) {
  if (failure === null) return null;
  return (
    <FailureNotice
      failure={failure}
      accountId={account?.id ?? null}
      exchange={account?.exchange ?? null}
      action={{ label: text.common.close, run: onClose }}
    />
  );
}
