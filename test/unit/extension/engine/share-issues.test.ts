/** Which failures of shared snapshots a trader finds among Overview's issues. */
import { expect, test } from 'vitest';
import type { Issue } from '../../../../extension/engine/api/issues';
import { type ShareTrouble, shareIssues } from '../../../../extension/engine/share-issues';
import { syncIssues } from '../../../../extension/engine/sync-issues';
import { type Failure, reasonSentence, reasons } from '../../../../shared/reasons';
import { unixMs } from '../../../../shared/result';

const hourMs = 3_600_000;
const now = unixMs(10 * hourMs);

const trouble = (problem: ShareTrouble['problem'], { ago = 0, isRevoking = false } = {}): ShareTrouble => ({
  ...{ problem, isRevoking, since: unixMs(now - ago) },
});
const of = (troubles: readonly ShareTrouble[], said: readonly Issue[] = []) => shareIssues(troubles, said, now);
const codes = (issues: readonly Issue[]) => issues.map(({ failure }) => failure.code);

const unreached: Failure = { reason: 'network-failed', code: 'sync', host: 'sync.example' };
const quota: Failure = { reason: 'sync-refused', code: 'quota-exceeded' };
const stopped = syncIssues(
  { activity: { state: 'moved' }, quarantined: [], lastSyncAt: null, addedAt: new Map() },
  now,
);
const leftOut = syncIssues(
  {
    activity: { state: 'idle' },
    quarantined: [{ rid: 'a', seq: 1, deviceId: 'd', failure: { reason: 'tampered' }, at: now }],
    lastSyncAt: null,
    addedAt: new Map([['d', now]]),
  },
  now,
);

test('two links that fail for one cause are one issue, since the first of them', () => {
  const [issue, ...others] = of([trouble(quota, { ago: 1_000 }), trouble(quota, { ago: 5_000 })]);
  expect(others).toEqual([]);
  expect(issue).toMatchObject({ area: 'shares', accountId: null, since: now - 5_000 });
  expect(issue?.failure).toEqual({ reason: 'share-not-sent', code: 'quota-exceeded' });
});

test('two causes are two issues, and each reads differently', () => {
  const issues = of([
    trouble({ reason: 'no-account' }),
    trouble({ reason: 'too-large' }),
    trouble({ reason: 'too-many-accounts', limit: 50 }),
    trouble(quota),
    trouble(unreached, { ago: hourMs }),
  ]);
  expect(codes(issues)).toEqual(['no-account', 'too-large', 'too-many-accounts', 'quota-exceeded', 'network-failed']);
  const sentences = issues.map(({ failure }) => reasonSentence(failure, '', String));
  expect(new Set(sentences).size).toBe(5);
  expect(new Set(issues.map(({ id }) => id)).size).toBe(5);
});

test('a server that is not reached becomes an issue after an hour, however it is not reached', () => {
  expect(of([trouble(unreached, { ago: hourMs - 1 })])).toEqual([]);
  const away: Failure = { reason: 'exchange-unavailable', code: '503' };
  expect(codes(of([trouble(unreached, { ago: hourMs }), trouble(away, { ago: 2 * hourMs })]))).toEqual([
    'network-failed',
  ]);
});

test('a revoked link that may still open is an issue at once, whatever else is said', () => {
  const issues = of([trouble(unreached, { isRevoking: true }), trouble(quota, { isRevoking: true })], stopped);
  expect(issues.map(({ failure }) => failure)).toEqual([{ reason: 'share-not-revoked' }]);
});

test('what stops sync is one issue, and not another for its links', () => {
  expect(of([trouble({ reason: 'sync-refused', code: 'vault-retired' })], stopped)).toEqual([]);
  expect(of([trouble({ reason: 'host-access-missing', host: 'sync.example' })], stopped)).toEqual([]);
  expect(codes(of([trouble({ reason: 'no-account' })], stopped))).toEqual(['no-account']);
  expect(codes(of([trouble(quota)], leftOut))).toEqual(['quota-exceeded']); // records left out stop nothing
});

test('every one of them leads to Shares', () => {
  for (const reason of ['share-not-sent', 'share-not-revoked'] as const)
    expect(reasons[reason].action.id).toBe('open-shares');
});
