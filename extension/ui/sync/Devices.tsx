/** The devices of this vault as the server told last: which is this one, when each asked it and changed something, renaming and removing. */
import { Button, Group, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { SyncDevice, SyncView } from '../../engine/api/sync';
import { Age } from '../components/Age';
import { Section } from '../components/Screen';
import { dateText } from '../components/time-format';
import { useEngine } from '../engine';
import { text } from '../text';
import { nameError } from './DeviceNameField';
import { MoveDialog, type Moved } from './MoveDialog';
import classes from './Sync.module.css';
import { SyncProblem } from './SyncProblem';
import { deviceNameProblem } from './server-address';
import { syncSentence } from './sync-words';
import { useCommand } from './use-command';

const says = text.sync;

/** A device in a drawer is not out of date: its age is told without a colour. */
const neverStaleMs = Number.MAX_SAFE_INTEGER;

/** What a device is called, also where its name cannot be read. */
export const deviceName = (device: SyncDevice | undefined): string => device?.label ?? says.unnamed;

export function Devices({ view, aside }: { view: SyncView; aside: ReactNode }) {
  const [moving, setMoving] = useState<Moved | null>(null);
  return (
    <Section title={says.devicesTitle} aside={aside}>
      {view.devicesFailure === null ? null : (
        <p className={classes.note}>
          {syncSentence(view.devicesFailure)} {says.devicesOld}
        </p>
      )}
      <div className={classes.scroll}>
        <table className={classes.table}>
          <caption>{says.devicesCaption}</caption>
          <thead>
            <tr>
              <th scope="col">{says.device}</th>
              <th scope="col">{says.lastSync}</th>
              <th scope="col">{says.lastChange}</th>
              <th scope="col">{says.admitted}</th>
              <th scope="col">{says.actions}</th>
            </tr>
          </thead>
          <tbody>
            {view.devices.map((device) => (
              <DeviceRow key={device.deviceId} device={device} onRemove={() => setMoving({ kind: 'remove', device })} />
            ))}
          </tbody>
        </table>
      </div>
      <div className={classes.deeds}>
        <Button variant="default" onClick={() => setMoving({ kind: 'keys' })}>
          {says.moving.changeKeys}
        </Button>
        <p className={classes.note}>{says.moving.changeKeysHint}</p>
      </div>
      <MoveDialog moved={moving} onClose={() => setMoving(null)} />
    </Section>
  );
}

function DeviceRow({ device, onRemove }: { device: SyncDevice; onRemove: () => void }) {
  const [renaming, setRenaming] = useState(false);
  const name = deviceName(device);
  const gone = device.removedAt !== null;
  return (
    <tr data-gone={gone || undefined}>
      <th scope="row">
        {renaming ? (
          <RenameForm device={device} onClose={() => setRenaming(false)} />
        ) : (
          <>
            {name}
            {device.isThis ? <span className={classes.aside}>, {says.thisDevice}</span> : null}
          </>
        )}
      </th>
      <td>
        {device.lastAskedAt === null ? says.syncNotKnown : <Age at={device.lastAskedAt} staleAfterMs={neverStaleMs} />}
      </td>
      <td>{device.lastSeenAt === null ? says.noChange : <Age at={device.lastSeenAt} staleAfterMs={neverStaleMs} />}</td>
      <td>{device.removedAt === null ? dateText(device.admittedAt) : says.removedAt(dateText(device.removedAt))}</td>
      <td>
        {gone || renaming ? null : (
          <span className={classes.pair}>
            <Button
              size="compact-xs"
              variant="default"
              aria-label={says.renameOf(name)}
              onClick={() => setRenaming(true)}
            >
              {says.rename}
            </Button>
            {device.isThis ? null : (
              <Button size="compact-xs" variant="default" aria-label={says.removeOf(name)} onClick={onRemove}>
                {says.remove}
              </Button>
            )}
          </span>
        )}
      </td>
    </tr>
  );
}

function RenameForm({ device, onClose }: { device: SyncDevice; onClose: () => void }) {
  const engine = useEngine();
  const command = useCommand();
  const [name, setName] = useState(device.label ?? '');
  const [asked, setAsked] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (deviceNameProblem(name) === null) command.run(() => engine.renameDevice(device.deviceId, name.trim()), onClose);
  };
  return (
    <form onSubmit={submit} className={classes.rename} noValidate>
      <TextInput
        size="xs"
        aria-label={says.deviceName}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={nameError(name, asked)}
        autoComplete="off"
        autoFocus
      />
      <Group gap="xs">
        <Button type="submit" size="compact-xs" loading={command.running}>
          {says.save}
        </Button>
        <Button size="compact-xs" variant="default" onClick={onClose}>
          {text.common.cancel}
        </Button>
      </Group>
      <SyncProblem failure={command.failure} onClose={command.dismiss} />
    </form>
  );
}
