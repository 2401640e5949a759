/**
 * Opens every record of a backup under its own vault, before anything of it is written: one that does not open, or is not what
 * the manifest says of it, refuses the whole file.
 */
import { err, ok, type Result } from '../../shared/result';
import type { BackupFrame, ByteSource } from '../../shared/vault/backup-file';
import type { OpenVault, SealContext } from '../../shared/vault/open-vault';
import { type BackupManifest, type BackupRecord, type BackupRow, openManifest, rowOf } from './backup-manifest';
import { type RecordNames, recordNames, type StreamOf } from './backup-names';
import type { DocumentRow, SegmentRow, TailRow } from './database';
import { type OpenedVersion, openDocument } from './document-rows';
import type { DocumentKind } from './documents';
import { fillStream } from './fill-stream';
import { flowStream } from './flow-stream';
import { rateStream } from './rate-stream';
import { openRows, segmentContext, tailContext } from './segments';
import { snapshotStream } from './snapshot-stream';

/**
 * Why an intact file is not restored. `record`: its number in the file from 1; null for the manifest.
 *
 * - `tampered`: it does not open in its place, or is not what the manifest says: someone changed the file.
 * - `damaged`: it opens, and what it says has no known shape. `unsupported`: a later version of Fillbook wrote it.
 */
export interface RecordRefused {
  readonly reason: 'record-refused';
  readonly record: number | null;
  readonly cause: 'tampered' | 'damaged' | 'unsupported';
}

export type ReadBackupError = RecordRefused | { readonly reason: 'unreadable' | 'cancelled' };

/** A document as it was opened, with the row it came in. */
export interface BackedUpDocument {
  readonly kind: DocumentKind;
  readonly row: DocumentRow;
  readonly version: OpenedVersion<DocumentKind>;
}

/** A segment or tail whose rows were all read once. */
export type BackedUpRows = StreamOf &
  ({ readonly table: 'segments'; readonly row: SegmentRow } | { readonly table: 'tails'; readonly row: TailRow });

/** Records of a vault, each opened and read once: what can be merged into another. */
export interface OpenedRecords {
  readonly vault: OpenVault;
  /** Of the vault that the target was before it moved: its settings and deletions are the target's own. */
  readonly isFormer?: true;
  readonly documents: readonly BackedUpDocument[];
  readonly rows: readonly BackedUpRows[];
}

export interface OpenedBackup extends OpenedRecords {
  readonly manifest: BackupManifest;
}

export interface Watched {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

async function openDocumentRecord(
  vault: OpenVault,
  names: RecordNames,
  row: DocumentRow,
): Promise<BackedUpDocument | RecordRefused['cause']> {
  const kind = names.kindOf(row.kindId);
  if (!kind) return 'unsupported'; // sealed by the same vault, of a kind that this version does not know
  const version = await openDocument(vault, kind, row);
  if (version.ok) return { kind, row, version: version.value };
  const { reason } = version.error;
  return reason === 'damaged' || reason === 'unsupported' ? reason : 'tampered';
}

/** Opens a segment or tail as what the named stream holds. */
async function openStream(
  vault: OpenVault,
  stream: StreamOf['stream'],
  accountId: string,
  context: SealContext,
  sealed: Uint8Array,
) {
  if (stream === rateStream.name) return openRows(vault, rateStream, accountId, context, sealed);
  if (stream === flowStream.name) return openRows(vault, flowStream, accountId, context, sealed);
  if (stream === snapshotStream.name) return openRows(vault, snapshotStream, accountId, context, sealed);
  return openRows(vault, fillStream, accountId, context, sealed);
}

async function openRowsRecord(
  vault: OpenVault,
  names: RecordNames,
  entry: Exclude<BackupRow, { table: 'documents' }>,
): Promise<BackedUpRows | RecordRefused['cause']> {
  const owner = names.streamOf(entry.row.streamId);
  if (!owner) return 'tampered'; // a backup leaves out rows whose account no document names
  const { stream, accountId } = owner;
  const context = entry.table === 'segments' ? segmentContext(stream, entry.row.id) : tailContext(stream, entry.row.id);
  const opened = await openStream(vault, stream, accountId, context, entry.row.sealed);
  if (!opened.ok) return opened.error.reason;
  return opened.value.length === entry.row.count ? { ...owner, ...entry } : 'tampered';
}

/** Opens one record and reads all of it; or says why it is none that can be restored. */
export async function openEntry(
  vault: OpenVault,
  names: RecordNames,
  entry: BackupRow,
): Promise<BackedUpDocument | BackedUpRows | RecordRefused['cause']> {
  return entry.table === 'documents'
    ? openDocumentRecord(vault, names, entry.row)
    : openRowsRecord(vault, names, entry);
}

/** Documents first, as the manifest has them: rows are named by the accounts among them. */
const documentRecords = (records: readonly BackupRecord[]) => records.filter((record) => record.table === 'documents');

/** Opens and reads every record of an intact frame. Holds its envelopes in memory: at most as much as the file is long. */
export async function openBackup(
  source: ByteSource,
  frame: BackupFrame,
  vault: OpenVault,
  { signal, onProgress }: Watched,
): Promise<Result<OpenedBackup, ReadBackupError>> {
  const refused = (record: number | null, cause: RecordRefused['cause']) =>
    err({ reason: 'record-refused', record, cause } as const);
  const manifest = await openManifest(vault, frame);
  if (!manifest.ok) {
    return refused(manifest.error.record, manifest.error.cause);
  }
  const { records } = manifest.value;
  const names = await recordNames(vault, documentRecords(records));
  const documents: BackedUpDocument[] = [];
  const rows: BackedUpRows[] = [];
  for (const [index, record] of records.entries()) {
    if (signal.aborted) return err({ reason: 'cancelled' });
    const place = frame.records[index];
    const sealed = place ? await source.read(place.from, place.to) : null;
    if (!sealed) return err({ reason: 'unreadable' });
    const opened = await openEntry(vault, names, rowOf(record, sealed));
    if (typeof opened === 'string') return refused(index + 1, opened);
    if ('kind' in opened) documents.push(opened);
    else rows.push(opened);
    onProgress(index + 1, records.length);
  }
  return ok({ vault, manifest: manifest.value, documents, rows });
}
