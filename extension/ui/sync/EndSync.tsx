/** Ending sync: on this device alone, or, by a typed word, by deleting the vault on the server for all of them. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { ConfirmDialog } from '../components/ConfirmDialog';
import { Section } from '../components/Screen';
import { useEngine } from '../engine';
import { Setting } from '../settings/Setting';
import { text } from '../text';
import type { ConnectedProps } from './SyncNow';
import { SyncProblem } from './SyncProblem';
import { useCommand } from './use-command';

const says = text.sync;

/** What has to be typed before anything is deleted on the server. */
const eraseWord = 'ERASE';

export function EndSync({ view, connection, canErase }: ConnectedProps & { canErase: boolean }) {
  const engine = useEngine();
  const command = useCommand();
  const [asks, setAsks] = useState<'disconnect' | 'erase' | null>(null);
  const close = () => setAsks(null);
  const end = async () => {
    command.run(() => engine.disconnectSync(asks === 'erase'));
    close();
  };
  const waits = view.waiting.records;
  return (
    <Section title={says.endTitle}>
      <Setting
        name={says.disconnect}
        hint={says.disconnectHint}
        control={
          <Button variant="default" loading={command.running} onClick={() => setAsks('disconnect')}>
            {says.disconnect}
          </Button>
        }
      />
      {canErase ? (
        <Setting
          name={says.erase}
          hint={says.eraseHint}
          control={
            <Button variant="default" color="red" disabled={command.running} onClick={() => setAsks('erase')}>
              {says.erase}
            </Button>
          }
        />
      ) : null}
      <SyncProblem failure={command.failure} onClose={command.dismiss} />
      <ConfirmDialog
        opened={asks === 'disconnect'}
        title={says.disconnect}
        confirmLabel={says.disconnect}
        onConfirm={end}
        onClose={close}
      >
        <p>{says.disconnectHint}</p>
        {waits === 0 ? null : <p>{says.disconnectWaiting(waits)}</p>}
      </ConfirmDialog>
      <ConfirmDialog
        opened={asks === 'erase'}
        title={says.eraseTitle}
        word={eraseWord}
        confirmLabel={says.eraseConfirm}
        onConfirm={end}
        onClose={close}
      >
        <p>{says.eraseWhat(connection.origin)}</p>
        <p>{says.eraseKept}</p>
      </ConfirmDialog>
    </Section>
  );
}
