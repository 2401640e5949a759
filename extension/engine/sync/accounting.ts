/** Rows whose body is gone, and the later records that account for them. */
import type { Database } from '../../store/store';
import type { QuarantineRow, RecordRow } from '../../store/sync-tables';
import type { SyncContext } from './sync-context';

type Tables = Database['tables'];

/** Whether a segment that is stored stands for this one. */
export const isReplaced = async (tables: Tables, rid: string): Promise<boolean> =>
  (await tables.segments.where('replaces').equals(rid).count()) > 0;

/**
 * Whether the log's newest version of a record stands for an earlier one without a body: it was sealed by this vault, though perhaps by
 * a newer Fillbook. What anybody could have put there under its id stands for nothing.
 */
const isOurs = (record: RecordRow, unopened: QuarantineRow | undefined): boolean =>
  record.opened || (unopened?.seq === record.seq && unopened.failure.reason === 'unsupported');

/**
 * At the end of the log: every row without a body is accounted for by a later record. Gives how many are not; `accept` takes them as
 * they are.
 */
export async function unaccounted({ database }: SyncContext, accept: boolean): Promise<number> {
  const { tables } = database;
  return database.transact('rw', ['gone', 'records', 'quarantine', 'segments', 'sync'], async () => {
    const gone = await tables.gone.toArray();
    if (gone.length === 0) return 0;
    const rids = gone.map(({ rid }) => rid);
    const [records, unopened] = [await tables.records.bulkGet(rids), await tables.quarantine.bulkGet(rids)];
    const accounted: number[] = [];
    for (const [index, { seq, rid }] of gone.entries()) {
      const record = records[index];
      const isLater = record !== undefined && (record.erased || (record.seq > seq && isOurs(record, unopened[index])));
      if (accept || isLater || (await isReplaced(tables, rid))) accounted.push(seq);
    }
    await tables.gone.bulkDelete(accounted);
    return gone.length - accounted.length;
  });
}
