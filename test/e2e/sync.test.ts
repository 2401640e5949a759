/**
 * Two browsers, one sync server on this machine: what is imported in one is paired to the other by code and is the same to the last
 * digit; the other is removed by moving, and gets nothing more.
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
import { exactIn } from './harness/figures';
import { goTo, openImported, type Scene } from './harness/scene';
import { passphrase } from './harness/steps';

let folder: string;
let cluster: Cluster;
let server: RunningServer;
let scene: Scene;
let profile: string;
let other: Browser;
let page: Page;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fillbook-sync-'));
  chmodSync(folder, 0o755); // else root's user postgres could not enter it
  cluster = await startCluster(folder);
  const settings = readSettings({ PORT: '0', REGISTRATION: 'open' });
  if (!settings.ok) throw new Error('settings');
  server = await startServer(settings.value, cluster.target, createLogger('warn'));
  scene = await openImported({ seed: 61, fills: 60, symbols: 2, soldOut: false });
  profile = await newProfile();
  other = await launch({ extension: scene.extension, profile, flags: scene.simulator.chromiumFlags });
  page = await other.dashboard();
  page.setDefaultTimeout(30_000);
  scene.page.setDefaultTimeout(30_000);
});

afterAll(async () => {
  await other?.close();
  await scene?.end();
  await server?.stop();
  await cluster?.stop();
  rmSync(folder, { recursive: true, force: true });
  await removeFolder(profile);
});

/** Every figure of the screen in front, to the last digit. */
const figures = (shown: Page) => exactIn(shown.locator('main').first());

test('a vault is connected by the address of its server, and all it has goes there', async () => {
  await goTo(scene.page, '/sync');
  await scene.page.getByLabel('Server address', { exact: true }).fill(server.url);
  await scene.page.getByLabel('Name of this device', { exact: true }).fill('Desk');
  await scene.page.getByRole('button', { name: 'Connect', exact: true }).click();
  await scene.page.getByText(', this device', { exact: true }).waitFor();
  // rows that are too few for a segment wait for a quarter of an hour, or for this
  await scene.page.getByRole('button', { name: 'Sync now', exact: true }).click();
  await scene.page.getByText('All changes are on the server').waitFor();
});

test('another browser is paired by the code, shows the same digits, and then the same trades and total', async () => {
  await scene.page.getByRole('button', { name: 'Add a device' }).click();
  const code = await scene.page.getByRole('dialog').locator('code').innerText();
  await page.getByRole('button', { name: 'Add this device to an existing vault' }).click();
  await page.getByLabel('Code', { exact: true }).fill(code);
  await page.getByLabel('Name of this device', { exact: true }).fill('Laptop');
  await page.getByRole('button', { name: 'Ask to be added' }).click();
  await page.getByLabel('New passphrase', { exact: true }).waitFor();
  await scene.page.getByRole('button', { name: 'They are the same' }).waitFor();
  const digits = (shown: Page) => shown.getByLabel('Six digits').first().innerText();
  expect((await digits(page)).replace(/\D/g, '')).toMatch(/^\d{6}$/);
  expect(await digits(page)).toBe(await digits(scene.page));
  await page.getByLabel('New passphrase', { exact: true }).fill(passphrase);
  await page.getByLabel('Repeat it', { exact: true }).fill(passphrase);
  await page.getByRole('button', { name: 'They are the same, add this device' }).click();
  await scene.page.getByRole('button', { name: 'They are the same' }).click();
  await scene.page.getByText('The device was added.').waitFor();
  await scene.page.getByRole('dialog').getByRole('button', { name: 'Close' }).first().click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await goTo(scene.page, '/fills');
  await goTo(page, '/fills');
  await scene.page.getByRole('table').first().waitFor();
  const seen = await figures(scene.page);
  expect(seen.length).toBeGreaterThan(20);
  await expect.poll(() => figures(page), { timeout: 30_000 }).toEqual(seen);
});

test('a device is removed by moving: the one goes on with the same fills, the other gets nothing more', async () => {
  const before = await figures(scene.page);
  await goTo(scene.page, '/sync');
  await scene.page.getByRole('button', { name: 'Remove Laptop' }).click();
  await scene.page.getByLabel('Passphrase of this device', { exact: true }).fill(passphrase);
  await scene.page.getByRole('button', { name: 'Remove and move' }).click();
  await scene.page.getByRole('list', { name: 'Recovery words' }).waitFor();
  await goTo(page, '/sync');
  await page.getByText('This device was removed', { exact: true }).waitFor();
  await goTo(scene.page, '/fills');
  await expect.poll(() => figures(scene.page), { timeout: 30_000 }).toEqual(before);
});
