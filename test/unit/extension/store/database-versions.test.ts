/** A database that an earlier Fillbook made is opened, with all it holds. */
import { Dexie } from 'dexie';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { beginningState, beginWith } from '../../../../extension/store/outbox';
import { unixMs } from '../../../../shared/result';
import type { Hex } from '../../../../shared/vault/bytes';
import { must, openStore, rawDatabase } from './open-store';
import { fillsNumbered } from './sample-fills';
import { storedFills } from './stored-rows';

/** The tables and indexes of version 1, as it was released. */
const version1 = {
  documents: 'id, kindId',
  segments: 'id, streamId, [streamId+tier]',
  tails: 'id, streamId',
  local: 'key',
};

/** A database of version 1 with what the present store writes of documents, a segment and a tail, without what is new in it. */
async function databaseOfVersion1(): Promise<IDBFactory> {
  const { store, database } = await openStore();
  must(await store.write({ appendFills: fillsNumbered(0, 64) }));
  must(await store.write({ appendFills: fillsNumbered(64, 70), putLocal: [{ key: 'a', value: 1 }] }));
  const tables = ['documents', 'segments', 'tails', 'local'] as const;
  const rows = await Promise.all(tables.map((table) => database.tables[table].toArray()));
  await database.close();
  const indexedDB = new IDBFactory();
  const old = new Dexie('fillbook', { indexedDB, IDBKeyRange });
  old.version(1).stores(version1);
  for (const [index, table] of tables.entries())
    await old.table(table).bulkPut((rows[index] ?? []).map(({ since: _, ...row }: { since?: number }) => row));
  old.close();
  return indexedDB;
}

test('a database of version 1 opens with everything in it, and its rows are what this device sends', async () => {
  const indexedDB = await databaseOfVersion1();
  const { store, database } = await openStore(indexedDB);
  const { rows, failures } = must(await storedFills(store, 'account-1'));
  expect(failures).toEqual([]);
  expect(rows.map(({ id }) => id)).toEqual(fillsNumbered(0, 70).map(({ id }) => id));
  expect(await database.tables.outbox.count()).toBe(0);
  await beginWith(database, beginningState('0f'.repeat(16) as Hex, null), unixMs(0)); // hex as it stands
  must(await store.flushTails(['account-1'], unixMs(0)));
  // the segment of before, and the tail, which has waited long enough whenever it was begun
  expect((await database.tables.outbox.toArray()).map(({ what }) => what)).toEqual(['segment', 'segment']);
  await database.close();
  const again = await rawDatabase(indexedDB);
  expect(await again.tables.segments.count()).toBe(2);
});
