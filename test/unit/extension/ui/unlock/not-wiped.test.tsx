/** A locked page says that the browser kept the key, and what to do; of a lock that succeeded it says nothing. */
import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import type { VaultState } from '../../../../../extension/engine/api/vault';
import { PopupLocked } from '../../../../../extension/ui/popup/PopupLocked';
import { UnlockForm } from '../../../../../extension/ui/unlock/UnlockForm';
import { staticMarkup, wordsOf } from '../static-markup';

const forms = [
  ['the dashboard', <UnlockForm key="dashboard" onForgot={() => undefined} />],
  ['the popup', <PopupLocked key="popup" />],
] as const;

function wordsAt(form: (typeof forms)[number][1], state: VaultState): string {
  const queries = new QueryClient();
  queries.setQueryData(['vault'], state);
  return wordsOf(staticMarkup(form, '/', queries));
}

test.each(forms)('%s says that the key is left and offers to lock again', (_, form) => {
  const words = wordsAt(form, { state: 'locked', notWiped: { reason: 'storage-failed', code: 'session-key-left' } });
  expect(words).toContain('the browser did not remove the key from its memory');
  expect(words).toContain('Lock again');
});

test.each(forms)('%s says nothing of a lock that succeeded', (_, form) => {
  expect(wordsAt(form, { state: 'locked' })).not.toContain('Lock again');
});
