/** Making a backup and restoring one, step by step; the file's name says which the gallery's engine plays. */
import type { Page } from 'playwright-core';
import { click, inTurn, strong, typePassphrase, typeWords } from './acts';
import type { FormShot } from './form-shots';

const begin = click('Restore from a backup');

const chooseFile = (name: string) => async (page: Page) => {
  const file = { name: `${name}.fillbook`, mimeType: 'application/octet-stream', buffer: Buffer.from(name) };
  await page.getByLabel('Choose a file', { exact: true }).setInputFiles(file);
};

const shown = (text: string | RegExp) => (page: Page) => page.getByText(text).first().waitFor();

const typeKey = (passphrase: string) => async (page: Page) => {
  await page.getByLabel('Passphrase of the backup', { exact: true }).fill(passphrase);
  await click('Open the backup')(page);
};

const preview = shown('Accounts in this backup');
const makeBackup = inTurn(click('Make a backup'), shown(/was handed to the browser to save/));

/** In the settings, where the vault is open. */
const inSettings = (name: string, ...steps: readonly ((page: Page) => Promise<void>)[]): FormShot => ({
  name,
  scenario: 'little',
  route: '/settings',
  act: inTurn(...steps),
});

export const backupForms: readonly FormShot[] = [
  inSettings('backup-made', makeBackup),
  inSettings(
    'backup-checked-another',
    makeBackup,
    (page) =>
      page
        .getByLabel('Check the saved file', { exact: true })
        .setInputFiles({ name: 'this.fillbook', mimeType: 'application/octet-stream', buffer: Buffer.from('this') }),
    shown(/it is another backup than the one just made/),
  ),
  inSettings('restore-choose', begin),
  inSettings('restore-damaged', begin, chooseFile('damaged'), shown('Nothing was changed')),
  inSettings('restore-key', begin, chooseFile('other'), shown('Use the 24 words')),
  inSettings('restore-key-wrong', begin, chooseFile('other'), typeKey('wrong'), shown(/does not open/)),
  inSettings('restore-words', begin, chooseFile('other'), click('Use the 24 words'), click('Open the backup')),
  inSettings('restore-look', begin, chooseFile('this'), preview),
  inSettings('restore-done', begin, chooseFile('this'), preview, click(/^Restore$/), shown(/^Restored/)),
  { name: 'restore-without-vault', scenario: 'none', route: '/', act: inTurn(begin, shown('Choose a file')) },
  {
    name: 'restore-while-locked',
    scenario: 'locked',
    route: '/recover',
    act: inTurn(typeWords, (page) => typePassphrase(page, strong), begin, shown('Choose a file')),
  },
];
