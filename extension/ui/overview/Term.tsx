/** One term of a sum: its name above its amount. */
import type { ReactNode } from 'react';
import classes from './Overview.module.css';

export const Term = ({ name, children }: { name: string; children: ReactNode }) => (
  <p className={classes.term}>
    <span className={classes.dim}>{name}</span> {children}
  </p>
);
