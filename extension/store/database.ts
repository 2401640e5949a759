/**
 * The browser's database: its tables, and the little that is done before the vault is open.
 *
 * Every record is sealed before it comes here, but for the vault's header, which is what opens the vault. Indexes hold
 * opaque ids and counts. Bytes are stored as `Uint8Array` over a buffer of their own.
 *
 * - `documents`: one row per document; `id` = HMAC of kind and name, `kindId` = HMAC of the kind.
 * - `segments`: sealed runs of rows of one stream and account (`streamId` = HMAC of both); see segment-codec.ts.
 * - `tails`: rows that wait to become a segment, sealed in the same format; normally one row per stream and account.
 * - `sync`, `outbox`, `records`, `chain`, `gone`, `quarantine`, `waiting`, `lost`: see sync-tables.ts.
 * - `local`: never leaves this device: `header:<n>` (unsealed), and sealed entries under the HMAC of their name.
 *
 * Transactions are durable before they are acknowledged: `chromeTransactionDurability: 'strict'` asks the browser to
 * flush to disk first.
 */
import { Dexie, type Table } from 'dexie';
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result } from '../../shared/result';
import { storageFailure } from './failure';
import { createSerial, type Serial } from './serial';
import type {
  ChainRow,
  GoneRow,
  LostRow,
  OutboxRow,
  QuarantineRow,
  RecordRow,
  SyncStateRow,
  WaitingRow,
} from './sync-tables';

export interface DocumentRow {
  readonly id: string;
  readonly kindId: string;
  /** The document's own id, opaque; the envelope is bound to it through `id`. */
  readonly name: string;
  readonly schemaVersion: number;
  readonly sealed: Uint8Array;
}

export interface SegmentRow {
  readonly id: string;
  readonly streamId: string;
  /** 0, 1 or 2: which merge it takes part in next; 2 takes part in none, as every row of another device. */
  readonly tier: number;
  readonly count: number;
  readonly sealed: Uint8Array;
  /** The device that wrote it; absent where it is this one. */
  readonly origin?: string;
  /** Segments that it stands for and that a server may know, those merged away in between too. */
  readonly replaces?: readonly string[];
}

export interface TailRow {
  readonly id: string;
  readonly streamId: string;
  readonly count: number;
  readonly sealed: Uint8Array;
  /** Since when its first row waits, in milliseconds; absent in those of version 1, which have waited long enough. */
  readonly since?: number;
}

export interface LocalRow {
  readonly key: string;
  readonly bytes: Uint8Array;
}

interface Tables {
  readonly documents: Table<DocumentRow, string>;
  readonly segments: Table<SegmentRow, string>;
  readonly tails: Table<TailRow, string>;
  readonly local: Table<LocalRow, string>;
  readonly sync: Table<SyncStateRow, string>;
  readonly outbox: Table<OutboxRow, string>;
  readonly records: Table<RecordRow, string>;
  readonly chain: Table<ChainRow, number>;
  readonly gone: Table<GoneRow, number>;
  readonly quarantine: Table<QuarantineRow, string>;
  readonly waiting: Table<WaitingRow, string>;
  readonly lost: Table<LostRow, string>;
}

/** The browser's own, or a test's. */
export interface DatabaseDeps {
  readonly indexedDB: IDBFactory;
  readonly IDBKeyRange: typeof IDBKeyRange;
}

export interface Database {
  /** True when nothing was ever stored here: no header, no record. */
  isEmpty(): Promise<Result<boolean, Failure>>;
  /** Every copy of the vault's header, newest first; more than one only after a stop between write and clean-up. */
  readHeaders(): Promise<Result<readonly Uint8Array[], Failure>>;
  /**
   * Replaces the vault's header: writes the new one, reads it back, compares it, asks `opens` (when given) whether what
   * was read back opens, and only then deletes the old ones. A refusal deletes the new one and gives `damaged`.
   */
  putHeader(header: Uint8Array, opens?: (readBack: Uint8Array) => Promise<boolean>): Promise<Result<void, Failure>>;
  /** Deletes everything stored, header included; the database is empty and usable afterwards. */
  erase(): Promise<Result<void, Failure>>;
  close(): Promise<void>;
  /** Deletes the whole database; what this gave is of no use afterwards. */
  drop(): Promise<Result<void, Failure>>;
  /** For the store and for sync. */
  readonly tables: Tables;
  readonly serial: Serial;
  /** Runs `work`, which awaits nothing but these tables, in one all-or-nothing transaction. */
  transact<T>(mode: 'r' | 'rw', tables: readonly (keyof Tables)[], work: () => Promise<T>): Promise<T>;
}

const tableNames = ['documents', 'segments', 'tails', 'local'] as const;
const headerPrefix = 'header:';

/** Turns what a database step throws into a reason. */
export async function guarded<T>(step: () => Promise<T>): Promise<Result<T, Failure>> {
  try {
    return ok(await step());
  } catch (error) {
    return err(storageFailure(error));
  }
}

/** A copy over a buffer of its own where the view is a part of a larger one: the database would store the whole buffer. */
export const ownBytes = (bytes: Uint8Array): Uint8Array =>
  bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.byteLength === b.byteLength && a.every((byte, index) => byte === b[index]);

function openDexie(name: string, deps: DatabaseDeps): { readonly dexie: Dexie; readonly tables: Tables } {
  const dexie = new Dexie(name, { ...deps, chromeTransactionDurability: 'strict' });
  dexie.version(1).stores({
    documents: 'id, kindId',
    segments: 'id, streamId, [streamId+tier]',
    tails: 'id, streamId',
    local: 'key',
  });
  // Version 2 adds what sync needs; what version 1 stored stays as it is.
  dexie.version(2).stores({
    segments: 'id, streamId, [streamId+tier], *replaces',
    sync: 'key',
    outbox: 'rid, partner',
    records: 'rid',
    chain: 'from',
    gone: 'seq',
    quarantine: 'rid',
    waiting: 'id',
    lost: 'id',
  });
  const tables: Tables = {
    documents: dexie.table('documents'),
    segments: dexie.table('segments'),
    tails: dexie.table('tails'),
    local: dexie.table('local'),
    sync: dexie.table('sync'),
    outbox: dexie.table('outbox'),
    records: dexie.table('records'),
    chain: dexie.table('chain'),
    gone: dexie.table('gone'),
    quarantine: dexie.table('quarantine'),
    waiting: dexie.table('waiting'),
    lost: dexie.table('lost'),
  };
  return { dexie, tables };
}

const headerNumber = (row: LocalRow): number => Number(row.key.slice(headerPrefix.length));

async function headerRows(local: Tables['local']): Promise<readonly LocalRow[]> {
  const rows = await local.where('key').startsWith(headerPrefix).toArray();
  return rows.sort((a, b) => headerNumber(b) - headerNumber(a));
}

async function replaceHeader(
  local: Tables['local'],
  header: Uint8Array,
  opens: (readBack: Uint8Array) => Promise<boolean>,
): Promise<Result<void, Failure>> {
  const old = await headerRows(local);
  const [newest] = old;
  const key = `${headerPrefix}${newest ? headerNumber(newest) + 1 : 1}`;
  await local.put({ key, bytes: ownBytes(header) });
  const written = await local.get(key);
  if (!written || !sameBytes(written.bytes, header) || !(await opens(written.bytes))) {
    await local.delete(key);
    return err({ reason: 'damaged' });
  }
  await local.bulkDelete(old.map((row) => row.key));
  return ok(undefined);
}

/** Opens the database, making it where there is none. Nothing in it is read yet. */
export async function openDatabase(name: string, deps: DatabaseDeps): Promise<Result<Database, Failure>> {
  const { dexie, tables } = openDexie(name, deps);
  const serial = createSerial();
  const database: Database = {
    tables,
    serial,
    isEmpty: () =>
      guarded(async () => {
        const counts = await Promise.all(tableNames.map((table) => tables[table].count()));
        return counts.every((count) => count === 0);
      }),
    readHeaders: () => guarded(async () => (await headerRows(tables.local)).map((row) => row.bytes)),
    async putHeader(header, opens = async () => true) {
      const replaced = await serial.run(() => guarded(() => replaceHeader(tables.local, header, opens)));
      return replaced.ok ? replaced.value : replaced;
    },
    erase: () =>
      serial.run(() =>
        guarded(async () => {
          await dexie.delete();
          await dexie.open();
        }),
      ),
    async close() {
      await serial.idle();
      dexie.close();
    },
    drop: () => serial.run(() => guarded(() => dexie.delete())),
    transact: (mode, names, work) =>
      dexie.transaction(
        mode,
        names.map((table) => tables[table]),
        async () => work(), // Dexie looks at the function itself to know whether it awaits
      ),
  };
  return guarded(async () => {
    await dexie.open();
    return database;
  });
}
