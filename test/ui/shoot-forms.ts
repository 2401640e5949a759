/**
 * Screenshots of forms and dialogs in the middle of their work: `npx tsx test/ui/shoot-forms.ts [words of file names]`,
 * while vite serves them. They go to .output/ui/; console errors and what axe finds are printed.
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Page } from 'playwright-core';
import { exchangeIds, exchangeInfos } from '../../shared/exchanges/ids';

const at = 'http://127.0.0.1:5173';
const out = fileURLToPath(new URL('../../.output/ui', import.meta.url));
const wanted = process.argv.slice(2);
const strong = 'velvet anchor mosaic tundra pickle';
const key = 'aB3'.repeat(21).padEnd(64, 'x');

interface Shot {
  readonly name: string;
  readonly scenario: string;
  readonly route: string;
  readonly act?: (page: Page) => Promise<void>;
  readonly width?: number;
}

const click = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click();

async function typePassphrase(page: Page, passphrase: string, repeat = passphrase): Promise<void> {
  await page.getByLabel('New passphrase', { exact: true }).fill(passphrase);
  await page.getByLabel('Repeat it', { exact: true }).fill(repeat);
}

async function toWords(page: Page): Promise<void> {
  await click('Begin')(page);
  await typePassphrase(page, strong);
  await click('Make the vault')(page);
  await page.getByRole('heading', { name: /24 recovery words/ }).waitFor();
}

async function fillKey(page: Page, then: string): Promise<void> {
  await page.getByLabel('Label').fill('spare');
  await page.getByLabel('API key', { exact: true }).fill(` ${key} `);
  await page.getByLabel('Secret key', { exact: true }).fill(key);
  await click(then)(page);
  await page.waitForTimeout(900);
}

const shots: readonly Shot[] = [
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
];

const narrow = ['words', 'recover', 'list', 'add', 'account-run', 'settings', 'passphrase-weak'];
const all = [
  ...shots,
  ...shots
    .filter(({ name }) => narrow.includes(name))
    .map((shot) => ({ ...shot, name: `${shot.name}-860`, width: 860 })),
  // 200 % zoom of a 1280 px window leaves 640 CSS pixels
  ...shots
    .filter(({ name }) => narrow.includes(name))
    .map((shot) => ({ ...shot, name: `${shot.name}-zoom`, width: 640 })),
];

mkdirSync(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run'],
});
for (const colorScheme of ['light', 'dark'] as const) {
  const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce', locale: 'en-GB' });
  for (const { name, scenario, route, act, width = 1280 } of all) {
    const file = `form-${name}-${colorScheme}`;
    if (wanted.length > 0 && !wanted.every((word) => file.includes(word))) continue;
    const tab = await context.newPage();
    tab.setDefaultTimeout(8_000);
    tab.on('console', (message) => message.type() === 'error' && console.log(file, message.text()));
    tab.on('pageerror', (thrown) => console.log(file, thrown.message));
    await tab.setViewportSize({ width, height: 900 });
    try {
      await tab.goto(`${at}/dashboard.html?scenario=${scenario}#${route}`);
      await tab.locator('h1').first().waitFor();
      await tab.waitForTimeout(250);
      await act?.(tab);
      await tab.waitForTimeout(250);
    } catch (thrown) {
      console.log(file, thrown instanceof Error ? thrown.message.split('\n')[0] : thrown);
    }
    const { violations } = await new AxeBuilder({ page: tab })
      .withTags(['wcag2a', 'wcag2aa', 'wcag22aa', 'best-practice'])
      .analyze();
    for (const { id, nodes } of violations) console.log(file, id, nodes.length, nodes[0]?.html.slice(0, 160));
    await tab.screenshot({ path: `${out}/${file}.png`, fullPage: true });
    await tab.close();
  }
  await context.close();
}
await browser.close();
