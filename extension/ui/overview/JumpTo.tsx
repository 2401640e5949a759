/** A figure that leads to the part of this screen that it is made of. */
import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Overview.module.css';

export type Part = 'accounts' | 'issues' | 'realized' | 'today';

/** The element that `JumpTo` moves to and focuses. */
export const partId = (part: Part): string => `overview-${part}`;

/** Brings a part into view and puts the focus on it. */
export function focusPart(part: Part): void {
  const element = document.getElementById(partId(part));
  element?.scrollIntoView({ block: 'start' });
  element?.focus({ preventScroll: true });
}

export function JumpTo({ target, label, children }: { target: Part; label: string; children: ReactNode }) {
  return (
    <UnstyledButton className={classes.jump ?? ''} onClick={() => focusPart(target)} aria-description={label}>
      {children}
    </UnstyledButton>
  );
}
