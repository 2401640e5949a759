/** Versions of documents that lost, as a person reads them: what they are of, and which fields differed. */
import type { Failure } from '../../../shared/reasons';
import { err, ok, type Result } from '../../../shared/result';
import type { OpenVault } from '../../../shared/vault/open-vault';
import { openDocument } from '../../store/document-rows';
import type { DocumentKind, DocumentPut } from '../../store/documents';
import type { LostRow } from '../../store/sync-tables';
import type { LostVersion } from '../api/sync';
import type { SyncContext } from './sync-context';

export type KindOf = (kindId: string) => DocumentKind | undefined;

type Fields = Readonly<Record<string, unknown>>;

const masked = '••••';
const shownKinds: ReadonlySet<string> = new Set(['account', 'settings', 'credential']);

const textOf = (value: unknown): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);

/** Fields whose texts differ. Of a key only that it differs. */
function differences(kind: DocumentKind, lost: Fields, current: Fields): LostVersion['differences'] {
  const names = [...new Set([...Object.keys(lost), ...Object.keys(current)])].sort();
  return names.flatMap((field) => {
    const [before, now] = [textOf(lost[field]), textOf(current[field])];
    if (before === now) return [];
    return kind === 'credential' ? [{ field, lost: masked, current: masked }] : [{ field, lost: before, current: now }];
  });
}

async function fieldsOf(vault: OpenVault, kind: DocumentKind, row: LostRow['row'] | undefined): Promise<Fields | null> {
  const opened = row && (await openDocument(vault, kind, row));
  return opened?.ok ? { ...opened.value.document?.value } : null;
}

/** What is kept, newest first. A version that does not open any more is left out: nothing of it can be shown or put back. */
export async function lostVersions({ database, vault }: SyncContext, kindOf: KindOf): Promise<readonly LostVersion[]> {
  const shown: LostVersion[] = [];
  for (const { id, rid, deviceId, stampedAt, keptUntil, row } of await database.tables.lost.toArray()) {
    const kind = kindOf(row.kindId);
    const lost = kind && (await fieldsOf(vault, kind, row));
    if (kind === undefined || !lost) continue;
    const current = (await fieldsOf(vault, kind, await database.tables.documents.get(rid))) ?? {};
    const label = kind === 'account' ? (current.label ?? lost.label) : kind === 'settings' ? 'Settings' : '';
    shown.push({
      ...{ id, deviceId, stampedAt, keptUntil },
      kind: shownKinds.has(kind) ? (kind as 'account' | 'settings' | 'credential') : 'other', // the set has judged it
      subject: textOf(label),
      differences: differences(kind, lost, current),
    });
  }
  return shown.sort((a, b) => b.stampedAt - a.stampedAt);
}

/** Puts a lost version in the place of the current one, as a change made now. One that is not kept any more changes nothing. */
export async function restoreLostVersion(
  { database, vault, store }: SyncContext,
  kindOf: KindOf,
  id: string,
): Promise<Result<DocumentKind | null, Failure>> {
  const lost = await database.tables.lost.get(id);
  const kind = lost && kindOf(lost.row.kindId);
  if (lost === undefined || kind === undefined) return ok(null);
  const opened = await openDocument(vault, kind, lost.row);
  if (!opened.ok) return err(opened.error);
  const { document } = opened.value;
  const key = { kind, id: lost.row.name };
  // the value was read by the schema of this kind
  const put = document && ({ ...key, value: document.value } as DocumentPut);
  const written = await store.write(put === null ? { deleteDocuments: [key] } : { putDocuments: [put] });
  if (!written.ok) return written;
  await database.tables.lost.delete(id);
  return ok(kind);
}
