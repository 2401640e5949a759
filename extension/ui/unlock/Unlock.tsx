/**
 * The locked dashboard: one field and one button; behind a link, the 24 words.
 *
 * A damaged header has nothing that a passphrase could open, so there the words come first. `/recover` leads to them.
 */
import { useState } from 'react';
import { RestorePage } from '../backup/RestorePage';
import { useVaultState } from '../engine';
import { navigateHash, useHashPath } from '../hash-location';
import { routes } from '../routes';
import { RecoverForm } from './RecoverForm';
import { UnlockForm } from './UnlockForm';

export function Unlock() {
  const damaged = useVaultState()?.state === 'damaged';
  const [path] = useHashPath();
  const [restoring, setRestoring] = useState(false);
  const restore = () => setRestoring(true);
  if (restoring) return <RestorePage onBack={() => setRestoring(false)} />;
  if (damaged) return <RecoverForm damaged onDone={toOverview} onRestore={restore} />;
  if (path === routes.recover) return <RecoverForm onDone={toOverview} onBack={toOverview} onRestore={restore} />;
  return <UnlockForm onForgot={() => navigateHash(routes.recover)} />;
}

const toOverview = () => navigateHash(routes.overview, { replace: true });
