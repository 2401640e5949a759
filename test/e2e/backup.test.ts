/** A lost computer through the screens: a backup is saved, the vault erased, and everything restored from the file. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exactIn, tableRows } from './harness/figures';
import { startOverOnRetry } from './harness/retry';
import { goTo, openImported, type Scene } from './harness/scene';
import { passphrase } from './harness/steps';

let scene: Scene;
let saved: string;
let before: Shown;

/** None of it what a vault begins with, so that a setting that is lost shows. */
const chosen = {
  'Refresh by itself': '60',
  'Gains and losses': 'red-up',
  'Lock by itself': 'browser-close',
};

beforeAll(async () => {
  scene = await openImported({ seed: 57, fills: 60, symbols: 2, soldOut: false });
  await scene.page.setViewportSize({ width: 1400, height: 3000 }); // tables are drawn as far as they are seen
});
afterAll(() => scene?.end());
startOverOnRetry(() => scene?.page);

/** What the screens show of an account, apart from prices of now and ages. */
interface Shown {
  readonly realized: readonly (string | null)[];
  readonly balances: readonly string[];
  readonly trades: readonly string[];
  readonly fills: readonly string[];
  readonly settings: Readonly<Record<string, string>>;
}

/** The rows of a table with their exact amounts, of the first `amounts` alone where prices of now follow. */
async function rowsOf(route: string, caption: RegExp, amounts = Number.POSITIVE_INFINITY): Promise<readonly string[]> {
  await goTo(scene.page, route);
  const rows = await tableRows(scene.page, caption);
  return rows.map(({ cells, exact }) =>
    [amounts === Number.POSITIVE_INFINITY ? cells.join(' ') : cells[0], ...exact.slice(0, amounts)].join(' | '),
  );
}

async function settings(): Promise<Readonly<Record<string, string>>> {
  const { page } = scene;
  await goTo(page, '/settings');
  const read = Object.keys(chosen).map(
    async (name) => [name, await page.getByLabel(name, { exact: true }).inputValue()] as const,
  );
  return Object.fromEntries(await Promise.all(read));
}

const everything = async (): Promise<Shown> => ({
  realized: await realized(),
  balances: await rowsOf('/balances?group=none', /^Assets by account/, 3),
  trades: await rowsOf('/trades', /^Trades, newest first/),
  fills: await rowsOf('/fills', /^Fills, newest first/),
  settings: await settings(),
});

/** What was made so far as Overview shows it: it comes from fills alone, so that no price of now is in it. */
async function realized(): Promise<readonly (string | null)[]> {
  await goTo(scene.page, '/');
  const heading = scene.page.getByRole('heading', { name: 'Realized PnL' });
  const section = scene.page.locator('section').filter({ has: heading });
  await section.locator('[data-exact]').first().waitFor();
  return exactIn(section);
}

const chooseFile = (label: string, path: string): Promise<void> =>
  scene.page.getByLabel(label, { exact: true }).and(scene.page.locator('input[type=file]')).setInputFiles(path);

test('an account with its history, and settings of its own, are there to be lost', async () => {
  const { page } = scene;
  await goTo(page, '/settings');
  for (const [name, value] of Object.entries(chosen)) await page.getByLabel(name, { exact: true }).selectOption(value);
  await expect.poll(settings, { timeout: 10_000 }).toEqual(chosen);
  // the page hears of the last rows a moment after the import has ended
  const settled = async () => {
    before = await everything();
    const { settings: kept, fills, trades, balances } = before;
    const again = JSON.stringify(await everything()) === JSON.stringify(before);
    return { kept, fills: fills.length, hasTrades: trades.length > 2, hasBalances: balances.length > 2, again };
  };
  const expected = { kept: chosen, fills: 60, hasTrades: true, hasBalances: true, again: true };
  await expect.poll(settled, { timeout: 30_000 }).toEqual(expected);
});

test('a backup is saved by the browser, says its age, and reads back as it was made', async () => {
  const { page, profile } = scene;
  await goTo(page, '/settings');
  await page.getByText('No backup was made in this browser yet.').waitFor();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Make a backup' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^fillbook-\d{4}-\d\d-\d\d\.fillbook$/);
  saved = join(profile, file.suggestedFilename());
  await file.saveAs(saved);
  await page.getByText(/^Last backup: .*Nothing has changed since\./).waitFor();
  await chooseFile('Check the saved file', saved);
  await page.getByText(/^The file opens\. It holds 1 account, 60 fills/).waitFor();
});

test('the file has no key, label or symbol in it to read', async () => {
  const text = (await readFile(saved)).toString('latin1');
  const { apiKey, secret } = scene.simulator.keys.readOnly;
  for (const canary of [apiKey, secret, 'main', 'USDT', 'binance']) expect(text).not.toContain(canary);
  expect(text).toContain('fillbook-vault-header');
});

test('after the vault was erased, its passphrase restores it at the first screen, with equal figures', async () => {
  await erase();
  const { page } = scene;
  await page.getByRole('button', { name: 'Restore from a backup' }).click();
  await chooseFile('Choose a file', saved);
  await page.getByLabel('Passphrase of the backup', { exact: true }).fill('not the passphrase at all');
  await page.getByRole('button', { name: 'Open the backup' }).click();
  await page.getByText('This passphrase does not open the backup.').waitFor();
  await page.getByLabel('Passphrase of the backup', { exact: true }).fill(passphrase);
  await page.getByRole('button', { name: 'Open the backup' }).click();
  await page.getByText('1 account, 60 fills', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await expect.poll(everything, { timeout: 30_000 }).toEqual(before);
});

test('restored into the open vault it adds nothing; a changed or foreign file is refused and says why', async () => {
  const { page, profile } = scene;
  await goTo(page, '/settings');
  await page.getByRole('button', { name: 'Restore from a backup' }).click();
  await chooseFile('Choose a file', saved);
  await page.getByText('nothing: all of it is here already').waitFor();
  await page.getByRole('button', { name: 'Choose another file' }).click();

  const bytes = await readFile(saved);
  const changed = join(profile, 'changed.fillbook');
  await writeFile(changed, bytes.with(Math.floor(bytes.length / 2), (bytes[Math.floor(bytes.length / 2)] ?? 0) ^ 1));
  await chooseFile('Choose a file', changed);
  await page.getByText(/^The backup is damaged: .* is not what was written\./).waitFor();
  const foreign = join(profile, 'foreign.fillbook');
  await writeFile(foreign, 'PK\u0003\u0004 a zip of something else');
  await chooseFile('Choose a file', foreign);
  await page.getByText('This is not a backup of Fillbook: the file does not begin as one.').waitFor();
  await expect.poll(everything, { timeout: 30_000 }).toEqual(before);
});

async function erase(): Promise<void> {
  const { page } = scene;
  await goTo(page, '/settings');
  await page.getByRole('button', { name: 'Erase the vault' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('ERASE');
  await dialog.getByRole('button', { name: 'Erase the vault' }).click();
  await page.getByRole('button', { name: 'Begin' }).waitFor();
}
