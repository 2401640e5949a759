/**
 * One run of sync: pulls to the end of the log, page by page, then sends what waits, until neither has anything left.
 *
 * It may stop between any two statements: each page, each batch and each answer is a transaction of its own, and the next run goes on
 * with what is stored. It never adopts what a server says of its own log: the chain is computed here.
 */
import type { Failure } from '../../../shared/reasons';
import { err, ok, type Result, unixMs } from '../../../shared/result';
import { isCheckpointDue } from '../../../shared/sync/checkpoint';
import type { DocumentKind } from '../../store/documents';
import type { OutboxRow, SyncStateRow } from '../../store/sync-tables';
import type { SyncActivity, SyncAlarm } from '../api/sync';
import { createBreath } from '../breath';
import { unaccounted } from './accounting';
import { applyDue, applyPage } from './apply';
import { acknowledge, nextBatch } from './batch';
import { type Incoming, openRow } from './incoming';
import { distinctLabels } from './labels';
import type { LogServer, SyncRefusal } from './log-server';
import { judgePage } from './page';
import { type SyncContext, type SyncNews, type SyncStop, stateOf } from './sync-context';

/** Rows wait in a tail for so long before they are sent, where nobody asks for it. */
export const tailMs = 15 * 60_000;
/** So often a batch is merged and sent again in one run, where other devices write the same documents meanwhile. */
const mergeRounds = 20;

/** Why a run did not come to its end. */
export type RunEnd =
  | { readonly end: 'alarm'; readonly alarm: SyncAlarm }
  | { readonly end: 'refusal'; readonly refusal: SyncRefusal }
  | { readonly end: 'failed'; readonly failure: Failure };

export interface RunParts {
  readonly context: SyncContext;
  readonly server: LogServer;
  readonly signal: AbortSignal;
  /** Every tail goes, however short it waited. */
  readonly wholly: boolean;
  readonly say: (activity: SyncActivity) => void;
  readonly accountIds: () => readonly string[];
  readonly kindOf: (kindId: string) => DocumentKind | undefined;
}

const refused = (refusal: SyncRefusal) => err<RunEnd>({ end: 'refusal', refusal });
const failed = (failure: Failure) => err<RunEnd>({ end: 'failed', failure });

/** Keeps why sync stands still, so that it stands still after a restart too. */
async function stopped({ database, now }: SyncContext, stop: SyncStop): Promise<Result<never, RunEnd>> {
  if (stop.stop === 'dishonest') return refused({ kind: 'dishonest', failure: stop.failure });
  const alarm: SyncAlarm = { kind: stop.kind, since: now() };
  await database.tables.sync.put({ ...(await stateOf(database)), alarm });
  return err({ end: 'alarm', alarm });
}

const hasNews = ({ fills, snapshots, flows, rates, kinds, erased }: SyncNews): boolean =>
  erased || kinds.size > 0 || [fills, snapshots, flows, rates].some((rows) => rows.length > 0);

const checkpointRow = async ({ vault, now }: SyncContext, { deviceId }: SyncStateRow): Promise<OutboxRow> => ({
  ...{ rid: await vault.recordId('checkpoint', deviceId), what: 'checkpoint', at: now() },
  ...{ changed: false, body: null, order: null, seq: null },
});

/** Notes a checkpoint of where this device is now, in the place of one that was not sent yet. */
async function noteCheckpoint(context: SyncContext): Promise<SyncStateRow> {
  const { database } = context;
  const row = await checkpointRow(context, await stateOf(database));
  return database.transact('rw', ['sync', 'outbox'], async () => {
    const next = { ...(await stateOf(database)), rowsSince: 0 };
    await database.tables.outbox.put(row);
    await database.tables.sync.put(next);
    return next;
  });
}

/** Reads the log to its end. */
async function pull({ context, server, signal, say }: RunParts): Promise<Result<SyncNews['kinds'], RunEnd>> {
  const { database, vault, onNews, now } = context;
  const kinds = new Set<DocumentKind>();
  const from = (await stateOf(database)).seq;
  const breath = createBreath(now);
  for (;;) {
    const state = await stateOf(database);
    const page = await server.pull(state.seq, signal);
    if (!page.ok) return refused(page.error);
    const awaited = (await database.tables.outbox.toArray()).filter(({ seq }) => seq !== null);
    const judged = await judgePage(state, page.value, awaited);
    if (!judged.ok) return stopped(context, judged.error);
    const incoming: Incoming[] = [];
    for (const row of judged.value.rows) {
      incoming.push(await openRow(vault, row));
      if (breath.isDue()) await breath.take();
      if (signal.aborted) return failed({ reason: 'cancelled' });
    }
    const applied = await applyPage(context, state, judged.value, incoming);
    if (!applied.ok) return stopped(context, applied.error);
    if (hasNews(applied.value.news)) await onNews(applied.value.news);
    for (const kind of applied.value.news.kinds) kinds.add(kind);
    if (isCheckpointDue(applied.value.state.rowsSince)) await noteCheckpoint(context);
    const { seq } = applied.value.state;
    say({ state: 'running', step: 'pull', done: seq - from, total: judged.value.head - from });
    if (seq >= judged.value.head) break;
  }
  return (await judgeEnd(context)) ?? ok(kinds);
}

/** At the end of the log: what was awaited has come, and no row is withheld. */
async function judgeEnd(context: SyncContext): Promise<Result<never, RunEnd> | null> {
  const { database, now } = context;
  const state = await stateOf(database);
  const awaited = await database.tables.outbox.filter(({ seq }) => seq !== null && seq > state.seq).count();
  if (awaited > 0) return stopped(context, { stop: 'alarm', kind: 'head-below' });
  if (state.vouched !== null && state.vouched.seq > 0) return stopped(context, { stop: 'alarm', kind: 'head-below' });
  const count = await unaccounted(context, state.isHealing);
  if (count > 0) {
    const alarm: SyncAlarm = { kind: 'withheld', since: now(), count };
    await database.tables.sync.put({ ...state, alarm });
    return err({ end: 'alarm', alarm });
  }
  if (state.isHealing) await database.tables.sync.put({ ...state, isHealing: false });
  return null;
}

/** Sends one batch. `again`: the log has moved, and is to be read first. `done`: nothing waits. */
async function push({ context, server, signal }: RunParts): Promise<Result<'done' | 'sent' | 'again', RunEnd>> {
  const { database } = context;
  const state = await stateOf(database);
  const batch = await nextBatch(context, state);
  if (!batch.ok) return stopped(context, batch.error);
  if (batch.value === null) return ok('done');
  const answer = await server.push(batch.value.push, signal);
  if (!answer.ok) {
    const { error } = answer;
    if (error.kind === 'superseded') return ok('again');
    if (error.kind !== 'not-own') return refused(error);
    await database.tables.outbox.bulkDelete(batch.value.drops.map(({ rid }) => rid));
    return ok('again');
  }
  const taken = await acknowledge(context, state, batch.value, answer.value);
  if (!taken.ok) return stopped(context, taken.error);
  if (isCheckpointDue(taken.value.rowsSince)) await noteCheckpoint(context);
  return ok(answer.value.head > taken.value.seq ? 'again' : 'sent');
}

/** Sends what waits, and reads the log whenever it has moved. */
async function exchange(parts: RunParts): Promise<Result<SyncNews['kinds'], RunEnd>> {
  const { context, say, signal } = parts;
  const { outbox } = context.database.tables;
  const kinds = new Set<DocumentKind>();
  const total = await outbox.count();
  for (let rounds = 0; ; ) {
    if (signal.aborted) return failed({ reason: 'cancelled' });
    const sent = await push(parts);
    if (!sent.ok) return sent;
    const left = await outbox.count();
    say({ state: 'running', step: 'push', done: Math.max(0, total - left), total: Math.max(total, left) });
    if (sent.value === 'again') {
      rounds += 1;
      if (rounds > mergeRounds)
        return refused({
          kind: 'dishonest',
          failure: { reason: 'unexpected-payload', subject: 'sync', code: 'no-end' },
        });
      const pulled = await pull(parts);
      if (!pulled.ok) return pulled;
      for (const kind of pulled.value) kinds.add(kind);
    }
    if (sent.value !== 'done') continue;
    const { rowsSince } = await stateOf(context.database);
    if (rowsSince === 0) return ok(kinds);
    await noteCheckpoint(context);
  }
}

/** Runs to the end, or says why not. Expects a connected device. */
export async function runSync(parts: RunParts): Promise<Result<void, RunEnd>> {
  const { context, wholly, accountIds, kindOf } = parts;
  const { database, store, now, onNews } = context;
  const { alarm, deviceId } = await stateOf(database);
  if (alarm !== null) return err({ end: 'alarm', alarm });
  const due = await applyDue(context, deviceId, kindOf);
  if (hasNews(due)) await onNews(due);
  const pulled = await pull(parts);
  if (!pulled.ok) return pulled;
  const flushed = await store.flushTails(accountIds(), wholly ? now() : unixMs(now() - tailMs));
  if (!flushed.ok) return failed(flushed.error);
  if (pulled.value.has('account') || due.kinds.has('account')) {
    const named = await distinctLabels(context);
    if (!named.ok) return failed(named.error);
  }
  const exchanged = await exchange(parts);
  if (!exchanged.ok) return exchanged;
  if (exchanged.value.has('account')) {
    const named = await distinctLabels(context);
    if (!named.ok) return failed(named.error);
  }
  await database.transact('rw', ['sync', 'lost'], async () => {
    const kept = await database.tables.lost.toArray();
    await database.tables.lost.bulkDelete(kept.flatMap(({ id, keptUntil }) => (keptUntil <= now() ? [id] : [])));
    await database.tables.sync.put({ ...(await stateOf(database)), lastSyncAt: now() });
  });
  return ok(undefined);
}

/** Only pulls, for what must not wait for a whole run. */
export async function pullOnly(parts: RunParts): Promise<Result<void, RunEnd>> {
  const { alarm } = await stateOf(parts.context.database);
  if (alarm !== null) return err({ end: 'alarm', alarm });
  const pulled = await pull(parts);
  return pulled.ok ? ok(undefined) : pulled;
}
