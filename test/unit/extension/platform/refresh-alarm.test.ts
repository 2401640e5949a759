/** The alarm that sees to it that an engine lives, with the browser's APIs faked at the edge. */
import { beforeEach, expect, test, vi } from 'vitest';

type Listener = (alarm: { name: string }) => void;

const fake = vi.hoisted(() => {
  const area = () => {
    const values = new Map<string, unknown>();
    return {
      values,
      get: async (key: string) => (values.has(key) ? { [key]: values.get(key) } : {}),
      set: async (entries: Record<string, unknown>) => {
        for (const [key, value] of Object.entries(entries)) values.set(key, value);
      },
    };
  };
  const alarms = new Map<string, { periodInMinutes: number }>();
  const created: number[] = [];
  const listeners: Listener[] = [];
  return {
    alarms,
    created,
    listeners,
    browser: {
      storage: { session: area(), local: area() },
      alarms: {
        onAlarm: { addListener: (listener: Listener) => void listeners.push(listener) },
        get: async (name: string) => alarms.get(name),
        create: async (name: string, options: { periodInMinutes: number }) => {
          created.push(options.periodInMinutes);
          alarms.set(name, options);
        },
        clear: async (name: string) => alarms.delete(name),
      },
    },
  };
});
vi.mock('wxt/browser', () => ({ browser: fake.browser }));
const { setRefreshAlarm, watchRefresh } = await import('../../../../extension/platform/refresh-alarm');

const refused = vi.fn();
const { session, local } = fake.browser.storage;
const settled = () => new Promise((resolve) => setTimeout(resolve));

/** A start of the background; gives what its alarm makes of the engine's hold. */
function started(hold: () => Promise<void> = async () => undefined) {
  const held: boolean[] = [];
  watchRefresh(async (on) => {
    held.push(on);
    await hold();
  }, refused);
  return held;
}

async function alarm(name = 'refresh'): Promise<void> {
  for (const listener of fake.listeners) listener({ name });
  await settled();
}

beforeEach(() => {
  session.values.clear();
  local.values.clear();
  fake.alarms.clear();
  fake.created.length = 0;
  fake.listeners.length = 0;
  refused.mockClear();
});

test('while the vault is open the alarm has the background hold the engine, so that one lives', async () => {
  session.values.set('rootKey', 'the-root-key');
  const held = started();
  await alarm();
  expect(held).toEqual([true]);
});

test('while the vault is locked the alarm starts nothing; another alarm is not its own', async () => {
  const held = started();
  await alarm();
  session.values.set('rootKey', 'the-root-key');
  await alarm('look-back');
  expect(held).toEqual([]);
});

test('an engine that could not be held is tried again with the next alarm', async () => {
  session.values.set('rootKey', 'the-root-key');
  const held = started(async () => {
    throw new Error('the browser refused');
  });
  await alarm();
  await alarm();
  expect(held).toEqual([true, true]);
  expect(refused).toHaveBeenCalledTimes(2);
});

test('an alarm that the browser refuses to set at a start of the background is said', async () => {
  local.values.set('refreshMinutes', '15');
  const { create } = fake.browser.alarms;
  fake.browser.alarms.create = async () => {
    throw new Error('the browser refused');
  };
  started();
  await settled();
  fake.browser.alarms.create = create;
  expect(refused).toHaveBeenCalledTimes(1);
});

test('an engine that starts with the interval that holds already does not begin it anew', async () => {
  await setRefreshAlarm(5);
  await setRefreshAlarm(5);
  expect(fake.created).toEqual([5]);
  await setRefreshAlarm(60);
  expect(fake.created).toEqual([5, 60]);
  expect(local.values.get('refreshMinutes')).toBe('60');
});

test('by hand alone there is no alarm', async () => {
  await setRefreshAlarm(1);
  await setRefreshAlarm(null);
  expect(fake.alarms.size).toBe(0);
  expect(local.values.get('refreshMinutes')).toBe('');
});

test.each([
  ['the browser has lost the alarm', '15', [15]],
  ['it is by hand alone', '', []],
  ['nothing was ever chosen', undefined, []],
  ['what is stored is no number', 'soon', []],
])('at a start of the background where %s', async (_, stored, created) => {
  if (stored !== undefined) local.values.set('refreshMinutes', stored);
  started();
  await settled();
  expect(fake.created).toEqual(created);
});
