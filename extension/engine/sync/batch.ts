/**
 * What goes to the server next: rows of the outbox, sealed before they are first sent, and what their answer means.
 *
 * Segments go before documents, so that nothing says that it was read before it is there; coverage waits until no fills of its
 * account wait in a tail. What was sealed once is sent again byte by byte. The database is held while a batch is made: what lies in it
 * belongs together.
 */
import { err, ok, type Result } from '../../../shared/result';
import { type ChainPoint, extendChain } from '../../../shared/sync/chain';
import { encodeCheckpoint } from '../../../shared/sync/checkpoint';
import { maxPushBytes, maxPushDrops, maxPushRecords, maxRecordBytes } from '../../../shared/sync/limits';
import {
  type Push,
  type PushDrop,
  type PushRecord,
  pushDropBytes,
  pushHeadBytes,
  pushRecordHeadBytes,
} from '../../../shared/sync/push-frame';
import type { Hex } from '../../../shared/vault/bytes';
import { type RecordNames, recordNames, waitingVersions } from '../../store/backup-names';
import { accountOfCoverage } from '../../store/coverage-name';
import { fillStream } from '../../store/fill-stream';
import { kindId, streamId } from '../../store/sealing';
import { type SyncFrame, type SyncHeader, sealRecord } from '../../store/sync-frame';
import type { OutboxRow, SyncStateRow } from '../../store/sync-tables';
import type { Pushed } from './log-server';
import { hashOf, packedPoints } from './page';
import { alarmed, dishonest, type SyncContext, type SyncStop } from './sync-context';

/** A row whose bytes are made. */
interface SealedRow extends OutboxRow {
  readonly body: Uint8Array;
  readonly order: number;
}

export interface Batch {
  readonly push: Push;
  readonly rows: readonly SealedRow[];
  readonly drops: readonly OutboxRow[];
}

const isSealed = (row: OutboxRow): row is SealedRow => row.body !== null && row.order !== null;

const hexOf = (rid: string): Hex => rid as Hex; // every record id of the database is an HMAC, in hex

/** In which order what waits is sealed. */
const ranks: Readonly<Record<Exclude<OutboxRow['what'], 'drop'>, number>> = {
  segment: 0,
  erased: 1,
  document: 2,
  checkpoint: 3,
};

/** Coverage of accounts of which fills wait in a tail: it would claim what is not sent. */
async function heldBack({ database, vault }: SyncContext, rids: readonly string[]): Promise<ReadonlySet<string>> {
  const { documents, tails } = database.tables;
  const coverage = await kindId(vault, 'coverage');
  const waiting = new Set(await tails.orderBy('streamId').uniqueKeys());
  if (waiting.size === 0) return new Set();
  const held = new Set<string>();
  for (const row of await documents.bulkGet([...rids]))
    if (row?.kindId === coverage && waiting.has(await streamId(vault, fillStream.name, accountOfCoverage(row.name))))
      held.add(row.id);
  return held;
}

async function namesOf({ database, vault }: SyncContext): Promise<RecordNames> {
  const accounts = await kindId(vault, 'account');
  const rows = await database.tables.documents.where('kindId').equals(accounts).toArray();
  return recordNames(vault, [...rows, ...(await waitingVersions(database))]);
}

type Unstamped<T> = T extends SyncHeader ? Omit<T, 'device' | 'order' | 'at'> : never;

/** The record of one row; `moot`: there is nothing left to send. `unnamed`: no document names what it is of yet, so it stays. */
async function frameOf(
  { database: { tables } }: SyncContext,
  state: SyncStateRow,
  names: RecordNames,
  { rid, what, streamId: owner, replaces = [] }: OutboxRow,
): Promise<{ readonly header: Unstamped<SyncHeader>; readonly payload: Uint8Array } | 'moot' | 'unnamed'> {
  const nothing = new Uint8Array();
  if (what === 'document') {
    const row = await tables.documents.get(rid);
    const kind = row && names.kindOf(row.kindId);
    if (row === undefined || kind === undefined) return row === undefined ? 'moot' : 'unnamed';
    return {
      header: { what, kind, name: row.name, schemaVersion: row.schemaVersion },
      payload: row.sealed,
    };
  }
  if (what === 'segment') {
    const row = await tables.segments.get(rid);
    const told = row && names.streamOf(row.streamId);
    if (row === undefined || told === undefined) return row === undefined ? 'moot' : 'unnamed';
    const header = { what, stream: told.stream, account: told.accountId, count: row.count };
    return { header: { ...header, replaces: (row.replaces ?? []).map(hexOf) }, payload: row.sealed };
  }
  if (what === 'erased') {
    const told = owner === undefined ? undefined : names.streamOf(owner);
    if (told === undefined) return 'unnamed';
    return {
      header: { what, stream: told.stream, account: told.accountId, replaces: replaces.map(hexOf) },
      payload: nothing,
    };
  }
  if (what !== 'checkpoint' || state.logId === null) return 'moot';
  const { deviceId: device, logId, seq, h } = state;
  return { header: { what }, payload: encodeCheckpoint({ device, counter: state.counter + 1, logId, seq, h }) };
}

/** So many rows that were never sent are looked at for one batch. */
const lookedAt = maxPushRecords;

async function choose(context: SyncContext): Promise<{ readonly rows: OutboxRow[]; readonly drops: OutboxRow[] }> {
  const { tables } = context.database;
  const all = (await tables.outbox.toArray()).filter(({ seq }) => seq === null);
  if (all.length === 0) return { rows: [], drops: [] };
  const rows = all.filter(({ what }) => what !== 'drop');
  const unsealed = rows.filter((row) => !isSealed(row));
  const replacing = new Set(await replacingOf(context, unsealed));
  const rank = ({ rid, what }: OutboxRow): number =>
    what === 'drop' ? 9 : ranks[what] + (replacing.has(rid) ? 0.5 : 0);
  const sealed = rows.filter(isSealed).sort((a, b) => a.order - b.order);
  const held = await heldBack(
    context,
    rows.flatMap(({ rid, what }) => (what === 'document' ? [rid] : [])),
  );
  const fresh = unsealed.filter(({ rid }) => !held.has(rid)).sort((a, b) => rank(a) - rank(b) || a.at - b.at);
  return { rows: [...sealed, ...fresh.slice(0, lookedAt)], drops: all.filter(({ what }) => what === 'drop') };
}

/** Of segments that wait, those that stand for others: they go behind the ones that hold the rest of those rows. */
async function replacingOf({ database }: SyncContext, rows: readonly OutboxRow[]): Promise<readonly string[]> {
  const ids = rows.flatMap(({ rid, what }) => (what === 'segment' ? [rid] : []));
  const marked = new Set(await database.tables.segments.orderBy('replaces').primaryKeys());
  return ids.filter((id) => marked.has(id));
}

/** Drops whose partner is in the log, or in this batch; of what the log does not show as current nothing is left to drop. */
async function chooseDrops(
  { database: { tables } }: SyncContext,
  drops: readonly OutboxRow[],
  batch: ReadonlySet<string>,
  room: number,
): Promise<{ readonly push: PushDrop[]; readonly rows: OutboxRow[]; readonly moot: string[] }> {
  const partners = await tables.outbox.bulkGet(drops.map(({ partner = '' }) => partner));
  const records = await tables.records.bulkGet(drops.map(({ rid }) => rid));
  const chosen = { push: [] as PushDrop[], rows: [] as OutboxRow[], moot: [] as string[] };
  for (const [index, row] of drops.entries()) {
    const record = records[index];
    const isSent = partners[index] === undefined || batch.has(row.partner ?? '');
    if (record === undefined || record.erased) chosen.moot.push(row.rid);
    else if (isSent && chosen.push.length < Math.min(maxPushDrops, Math.floor(room / pushDropBytes))) {
      chosen.push.push({ rid: hexOf(row.rid), seq: record.seq });
      chosen.rows.push(row);
    }
  }
  return chosen;
}

async function makeBatch(context: SyncContext, before: SyncStateRow): Promise<Result<Batch | null, SyncStop>> {
  const { database, vault, now } = context;
  const { tables } = database;
  const { rows, drops } = await choose(context);
  if (rows.length + drops.length === 0) return ok(null);
  const names = await namesOf(context);
  const sealed: SealedRow[] = [];
  const moot: string[] = [];
  let state = before;
  let room = maxPushBytes - pushHeadBytes;
  for (const row of rows) {
    if (sealed.length >= maxPushRecords) break;
    let next: OutboxRow = row;
    if (!isSealed(next)) {
      const frame = await frameOf(context, state, names, row);
      if (typeof frame === 'string') {
        if (frame === 'moot') moot.push(row.rid);
        continue;
      }
      const [order, counter] = [state.order + 1, state.counter + (row.what === 'checkpoint' ? 1 : 0)];
      const header = { ...frame.header, device: state.deviceId, order, at: now() };
      // the parts of one kind of header, put together again
      const body = await sealRecord(vault, row.rid, { header, payload: frame.payload } as SyncFrame);
      if (body.length > maxRecordBytes)
        return err({
          stop: 'dishonest',
          failure: { reason: 'unsupported', subject: 'sync', code: 'record-too-large' },
        });
      state = { ...state, order, counter };
      next = { ...row, body, order };
    }
    if (!isSealed(next) || next.body.length + pushRecordHeadBytes > room) break;
    room -= next.body.length + pushRecordHeadBytes;
    sealed.push(next);
  }
  const away = await chooseDrops(context, drops, new Set(sealed.map(({ rid }) => rid)), room);
  const records = await tables.records.bulkGet(sealed.map(({ rid }) => rid));
  await database.transact('rw', ['outbox', 'sync'], async () => {
    await tables.outbox.bulkDelete([...moot, ...away.moot]);
    await tables.outbox.bulkPut(sealed);
    await tables.sync.put({ ...state, counter: sealed.some(isCheckpoint) ? state.counter : before.counter });
  });
  if (sealed.length + away.push.length === 0) return ok(null);
  const pushed = sealed.map(
    ({ rid, body }, index): PushRecord => ({ rid: hexOf(rid), supersedes: records[index]?.seq ?? 0, body }),
  );
  return ok({ push: { records: pushed, drops: away.push }, rows: sealed, drops: away.rows });
}

const isCheckpoint = ({ what }: OutboxRow): boolean => what === 'checkpoint';

/** The next batch, sealed and kept as it is sent; null where nothing is to be sent. */
export const nextBatch = (context: SyncContext, state: SyncStateRow): Promise<Result<Batch | null, SyncStop>> =>
  context.database.serial.run(() => makeBatch(context, state));

/** One record of a batch as the server says it is stored. */
interface Stored {
  readonly row: SealedRow;
  readonly rid: Hex;
  readonly seq: number;
  readonly hash: Hex;
}

async function storedRows({ rows }: Batch, { seqs }: Pushed): Promise<Stored[]> {
  const stored: Stored[] = [];
  for (const [index, row] of rows.entries())
    stored.push({ row, rid: hexOf(row.rid), seq: seqs[index] ?? 0, hash: await hashOf(row.body) });
  return stored.sort((a, b) => a.seq - b.seq);
}

/** Whether the rows follow the cursor one by one: then they are the log's next, and need not be read back. */
const followsCursor = (fresh: readonly Stored[], cursor: number): boolean =>
  fresh.every(({ seq }, index) => seq === cursor + 1 + index);

/**
 * Takes the answer to a batch. Rows that follow the cursor are the log's next ones; others are awaited at the place that was told,
 * and stay in the outbox until the log was read up to there.
 */
export async function acknowledge(
  context: SyncContext,
  state: SyncStateRow,
  batch: Batch,
  answer: Pushed,
): Promise<Result<SyncStateRow, SyncStop>> {
  if (state.logId !== null && answer.logId !== state.logId) return err(alarmed('new-log'));
  if (answer.seqs.length !== batch.rows.length) return err(dishonest('sequence-numbers-missing'));
  const stored = await storedRows(batch, answer);
  if (stored.some(({ seq }) => !Number.isSafeInteger(seq) || seq < 1 || seq > answer.head))
    return err(dishonest('sequence-numbers-beyond-the-head'));
  if (answer.head < state.seq) return err(alarmed('head-below'));
  const fresh = stored.filter(({ seq }) => seq > state.seq);
  const known = stored.filter(({ seq }) => seq <= state.seq);
  const records = await context.database.tables.records.bulkGet(known.map(({ rid }) => rid));
  // This device has read the log up to its cursor: what it never saw there cannot lie there.
  if (known.some(({ seq, hash }, index) => records[index]?.seq !== seq || records[index]?.hash !== hash))
    return err(alarmed('other-history'));
  return ok(await takeAnswer(context, state, batch, fresh, known));
}

async function takeAnswer(
  { database, now: at }: SyncContext,
  state: SyncStateRow,
  batch: Batch,
  fresh: readonly Stored[],
  known: readonly Stored[],
): Promise<SyncStateRow> {
  const { tables } = database;
  const follows = followsCursor(fresh, state.seq);
  const points: ChainPoint[] = [];
  if (follows) for (const row of fresh) points.push(extendChain(points.at(-1) ?? { seq: state.seq, h: state.h }, row));
  const last = points.at(-1);
  const content = fresh.filter(({ row }) => row.what !== 'checkpoint').length;
  return database.transact('rw', ['outbox', 'records', 'chain', 'quarantine', 'sync'], async () => {
    // A row that was written again meanwhile waits for its own turn.
    const unchanged = async ({ row }: Stored): Promise<boolean> =>
      (await tables.outbox.get(row.rid))?.order === row.order;
    for (const each of follows ? [...known, ...fresh] : known)
      if (await unchanged(each)) await tables.outbox.delete(each.rid);
    if (!follows)
      for (const each of fresh) if (await unchanged(each)) await tables.outbox.put({ ...each.row, seq: each.seq });
    const now = (await tables.sync.get('state')) ?? state;
    const own = now.peers[state.deviceId];
    const order = Math.max(own?.order ?? 0, ...batch.rows.map((row) => row.order));
    const next: SyncStateRow = {
      ...now,
      peers: follows ? { ...now.peers, [state.deviceId]: { ...own, order, at: at() } } : now.peers,
      seq: last?.seq ?? state.seq,
      h: last?.h ?? state.h,
      rowsSince: state.rowsSince + (follows ? content : 0),
    };
    if (follows) {
      const { deviceId } = state;
      await tables.records.bulkPut(
        fresh.map(({ row, rid, seq, hash }) => ({
          rid,
          seq,
          hash,
          deviceId,
          opened: true,
          erased: row.what === 'erased',
        })),
      );
      // What did not open under these ids is written over.
      await tables.quarantine.bulkDelete(fresh.map(({ rid }) => rid));
      const [first] = points;
      if (first !== undefined) await tables.chain.put({ from: first.seq, hs: packedPoints(points) });
    }
    await tables.outbox.bulkDelete(batch.drops.map(({ rid }) => rid));
    await tables.records.bulkDelete(batch.drops.map(({ rid }) => rid));
    await tables.sync.put(next);
    return next;
  });
}
