/** A few sentences that must not be overlooked: a rule down the side in the colour of how grave they are. */
import type { ReactNode } from 'react';
import classes from './Callout.module.css';

export interface CalloutProps {
  readonly tone: 'note' | 'good' | 'warning' | 'danger';
  readonly title?: string;
  /** Announced at once when it appears: for what a click has just brought about. */
  readonly live?: boolean;
  readonly children: ReactNode;
}

export function Callout({ tone, title, live = false, children }: CalloutProps) {
  const role = live ? (tone === 'danger' || tone === 'warning' ? 'alert' : 'status') : undefined;
  return (
    <div className={`${classes.callout} ${classes[tone]}`} role={role}>
      {title === undefined ? null : <p className={classes.title}>{title}</p>}
      {children}
    </div>
  );
}
