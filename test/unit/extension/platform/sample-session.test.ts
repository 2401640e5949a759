/** Sample data in the browser's session: names of its own, nothing beyond them, and nothing left once it was left. */
import { beforeEach, expect, test, vi } from 'vitest';

const fake = vi.hoisted(() => {
  const values = new Map<string, unknown>();
  const listeners: ((changes: Record<string, { newValue?: unknown }>) => void)[] = [];
  const tell = (key: string, newValue: unknown) => {
    for (const listener of listeners) listener({ [key]: newValue === undefined ? {} : { newValue } });
  };
  const session = {
    get: async (key: string | null) => Object.fromEntries([...values].filter(([name]) => key === null || name === key)),
    set: async (entries: Record<string, unknown>) => {
      for (const [key, value] of Object.entries(entries)) {
        values.set(key, value);
        tell(key, value);
      }
    },
    remove: async (keys: string | readonly string[]) => {
      for (const key of [keys].flat()) if (values.delete(key)) tell(key, undefined);
    },
    onChanged: { addListener: (listener: (typeof listeners)[number]) => void listeners.push(listener) },
  };
  // No other API at all: a call of one would throw.
  return { values, listeners, browser: { storage: { session } } };
});
vi.mock('wxt/browser', () => ({ browser: fake.browser }));
const { createSampleHost, enterSample, leaveSample, onModeChange, readMode, tidySession } = await import(
  '../../../../extension/platform/sample-session'
);
const { wipeVaultSession } = await import('../../../../extension/platform/vault-session');

const host = createSampleHost();
const stored = () => Object.fromEntries(fake.values);

beforeEach(() => {
  fake.values.clear();
  fake.listeners.length = 0;
});

/** Writes what an engine of sample data writes. */
async function use(): Promise<void> {
  await host.writeSessionKey('sample key');
  await host.writeLocal('sealCount', '10000');
  await host.setBadge({ text: '!', tone: 'alert', says: { kind: 'failing', count: 1 } });
  await host.hold(true);
  await host.setAutoLock(5);
}

test('what its engine writes lies beside what the vault has, and is read back', async () => {
  fake.values.set('rootKey', 'own key');
  await enterSample();
  await use();
  expect(await host.readSessionKey()).toBe('sample key');
  expect(await host.readLocal('sealCount')).toBe('10000');
  expect(stored()).toMatchObject({ rootKey: 'own key' });
});

test('leaving removes everything of it and nothing else', async () => {
  fake.values.set('rootKey', 'own key');
  await enterSample();
  await use();
  expect(await readMode()).toBe('sample');
  await leaveSample();
  expect(stored()).toEqual({ rootKey: 'own key' });
  expect(await readMode()).toBe('own');
});

test('what its engine would write after it was left is not written', async () => {
  await enterSample();
  await leaveSample();
  await use();
  expect(stored()).toEqual({});
});

test('what a stopped page left is tidied away, but not under sample data that is shown', async () => {
  fake.values.set('sample:rootKey', 'left over');
  await tidySession();
  expect(stored()).toEqual({});
  await enterSample();
  await use();
  const shown = stored();
  await tidySession();
  expect(stored()).toEqual(shown);
});

test('locking the vault wipes its key and summary and leaves sample data alone', async () => {
  fake.values.set('rootKey', 'own key');
  fake.values.set('summary', { version: 1 });
  await enterSample();
  await wipeVaultSession();
  expect(stored()).toEqual({ 'sample:shown': true });
});

test('every page hears when it is entered and when it is left, and nothing between', async () => {
  const heard: string[] = [];
  onModeChange((mode) => heard.push(mode));
  await enterSample();
  await use();
  await leaveSample();
  expect(heard).toEqual(['sample', 'own']);
});
