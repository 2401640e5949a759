/** The first lines of a connected device: what sync is doing, what waits, and the one thing to do about it. */
import { Button, Progress } from '@mantine/core';
import type { ReactNode } from 'react';
import { assertNever } from '../../../shared/result';
import { permissionOf } from '../../../shared/sync/server-origin';
import type { SyncActivity, SyncView } from '../../engine/api/sync';
import { Age } from '../components/Age';
import { ageText, fullTimeText, timeText } from '../components/time-format';
import { useNow } from '../components/use-now';
import { useEngine } from '../engine';
import { usePlatform } from '../platform';
import { text } from '../text';
import { AlarmNotice } from './AlarmNotice';
import { PairAgain } from './PairAgain';
import classes from './Sync.module.css';
import { SyncProblem } from './SyncProblem';
import { syncSentence } from './sync-words';
import { useCommand } from './use-command';

const says = text.sync;

/** A device that has been shut for a night is no cause for alarm. */
const staleAfterMs = 24 * 3_600_000;

export interface ConnectedProps {
  readonly view: SyncView;
  readonly connection: NonNullable<SyncView['connection']>;
}

export function SyncNow({ view, connection }: ConnectedProps) {
  const { activity } = view;
  return (
    <section className={classes.now} aria-label={text.sync.title}>
      <p className={classes.headline} data-tone={toneOf(activity)} aria-live="polite">
        {headlineOf(view, connection.lastSyncAt !== null)}
      </p>
      <Activity activity={activity} connection={connection} />
      <Facts view={view} connection={connection} />
    </section>
  );
}

/** Being offline is normal: it has no colour of failure. */
function toneOf({ state }: SyncActivity): 'calm' | 'good' | 'bad' {
  if (state === 'idle') return 'good';
  return state === 'running' || state === 'offline' ? 'calm' : 'bad';
}

function headlineOf({ activity, waiting }: SyncView, synced: boolean): string {
  if (activity.state === 'running') return says.now[activity.step];
  if (activity.state !== 'idle') return says.now[activity.state];
  if (!synced) return says.now.never;
  return waiting.records === 0 ? says.now.idle : says.now.idleWaiting(waiting.records);
}

function Activity({ activity, connection }: { activity: SyncActivity; connection: ConnectedProps['connection'] }) {
  switch (activity.state) {
    case 'idle':
      return <RunNow />;
    case 'running':
      return <Running done={activity.done} total={activity.total} />;
    case 'offline':
      return (
        <>
          <p>
            {syncSentence(activity.failure)} {says.offlineCalm}{' '}
            {activity.retryAt === null ? says.offlineNext : says.offlineAt(timeText(activity.retryAt))}
          </p>
          <RunNow />
        </>
      );
    case 'refused':
      return (
        <>
          <p>{syncSentence(activity.failure)}</p>
          <RunNow />
        </>
      );
    case 'blocked':
      return <Blocked origin={connection.origin} />;
    case 'stopped':
      return <AlarmNotice alarm={activity.alarm} />;
    case 'removed':
      return <Ended>{says.removedWhat}</Ended>;
    case 'moved':
      return <Ended>{says.movedWhat}</Ended>;
    case 'closed':
      return <p>{says.closedWhat}</p>;
    default:
      return assertNever(activity);
  }
}

function RunNow() {
  const engine = useEngine();
  const command = useCommand();
  return (
    <>
      <div className={classes.deeds}>
        <Button variant="default" loading={command.running} onClick={() => command.run(() => engine.syncNow())}>
          {says.syncNow}
        </Button>
      </div>
      <SyncProblem failure={command.failure} onClose={command.dismiss} />
    </>
  );
}

function Running({ done, total }: { done: number; total: number }) {
  return (
    <div className={classes.progress}>
      <Progress.Root size="sm">
        <Progress.Section
          value={total === 0 ? 0 : Math.min(100, (done / total) * 100)}
          aria-label={says.progressLabel}
        />
      </Progress.Root>
      <p className={classes.note}>{says.progress(done, total)}</p>
    </div>
  );
}

function Blocked({ origin }: { origin: string }) {
  const engine = useEngine();
  const platform = usePlatform();
  const command = useCommand();
  const allow = () =>
    command.run(async () => {
      // the first thing in the click: the browser asks a person only there
      if (!(await platform.requestHosts([permissionOf(origin)])))
        return { ok: false, error: { reason: 'host-access-missing', host: new URL(origin).host } };
      return engine.syncNow();
    });
  return (
    <>
      <p>{says.noAccess(new URL(origin).host)}</p>
      <div className={classes.deeds}>
        <Button loading={command.running} onClick={allow}>
          {says.allow}
        </Button>
      </div>
      <SyncProblem failure={command.failure} onClose={command.dismiss} />
    </>
  );
}

function Ended({ children }: { children: ReactNode }) {
  return (
    <>
      <p>{children}</p>
      <PairAgain />
    </>
  );
}

function Facts({ view: { waiting }, connection }: ConnectedProps) {
  const now = useNow();
  const age = waiting.oldestAt === null ? null : ageText(now - waiting.oldestAt);
  return (
    <dl className={classes.facts}>
      <div>
        <dt>{says.lastSync}</dt>
        <dd>
          {connection.lastSyncAt === null ? (
            says.neverSynced
          ) : (
            <Age at={connection.lastSyncAt} staleAfterMs={staleAfterMs} />
          )}
        </dd>
      </div>
      <div>
        <dt>{says.waits}</dt>
        <dd>{waiting.records === 0 ? says.nothingWaits : says.waiting(waiting.records, age)}</dd>
      </div>
      <div>
        <dt>{says.server}</dt>
        <dd>{connection.origin}</dd>
      </div>
      <div>
        <dt>{says.connectedSince}</dt>
        <dd>{fullTimeText(connection.connectedAt)}</dd>
      </div>
    </dl>
  );
}
