/** A failure of sync: its sentence, what the server said, and one action. */
import { Button } from '@mantine/core';
import type { Failure } from '../../../shared/reasons';
import { Callout } from '../components/Callout';
import { ExchangeWords } from '../components/FailureNotice';
import { text } from '../text';
import classes from './Sync.module.css';
import { syncSentence, syncTitle } from './sync-words';

export interface SyncProblemProps {
  /** Null: nothing is shown. */
  readonly failure: Failure | null;
  /** What had been wanted and was not done; left out: the reason's own title. */
  readonly title?: string;
  /** Left out: the notice is closed. */
  readonly action?: { readonly label: string; readonly run: () => void; readonly running?: boolean };
  readonly onClose: () => void;
}

export function SyncProblem({ failure, title, action, onClose }: SyncProblemProps) {
  if (failure === null) return null;
  const { label, run, running = false } = action ?? { label: text.common.close, run: onClose };
  return (
    <Callout tone="danger" title={title ?? syncTitle(failure)} live>
      <p>{syncSentence(failure)}</p>
      <ExchangeWords failure={failure} />
      <Button className={classes.deed ?? ''} size="compact-xs" variant="default" loading={running} onClick={run}>
        {label}
      </Button>
    </Callout>
  );
}
