/** What the app did last for an account: what refresh and import came to, and the calls that were made. */

import type { CallRecord } from '../../../shared/exchanges/call-record';
import { reasons } from '../../../shared/reasons';
import type { AccountView } from '../../engine/api/account-view';
import { type Column, DataTable } from '../components/DataTable';
import { failureSentence } from '../components/FailureNotice';
import { fullTimeText, timeText } from '../components/time-format';
import { text } from '../text';
import classes from './Doctor.module.css';
import { tookText } from './step-words';

const says = text.doctor;

export function LastActivity({ account, calls }: { account: AccountView; calls: readonly CallRecord[] }) {
  return (
    <>
      <dl className={classes.last}>
        <dt>{says.lastRefresh}</dt>
        <dd>{refreshText(account)}</dd>
        <dt>{says.lastImport}</dt>
        <dd>{importText(account)}</dd>
      </dl>
      {calls.length === 0 ? (
        <p className={classes.dimmed}>{says.noCalls}</p>
      ) : (
        <DataTable
          caption={says.caption}
          columns={columns}
          rows={keyed(calls)}
          rowKey={({ key }) => key}
          maxHeight="380px"
        />
      )}
    </>
  );
}

function refreshText({ value, exchange }: AccountView): string {
  switch (value.state) {
    case 'pending':
      return says.never;
    case 'known':
      return says.refreshKnown(timeText(value.at));
    case 'unknown':
      return says.refreshFailed(timeText(value.failedAt), failureSentence(value.failure, exchange));
  }
}

function importText({ progress, exchange }: AccountView): string {
  const { state, failure, finishedAt } = progress;
  return says.importEnded(
    state,
    finishedAt === null ? null : timeText(finishedAt),
    failure === null ? null : failureSentence(failure, exchange),
  );
}

type KeyedCall = CallRecord & { readonly key: string };

/** Two calls may be alike to the millisecond: counted from the oldest, so that a new one changes no other's key. */
const keyed = (calls: readonly CallRecord[]): readonly KeyedCall[] =>
  calls.map((call, index) => {
    const alike = calls.slice(index + 1).filter(({ at, path }) => at === call.at && path === call.path).length;
    return { ...call, key: `${call.at} ${call.path} ${alike}` };
  });

const sizeText = (bodyBytes: number | null): string => {
  if (bodyBytes === null) return text.common.unknown;
  if (bodyBytes < 1000) return `${bodyBytes} B`;
  return bodyBytes < 1_000_000 ? `${(bodyBytes / 1000).toFixed(1)} kB` : `${(bodyBytes / 1_000_000).toFixed(1)} MB`;
};

const columns: readonly Column<KeyedCall>[] = [
  {
    id: 'time',
    header: says.columns.time,
    cell: ({ at }) => (
      <time dateTime={new Date(at).toISOString()} title={fullTimeText(at)}>
        {timeText(at)}
      </time>
    ),
  },
  { id: 'result', header: says.columns.result, cell: (call) => <CallResult call={call} /> },
  {
    id: 'call',
    header: says.columns.call,
    cell: ({ method, host, path }) => (
      <span className={classes.path} title={`${host}${path}`}>
        {method} {path}
      </span>
    ),
  },
  { id: 'took', header: says.columns.took, align: 'right', cell: ({ durationMs }) => tookText(durationMs) },
  { id: 'size', header: says.columns.size, align: 'right', cell: ({ bodyBytes }) => sizeText(bodyBytes) },
];

function CallResult({ call: { status, reason, code } }: { call: CallRecord }) {
  const parts = [
    status === null ? says.noReply : String(status),
    reason === null ? says.understood : reasons[reason].title,
    code === null || code === String(status) ? '' : code,
  ];
  return (
    <span className={reason === null ? undefined : classes.refused}>
      {parts.filter((part) => part !== '').join(' · ')}
    </span>
  );
}
