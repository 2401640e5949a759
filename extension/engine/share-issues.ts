/** What stands in the way of shared snapshots, as issues of Overview: one per cause, however many links it concerns. */
import { type Failure, reasons } from '../../shared/reasons';
import { type UnixMs, unixMs } from '../../shared/result';
import type { Issue } from './api/issues';
import type { ShareView } from './api/shares';

/** Why the last attempt to send or revoke a share failed, since when for this cause. */
export interface ShareTrouble {
  readonly problem: NonNullable<ShareView['problem']>;
  readonly since: UnixMs;
  /** The trader revoked it: until the server was reached its link may open. */
  readonly isRevoking: boolean;
}

/** A link says how old its figures are, so that a server that is away for so long is no issue yet. */
const patienceMs = 3_600_000;

/** Issues of sync with which it goes on. */
const goesOn: ReadonlySet<string> = new Set(['sync-left-out', 'sync-device-added']);

/** What the sync server's own issue says already, so that it is not said twice. */
const saidBySync: ReadonlySet<string> = new Set(['sync-refused', 'host-access-missing', 'network-failed']);

/**
 * `share-not-revoked` at once; `share-not-sent` at once where only a person can change it, after an hour where it may pass by itself.
 * Its `code` is the cause. `said`: the other issues: what stops sync stops live links too, and is one issue.
 */
export function shareIssues(troubles: Iterable<ShareTrouble>, said: readonly Issue[], now: UnixMs): readonly Issue[] {
  const syncStands = said.some(({ area, failure }) => area === 'sync' && !goesOn.has(failure.reason));
  const issues = new Map<string, Issue>();
  for (const { problem, since, isRevoking } of troubles) {
    if (!isRevoking && passes(problem) && now - since < patienceMs) continue;
    if (!isRevoking && syncStands && saidBySync.has(problem.reason)) continue;
    const failure: Failure = isRevoking
      ? { reason: 'share-not-revoked' }
      : { reason: 'share-not-sent', code: causeOf(problem) };
    const id = `shares:${failure.reason}:${failure.code ?? ''}`;
    issues.set(id, issue(id, failure, unixMs(Math.min(since, issues.get(id)?.since ?? since))));
  }
  return [...issues.values()];
}

const isFailure = (problem: ShareTrouble['problem']): problem is Failure => Object.hasOwn(reasons, problem.reason);

const passes = (problem: ShareTrouble['problem']): boolean =>
  isFailure(problem) && reasons[problem.reason].retry !== 'never';

/** The server's own reason where it refused. A server that answers 503 is as good as away. */
function causeOf(problem: ShareTrouble['problem']): string {
  if (!isFailure(problem)) return problem.reason;
  if (passes(problem)) return 'network-failed';
  return problem.reason === 'sync-refused' ? (problem.code ?? problem.reason) : problem.reason;
}

const issue = (id: string, failure: Failure, since: UnixMs): Issue => ({
  ...{ id, failure, since, area: 'shares' },
  ...{ accountId: null, accountLabel: null, exchange: null, wallet: null },
});
