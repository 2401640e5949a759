/**
 * Records that did not open, tried again: by hand, and once by each version of Fillbook, since a newer one may know what an older one
 * did not.
 */
import type { QuarantineRow } from '../../store/sync-tables';
import { applyRetried } from './apply';
import { openRow } from './incoming';
import { type SyncContext, stateOf } from './sync-context';

/** Whether there are records that this version has not tried to open since it was started anew. */
export const isUntried = async ({ database }: SyncContext, version: string): Promise<boolean> =>
  (await database.tables.quarantine.filter(({ triedBy }) => triedBy !== version).count()) > 0;

/**
 * Takes what opens now; what does not stays, with why it does not open for this version. Of what the log has in a later version, or not
 * any more, nothing is left to open.
 */
export async function retryRecords(context: SyncContext, version: string): Promise<void> {
  const { database, vault, onNews } = context;
  const { tables } = database;
  const rows = await tables.quarantine.toArray();
  const records = await tables.records.bulkGet(rows.map(({ rid }) => rid));
  const incoming = [];
  const still: QuarantineRow[] = [];
  const past: QuarantineRow[] = [];
  for (const [index, row] of rows.entries()) {
    const { rid, seq, deviceId, body } = row;
    const record = records[index];
    if (record?.seq !== seq) {
      past.push(row);
      continue;
    }
    const opened = await openRow(vault, { seq, rid, deviceId, hash: record.hash, body });
    if (opened.what === 'unopened') still.push({ ...row, failure: opened.failure, triedBy: version });
    else incoming.push(opened);
  }
  await tables.quarantine.bulkDelete(past.map(({ rid }) => rid));
  await tables.quarantine.bulkPut(still);
  if (incoming.length === 0) return;
  await onNews(await applyRetried(context, (await stateOf(database)).deviceId, incoming));
}
