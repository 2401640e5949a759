/** Said where the vault is locked but the browser kept its key: why, and the one thing to do. */
import { useEngine, useVaultState } from '../engine';
import { text } from '../text';
import { FailureNotice } from './FailureNotice';
import { useTask } from './use-task';

export function NotWiped() {
  const vault = useVaultState();
  const engine = useEngine();
  const locking = useTask();
  if (vault?.state !== 'locked' || vault.notWiped === undefined) return null;
  const lockAgain = { label: text.unlock.lockAgain, run: () => locking.run(() => engine.lock()) };
  return (
    <div role="alert">
      <FailureNotice failure={vault.notWiped} accountId={null} exchange={null} action={lockAgain} />
    </div>
  );
}
