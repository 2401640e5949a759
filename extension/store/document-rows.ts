/** Documents and their sealed rows: one way and back. */
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result } from '../../shared/result';
import type { Hlc } from '../../shared/sync/hlc';
import type { OpenVault, SealContext } from '../../shared/vault/open-vault';
import type { DocumentRow } from './database';
import {
  type DocumentKey,
  type DocumentKind,
  documentBodySchema,
  documentSchemas,
  type StoredDocument,
  schemaVersions,
} from './documents';
import { documentId, kindId, openJson, sealJson } from './sealing';

const contextOf = (kind: DocumentKind, recordId: string, schemaVersion: number): SealContext => ({
  purpose: 'documents',
  recordId,
  kind,
  schemaVersion,
});

/** Seals one version of a document; `value` null writes its tombstone. */
export async function sealDocument(
  vault: OpenVault,
  { kind, id: name }: DocumentKey,
  value: unknown,
  stamp: Hlc,
): Promise<DocumentRow> {
  const id = await documentId(vault, kind, name);
  const schemaVersion = schemaVersions[kind];
  const body = value === null ? { stamp, id: name, deleted: true } : { stamp, id: name, value };
  const sealed = await sealJson(vault, contextOf(kind, id, schemaVersion), body);
  return { id, kindId: await kindId(vault, kind), name, schemaVersion, sealed };
}

/** A version as it was opened: its stamp, and the document unless it was deleted. */
export interface OpenedVersion<K extends DocumentKind> {
  readonly stamp: Hlc;
  readonly document: StoredDocument<K> | null;
}

/** Opens one row; any failure is this row's alone. */
export async function openDocument<K extends DocumentKind>(
  vault: OpenVault,
  kind: K,
  row: DocumentRow,
): Promise<Result<OpenedVersion<K>, Failure>> {
  if (row.id !== (await documentId(vault, kind, row.name))) return err({ reason: 'tampered', subject: kind });
  if (row.schemaVersion > schemaVersions[kind]) return err({ reason: 'unsupported', subject: kind });
  const opened = await openJson(vault, contextOf(kind, row.id, row.schemaVersion), row.sealed);
  if (!opened.ok) return opened;
  const body = documentBodySchema.safeParse(opened.value);
  if (!body.success) return err({ reason: 'damaged', subject: kind });
  const { stamp, id } = body.data;
  if ('deleted' in body.data) return ok({ stamp, document: null });
  const value = documentSchemas[kind].safeParse(body.data.value);
  return value.success
    ? ok({ stamp, document: { id, value: value.data, stamp } })
    : err({ reason: 'damaged', subject: kind });
}
