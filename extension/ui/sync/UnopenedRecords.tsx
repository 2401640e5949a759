/** Records that do not open: which, of which device, why, and since when. */
import type { Failure } from '../../../shared/reasons';
import type { LeftBehind, QuarantinedRecord, SyncView } from '../../engine/api/sync';
import { compactTimeText } from '../components/time-format';
import { text } from '../text';
import { deviceName } from './Devices';
import classes from './Sync.module.css';
import { syncSentence } from './sync-words';

const says = text.sync;

/** The rest is as many again, of the same devices. */
const shownAtMost = 50;

/** A record is foreign to what a stored one can suffer, and said apart. */
function causeOf(failure: Failure): string {
  if (failure.reason === 'unsupported') return says.newer;
  return failure.reason === 'tampered' ? says.notOurs : syncSentence(failure);
}

/** Each with what its device is called. */
export const namedRecords = (view: SyncView, records: readonly QuarantinedRecord[]): readonly LeftBehind[] =>
  records.map(({ seq, deviceId, failure, at }) => ({
    ...{ seq, failure, at },
    device: deviceName(view.devices.find((device) => device.deviceId === deviceId)),
  }));

export function UnopenedRecords({ records }: { records: readonly LeftBehind[] }) {
  return (
    <>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <caption>{says.quarantinedCaption}</caption>
          <thead>
            <tr>
              <th scope="col">{says.record}</th>
              <th scope="col">{says.quarantinedFrom}</th>
              <th scope="col">{says.cause}</th>
              <th scope="col">{says.since}</th>
            </tr>
          </thead>
          <tbody>
            {records.slice(0, shownAtMost).map(({ seq, device, failure, at }) => (
              <tr key={seq}>
                <th scope="row">{seq.toLocaleString()}</th>
                <td>{device ?? says.unnamed}</td>
                <td>{causeOf(failure)}</td>
                <td>{compactTimeText(at)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <MoreRecords count={records.length - shownAtMost} />
    </>
  );
}

export const MoreRecords = ({ count }: { count: number }) =>
  count <= 0 ? null : <p className={classes.note}>{text.common.showAll(count)}</p>;
