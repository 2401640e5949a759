/** Forms and dialogs in the middle of their work: what is done on a screen of the gallery until there is something to look at. */
import type { Page } from 'playwright-core';
import { exchangeIds, exchangeInfos } from '../../shared/exchanges/ids';
import { click, fillKey, strong, toWords, typePassphrase } from './acts';
import { backupForms } from './backup-shots';
import { openedForms } from './opened-shots';
import type { Shot } from './shots';

export interface FormShot {
  readonly name: string;
  readonly scenario: string;
  /** Null: it is the popup's. */
  readonly route: string | null;
  readonly act?: (page: Page) => Promise<void>;
}

export const forms: readonly FormShot[] = [
  { name: 'intro', scenario: 'none', route: '/' },
  { name: 'passphrase-empty', scenario: 'none', route: '/', act: click('Begin') },
  {
    name: 'passphrase-weak',
    scenario: 'none',
    route: '/',
    act: async (page) => {
      await click('Begin')(page);
      await typePassphrase(page, 'bitcoin2024', 'bitcoin');
      await click('Make the vault')(page);
      await page.waitForTimeout(600);
    },
  },
  {
    name: 'passphrase-strong',
    scenario: 'none',
    route: '/',
    act: async (page) => {
      await click('Begin')(page);
      await typePassphrase(page, strong, 'velvet');
      await click('Make the vault')(page);
      await page.waitForTimeout(600);
    },
  },
  { name: 'words', scenario: 'none', route: '/', act: toWords },
  {
    name: 'confirm-wrong',
    scenario: 'none',
    route: '/',
    act: async (page) => {
      await toWords(page);
      await click('I wrote them down')(page);
      await page
        .getByLabel(/^Word \d+$/)
        .first()
        .fill('zoo');
      await click('Check the words')(page);
    },
  },
  {
    name: 'done',
    scenario: 'none',
    route: '/',
    act: async (page) => {
      await toWords(page);
      const words = await page.locator('ol[aria-label="Recovery words"] li span:last-child').allInnerTexts();
      await click('I wrote them down')(page);
      for (const field of await page.getByLabel(/^Word \d+$/).all()) {
        const label = await field.evaluate((input: HTMLInputElement) => input.labels?.[0]?.textContent ?? '');
        await field.fill(words[Number(label.replace(/\D/g, '')) - 1] ?? '');
      }
      await click('Check the words')(page);
      await page.getByRole('heading', { name: 'Add an exchange' }).waitFor();
    },
  },
  { name: 'resume', scenario: 'unconfirmed', route: '/' },
  { name: 'unlock', scenario: 'locked', route: '/' },
  {
    name: 'unlock-wrong',
    scenario: 'locked',
    route: '/',
    act: async (page) => {
      await page.getByLabel('Passphrase', { exact: true }).fill('wrong');
      await page.keyboard.press('Enter');
      await page.waitForTimeout(700);
    },
  },
  {
    name: 'recover',
    scenario: 'locked',
    route: '/recover',
    act: async (page) => {
      await page.getByLabel('Word 1', { exact: true }).fill('abandon ability able');
      await click('Show the words')(page);
      await click('Open the vault')(page);
    },
  },
  { name: 'damaged', scenario: 'damaged', route: '/' },
  { name: 'erase', scenario: 'little', route: '/settings', act: click('Erase the vault') },
  { name: 'list', scenario: 'accounts', route: '/accounts' },
  { name: 'list-empty', scenario: 'empty', route: '/accounts' },
  { name: 'list-failures', scenario: 'failures', route: '/accounts' },
  { name: 'add', scenario: 'accounts', route: '/accounts/new' },
  { name: 'add-empty', scenario: 'accounts', route: '/accounts/new', act: click('Save account') },
  {
    name: 'add-short',
    scenario: 'accounts',
    route: '/accounts/new',
    act: async (page) => {
      await page.getByLabel('Label').fill('main');
      await page.getByLabel('API key', { exact: true }).fill('••••a1b2');
      await page.getByLabel('Secret key', { exact: true }).fill('abc');
      await page.getByLabel('Label').focus();
    },
  },
  { name: 'add-good', scenario: 'key-good', route: '/accounts/new', act: (page) => fillKey(page, 'Test the key') },
  {
    name: 'add-powerful',
    scenario: 'key-powerful',
    route: '/accounts/new',
    act: (page) => fillKey(page, 'Save account'),
  },
  { name: 'add-untold', scenario: 'key-untold', route: '/accounts/new', act: (page) => fillKey(page, 'Test the key') },
  {
    name: 'add-rejected',
    scenario: 'key-rejected',
    route: '/accounts/new',
    act: (page) => fillKey(page, 'Test the key'),
  },
  { name: 'add-address', scenario: 'accounts', route: '/accounts/new', act: (page) => fillKey(page, 'Test the key') },
  { name: 'add-host', scenario: 'host-refused', route: '/accounts/new', act: (page) => fillKey(page, 'Test the key') },
  ...['run', 'wait', 'pause', 'stop', 'scan', 'new', 'power', 'host', 'nokey'].map((stage) => ({
    name: `account-${stage}`,
    scenario: 'accounts',
    route: `/accounts/acc-${stage}`,
  })),
  { name: 'account-warn', scenario: 'accounts', route: '/accounts/acc-warn', act: click(/^Show 2 warnings/) },
  { name: 'account-key', scenario: 'key-rejected', route: '/accounts/acc-run?do=key' },
  { name: 'account-symbols', scenario: 'accounts', route: '/accounts/acc-power?do=symbols', act: click('Add') },
  ...['test-good', 'test-powerful', 'test-refused'].map((scenario) => ({
    name: `account-${scenario}`,
    scenario,
    route: '/accounts/acc-run',
    act: click('Test the key'),
  })),
  { name: 'rename', scenario: 'accounts', route: '/accounts/acc-run', act: click('Rename') },
  { name: 'remove', scenario: 'accounts', route: '/accounts/acc-run', act: click('Remove account') },
  { name: 'missing', scenario: 'accounts', route: '/accounts/nobody' },
  ...exchangeIds.map((exchange) => ({
    name: `add-${exchange}`,
    scenario: 'seven',
    route: '/accounts/new',
    act: async (page: Page) => {
      await page.getByRole('combobox', { name: 'Exchange' }).click();
      await page.locator('[data-combobox-option]').filter({ hasText: exchangeInfos[exchange].name }).click();
    },
  })),
  {
    name: 'picker',
    scenario: 'seven',
    route: '/accounts/new',
    act: (page) => page.getByRole('combobox', { name: 'Exchange' }).click(),
  },
  {
    name: 'picker-search',
    scenario: 'seven',
    route: '/accounts/new',
    act: (page) => page.getByRole('combobox', { name: 'Exchange' }).fill('bit'),
  },
  {
    name: 'picker-none',
    scenario: 'seven',
    route: '/accounts/new',
    act: (page) => page.getByRole('combobox', { name: 'Exchange' }).fill('kraken'),
  },
  {
    name: 'add-other-characters',
    scenario: 'seven',
    route: '/accounts/new',
    act: async (page) => {
      await page.getByRole('combobox', { name: 'Exchange' }).click();
      await page.locator('[data-combobox-option]').filter({ hasText: 'Gate' }).click();
      await page.getByLabel('API key', { exact: true }).fill('••••a1b2');
      await page.getByLabel('Secret key', { exact: true }).fill('a-dash_and.dot');
    },
  },
  { name: 'keyless-key', scenario: 'frozen', route: '/accounts/acc-keyless?do=key' },
  { name: 'settings', scenario: 'little', route: '/settings' },
  {
    name: 'settings-by-hand',
    scenario: 'seven',
    route: '/settings',
    act: async (page) => {
      await page.getByLabel('Refresh by itself').selectOption('manual');
      await page.getByText('Saved.').waitFor();
    },
  },
  {
    name: 'settings-not-saved',
    scenario: 'storage-full',
    route: '/settings',
    act: async (page) => {
      await page.getByLabel('Toolbar button').selectOption('today');
      await page.getByText('Not saved: the former choice holds.').waitFor();
    },
  },
  {
    name: 'settings-host-withdrawn',
    scenario: 'little',
    route: '/settings',
    act: async (page) => {
      await click('Withdraw access to api.gateio.ws')(page);
      await page.getByText('api.gateio.ws').waitFor({ state: 'detached' });
    },
  },
  {
    name: 'gains-red',
    scenario: 'little',
    route: '/settings',
    act: async (page) => {
      await page.getByLabel('Gains and losses').selectOption('red-up');
      await page.evaluate(() => {
        location.hash = '/trades';
      });
      await page.getByRole('table').first().waitFor();
    },
  },
  {
    name: 'settings-passphrase',
    scenario: 'little',
    route: '/settings',
    act: async (page) => {
      await click('Change the passphrase')(page);
      await typePassphrase(page, strong, 'x');
      await click('Change')(page);
    },
  },
  {
    name: 'settings-words',
    scenario: 'little',
    route: '/settings',
    act: async (page) => {
      await click('Show the words')(page);
      await page.getByLabel('Current passphrase', { exact: true }).fill('correct horse battery staple');
      await click(/^Show$/)(page);
      await page.getByText('Hide them').waitFor();
    },
  },
  ...backupForms,
  ...openedForms,
];

/** As a shot like every other. */
export const shotOfForm = ({ name, scenario, route, act }: FormShot): Shot => ({
  screen: route === null ? 'popup' : 'overview',
  look: `form-${name}`,
  scenario,
  url: route === null ? `/popup.html?scenario=${scenario}` : `/dashboard.html?scenario=${scenario}#${route}`,
  ...(act === undefined ? {} : { act }),
});
