/** Copies a share's link, which is read when it is wanted, and says that it did, or why not. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTask } from '../components/use-task';
import { usePlatform } from '../platform';
import { shares as says } from '../text/shares';
import classes from './Shares.module.css';

/** `read`: null where there is no link any more. */
export function CopyText({ read }: { read: () => Promise<string | null> }) {
  const platform = usePlatform();
  const task = useTask();
  const [said, setSaid] = useState<string | null>(null);
  const copy = () =>
    task.run(async () => {
      const link = await read();
      const outcome =
        link === null
          ? says.linkGone
          : await platform.copy(link).then(
              () => says.copied,
              () => says.copyFailed,
            );
      setSaid(outcome);
    });
  return (
    <span className={classes.copy}>
      <Button size="compact-sm" variant="default" loading={task.running} onClick={copy}>
        {says.copyLink}
      </Button>
      <span role="status" className={classes.note}>
        {said}
      </span>
    </span>
  );
}
