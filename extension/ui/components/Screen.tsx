/** The frame of a dashboard screen: its one heading, an optional first line with the answer, actions, and content. */
import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { usePageTitle } from '../sample/use-page-title';
import classes from './Screen.module.css';

export interface ScreenProps {
  readonly title: string;
  /** Beside the title: buttons. */
  readonly actions?: ReactNode;
  /** Narrow screens are for forms and prose. */
  readonly width?: 'full' | 'narrow';
  readonly children: ReactNode;
}

export function Screen({ title, actions, width = 'full', children }: ScreenProps) {
  return (
    <div className={width === 'narrow' ? classes.narrow : classes.full}>
      <title>{usePageTitle(title)}</title>
      <header className={classes.header}>
        <Title order={1}>{title}</Title>
        {actions === undefined ? null : <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** One titled part of a screen. */
export function Section(props: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <div className={classes.sectionHeader}>
        <Title order={2}>{props.title}</Title>
        {props.aside}
      </div>
      {props.children}
    </section>
  );
}
