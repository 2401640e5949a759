/** Making a backup: the last one's age, the button, how far it is, and reading the saved file back. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Failure } from '../../../shared/reasons';
import { utcDayOf } from '../../../shared/utc-day';
import type { BackupReceipt, BackupState, RestoreError, RestorePreview } from '../../engine/api/backup';
import { BackupProgressLine } from '../backup/BackupProgressLine';
import { FilePicker } from '../backup/FilePicker';
import { Problem } from '../backup/Problem';
import { saveFile } from '../backup/save-file';
import { Age } from '../components/Age';
import { Callout } from '../components/Callout';
import { Refusal } from '../components/Refusal';
import { fullTimeText } from '../components/time-format';
import { useTask } from '../components/use-task';
import { useEngine } from '../engine';
import { text } from '../text';
import { Setting } from './Setting';
import classes from './Settings.module.css';

const says = text.backup;

interface Saved {
  readonly name: string;
  readonly receipt: BackupReceipt;
  readonly leftOut: number;
}

export function MakeBackup({ state }: { state: BackupState }) {
  const engine = useEngine();
  const task = useTask();
  const [saved, setSaved] = useState<Saved | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const make = () =>
    task.run(async () => {
      setSaved(null);
      setFailure(null);
      const made = await engine.makeBackup();
      if (!made.ok) return setFailure(made.error);
      const { file, receipt, leftOut } = made.value;
      const name = says.fileName(utcDayOf(receipt.madeAt));
      saveFile(file, name);
      setSaved({ name, receipt, leftOut });
      const noted = await engine.noteBackupSaved(receipt);
      if (!noted.ok) setFailure(noted.error);
    });
  return (
    <Setting
      name={says.make}
      hint={says.makeHint}
      control={
        <Button loading={task.running} onClick={make}>
          {says.make}
        </Button>
      }
    >
      <Last state={state} />
      <BackupProgressLine running={task.running} />
      <Refusal failure={failure} onClose={() => setFailure(null)} />
      {saved === null ? null : <SavedNow saved={saved} />}
    </Setting>
  );
}

function Last({ state: { last, newFills, othersChanged } }: { state: BackupState }) {
  if (last === null) return <p className={classes.hint}>{says.never}</p>;
  return (
    <p className={classes.hint}>
      {says.last(fullTimeText(last.madeAt), last.bytes)} (
      <Age at={last.madeAt} staleAfterMs={Number.POSITIVE_INFINITY} />
      ). {says.newer(newFills, othersChanged)}
    </p>
  );
}

function SavedNow({ saved }: { saved: Saved }) {
  const engine = useEngine();
  const task = useTask();
  const [holds, setHolds] = useState<RestorePreview | null>(null);
  const [error, setError] = useState<RestoreError | null>(null);
  const check = (file: File) =>
    task.run(async () => {
      setHolds(null);
      setError(null);
      const opened = await engine.previewRestore(file, { by: 'vault' });
      if (opened.ok) setHolds(opened.value);
      else setError(opened.error);
    });
  const { receipt } = saved;
  const same = holds?.madeAt === receipt.madeAt && holds.holds.fills === receipt.fills;
  return (
    <>
      <Callout tone="good" live>
        <p>{says.saved(saved.name)}</p>
        {saved.leftOut === 0 ? null : <p>{says.leftOut(saved.leftOut)}</p>}
        <p>{says.keep}</p>
      </Callout>
      <p className={classes.hint}>{says.checkHint}</p>
      <FilePicker label={says.check} busy={task.running} onFile={check} />
      <BackupProgressLine running={task.running} />
      <Problem error={error} onClose={() => setError(null)} />
      {holds === null ? null : (
        <Callout tone={same ? 'good' : 'warning'} live>
          {same ? says.checked(holds.holds) : says.checkDiffers(holds.holds)}
        </Callout>
      )}
    </>
  );
}
