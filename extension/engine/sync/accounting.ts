/** Rows whose body is gone, and the later records that account for them. */
import type { Database } from '../../store/store';
import type { SyncContext } from './sync-context';

type Tables = Database['tables'];

/** Whether a segment that is stored stands for this one. */
export const isReplaced = async (tables: Tables, rid: string): Promise<boolean> =>
  (await tables.segments.where('replaces').equals(rid).count()) > 0;

/**
 * At the end of the log: every row without a body is accounted for by a later record. Gives how many are not; `accept` takes them as
 * they are.
 */
export async function unaccounted({ database }: SyncContext, accept: boolean): Promise<number> {
  const { tables } = database;
  return database.transact('rw', ['gone', 'records', 'segments', 'sync'], async () => {
    const gone = await tables.gone.toArray();
    if (gone.length === 0) return 0;
    const records = await tables.records.bulkGet(gone.map(({ rid }) => rid));
    const accounted: number[] = [];
    for (const [index, { seq, rid }] of gone.entries()) {
      const record = records[index];
      const isLater = record !== undefined && (record.erased || record.seq > seq);
      if (accept || isLater || (await isReplaced(tables, rid))) accounted.push(seq);
    }
    await tables.gone.bulkDelete(accounted);
    return gone.length - accounted.length;
  });
}
