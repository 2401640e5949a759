/** The page before the vault is open: the name, one panel in the middle, nothing else to look at. */
import { Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { usePageTitle } from '../sample/use-page-title';
import { text } from '../text';
import classes from './FrontPage.module.css';

export interface FrontPageProps {
  /** The page's one heading. */
  readonly title: string;
  /** Above the heading: where in a longer way this page stands. */
  readonly above?: ReactNode;
  readonly width?: 'form' | 'wide';
  readonly children: ReactNode;
}

export function FrontPage({ title, above, width = 'form', children }: FrontPageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // the button that led here is gone with its step: without this the focus would be at the top of the page
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new title is a new step
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus();
  }, [title]);
  return (
    <div className={classes.page}>
      <title>{usePageTitle(title)}</title>
      <header className={classes.brand}>{text.common.product}</header>
      <main className={width === 'wide' ? classes.wide : classes.form}>
        {above}
        <Title ref={heading} order={1} className={classes.title ?? ''} tabIndex={-1}>
          {title}
        </Title>
        {children}
      </main>
    </div>
  );
}
