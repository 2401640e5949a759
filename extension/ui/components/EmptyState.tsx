/** What stands where there is nothing yet: one sentence and what to do about it. */
import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './EmptyState.module.css';

export interface EmptyStateProps {
  readonly title: string;
  readonly sentence: string;
  /** Buttons; the first is the main one. */
  readonly children?: ReactNode;
  readonly headingOrder?: 1 | 2 | 3;
}

export function EmptyState({ title, sentence, children, headingOrder = 2 }: EmptyStateProps) {
  return (
    <div className={classes.empty}>
      <Title order={headingOrder} size="h2">
        {title}
      </Title>
      <p>{sentence}</p>
      {children === undefined ? null : <div className={classes.actions}>{children}</div>}
    </div>
  );
}
