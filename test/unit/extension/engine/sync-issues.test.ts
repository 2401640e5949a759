/** Which states of sync a trader finds among Overview's issues. */
import { describe, expect, test } from 'vitest';
import type { SyncActivity } from '../../../../extension/engine/api/sync';
import { syncIssues } from '../../../../extension/engine/sync-issues';
import { type Failure, reasonSentence, reasons } from '../../../../shared/reasons';
import { unixMs } from '../../../../shared/result';

const now = unixMs(1_000_000);
const lastSyncAt = unixMs(900_000);
const of = (activity: SyncActivity) => syncIssues({ activity, quarantined: [], lastSyncAt, addedAt: new Map() }, now);
const unreached: Failure = { reason: 'network-failed', code: 'sync' };
const sentence = (failure: Failure) => reasonSentence(failure, 'the exchange', String);

describe('what passes by itself is no issue', () => {
  test.each<SyncActivity>([
    { state: 'idle' },
    { state: 'running', step: 'pull', done: 1, total: 2 },
    { state: 'offline', failure: unreached, retryAt: null },
  ])('$state', (activity) => {
    expect(of(activity)).toEqual([]);
  });
});

describe('what waits for a person is one issue that leads to Sync', () => {
  test.each<[string, SyncActivity, string]>([
    ['another history', { state: 'stopped', alarm: { kind: 'other-history', since: lastSyncAt } }, 'sync-stopped'],
    [
      'withheld records',
      { state: 'stopped', alarm: { kind: 'withheld', since: lastSyncAt, count: 2 } },
      'sync-stopped',
    ],
    ['a device that was removed', { state: 'removed' }, 'sync-stopped'],
    ['a vault that moved', { state: 'moved' }, 'sync-stopped'],
    ['a vault that was erased on the server', { state: 'closed' }, 'sync-stopped'],
    ['a missing permission', { state: 'blocked', failure: { reason: 'host-access-missing' } }, 'sync-refused'],
    [
      'a permission that a run found missing',
      { state: 'refused', failure: { reason: 'host-access-missing', host: 'sync.example' } },
      'sync-refused',
    ],
    ['a refusal', { state: 'refused', failure: { reason: 'sync-refused', code: 'quota-exceeded' } }, 'sync-refused'],
  ])('%s', (_, activity, reason) => {
    const [issue, ...others] = of(activity);
    expect(others).toEqual([]);
    expect(issue).toMatchObject({ area: 'sync', accountId: null, since: lastSyncAt, failure: { reason } });
    expect(issue && reasons[issue.failure.reason].action.id).toBe('open-sync');
  });
});

test('each cause of a stop reads differently', () => {
  const codes = ['head-below', 'other-history', 'new-log', 'withheld', 'removed', 'moved', 'closed'];
  const sentences = codes.map((code) => sentence({ reason: 'sync-stopped', code }));
  expect(new Set(sentences).size).toBe(codes.length);
});

test('records that did not open are one issue, counted, since the first of them', () => {
  const record = (rid: string, at: number) =>
    ({ rid, seq: 1, deviceId: 'd', failure: { reason: 'tampered' }, at: unixMs(at) }) as const;
  const [issue, ...others] = syncIssues(
    {
      ...{ activity: { state: 'idle' }, lastSyncAt, addedAt: new Map() },
      quarantined: [record('b', 800_000), record('a', 700_000)],
    },
    now,
  );
  expect(others).toEqual([]);
  expect(issue).toMatchObject({ since: 700_000, failure: { reason: 'sync-left-out', subject: '2' } });
  expect(issue && sentence(issue.failure)).toContain('2 ');
});

test('a device that was added is said for a week', () => {
  const weekMs = 7 * 86_400_000;
  const addedAt = new Map([
    ['a', now],
    ['b', unixMs(now + 1)],
  ]);
  const said = (at: number) =>
    syncIssues({ activity: { state: 'idle' }, quarantined: [], lastSyncAt, addedAt }, unixMs(at));
  expect(said(now + weekMs - 1).map(({ since }) => since)).toEqual([now, now + 1]);
  const [issue, ...others] = said(now + weekMs);
  expect(others).toEqual([]);
  const failure = { reason: 'sync-device-added' } as const;
  expect(issue).toMatchObject({ id: 'sync:sync-device-added:b', deviceId: 'b', failure });
  expect(sentence({ ...failure, subject: 'Old laptop' })).toContain('The device “Old laptop” was added to this vault.');
  expect(sentence(failure)).toContain('Another device was added to this vault.');
  expect(reasons['sync-device-added'].action.id).toBe('open-sync');
  expect(said(now + 1 + weekMs)).toEqual([]);
});
