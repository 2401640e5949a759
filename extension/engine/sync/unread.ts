/** What this device says of its reading, taken back: rows that it had read were erased by another device. */
import { compareHlc, type Hlc, nextHlc } from '../../../shared/sync/hlc';
import { coverageName } from '../../store/coverage-name';
import type { DocumentRow } from '../../store/database';
import { sealDocument } from '../../store/document-rows';
import { documentId } from '../../store/sealing';
import type { SyncContext } from './sync-context';
import { heldOf } from './winners';

/** A coverage document's deletion, sealed and stamped. */
export interface Unread {
  readonly row: DocumentRow;
  readonly stamp: Hlc;
}

/** What this device says of its reading of an account, deleted: rows that it had read are erased. */
export async function unreadOf({ database, vault, store, now }: SyncContext, account: string): Promise<Unread[]> {
  const unread: Unread[] = [];
  for (const id of [account, coverageName(account, store.deviceId)]) {
    const row = await database.tables.documents.get(await documentId(vault, 'coverage', id));
    const held = await heldOf(vault, 'coverage', row);
    if (held === null || held.version.document === null) continue;
    const { stamp: before } = held.version;
    const next = nextHlc([before], now(), store.deviceId);
    const stamp = compareHlc(next, before) > 0 ? next : { ...next, at: before.at, counter: before.counter + 1 };
    unread.push({ row: await sealDocument(vault, { kind: 'coverage', id }, null, stamp), stamp });
  }
  return unread;
}
