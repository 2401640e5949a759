/** The six digits that both screens show, large and in two groups, read out one by one. */
import { text } from '../text';
import classes from './Sync.module.css';

export function Digits({ digits }: { digits: string }) {
  return (
    <p className={classes.digits} role="img" aria-label={`${text.sync.adding.digits}: ${[...digits].join(' ')}`}>
      {digits.slice(0, 3)} {digits.slice(3)}
    </p>
  );
}
