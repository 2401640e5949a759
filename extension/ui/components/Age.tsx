/** How old a value is: relative, with the instant in its tooltip; amber once it is past its refresh interval. */
import { VisuallyHidden } from '@mantine/core';
import type { UnixMs } from '../../../shared/result';
import { text } from '../text';
import classes from './Age.module.css';
import { ageText, fullTimeText } from './time-format';
import { useNow } from './use-now';

/** Values are refreshed while a page is open every five minutes; older ones are stale. */
export const refreshIntervalMs = 5 * 60_000;

export interface AgeProps {
  /** Null: never refreshed. */
  readonly at: UnixMs | null;
  readonly staleAfterMs?: number;
}

export function Age({ at, staleAfterMs = refreshIntervalMs }: AgeProps) {
  const now = useNow();
  if (at === null) return <span className={classes.age}>{text.common.ageUnknown}</span>;
  const ageMs = now - at;
  const stale = ageMs > staleAfterMs;
  return (
    <time
      className={stale ? classes.stale : classes.age}
      dateTime={new Date(at).toISOString()}
      title={text.common.ageTitle(fullTimeText(at))}
    >
      {ageText(ageMs)}
      {stale ? <VisuallyHidden>, {text.common.staleWord}</VisuallyHidden> : null}
    </time>
  );
}
