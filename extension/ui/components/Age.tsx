/** How old a value is: relative, with the instant in its tooltip; amber once it is past its refresh interval. */

import type { UnixMs } from '../../../shared/result';
import { text } from '../text';
import { useStaleAfterMs } from '../view-settings';
import classes from './Age.module.css';
import { ageText, fullTimeText } from './time-format';
import { Unseen } from './Unseen';
import { useNow } from './use-now';

export interface AgeProps {
  /** Null: never refreshed. */
  readonly at: UnixMs | null;
  /** For what has an interval of its own; else that of the refreshes that the trader chose. */
  readonly staleAfterMs?: number;
}

export function Age({ at, staleAfterMs }: AgeProps) {
  const now = useNow();
  const chosen = useStaleAfterMs();
  if (at === null) return <span className={classes.age}>{text.common.ageUnknown}</span>;
  const ageMs = now - at;
  const stale = ageMs > (staleAfterMs ?? chosen);
  return (
    <time
      className={stale ? classes.stale : classes.age}
      dateTime={new Date(at).toISOString()}
      title={text.common.ageTitle(fullTimeText(at))}
    >
      {ageText(ageMs)}
      {stale ? <Unseen>, {text.common.staleWord}</Unseen> : null}
    </time>
  );
}
