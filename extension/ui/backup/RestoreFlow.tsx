/**
 * From a file to what it holds, restored: choose, open, look, restore. Nothing is stored before the last step.
 *
 * What was typed to open the file is kept in this component until it is done, since the last step opens it again.
 */
import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import type { BackupFileInfo, BackupKey, RestoreError, RestorePreview } from '../../engine/api/backup';
import { Callout } from '../components/Callout';
import { useTask } from '../components/use-task';
import { useEngine } from '../engine';
import { text } from '../text';
import classes from './Backup.module.css';
import { BackupProgressLine } from './BackupProgressLine';
import { FilePicker } from './FilePicker';
import { KeyForm } from './KeyForm';
import { PreviewView } from './PreviewView';
import { Problem } from './Problem';
import { asksForKey } from './problem';

const says = text.backup;

type Place =
  | { readonly step: 'choose' }
  | { readonly step: 'key'; readonly file: File; readonly info: BackupFileInfo }
  | {
      readonly step: 'look';
      readonly file: File;
      readonly info: BackupFileInfo;
      readonly key: BackupKey;
      readonly preview: RestorePreview;
    }
  | { readonly step: 'done'; readonly restored: RestorePreview };

export interface RestoreFlowProps {
  readonly onClose: () => void;
  readonly onDone?: () => void;
}

export function RestoreFlow({ onClose, onDone }: RestoreFlowProps) {
  const { place, task, error, dismiss, choose, open, restore, back } = useRestore(onDone);
  return (
    <div className={classes.flow}>
      {place.step === 'choose' ? (
        <>
          <p>{says.restoreFor}</p>
          <FilePicker label={says.choose} busy={task.running} onFile={choose} />
        </>
      ) : null}
      {place.step === 'key' ? (
        <KeyForm
          vault={place.info.vault}
          busy={task.running}
          wrong={error?.reason === 'wrong-passphrase'}
          onKey={(key) => open(place, key)}
          onBack={back}
        />
      ) : null}
      {place.step === 'look' ? (
        <>
          <PreviewView preview={place.preview} bytes={place.info.bytes} />
          <Group>
            <Button loading={task.running} onClick={() => restore(place)} autoFocus>
              {says.doRestore}
            </Button>
            <Button variant="subtle" onClick={back} disabled={task.running}>
              {says.chooseAnother}
            </Button>
          </Group>
        </>
      ) : null}
      {place.step === 'done' ? <Done restored={place.restored} /> : null}
      <BackupProgressLine running={task.running} />
      {error?.reason === 'wrong-passphrase' ? null : <Problem error={error} onClose={dismiss} />}
      <Group>
        <Button variant={place.step === 'done' ? 'default' : 'subtle'} onClick={onClose} disabled={task.running}>
          {place.step === 'done' ? text.common.close : text.common.cancel}
        </Button>
      </Group>
    </div>
  );
}

function Done({ restored: { adds, removedAccounts } }: { restored: RestorePreview }) {
  const nothing = adds.accounts + adds.fills + adds.documents + removedAccounts === 0;
  return (
    <Callout tone="good" live>
      {nothing ? says.doneNothing : says.done(adds)}
    </Callout>
  );
}

function useRestore(onDone: (() => void) | undefined) {
  const engine = useEngine();
  const task = useTask();
  const [place, setPlace] = useState<Place>({ step: 'choose' });
  const [error, setError] = useState<RestoreError | null>(null);

  async function look(file: File, info: BackupFileInfo, key: BackupKey): Promise<void> {
    const opened = await engine.previewRestore(file, key);
    if (opened.ok) setPlace({ step: 'look', file, info, key, preview: opened.value });
    else setError(opened.error);
  }

  const run = (work: () => Promise<void>) => {
    setError(null);
    task.run(work);
  };
  return {
    place,
    task,
    error,
    dismiss: () => setError(null),
    choose: (file: File) =>
      run(async () => {
        const read = await engine.readBackup(file);
        if (!read.ok) return setError(read.error);
        if (asksForKey(read.value)) return setPlace({ step: 'key', file, info: read.value });
        await look(file, read.value, { by: 'vault' });
      }),
    open: ({ file, info }: Extract<Place, { step: 'key' }>, key: BackupKey) => run(() => look(file, info, key)),
    restore: ({ file, key }: Extract<Place, { step: 'look' }>) =>
      run(async () => {
        const restored = await engine.restoreBackup(file, key);
        if (!restored.ok) return setError(restored.error);
        setPlace({ step: 'done', restored: restored.value });
        onDone?.();
      }),
    back: () => {
      setError(null);
      setPlace({ step: 'choose' });
    },
  };
}
