/** A choice is stored only where the background took it: "saved" is never said of one that does not hold. */
import { expect, test } from 'vitest';
import { createEvents } from '../../../../extension/engine/events';
import { settingsCalls } from '../../../../extension/engine/settings-calls';
import { writeAccess } from '../../../../extension/engine/sync/access-store';
import { unixMs } from '../../../../shared/result';
import { must } from '../store/open-store';
import { createWorld, openWorld } from './engine-world';
import { fakeExchange } from './fake-exchange';

/** The calls over an open vault, and what the background was told, oldest first. */
async function openSettings() {
  const { session, browser, deps } = await openWorld(createWorld(fakeExchange(['BTC/USDT']).client));
  const told: unknown[] = [];
  const refused = new Set<unknown>();
  const tell = async (name: string, value: unknown): Promise<void> => {
    if (refused.has(value)) throw new Error('the page has closed');
    told.push([name, value]);
  };
  browser.host.setAutoLock = (minutes) => tell('auto-lock', minutes);
  browser.host.setRefreshAlarm = (minutes) => tell('refresh', minutes);
  browser.host.writeLocal = (key, value) => tell(key, value);
  browser.host.removeLocal = (key) => tell(key, null);
  const api = settingsCalls({
    hosts: deps.hosts,
    events: createEvents(),
    open: () => session,
    session: (use) => use(session),
    onSaved: () => undefined,
  });
  return { api, session, told, refused, browser };
}

test('a choice that the background did not take is refused, and the former one holds', async () => {
  const { api, refused, told } = await openSettings();
  refused.add(5);
  expect(await api.saveSettings({ autoLock: '5' })).toEqual({ ok: false, error: { reason: 'storage-failed' } });
  expect((await api.settings()).autoLock).toBe('15');
  expect(told).toEqual([['auto-lock', 15]]);
  refused.clear();
  expect(await api.saveSettings({ autoLock: '5' })).toEqual({ ok: true, value: undefined });
  expect((await api.settings()).autoLock).toBe('5');
});

test('what the background took beside a choice that it refused is taken back', async () => {
  const { api, refused, told } = await openSettings();
  refused.add('silent');
  const saved = await api.saveSettings({ refreshMinutes: 60, notifyLookBack: false });
  expect(saved).toEqual({ ok: false, error: { reason: 'storage-failed' } });
  expect(told).toEqual([
    ['refresh', 60],
    ['refresh', 5],
    ['lookBackSilent', null],
  ]);
  expect(await api.settings()).toMatchObject({ refreshMinutes: 5, notifyLookBack: true });
});

test('choices made at once hold all of them, those that the background is told and those that it is not', async () => {
  const { api, session } = await openSettings();
  const choices = [{ refreshMinutes: 60 }, { baseCurrency: 'EUR' }, { autoLock: '5' }] as const;
  const saved = await Promise.all([...choices.map(api.saveSettings), session.saveSettings({ wordsConfirmed: true })]);
  expect(saved.every(({ ok }) => ok)).toBe(true);
  expect(session.settings()).toMatchObject({
    ...{ refreshMinutes: 60, baseCurrency: 'EUR', autoLock: '5', wordsConfirmed: true },
  });
});

test('of two choices of one setting made at once the later one holds, here and in the background', async () => {
  const { api, session, told, browser } = await openSettings();
  const { setRefreshAlarm } = browser.host;
  const slow = new Promise<void>((resolve) => {
    browser.host.setRefreshAlarm = async (minutes) => {
      if (minutes === null) await slow; // clearing it takes longer than setting it
      await setRefreshAlarm(minutes);
    };
    queueMicrotask(() => queueMicrotask(resolve));
  });
  const saved = await Promise.all([
    api.saveSettings({ refreshMinutes: 'manual' }),
    api.saveSettings({ refreshMinutes: 60 }),
  ]);
  expect(saved.every(({ ok }) => ok)).toBe(true);
  expect(session.settings().refreshMinutes).toBe(60);
  expect(told).toEqual([
    ['refresh', null],
    ['refresh', 60],
  ]);
});

test('by hand alone the alarm starts an engine each hour where there is a sync server, and none where there is not', async () => {
  const { api, session, told } = await openSettings();
  must(await api.saveSettings({ refreshMinutes: 'manual' }));
  must(await api.saveSettings({ refreshMinutes: 15 }));
  const connectedAt = unixMs(Date.UTC(2026, 1, 1));
  const record = { origin: 'https://sync.example', deviceLabel: 'Desk', connectedAt, vouched: null };
  must(await writeAccess(session.store, record));
  must(await api.saveSettings({ refreshMinutes: 'manual' }));
  must(await api.saveSettings({ refreshMinutes: 5 }));
  expect(told).toEqual([
    ['refresh', null],
    ['refresh', 15],
    ['refresh', 60],
    ['refresh', 5],
  ]);
});

test('a choice that concerns the background in nothing is stored though it does not answer', async () => {
  const { api, refused, told } = await openSettings();
  for (const value of [15, 5, null, 'silent']) refused.add(value);
  expect(await api.saveSettings({ baseCurrency: 'EUR' })).toEqual({ ok: true, value: undefined });
  expect((await api.settings()).baseCurrency).toBe('EUR');
  expect(told).toEqual([]);
});

test('what nobody waited for and failed is noted once for each cause', async () => {
  const { session } = await openSettings();
  for (const code of ['one', 'other', 'one']) session.noteFailure({ reason: 'storage-failed', code });
  expect(session.upkeepFailures.map(({ code }) => code)).toEqual(['one', 'other']);
});
