/** What a trader does with one account and looks for in its rows, from the first fill to its end, on the production build. */
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exactIn, normalised, tableRows } from './harness/figures';
import { refreshAll } from './harness/refresh';
import { startOverOnRetry } from './harness/retry';
import { goTo, openImported, type Scene } from './harness/scene';

let scene: Scene;
/** The route of the account's page. */
let route: string;
beforeAll(async () => {
  scene = await openImported({ seed: 57, fills: 60, symbols: 2, soldOut: false });
  await scene.page.setViewportSize({ width: 1400, height: 3000 }); // tables are drawn as far as they are seen
  route = await scene.page.evaluate(() => location.hash.slice(1));
});
afterAll(() => scene?.end());
startOverOnRetry(() => scene?.page);

const patience = { timeout: 20_000 };
const button = (name: string | RegExp) => scene.page.getByRole('button', { name, exact: true });
const dialog = () => scene.page.getByRole('dialog');
const inDialog = (name: string) => dialog().getByRole('button', { name, exact: true });
const field = (label: string | RegExp, place: Locator = scene.page.locator('body')) =>
  place.getByLabel(label, { exact: true });
const asked = (): number => scene.simulator.requests().length;

async function open(screen: string, heading: string | RegExp): Promise<void> {
  await goTo(scene.page, screen);
  await scene.page.getByRole('heading', { name: heading, level: 1 }).waitFor();
}
const openAccount = () => open(route, /^Binance · /);

const refresh = () => refreshAll(scene.page);

const realized = async (): Promise<readonly string[]> => {
  await open('/', 'Overview');
  const rows = await tableRows(scene.page, /^Realized PnL per quote currency/);
  return rows.map(({ cells, exact }) => [cells[0], ...exact.map((value) => normalised(value ?? ''))].join(' '));
};

/** "12 fills", "3 closed trades": the number in the first line of a screen that says so. */
const counted = async (what: RegExp): Promise<number> =>
  Number((await scene.page.getByRole('main').getByText(what).first().innerText()).replace(/,/g, '').match(/\d+/)?.[0]);

describe('Fills', () => {
  const count = () => counted(/^[\d,]+ fills?\b/);
  const rows = () => tableRows(scene.page, /^Fills, newest first/);

  test('are narrowed by symbol, side and day, and the hash names none of them', async () => {
    const { page, simulator } = scene;
    const truth = simulator.truth();
    await open('/fills', 'Fills');
    expect(await count()).toBe(truth.fillCount);
    for (const [symbol, { fills }] of Object.entries(truth.symbols)) {
      await field('Symbol').selectOption({ label: symbol });
      await expect.poll(count, patience).toBe(fills);
      expect(decodeURIComponent(await page.evaluate(() => location.hash))).not.toContain(symbol.split('/')[0]);
      expect(new Set((await rows()).map(({ cells }) => cells[1]))).toEqual(new Set([symbol]));
    }
    await button('Clear filters').click();
    await expect.poll(count, patience).toBe(truth.fillCount);

    await field('Side').selectOption('buy');
    await expect
      .poll(async () => new Set((await rows()).map(({ cells }) => cells[2])), patience)
      .toEqual(new Set(['buy']));
    const buys = await count();
    await field('Side').selectOption('sell');
    await expect.poll(count, patience).toBe(truth.fillCount - buys);
    await button('Clear filters').click();

    // of the days of all fills, those from the first fill's day on: a part before and a part from the middle are the whole
    const times = simulator.fillTimes();
    const day = new Date(times[30] ?? 0).toISOString().slice(0, 10);
    const from = times.filter((at) => at >= Date.parse(`${day}T00:00:00Z`)).length;
    await field('On this day or later, in UTC').fill(day);
    await expect.poll(count, patience).toBe(from);
    await button('Clear filters').click();
    await expect.poll(count, patience).toBe(truth.fillCount);
  });

  test('open to the ids of the exchange, with the filter kept behind them', async () => {
    const { page, simulator } = scene;
    const [made] = simulator.advance({ fills: 1 });
    await refresh();
    await open('/fills', 'Fills');
    await expect.poll(count, patience).toBe(simulator.truth().fillCount);
    await field('Side').selectOption(made?.side ?? '');
    const before = await page.evaluate(() => location.hash);
    await page.locator('main tbody tr[tabindex]').first().click();
    await dialog().getByText(String(made?.id), { exact: true }).waitFor();
    await dialog()
      .getByRole('heading', { name: `${made?.side === 'buy' ? 'Bought' : 'Sold'} ${made?.symbol}` })
      .waitFor();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    expect(await page.evaluate(() => location.hash)).toBe(before);
  });
});

describe('Balances', () => {
  const rows = () => tableRows(scene.page, /^Assets by account/);
  const assets = async () => (await rows()).map(({ cells }) => cells[0] ?? '');
  const held = () =>
    Object.entries(scene.simulator.truth().balances)
      .filter(([, { total }]) => total !== '0')
      .map(([asset]) => asset);

  test('are searched, sorted and grouped', async () => {
    await open('/balances?group=none', 'Balances');
    const all = held();
    await expect.poll(async () => (await assets()).sort(), patience).toEqual([...all].sort());
    const [one = ''] = all;
    await field('Search an asset').fill(one.toLowerCase());
    await expect.poll(assets, patience).toEqual(all.filter((asset) => asset.includes(one)));
    await field('Search an asset').fill('no such asset');
    await button('Clear the search').click();
    await expect.poll(async () => (await assets()).length, patience).toBe(all.length);

    await scene.page.getByRole('columnheader').getByRole('button', { name: 'Asset' }).click();
    await expect.poll(assets, patience).toEqual([...all].sort());
    await scene.page.getByRole('columnheader').getByRole('button', { name: 'Asset' }).click();
    await expect.poll(assets, patience).toEqual([...all].sort().reverse());

    await scene.page.getByText('By account', { exact: true }).click();
    await expect.poll(async () => (await assets())[0], patience).toBe('Binance · main');
    await scene.page.getByText('By asset', { exact: true }).click();
    await expect.poll(async () => (await rows()).map(({ cells }) => cells[1])[0], patience).not.toBe('');
  });

  test('that are small are hidden by the limit that was typed, and shown again', async () => {
    await open('/balances?group=none', 'Balances');
    const all = held();
    const limit = field(/^Hide what is worth less than so much/);
    await field('Hide below').check();
    await limit.fill('1000000000');
    // what has no price is never hidden, and all that is held here has one
    await scene.page.getByText(`0 rows · ${all.length} rows below 1000000000 USDT are hidden.`).waitFor();
    await button('Show them').click();
    await expect.poll(async () => (await assets()).length, patience).toBe(all.length);
    await limit.fill('1');
  });
});

describe('the account', () => {
  test('takes another name, and no empty one', async () => {
    await openAccount();
    await button('Rename').click();
    await field('Label', dialog()).fill('');
    await inDialog('Save').click();
    await dialog().getByText('Give the account a label.').waitFor();
    await field('Label', dialog()).fill('grid bot');
    await inDialog('Save').click();
    await scene.page.getByRole('heading', { name: 'Binance · grid bot', level: 1 }).waitFor();
    await open('/', 'Overview');
    await scene.page.getByRole('link', { name: 'Binance · grid bot', exact: true }).waitFor();
  });

  test('keeps its key where another is refused, and takes one that is accepted', async () => {
    const { page, simulator } = scene;
    const { trading } = simulator.keys;
    const masked = (key: string) => page.getByText(new RegExp(`${key.slice(-4)}$`)).first();
    await openAccount();
    await masked(simulator.keys.readOnly.apiKey).waitFor();
    await button('Replace the key').click();
    await field('API key').fill(trading.apiKey);
    await field('Secret key').fill(simulator.keys.readOnly.secret);
    await button('Test and replace').click();
    await page
      .getByText(/the secret does not belong to it\./)
      .first()
      .waitFor();
    await masked(simulator.keys.readOnly.apiKey).waitFor();
    await field('Secret key').fill(trading.secret);
    await button('Test and replace').click();
    await page.getByText('The new key is in use.').waitFor();
    await masked(trading.apiKey).waitFor();
    await page.getByText('This key can do more than read').waitFor();
    const before = asked();
    await refresh();
    expect(asked()).toBeGreaterThan(before);
  });

  test('is asked for nothing while it is paused, its value is missing by name, and it goes on when resumed', async () => {
    const { page } = scene;
    await openAccount();
    await button('Pause').click();
    await inDialog('Pause').click();
    await page.getByText(/^Paused since /).waitFor();
    await refresh(); // what was under way has ended with it
    const before = asked();
    await refresh();
    expect(asked()).toBe(before);
    const row = page
      .locator('tbody')
      .filter({ has: page.getByRole('link', { name: 'Binance · grid bot', exact: true }) });
    await row.getByText('You paused this account', { exact: false }).first().waitFor();
    expect(await row.innerText()).toMatch(/last [\d,.]+/);
    await openAccount();
    await button('Resume').first().click();
    await page.getByText(/^Paused since /).waitFor({ state: 'detached' });
    await expect.poll(asked, patience).toBeGreaterThan(before);
    await open('/', 'Overview');
    await expect
      .poll(async () => normalised((await exactIn(page.locator('main').first()))[0] ?? ''), patience)
      .toBe(normalised(scene.simulator.truth().value.USDT?.amount ?? ''));
  });

  test('cuts its round trips by a dust value of its own, and by the market again without it', async () => {
    const { page, simulator } = scene;
    const [symbol = '', { roundTrips }] = Object.entries(simulator.truth().symbols)[0] ?? ['', { roundTrips: 0 }];
    const trips = Object.values(simulator.truth().symbols).reduce((sum, { roundTrips: of }) => sum + of, 0);
    const tripCount = async () => {
      await open('/trades', 'Trades');
      return counted(/\b[\d,]+ closed trades?\b/);
    };
    expect(roundTrips).toBeGreaterThan(0);
    await expect.poll(tripCount, patience).toBe(trips);
    await openAccount();
    await field('Own value for').selectOption(symbol);
    await field(`Up to, in ${symbol.split('/')[0]}`).fill('a little');
    await button('Set').click();
    await page.getByText('A quantity from 0, such as 0.0005').waitFor();
    await field(`Up to, in ${symbol.split('/')[0]}`).fill('1000000000');
    await button('Set').click();
    const row = page.getByRole('row').filter({ hasText: 'set by you' });
    await row.filter({ hasText: symbol }).waitFor();
    expect(await exactIn(row)).toEqual(['1000000000']);
    // more than was ever held: what is left never keeps a trip open
    await expect.poll(tripCount, patience).not.toBe(trips);
    await openAccount();
    await button(`Remove your own value of ${symbol}`).click();
    await row.waitFor({ state: 'detached' });
    await expect.poll(tripCount, patience).toBe(trips);
  });

  test('is removed with its history kept: its figures stay, and nothing is asked for it', async () => {
    const { page, simulator } = scene;
    const before = await realized();
    expect(before.length).toBeGreaterThan(0);
    await openAccount();
    await button('Remove account').click();
    await dialog().getByText(`${simulator.truth().fillCount} fills since`, { exact: false }).waitFor();
    await inDialog('Remove account').click();
    await page.getByRole('heading', { name: 'Accounts', level: 1 }).waitFor();
    await page.getByText('no key, history kept').first().waitFor();
    expect(await realized()).toEqual(before);
    await refresh();
    const calls = asked();
    await refresh();
    expect(asked()).toBe(calls);
    await openAccount();
    await page.getByText('This account has no key').waitFor();
    await open('/fills', 'Fills');
    expect(await counted(/^[\d,]+ fills?\b/)).toBe(simulator.truth().fillCount);
  });

  test('is fetched again with a key that is entered later', async () => {
    const { page, simulator } = scene;
    await openAccount();
    await button('Enter a key').click();
    await field('API key').fill(simulator.keys.readOnly.apiKey);
    await field('Secret key').fill(simulator.keys.readOnly.secret);
    await button('Test and save').click();
    await page.getByText('This account has no key').waitFor({ state: 'detached' });
    await open('/', 'Overview');
    await expect
      .poll(async () => normalised((await exactIn(page.locator('main').first()))[0] ?? ''), patience)
      .toBe(normalised(simulator.truth().value.USDT?.amount ?? ''));
  });

  test('is erased with its history once its name was typed, and leaves nothing', async () => {
    const { page } = scene;
    await openAccount();
    await button('Remove account').click();
    await dialog().getByText('Erase it: fills and PnL of this account are gone').click();
    expect(await inDialog('Erase account').isEnabled()).toBe(false);
    await dialog().getByRole('textbox').fill('grid bot');
    await inDialog('Erase account').click();
    await page.getByText('No accounts yet').first().waitFor();
    await open('/fills', 'Fills');
    await page.getByText('No fills yet').waitFor();
    await goTo(page, route);
    await page.getByText('No such account').waitFor();
  });
});
