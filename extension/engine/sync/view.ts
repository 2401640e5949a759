/** Sync as the screen shows it, of what the database holds. */
import { unixMs } from '../../../shared/result';
import { openDocument } from '../../store/document-rows';
import type { SyncActivity } from '../api/sync';
import { type KindOf, lostVersions } from './lost-versions';
import type { SyncParts, VouchedPoint } from './sync';
import type { SyncContext } from './sync-context';

/** What a version from the future is of, in words a trader knows. */
async function subjectOf(
  { vault }: SyncContext,
  kindOf: KindOf,
  row: Parameters<typeof openDocument>[2],
): Promise<string> {
  const kind = kindOf(row.kindId);
  const opened = kind && (await openDocument(vault, kind, row));
  const value = opened?.ok ? opened.value.document?.value : undefined;
  if (value !== undefined && 'label' in value) return value.label;
  return kind === 'settings' ? 'Settings' : '';
}

/** The parts of the view that sync knows; empty on a device without a server. */
export async function viewOf(context: SyncContext, activity: SyncActivity, kindOf: KindOf): Promise<SyncParts> {
  const { tables } = context.database;
  const state = await tables.sync.get('state');
  const outbox = state === undefined ? [] : await tables.outbox.toArray();
  const tails = state === undefined ? [] : await tables.tails.toArray();
  const since = [...outbox.map(({ at }) => at), ...tails.flatMap((tail) => tail.since ?? [])];
  const peers = Object.entries(state?.peers ?? {});
  const oldestAt = since.reduce<number>((first, at) => Math.min(first, at), Number.POSITIVE_INFINITY);
  const future = [];
  for (const { rid, deviceId, stampedAt, dueAt, row } of await tables.waiting.toArray())
    future.push({ rid, deviceId, what: await subjectOf(context, kindOf, row), stampedAt, dueAt });
  return {
    activity,
    waiting: { records: outbox.length + tails.length, oldestAt: since.length === 0 ? null : unixMs(oldestAt) },
    quarantined: (await tables.quarantine.toArray()).map(({ body: _, ...record }) => record),
    future,
    lost: await lostVersions(context, kindOf),
    seq: state?.seq ?? 0,
    lastSyncAt: state?.lastSyncAt ?? null,
    lastSeenAt: new Map(peers.map(([deviceId, { at }]) => [deviceId, at])),
    addedAt: new Map(peers.flatMap(([deviceId, { addedAt }]) => (addedAt === undefined ? [] : [[deviceId, addedAt]]))),
  };
}

/** Where this device has come to; null before its first page. */
export async function pointOf({ database }: SyncContext): Promise<VouchedPoint | null> {
  const state = await database.tables.sync.get('state');
  return !state || state.logId === null ? null : { logId: state.logId, seq: state.seq, h: state.h };
}
