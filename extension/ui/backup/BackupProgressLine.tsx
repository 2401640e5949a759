/** How far a backup or a restore has come. The step is announced as it changes, the percentage is only shown. */
import { Button, Group, Progress } from '@mantine/core';
import type { BackupProgress } from '../../engine/api/backup';
import { useEngine, useEngineQuery } from '../engine';
import { text } from '../text';
import classes from './Backup.module.css';

const says = text.backup;

/** What is going on now; null when nothing is. Events write it, nothing is asked. */
const useBackupProgress = (): BackupProgress | null =>
  useEngineQuery<BackupProgress | null>(['backup-progress'], async () => null).data ?? null;

export function BackupProgressLine({ running }: { running: boolean }) {
  const engine = useEngine();
  const progress = useBackupProgress();
  const shown = running ? progress : null;
  const percent = shown === null || shown.total === 0 ? 0 : Math.floor((100 * shown.done) / shown.total);
  return (
    <>
      <p role="status" className={classes.status}>
        {shown === null ? null : says.steps[shown.step]}
      </p>
      {shown === null ? null : (
        <Group wrap="nowrap">
          <Progress value={percent} flex={1} aria-label={says.steps[shown.step]} />
          {shown.step === 'writing' ? null : (
            <Button size="compact-xs" variant="default" onClick={() => void engine.cancelBackup()}>
              {text.common.cancel}
            </Button>
          )}
        </Group>
      )}
    </>
  );
}
