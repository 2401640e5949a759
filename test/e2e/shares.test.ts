/**
 * A shared snapshot from the trader's screen to the reader's: the production build, the sync server as it runs for people, and a
 * browser that knows nothing but the link.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Cluster, startCluster } from '../../sync-server/db/cluster';
import { connect } from '../../sync-server/db/connection';
import { createLogger } from '../../sync-server/logger';
import { type RunningServer, startServer } from '../../sync-server/server';
import { readSettings } from '../../sync-server/settings';
import { exactIn } from './harness/figures';
import { refreshAll } from './harness/refresh';
import { startOverOnRetry } from './harness/retry';
import { goTo, openImported, type Scene } from './harness/scene';

let scene: Scene;
let cluster: Cluster;
let server: RunningServer;
/** Another person's browser. */
let reader: Browser;
const folder = mkdtempSync(join(tmpdir(), 'fillbook-shares-'));

beforeAll(async () => {
  chmodSync(folder, 0o755); // else root's user postgres could not enter it
  cluster = await startCluster(folder);
  const settings = readSettings({ PORT: '0', REGISTRATION: 'open' });
  if (!settings.ok) throw new Error('no settings');
  server = await startServer(settings.value, cluster.target, createLogger('silent'));
  scene = await openImported({ seed: 91, fills: 40, symbols: 2, soldOut: false });
  reader = await chromium.launch({
    executablePath: process.env.FILLBOOK_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run'],
  });
});
afterAll(async () => {
  await reader?.close();
  await scene?.end();
  await server?.stop();
  await cluster?.stop();
  rmSync(folder, { recursive: true, force: true });
});
startOverOnRetry(() => scene?.page);

const button = (name: string) => scene.page.getByRole('button', { name, exact: true });
const frame = () => scene.page.frameLocator('iframe');

/** The exact value of a card of the reader's page, without its currency. */
const cardOf = (place: Pick<Page, 'locator'>, name: string) =>
  place.locator('.card', { hasText: name }).first().locator('data').getAttribute('value');

let isConnected = false;

async function connectServer(): Promise<void> {
  const { page } = scene;
  await goTo(page, '/sync');
  await page.getByLabel('Server address').fill(server.url);
  await page.getByLabel('Name of this device').fill('Desk');
  await button('Connect').click();
  await page.getByRole('heading', { name: 'Devices' }).waitFor();
  isConnected = true;
}

/** The total that Overview shows, exactly. */
async function totalOfOverview(): Promise<string> {
  const { page } = scene;
  await goTo(page, '/');
  await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
  const [total] = await exactIn(page.getByRole('main'));
  if (!total) throw new Error('no total');
  return total;
}

/** What the server's database holds of shares, all columns as text. */
async function storedShares(): Promise<readonly string[]> {
  const owner = connect(cluster.target, 'owner', { max: 1 });
  const rows = await owner`select body from shares`;
  await owner.end();
  return rows.map(({ body }) => (body === null ? '' : Buffer.from(body).toString('latin1')));
}

describe('a shared snapshot', () => {
  let link = '';

  test('needs a server, and says so with the way to one', async () => {
    const notice = scene.page.getByText('A sync server is needed');
    if (!isConnected) {
      await goTo(scene.page, '/shares');
      await notice.waitFor();
      await connectServer(); // which a second attempt cannot do again
    }
    await goTo(scene.page, '/shares');
    await button('Share a snapshot').waitFor();
    await notice.waitFor({ state: 'detached' }); // what was known before stands until the engine has answered
  });

  test('is looked at before it is made, in a page without an origin and without any API of the extension', async () => {
    const { page } = scene;
    const total = await totalOfOverview();
    await goTo(page, '/shares');
    await button('Share a snapshot').click();
    await page.getByLabel('Title').fill('Desk of the test');
    await page.getByLabel('Amounts', { exact: true }).check();
    await page.getByLabel('Follow each refresh').check();
    await button('Show the preview').click();
    await frame().getByRole('heading', { name: 'Desk of the test' }).waitFor();
    expect(total.startsWith((await cardOf(frame(), 'Total')) ?? 'none')).toBe(true);
    const [, viewer] = page.frames();
    const powers = await viewer?.evaluate(async () => [
      window.origin,
      typeof (globalThis as { chrome?: { runtime?: { id?: string } } }).chrome?.runtime?.id,
      await fetch('https://example.com').then(
        () => 'fetched',
        () => 'refused',
      ),
    ]);
    expect(powers).toEqual(['null', 'undefined', 'refused']);
  });

  test('is opened by its link as it was looked at, and the server holds nothing that can be read', async () => {
    const { page } = scene;
    const looked = await frame().locator('article').innerText();
    await button('Create the link').click();
    await page.getByText('The link is made').waitFor();
    link = await page.locator('code').innerText();
    const other = await reader.newPage();
    await other.goto(link);
    await other.getByRole('button', { name: 'Open the snapshot' }).click();
    await other.getByRole('heading', { name: 'Desk of the test' }).waitFor();
    const age = /\((now|\d+ \w+ ago)\)/;
    expect((await other.locator('article').innerText()).replace(age, '')).toBe(looked.replace(age, ''));
    const [stored = ''] = await storedShares();
    expect(stored.length).toBeGreaterThan(500);
    for (const word of ['Desk', 'Binance', 'USDT', new URL(link).hash.split('.')[2] ?? 'key'])
      expect(stored).not.toContain(word);
    await other.close();
  });

  test('that follows each refresh is sent anew by one, under the same link', async () => {
    const { page } = scene;
    await button('Done').click();
    const [before] = await storedShares();
    await refreshAll(page);
    await expect.poll(async () => (await storedShares())[0] !== before, { timeout: 20_000 }).toBe(true);
    const other = await reader.newPage();
    await other.goto(link);
    await other.getByRole('button', { name: 'Open the snapshot' }).click();
    await other.getByText('The link follows each refresh').waitFor();
    await other.close();
  });

  test('is revoked: its bytes are gone, and the link opens nothing', async () => {
    const { page } = scene;
    await goTo(page, '/shares');
    await page
      .getByRole('row', { name: /Desk of the test/ })
      .getByRole('button', { name: 'Revoke' })
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('Nothing is shared').waitFor();
    expect(await storedShares()).toEqual(['']);
    const other = await reader.newPage();
    await other.goto(link);
    await other.getByRole('button', { name: 'Open the snapshot' }).click();
    await other.getByText('There is no snapshot under this link').waitFor();
    await other.close();
  });
});
