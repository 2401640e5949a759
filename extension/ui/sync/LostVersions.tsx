/** Changes that lost against a later one of another device: how the two differ, taking the older back, or dropping it. */
import { Button } from '@mantine/core';
import type { LostVersion, SyncView } from '../../engine/api/sync';
import { Section } from '../components/Screen';
import { dateText, timeText } from '../components/time-format';
import { useEngine } from '../engine';
import { text } from '../text';
import classes from './Sync.module.css';
import { SyncProblem } from './SyncProblem';
import { useCommand } from './use-command';

const says = text.sync;

export function LostVersions({ view }: { view: SyncView }) {
  if (view.lost.length === 0) return null;
  return (
    <Section title={says.lostTitle}>
      <p>{says.lost}</p>
      <ul className={classes.versions}>
        {view.lost.map((version) => (
          <li key={version.id}>
            <Version
              version={version}
              device={view.devices.find(({ deviceId }) => deviceId === version.deviceId)?.label ?? says.unknownDevice}
            />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Version({ version, device }: { version: LostVersion; device: string }) {
  const engine = useEngine();
  const command = useCommand();
  const { id, subject } = version;
  return (
    <>
      <div className={classes.versionHead}>
        <h3>{subject}</h3>
        <span className={classes.aside}>
          {says.lostFrom(device, timeText(version.stampedAt))}, {says.lostUntil(dateText(version.keptUntil))}
        </span>
      </div>
      {version.differences.length === 0 ? (
        <p className={classes.note}>{says.noDifference}</p>
      ) : (
        <Differences version={version} />
      )}
      <span className={classes.pair}>
        <Button
          size="compact-xs"
          variant="default"
          loading={command.running}
          aria-label={says.restoreOf(subject)}
          onClick={() => command.run(() => engine.restoreLostVersion(id))}
        >
          {says.restore}
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          disabled={command.running}
          aria-label={says.dropOf(subject)}
          onClick={() => command.run(() => engine.dropLostVersion(id))}
        >
          {says.drop}
        </Button>
      </span>
      <SyncProblem failure={command.failure} onClose={command.dismiss} />
    </>
  );
}

function Differences({ version: { subject, differences } }: { version: LostVersion }) {
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <caption>{says.lostCaption(subject)}</caption>
        <thead>
          <tr>
            <th scope="col">{says.field}</th>
            <th scope="col">{says.lostValue}</th>
            <th scope="col">{says.currentValue}</th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ field, lost, current }) => (
            <tr key={field}>
              <th scope="row">{field}</th>
              <td>{lost}</td>
              <td>{current}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
