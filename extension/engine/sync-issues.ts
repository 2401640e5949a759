/** What stands in the way of sync, as issues of Overview: each state that goes on until a person acts is one; and who was added. */
import type { Failure } from '../../shared/reasons';
import type { UnixMs } from '../../shared/result';
import { dayMs } from '../../shared/utc-day';
import type { Issue } from './api/issues';
import type { SyncActivity } from './api/sync';
import type { SyncParts } from './sync/sync';

type Known = Pick<SyncParts, 'activity' | 'quarantined' | 'lastSyncAt' | 'addedAt'>;

/** So long a device that was added is said: whoever opens Fillbook once a week hears of it. */
const addedMs = 7 * dayMs;

/**
 * None while sync is idle, running or offline: that passes by itself.
 *
 * `sync-stopped` after an alarm (`code`: its kind) and for a device that was removed or whose vault moved or was erased there; `sync-refused` where the
 * server will not, or the browser lets nothing reach it; `sync-left-out` where records did not open (`subject`: how many);
 * `sync-device-added` for a week after the first record of a device came that nobody here knew (`deviceId`: which; the page names it).
 */
export function syncIssues({ activity, quarantined, lastSyncAt, addedAt }: Known, now: UnixMs): readonly Issue[] {
  const standing = standingOf(activity);
  const [oldest] = [...quarantined].sort((a, b) => a.at - b.at);
  const alarmedAt = activity.state === 'stopped' ? activity.alarm.since : null;
  return [
    ...(standing === null ? [] : [issue(standing, alarmedAt ?? lastSyncAt ?? now)]),
    ...(oldest === undefined
      ? []
      : [issue({ reason: 'sync-left-out', subject: String(quarantined.length) }, oldest.at)]),
    ...[...addedAt]
      .filter(([, at]) => now - at < addedMs)
      .map(([deviceId, at]) => issue({ reason: 'sync-device-added' }, at, deviceId)),
  ];
}

function standingOf(activity: SyncActivity): Failure | null {
  switch (activity.state) {
    case 'stopped':
      return { reason: 'sync-stopped', code: activity.alarm.kind };
    case 'removed':
    case 'moved':
    case 'closed':
      return { reason: 'sync-stopped', code: activity.state };
    case 'blocked':
      return { reason: 'sync-refused', code: 'blocked' };
    case 'refused':
      return activity.failure.reason === 'host-access-missing'
        ? { reason: 'sync-refused', code: 'blocked' }
        : activity.failure;
    default:
      return null;
  }
}

const issue = (failure: Failure, since: UnixMs, deviceId?: string): Issue => ({
  id: `sync:${failure.reason}${deviceId === undefined ? '' : `:${deviceId}`}`,
  accountId: null,
  accountLabel: null,
  exchange: null,
  failure,
  since,
  area: 'sync',
  wallet: null,
  ...(deviceId !== undefined && { deviceId }),
});
