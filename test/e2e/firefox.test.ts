/** A smoke test in Firefox: make a vault, import one account, see the true PnL. */

import type { ElementHandle, Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../simulator/simulator';
import { grantedCopy, removeFolder } from './harness/extension';
import { normalised } from './harness/figures';
import { type Firefox, launchFirefox } from './harness/firefox';
import { passphrase } from './harness/steps';

let simulator: Simulator;
let firefox: Firefox;
let folder: string;

beforeAll(async () => {
  simulator = await startSimulator({ seed: 41, fills: 150, symbols: 3, soldOut: false, proxyPort: 0 });
  folder = await grantedCopy('firefox-mv3');
  firefox = await launchFirefox(folder, simulator.proxyPort ?? 0);
});
afterAll(async () => {
  await firefox?.close();
  await simulator?.close();
  if (folder) await removeFolder(folder);
});

/** A button by its text; waits until it is there and enabled. */
const press = async (page: Page, name: string): Promise<void> => {
  await page.waitForFunction(
    (text) =>
      [...document.querySelectorAll('button')].some((button) => button.innerText.trim() === text && !button.disabled),
    { timeout: 40_000 },
    name,
  );
  // a real click: Firefox asks for a host's permission only in answer to a person's input
  const button = await page.evaluateHandle(
    (text) => [...document.querySelectorAll('button')].find((each) => each.innerText.trim() === text) ?? null,
    name,
  );
  const element = button.asElement() as ElementHandle<Element> | null; // found among buttons above
  await element?.click();
};

/** Types into the field of a label, key by key. */
const type = async (page: Page, label: string, text: string): Promise<void> => {
  const find = (wanted: string) =>
    [...document.querySelectorAll('label')].find((each) => (each.textContent ?? '').replace(/[\s*]+$/, '') === wanted)
      ?.control;
  await page.waitForFunction(`Boolean((${find.toString()})(${JSON.stringify(label)}))`, { timeout: 40_000 });
  await page.evaluate(`(${find.toString()})(${JSON.stringify(label)}).focus()`);
  await page.keyboard.type(text);
};

const mainText = (page: Page): Promise<string> => page.evaluate(() => document.querySelector('main')?.innerText ?? '');

test('Firefox shows sample data and leaves it without a trace', async () => {
  const page = await firefox.dashboard();
  await press(page, 'Try with sample data');
  const shown = () => document.title.startsWith('DEMO') && document.body.innerText.includes('Grid bot');
  await page.waitForFunction(shown, { timeout: 40_000 });
  await press(page, 'Leave');
  await page.waitForFunction(() => !document.title.startsWith('DEMO') && document.title !== '', { timeout: 40_000 });
  const databases = () => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  await expect.poll(databases, { timeout: 20_000 }).toEqual(['fillbook']);
  await page.close();
});

test('Firefox makes a vault, imports an account and shows the true balance and PnL', async () => {
  const page = await firefox.dashboard();
  await press(page, 'Begin');
  await type(page, 'New passphrase', passphrase);
  await type(page, 'Repeat it', passphrase);
  await press(page, 'Make the vault');
  await page.waitForSelector('ol[aria-label="Recovery words"] li', { timeout: 60_000 });
  const words = await page.evaluate(() =>
    [...document.querySelectorAll('ol[aria-label="Recovery words"] li')].map((item) =>
      (item.textContent ?? '').replace(/[^a-z]/g, ''),
    ),
  );
  expect(words).toHaveLength(24);
  await press(page, 'I wrote them down');
  await page.waitForFunction(() =>
    /Word \d+/.test(document.querySelector('main')?.innerText ?? document.body.innerText),
  );
  const places = await page.evaluate(() =>
    [...document.querySelectorAll('label')]
      .map((label) => Number(/^Word (\d+)/.exec(label.textContent ?? '')?.[1] ?? 0))
      .filter((place) => place > 0),
  );
  for (const place of places) await type(page, `Word ${place}`, words[place - 1] ?? '');
  await press(page, 'Check the words');
  await type(page, 'Label', 'main');
  await type(page, 'API key', simulator.keys.readOnly.apiKey);
  await type(page, 'Secret key', simulator.keys.readOnly.secret);
  await press(page, 'Save account');
  await expect.poll(() => mainText(page), { timeout: 90_000, interval: 500 }).toMatch(/Import: Complete\./);
  await page.evaluate(() => {
    location.hash = '/';
  });
  const truth = simulator.truth();
  const exact = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('main [data-exact]')].map((amount) => amount.getAttribute('data-exact') ?? ''),
    );
  await expect
    .poll(async () => normalised((await exact())[0] ?? ''), { timeout: 20_000 })
    .toBe(normalised(truth.value.USDT?.amount ?? ''));
  const nets = Object.values(truth.realized).map(({ net }) => normalised(net));
  // the rates of fees in BNB come in behind the import
  await expect
    .poll(async () => (await exact()).map(normalised), { timeout: 90_000 })
    .toEqual(expect.arrayContaining(nets));
});
