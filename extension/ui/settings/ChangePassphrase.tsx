/** Changes this device's passphrase: the current one, then a new one that is strong enough, twice. */
import { Button, Group } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Failure } from '../../../shared/reasons';
import type { UnlockError } from '../../engine/api/vault';
import { NewPassphraseFields } from '../components/NewPassphraseFields';
import { SecretField } from '../components/SecretField';
import { UnlockProblem } from '../components/UnlockProblem';
import { useNewPassphrase } from '../components/use-new-passphrase';
import { useTask } from '../components/use-task';
import { useEngine } from '../engine';
import { text } from '../text';
import { Setting } from './Setting';
import classes from './Settings.module.css';

const says = text.settings;

export function ChangePassphrase() {
  const [opened, setOpened] = useState(false);
  const [changed, setChanged] = useState(false);
  const open = () => {
    setOpened(true);
    setChanged(false);
  };
  return (
    <Setting
      name={says.passphrase}
      hint={says.passphraseHint}
      control={
        opened ? null : (
          <Button variant="default" onClick={open}>
            {says.changePassphrase}
          </Button>
        )
      }
    >
      <p role="status" className={classes.status}>
        {changed ? says.changed : null}
      </p>
      {opened ? (
        <ChangeForm
          onClose={() => setOpened(false)}
          onChanged={() => {
            setOpened(false);
            setChanged(true);
          }}
        />
      ) : null}
    </Setting>
  );
}

function ChangeForm({ onClose, onChanged }: { onClose: () => void; onChanged: () => void }) {
  const engine = useEngine();
  const task = useTask();
  const fields = useNewPassphrase();
  const [current, setCurrent] = useState('');
  const [untyped, setUntyped] = useState(false);
  const [error, setError] = useState<UnlockError | Failure | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setUntyped(current === '');
    fields.submit((next) => {
      if (current !== '') task.run(() => change(next));
    });
  };
  const change = async (next: string) => {
    const result = await engine.changePassphrase(current, next);
    setCurrent('');
    setError(result.ok ? null : result.error);
    if (!result.ok) return;
    fields.clear();
    onChanged();
  };
  const wrong = error?.reason === 'wrong-passphrase';
  return (
    <form onSubmit={submit} className={classes.form} aria-label={says.changePassphrase}>
      <SecretField
        label={says.currentPassphrase}
        value={current}
        onValue={setCurrent}
        error={untyped && current === '' ? says.currentEmpty : wrong ? says.wrongPassphrase : null}
        autoFocus
      />
      <NewPassphraseFields fields={fields} />
      <UnlockProblem error={error} onRetry={() => setError(null)} />
      <Group>
        <Button type="submit" loading={task.running}>
          {says.change}
        </Button>
        <Button variant="subtle" onClick={onClose}>
          {text.common.cancel}
        </Button>
      </Group>
    </form>
  );
}
