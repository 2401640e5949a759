/**
 * Connecting to a server: its address, an invite where it wants one, and this device's name.
 *
 * The browser is asked for that one origin in the click itself; nothing is sent before it has said yes.
 */
import { Button, Group, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Failure } from '../../../shared/reasons';
import type { ConnectError } from '../../engine/api/sync';
import { focusFirstInvalid } from '../accounts/focus-first-invalid';
import { Callout } from '../components/Callout';
import { Section } from '../components/Screen';
import { SecretField } from '../components/SecretField';
import { useTask } from '../components/use-task';
import { useEngine } from '../engine';
import { usePlatform } from '../platform';
import { text } from '../text';
import { DeviceNameField } from './DeviceNameField';
import classes from './Sync.module.css';
import { SyncProblem } from './SyncProblem';
import { deviceNameProblem, readServerAddress, type TypedAddress } from './server-address';

const says = text.sync;

type Refusal = ConnectError | Failure | { readonly reason: 'host-refused' };

export function ConnectForm() {
  const form = useConnect();
  const { refusal, typed } = form;
  const addressError = form.addressShown && !typed.ok ? says.addressProblems[typed.problem] : null;
  return (
    <Section title={says.connectTitle}>
      <form onSubmit={form.submit} className={classes.form} noValidate aria-label={says.connectTitle}>
        <TextInput
          label={says.address}
          description={typed.ok ? says.addressAsks(typed.origin) : says.addressHint}
          value={form.address}
          onChange={(event) => form.setAddress(event.currentTarget.value)}
          onBlur={form.leaveAddress}
          error={addressError}
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
        />
        <SecretField
          label={says.invite}
          description={says.inviteHint}
          value={form.invite}
          onValue={form.setInvite}
          error={refusal?.reason === 'invite-required' ? says.inviteNeeded : null}
        />
        <DeviceNameField value={form.name} onValue={form.setName} asked={form.asked} />
        <ConnectProblem refusal={refusal} onClose={form.dismiss} />
        <Group>
          <Button type="submit" loading={form.running}>
            {says.connect}
          </Button>
        </Group>
        <p className={classes.note}>{says.haveVault}</p>
      </form>
    </Section>
  );
}

function useConnect() {
  const engine = useEngine();
  const platform = usePlatform();
  const task = useTask();
  const [address, setAddress] = useState('');
  const [left, setLeft] = useState(false);
  const [invite, setInvite] = useState('');
  const [name, setName] = useState('');
  const [asked, setAsked] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const typed: TypedAddress = readServerAddress(address);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setAsked(true);
    focusFirstInvalid(event.currentTarget);
    if (!typed.ok || deviceNameProblem(name) !== null) return;
    const { origin, permission } = typed;
    setRefusal(null);
    task.run(async () => {
      // the first thing in the click: the browser asks a person only there
      if (!(await platform.requestHosts([permission]))) return setRefusal({ reason: 'host-refused' });
      const secret = invite.trim();
      const done = await engine.connectSync({
        origin,
        invite: secret === '' ? null : secret,
        deviceLabel: name.trim(),
      });
      if (done.ok) setInvite('');
      else setRefusal(done.error);
    });
  };
  return {
    ...{ address, setAddress, invite, setInvite, name, setName, asked, typed, refusal, submit },
    running: task.running,
    /** An address is judged once it was left or sent, and then with each letter. */
    addressShown: asked || (left && address !== ''),
    leaveAddress: () => setLeft(true),
    dismiss: () => setRefusal(null),
  };
}

function ConnectProblem({ refusal, onClose }: { refusal: Refusal | null; onClose: () => void }) {
  if (refusal === null || refusal.reason === 'invite-required') return null;
  const sentence = sentenceOf(refusal);
  if (sentence === null) return <SyncProblem failure={refusal as Failure} onClose={onClose} />; // all others are failures
  return (
    <Callout tone="danger" live>
      {sentence}
    </Callout>
  );
}

function sentenceOf(refusal: Refusal): string | null {
  switch (refusal.reason) {
    case 'host-refused':
      return says.hostRefused;
    case 'other-origin':
      return says.otherOrigin(refusal.origin);
    case 'origin-invalid':
    case 'vault-frozen':
      return says.connectProblems[refusal.reason];
    default:
      return null;
  }
}
