/**
 * Sync while a vault is open: when runs begin, one after another, and what they came to.
 *
 * A run follows two seconds behind a change, on a hint of the server, on the attaching, by hand, and when rows or versions have waited
 * their time. Where the server is not reached it is tried again, later each time. Offline is normal: nothing waits for it.
 */
import type { Failure } from '../../../shared/reasons';
import { err, ok, type Result, unixMs } from '../../../shared/result';
import { recordNames } from '../../store/backup-names';
import { guarded } from '../../store/database';
import type { DocumentKind } from '../../store/documents';
import { beginningState, beginWith, forgetServer } from '../../store/outbox';
import { createSerial } from '../../store/serial';
import type { SyncStateRow } from '../../store/sync-tables';
import type { RecordName, SyncActivity } from '../api/sync';
import type { LogServer, SyncRefusal } from './log-server';
import { restoreLostVersion } from './lost-versions';
import { isUntried, retryRecords } from './quarantine';
import { pullOnly, type RunEnd, type RunParts, runSync, tailMs } from './run';
import type { Sync, SyncStart } from './sync';
import { type SyncContext, stateOf } from './sync-context';
import { pointOf, viewOf } from './view';

export interface LiveSyncParts {
  readonly context: SyncContext;
  readonly accountIds: () => readonly string[];
  /** What the screen shows has changed. */
  readonly onChange: () => void;
  /** A run has ended, however: what came in is stored. */
  readonly onEnd: () => Promise<void>;
  /** Holds the engine while a run is under way. */
  readonly during: <T>(work: () => Promise<T>) => Promise<T>;
  /** From 0 to below 1: spreads the attempts of many devices. */
  readonly random: () => number;
  /** Of Fillbook: what did not open for another one is tried again. */
  readonly version: string;
}

const touchMs = 2_000;

const retries = { firstMs: 5_000, longestMs: 600_000 } as const;
const cancelled: Failure = { reason: 'cancelled' };

type Over = Extract<SyncRefusal, { kind: 'removed' | 'moved' | 'closed' }>;
const isOver = (refusal: SyncRefusal): refusal is Over => ['removed', 'moved', 'closed'].includes(refusal.kind);

const failureOf = (end: RunEnd): Failure => {
  if (end.end === 'failed') return end.failure;
  if (end.end === 'alarm') return { reason: 'unexpected-payload', subject: 'sync', code: end.alarm.kind };
  const { refusal } = end;
  return 'failure' in refusal ? refusal.failure : { reason: 'sync-refused', code: codes[refusal.kind] ?? refusal.kind };
};

/** The server's own words, which a sentence says. */
const codes: Readonly<Record<string, string>> = {
  removed: 'device-removed',
  moved: 'vault-retired',
  closed: 'vault-closed',
};

/** A later version of the same record is another one. */
const nameOf = ({ rid, seq }: RecordName): string => `${seq} ${rid}`;

interface Run {
  readonly ended: Promise<Result<void, Failure>>;
  wholly: boolean;
  begun: boolean;
}

export function createSync({ context, accountIds, onChange, onEnd, during, random, version }: LiveSyncParts): Sync {
  const { database, vault, now } = context;
  const { tables } = database;
  const runs = createSerial();
  let server: LogServer | null = null;
  let abort = new AbortController();
  let activity: SyncActivity = { state: 'idle' };
  let queued: Run | null = null;
  /** A pull that has not begun: imports that begin together wait for one. */
  let pulling: Promise<unknown> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let timerAt = Number.POSITIVE_INFINITY;
  let retryMs: number = retries.firstMs;
  let kinds: ((kindId: string) => DocumentKind | undefined) | null = null;

  const say = (next: SyncActivity): void => {
    activity = next;
    onChange();
  };

  /** Names of kinds never change: they are computed once. */
  async function kindOf(): Promise<(kindId: string) => DocumentKind | undefined> {
    kinds ??= (await recordNames(vault, [])).kindOf;
    return kinds;
  }

  function later(ms: number): void {
    const at = now() + ms;
    if (server === null || at >= timerAt) return;
    clearTimeout(timer);
    timerAt = at;
    timer = setTimeout(() => {
      stopTimer();
      void run(false);
    }, ms);
  }

  function stopTimer(): void {
    clearTimeout(timer);
    timerAt = Number.POSITIVE_INFINITY;
  }

  /** What a run came to, as the screen shows it. */
  function ended(end: RunEnd): SyncActivity {
    if (end.end === 'alarm') return { state: 'stopped', alarm: end.alarm };
    if (end.end === 'failed') return end.failure.reason === 'cancelled' ? { state: 'idle' } : refusedBy(end.failure);
    const { refusal } = end;
    if (isOver(refusal)) return { state: refusal.kind };
    if (!('failure' in refusal)) return refusedBy(failureOf(end));
    if (refusal.kind !== 'unreached') return refusedBy(refusal.failure);
    const waitMs = retryMs * (0.5 + random() / 2);
    const retryAt = unixMs(Math.max(Math.round(now() + waitMs), refusal.failure.untilAt ?? 0));
    retryMs = Math.min(retryMs * 2, retries.longestMs);
    later(retryAt - now());
    return { state: 'offline', failure: refusal.failure, retryAt };
  }

  const refusedBy = (failure: Failure): SyncActivity =>
    failure.reason === 'host-access-missing' ? { state: 'blocked', failure } : { state: 'refused', failure };

  /** What a run stands on; a defect ends as a failure that someone sees. */
  async function attempt(
    job: (parts: RunParts) => Promise<Result<void, RunEnd>>,
    wholly: boolean,
  ): Promise<Result<void, Failure>> {
    const at = server;
    if (at === null) return ok(undefined);
    const { signal } = abort;
    const parts = { context, server: at, signal, wholly, say, accountIds, kindOf: await kindOf() };
    const came = await guarded(() => during(() => job(parts)));
    const result = came.ok ? came.value : err<RunEnd>({ end: 'failed', failure: came.error });
    if (signal.aborted) return err(cancelled);
    await onEnd();
    if (result.ok) retryMs = retries.firstMs;
    say(result.ok ? { state: 'idle' } : ended(result.error));
    return result.ok ? result : err(failureOf(result.error));
  }

  async function runOnce(wholly: boolean): Promise<Result<void, Failure>> {
    stopTimer();
    const came = await attempt(runSync, wholly);
    const dueAts = (await tables.waiting.toArray()).map(({ dueAt }) => dueAt);
    if (came.ok) later(Math.max(0, Math.min(tailMs, ...dueAts.map((dueAt) => dueAt - now()))));
    return came;
  }

  function run(wholly: boolean): Promise<Result<void, Failure>> {
    if (server === null) return Promise.resolve(ok(undefined));
    if (queued !== null && !queued.begun) {
      queued.wholly ||= wholly;
      return queued.ended;
    }
    const mine: Run = {
      wholly,
      begun: false,
      // Held from now on: an engine that an alarm started would end before a run that waits its turn.
      ended: during(() =>
        runs.run(() => {
          mine.begun = true;
          return runOnce(mine.wholly);
        }),
      ),
    };
    queued = mine;
    return mine.ended;
  }

  async function detach(): Promise<void> {
    server = null;
    stopTimer();
    abort.abort();
    await runs.idle();
    activity = { state: 'idle' };
  }

  /** An alarm stands until it is answered, whatever was tried since. */
  async function alarmOr(current: SyncActivity): Promise<SyncActivity> {
    const alarm = server === null ? null : ((await tables.sync.get('state'))?.alarm ?? null);
    return alarm === null || current.state === 'running' ? current : { state: 'stopped', alarm };
  }

  /** What an older version of Fillbook left out. A failure stands until the run behind it has ended. */
  async function retryUntried(): Promise<void> {
    const retried = await guarded(async () => {
      if (await isUntried(context, version)) await retryRecords(context, version);
    });
    if (!retried.ok) say(refusedBy(retried.error));
  }

  /** Changes how this device stands to its log while no run is under way, and no write either. */
  const between = (change: () => Promise<void>): Promise<Result<void, Failure>> =>
    runs.run(() => database.serial.run(() => guarded(change)));

  return {
    async attach(next: LogServer, { deviceId, vouched }: SyncStart) {
      abort.abort();
      abort = new AbortController();
      server = null;
      const begun = await between(async () => {
        const state = await tables.sync.get('state');
        if (state?.deviceId !== deviceId) await beginWith(database, beginningState(deviceId, vouched), now());
      });
      if (!begun.ok) return begun;
      server = next;
      retryMs = retries.firstMs;
      void runs.run(retryUntried);
      void run(false);
      return ok(undefined);
    },
    detach,
    async disconnect() {
      await detach();
      const forgotten = await between(() => forgetServer(database));
      onChange();
      return forgotten;
    },
    hint(head) {
      void tables.sync.get('state').then((state) => {
        if (state !== undefined && head !== state.seq) void run(false);
      });
    },
    touch: () => later(touchMs),
    run: () => run(true),
    async pullFirst(waitMs) {
      if (server === null || activity.state === 'offline' || activity.state === 'stopped') return;
      let stop: ReturnType<typeof setTimeout> | undefined;
      const waited = new Promise<void>((resolve) => {
        stop = setTimeout(resolve, waitMs);
      });
      pulling ??= runs.run(() => {
        pulling = null;
        return attempt(pullOnly, false);
      });
      await Promise.race([pulling, waited]);
      clearTimeout(stop);
    },
    async pullWhole(without = []) {
      const pulled = await runs.run(() => attempt(pullOnly, false));
      if (!pulled.ok) return pulled;
      const { logId } = await stateOf(database);
      if (logId === null) return err({ reason: 'unexpected-payload', subject: 'sync', code: 'no-log' });
      const givenUp = new Set(without.map(nameOf));
      const kept = (await tables.quarantine.toArray()).sort((a, b) => a.seq - b.seq);
      const leftOut = kept.map(({ body: _, ...record }) => record);
      const unopened = leftOut.filter((record) => !givenUp.has(nameOf(record)));
      const [first] = unopened;
      return first === undefined ? ok(leftOut) : err({ ...first.failure, unopened });
    },
    view: async () => viewOf(context, await alarmOr(activity), await kindOf()),
    point: () => pointOf(context),
    async reupload() {
      const begun = await between(async () => {
        const { deviceId, order, counter } = await stateOf(database);
        const anew: SyncStateRow = { ...beginningState(deviceId, null), order, counter, isHealing: true };
        await beginWith(database, anew, now());
      });
      return begun.ok ? run(true) : begun;
    },
    async retryQuarantined() {
      const retried = await runs.run(() => guarded(() => retryRecords(context, version)));
      onChange();
      return retried;
    },
    async restoreLost(id) {
      const restored = await restoreLostVersion(context, await kindOf(), id);
      if (!restored.ok) return restored;
      const { value: kind } = restored;
      const none = { fills: [], snapshots: [], flows: [], rates: [], erased: false };
      if (kind !== null) await context.onNews({ ...none, kinds: new Set([kind]) });
      onChange();
      return ok(undefined);
    },
    async dropLost(id) {
      const dropped = await guarded(() => tables.lost.delete(id));
      onChange();
      return dropped;
    },
  };
}
