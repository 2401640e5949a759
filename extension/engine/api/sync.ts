/**
 * Sync as pages see it: the server a vault is connected to, its devices, what waits, and what could not be taken.
 *
 * Without a server nothing of the product is missing but this. Being offline is normal: what waits is shown, and goes later.
 */
import type { Failure } from '../../../shared/reasons';
import type { Result, UnixMs } from '../../../shared/result';
import type { UnlockError } from './vault';

/**
 * Why sync has stopped by itself: the server's log is not the one that this device saw. Nothing of it is applied until the person
 * chooses to push again what this device holds.
 *
 * - `head-below`: the log ends before what this device has read.
 * - `other-history`: another hash at a sequence number that this device has read, or a checkpoint of a device that disagrees.
 * - `new-log`: the log has a new id: the server was restored from a backup, or made anew.
 * - `withheld`: rows without a body that no later record accounts for; `count` of them.
 */
export type SyncAlarm =
  | { readonly kind: 'head-below' | 'other-history' | 'new-log'; readonly since: UnixMs }
  | { readonly kind: 'withheld'; readonly since: UnixMs; readonly count: number };

/**
 * What sync is doing. `offline`: the server was not reached, tried again at `retryAt` (null: on the next change or by hand);
 * `refused`: it answered that it will not; `stopped`: see `SyncAlarm`; `removed`: this device was removed from the vault; `moved`: the
 * vault moved, and this device has to be paired again; `blocked`: the browser's permission for the origin is missing.
 */
export type SyncActivity =
  | { readonly state: 'idle' }
  | { readonly state: 'running'; readonly step: 'pull' | 'push'; readonly done: number; readonly total: number }
  | { readonly state: 'offline'; readonly failure: Failure; readonly retryAt: UnixMs | null }
  | { readonly state: 'refused' | 'blocked'; readonly failure: Failure }
  | { readonly state: 'stopped'; readonly alarm: SyncAlarm }
  | { readonly state: 'removed' }
  | { readonly state: 'moved' }
  /** Another device erased the vault on the server. */
  | { readonly state: 'closed' };

/**
 * `lastAskedAt`: when it asked the server for anything last, to the minute, as the server tells; null where the server does not know.
 * `lastSeenAt`: when its newest record was written, by its own clock; null where none was seen.
 */
export interface SyncDevice {
  readonly deviceId: string;
  /** As its owner named it; null where the name could not be opened. */
  readonly label: string | null;
  readonly isThis: boolean;
  readonly admittedAt: UnixMs;
  readonly removedAt: UnixMs | null;
  readonly lastAskedAt: UnixMs | null;
  readonly lastSeenAt: UnixMs | null;
}

/** A record of another device that does not open, or is of a kind that this Fillbook does not know: left out, kept, tried again. */
export interface QuarantinedRecord {
  readonly rid: string;
  readonly seq: number;
  readonly deviceId: string;
  readonly failure: Failure;
  readonly at: UnixMs;
}

/** Which record: its id, and the sequence number of the version that is meant. */
export type RecordName = Pick<QuarantinedRecord, 'rid' | 'seq'>;

/** A record that a move went on without. `device`: what the one was called that sent it; null where that is not known any more. */
export interface LeftBehind extends Pick<QuarantinedRecord, 'seq' | 'failure' | 'at'> {
  readonly device: string | null;
}

/** A link that ended with a move, and is to be made and handed out anew. `title`: as it was typed, may be empty. */
export interface EndedLink {
  readonly shareId: string;
  readonly title: string;
  readonly live: boolean;
}

/** A change stamped further ahead than a clock may err: kept, and taken once `dueAt` has come. */
export interface FutureRecord {
  readonly rid: string;
  readonly deviceId: string;
  readonly what: string;
  readonly stampedAt: UnixMs;
  readonly dueAt: UnixMs;
}

/** A version of a document that lost against a later one of another device; kept for 30 days. */
export interface LostVersion {
  readonly id: string;
  readonly kind: 'account' | 'settings' | 'credential' | 'other';
  /** What it is of, in words a trader knows: an account's label, "Settings". */
  readonly subject: string;
  readonly deviceId: string;
  readonly stampedAt: UnixMs;
  readonly keptUntil: UnixMs;
  /** Which fields differed, with both values; secrets are masked. */
  readonly differences: readonly { readonly field: string; readonly lost: string; readonly current: string }[];
}

export interface SyncView {
  /** Null: not connected. */
  readonly connection: {
    readonly origin: string;
    readonly vaultId: string;
    readonly deviceId: string;
    readonly connectedAt: UnixMs;
    readonly lastSyncAt: UnixMs | null;
    /** The last sequence number that was applied here. */
    readonly seq: number;
  } | null;
  readonly activity: SyncActivity;
  /** Records that the server does not have yet. */
  readonly waiting: { readonly records: number; readonly oldestAt: UnixMs | null };
  /** As the server told last; `devicesFailure` where it could not be asked now. */
  readonly devices: readonly SyncDevice[];
  readonly devicesFailure: Failure | null;
  readonly quarantined: readonly QuarantinedRecord[];
  readonly future: readonly FutureRecord[];
  readonly lost: readonly LostVersion[];
  /** What the server says of the addresses that it calls exchanges from; null where it has no relay, or has not been asked. */
  readonly relay: { readonly addresses: readonly string[]; readonly seenFrom: string | null } | null;
}

export type ConnectError =
  | { readonly reason: 'origin-invalid' }
  | { readonly reason: 'invite-required' }
  /** The server admits no device to this vault: another one was removed, and the vault must move first. */
  | { readonly reason: 'vault-frozen' }
  /** Another server answers under this address than the one it says it is; `origin`: what it says. */
  | { readonly reason: 'other-origin'; readonly origin: string };

/** `pairing-taken`: a device has asked by this code before; perhaps this one, before its page was closed. */
type PairingEnd = 'pairing-expired' | 'pairing-taken' | 'code-invalid';

/** A pairing as either side sees it. `code` is what is typed or scanned; it is good until `expiresAt`. */
export type PairingState =
  | { readonly state: 'none' }
  | { readonly state: 'waiting'; readonly code: string; readonly expiresAt: UnixMs }
  /** Both screens show these six digits; nothing is handed over before the person says that they are equal. */
  | { readonly state: 'compare'; readonly digits: string; readonly expiresAt: UnixMs; readonly deviceLabel: string }
  | { readonly state: 'handing-over' }
  | { readonly state: 'done' }
  | { readonly state: 'failed'; readonly failure: Failure | { readonly reason: PairingEnd } };

/** How far a move has come; killed at any step, exactly one of the two vaults opens, and the move goes on or is undone. */
export type MovingState =
  | { readonly state: 'none' }
  | {
      readonly state: 'running';
      readonly step: 'cut-off' | 'pull' | 'reseal' | 'upload' | 'swap' | 'retire';
      readonly done: number;
      readonly total: number;
    }
  /** `unopened`: the records that stand in the way because they do not open; `resumeMoving` goes on without them where told to. */
  | {
      readonly state: 'failed';
      readonly failure: Failure;
      readonly canResume: boolean;
      readonly unopened: readonly QuarantinedRecord[];
    }
  /**
   * `words`: the new vault's 24, shown once. `renew`: accounts whose exchange keys the removed device knew. `leftBehind`: what the new
   * vault lacks, because it did not open and the person went on without it. `links`: shared snapshots that ended.
   */
  | {
      readonly state: 'done';
      readonly words: readonly string[];
      readonly renew: readonly { readonly accountId: string; readonly label: string }[];
      readonly leftBehind: readonly LeftBehind[];
      readonly links: readonly EndedLink[];
    };

export interface SyncApi {
  syncView(): Promise<SyncView>;
  /** Makes the vault known to a server, or admits this device to it there. The page has asked the browser for the origin before. */
  connectSync(draft: {
    readonly origin: string;
    readonly invite: string | null;
    readonly deviceLabel: string;
  }): Promise<Result<void, ConnectError | Failure>>;
  /** Runs at once: what waits goes, what is there comes. Resolves when the run has ended. */
  syncNow(): Promise<Result<void, Failure>>;
  /** Forgets the server on this device; nothing is lost here. `eraseOnServer` erases the vault there: other devices stop too. */
  disconnectSync(eraseOnServer: boolean): Promise<Result<void, Failure>>;
  /** After an alarm: takes the log as it is now for a new beginning and pushes again what this device holds. */
  reuploadSync(): Promise<Result<void, Failure>>;
  /** Tries once more to open what is quarantined. */
  retryQuarantined(): Promise<Result<void, Failure>>;
  renameDevice(deviceId: string, label: string): Promise<Result<void, Failure>>;
  /** Puts a lost version in the place of the current one, as a change made now. */
  restoreLostVersion(id: string): Promise<Result<void, Failure>>;
  dropLostVersion(id: string): Promise<Result<void, Failure>>;

  /** Either side's pairing, and what it waits for. */
  pairingState(): Promise<PairingState>;
  /** The unlocked device shows a code. Repeating it while one is good gives the same. */
  startPairing(): Promise<Result<void, Failure>>;
  /** The new device, without a vault, was given a code. */
  joinPairing(draft: { readonly code: string; readonly deviceLabel: string }): Promise<Result<void, Failure>>;
  /** The digits are equal. On the new device `passphrase` becomes its own; null on the other. */
  confirmPairing(passphrase: string | null): Promise<Result<void, Failure>>;
  cancelPairing(): Promise<void>;

  movingState(): Promise<MovingState>;
  /**
   * Removes a device (null: none, keys are only changed) by moving to a new vault; the passphrase is this device's. Resolves once the
   * move has begun; `movingState` says how far it has come and how it ended.
   */
  moveVault(draft: {
    readonly removeDeviceId: string | null;
    readonly passphrase: string;
  }): Promise<Result<void, UnlockError | Failure>>;
  /**
   * Goes on where a move stands still. `without`: records that were shown as not opening, and that the person gives up; those of
   * earlier calls stay given up. Any other that does not open ends the step again.
   */
  resumeMoving(without: readonly RecordName[]): Promise<Result<void, Failure>>;
  /** The new words were written down: they are not shown again. */
  endMoving(): Promise<void>;
}
