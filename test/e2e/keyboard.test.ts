/** The main paths by the keyboard alone, on the production build: every step is a Tab, an arrow, Enter, Space, Escape or typing. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hasFocus, press, tabTo, typeInto } from './harness/keyboard';
import { startOverOnRetry } from './harness/retry';
import { goTo, importComplete, openScene, type Scene } from './harness/scene';
import { passphrase } from './harness/steps';

const story = { seed: 7, fills: 80, symbols: 2, soldOut: false };
let scene: Scene;
beforeAll(async () => {
  scene = await openScene(story);
});
afterAll(() => scene?.end());
startOverOnRetry(() => scene?.page);

const button = (name: string | RegExp, page = scene.page) => page.getByRole('button', { name, exact: true });
const field = (label: string) => scene.page.getByLabel(label, { exact: true });
/** Screens follow a key within a few frames; a loaded machine takes longer. */
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000 });
const rail = () => scene.page.getByRole('navigation').getByRole('link');
const heading = (name: string | RegExp) => scene.page.getByRole('heading', { name, level: 1 });

/** Goes to a screen by its name in the rail. */
async function goByRail(name: string): Promise<void> {
  await press(scene.page.getByRole('navigation').getByRole('link', { name, exact: true }));
  await heading(name).waitFor();
}

test('a vault is made, its words are confirmed, and a Binance account is added', async ({ task }) => {
  if ((task.result?.retryCount ?? 0) > 0) {
    await scene.end(); // a vault is made once in a profile: a second attempt begins with a new one
    scene = await openScene(story);
  }
  const { page, simulator } = scene;
  await press(button('Begin'));
  await typeInto(field('New passphrase'), passphrase);
  await typeInto(field('Repeat it'), passphrase);
  await page.keyboard.press('Enter');
  const list = page.getByRole('list', { name: 'Recovery words' });
  await list.waitFor();
  const words = (await list.getByRole('listitem').allInnerTexts()).map((text) => text.replace(/[^a-z]/g, ''));
  await press(button('I wrote them down'), 'Space');
  await page.getByRole('heading', { name: 'Check what you wrote' }).waitFor();
  const labels = await page.locator('label', { hasText: /^Word \d+$/ }).allInnerTexts();
  expect(labels).toHaveLength(3);
  for (const label of labels) await typeInto(field(label), words[Number(label.replace(/\D/g, '')) - 1] ?? '');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Add an exchange' }).waitFor();

  // another exchange is chosen with the arrows, then Binance by typing its name
  const exchange = page.getByRole('combobox', { name: 'Exchange', exact: true });
  const options = page.getByRole('option');
  await tabTo(exchange);
  await page.keyboard.press('ArrowDown');
  await options.nth(1).waitFor(); // the list is open before the next key goes to it
  for (const key of ['ArrowDown', 'Enter']) await page.keyboard.press(key);
  await eventually(() => exchange.inputValue()).not.toBe('Binance');
  await options.first().waitFor({ state: 'detached' });
  await page.keyboard.press('Control+A');
  await page.keyboard.type('Binance');
  await eventually(() => options.allInnerTexts()).toEqual([expect.stringMatching(/\bBinance$/)]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await eventually(() => exchange.inputValue()).toBe('Binance');
  await typeInto(field('Label'), 'main');
  await typeInto(field('API key'), simulator.keys.readOnly.apiKey);
  await typeInto(field('Secret key'), simulator.keys.readOnly.secret);
  await press(button('Save account'));
  await importComplete(page);
});

test('every screen is reached from the rail, and its own content by the first stop of Tab', async () => {
  const { page } = scene;
  const names = await rail().allInnerTexts();
  expect(names.length).toBeGreaterThanOrEqual(5);
  for (const name of names) {
    await goByRail(name.trim());
    expect(await rail().and(page.locator('[aria-current=page]')).innerText()).toBe(name);
  }
  await page.reload();
  await heading(names.at(-1) ?? '').waitFor();
  await page.keyboard.press('Tab');
  expect(await hasFocus(button('Skip to content'))).toBe(true);
  await page.keyboard.press('Enter');
  expect(await hasFocus(page.getByRole('main'))).toBe(true);
});

test('the rail answers at once, and the screen before stands until the next one is drawn in its slices', async () => {
  await goByRail('Balances');
  const seen = await scene.page.evaluate(async () => {
    const shown = () => [
      document.querySelector('nav [aria-current=page]')?.textContent,
      document.querySelector('main h1')?.textContent,
    ];
    document.querySelector<HTMLElement>('nav [href^="#/trades"]')?.click();
    for (let turn = 0; turn < 3; turn += 1) await Promise.resolve(); // what a click changes at once is drawn by then
    return shown();
  });
  expect(seen).toEqual(['Trades', 'Balances']);
  await heading('Trades').waitFor();
});

test('a round trip opens to its fills, Escape closes it, and the focus is where it was', async () => {
  const { page } = scene;
  await goByRail('Trades');
  const rows = page.locator('main tbody tr[tabindex]');
  await tabTo(rows.and(page.locator('[tabindex="0"]')));
  await page.keyboard.press('ArrowDown');
  const second = rows.nth(1);
  await eventually(() => hasFocus(second)).toBe(true);
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('table').first().waitFor();
  expect(await drawer.locator('tbody tr').count()).toBeGreaterThanOrEqual(2);
  await page.keyboard.press('Tab');
  expect(await hasFocus(drawer.locator('*'))).toBe(true); // it holds the focus while it is open
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' });
  await eventually(() => hasFocus(second)).toBe(true);
});

test('fills are narrowed with an arrow, and one opens and closes with the focus kept', async () => {
  const { page } = scene;
  const machine = await page.context().newCDPSession(page);
  await machine.send('Emulation.setCPUThrottlingRate', { rate: 8 }); // the keys come before all rows are drawn
  await goByRail('Fills');
  const rows = page.locator('main tbody tr[tabindex]');
  await rows.first().waitFor();
  const side = field('Side');
  await tabTo(side);
  await page.keyboard.press('ArrowDown');
  await eventually(() => side.inputValue()).toBe('buy');
  const sides = async () => new Set(await rows.locator('td:nth-child(3)').allInnerTexts());
  await eventually(sides).toEqual(new Set(['buy']));
  await tabTo(rows.and(page.locator('[tabindex="0"]')));
  const place = () => page.locator('main tbody tr:focus').getAttribute('aria-rowindex');
  await page.keyboard.press('End');
  const all = await page.locator('main table[aria-rowcount]').getAttribute('aria-rowcount');
  await eventually(place).toBe(all); // scrolled to, drawn, then focused
  await machine.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await page.keyboard.press('Home');
  await eventually(place).toBe('2'); // the header is the first
  await page.keyboard.press('ArrowDown');
  const second = rows.nth(1);
  await eventually(() => hasFocus(second)).toBe(true);
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('heading', { name: /^Bought / }).waitFor();
  await press(drawer.getByRole('button', { name: 'Copy the id of the fill' }), 'Space'); // reached within the drawer
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' });
  await eventually(() => hasFocus(second)).toBe(true);
  await press(button('Clear filters'));
  await eventually(() => side.inputValue()).toBe('');
});

test('balances are sorted by a column, and searched', async () => {
  const { page } = scene;
  await goByRail('Balances');
  const column = page.getByRole('columnheader', { name: 'Asset', exact: true });
  await press(column.getByRole('button'));
  await eventually(() => column.getAttribute('aria-sort')).toBe('ascending');
  await page.keyboard.press('Space');
  await eventually(() => column.getAttribute('aria-sort')).toBe('descending');
  const names = page.locator('main tbody tr td:first-child strong');
  const [last = ''] = await names.allInnerTexts();
  await typeInto(field('Search an asset'), last);
  await eventually(() => names.allInnerTexts()).toEqual([last]);
});

test('the palette opens from anywhere, leads to what is typed, and closes with the focus where it was', async () => {
  const { page } = scene;
  await goByRail('Overview');
  const search = page.getByRole('combobox', { name: 'Type a screen, an account or an action' });
  const before = page.getByRole('navigation').getByRole('link', { name: 'Overview', exact: true });
  await page.keyboard.press('Control+K');
  await eventually(() => hasFocus(search)).toBe(true);
  await page.keyboard.press('Escape');
  await search.waitFor({ state: 'detached' });
  await eventually(() => hasFocus(before)).toBe(true);
  await page.keyboard.press('Control+K');
  await eventually(() => hasFocus(search)).toBe(true);
  await page.keyboard.insertText('doctor main');
  await page.getByRole('option').nth(1).waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
  await heading(/^Doctor: .*main/).waitFor();
});

test('a backup is made, looked into and restored', async () => {
  const { page, profile } = scene;
  const saved = join(profile, 'by-keyboard.fillbook');
  await goByRail('Settings');
  const download = page.waitForEvent('download');
  await press(button('Make a backup'));
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/\.fillbook$/);
  await file.saveAs(saved);
  await page.getByText(/^Last backup: /).waitFor();

  await press(button('Restore from a backup'));
  const chooser = page.waitForEvent('filechooser');
  await press(button('Choose a file'));
  await (await chooser).setFiles(saved); // the browser's own dialog
  const restore = button('Restore');
  await restore.waitFor();
  await eventually(() => hasFocus(restore)).toBe(true); // what it holds is seen: the next key restores it
  await page.keyboard.press('Enter');
  await page.getByText('Everything in this backup was here already. Nothing was changed.').waitFor();
});

test('an account is paused and resumed', async () => {
  const { page } = scene;
  await goByRail('Accounts');
  await press(page.locator('main').getByRole('link', { name: /^Binance · main/ }));
  await press(page.getByRole('main').getByRole('button', { name: 'Pause', exact: true }));
  const dialog = page.getByRole('dialog');
  await eventually(() => hasFocus(dialog.getByRole('button', { name: 'Pause', exact: true }))).toBe(true);
  await page.keyboard.press('Enter');
  await page.getByText(/^Paused since /).waitFor();
  await dialog.waitFor({ state: 'detached' });
  await press(button('Resume').first());
  await page.getByText(/^Paused since /).waitFor({ state: 'detached' });
});

test('sample data is entered and left', async () => {
  const { page } = scene;
  await goByRail('Settings');
  await press(button('Try with sample data'));
  const bar = page.getByRole('complementary', { name: 'Sample data' });
  await bar.waitFor({ timeout: 30_000 });
  await heading('Overview').waitFor({ timeout: 30_000 });
  await press(bar.getByRole('button', { name: 'Leave' }), 'Space');
  await bar.waitFor({ state: 'detached', timeout: 30_000 });
  await page.getByText('Binance · main').first().waitFor({ timeout: 30_000 });
});

test('a setting is changed with an arrow, and stays changed', async () => {
  const { page } = scene;
  await goByRail('Settings');
  const currency = page.getByLabel('Base currency', { exact: true });
  await tabTo(currency);
  const [before, after, key] =
    (await currency.inputValue()) === 'USDC' ? ['USDC', 'USDT', 'ArrowUp'] : ['USDT', 'USDC', 'ArrowDown'];
  expect(await currency.inputValue()).toBe(before);
  await page.keyboard.press(key);
  await eventually(() => currency.inputValue()).toBe(after);
  await goByRail('Overview');
  await page.locator('main').getByText(after).first().waitFor();
});

test('the doctor is opened from the account and comes to its diagnosis', async () => {
  const { page } = scene;
  await goByRail('Accounts');
  await press(page.locator('main').getByRole('link', { name: /^Binance · main/ }));
  await heading(/main/).waitFor();
  await press(page.getByRole('link', { name: /doctor/i }).first());
  await page.locator('main [data-kind="healthy"]').waitFor({ timeout: 60_000 });
});

test('the vault is locked and unlocked', async () => {
  const { page } = scene;
  await press(button('Lock'));
  await page.getByRole('heading', { name: 'Unlock Fillbook' }).waitFor();
  await typeInto(field('Passphrase'), passphrase);
  await page.keyboard.press('Enter');
  await page.getByRole('main').locator('h1').waitFor(); // where it was when it was locked
  await goByRail('Overview');
  await page.locator('main [data-exact]').first().waitFor();
});

test('the popup refreshes, hides amounts, and leads to the dashboard', async () => {
  const { browser, simulator } = scene;
  const popup = await browser.popup();
  await popup.getByText('Binance · main').waitFor();
  const before = simulator.requests().length;
  await press(button('Refresh', popup));
  await eventually(() => simulator.requests().length).toBeGreaterThan(before);
  await button('Refresh', popup).waitFor(); // no longer refreshing

  const amounts = popup.locator('[data-exact]');
  const shown = await amounts.first().innerText();
  await press(button('Hide amounts', popup), 'Space');
  await popup.getByText('••••').first().waitFor();
  expect(await amounts.count()).toBe(0);
  const hiddenOutside = () =>
    popup.evaluate<boolean>("chrome.storage.local.get().then((all) => 'amountsHidden' in all)");
  await eventually(hiddenOutside).toBe(true); // the toolbar button shows none either
  await press(button('Show amounts', popup), 'Space');
  await eventually(() => amounts.first().innerText()).toBe(shown);
  await eventually(hiddenOutside).toBe(false);

  // one that the extension opened when it was installed may stand beside the test's own: either may be brought to the front
  const dashboards = browser.context.pages().filter((one) => one.url().includes('dashboard.html'));
  for (const one of dashboards) await goTo(one, '/settings');
  await tabTo(button('Open dashboard', popup));
  await popup.keyboard.press('Enter').catch(() => undefined); // the popup closes under the key
  await eventually(() => dashboards.map((one) => new URL(one.url()).hash)).toContain('#/');
  await popup.close();
});

test('an account is removed with its history kept, then erased by typing its label', async () => {
  const { page, simulator } = scene;
  const { fillCount } = simulator.truth();
  const dialog = page.getByRole('dialog');
  const openAccount = async () => {
    await goByRail('Accounts');
    await press(page.locator('main').getByRole('link', { name: /^Binance · main/ }));
    await heading(/main/).waitFor();
  };
  await openAccount();
  await press(button('Remove account'));
  const keep = dialog.getByRole('radio', { name: /^Keep it: / });
  await eventually(() => hasFocus(keep)).toBe(true);
  await page.keyboard.press('ArrowDown');
  const remove = dialog.getByRole('button', { name: 'Erase account', exact: true });
  await remove.waitFor();
  expect(await remove.isEnabled()).toBe(false);
  await page.keyboard.press('ArrowUp');
  await dialog.getByText(`${fillCount} fills since`).waitFor(); // what stays
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await eventually(() => hasFocus(button('Remove account'))).toBe(true);

  await page.keyboard.press('Enter');
  await eventually(() => hasFocus(keep)).toBe(true);
  await press(dialog.getByRole('button', { name: 'Remove account', exact: true }));
  await heading('Accounts').waitFor();
  await page.getByText('no key, history kept').first().waitFor();

  await openAccount();
  await press(button('Erase account'));
  const label = dialog.getByRole('textbox');
  await eventually(() => hasFocus(label)).toBe(true);
  await page.keyboard.insertText('main');
  await page.keyboard.press('Enter');
  await page.getByText('No accounts yet').first().waitFor();
});
