/** The background is stopped and started many times a day: each start must watch with what the trader chose. */
import { expect, test, vi } from 'vitest';

/** A loaded machine takes longer than the second that is waited for otherwise. */
const patience = { timeout: 20_000 };

const fake = vi.hoisted(() => {
  const local = new Map<string, unknown>();
  const intervals: number[] = [];
  const event = () => ({ addListener: () => undefined });
  const storage = {
    get: async (key: string) => (local.has(key) ? { [key]: local.get(key) } : {}),
    set: async (entries: Record<string, unknown>) => {
      for (const [key, value] of Object.entries(entries)) local.set(key, value);
    },
  };
  return {
    local,
    intervals,
    browser: {
      storage: { session: { ...storage, onChanged: event() }, local: { ...storage, onChanged: event() } },
      idle: { onStateChanged: event(), setDetectionInterval: (seconds: number) => void intervals.push(seconds) },
      alarms: { onAlarm: event(), get: async () => ({}) },
      notifications: { onClicked: event() },
      runtime: { id: 'fillbook', onInstalled: event(), onStartup: event(), onMessage: event() },
    },
  };
});
vi.mock('wxt/browser', () => ({ browser: fake.browser }));
const { runBackground } = await import('../../../../extension/platform/background');

async function startedWith(stored: string | undefined): Promise<{ kept: unknown; seconds: number | undefined }> {
  fake.local.clear();
  fake.intervals.length = 0;
  if (stored !== undefined) fake.local.set('autoLockMinutes', stored);
  runBackground({
    connect: () => () => undefined,
    lookBackText: { title: () => '', message: () => '' },
    healthText: { title: () => '', message: () => '', routes: { accounts: '', account: () => '' } },
    badgeTitle: () => '',
    now: () => 0,
    removeSample: async () => true,
  });
  await vi.waitFor(() => expect(fake.intervals).toHaveLength(1), patience);
  return { kept: fake.local.get('autoLockMinutes'), seconds: fake.intervals[0] };
}

test('a start of the background keeps the auto-lock that was chosen', async () => {
  expect(await startedWith('5')).toEqual({ kept: '5', seconds: 300 });
  expect(await startedWith('60')).toEqual({ kept: '60', seconds: 3600 });
});

test('auto-lock at browser close is still that after the background was stopped and started', async () => {
  expect((await startedWith('')).kept).toBe('');
});

test('with nothing chosen, or nothing that makes sense, the vault locks after 15 minutes', async () => {
  for (const stored of [undefined, 'soon', '-1'])
    expect(await startedWith(stored)).toEqual({ kept: '15', seconds: 900 });
});
