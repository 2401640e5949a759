/** A device whose vault moved, or that was removed, comes back by a code of another one. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { text } from '../text';
import { JoinFlow } from './JoinFlow';
import classes from './Sync.module.css';

export function PairAgain() {
  const [opened, setOpened] = useState(false);
  if (opened) return <JoinFlow onBack={() => setOpened(false)} />;
  return (
    <div className={classes.deeds}>
      <Button onClick={() => setOpened(true)}>{text.sync.pairAgain}</Button>
    </div>
  );
}
