/**
 * Which version of a document counts: the later stamp, on every device alike, whatever the order in which versions come.
 *
 * A version from the future waits. The one that loses is kept for 30 days where both were changes that did not know of each other: one
 * that this device had not sent yet, or one that was written while the other waited. Where the log has an older one than this device, the later one is noted to be sent.
 */
import { type UnixMs, unixMs } from '../../../shared/result';
import { compareHlc, dueAt, type Hlc, isFromFuture } from '../../../shared/sync/hlc';
import { dayMs } from '../../../shared/utc-day';
import type { Hex } from '../../../shared/vault/bytes';
import type { OpenVault } from '../../../shared/vault/open-vault';
import type { DocumentRow } from '../../store/database';
import { type OpenedVersion, openDocument } from '../../store/document-rows';
import type { DocumentKind } from '../../store/documents';
import type { LostRow, OutboxRow, WaitingRow } from '../../store/sync-tables';

/** A version as it stands in the log, or as it waited. */
export interface Candidate {
  readonly rid: string;
  readonly seq: number;
  readonly deviceId: Hex;
  readonly kind: DocumentKind;
  readonly stored: DocumentRow;
  readonly version: OpenedVersion<DocumentKind>;
  /** Of one that waited until it was due: the stamp of what its writer may have known (WaitingRow). */
  readonly waited?: { readonly knows: Hlc | null };
}

/** Who this device is: `id` in the log, `writer` in the stamps of its versions. */
export interface OwnNames {
  readonly id: Hex;
  readonly writer: string;
}

/** The version that is stored here, if there is one that opens. */
export interface Held {
  readonly row: DocumentRow;
  readonly version: OpenedVersion<DocumentKind>;
}

/** What becomes of a candidate. `takes`: it is stored. `ahead`: this device's is later than the log's. */
export type Outcome =
  | { readonly outcome: 'waits'; readonly waiting: WaitingRow }
  | { readonly outcome: 'takes' | 'same' | 'ahead'; readonly lost: LostRow | null };

const keptMs = 30 * dayMs;

function lostRow(
  id: string,
  { rid, row, deviceId, version }: { rid: string; row: DocumentRow; deviceId: string; version: Held['version'] },
  now: UnixMs,
): LostRow {
  return { id, rid, deviceId, stampedAt: version.stamp.at, keptUntil: unixMs(now + keptMs), row };
}

/** Opens what is stored of a document; null where there is none, or it does not open and is replaced by whatever comes. */
export async function heldOf(vault: OpenVault, kind: DocumentKind, row: DocumentRow | undefined): Promise<Held | null> {
  if (row === undefined) return null;
  const version = await openDocument(vault, kind, row);
  return version.ok ? { row, version: version.value } : null;
}

/** Whether two rows hold one version: it is sealed once, and sent as it is stored. */
export const isSameRow = ({ sealed: a }: DocumentRow, { sealed: b }: DocumentRow): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);

/** Whether what is held was written, or came, while the candidate waited: its writer did not know it. */
const cameMeanwhile = ({ waited }: Candidate, { version: { stamp } }: Held): boolean =>
  waited !== undefined && (waited.knows === null || compareHlc(waited.knows, stamp) !== 0);

/**
 * Judges one candidate. `outbox`: what waits to be sent of the same record: a change of this device's that the candidate's writer
 * cannot have known.
 */
export function judgeCandidate(
  candidate: Candidate,
  held: Held | null,
  outbox: OutboxRow | undefined,
  own: OwnNames,
  now: UnixMs,
): Outcome {
  const { rid, seq, deviceId, kind, stored, version } = candidate;
  const order = held === null ? 1 : compareHlc(version.stamp, held.version.stamp);
  if (order === 0) return { outcome: 'same', lost: null };
  const isUnsent = held !== null && outbox?.changed === true && deviceId !== own.id && kind !== 'coverage';
  if (order < 0) {
    const lost = isUnsent ? lostRow(`${rid}.${seq}`, { rid, row: stored, deviceId, version }, now) : null;
    return { outcome: 'ahead', lost };
  }
  if (isFromFuture(version.stamp, now)) {
    const { at } = version.stamp;
    const waiting: WaitingRow = {
      ...{ id: `${rid}.${seq}`, rid, deviceId, row: stored },
      ...{ stampedAt: at, dueAt: dueAt(version.stamp) },
      knows: outbox?.changed === true ? null : (held?.version.stamp ?? null),
    };
    return { outcome: 'waits', waiting };
  }
  const writer = held?.version.stamp.device === own.writer ? own.id : '';
  const isKept = isUnsent || (held !== null && kind !== 'coverage' && cameMeanwhile(candidate, held));
  const lost = isKept
    ? lostRow(`${rid}.${seq}.own`, { rid, row: held.row, deviceId: writer, version: held.version }, now)
    : null;
  return { outcome: 'takes', lost };
}
