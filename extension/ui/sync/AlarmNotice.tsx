/** Sync has stopped by itself: what was seen, that nothing was taken over, and the one way on. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { SyncAlarm } from '../../engine/api/sync';
import { Callout } from '../components/Callout';
import { timeText } from '../components/time-format';
import { useEngine } from '../engine';
import { text } from '../text';
import classes from './Sync.module.css';
import { SyncProblem } from './SyncProblem';
import { useCommand } from './use-command';

const says = text.sync;

export function AlarmNotice({ alarm }: { alarm: SyncAlarm }) {
  const engine = useEngine();
  const command = useCommand();
  const [pushed, setPushed] = useState(false);
  const { title, what } = says.alarms[alarm.kind];
  const push = () =>
    command.run(
      () => engine.reuploadSync(),
      () => setPushed(true),
    );
  return (
    <>
      <Callout tone="danger" title={`${title}, ${text.common.since(timeText(alarm.since))}`}>
        <p>{alarm.kind === 'withheld' ? says.withheld(alarm.count) : what}</p>
        <p>{says.alarmKept}</p>
        <p>{says.alarmAdvice}</p>
      </Callout>
      <div className={classes.deeds}>
        <Button loading={command.running} onClick={push}>
          {says.reupload}
        </Button>
      </div>
      <p role="status" className={classes.told}>
        {pushed ? says.reuploaded : null}
      </p>
      <SyncProblem failure={command.failure} onClose={command.dismiss} />
    </>
  );
}
