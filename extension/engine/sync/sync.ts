/**
 * Sync of an open vault: one object of the session, which runs against a vault's log once access to one is attached.
 *
 * Without a server it does nothing and holds nothing. What is to be sent is noted in the database with the data itself, from the
 * moment that a device is connected, so that nothing depends on this object being there.
 */
import type { Failure } from '../../../shared/reasons';
import { ok, type Result, type UnixMs } from '../../../shared/result';
import type { Hex } from '../../../shared/vault/bytes';
import type { FutureRecord, LostVersion, QuarantinedRecord, RecordName, SyncActivity } from '../api/sync';
import type { LogServer } from './log-server';

/** A log that another device vouches for, as a pairing's code tells: its h at a sequence number (shared/sync/chain). */
export interface VouchedPoint {
  readonly logId: Hex;
  readonly seq: number;
  readonly h: Hex;
}

/** `unopened`: records that do not open, where those are the reason. */
export interface NotWhole extends Failure {
  readonly unopened?: readonly QuarantinedRecord[];
}

/** What a device is to its server. `vouched`: null where nobody told of the log, or the device has run before. */
export interface SyncStart {
  /** As the server knows it: stands in every record that this device seals. */
  readonly deviceId: Hex;
  readonly vouched: VouchedPoint | null;
}

/** What sync knows, for the screen; `syncView()` adds what access knows. */
export interface SyncParts {
  readonly activity: SyncActivity;
  readonly waiting: { readonly records: number; readonly oldestAt: UnixMs | null };
  readonly quarantined: readonly QuarantinedRecord[];
  readonly future: readonly FutureRecord[];
  readonly lost: readonly LostVersion[];
  /** The last sequence number that was applied here, 0 before the first run. */
  readonly seq: number;
  readonly lastSyncAt: UnixMs | null;
  /** When the newest record of each device was written, by its own clock, by device id. */
  readonly lastSeenAt: ReadonlyMap<string, UnixMs>;
  /** When the first record came of each device that was added since this one read the log, by device id. */
  readonly addedAt: ReadonlyMap<string, UnixMs>;
}

export interface Sync {
  /**
   * Begins, or goes on after a restart. For a server or device id that is not the one of before, all this device holds is noted
   * to be sent. Safe to repeat. The first run begins at once, behind it; changes and hints make the next ones.
   */
  attach(server: LogServer, start: SyncStart): Promise<Result<void, Failure>>;
  /** Ends the run and forgets the server for now: what is to be sent goes on being noted. */
  detach(): Promise<void>;
  /** Detaches, and forgets in the database how far the log was read and what was to be sent: this device has no server any more. */
  disconnect(): Promise<Result<void, Failure>>;
  /** The server says where its log ends. */
  hint(head: number): void;
  /** Something was written: a run follows in two seconds. */
  touch(): void;
  /** Runs at once, or joins the run under way and runs once more; what waits in tails goes too. Resolves when all of it has ended. */
  run(): Promise<Result<void, Failure>>;
  /** Pulls, and waits no longer than `waitMs` for it; a failure is in the activity, and blocks nothing. */
  pullFirst(waitMs: number): Promise<void>;
  /**
   * Pulls to the end, for moving: fails unless every record opened but `without`, none is withheld and no alarm stands. Afterwards
   * this device holds all there is but what it gives: those of `without` that still do not open.
   */
  pullWhole(without?: readonly RecordName[]): Promise<Result<readonly QuarantinedRecord[], NotWhole>>;
  view(): Promise<SyncParts>;
  /** The point this device has come to, for a pairing's code; null before the first run. */
  point(): Promise<VouchedPoint | null>;
  reupload(): Promise<Result<void, Failure>>;
  retryQuarantined(): Promise<Result<void, Failure>>;
  restoreLost(id: string): Promise<Result<void, Failure>>;
  dropLost(id: string): Promise<Result<void, Failure>>;
}

/** Sync of a vault that has no server. */
export function idleSync(): Sync {
  const done = async (): Promise<Result<void, Failure>> => ok(undefined);
  return {
    attach: done,
    detach: async () => undefined,
    disconnect: done,
    hint: () => undefined,
    touch: () => undefined,
    run: done,
    pullFirst: async () => undefined,
    pullWhole: async () => ({ ok: false, error: { reason: 'unsupported', subject: 'sync' } }),
    view: async () => ({
      activity: { state: 'idle' },
      waiting: { records: 0, oldestAt: null },
      quarantined: [],
      future: [],
      lost: [],
      seq: 0,
      lastSyncAt: null,
      lastSeenAt: new Map(),
      addedAt: new Map(),
    }),
    point: async () => null,
    reupload: done,
    retryQuarantined: done,
    restoreLost: done,
    dropLost: done,
  };
}
