/**
 * Words for screen readers alone. A plain span: a long table has one in most of its cells, and a component of the library's
 * costs several times as much to draw.
 */
import type { ComponentProps } from 'react';
import classes from './Unseen.module.css';

export const Unseen = (props: Omit<ComponentProps<'span'>, 'className'>) => (
  <span {...props} className={classes.unseen} />
);
