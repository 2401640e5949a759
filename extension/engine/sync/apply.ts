/**
 * Applies a page: records, winning versions, the clock's stamps, the chain and the cursor in one transaction, so that a stop at any
 * instant leaves the page applied or not. Local writes wait meanwhile; what they write next is later than what came in.
 */
import { ok, type Result, type UnixMs } from '../../../shared/result';
import type { Hlc } from '../../../shared/sync/hlc';
import type { Hex } from '../../../shared/vault/bytes';
import type { SegmentRow } from '../../store/database';
import { fillStream } from '../../store/fill-stream';
import { flowStream } from '../../store/flow-stream';
import { noteErased, noteWritten } from '../../store/outbox';
import { rateStream } from '../../store/rate-stream';
import { streamId } from '../../store/sealing';
import { snapshotStream } from '../../store/snapshot-stream';
import type { Database } from '../../store/store';
import type { OutboxRow, RecordRow, SyncStateRow, WaitingRow } from '../../store/sync-tables';
import { isReplaced } from './accounting';
import type { Incoming, IncomingDocument, IncomingSegment } from './incoming';
import { advanced, judgeDevices } from './judge-devices';
import { hashOf, type JudgedPage, packedPoints } from './page';
import type { SyncContext, SyncNews, SyncStop } from './sync-context';
import { type Unread, unreadOf } from './unread';
import { type Candidate, type Held, heldOf, isSameRow, judgeCandidate, type OwnNames } from './winners';

/** h of so many rows behind the cursor is kept, for the checkpoints of devices that were away. */
const chainRows = 10_000;

type Tables = Database['tables'];

const allTables = [
  ...(['documents', 'segments', 'tails', 'sync', 'outbox', 'records'] as const),
  ...(['chain', 'gone', 'quarantine', 'waiting', 'lost'] as const),
];

/** What a page changes beside the tables; gathered while it is written. */
interface Gathered {
  readonly fills: SyncNews['fills'][number][];
  readonly snapshots: SyncNews['snapshots'][number][];
  readonly flows: SyncNews['flows'][number][];
  readonly rates: SyncNews['rates'][number][];
  readonly kinds: Set<Candidate['kind']>;
  readonly stamps: Map<string, Hlc>;
  erased: boolean;
}

const gathered = (): Gathered => ({
  ...{ fills: [], snapshots: [], flows: [], rates: [] },
  ...{ kinds: new Set(), stamps: new Map(), erased: false },
});

function appendAll<T>(to: T[], from: readonly T[] | undefined): void {
  for (const each of from ?? []) to.push(each);
}

/** Everything the transaction needs, read and computed before it. */
interface Prepared {
  readonly at: UnixMs;
  readonly own: OwnNames;
  /** By record id: what is stored of each document of the page. */
  readonly held: Map<string, Held | null>;
  /** Hash of each body that waits to be sent, by record id. */
  readonly sent: ReadonlyMap<string, Hex>;
  /** The streams of accounts that the page may delete, by account. */
  readonly streams: ReadonlyMap<string, readonly string[]>;
  /** By account of which the page erases rows: this device's coverage of it, deleted. */
  readonly coverage: ReadonlyMap<string, readonly Unread[]>;
}

const streamNames = [fillStream.name, snapshotStream.name, flowStream.name, rateStream.name];

async function prepare(
  context: SyncContext,
  own: Hex,
  candidates: readonly Candidate[],
  incoming: readonly Incoming[],
): Promise<Prepared> {
  const { database, vault, store, now } = context;
  const { tables } = database;
  const held = new Map<string, Held | null>();
  for (const { rid, kind } of candidates)
    if (!held.has(rid)) held.set(rid, await heldOf(vault, kind, await tables.documents.get(rid)));
  const sent = new Map<string, Hex>();
  const waiting = await tables.outbox.bulkGet([...new Set(incoming.map(({ row }) => row.rid))]);
  for (const row of waiting) if (row?.body) sent.set(row.rid, await hashOf(row.body));
  const streams = new Map<string, readonly string[]>();
  for (const { kind, version, stored } of candidates)
    if (kind === 'account' && version.document === null)
      streams.set(stored.name, await Promise.all(streamNames.map((name) => streamId(vault, name, stored.name))));
  const coverage = new Map<string, readonly Unread[]>();
  for (const each of incoming)
    if (each.what === 'erased' && each.header.stream === fillStream.name && !coverage.has(each.header.account))
      if (await tables.segments.get(each.row.rid))
        coverage.set(each.header.account, await unreadOf(context, each.header.account));
  return { at: now(), own: { id: own, writer: store.deviceId }, held, sent, streams, coverage };
}

/** Keeps a version until it is due. One that came before and was sent once more still tells what its writer may have known. */
async function putWaiting(tables: Tables, waiting: WaitingRow): Promise<void> {
  const rows = await tables.waiting.where('id').startsWith(`${waiting.rid}.`).toArray();
  const before = rows.find(({ row }) => isSameRow(row, waiting.row));
  if (before !== undefined) await tables.waiting.delete(before.id);
  await tables.waiting.put(before === undefined ? waiting : { ...waiting, knows: before.knows ?? null });
}

/** Judges and stores one version of a document. Later candidates of the page see what this one left. */
async function takeDocument(tables: Tables, prepared: Prepared, candidate: Candidate, news: Gathered): Promise<void> {
  const { at, own, held } = prepared;
  const { rid, kind, stored, version } = candidate;
  const outbox = await tables.outbox.get(rid);
  const judged = judgeCandidate(candidate, held.get(rid) ?? null, outbox, own, at);
  if (judged.outcome === 'waits') {
    await putWaiting(tables, judged.waiting);
    return;
  }
  if (judged.lost !== null) await tables.lost.put(judged.lost);
  if (judged.outcome === 'ahead') {
    // Whoever reads the log now would see the older version, and what they write does not know this one: it goes there once more.
    if (outbox === undefined) await noteWritten(tables, at, { documents: [rid] });
    return;
  }
  if (outbox !== undefined) await tables.outbox.delete(rid);
  if (judged.outcome === 'same') return;
  await tables.documents.put(stored);
  held.set(rid, { row: stored, version });
  news.kinds.add(kind);
  news.stamps.set(rid, version.stamp);
  const streams = kind === 'account' && version.document === null ? prepared.streams.get(stored.name) : undefined;
  if (streams !== undefined) await eraseStreams(tables, at, streams, news);
}

/**
 * The account was removed on another device: this device's own rows of it go, here and from the log. Rows of other devices go by what
 * their writers say of them: were they deleted here too, an account that a later change brings back would have other rows on each device.
 */
async function eraseStreams(tables: Tables, at: UnixMs, streams: readonly string[], news: Gathered): Promise<void> {
  const segments = await tables.segments.where('streamId').anyOf(streams).toArray();
  const own = segments.filter(({ origin }) => origin === undefined);
  await noteErased(tables, at, own);
  await tables.segments.bulkDelete(own.map(({ id }) => id));
  await tables.tails.where('streamId').anyOf(streams).delete();
  news.erased = true;
}

/** Takes what `rids` name out: a later segment stands for them, or they were erased. Own rows stay: their owner merges them. */
async function deleteForeign(tables: Tables, rids: readonly string[]): Promise<void> {
  const rows = (await tables.segments.bulkGet([...rids])).filter((row) => row !== undefined);
  await tables.segments.bulkDelete(rows.filter(({ origin }) => origin !== undefined).map(({ id }) => id));
}

async function takeSegment(
  tables: Tables,
  prepared: Prepared,
  { row, header, stored, news: rows }: IncomingSegment,
  news: Gathered,
): Promise<void> {
  const { rid } = row;
  if ((await tables.records.get(rid))?.erased) return;
  const outbox = await tables.outbox.get(rid);
  if (outbox?.what === 'erased') return; // sent without an answer, and erased here since
  if (await isReplaced(tables, rid)) {
    // What this device merged away while nobody answered: its bytes may go.
    const dropped = outbox?.what === 'drop' || row.deviceId !== prepared.own.id;
    if (!dropped) {
      const [partner] = await tables.segments.where('replaces').equals(rid).primaryKeys();
      const drop: OutboxRow = { rid, what: 'drop', at: prepared.at, changed: true, body: null, order: null, seq: null };
      if (partner !== undefined) await tables.outbox.put({ ...drop, partner });
    }
    return;
  }
  if (outbox?.what === 'segment') await tables.outbox.delete(rid);
  const held = await tables.segments.get(rid);
  if (held !== undefined) {
    // Stored here and pushed by another device: one of the two merges it.
    if (row.deviceId !== prepared.own.id && held.origin === undefined)
      await tables.segments.put({ ...held, tier: stored.tier, origin: header.device });
  } else {
    await tables.segments.put(stored);
    appendAll(news.fills, rows.fills);
    appendAll(news.snapshots, rows.snapshots);
    appendAll(news.flows, rows.flows);
    appendAll(news.rates, rows.rates);
  }
  await deleteForeign(tables, header.replaces);
}

async function takeErased(
  tables: Tables,
  prepared: Prepared,
  { row, header }: Extract<Incoming, { what: 'erased' }>,
  news: Gathered,
): Promise<void> {
  const { rid } = row;
  const held: SegmentRow | undefined = await tables.segments.get(rid);
  await tables.outbox.delete(rid);
  await deleteForeign(tables, header.replaces);
  const known = await tables.records.bulkGet([...header.replaces]);
  await tables.records.bulkPut(
    header.replaces.map((each, index): RecordRow => {
      const { seq = row.seq, hash = row.hash, deviceId = row.deviceId } = known[index] ?? {};
      return { rid: each, seq, hash, deviceId, opened: true, erased: true };
    }),
  );
  if (held === undefined) return;
  await tables.segments.delete(rid);
  news.erased = true;
  if (header.stream !== fillStream.name) return;
  // What was read of the account is not stored any more: this device reads it anew if the account is still there.
  const unread = prepared.coverage.get(header.account) ?? [];
  await tables.documents.bulkPut(unread.map(({ row: document }) => document));
  await noteWritten(tables, prepared.at, { documents: unread.map(({ row: document }) => document.id) });
  for (const { row: document, stamp } of unread) news.stamps.set(document.id, stamp);
}

const candidateOf = ({ row, kind, stored, version }: IncomingDocument): Candidate => ({
  ...{ rid: row.rid, seq: row.seq, deviceId: row.deviceId },
  ...{ kind, stored, version },
});

/** What a row says of the log itself, whatever is in it. */
async function noteRow(tables: Tables, prepared: Prepared, each: Incoming): Promise<void> {
  const { row } = each;
  const { rid, seq, hash, deviceId } = row;
  if (each.what === 'gone') {
    await tables.gone.put({ seq, rid });
    // The bytes that wait here were stored and replaced before this device heard of it: the server would not take them for new.
    const spent = prepared.sent.get(rid) === hash ? await tables.outbox.get(rid) : undefined;
    if (spent !== undefined) await tables.outbox.put({ ...spent, body: null, order: null, seq: null });
    return;
  }
  const before = await tables.records.get(rid);
  const erased = each.what === 'erased' || before?.erased === true;
  await tables.records.put({ rid, seq, hash, deviceId, opened: each.what !== 'unopened', erased });
  const waiting = await tables.outbox.get(rid);
  if (waiting !== undefined && waiting.what !== 'drop' && prepared.sent.get(rid) === hash)
    await tables.outbox.delete(rid);
  if (each.what === 'unopened')
    await tables.quarantine.put({ rid, seq, deviceId, failure: each.failure, at: prepared.at, body: each.row.body });
  else await tables.quarantine.delete(rid);
}

async function takeRow(tables: Tables, prepared: Prepared, each: Incoming, news: Gathered): Promise<void> {
  if (each.what === 'document') await takeDocument(tables, prepared, candidateOf(each), news);
  else if (each.what === 'segment') await takeSegment(tables, prepared, each, news);
  else if (each.what === 'erased') await takeErased(tables, prepared, each, news);
}

async function writePage(
  tables: Tables,
  next: SyncStateRow,
  page: JudgedPage,
  prepared: Prepared,
  incoming: readonly Incoming[],
  news: Gathered,
): Promise<void> {
  for (const each of incoming) {
    await noteRow(tables, prepared, each);
    await takeRow(tables, prepared, each, news);
  }
  const [first] = page.points;
  if (first !== undefined) {
    await tables.chain.put({ from: first.seq, hs: packedPoints(page.points) });
    await tables.chain
      .where('from')
      .below(next.seq - 2 * chainRows)
      .delete();
  }
  await tables.sync.put(next);
}

/** Applies a judged page whose rows were opened. `other-history`: a device's records say that it saw another log; nothing is applied. */
export async function applyPage(
  context: SyncContext,
  state: SyncStateRow,
  page: JudgedPage,
  incoming: readonly Incoming[],
): Promise<Result<{ readonly state: SyncStateRow; readonly news: SyncNews }, SyncStop>> {
  const { database, store } = context;
  const { tables } = database;
  return database.serial.run(async () => {
    const peers = await judgeDevices(tables, state, page, incoming, context.now());
    if (!peers.ok) return peers;
    const candidates = incoming.filter((each) => each.what === 'document').map(candidateOf);
    const prepared = await prepare(context, state.deviceId, candidates, incoming);
    const news = gathered();
    const next = advanced(state, page, peers.value, incoming);
    await database.transact('rw', allTables, () => writePage(tables, next, page, prepared, incoming, news));
    store.absorb(news.stamps);
    return ok({ state: next, news });
  });
}

/** Takes the versions whose time has come; gives what changed. */
export async function applyDue(
  context: SyncContext,
  own: Hex,
  kindOf: (kindId: string) => Candidate['kind'] | undefined,
): Promise<SyncNews> {
  const { database, vault, store, now } = context;
  const { tables } = database;
  return database.serial.run(async () => {
    const due = (await tables.waiting.toArray())
      .filter(({ dueAt }) => dueAt <= now())
      .map((row) => ({ ...row, seq: Number(row.id.slice(row.rid.length + 1)) }))
      .sort((a, b) => a.seq - b.seq); // as they came
    const candidates: Candidate[] = [];
    for (const { rid, seq, deviceId, row, knows = null } of due) {
      const kind = kindOf(row.kindId);
      const held = kind === undefined ? null : await heldOf(vault, kind, row);
      if (kind !== undefined && held !== null)
        candidates.push({ rid, seq, deviceId, kind, stored: row, version: held.version, waited: { knows } });
    }
    const news = gathered();
    if (due.length === 0) return news;
    const prepared = await prepare(context, own, candidates, []);
    await database.transact('rw', allTables, async () => {
      await tables.waiting.bulkDelete(due.map(({ id }) => id));
      for (const candidate of candidates) {
        const { rid } = candidate;
        // One that waited too takes the place of this one later, and not of what this one replaced.
        const knows = news.stamps.get(rid) ?? candidate.waited?.knows ?? null;
        await takeDocument(tables, prepared, { ...candidate, waited: { knows } }, news);
        const taken = news.stamps.get(rid);
        if (taken === undefined) continue;
        await tables.waiting.where('id').startsWith(`${rid}.`).modify({ knows: taken });
        // The log may have an older one by now, from a device for which this one was not due yet: see `ahead` above.
        const record = await tables.records.get(rid);
        if (record?.seq !== candidate.seq)
          await noteWritten(tables, prepared.at, { documents: [rid] }, record !== undefined);
      }
    });
    store.absorb(news.stamps);
    return news;
  });
}

/** Takes rows that did not open before and open now, where nothing later took their place; gives what changed. */
export async function applyRetried(context: SyncContext, own: Hex, incoming: readonly Incoming[]): Promise<SyncNews> {
  const { database, store } = context;
  const { tables } = database;
  return database.serial.run(async () => {
    const news = gathered();
    const candidates = incoming.filter((each) => each.what === 'document').map(candidateOf);
    const prepared = await prepare(context, own, candidates, incoming);
    await database.transact('rw', allTables, async () => {
      for (const each of incoming) {
        if ((await tables.records.get(each.row.rid))?.seq !== each.row.seq) continue;
        await noteRow(tables, prepared, each);
        await takeRow(tables, prepared, each, news);
      }
    });
    store.absorb(news.stamps);
    return news;
  });
}
