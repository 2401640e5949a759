/**
 * Versions of documents that stand beside the current ones, carried along as a vault moves: those from the future that wait until they
 * are due, and those that lost against another device's.
 *
 * A log that waits for nothing would not have them: what waits is sent to the new one once it is due, by this device.
 */
import type { Failure } from '../../../shared/reasons';
import { err, ok, type Result } from '../../../shared/result';
import type { OpenVault, SealContext } from '../../../shared/vault/open-vault';
import { recordNames } from '../../store/backup-names';
import { type DocumentRow, guarded } from '../../store/database';
import type { SealedStore } from '../../store/reseal';
import { documentId, kindId, sealBytes } from '../../store/sealing';
import type { KindOf } from './lost-versions';

async function sealedAnew(
  from: OpenVault,
  to: OpenVault,
  kindOf: KindOf,
  row: DocumentRow,
): Promise<Result<DocumentRow, Failure>> {
  const kind = kindOf(row.kindId);
  if (kind === undefined) return err({ reason: 'unsupported' });
  const { name, schemaVersion } = row;
  const contextOf = (recordId: string): SealContext => ({ purpose: 'documents', recordId, kind, schemaVersion });
  const opened = await from.open(contextOf(row.id), row.sealed);
  if (!opened.ok) return err({ reason: opened.error.reason, subject: kind });
  const id = await documentId(to, kind, name);
  return ok({ ...row, id, kindId: await kindId(to, kind), sealed: await sealBytes(to, contextOf(id), opened.value) });
}

/**
 * Seals what waits in `from`, and what lost, anew into `to`. The first that waits and does not open ends it: nothing that waits is lost
 * in silence. One that lost and does not open is left out, as it is where they are shown.
 */
export async function carryVersions(from: SealedStore, to: SealedStore): Promise<Result<void, Failure>> {
  const carried = await guarded(async (): Promise<Result<void, Failure>> => {
    const { kindOf } = await recordNames(from.vault, []);
    const { waiting, lost } = to.database.tables;
    const seqOf = ({ id, rid }: { readonly id: string; readonly rid: string }): number =>
      Number(id.slice(rid.length + 1));
    const rows = (await from.database.tables.waiting.toArray()).sort((a, b) => seqOf(a) - seqOf(b));
    for (const [index, each] of rows.entries()) {
      const row = await sealedAnew(from.vault, to.vault, kindOf, each.row);
      if (!row.ok) return row;
      const rid = row.value.id;
      // In the order in which they came, under numbers that no log has: once it is due it is known not to be in the new one.
      await waiting.put({ ...each, id: `${rid}.${index - rows.length}`, rid, row: row.value });
    }
    for (const each of await from.database.tables.lost.toArray()) {
      const row = await sealedAnew(from.vault, to.vault, kindOf, each.row);
      if (!row.ok) continue;
      const rid = row.value.id;
      await lost.put({ ...each, id: `${rid}${each.id.slice(each.rid.length)}`, rid, row: row.value });
    }
    return ok(undefined);
  });
  return carried.ok ? carried.value : carried;
}
