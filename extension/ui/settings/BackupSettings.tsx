/** Backups: the last one and its age, making and checking one, restoring from a file, and when to be reminded. */
import { Button, NativeSelect } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';
import type { Failure } from '../../../shared/reasons';
import type { BackupReminder, BackupState } from '../../engine/api/backup';
import { RestoreFlow } from '../backup/RestoreFlow';
import { Refusal } from '../components/Refusal';
import { Section } from '../components/Screen';
import { Skeletons } from '../components/Skeletons';
import { useTask } from '../components/use-task';
import { useEngine, useEngineQuery } from '../engine';
import { useHashSearch } from '../hash-location';
import { text } from '../text';
import { MakeBackup } from './MakeBackup';
import { Setting } from './Setting';
import classes from './Settings.module.css';

const says = text.backup;

export function BackupSettings() {
  const state = useEngineQuery(['backup'], (engine) => engine.backupState()).data;
  const asked = new URLSearchParams(useHashSearch()).get('at') === 'backup';
  const place = useRef<HTMLDivElement>(null);
  const ready = state !== undefined;
  useEffect(() => {
    if (asked && ready) place.current?.scrollIntoView({ block: 'start' });
  }, [asked, ready]);
  return (
    <div ref={place} style={{ scrollMarginTop: 70 }}>
      <Section title={says.title}>
        {state === undefined ? (
          <Skeletons lines={4} />
        ) : (
          <>
            <MakeBackup state={state} />
            <Restore />
            <Reminder state={state} />
          </>
        )}
      </Section>
    </div>
  );
}

function Restore() {
  const [opened, setOpened] = useState(false);
  return (
    <Setting
      name={says.restore}
      hint={says.restoreHint}
      control={
        opened ? null : (
          <Button variant="default" onClick={() => setOpened(true)}>
            {says.restore}
          </Button>
        )
      }
    >
      {opened ? <RestoreFlow onClose={() => setOpened(false)} /> : null}
    </Setting>
  );
}

const choices = ['7', '30', '90', 'never'] as const;
const days: Readonly<Record<(typeof choices)[number], BackupReminder>> = { '7': 7, '30': 30, '90': 90, never: null };

function Reminder({ state: { reminder } }: { state: BackupState }) {
  const engine = useEngine();
  const task = useTask();
  const id = useId();
  const [failure, setFailure] = useState<Failure | null>(null);
  const choose = (chosen: BackupReminder) =>
    task.run(async () => {
      const stored = await engine.setBackupReminder(chosen);
      setFailure(stored.ok ? null : stored.error);
    });
  return (
    <Setting
      name={says.reminder}
      hint={says.reminderHint}
      htmlFor={id}
      control={
        <NativeSelect
          id={id}
          className={classes.select ?? ''}
          aria-describedby={`${id}-hint`}
          data={choices.map((value) => ({ value, label: says.reminders[value] }))}
          value={choices.find((value) => days[value] === reminder) ?? 'never'}
          onChange={(event) => {
            const chosen = choices.find((value) => value === event.currentTarget.value);
            if (chosen !== undefined) choose(days[chosen]);
          }}
        />
      }
    >
      <Refusal failure={failure} onClose={() => setFailure(null)} />
    </Setting>
  );
}
