/** Says on every screen that what stands there is sample data, before anything else is read, and leads out of it. */
import { UnstyledButton } from '@mantine/core';
import { useLayoutEffect } from 'react';
import { useTask } from '../components/use-task';
import { usePlatform } from '../platform';
import { text } from '../text';
import classes from './SampleBar.module.css';
import { usePageTitle } from './use-page-title';

export function SampleBar() {
  const platform = usePlatform();
  const leaving = useTask();
  useLayoutEffect(() => {
    if (platform.showsSample) document.documentElement.dataset.sample = ''; // ui.css keeps what is fixed below the bar
  }, [platform]);
  const title = usePageTitle(null);
  if (!platform.showsSample) return null;
  return (
    <aside className={classes.bar} aria-label={text.sample.barLabel}>
      {/* where a screen has no title of its own */}
      <title>{title}</title>
      <span>
        <strong>{text.sample.demo}</strong> · {text.sample.bar}
      </span>
      <UnstyledButton className={classes.leave ?? ''} onClick={() => leaving.run(platform.leaveSample)}>
        {text.sample.leave}
      </UnstyledButton>
    </aside>
  );
}
