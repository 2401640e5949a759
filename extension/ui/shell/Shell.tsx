/** The dashboard's frame: rail, top bar, and the one screen that the hash names. */
import type { ReactNode } from 'react';
import { FaultBoundary } from '../components/FaultBoundary';
import { text } from '../text';
import { Rail } from './Rail';
import classes from './Shell.module.css';
import { TopBar } from './TopBar';

export function Shell({ children, screenKey }: { children: ReactNode; screenKey: string }) {
  return (
    <div className={classes.shell}>
      <button type="button" className={classes.skip} onClick={() => document.getElementById('content')?.focus()}>
        {text.common.skipToContent}
      </button>
      <Rail />
      <div className={classes.page}>
        <TopBar />
        <main className={classes.main} id="content" tabIndex={-1}>
          <FaultBoundary key={screenKey}>{children}</FaultBoundary>
        </main>
      </div>
    </div>
  );
}
