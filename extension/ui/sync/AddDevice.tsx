/** Adding a device to this vault: a code to scan or type, then six digits that both screens must show, then it is handed over. */
import { Button, Group, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Failure } from '../../../shared/reasons';
import type { PairingState } from '../../engine/api/sync';
import { Callout } from '../components/Callout';
import { Skeletons } from '../components/Skeletons';
import { durationText } from '../components/time-format';
import { useNow } from '../components/use-now';
import { useEngine, useEngineQuery } from '../engine';
import { CopyButton } from '../fills/CopyButton';
import { text } from '../text';
import { Digits } from './Digits';
import { MoveDialog } from './MoveDialog';
import { QrCode } from './QrCode';
import classes from './Sync.module.css';
import { SyncProblem } from './SyncProblem';
import { pairingSentence } from './sync-words';
import { type Command, useCommand } from './use-command';

const says = text.sync.adding;

export function AddDevice() {
  const engine = useEngine();
  const queries = useQueryClient();
  const command = useCommand();
  const [opened, setOpened] = useState(false);
  const [moves, setMoves] = useState(false);
  const pairing = useEngineQuery(['pairing'], (asked) => asked.pairingState()).data ?? { state: 'none' };
  const start = () => {
    setOpened(true);
    command.run(() => engine.startPairing());
  };
  const confirm = () => {
    setOpened(true); // what follows is said here, also where the page came back at the digits
    command.run(() => engine.confirmPairing(null));
  };
  const close = () => {
    setOpened(false);
    command.dismiss();
    // a code that nobody sees any more is worth nothing; what is being handed over goes on
    if (pairing.state !== 'handing-over')
      void engine.cancelPairing().then(() => queries.invalidateQueries({ queryKey: ['pairing'] }));
  };
  const move = () => {
    close();
    setMoves(true);
  };
  return (
    <>
      <Button variant="default" onClick={start}>
        {text.sync.add}
      </Button>
      <Modal
        // a page that was reloaded while the other device waits comes back to the digits
        opened={opened || pairing.state === 'compare'}
        onClose={close}
        title={says.title}
        size="lg"
        closeButtonProps={{ 'aria-label': text.common.close }}
      >
        <div className={classes.flow}>
          <Step pairing={pairing} command={command} onAgain={start} onEqual={confirm} onClose={close} />
          <SyncProblem
            failure={command.failure}
            onClose={close}
            {...(isFrozen(command.failure) && { action: { label: text.sync.moving.changeKeys, run: move } })}
          />
        </div>
      </Modal>
      <MoveDialog moved={moves ? { kind: 'keys' } : null} onClose={() => setMoves(false)} />
    </>
  );
}

/** A device was removed, and the vault admits none before it has moved. */
const isFrozen = (failure: Failure | null): boolean =>
  failure?.reason === 'sync-refused' && failure.code === 'vault-frozen';

interface StepProps {
  readonly pairing: PairingState;
  readonly command: Command;
  readonly onAgain: () => void;
  readonly onEqual: () => void;
  readonly onClose: () => void;
}

function Step({ pairing, command, onAgain, onEqual, onClose }: StepProps) {
  switch (pairing.state) {
    case 'none':
      return command.failure === null ? <Skeletons lines={5} /> : null;
    case 'waiting':
      return <ShowCode code={pairing.code} expiresAt={pairing.expiresAt} onAgain={onAgain} onClose={onClose} />;
    case 'compare':
      return <Compare pairing={pairing} running={command.running} onEqual={onEqual} onDiffer={onClose} />;
    case 'handing-over':
      return <p role="status">{says.handing}</p>;
    case 'done':
      return <Ended tone="good" sentence={says.done} onClose={onClose} />;
    default:
      // what the click was just refused for is said below, with what to do
      return command.failure !== null ? null : (
        <Ended tone="danger" sentence={pairingSentence(pairing.failure, says)} onAgain={onAgain} onClose={onClose} />
      );
  }
}

interface ShowCodeProps {
  readonly code: string;
  readonly expiresAt: number;
  readonly onAgain: () => void;
  readonly onClose: () => void;
}

function ShowCode({ code, expiresAt, onAgain, onClose }: ShowCodeProps) {
  const leftMs = expiresAt - useNow();
  if (leftMs <= 0) return <Ended tone="warning" sentence={says.expired} onAgain={onAgain} onClose={onClose} />;
  return (
    <>
      <p>{says.how}</p>
      <div className={classes.code}>
        <QrCode value={code} />
        <div className={classes.flow}>
          <p>
            <span className={classes.label}>{says.code}</span>
            <code>{code}</code> <CopyButton value={code} label={says.copyCode} />
          </p>
          <p className={classes.note}>{says.secret}</p>
          <p>{says.expires(durationText(leftMs))}</p>
          <p role="status">{says.waits}</p>
        </div>
      </div>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {text.common.cancel}
        </Button>
      </Group>
    </>
  );
}

interface CompareProps {
  readonly pairing: Extract<PairingState, { state: 'compare' }>;
  readonly running: boolean;
  readonly onEqual: () => void;
  readonly onDiffer: () => void;
}

function Compare({ pairing, running, onEqual, onDiffer }: CompareProps) {
  return (
    <>
      <p role="status">{says.compare(pairing.deviceLabel)}</p>
      <Digits digits={pairing.digits} />
      <p>{says.compareWhy}</p>
      <Group justify="flex-end">
        <Button variant="default" onClick={onDiffer} disabled={running}>
          {says.differ}
        </Button>
        <Button loading={running} onClick={onEqual}>
          {says.equal}
        </Button>
      </Group>
    </>
  );
}

interface EndedProps {
  readonly tone: 'good' | 'warning' | 'danger';
  readonly sentence: string;
  readonly onAgain?: () => void;
  readonly onClose: () => void;
}

function Ended({ tone, sentence, onAgain, onClose }: EndedProps) {
  return (
    <>
      <Callout tone={tone} live {...(tone === 'danger' ? { title: says.failed } : {})}>
        {sentence}
      </Callout>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {text.common.close}
        </Button>
        {onAgain === undefined ? null : <Button onClick={onAgain}>{says.again}</Button>}
      </Group>
    </>
  );
}
