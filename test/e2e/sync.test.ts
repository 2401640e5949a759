/**
 * Three browsers, one sync server on this machine. What is imported in one is paired to another by code, and its balances, trades and
 * PnL are the same to the last digit; what was changed while the server was away comes together; one is removed by moving and gets
 * nothing more; the third, which was closed meanwhile, pairs again and loses nothing.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cluster, startCluster } from '../../sync-server/db/cluster';
import { createLogger } from '../../sync-server/logger';
import { type RunningServer, startServer } from '../../sync-server/server';
import { readSettings } from '../../sync-server/settings';
import { type Browser, launch, newProfile, removeFolder } from './harness/extension';
import { goTo, openImported, type Scene } from './harness/scene';
import { passphrase, unlock } from './harness/steps';
import { connectTo, expectFigures, expectSameFigures, type Figures, pairByCode, syncNow } from './harness/sync-steps';

interface Guest {
  readonly profile: string;
  browser: Browser;
  page: Page;
}

/** Few enough that every row of their tables is in view at once. */
const fillCount = 20;

let folder: string;
let cluster: Cluster;
let server: RunningServer;
let scene: Scene;
let laptop: Guest;
let travel: Guest;
let lastFigures: Figures;

async function serve(port: string): Promise<RunningServer> {
  const settings = readSettings({ PORT: port, REGISTRATION: 'open' });
  if (!settings.ok) throw new Error('settings');
  return startServer(settings.value, cluster.target, createLogger('warn'));
}

async function opened(profile: string): Promise<Guest> {
  const browser = await launch({ extension: scene.extension, profile, flags: scene.simulator.chromiumFlags });
  const page = await browser.dashboard();
  page.setDefaultTimeout(30_000);
  return { profile, browser, page };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fillbook-sync-'));
  chmodSync(folder, 0o755); // else root's user postgres could not enter it
  cluster = await startCluster(folder);
  server = await serve('0');
  scene = await openImported({ seed: 61, fills: fillCount, symbols: 2, soldOut: false });
  scene.page.setDefaultTimeout(30_000);
  [laptop, travel] = await Promise.all([opened(await newProfile()), opened(await newProfile())]);
});

afterAll(async () => {
  await Promise.all([laptop?.browser.close(), travel?.browser.close(), scene?.end()]);
  await server?.stop();
  await cluster?.stop();
  rmSync(folder, { recursive: true, force: true });
  for (const guest of [laptop, travel]) if (guest) await removeFolder(guest.profile);
});

const joinVault = (guest: Guest, deviceName: string) =>
  pairByCode(scene.page, guest.page, { opener: 'Add this device to an existing vault', deviceName });

/** Leads to the one account's page by the name that Overview shows. */
async function openAccount(page: Page, label: string): Promise<void> {
  await goTo(page, '/');
  await page
    .getByRole('link', { name: `Binance · ${label}`, exact: true })
    .first()
    .click();
  await page.getByRole('heading', { name: `Binance · ${label}`, level: 1 }).waitFor();
}

async function rename(page: Page, from: string, to: string): Promise<void> {
  await openAccount(page, from);
  await page.getByRole('button', { name: 'Rename', exact: true }).click();
  await page.getByRole('dialog').getByLabel('Label', { exact: true }).fill(to);
  await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('heading', { name: `Binance · ${to}`, level: 1 }).waitFor();
}

const methodField = (page: Page) => page.getByLabel('PnL method', { exact: true });

async function chooseMethod(page: Page, method: string): Promise<void> {
  await goTo(page, '/settings');
  await methodField(page).selectOption(method);
  await expect.poll(() => methodField(page).inputValue()).toBe(method);
}

test('a vault is connected by the address of its server, and all it has goes there', () =>
  connectTo(scene.page, server.url, 'Desk'));

test('another browser is paired by the code, and shows the same balances, trades and PnL to the last digit', async () => {
  const [shown, seen] = await joinVault(laptop, 'Laptop');
  expect(shown.replace(/\D/g, '')).toMatch(/^\d{6}$/);
  expect(seen).toBe(shown);
  await laptop.page.getByRole('heading', { name: 'Overview' }).waitFor();
  const [overview, balances, trades, fills] = await expectSameFigures(scene.page, laptop.page);
  expect(overview?.first).toMatch(/^[1-9]/); // a total that is known
  for (const table of [overview, balances, trades]) expect(table?.rows.length).toBeGreaterThan(0);
  expect(fills?.rows).toHaveLength(fillCount);
  await joinVault(travel, 'Travel');
  await travel.page.getByRole('heading', { name: 'Overview' }).waitFor();
});

test('what both change while the server is away comes together', async () => {
  const { port } = new URL(server.url);
  await server.stop();
  await rename(scene.page, 'main', 'desk');
  await chooseMethod(laptop.page, 'lifo');
  await rename(travel.page, 'main', 'on the road'); // the latest of all, and not sent before it is closed
  await travel.browser.close();
  server = await serve(port);
  for (const { page } of [scene, laptop, scene]) await syncNow(page);
  for (const { page } of [scene, laptop]) {
    await openAccount(page, 'desk');
    await goTo(page, '/settings');
    await expect.poll(() => methodField(page).inputValue(), { timeout: 30_000 }).toBe('lifo');
  }
  lastFigures = await expectSameFigures(scene.page, laptop.page);
});

test('a device is removed by moving, and gets nothing more', async () => {
  const { page } = scene;
  await goTo(page, '/sync');
  await page.getByRole('button', { name: 'Remove Laptop' }).click();
  await page.getByLabel('Passphrase of this device', { exact: true }).fill(passphrase);
  await page.getByRole('button', { name: 'Remove and move' }).click();
  const words = page.getByRole('list', { name: 'Recovery words' }).getByRole('listitem');
  await words.first().waitFor();
  const written = (await words.allInnerTexts()).map((text) => text.replace(/[^a-z]/g, ''));
  await page.getByRole('button', { name: 'I wrote them down' }).click();
  for (const field of await page.getByLabel(/^Word \d+$/).all()) {
    const label = (await field.evaluate((input) => (input as HTMLInputElement).labels?.[0]?.textContent)) ?? '';
    await field.fill(written[Number(label.replace(/\D/g, '')) - 1] ?? '');
  }
  await page.keyboard.press('Enter');
  await page.getByText(', this device', { exact: true }).waitFor();
  await expectFigures(page, lastFigures); // all that was there
  await chooseMethod(page, 'average');
  await syncNow(page);
  await goTo(laptop.page, '/sync');
  await laptop.page.getByText('This device was removed', { exact: true }).waitFor();
  await goTo(laptop.page, '/settings');
  expect(await methodField(laptop.page).inputValue()).toBe('lifo');
});

test('a device that was away is told of the move, pairs again by a code, and loses nothing', async () => {
  travel = await opened(travel.profile);
  await unlock(travel.page);
  await openAccount(travel.page, 'on the road');
  await goTo(travel.page, '/sync');
  await travel.page.getByText('The vault has moved', { exact: true }).waitFor();
  await pairByCode(scene.page, travel.page, { opener: 'Pair this device again', deviceName: 'Travel' });
  await syncNow(travel.page);
  await syncNow(scene.page);
  for (const { page } of [scene, travel]) {
    await openAccount(page, 'on the road');
    await goTo(page, '/settings');
    await expect.poll(() => methodField(page).inputValue(), { timeout: 30_000 }).toBe('average');
  }
  await expectSameFigures(scene.page, travel.page);
});
