/**
 * The other side of adding a device: this one is given a code, shows six digits, and gets a passphrase of its own.
 *
 * The code names the server, which the browser must let Fillbook reach; it is read while it is typed, so that the click can ask
 * for that origin first thing.
 */
import { Button, Group } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Failure } from '../../../shared/reasons';
import { parsePairingCode } from '../../../shared/sync/pairing-code';
import { permissionOf } from '../../../shared/sync/server-origin';
import type { PairingState } from '../../engine/api/sync';
import { focusFirstInvalid } from '../accounts/focus-first-invalid';
import { Callout } from '../components/Callout';
import { NewPassphraseFields } from '../components/NewPassphraseFields';
import { SecretField } from '../components/SecretField';
import { useNewPassphrase } from '../components/use-new-passphrase';
import { useTask } from '../components/use-task';
import { useEngine, useEngineQuery } from '../engine';
import { usePlatform } from '../platform';
import { text } from '../text';
import { DeviceNameField } from './DeviceNameField';
import { Digits } from './Digits';
import classes from './Sync.module.css';
import { SyncProblem } from './SyncProblem';
import { deviceNameProblem } from './server-address';
import { pairingSentence } from './sync-words';
import { useCommand } from './use-command';

const says = text.sync.join;

export function JoinFlow({ onBack }: { onBack: () => void }) {
  const engine = useEngine();
  const queries = useQueryClient();
  const pairing = useEngineQuery(['pairing'], (asked) => asked.pairingState()).data ?? { state: 'none' };
  const forget = () => engine.cancelPairing().then(() => queries.invalidateQueries({ queryKey: ['pairing'] }));
  const back = () => void forget().then(onBack);
  switch (pairing.state) {
    case 'none':
      return <CodeForm onBack={onBack} />;
    case 'waiting':
      return <Waiting sentence={says.waits} onBack={back} />;
    case 'compare':
      return <ConfirmForm pairing={pairing} onDiffer={back} />;
    case 'handing-over':
    case 'done': // the vault opens an instant later, and another page stands here
      return <p role="status">{says.handing}</p>;
    default:
      return <NotAdded pairing={pairing} onAgain={() => void forget()} onBack={back} />;
  }
}

/** Where a code leads to; null while nothing is typed, 'invalid' where it leads nowhere. */
function originOf(code: string): string | 'invalid' | null {
  if (code === '') return null;
  const read = parsePairingCode(code);
  return read.ok ? read.value.origin : 'invalid';
}

function CodeForm({ onBack }: { onBack: () => void }) {
  const engine = useEngine();
  const platform = usePlatform();
  const queries = useQueryClient();
  const task = useTask();
  const [typed, setTyped] = useState('');
  const [name, setName] = useState('');
  const [asked, setAsked] = useState(false);
  const [problem, setProblem] = useState<Failure | 'host-refused' | null>(null);
  const code = typed.trim();
  const origin = originOf(code);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setAsked(true);
    focusFirstInvalid(event.currentTarget);
    if (origin === null || origin === 'invalid' || deviceNameProblem(name) !== null) return;
    setProblem(null);
    task.run(async () => {
      // the first thing in the click: the browser asks a person only there
      if (!(await platform.requestHosts([permissionOf(origin)]))) return setProblem('host-refused');
      const joined = await engine.joinPairing({ code, deviceLabel: name.trim() });
      if (!joined.ok) return setProblem(joined.error);
      setTyped('');
      await queries.invalidateQueries({ queryKey: ['pairing'] });
    });
  };
  return (
    <form onSubmit={submit} className={classes.form} noValidate aria-label={says.title}>
      <p>{says.how}</p>
      <SecretField
        label={says.code}
        description={origin === null || origin === 'invalid' ? says.codeHint : says.codeReads(origin)}
        value={typed}
        onValue={setTyped}
        error={codeError(code, origin, asked)}
        autoFocus
      />
      <DeviceNameField value={name} onValue={setName} asked={asked} />
      {problem === 'host-refused' ? (
        <Callout tone="danger" live>
          {text.sync.hostRefused}
        </Callout>
      ) : (
        <SyncProblem failure={problem} title={says.failed} onClose={() => setProblem(null)} />
      )}
      <Group>
        <Button type="submit" loading={task.running}>
          {says.go}
        </Button>
        <Button variant="subtle" onClick={onBack}>
          {text.common.cancel}
        </Button>
      </Group>
    </form>
  );
}

function codeError(code: string, origin: string | 'invalid' | null, asked: boolean): string | null {
  if (code === '') return asked ? says.codeEmpty : null;
  return origin === 'invalid' ? says.codeInvalid : null;
}

function Waiting({ sentence, onBack }: { sentence: string; onBack: () => void }) {
  return (
    <div className={classes.flow}>
      <p role="status">{sentence}</p>
      <Group>
        <Button variant="default" onClick={onBack}>
          {text.common.cancel}
        </Button>
      </Group>
    </div>
  );
}

interface ConfirmFormProps {
  readonly pairing: Extract<PairingState, { state: 'compare' }>;
  readonly onDiffer: () => void;
}

function ConfirmForm({ pairing, onDiffer }: ConfirmFormProps) {
  const engine = useEngine();
  const command = useCommand();
  const fields = useNewPassphrase();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    focusFirstInvalid(event.currentTarget);
    fields.submit((passphrase) => command.run(() => engine.confirmPairing(passphrase), fields.clear));
  };
  return (
    <form onSubmit={submit} className={classes.form} noValidate aria-label={says.title}>
      <p role="status">{says.compare}</p>
      <Digits digits={pairing.digits} />
      <p>{text.sync.adding.compareWhy}</p>
      <p>{says.passphraseFor}</p>
      <NewPassphraseFields fields={fields} />
      <SyncProblem failure={command.failure} title={says.failed} onClose={command.dismiss} />
      <Group>
        <Button type="submit" loading={command.running}>
          {says.passphraseEqual}
        </Button>
        <Button variant="default" onClick={onDiffer} disabled={command.running}>
          {text.sync.adding.differ}
        </Button>
      </Group>
    </form>
  );
}

interface NotAddedProps {
  readonly pairing: Extract<PairingState, { state: 'failed' }>;
  readonly onAgain: () => void;
  readonly onBack: () => void;
}

function NotAdded({ pairing: { failure }, onAgain, onBack }: NotAddedProps) {
  return (
    <div className={classes.flow}>
      <Callout tone="danger" title={says.failed} live>
        {pairingSentence(failure, says)}
      </Callout>
      <Group>
        <Button onClick={onAgain}>{text.common.tryAgain}</Button>
        <Button variant="subtle" onClick={onBack}>
          {text.common.back}
        </Button>
      </Group>
    </div>
  );
}
