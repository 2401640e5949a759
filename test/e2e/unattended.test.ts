/**
 * The chosen interval is the period of the browser's alarm. With every page closed the alarm brings one refresh, lets the engine go,
 * and does nothing while the vault is locked.
 */
import type { Worker } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { goTo, openImported, type Scene } from './harness/scene';
import { unlock } from './harness/steps';

let scene: Scene;
let background: Worker;
beforeAll(async () => {
  scene = await openImported({ seed: 61, fills: 60, symbols: 2, soldOut: false });
  const { context } = scene.browser;
  background = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
});
afterAll(() => scene?.end());

const patience = { timeout: 30_000, interval: 50 };

/** How often balances were asked for so far. */
const asked = (): number => scene.simulator.requests().filter(({ path }) => path === '/api/v3/account').length;

const held = (): Promise<boolean> => background.evaluate(() => chrome.offscreen.hasDocument());

const period = (): Promise<number | null> =>
  background.evaluate(async () => (await chrome.alarms.get('refresh'))?.periodInMinutes ?? null);

async function closePages(): Promise<void> {
  const { context } = scene.browser;
  await context.newPage(); // the browser stays open without a page of the extension
  for (const page of context.pages()) if (page.url().startsWith('chrome-extension:')) await page.close();
}

/** Lets the browser's own alarm come now instead of at the end of its period, and waits until the engine it started was let go. */
async function alarm(): Promise<void> {
  await background.evaluate(async () => {
    const state = globalThis as { wasHeld?: boolean };
    state.wasHeld = false;
    const set = await chrome.alarms.get('refresh');
    if (set?.periodInMinutes === undefined) throw new Error('no alarm is set');
    const watch = setInterval(async () => {
      if (!(await chrome.offscreen.hasDocument())) return;
      state.wasHeld = true;
      clearInterval(watch);
    }, 5);
    await chrome.alarms.create('refresh', { when: Date.now(), periodInMinutes: set.periodInMinutes });
  });
  const wasHeld = (): Promise<boolean> =>
    background.evaluate(() => (globalThis as { wasHeld?: boolean }).wasHeld === true);
  await expect.poll(wasHeld, patience).toBe(true);
  await expect.poll(held, patience).toBe(false);
}

test("the interval chosen in Settings is the period of the browser's alarm, and by hand alone there is none", async () => {
  const { page } = scene;
  await goTo(page, '/settings');
  const interval = page.getByLabel('Refresh by itself', { exact: true });
  for (const [chosen, minutes] of [
    ['15', 15],
    ['manual', null],
    ['60', 60],
  ] as const) {
    await interval.selectOption(chosen);
    await expect.poll(period, patience).toBe(minutes);
  }
  for (const chosen of ['5', 'manual', '60']) await interval.selectOption(chosen); // faster than one is stored
  await expect.poll(period, patience).toBe(60);
  await expect.poll(() => interval.inputValue(), patience).toBe('60'); // what was stored meanwhile may show for a moment
});

test('an alarm refreshes once what is due; the next one finds nothing due; both let the engine go', async () => {
  await closePages();
  await expect.poll(held, patience).toBe(false); // what the import held was let go
  const before = asked();
  await alarm();
  await expect.poll(asked, patience).toBe(before + 1);
  await alarm();
  expect(asked()).toBe(before + 1);
  expect(await period()).toBe(60); // the engines that it started left it as it was chosen
});

test('locked, the alarm starts nothing and nothing is asked', async () => {
  const before = scene.simulator.requests().length;
  await background.evaluate(() => chrome.storage.session.clear());
  const fired = background.evaluate(
    () =>
      new Promise<boolean>((resolve) => {
        chrome.alarms.onAlarm.addListener(() => setTimeout(() => resolve(chrome.offscreen.hasDocument()), 1_000));
        void chrome.alarms.create('refresh', { when: Date.now() });
      }),
  );
  expect(await fired).toBe(false);
  expect(scene.simulator.requests()).toHaveLength(before);
});

test('that the exchange begins to refuse the key, and answers again, is said outside the pages, once each', async () => {
  const { simulator } = scene;
  const page = await scene.browser.dashboard();
  await unlock(page);
  const said = (): Promise<readonly string[]> =>
    background.evaluate(async () => Object.keys(await chrome.notifications.getAll()));
  const dismiss = (): Promise<unknown> =>
    background.evaluate(async () => {
      for (const id of Object.keys(await chrome.notifications.getAll())) await chrome.notifications.clear(id);
    });
  const refresh = async (): Promise<void> => {
    const before = asked();
    await page.getByRole('button', { name: 'Refresh', exact: true }).click();
    await expect.poll(asked, patience).toBeGreaterThan(before);
    await page.getByRole('button', { name: 'Refresh', exact: true }).waitFor();
  };
  const { apiKey } = simulator.keys.readOnly;
  expect(await said()).toEqual([]);
  simulator.setWhitelist(apiKey, ['192.0.2.1']);
  await refresh();
  await expect.poll(said, patience).toEqual([expect.stringMatching(/^health:./)]); // a click leads to this account
  await dismiss();
  await refresh();
  simulator.setWhitelist(apiKey, null);
  expect(await said()).toEqual([]);
  await refresh();
  await expect.poll(said, patience).toEqual([expect.stringMatching(/^health:./)]);
  await dismiss();
  await refresh();
  expect(await said()).toEqual([]);
});
