/** Sample data in the production build: entered without a passphrase, marked on every screen, and left without a trace. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { routes } from '../../extension/ui/routes';
import { type ExchangeId, exchangeIds, exchangeInfos } from '../../shared/exchanges/ids';
import { axeFaults, changeTheme, settle } from '../ui/page-checks';
import { type Browser, grantedCopy, launch, newProfile, removeFolder } from './harness/extension';
import { startOverOnRetry } from './harness/retry';
import { goTo } from './harness/scene';
import { setUpVault } from './harness/steps';

/** No name leads anywhere: a request to an exchange would fail, and the sample with it. */
const flags = ['--host-resolver-rules=MAP * ~NOTFOUND'];
const patience = { timeout: 30_000 };

const labels: Readonly<Record<ExchangeId, string>> = {
  binance: 'Main',
  bitget: 'Grid bot',
  gate: 'Swing',
  mexc: 'Listings',
  poloniex: 'Spot and futures',
  bitmart: 'Old desk',
  coinstore: 'Small caps',
};

let extension: string;
/** What lay in the browser before any sample. */
let untouched: unknown;
let profile: string;
let browser: Browser;
let page: Page;

async function start(): Promise<void> {
  browser = await launch({ extension, profile, flags });
  page = await browser.dashboard();
  page.setDefaultTimeout(30_000);
}

beforeAll(async () => {
  extension = await grantedCopy();
  profile = await newProfile();
  await start();
});
afterAll(async () => {
  await browser?.close();
  await removeFolder(extension);
  await removeFolder(profile);
});
startOverOnRetry(() => page);

const tryIt = () => page.getByRole('button', { name: 'Try with sample data' }).first().click();
const bar = (of: Page) => of.getByRole('complementary', { name: 'Sample data' });
const leave = (of: Page) => bar(of).getByRole('button', { name: 'Leave' }).click();
const onboarding = () => page.getByRole('button', { name: 'Begin' }).waitFor();
const overview = () => page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();

/** Overview of sample data, entered unless a test before, or a first attempt, has left it open. */
async function enterSample(): Promise<void> {
  if ((await bar(page).count()) === 0) await tryIt();
  else await goTo(page, '/');
  await overview();
}

/** The list of accounts, with those of the sample in it. */
async function openAccounts(): Promise<void> {
  await goTo(page, '/accounts');
  await page.getByRole('heading', { name: 'Accounts', level: 1 }).waitFor();
  await page.getByRole('row').filter({ hasText: labels.coinstore }).first().waitFor(patience);
}

/** Everything of Fillbook's that lies in this browser by name, and what lies outside its databases. */
const footprint = () =>
  page.evaluate(async () => {
    const { storage } = chrome;
    const databases = await indexedDB.databases();
    return {
      databases: databases.map(({ name }) => name).sort(),
      session: await storage.session.get(null),
      local: await storage.local.get(null),
      ofPages: { ...localStorage },
    };
  });

/** The stored bytes of the trader's own database, each record by its key. */
const ownRecords = () =>
  page.evaluate(async () => {
    const answered = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await answered(indexedDB.open('fillbook'));
    const tables = [...database.objectStoreNames];
    const records = await Promise.all(
      tables.map(async (table) => {
        const rows = await answered(database.transaction(table).objectStore(table).getAll());
        const text = JSON.stringify(rows, (_, value) => (value instanceof Uint8Array ? [...value].join() : value));
        return [table, text] as const;
      }),
    );
    database.close();
    return Object.fromEntries(records);
  });

/** The bar is there, comes before everything else, is on top, and the title says it too. */
async function expectMarked(of: Page): Promise<void> {
  await bar(of).waitFor();
  expect(await bar(of).innerText()).toMatch(/DEMO · sample data, nothing here is yours\s+Leave/);
  await expect.poll(() => of.title(), patience).toMatch(/^DEMO · .*Fillbook$/);
  const place = await of.evaluate(() => {
    const marked = document.querySelector('aside');
    const first = document.querySelector('#root > :not(style)');
    const box = marked?.getBoundingClientRect();
    const on = box && document.elementFromPoint(box.left + 4, box.top + box.height / 2);
    return { first: first === marked, onTop: marked?.contains(on ?? null), top: box?.top };
  });
  expect(place).toEqual({ first: true, onTop: true, top: 0 });
}

test('sample data opens from the first screen, without a passphrase, and the first import can be watched', async () => {
  if (untouched === undefined) {
    await onboarding();
    untouched = await footprint();
  }
  await enterSample();
  await expectMarked(page);
  expect(await page.getByLabel(/passphrase/i).count()).toBe(0);
  await openAccounts();
  await expect.poll(() => rowOf('bitget'), patience).toMatch(/import/i);
});

const rowOf = (exchange: ExchangeId): Promise<string> =>
  page.getByRole('row').filter({ hasText: labels[exchange] }).first().innerText();

test('seven accounts stand there, each in its state', async () => {
  await openAccounts();
  for (const exchange of exchangeIds) expect(await rowOf(exchange)).toContain(exchangeInfos[exchange].name);
  await expect.poll(() => rowOf('binance'), patience).toMatch(/\d[\d,.]+/);
  await expect.poll(() => rowOf('gate'), patience).toContain('Your address 203.0.113.7');
  await expect.poll(() => rowOf('mexc'), patience).toContain('complete with warnings');
  await expect.poll(() => rowOf('poloniex'), patience).toContain('partial · 1 of 3');
  await expect.poll(() => rowOf('coinstore'), patience).toContain('partial · 1 of 3');
  const { closing } = exchangeInfos.bitmart;
  const bitmart = Date.now() < (closing?.closesAt ?? 0) ? /You paused this account/ : /closed/;
  await expect.poll(() => rowOf('bitmart'), patience).toMatch(bitmart);
});

/** Those of one account, trade or fill. */
type RouteOfOne = {
  [Name in keyof typeof routes]: (typeof routes)[Name] extends string ? never : Name;
}[keyof typeof routes];

/** The id in the hash once the first row of `label` was opened on a list. */
async function openedId(list: string, label: string): Promise<string> {
  await goTo(page, list);
  await page.getByRole('row').filter({ hasText: label }).first().click();
  await page.getByRole('dialog').waitFor();
  const [, id = ''] = new RegExp(`^#${list}/([^?]+)`).exec(await page.evaluate(() => location.hash)) ?? [];
  return decodeURIComponent(id);
}

/** Every route that the dashboard has, with ids of the sample's own. */
async function everyRoute(): Promise<readonly string[]> {
  await openAccounts();
  const href = await page.getByRole('row').getByRole('link').first().getAttribute('href');
  const account = decodeURIComponent(href?.replace(`#${routes.accounts}/`, '') ?? '');
  const trade = await openedId(routes.trades, labels.coinstore);
  const fill = await openedId(routes.fills, labels.binance);
  for (const id of [account, trade, fill]) expect(id).toMatch(/^[^/]+$/);
  const ids: Readonly<Record<RouteOfOne, string>> = {
    ...{ account, accountKey: account, accountSymbols: account, doctor: account },
    ...{ trade, fill },
  };
  const ofOne = (name: string): name is RouteOfOne => name in ids;
  return Object.entries(routes).map(([name, route]) =>
    typeof route === 'string' ? route : route(ofOne(name) ? ids[name] : ''),
  );
}

test('every screen says DEMO first, a drawer and the popup too', async () => {
  for (const route of await everyRoute()) {
    await goTo(page, route);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await expectMarked(page);
  }
  await goTo(page, '/trades');
  await page.getByRole('row').filter({ hasText: 'Small caps' }).first().click();
  await page.getByRole('dialog').waitFor();
  await expectMarked(page);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await settle(page);
  const popup = await browser.popup();
  await expectMarked(popup);
  await popup.getByText('Grid bot').waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await changeTheme(popup, colorScheme);
    await changeTheme(page, colorScheme);
    expect([...(await axeFaults(popup)), ...(await axeFaults(page))]).toEqual([]);
  }
  await popup.close();
});

test('left from one page, every page is back at the own data and nothing is left behind', async () => {
  await enterSample();
  await page.getByRole('button', { name: /^(Hide|Show) amounts$/ }).click();
  await page.getByRole('button', { name: /^(Light|Dark) colours$/ }).click();
  await goTo(page, '/balances');
  await page.getByRole('checkbox', { name: 'Hide below' }).click();
  const popup = await browser.popup();
  await bar(popup).waitFor();
  await leave(page);
  await onboarding();
  await popup.getByRole('button', { name: 'Try with sample data' }).waitFor();
  expect(await bar(page).count()).toBe(0);
  expect(await page.title()).not.toContain('DEMO');
  await popup.close();
  await expect.poll(footprint, patience).toEqual(untouched);
});

test('a sample that the browser ended in the middle of is gone at the next start', async () => {
  await enterSample();
  expect((await footprint()).databases).toContain('fillbook-sample');
  await browser.kill();
  await start();
  await onboarding();
  await expect.poll(footprint, patience).toEqual(untouched);
});

/** What is the trader's own: the header and what lies beside it, every record, and the rows that stay on this device. */
async function ownState() {
  const { local, session } = await footprint();
  const { local: rows, ...records } = await ownRecords();
  // an engine that is started anew counts its encryptions ahead
  return { header: { ...local, sealCount: null }, key: session.rootKey, records, rows: JSON.parse(rows ?? '[]') };
}

test("beside a vault of the trader's own, sample data leaves its header, its records and its lock as they were", async () => {
  await setUpVault(page);
  await goTo(page, '/accounts');
  const before = await ownState();
  await tryIt();
  await overview();
  await expectMarked(page);
  await goTo(page, '/settings');
  await page.getByRole('button', { name: 'Leave sample data' }).click();
  await overview();
  expect(await bar(page).count()).toBe(0);
  await expect.poll(async () => (await footprint()).databases, patience).toEqual(['fillbook']);
  // an engine that has shown Overview may keep its answer, as a row more
  expect(await ownState()).toEqual({ ...before, rows: expect.arrayContaining(before.rows) });
});
