/** Whether amounts are hidden: one switch that every page of this browser follows. */
import { afterEach, expect, test, vi } from 'vitest';

/** A page of its own: the module anew, over a storage that pages share; it tells others as the browser does. */
async function page(storage: Map<string, string>) {
  const target = new EventTarget();
  const reads: string[] = [];
  const hooks: { subscribe: (listener: () => void) => () => void; read: () => boolean }[] = [];
  vi.resetModules();
  vi.stubGlobal('addEventListener', target.addEventListener.bind(target));
  vi.stubGlobal('removeEventListener', target.removeEventListener.bind(target));
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => {
      reads.push(key);
      return storage.get(key) ?? null;
    },
    setItem: (key: string, value: string) => void storage.set(key, value),
  });
  vi.doMock('react', () => ({
    useSyncExternalStore: (subscribe: (listener: () => void) => () => void, read: () => boolean) => {
      hooks.push({ subscribe, read });
      return read();
    },
  }));
  const { usePrivacy: privacy, keepPrivacyInPage } = await import('../../../../extension/ui/privacy');
  const hear = (newValue: string | null, key: string | null = 'fillbook-privacy') =>
    target.dispatchEvent(Object.assign(new Event('storage'), { key, newValue }));
  return { privacy, keepPrivacyInPage, hooks, reads, hear };
}

afterEach(() => {
  vi.doUnmock('react');
  vi.unstubAllGlobals();
});

test('amounts are hidden from the first frame where they were hidden before, and the storage is read once', async () => {
  const { privacy, hooks, reads } = await page(new Map([['fillbook-privacy', 'true']]));
  expect(privacy()[0]).toBe(true);
  hooks[0]?.subscribe(() => undefined);
  for (let amount = 0; amount < 100; amount += 1) expect(privacy()[0]).toBe(true);
  expect(reads).toHaveLength(1);
});

test('the switch hides and shows them, and is kept for the next page', async () => {
  const storage = new Map<string, string>();
  const { privacy, hooks } = await page(storage);
  const [before, toggle] = privacy();
  expect(before).toBe(false);
  let heard = 0;
  hooks[0]?.subscribe(() => {
    heard += 1;
  });
  toggle();
  expect([privacy()[0], storage.get('fillbook-privacy'), heard]).toEqual([true, 'true', 1]);
  toggle();
  expect([privacy()[0], storage.get('fillbook-privacy'), heard]).toEqual([false, 'false', 2]);
});

test('a switch in another page counts here at once, and so does its storage being emptied', async () => {
  const { privacy, hooks, hear } = await page(new Map());
  privacy();
  hooks[0]?.subscribe(() => undefined);
  hear('true');
  expect(privacy()[0]).toBe(true);
  hear('true', 'something-else');
  hear(null, null);
  expect(privacy()[0]).toBe(false);
});

test('what another page switched while nobody here listened is read again', async () => {
  const storage = new Map<string, string>();
  const { privacy, hooks } = await page(storage);
  privacy();
  hooks[0]?.subscribe(() => undefined)();
  storage.set('fillbook-privacy', 'true');
  expect(privacy()[0]).toBe(true);
});

test('over sample data the switch begins as it was kept, holds on the page, and is not kept', async () => {
  const storage = new Map([['fillbook-privacy', 'true']]);
  const { privacy, hooks, keepPrivacyInPage } = await page(storage);
  keepPrivacyInPage();
  const [before, toggle] = privacy();
  expect(before).toBe(true);
  hooks[0]?.subscribe(() => undefined)();
  toggle();
  expect(privacy()[0]).toBe(false);
  hooks[0]?.subscribe(() => undefined)(); // the last amount of a screen goes, and the next screen draws others
  expect(privacy()[0]).toBe(false);
  expect([...storage]).toEqual([['fillbook-privacy', 'true']]);
});
