/** A failure inside a form for a key: where the reason's own action would leave the form, testing again is offered instead. */
import type { ExchangeId } from '../../../shared/exchanges/ids';
import type { ActionId, Failure } from '../../../shared/reasons';
import { actionOf } from '../components/actions';
import { FailureNotice } from '../components/FailureNotice';
import { text } from '../text';

/** Actions that make sense without leaving what was typed. */
const staysHere: ReadonlySet<ActionId> = new Set<ActionId>(['copy-address', 'sync-clock', 'report']);

export interface FormFailureProps {
  readonly failure: Failure;
  readonly exchange: ExchangeId;
  readonly onTestAgain: () => void;
}

export function FormFailure({ failure, exchange, onTestAgain }: FormFailureProps) {
  const own = staysHere.has(actionOf(failure).id)
    ? {}
    : { action: { label: text.accounts.testAgain, run: onTestAgain } };
  return (
    <div role="alert">
      <FailureNotice failure={failure} accountId={null} exchange={exchange} {...own} />
    </div>
  );
}
