/**
 * What the database keeps for sync: rows of opaque ids, numbers, hashes and sealed bytes. Empty on a device without a server.
 *
 * - `sync`: one row under `state`: how far this device has read its server's log. Where it is missing nothing is noted to be sent.
 * - `outbox`: what the server does not have yet, by record id; written in the transaction of the data.
 * - `records`: the log's newest version of each record. `chain`: h at the last sequence numbers.
 * - `gone`: rows without a body that no record has accounted for yet.
 * - `quarantine`: records that do not open. `waiting`: versions from the future. `lost`: versions that lost against another device's.
 */
import type { Failure } from '../../shared/reasons';
import type { UnixMs } from '../../shared/result';
import type { Hlc } from '../../shared/sync/hlc';
import type { Hex } from '../../shared/vault/bytes';
import type { DocumentRow } from './database';

/** What is known of another device, or of this one, from the records that it sealed. */
export interface PeerState {
  /** The highest `order` seen (sync-frame.ts): each of its records has a higher one than those before. */
  readonly order: number;
  /** When that record was sealed, by its own clock. */
  readonly at: UnixMs;
  /** It has written a checkpoint of this log: it knows the log's id, and names no other one any more. Absent: false. */
  readonly knowsLog?: boolean;
  /** When its first record came, where this device had read the log to its end before: a device that was added since. */
  readonly addedAt?: UnixMs;
}

/** Why sync stands still by itself; the words are in the engine's api/sync. */
type StoredAlarm =
  | { readonly kind: 'head-below' | 'other-history' | 'new-log'; readonly since: UnixMs }
  | { readonly kind: 'withheld'; readonly since: UnixMs; readonly count: number };

export interface SyncStateRow {
  readonly key: 'state';
  /** Which database of a server this is about: its log id and this device's id there. Log id null before the first page. */
  readonly deviceId: Hex;
  readonly logId: Hex | null;
  readonly seq: number;
  readonly h: Hex;
  /** The last `order` and the last checkpoint's counter that this device has used. */
  readonly order: number;
  readonly counter: number;
  /** Rows with content since this device's last checkpoint. */
  readonly rowsSince: number;
  readonly peers: Readonly<Record<string, PeerState>>;
  /** True after an alarm was answered, until the log was read to its end: what it says of the past is taken as it is. */
  readonly isHealing: boolean;
  readonly vouched: { readonly logId: Hex; readonly seq: number; readonly h: Hex } | null;
  readonly alarm: StoredAlarm | null;
  readonly lastSyncAt: UnixMs | null;
}

/**
 * One record that is to be sent, or (`drop`) one of this device's own whose body may go once `partner` is in the log.
 *
 * `body` and `order` are null until it is first sent; from then on the same bytes are sent until the row is replaced. `seq`: where
 * the server says it lies, until the log was read up to there. `changed`: others cannot know it, since it was written here
 * since the last run, or written over in the log by an older one; otherwise it was noted because the server lacked it.
 */
export interface OutboxRow {
  readonly rid: string;
  readonly what: 'document' | 'segment' | 'erased' | 'checkpoint' | 'drop';
  readonly at: UnixMs;
  readonly changed: boolean;
  readonly body: Uint8Array | null;
  readonly order: number | null;
  readonly seq: number | null;
  /** Of `erased`: the stream that the rows were of, and every segment that the erased one stood for. */
  readonly streamId?: string;
  readonly replaces?: readonly string[];
  readonly partner?: string;
}

/** `opened`: it was read here. `erased`: a segment that must not come back. */
export interface RecordRow {
  readonly rid: string;
  readonly seq: number;
  readonly hash: Hex;
  readonly deviceId: Hex;
  readonly opened: boolean;
  readonly erased: boolean;
}

/** h of consecutive rows, 32 bytes each; the first is that of row `from`. */
export interface ChainRow {
  readonly from: number;
  readonly hs: Uint8Array;
}

export interface GoneRow {
  readonly seq: number;
  readonly rid: string;
}

export interface QuarantineRow {
  readonly rid: Hex;
  readonly seq: number;
  readonly deviceId: Hex;
  readonly failure: Failure;
  readonly at: UnixMs;
  readonly body: Uint8Array;
  /** The version of Fillbook that tried it again last; absent where none has. */
  readonly triedBy?: string;
}

export interface WaitingRow {
  /** Record id and sequence number. */
  readonly id: string;
  readonly rid: string;
  readonly deviceId: Hex;
  readonly stampedAt: UnixMs;
  readonly dueAt: UnixMs;
  readonly row: DocumentRow;
  /** The stamp of what was held and sent here when it came, which its writer may have known. Absent or null: of nothing. */
  readonly knows?: Hlc | null;
}

export interface LostRow {
  readonly id: string;
  readonly rid: string;
  /** Whose version it was; empty where that is not known any more. */
  readonly deviceId: string;
  readonly stampedAt: UnixMs;
  readonly keptUntil: UnixMs;
  readonly row: DocumentRow;
}
