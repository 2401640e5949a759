/** An import's state in a word or two, for rows. */
import type { ImportProgress } from '../../engine/api/imports';
import { text } from '../text';
import classes from './ImportBadge.module.css';
import { percentDone } from './import-figures';

const says = text.accounts;

const tones: Readonly<Record<ImportProgress['state'], 'calm' | 'busy' | 'good' | 'warn' | 'bad'>> = {
  idle: 'calm',
  running: 'busy',
  waiting: 'warn',
  paused: 'calm',
  stopped: 'bad',
  complete: 'good',
  'complete-with-warnings': 'warn',
};

export function ImportBadge({ progress }: { progress: ImportProgress }) {
  const percent = progress.state === 'running' ? percentDone(progress, Date.now()) : null;
  return (
    <span className={classes.badge} data-tone={tones[progress.state]}>
      <span className={classes.dot} aria-hidden="true" />
      {says.importState[progress.state]}
      {percent === null ? null : ` ${percent} %`}
    </span>
  );
}
