/** Why a file was not taken, said at once; nothing was changed by it. */
import type { RestoreError } from '../../engine/api/backup';
import { Callout } from '../components/Callout';
import { FailureNotice } from '../components/FailureNotice';
import { text } from '../text';
import { problemSentence } from './problem';

export function Problem({ error, onClose }: { error: RestoreError | null; onClose: () => void }) {
  if (error === null) return null;
  const sentence = problemSentence(error);
  if (sentence !== null) {
    const stopped = error.reason === 'cancelled';
    return (
      <Callout tone={stopped ? 'note' : 'danger'} live>
        <p>{sentence}</p>
        {stopped ? null : <p>{text.backup.nothingChanged}</p>}
      </Callout>
    );
  }
  return (
    <FailureNotice
      // what has no sentence of its own is a failure of the engine's
      failure={error as Extract<RestoreError, { host?: string }>}
      accountId={null}
      exchange={null}
      action={{ label: text.common.tryAgain, run: onClose }}
    />
  );
}
