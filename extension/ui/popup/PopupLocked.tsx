/** The locked popup: one field, one button, the focus in the field. */
import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Failure } from '../../../shared/reasons';
import type { UnlockError } from '../../engine/api/vault';
import { FailureNotice } from '../components/FailureNotice';
import { NotWiped } from '../components/NotWiped';
import { useEngine } from '../engine';
import { useOpen } from '../platform';
import { routes } from '../routes';
import { text } from '../text';
import classes from './Popup.module.css';

type UnlockFailure = UnlockError | Failure;

export function PopupLocked() {
  const engine = useEngine();
  const [passphrase, setPassphrase] = useState('');
  const [running, setRunning] = useState(false);
  const [failure, setFailure] = useState<UnlockFailure | null>(null);
  const [fault, setFault] = useState<{ readonly value: unknown } | null>(null);
  if (fault !== null) throw fault.value; // a call that throws is a bug: the boundary shows it
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (passphrase === '' || running) return;
    setRunning(true);
    engine
      .unlock(passphrase)
      .then(
        (opened) => setFailure(opened.ok ? null : opened.error),
        (value: unknown) => setFault({ value }),
      )
      .finally(() => setRunning(false));
  };
  return (
    <form className={classes.invitation} onSubmit={submit}>
      <h1 className={classes.brand}>{text.common.product}</h1>
      <NotWiped />
      <PasswordInput
        label={text.popup.passphrase}
        value={passphrase}
        onChange={(event) => setPassphrase(event.currentTarget.value)}
        error={failure?.reason === 'wrong-passphrase' ? text.popup.wrongPassphrase : null}
        autoComplete="current-password"
        autoFocus
      />
      <Button type="submit" fullWidth loading={running}>
        {text.popup.unlock}
      </Button>
      <UnlockTrouble failure={failure} />
    </form>
  );
}

/** What is wrong besides the passphrase. */
function UnlockTrouble({ failure }: { failure: UnlockFailure | null }) {
  const open = useOpen();
  if (failure === null || failure.reason === 'wrong-passphrase') return null;
  if (failure.reason === 'damaged' || failure.reason === 'no-vault') {
    return (
      <div role="alert">
        <p>{text.popup.damagedHeader}</p>
        <Button variant="default" size="xs" onClick={() => open(routes.recover)}>
          {text.popup.useWords}
        </Button>
      </div>
    );
  }
  return <FailureNotice failure={failure} accountId={null} exchange={null} variant="compact" />;
}
