/**
 * The screen of sync by the keyboard alone, on the gallery's build: each thing that can be done there, with the focus where it
 * belongs afterwards. What a server does with it is the engine's test.
 */
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Gallery, openGallery } from '../ui/gallery';
import { hearErrors, openShot } from '../ui/page-checks';

const folder = fileURLToPath(new URL('../../.output/sync-gallery', import.meta.url));

let gallery: Gallery;
let browser: Browser;
beforeAll(async () => {
  gallery = await openGallery(folder);
  browser = await chromium.launch({
    executablePath: process.env.FILLBOOK_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run'],
  });
});
afterAll(async () => {
  await browser?.close();
  await gallery?.close();
});

/** The screen in a scenario, on a page of its own that has to stay without an error. */
async function onScreen(scenario: string, look: (page: Page) => Promise<void>, route = '/sync'): Promise<void> {
  const page = await browser.newPage({ reducedMotion: 'reduce', locale: 'en-GB' });
  const errors = hearErrors(page);
  await openShot(page, `${gallery.url}/dashboard.html?scenario=${scenario}#${route}`);
  await page.locator('main :is(h2, button)').first().waitFor();
  await look(page);
  expect(errors()).toEqual([]);
  await page.close();
}

/** What a screen reader would name the focus by, as far as these steps need it. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(`(() => {
    const at = document.activeElement;
    return at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.textContent.trim().slice(0, 80);
  })()`);

/** Walks on by the tab key until a name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let steps = 0; steps < 60; steps++) {
    await page.keyboard.press('Tab');
    if ((await focused(page)) === name) return;
  }
  throw new Error(`the tab key never comes to ${name}`);
}

const press = async (page: Page, name: string): Promise<void> => {
  await tabTo(page, name);
  await page.keyboard.press('Enter');
};

test('a server is connected to, after what was wrong with its address was said', () =>
  onScreen('sync-off', async (page) => {
    await press(page, 'Server address');
    await page.getByText('Enter the address of the server.').waitFor();
    expect(await focused(page)).toBe('Server address');
    await page.keyboard.type('http://sync.example.com');
    await page.getByText('Use https').waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('sync.example.com');
    await page.getByText('may reach https://sync.example.com, and nothing else').waitFor();
    await tabTo(page, 'Name of this device');
    await page.keyboard.type('Desk');
    await page.keyboard.press('Enter');
    await page.getByText('All changes are on the server').waitFor();
  }));

test('a device is added: its code is shown, Escape takes it back, and the focus returns', () =>
  onScreen('sync-connected', async (page) => {
    await press(page, 'Add a device');
    await page.getByRole('img', { name: 'The code as a picture to scan' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => focused(page)).toBe('Add a device');
  }));

test('equal digits are confirmed, and that the device was added is said, also where the page came back at them', () =>
  onScreen('sync-pairing-compare', async (page) => {
    await page.getByRole('dialog').waitFor();
    await press(page, 'They are the same');
    await page.getByText('The device was added').waitFor();
  }));

test('a device is removed by moving, with the passphrase of this one', () =>
  onScreen('sync-connected', async (page) => {
    await press(page, 'Remove Laptop');
    await expect.poll(() => focused(page)).toBe('Passphrase of this device');
    await page.keyboard.type('another');
    await page.keyboard.press('Enter');
    await page.getByText('This is not the passphrase of this device.').waitFor();
    await page.keyboard.type('correct horse battery staple');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Moving to new keys' }).waitFor();
  }));

test('the new words are asked for once more before they go', () =>
  onScreen('sync-moving-done', async (page) => {
    const words = await page.locator('ol li span:nth-child(2)').allTextContents();
    await press(page, 'I wrote them down');
    for (let asked = 0; asked < 3; asked++) {
      await expect.poll(() => focused(page)).toMatch(/^Word \d+$/);
      await page.keyboard.type(words[Number((await focused(page)).slice(5)) - 1] ?? '');
      if (asked < 2) for (let step = 0; step < 2; step++) await page.keyboard.press('Tab'); // over the button that shows it
    }
    await page.keyboard.press('Enter');
    await page.getByText('All changes are on the server').waitFor();
  }));

test('a device is renamed in its row', () =>
  onScreen('sync-connected', async (page) => {
    await press(page, 'Rename Laptop');
    await expect.poll(() => focused(page)).toBe('Name of this device');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('Travel');
    await page.keyboard.press('Enter');
    await page.getByRole('rowheader', { name: 'Travel' }).waitFor();
  }));

test('the vault is erased on the server only by a typed word', () =>
  onScreen('sync-connected', async (page) => {
    await press(page, 'Erase the vault on the server');
    const erase = page.getByRole('button', { name: 'Erase on the server' });
    await erase.waitFor();
    expect(await erase.isDisabled()).toBe(true);
    await expect.poll(() => focused(page)).toBe('Type ERASE to confirm');
    await page.keyboard.type('ERASE');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Connect to a server' }).waitFor();
  }));

test('after an alarm what this device holds is pushed again', () =>
  onScreen('sync-alarm-new-log', async (page) => {
    await press(page, 'Push again what this device holds');
    await page.getByText('Sending changes to the server').waitFor();
  }));

test('an overwritten version is taken back', () =>
  onScreen('sync-lost', async (page) => {
    await press(page, 'Take the overwritten version of Binance · main');
    await page.getByRole('heading', { name: 'Binance · main' }).waitFor({ state: 'detached' });
  }));

test('a new device is refused a code with a typing mistake before anything is sent', () =>
  onScreen(
    'none',
    async (page) => {
      await press(page, 'Add this device to an existing vault');
      await expect.poll(() => focused(page)).toBe('Code');
      await page.keyboard.type('1234-5678');
      await page.getByText('This code has a typing mistake').waitFor();
    },
    '/',
  ));
