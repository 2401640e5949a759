/** What other devices sent and was not taken: records that do not open, and changes that are stamped later than now. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { SyncView } from '../../engine/api/sync';
import { Section } from '../components/Screen';
import { fullTimeText } from '../components/time-format';
import { useEngine } from '../engine';
import { text } from '../text';
import { deviceName } from './Devices';
import classes from './Sync.module.css';
import { SyncProblem } from './SyncProblem';
import { MoreRecords, namedRecords, UnopenedRecords } from './UnopenedRecords';
import { useCommand } from './use-command';

const says = text.sync;

/** The rest is as many again, of the same devices. */
const shownAtMost = 50;

export function LeftOut({ view }: { view: SyncView }) {
  return (
    <>
      {view.quarantined.length === 0 ? null : <Quarantined view={view} />}
      {view.future.length === 0 ? null : <FromTheFuture view={view} />}
    </>
  );
}

const nameOf = (view: SyncView, deviceId: string): string =>
  deviceName(view.devices.find((device) => device.deviceId === deviceId));

function Quarantined({ view }: { view: SyncView }) {
  const engine = useEngine();
  const command = useCommand();
  const [tried, setTried] = useState(false);
  const retry = () => {
    setTried(false);
    command.run(
      () => engine.retryQuarantined(),
      () => setTried(true),
    );
  };
  return (
    <Section title={says.leftOutTitle}>
      <p>{says.quarantined(view.quarantined.length)}</p>
      <UnopenedRecords records={namedRecords(view, view.quarantined)} />
      <div className={classes.deeds}>
        <Button variant="default" loading={command.running} onClick={retry}>
          {says.retryLeftOut}
        </Button>
        <span role="status" className={classes.told}>
          {tried ? says.stillLeftOut : null}
        </span>
      </div>
      <SyncProblem failure={command.failure} onClose={command.dismiss} />
    </Section>
  );
}

function FromTheFuture({ view }: { view: SyncView }) {
  return (
    <Section title={says.futureTitle}>
      <p>{says.future(view.future.length)}</p>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <caption>{says.futureCaption}</caption>
          <thead>
            <tr>
              <th scope="col">{says.what}</th>
              <th scope="col">{says.quarantinedFrom}</th>
              <th scope="col">{says.stamped}</th>
              <th scope="col">{says.counts}</th>
            </tr>
          </thead>
          <tbody>
            {view.future.slice(0, shownAtMost).map((record) => (
              <tr key={record.rid}>
                <th scope="row">{record.what}</th>
                <td>{nameOf(view, record.deviceId)}</td>
                <td>{fullTimeText(record.stampedAt)}</td>
                <td>{fullTimeText(record.dueAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <MoreRecords count={view.future.length - shownAtMost} />
    </Section>
  );
}
