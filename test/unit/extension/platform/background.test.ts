/** The background with the browser's APIs faked at the edge: locking, the hold of the engine, and whom it listens to. */
import { beforeEach, expect, test, vi } from 'vitest';
import { lockChannel } from '../../../../extension/engine/wire';
import { routes } from '../../../../extension/ui/routes';
import { notifications } from '../../../../extension/ui/text/notifications';

/** A loaded machine takes longer than the second that is waited for otherwise. */
const patience = { timeout: 20_000 };

type Listener = (...args: never[]) => unknown;

const fake = vi.hoisted(() => {
  const event = () => {
    const listeners: Listener[] = [];
    return { listeners, addListener: (listener: Listener) => void listeners.push(listener) };
  };
  const area = () => {
    const values = new Map<string, unknown>();
    const onChanged = event();
    return {
      values,
      onChanged,
      get: async (key: string) => (values.has(key) ? { [key]: values.get(key) } : {}),
      set: async (entries: Record<string, unknown>) => {
        const changed = Object.entries(entries).map(([key, newValue]) => [
          key,
          { oldValue: values.get(key), newValue },
        ]);
        for (const [key, value] of Object.entries(entries)) values.set(key, value);
        for (const listener of onChanged.listeners) listener(Object.fromEntries(changed) as never);
      },
      remove: async (keys: string | readonly string[]) => {
        if (fake.refuseRemoval) throw new Error('refused');
        const held = [keys].flat().filter((key) => values.delete(key));
        const changes = Object.fromEntries(held.map((key) => [key, {}]));
        if (held.length > 0) for (const listener of onChanged.listeners) listener(changes as never);
      },
      clear: async () => values.clear(),
      setAccessLevel: async () => undefined,
    };
  };
  const badges: string[] = [];
  const titles: string[] = [];
  const documents: string[] = [];
  const alarms = new Map<string, unknown>();
  const notices: string[] = [];
  const tabs: string[] = [];
  return {
    alarms,
    notices,
    tabs,
    refuseNotifications: false,
    refuseRemoval: false,
    badges,
    titles,
    documents,
    browser: {
      storage: { session: area(), local: area() },
      action: {
        setBadgeBackgroundColor: async () => undefined,
        getBadgeText: async () => badges.at(-1) ?? '',
        setBadgeText: async ({ text }: { text: string }) => void badges.push(text),
        setTitle: async ({ title }: { title: string }) => void titles.push(title),
      },
      idle: { onStateChanged: event(), setDetectionInterval: vi.fn() },
      alarms: {
        onAlarm: event(),
        get: async (name: string) => alarms.get(name),
        create: async (name: string, options: unknown) => void alarms.set(name, options),
        clear: async (name: string) => alarms.delete(name),
      },
      notifications: {
        onClicked: event(),
        create: async (id: string, { title, message }: { title: string; message: string }) => {
          if (fake.refuseNotifications) throw new Error('refused');
          notices.push(`${id}: ${title}. ${message}`);
        },
        clear: async () => true,
      },
      tabs: { create: async ({ url }: { url: string }) => void tabs.push(url), query: async () => [] },
      permissions: { getAll: async () => ({ origins: ['https://api.binance.com/*'] }) },
      offscreen: {
        hasDocument: async () => documents.length > 0,
        createDocument: async ({ url }: { url: string }) => void documents.push(url),
        closeDocument: async () => void documents.pop(),
      },
      runtime: {
        id: 'fillbook',
        getURL: (path: string) => path,
        onInstalled: event(),
        onStartup: event(),
        onMessage: event(),
      },
    },
  };
});

vi.mock('wxt/browser', () => ({ browser: fake.browser }));
const { runBackground } = await import('../../../../extension/platform/background');

const { session, local } = fake.browser.storage;
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));
const idle = async (state: string): Promise<void> => {
  for (const listener of fake.browser.idle.onStateChanged.listeners) listener(state as never);
  await settled();
};

/** What the background answers a message with; undefined when it does not listen. */
async function answer(message: unknown, senderId = 'fillbook'): Promise<unknown> {
  let reply: unknown;
  for (const listener of fake.browser.runtime.onMessage.listeners)
    listener(
      message as never,
      { id: senderId } as never,
      ((value: unknown) => {
        reply = value;
      }) as never,
    );
  await settled();
  return reply;
}

const today = Date.UTC(2026, 10, 21);
runBackground({
  connect: () => () => undefined,
  lookBackText: { title: (days) => `${days} days`, message: (date) => `before ${date}` },
  healthText: { ...notifications.health, routes },
  badgeTitle: notifications.badge,
  now: () => today,
  removeSample: async () => true,
});

beforeEach(() => {
  session.values.clear();
  local.values.clear();
  local.values.set('vaultHeader', 'the-header');
  session.values.set('rootKey', 'the-root-key');
  session.values.set('summary', { version: 1 });
  fake.documents.length = 0;
  fake.notices.length = 0;
  fake.refuseNotifications = false;
  fake.refuseRemoval = false;
});

test('no input on the computer for the chosen time wipes the session, tells the engine and shows the lock', async () => {
  local.values.set('autoLockMinutes', '15');
  const heard: unknown[] = [];
  const channel = new BroadcastChannel(lockChannel);
  channel.onmessage = ({ data }) => heard.push(data);
  await idle('idle');
  await vi.waitFor(() => expect(heard).toEqual(['lock']), patience);
  channel.close();
  expect([...session.values.keys()]).toEqual([]);
  expect(fake.badges.at(-1)).toBe('🔒');
  expect(fake.titles.at(-1)).toBe('Fillbook: locked');
});

const until = today + 86_400_000;
const realized = { text: '+12', tone: 'neutral', says: { kind: 'today', amount: '12', currency: 'USDT', until } };
const setBadge = (badge: unknown) => answer({ type: 'host', method: 'setBadge', args: [badge] });

test('a figure goes from the badge with the key, whoever removed it and though nobody asks for another badge', async () => {
  await setBadge(realized);
  expect(fake.badges.at(-1)).toBe('+12');
  await session.remove('rootKey');
  await settled();
  expect(fake.badges.at(-1)).toBe('🔒');
});

test('a figure that comes from an engine after the vault was locked never stands on the badge', async () => {
  await idle('locked');
  fake.badges.length = 0;
  await setBadge(realized);
  expect(fake.badges).toEqual(['🔒']);
  expect(fake.titles.at(-1)).toBe('Fillbook: locked');
});

const installed = async (reason: string): Promise<void> => {
  for (const listener of fake.browser.runtime.onInstalled.listeners) listener({ reason } as never);
  await settled();
};

test('where there is no vault no lock stands on the badge: not at the install, nor when the vault was erased', async () => {
  session.values.clear();
  local.values.clear();
  await installed('install');
  expect([fake.badges.at(-1), fake.titles.at(-1)]).toEqual(['', 'Fillbook']);
  await local.set({ vaultHeader: 'the-header' });
  await installed('update');
  expect(fake.badges.at(-1)).toBe('🔒');
  await local.remove(['vaultHeader', 'kdfFloor']);
  await settled();
  expect([fake.badges.at(-1), fake.titles.at(-1)]).toEqual(['', 'Fillbook']);
});

test('the lock goes with the key that comes, before any figure is known; a figure that stands there stays', async () => {
  await idle('locked');
  expect(fake.badges.at(-1)).toBe('🔒');
  await session.set({ rootKey: 'the-root-key' });
  await settled();
  expect([fake.badges.at(-1), fake.titles.at(-1)]).toEqual(['', 'Fillbook']);
  await setBadge(realized);
  await session.set({ rootKey: 'the-root-key' }); // an engine that begins anew writes it again
  const opened = { rootKey: { newValue: 'the-root-key' } };
  for (const listener of session.onChanged.listeners) listener(opened as never); // heard after the figure has come
  await settled();
  expect(fake.badges.at(-1)).toBe('+12');
});

test('a wipe that the browser refuses is said on the badge, and the engine is told to lock all the same', async () => {
  fake.refuseRemoval = true;
  const heard: unknown[] = [];
  const channel = new BroadcastChannel(lockChannel);
  channel.onmessage = ({ data }) => heard.push(data);
  await idle('locked');
  await vi.waitFor(() => expect(heard).toEqual(['lock']), patience);
  channel.close();
  expect(fake.badges.at(-1)).toBe('!');
  expect(fake.titles.at(-1)).toBe('Fillbook: not wholly locked. Open it and lock again, or close the browser');
});

test("the system's lock locks at once, even where auto-lock waits for the browser's end", async () => {
  local.values.set('autoLockMinutes', '');
  await idle('locked');
  expect(session.values.size).toBe(0);
});

test('with auto-lock at browser close, no input does not lock', async () => {
  local.values.set('autoLockMinutes', '');
  await idle('idle');
  expect(session.values.get('rootKey')).toBe('the-root-key');
});

test('input on the computer does not lock', async () => {
  await idle('active');
  expect(session.values.get('rootKey')).toBe('the-root-key');
});

test('holding the engine twice opens one offscreen document, letting go closes it', async () => {
  await Promise.all([answer({ type: 'hold', on: true }), answer({ type: 'hold', on: true })]);
  expect(fake.documents).toEqual(['offscreen.html']);
  await answer({ type: 'hold', on: false });
  expect(fake.documents).toEqual([]);
});

test('the offscreen document gets the session key through the background; another extension gets no answer', async () => {
  const ask = { type: 'host', method: 'readSessionKey', args: [] };
  expect(await answer(ask)).toBe('the-root-key');
  expect(await answer(ask, 'another-extension')).toBeUndefined();
  expect(await answer({ type: 'host', method: 'eval', args: ['1'] })).toBeUndefined();
});

const dayMs = 86_400_000;
const alarm = async (name: string): Promise<void> => {
  for (const listener of fake.browser.alarms.onAlarm.listeners) listener({ name } as never);
  await settled();
};
const dateOf = (ms: number): string => new Date(ms).toLocaleDateString();

test('what was made today is taken from the badge when that UTC day ends', async () => {
  await setBadge(realized);
  expect(fake.alarms.get('badge-day')).toEqual({ when: until });
  fake.alarms.delete('badge-day'); // as the browser does with one that fires once
  await alarm('badge-day');
  expect([fake.badges.at(-1), fake.titles.at(-1)]).toEqual(['', 'Fillbook']);
});

test('a badge that has taken the place of the figure stays at the end of the day, and so does the figure of the next day', async () => {
  await setBadge(realized);
  await setBadge({ text: '!', tone: 'alert', says: { kind: 'failing', count: 1 } });
  expect(fake.alarms.has('badge-day')).toBe(false);
  await setBadge(realized);
  await setBadge({ ...realized, says: { ...realized.says, until: until + dayMs } });
  await alarm('badge-day'); // that of the day before, heard late
  expect(fake.badges.at(-1)).toBe('+12');
  expect(fake.alarms.get('badge-day')).toEqual({ when: until + dayMs });
});

test('while amounts are hidden no figure stands on the badge, nor in its tooltip; it is there again when they are shown', async () => {
  await setBadge(realized);
  await local.set({ amountsHidden: 'true' });
  await settled();
  const hidden = ['', 'Fillbook: amounts are hidden'];
  expect([fake.badges.at(-1), fake.titles.at(-1)]).toEqual(hidden);
  await setBadge({ ...realized, text: '+13', says: { ...realized.says, amount: '13' } });
  expect([fake.badges.at(-1), fake.titles.at(-1)]).toEqual(hidden);
  await setBadge({ text: '!', tone: 'alert', says: { kind: 'failing', count: 1 } }); // hiding amounts hides no failure
  expect(fake.badges.at(-1)).toBe('!');
  await setBadge(realized);
  await local.remove('amountsHidden');
  await settled();
  expect(fake.badges.at(-1)).toBe('+12');
  expect(fake.titles.at(-1)).toBe('Fillbook: +12 USDT made today, net, since 00:00 UTC');
});

test('amounts that are shown again bring back no figure that another badge or the lock has taken the place of', async () => {
  await setBadge(realized);
  await setBadge({ text: '!', tone: 'alert', says: { kind: 'failing', count: 1 } });
  await local.set({ amountsHidden: 'true' });
  await local.remove('amountsHidden');
  await settled();
  expect(fake.badges.at(-1)).toBe('!');
  await setBadge(realized);
  await idle('locked');
  expect([...session.values.keys()]).toEqual([]);
  await local.set({ amountsHidden: 'true' });
  await local.remove('amountsHidden');
  await settled();
  expect(fake.badges.at(-1)).toBe('🔒');
});

test('a figure of a day that has ended never stands on the badge', async () => {
  fake.badges.length = 0;
  await setBadge({ ...realized, says: { ...realized.says, until: today } });
  expect(fake.badges).toEqual(['']);
});

test('the look-back alarm is set four times a day', () => {
  expect(fake.alarms.get('look-back')).toEqual({ delayInMinutes: 1, periodInMinutes: 360 });
});

test('fills that are about to be lost are notified once a stage, while the vault is locked too', async () => {
  session.values.clear();
  const deadline = today + 6 * dayMs;
  local.values.set('lookBackDeadline', String(deadline));
  await alarm('look-back');
  await alarm('look-back');
  expect(fake.notices).toEqual([`look-back: 7 days. before ${dateOf(deadline)}`]);
  local.values.set('lookBackDeadline', String(today + dayMs / 2));
  await alarm('look-back');
  expect(fake.notices).toHaveLength(2);
  local.values.set('lookBackDeadline', String(today - 1));
  await alarm('look-back');
  expect(fake.notices.map((notice) => notice.split('.')[0])).toEqual([
    'look-back: 7 days',
    'look-back: 1 days',
    'look-back: 0 days',
  ]);
});

test.each([
  ['none is stored', undefined],
  ['it is more than a week away', String(today + 7 * dayMs + 1)],
  ['it is no instant', 'soon'],
])('nothing is notified where %s', async (_, stored) => {
  if (stored !== undefined) local.values.set('lookBackDeadline', stored);
  await alarm('look-back');
  expect(fake.notices).toEqual([]);
});

test('with look-back notifications switched off nothing is notified', async () => {
  local.values.set('lookBackDeadline', String(today - 1));
  local.values.set('lookBackSilent', 'silent');
  await alarm('look-back');
  expect(fake.notices).toEqual([]);
});

test('a notification that the browser refused is tried again', async () => {
  local.values.set('lookBackDeadline', String(today + dayMs));
  fake.refuseNotifications = true;
  await alarm('look-back');
  fake.refuseNotifications = false;
  await alarm('look-back');
  expect(fake.notices).toHaveLength(1);
});

test('a click on the notification opens the dashboard', async () => {
  for (const listener of fake.browser.notifications.onClicked.listeners) listener('look-back' as never);
  await settled();
  expect(fake.tabs.at(-1)).toBe('/dashboard.html');
});

const main = { id: 'account-1', name: { exchange: 'Binance', label: 'main' } };
const bot = { id: 'account-2', name: { exchange: 'Binance', label: 'bot 2' } };

test.each([
  [
    'names its account, and a click leads there',
    { kind: 'failing', reason: 'key-rejected', accounts: [main] },
    'health:account-1: Key rejected. Binance · main could not be read. What was known last stays, with its age. Open Fillbook to see what to do.',
    '/dashboard.html#/accounts/account-1',
  ],
  [
    'names nothing where it is not to',
    { kind: 'failing', reason: 'key-rejected', accounts: [{ ...main, name: null }] },
    'health:account-1: Key rejected. One account could not be read. What was known last stays, with its age. Open Fillbook to see what to do.',
    '/dashboard.html#/accounts/account-1',
  ],
  [
    'of several accounts leads to all of them',
    { kind: 'recovered', reason: 'network-failed', accounts: [main, bot] },
    'health:: Accounts answer again. Binance · main and Binance · bot 2 could be read again.',
    '/dashboard.html#/accounts',
  ],
  [
    'of many accounts gives their number',
    { kind: 'recovered', reason: 'network-failed', accounts: [main, bot, main, bot] },
    'health:: Accounts answer again. 4 accounts could be read again.',
    '/dashboard.html#/accounts',
  ],
])('a notification of health %s', async (_, notice, shown, opened) => {
  expect(await answer({ type: 'notify', notice })).toBeUndefined();
  expect(fake.notices).toEqual([shown]);
  for (const listener of fake.browser.notifications.onClicked.listeners)
    listener(String(shown.slice(0, shown.indexOf(': '))) as never);
  await settled();
  expect(fake.tabs.at(-1)).toBe(opened);
});

test('what is no notice is not listened to, and one that the browser refuses fails', async () => {
  await answer({ type: 'notify', notice: { kind: 'failing', reason: 'bad luck', accounts: [main] } });
  await answer({ type: 'notify', notice: { kind: 'failing', reason: 'key-rejected', accounts: [main], amount: '1' } });
  expect(fake.notices).toEqual([]);
  fake.refuseNotifications = true;
  const notice = { kind: 'failing', reason: 'key-rejected', accounts: [main] };
  expect(await answer({ type: 'notify', notice })).toEqual({ failedCall: true });
});

test.each([
  [{ kind: 'nothing' }, 'Fillbook'],
  [{ kind: 'failing', count: 1 }, 'Fillbook: one account fails'],
  [{ kind: 'failing', count: 2 }, 'Fillbook: 2 accounts fail'],
  [
    { kind: 'today', amount: '1234.5', currency: 'USDT', isRealized: true, until },
    'Fillbook: +1234.5 USDT realized today, net, since 00:00 UTC',
  ],
  [
    { kind: 'today', amount: '-35.9', currency: 'EUR', isRealized: false, until },
    'Fillbook: −35.9 EUR made today, net, since 00:00 UTC',
  ],
])('the badge says %o in words', async (says, title) => {
  await answer({ type: 'host', method: 'setBadge', args: [{ text: '', tone: 'neutral', says }] });
  expect(fake.titles.at(-1)).toBe(title);
});

test('the offscreen document sets the alarm of refreshes; no other interval than whole minutes is taken', async () => {
  await answer({ type: 'refresh-alarm', minutes: 15 });
  expect(fake.alarms.get('refresh')).toEqual({ periodInMinutes: 15 });
  await answer({ type: 'refresh-alarm', minutes: -1 });
  await answer({ type: 'refresh-alarm', minutes: 'often' });
  expect(fake.alarms.get('refresh')).toEqual({ periodInMinutes: 15 });
});
