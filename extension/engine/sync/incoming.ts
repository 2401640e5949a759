/**
 * Opens the rows of a page, one by one, before any transaction begins: a record that does not open is alone in that, and the others
 * are read.
 */
import type { Failure } from '../../../shared/reasons';
import { err, ok, type Result } from '../../../shared/result';
import { type Checkpoint, decodeCheckpoint } from '../../../shared/sync/checkpoint';
import type { LogRow } from '../../../shared/sync/pull-frame';
import type { OpenVault } from '../../../shared/vault/open-vault';
import type { DocumentRow, SegmentRow } from '../../store/database';
import { type OpenedVersion, openDocument } from '../../store/document-rows';
import { type DocumentKind, schemaVersions } from '../../store/documents';
import { fillStream } from '../../store/fill-stream';
import { flowStream } from '../../store/flow-stream';
import { rateStream } from '../../store/rate-stream';
import { kindId, streamId } from '../../store/sealing';
import { lastTier, openRows, segmentContext } from '../../store/segments';
import { snapshotStream } from '../../store/snapshot-stream';
import { openRecord, type SyncFrame, type SyncHeader } from '../../store/sync-frame';
import type { SyncNews } from './sync-context';

type HeaderOf<What extends SyncHeader['what']> = Extract<SyncHeader, { what: What }>;
type LogRowWithBody = LogRow & { readonly body: Uint8Array };
type SegmentNews = Partial<Pick<SyncNews, 'fills' | 'snapshots' | 'flows' | 'rates'>>;

export interface IncomingDocument {
  readonly what: 'document';
  readonly row: LogRow;
  readonly header: HeaderOf<'document'>;
  readonly kind: DocumentKind;
  readonly stored: DocumentRow;
  readonly version: OpenedVersion<DocumentKind>;
}

export interface IncomingSegment {
  readonly what: 'segment';
  readonly row: LogRow;
  readonly header: HeaderOf<'segment'>;
  readonly stored: SegmentRow;
  readonly news: SegmentNews;
}

/** A row of the log, opened. `unopened` keeps its body: another version of Fillbook may open it. */
export type Incoming =
  | { readonly what: 'gone'; readonly row: LogRow }
  | { readonly what: 'unopened'; readonly row: LogRowWithBody; readonly failure: Failure }
  | IncomingDocument
  | IncomingSegment
  | { readonly what: 'erased'; readonly row: LogRow; readonly header: HeaderOf<'erased'> }
  | {
      readonly what: 'checkpoint';
      readonly row: LogRow;
      readonly header: HeaderOf<'checkpoint'>;
      readonly checkpoint: Checkpoint;
    };

const isKnownKind = (kind: string): kind is DocumentKind => Object.hasOwn(schemaVersions, kind);

async function openedDocument(
  vault: OpenVault,
  row: LogRow,
  header: HeaderOf<'document'>,
  payload: Uint8Array,
): Promise<Result<Incoming, Failure>> {
  const { kind, name, schemaVersion } = header;
  if (!isKnownKind(kind)) return err({ reason: 'unsupported', subject: 'sync' });
  const stored: DocumentRow = {
    id: row.rid,
    kindId: await kindId(vault, kind),
    name,
    schemaVersion,
    sealed: payload,
  };
  const version = await openDocument(vault, kind, stored);
  return version.ok ? ok({ what: 'document', row, header, kind, stored, version: version.value }) : version;
}

async function rowsOf(
  vault: OpenVault,
  { stream, account }: HeaderOf<'segment'>,
  rid: string,
  sealed: Uint8Array,
): Promise<Result<{ readonly count: number; readonly news: SegmentNews }, Failure>> {
  const context = segmentContext(stream, rid);
  const told = <Row>(
    opened: Result<Row[], { readonly reason: Failure['reason'] }>,
    of: (rows: Row[]) => SegmentNews,
  ) =>
    opened.ok
      ? ok({ count: opened.value.length, news: of(opened.value) })
      : err<Failure>({ reason: opened.error.reason, subject: stream });
  switch (stream) {
    case fillStream.name:
      return told(await openRows(vault, fillStream, account, context, sealed), (fills) => ({ fills }));
    case snapshotStream.name:
      return told(await openRows(vault, snapshotStream, account, context, sealed), (snapshots) => ({ snapshots }));
    case flowStream.name:
      return told(await openRows(vault, flowStream, account, context, sealed), (flows) => ({ flows }));
    case rateStream.name:
      return told(await openRows(vault, rateStream, account, context, sealed), (rates) => ({ rates }));
    default:
      return err({ reason: 'unsupported', subject: 'sync' });
  }
}

async function openedSegment(
  vault: OpenVault,
  row: LogRow,
  header: HeaderOf<'segment'>,
  payload: Uint8Array,
): Promise<Result<Incoming, Failure>> {
  const opened = await rowsOf(vault, header, row.rid, payload);
  if (!opened.ok) return opened;
  if (opened.value.count !== header.count) return err({ reason: 'damaged', subject: header.stream });
  const stored: SegmentRow = {
    id: row.rid,
    streamId: await streamId(vault, header.stream, header.account),
    tier: lastTier, // it takes part in no merge here: its writer merges it
    count: header.count,
    sealed: payload,
    origin: header.device,
    ...(header.replaces.length > 0 ? { replaces: header.replaces } : {}),
  };
  return ok({ what: 'segment', row, header, stored, news: opened.value.news });
}

async function openedFrame(
  vault: OpenVault,
  row: LogRow,
  { header, payload }: SyncFrame,
): Promise<Result<Incoming, Failure>> {
  // The server says who pushed a row, and the record who sealed it: they are one, or the row is not what it is shown as.
  if (header.device !== row.deviceId) return err({ reason: 'tampered', subject: 'sync', code: 'other-device' });
  switch (header.what) {
    case 'document':
      return openedDocument(vault, row, header, payload);
    case 'segment':
      return openedSegment(vault, row, header, payload);
    case 'erased':
      return ok({ what: 'erased', row, header });
    case 'checkpoint': {
      const checkpoint = decodeCheckpoint(payload);
      if (!checkpoint.ok) return checkpoint;
      const isOwn = checkpoint.value.device === header.device;
      return isOwn
        ? ok({ what: 'checkpoint', row, header, checkpoint: checkpoint.value })
        : err({ reason: 'tampered', subject: 'sync', code: 'other-device' });
    }
  }
}

/** Opens one row; what does not open is `unopened`. */
export async function openRow(vault: OpenVault, row: LogRow): Promise<Incoming> {
  const { body } = row;
  if (body === null) return { what: 'gone', row };
  const frame = await openRecord(vault, row.rid, body);
  const opened = frame.ok ? await openedFrame(vault, row, frame.value) : frame;
  return opened.ok ? opened.value : { what: 'unopened', row: { ...row, body }, failure: opened.error };
}
