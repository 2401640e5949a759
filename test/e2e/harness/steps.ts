/** What a trader does, step by step, through the screens alone. */
import type { Page } from 'playwright-core';
import { type ExchangeId, exchangeInfos } from '../../../shared/exchanges/ids';

export const passphrase = 'lantern gravel ostrich tulip meridian';

export interface Key {
  readonly apiKey: string;
  readonly secret: string;
  readonly passphrase: string;
  readonly memo: string;
}

const fieldLabels = { apiKey: 'API key', secret: 'Secret key', passphrase: 'Passphrase', memo: 'Memo' } as const;

/** From the first screen to a vault whose words are confirmed; gives the 24 words. */
export async function setUpVault(page: Page): Promise<readonly string[]> {
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByLabel('New passphrase', { exact: true }).fill(passphrase);
  await page.getByLabel('Repeat it', { exact: true }).fill(passphrase);
  await page.getByRole('button', { name: 'Make the vault' }).click();
  const list = page.getByRole('list', { name: 'Recovery words' });
  await list.waitFor();
  const words = (await list.getByRole('listitem').allInnerTexts()).map((text) => text.replace(/[^a-z]/g, ''));
  await page.getByRole('button', { name: 'I wrote them down' }).click();
  await page.getByRole('heading', { name: 'Check what you wrote' }).waitFor();
  for (const field of await page.getByLabel(/^Word \d+$/).all()) {
    const label = (await field.evaluate((input) => (input as HTMLInputElement).labels?.[0]?.textContent)) ?? '';
    await field.fill(words[Number(label.replace(/\D/g, '')) - 1] ?? '');
  }
  await page.getByRole('button', { name: 'Check the words' }).click();
  await page.getByRole('heading', { name: 'Add an exchange' }).waitFor();
  return words;
}

/** Fills in and saves the form of a new account; it stands there already after the set-up. */
export async function addAccount(page: Page, label: string, key: Key, exchange: ExchangeId = 'binance'): Promise<void> {
  const { name, credentialFields } = exchangeInfos[exchange];
  await page.getByRole('combobox', { name: 'Exchange', exact: true }).click();
  await page.getByRole('option', { name }).click();
  await page.getByLabel('Label', { exact: true }).fill(label);
  for (const field of credentialFields) await page.getByLabel(fieldLabels[field], { exact: true }).fill(key[field]);
  await page.getByRole('button', { name: 'Save account' }).click();
}

/** Opens the locked vault; resolves when its first screen is there. */
export async function unlock(page: Page): Promise<void> {
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByRole('button', { name: 'Unlock', exact: true }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
}
