/** Before a move: why removing a device means new keys for everything, what will happen, and this device's passphrase. */
import { Button, Group, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Failure } from '../../../shared/reasons';
import type { SyncDevice } from '../../engine/api/sync';
import type { UnlockError } from '../../engine/api/vault';
import { SecretField } from '../components/SecretField';
import { UnlockProblem } from '../components/UnlockProblem';
import { useTask } from '../components/use-task';
import { useEngine } from '../engine';
import { text } from '../text';
import classes from './Sync.module.css';
import { SyncProblem } from './SyncProblem';

const says = text.sync.moving;

/** What the vault is moved for. */
export type Moved = { readonly kind: 'keys' } | { readonly kind: 'remove'; readonly device: SyncDevice };

const nameOf = (device: SyncDevice): string => device.label ?? text.sync.unnamed;

export function MoveDialog({ moved, onClose }: { moved: Moved | null; onClose: () => void }) {
  return (
    <Modal
      opened={moved !== null}
      onClose={onClose}
      title={moved?.kind === 'remove' ? says.removeTitle(nameOf(moved.device)) : says.keysTitle}
      size="lg"
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      {moved === null ? null : <MoveForm moved={moved} onClose={onClose} />}
    </Modal>
  );
}

/** What can stand in the way: a passphrase's own problems, or the server's. */
const isUnlock = (error: UnlockError | Failure): boolean =>
  error.reason === 'wrong-passphrase' || error.reason === 'no-vault' || error.reason === 'damaged';

function MoveForm({ moved, onClose }: { moved: Moved; onClose: () => void }) {
  const engine = useEngine();
  const queries = useQueryClient();
  const task = useTask();
  const [passphrase, setPassphrase] = useState('');
  const [asked, setAsked] = useState(false);
  const [error, setError] = useState<UnlockError | Failure | null>(null);
  const removes = moved.kind === 'remove';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (passphrase === '') return;
    setError(null);
    task.run(async () => {
      const removeDeviceId = removes ? moved.device.deviceId : null;
      const begun = await engine.moveVault({ removeDeviceId, passphrase });
      setPassphrase('');
      setAsked(false);
      await queries.invalidateQueries({ queryKey: ['moving'] });
      if (begun.ok) onClose();
      else setError(begun.error);
    });
  };
  const wrong = error?.reason === 'wrong-passphrase' ? says.wrongPassphrase : null;
  return (
    <form onSubmit={submit} className={classes.flow} noValidate>
      {removes ? <p>{says.why}</p> : null}
      <ol className={classes.steps}>
        {(removes ? says.steps : says.keysSteps).map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <SecretField
        label={says.passphrase}
        value={passphrase}
        onValue={setPassphrase}
        error={asked && passphrase === '' ? says.passphraseEmpty : wrong}
        data-autofocus
      />
      {error !== null && isUnlock(error) ? (
        <UnlockProblem error={error} onRetry={() => setError(null)} />
      ) : (
        <SyncProblem failure={error as Failure | null} onClose={() => setError(null)} /> // told apart just above
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {text.common.cancel}
        </Button>
        <Button type="submit" color="red" loading={task.running}>
          {removes ? says.start : says.startKeys}
        </Button>
      </Group>
    </form>
  );
}
