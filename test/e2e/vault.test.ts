/** The vault's life through the screens: lock, unlock, another passphrase, the 24 words, and its end. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exactIn } from './harness/figures';
import { startOverOnRetry } from './harness/retry';
import { goTo, openImported, type Scene } from './harness/scene';
import { passphrase } from './harness/steps';

const next = 'copper willow anchor seventeen harbour';
const recovered = 'velvet canyon pepper tango umbrella';

let scene: Scene;
let total: string | null | undefined;
beforeAll(async () => {
  scene = await openImported({ seed: 51, fills: 60, symbols: 2, soldOut: false });
  await goTo(scene.page, '/');
  await scene.page.getByRole('heading', { name: 'Overview' }).waitFor();
  [total] = await exactIn(scene.page.locator('main').first());
});
afterAll(() => scene?.end());
startOverOnRetry(() => scene?.page);

async function lock(): Promise<void> {
  await scene.page.getByRole('button', { name: 'Lock', exact: true }).click();
  await scene.page.getByRole('heading', { name: 'Unlock Fillbook' }).waitFor();
}

async function unlock(words: string): Promise<void> {
  await scene.page.getByLabel('Passphrase', { exact: true }).fill(words);
  await scene.page.getByRole('button', { name: 'Unlock', exact: true }).click();
}

/** The same figures as before: nothing was lost on the way. */
async function expectOpen(): Promise<void> {
  await goTo(scene.page, '/');
  await expect
    .poll(async () => (await exactIn(scene.page.locator('main').first()))[0], { timeout: 20_000 })
    .toBe(total);
}

test('locked, no page shows a figure, and nothing is asked of the exchange', async () => {
  const { page, browser, simulator } = scene;
  await lock();
  expect(await page.locator('[data-exact]').count()).toBe(0);
  const before = simulator.requests().length;
  const popup = await browser.popup();
  await popup.getByLabel('Passphrase', { exact: true }).waitFor();
  expect(await popup.locator('[data-exact]').count()).toBe(0);
  expect(simulator.requests()).toHaveLength(before);
  await popup.close();
});

test('a wrong passphrase is said and wipes nothing; the right one opens the same figures', async () => {
  await unlock('not the passphrase at all');
  await scene.page.getByText('This passphrase does not open the vault.').waitFor();
  await unlock(passphrase);
  await expectOpen();
});

test('a changed passphrase opens the vault, the old one no longer does', async () => {
  const { page } = scene;
  await goTo(page, '/settings');
  await page.getByRole('button', { name: 'Change the passphrase' }).click();
  await page.getByLabel('Current passphrase', { exact: true }).fill(passphrase);
  await page.getByLabel('New passphrase', { exact: true }).fill(next);
  await page.getByLabel('Repeat it', { exact: true }).fill(next);
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByText(/The passphrase was changed/).waitFor();
  await lock();
  await unlock(passphrase);
  await page.getByText('This passphrase does not open the vault.').waitFor();
  await unlock(next);
  await expectOpen();
});

test('the 24 words open the vault when the passphrase is forgotten', async () => {
  const { page } = scene;
  await lock();
  await page.getByRole('button', { name: 'Forgot it? Use your 24 words' }).click();
  const fields = page.getByLabel(/^Word \d+$/);
  for (const [index, word] of scene.words.entries()) await fields.nth(index).fill(word);
  await page.getByLabel('New passphrase', { exact: true }).fill(recovered);
  await page.getByLabel('Repeat it', { exact: true }).fill(recovered);
  await page.getByRole('button', { name: 'Open the vault' }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await expectOpen();
  await lock();
  await unlock(recovered);
  await expectOpen();
});

test('erasing wants its name typed and leaves a browser without a vault', async () => {
  const { page } = scene;
  await goTo(page, '/settings');
  await page.getByRole('button', { name: 'Erase the vault' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  const erase = dialog.getByRole('button', { name: 'Erase the vault' });
  expect(await erase.isEnabled()).toBe(false);
  await dialog.getByRole('textbox').fill('ERASE');
  await erase.click();
  await page.getByRole('button', { name: 'Begin' }).waitFor();
});

test('a passphrase sent off before its strength can be measured makes the vault as soon as it is', async () => {
  const { page } = scene;
  await page.reload(); // the meter is loaded once per page
  await page.getByRole('button', { name: 'Begin' }).waitFor();
  const refusals = await page.evaluate(async (phrase) => {
    const begin = [...document.querySelectorAll('button')].find((one) => one.textContent === 'Begin');
    begin?.click();
    const fields = () => [...document.querySelectorAll('input')];
    while (fields().length < 2) await Promise.resolve(); // without leaving this task: nothing is loaded meanwhile
    for (const field of fields()) {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, phrase);
      field.dispatchEvent(new Event('input', { bubbles: true }));
      await Promise.resolve();
    }
    const form = document.querySelector('form');
    form?.requestSubmit();
    await Promise.resolve();
    return form?.querySelectorAll('[aria-invalid=true]').length;
  }, passphrase);
  expect(refusals).toBe(0);
  await page.getByRole('list', { name: 'Recovery words' }).waitFor();
});
