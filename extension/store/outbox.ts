/**
 * Notes what is to be sent, inside the transaction that writes the data: nothing that was acknowledged is ever left out.
 *
 * Every function runs inside a transaction over `outboxTables`, and does nothing on a device without a server.
 */
import type { UnixMs } from '../../shared/result';
import { emptyChain } from '../../shared/sync/chain';
import type { Hex } from '../../shared/vault/bytes';
import type { Database, SegmentRow } from './database';
import type { OutboxRow, SyncStateRow } from './sync-tables';

export const outboxTables = ['sync', 'outbox', 'records'] as const;

type Tables = Database['tables'];

const unsent = (rid: string, what: OutboxRow['what'], at: UnixMs, changed: boolean): OutboxRow => ({
  ...{ rid, what, at, changed },
  ...{ body: null, order: null, seq: null },
});

/** Notes rows that were written; one that waited already is replaced, since what it would have sent is not current any more. */
export async function noteWritten(
  tables: Tables,
  at: UnixMs,
  written: { readonly documents?: readonly string[]; readonly segments?: readonly string[] },
  changed = true,
): Promise<void> {
  const { documents = [], segments = [] } = written;
  if (documents.length + segments.length === 0 || !(await tables.sync.get('state'))) return;
  await tables.outbox.bulkPut([
    ...segments.map((rid) => unsent(rid, 'segment', at, changed)),
    ...documents.map((rid) => unsent(rid, 'document', at, changed)),
  ]);
}

/** Of some rows of the database, those that the server may know: seen in the log, or sent without an answer. */
async function mayBeKnown(tables: Tables, rids: readonly string[]): Promise<ReadonlySet<string>> {
  const records = await tables.records.bulkGet([...rids]);
  const waiting = await tables.outbox.bulkGet([...rids]);
  return new Set(rids.filter((_, index) => records[index] !== undefined || (waiting[index]?.body ?? null) !== null));
}

/**
 * Notes that own segments became `merged`, which is about to be stored; gives its rows with what they replace. Only the last one
 * says so: it is sent behind the others, so that no device drops what it has not yet got in another form.
 */
export async function noteMerged(
  tables: Tables,
  at: UnixMs,
  away: readonly SegmentRow[],
  merged: readonly SegmentRow[],
): Promise<readonly SegmentRow[]> {
  const last = merged.at(-1);
  if (last === undefined || !(await tables.sync.get('state'))) return merged;
  const ids = away.map(({ id }) => id);
  const known = await mayBeKnown(tables, ids);
  const replaces = [...new Set([...away.flatMap((row) => row.replaces ?? []), ...ids.filter((id) => known.has(id))])];
  await tables.outbox.bulkDelete(ids);
  const drops = await tables.outbox.where('partner').anyOf(ids).toArray();
  const logged = (await tables.records.bulkGet(ids)).filter((row) => row !== undefined);
  await tables.outbox.bulkPut([
    ...drops.map((drop) => ({ ...drop, partner: last.id })),
    ...logged.map(({ rid }) => ({ ...unsent(rid, 'drop', at, true), partner: last.id })),
    ...merged.map(({ id }) => unsent(id, 'segment', at, true)),
  ]);
  return replaces.length === 0 ? merged : [...merged.slice(0, -1), { ...last, replaces }];
}

/** Notes that segments are deleted for good, before they are. */
export async function noteErased(tables: Tables, at: UnixMs, erased: readonly SegmentRow[]): Promise<void> {
  if (erased.length === 0 || !(await tables.sync.get('state'))) return;
  const known = await mayBeKnown(
    tables,
    erased.map(({ id }) => id),
  );
  await tables.outbox.bulkDelete(erased.map(({ id }) => id));
  await tables.outbox.bulkPut(
    erased.flatMap(({ id, streamId, replaces = [] }) =>
      // What it stands for may lie in the log although it does not itself.
      known.has(id) || replaces.length > 0 ? [{ ...unsent(id, 'erased', at, true), streamId, replaces }] : [],
    ),
  );
}

/** The state of a device that has read nothing of its log yet. */
export const beginningState = (deviceId: Hex, vouched: SyncStateRow['vouched']): SyncStateRow => ({
  key: 'state',
  deviceId,
  logId: null,
  seq: 0,
  h: emptyChain.h,
  order: 0,
  counter: 0,
  rowsSince: 0,
  peers: {},
  isHealing: false,
  vouched,
  alarm: null,
  lastSyncAt: null,
});

const syncTables = ['sync', 'outbox', 'records', 'chain', 'gone', 'quarantine', 'waiting'] as const;

/** Forgets a server: what lost against other devices stays to be looked at. */
export const forgetServer = (database: Database): Promise<void> =>
  database.transact('rw', syncTables, async () => {
    for (const table of syncTables) await database.tables[table].clear();
  });

/**
 * Begins with a log, or anew with one: everything that is held is noted to be sent, and reading it takes out what it has. Versions
 * that wait until they are due are held too.
 */
export const beginWith = (database: Database, state: SyncStateRow, at: UnixMs): Promise<void> =>
  database.transact('rw', [...syncTables, 'documents', 'segments'], async () => {
    const { tables } = database;
    for (const table of syncTables) if (table !== 'waiting') await tables[table].clear();
    await tables.sync.put(state);
    const documents = await tables.documents.toCollection().primaryKeys();
    const segments = await tables.segments.toCollection().primaryKeys();
    await noteWritten(tables, at, { documents, segments }, false);
  });
