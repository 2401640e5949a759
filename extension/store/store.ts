/**
 * The store of an open vault: documents, history and local entries, sealed before they are written and opened as they are
 * read. One writer, the engine; its writes run one after another.
 *
 * A batch is one transaction: after a stop at any instant all of it is there or none, and what `write` has acknowledged
 * is on disk. Sealing and opening happen outside transactions. A record that does not open is a failure of its own and
 * never hides the others. Nothing here throws but for a bug of the caller's.
 */
import { z } from 'zod';
import type { FeeRate } from '../../shared/exchanges/fee-rate';
import type { Fill } from '../../shared/ledger/fill';
import type { Flow } from '../../shared/ledger/flow';
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result, type UnixMs } from '../../shared/result';
import type { Hlc } from '../../shared/sync/hlc';
import type { OpenVault } from '../../shared/vault/open-vault';
import { type Database, guarded } from './database';
import { openDocument } from './document-rows';
import type { DocumentKey, DocumentKind, DocumentPut, StoredDocument } from './documents';
import type { RecordFailure } from './failure';
import { fillsOfTable, type StoredFills } from './fill-rows';
import { fillStream } from './fill-stream';
import { flowStream } from './flow-stream';
import { createHistory, type HistoryOf, type HistoryRows } from './history';
import { rateStream } from './rate-stream';
import { documentId, kindId, localId, openJson } from './sealing';
import type { StoredTable } from './segment-codec';
import { openTable, recordsOf, rowsOfTable } from './segments';
import { type SnapshotRow, snapshotStream } from './snapshot-stream';
import type { Stream } from './streams';
import { createWriter, localContext } from './writer';

export type { Database } from './database';
export { openDatabase } from './database';
export type { SnapshotRow } from './snapshot-stream';

/** Everything that is written at once; what is absent stays as it is. */
export interface WriteBatch {
  readonly putDocuments?: readonly DocumentPut[];
  /** Leaves a tombstone; deleting what is not there does so too. */
  readonly deleteDocuments?: readonly DocumentKey[];
  /** Of any accounts; overlap with what is stored is expected. */
  readonly appendFills?: readonly Fill[];
  readonly appendSnapshots?: readonly SnapshotRow[];
  readonly appendFlows?: readonly Flow[];
  /** Of one coin, quote and minute the first that was noted stays. */
  readonly appendRates?: readonly FeeRate[];
  /** JSON values, sealed on this device only. */
  readonly putLocal?: readonly { readonly key: string; readonly value: unknown }[];
  readonly deleteLocal?: readonly string[];
  /** Accounts whose every stream is deleted, before what this batch appends. */
  readonly eraseHistory?: readonly string[];
}

/** What a list could read, and what it could not, by the document's own id. */
interface DocumentList<K extends DocumentKind> {
  readonly documents: readonly StoredDocument<K>[];
  readonly failures: readonly RecordFailure[];
}

export interface Store {
  /** Stamped into every document that this device writes. */
  readonly deviceId: string;
  /** Null where there is none, or it was deleted. `tampered`, `damaged`, `unsupported`: this document alone. */
  readDocument<K extends DocumentKind>(kind: K, id: string): Promise<Result<StoredDocument<K> | null, Failure>>;
  listDocuments<K extends DocumentKind>(kind: K): Promise<Result<DocumentList<K>, Failure>>;
  /** All or nothing; `storage-full` or `storage-failed` when nothing of it was written. */
  write(batch: WriteBatch): Promise<Result<void, Failure>>;
  /**
   * Hands over every stored fill of an account, a segment at a time: in no order, and an identity as often as it was stored (the
   * ledger takes the highest revision). Gives what could not be opened, whose fills are missing.
   */
  readFills(
    accountId: string,
    take: (stored: StoredFills) => Promise<void>,
  ): Promise<Result<readonly RecordFailure[], Failure>>;
  /** The last snapshot of each day and currency, by date. */
  readSnapshots(accountId: string): Promise<Result<HistoryRows<SnapshotRow>, Failure>>;
  /** Every cash flow of an account, each identity once in its highest revision, by time. */
  readFlows(accountId: string): Promise<Result<HistoryRows<Flow>, Failure>>;
  /**
   * Hands over the rates of an account's fee coins, a segment at a time: in no order, and a minute as often as it was stored (the one
   * noted first counts). Gives what could not be opened, whose rates are missing.
   */
  readRates(
    accountId: string,
    take: (rows: readonly FeeRate[]) => Promise<void>,
  ): Promise<Result<readonly RecordFailure[], Failure>>;
  /** Deletes every stream of an account. */
  eraseAccountHistory(accountId: string): Promise<Result<void, Failure>>;
  /** Null where there is none. A value that no longer fits `schema` is `damaged`: a cache to be made anew. */
  readLocal<T>(key: string, schema: z.ZodType<T, unknown>): Promise<Result<T | null, Failure>>;
  /** Makes segments of rows that have waited since `before` or earlier: only segments are sent to other devices. */
  flushTails(accountIds: readonly string[], before: UnixMs): Promise<Result<void, Failure>>;
  /** Stamps of versions of other devices that were stored, by record id: what is written next comes after them. */
  absorb(stamps: ReadonlyMap<string, Hlc>): void;
  /** Resolves when every write and merge asked for so far has ended. */
  idle(): Promise<void>;
}

export interface StoreDeps {
  readonly now: () => UnixMs;
  /** Random and unique, such as a UUID. */
  readonly newId: () => string;
  /** A merge failed: what was acknowledged is stored as it was, and the merge is tried again with the next write. */
  readonly onMaintenanceFailure: (failure: Failure) => void;
}

const deviceKey = 'device';

async function readLocal<T>(
  database: Database,
  vault: OpenVault,
  key: string,
  schema: z.ZodType<T, unknown>,
): Promise<Result<T | null, Failure>> {
  const id = await localId(vault, key);
  const row = await guarded(() => database.tables.local.get(id));
  if (!row.ok) return row;
  if (!row.value) return ok(null);
  const opened = await openJson(vault, localContext(id), row.value.bytes);
  if (!opened.ok) return opened;
  const value = schema.safeParse(opened.value);
  return value.success ? ok(value.data) : err({ reason: 'damaged', subject: 'local' });
}

async function readDocument<K extends DocumentKind>(
  database: Database,
  vault: OpenVault,
  kind: K,
  id: string,
): Promise<Result<StoredDocument<K> | null, Failure>> {
  const recordId = await documentId(vault, kind, id);
  const row = await guarded(() => database.tables.documents.get(recordId));
  if (!row.ok) return row;
  if (!row.value) return ok(null);
  const opened = await openDocument(vault, kind, row.value);
  return opened.ok ? ok(opened.value.document) : opened;
}

async function listDocuments<K extends DocumentKind>(
  database: Database,
  vault: OpenVault,
  kind: K,
): Promise<Result<DocumentList<K>, Failure>> {
  const owner = await kindId(vault, kind);
  const rows = await guarded(() => database.tables.documents.where('kindId').equals(owner).toArray());
  if (!rows.ok) return rows;
  const documents: StoredDocument<K>[] = [];
  const failures: RecordFailure[] = [];
  for (const row of rows.value) {
    const opened = await openDocument(vault, kind, row);
    if (!opened.ok) failures.push({ id: row.name, failure: opened.error });
    else if (opened.value.document) documents.push(opened.value.document);
  }
  return ok({ documents, failures });
}

const readHistory = <Row>(history: HistoryOf<Row>, accountId: string): Promise<Result<HistoryRows<Row>, Failure>> =>
  guarded(() => history.read(accountId));

/** Hands over what each segment and tail of an account holds, one by one: a long history is never in memory twice. */
async function readEach<Row, T>(
  vault: OpenVault,
  stream: Stream<Row>,
  history: HistoryOf<Row>,
  accountId: string,
  parse: (table: StoredTable) => T,
  take: (parsed: T) => Promise<void>,
): Promise<Result<readonly RecordFailure[], Failure>> {
  const stored = await guarded(() => history.stored(accountId));
  if (!stored.ok) return stored;
  const failures: RecordFailure[] = [];
  for (const record of recordsOf(stream.name, stored.value)) {
    const opened = await openTable(vault, stream.name, accountId, record, parse);
    if (opened.ok) await take(opened.value);
    else failures.push({ id: record.id, failure: { reason: opened.error.reason, subject: stream.name } });
  }
  return ok(failures);
}

/** The store of `vault` in `database`. The first time it names this device. */
export async function createStore(
  database: Database,
  vault: OpenVault,
  deps: StoreDeps,
): Promise<Result<Store, Failure>> {
  const device = await readLocal(database, vault, deviceKey, z.string());
  if (!device.ok && device.error.reason === 'storage-failed') return device;
  const known = device.ok ? device.value : null;
  const deviceId = known ?? deps.newId();
  const fills = createHistory(database, vault, deps, fillStream);
  const snapshots = createHistory(database, vault, deps, snapshotStream);
  const flows = createHistory(database, vault, deps, flowStream);
  const rates = createHistory(database, vault, deps, rateStream);
  const { write, absorb } = createWriter({ database, vault, deps, deviceId, fills, snapshots, flows, rates });
  const named = known === null ? await write({ putLocal: [{ key: deviceKey, value: deviceId }] }) : ok(undefined);
  if (!named.ok) return named;
  return ok({
    deviceId,
    readDocument: (kind, id) => readDocument(database, vault, kind, id),
    listDocuments: (kind) => listDocuments(database, vault, kind),
    write,
    readFills: (accountId, take) => readEach(vault, fillStream, fills, accountId, fillsOfTable, take),
    readSnapshots: (accountId) => readHistory(snapshots, accountId),
    readFlows: (accountId) => readHistory(flows, accountId),
    readRates: (accountId, take) =>
      readEach(vault, rateStream, rates, accountId, (table) => rowsOfTable(rateStream, table), take),
    eraseAccountHistory: (accountId) => write({ eraseHistory: [accountId] }),
    readLocal: (key, schema) => readLocal(database, vault, key, schema),
    async flushTails(accountIds, before) {
      const waiting = await guarded(async () => new Set(await database.tables.tails.orderBy('streamId').uniqueKeys()));
      if (!waiting.ok) return waiting;
      if (waiting.value.size === 0) return ok(undefined);
      for (const accountId of accountIds) {
        const flushed = await database.serial.run(() =>
          guarded(async () => {
            for (const history of [fills, snapshots, flows, rates])
              if (waiting.value.has(await history.streamIdOf(accountId)) && (await history.flush(accountId, before)))
                await history.compact(accountId);
          }),
        );
        if (!flushed.ok) return flushed;
      }
      return ok(undefined);
    },
    absorb,
    idle: () => database.serial.idle(),
  });
}
