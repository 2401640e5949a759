/** A figure that leads to the part of this screen that it is made of. */
import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Overview.module.css';

export type Part = 'accounts' | 'assets' | 'realized';

/** The element that `JumpTo` moves to and focuses. */
export const partId = (part: Part): string => `overview-${part}`;

export function JumpTo({ target, label, children }: { target: Part; label: string; children: ReactNode }) {
  const jump = () => {
    const element = document.getElementById(partId(target));
    element?.scrollIntoView({ block: 'start' });
    element?.focus({ preventScroll: true });
  };
  return (
    <UnstyledButton className={classes.jump ?? ''} onClick={jump} aria-description={label}>
      {children}
    </UnstyledButton>
  );
}
