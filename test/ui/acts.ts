/** What is done on a screen of the gallery until there is something to look at. */
import type { Page } from 'playwright-core';
import { text } from '../../extension/ui/text';

export const strong = 'velvet anchor mosaic tundra pickle';
const key = 'aB3'.repeat(21).padEnd(64, 'x');

export const click = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click();

export async function typePassphrase(page: Page, passphrase: string, repeat = passphrase): Promise<void> {
  await page.getByLabel('New passphrase', { exact: true }).fill(passphrase);
  await page.getByLabel('Repeat it', { exact: true }).fill(repeat);
}

export async function toWords(page: Page): Promise<void> {
  await click('Begin')(page);
  await typePassphrase(page, strong);
  await click('Make the vault')(page);
  await page.getByRole('heading', { name: /24 recovery words/ }).waitFor();
}

export async function fillKey(page: Page, then: string): Promise<void> {
  await page.getByLabel('Label').fill('spare');
  await page.getByLabel('API key', { exact: true }).fill(` ${key} `);
  await page.getByLabel('Secret key', { exact: true }).fill(key);
  await click(then)(page);
  await page.waitForTimeout(900);
}

/** Twenty-four times the same word: the gallery's engine opens by any. */
export const typeWords = (page: Page): Promise<void> =>
  page.getByLabel('Word 1', { exact: true }).fill(Array.from({ length: 24 }, () => 'abandon').join(' '));

export async function makeVault(page: Page): Promise<void> {
  await click('Begin')(page);
  await typePassphrase(page, strong);
  await click('Make the vault')(page);
}

export async function unlock(page: Page): Promise<void> {
  await page.getByLabel('Passphrase', { exact: true }).fill('correct horse battery staple');
  await page.keyboard.press('Enter');
}

export async function recover(page: Page): Promise<void> {
  await typeWords(page);
  await typePassphrase(page, strong);
  await click('Open the vault')(page);
}

/** Until the button shows that it is busy. */
export const busy = (page: Page): Promise<void> => page.locator('button[data-loading]').first().waitFor();

/** Until the failure has its way out. */
export const failed = (page: Page): Promise<void> => page.getByRole('button', { name: 'Try again' }).waitFor();

/** Until the top bar says that a question which was answered before was not answered again. */
export const unanswered = (page: Page): Promise<void> => page.getByText(text.common.notAnswering).waitFor();

/** Until the screen says that a question of its own was not answered. */
export const stopped = (page: Page): Promise<void> => page.getByText(text.common.brokenTitle).waitFor();

/** Chooses the way through the sync server. */
export const byRelay = (page: Page): Promise<void> => page.getByLabel('Through the sync server').check();

/** Opens what is missing of the history that a screen's figures rest on. */
export const gapsOpened = (page: Page): Promise<void> => page.getByText(text.common.history.gaps).click();

/** Asks a sync server to take the vault, until it has said why not. */
export async function connectRefused(page: Page): Promise<void> {
  await page.getByLabel('Server address').fill('sync.desk.example');
  await page.getByLabel('Name of this device').fill('Desk');
  await click('Connect')(page);
  await page.locator('main :is([aria-invalid="true"], [role="alert"])').first().waitFor();
}

/** Until a screen whose code is loaded when it is opened has parts below its heading. */
export const drawn = (page: Page): Promise<void> => page.locator('main h2').first().waitFor();

/** The page on which a new device is given a code, once its code is loaded. */
export async function joining(page: Page): Promise<void> {
  await click('Add this device to an existing vault')(page);
  await page.locator('main :is(button, p[role="status"])').first().waitFor();
}

/** Until a dialog stands there. */
export const dialog = (page: Page): Promise<void> => page.getByRole('dialog').waitFor();

/** Asks for the preview of a shared snapshot and waits until its frame shows it. */
export async function previewed(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Show the preview' }).click();
  await page.frameLocator('iframe').getByRole('heading', { level: 1 }).waitFor();
  await page.getByRole('button', { name: 'Create the link' }).and(page.locator(':enabled')).waitFor();
}

/** The server admits no device, and what to do stands beside it. */
export const frozen = (page: Page): Promise<void> =>
  page.getByRole('dialog').getByRole('button', { name: 'Change all keys' }).waitFor();

/** Until the link stands there. */
export const linkMade = (page: Page): Promise<void> => page.getByText('The link is made').waitFor();

/** Asks for the link, which is refused. */
export async function notMade(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Create the link' }).click();
  await page.getByText('The link was not made').waitFor();
}

/** One after another. */
export const inTurn =
  (...steps: readonly ((page: Page) => Promise<void>)[]) =>
  async (page: Page): Promise<void> => {
    for (const step of steps) await step(page);
  };
