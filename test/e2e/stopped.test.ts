/**
 * The browser may stop the engine's worker, or be killed itself, at any instant of an import. Afterwards everything that
 * the exchange has is stored once, and the figures are the truth.
 */
import { afterEach, expect, test } from 'vitest';
import { launch } from './harness/extension';
import { exactIn, normalised, tableRows } from './harness/figures';
import { goTo, importComplete, openScene, type Scene } from './harness/scene';
import { addAccount, passphrase, setUpVault } from './harness/steps';
import { stopEngine } from './harness/stop-engine';

let scene: Scene;
afterEach(() => scene?.end());

/** Compares Overview with the exchange's truth; the rates of fees in BNB come in behind the import. */
async function expectTruth(): Promise<void> {
  const { page, simulator } = scene;
  await goTo(page, '/');
  const truth = simulator.truth();
  const shown = async () => {
    const rows = await tableRows(page, /^Realized PnL per quote currency/);
    return Object.fromEntries(
      rows.map(({ cells, exact }) => [cells[0], exact.slice(0, 3).map((value) => normalised(value ?? ''))]),
    );
  };
  const expected = Object.entries(truth.realized).map(([quote, { gross, fees, net }]) => [
    quote,
    [gross, fees, net].map(normalised),
  ]);
  await expect.poll(shown, { timeout: 90_000 }).toEqual(Object.fromEntries(expected));
  const [total] = await exactIn(page.locator('main').first());
  expect(normalised(total ?? '')).toBe(normalised(truth.value.USDT?.amount ?? ''));
}

/** Fills stored, as the account page says. */
async function fillsStored(): Promise<number> {
  const text = await scene.page.locator('dl').filter({ hasText: 'Fills stored' }).first().innerText();
  return Number((/Fills stored\s+([\d,]+)/.exec(text)?.[1] ?? '').replace(/,/g, ''));
}

/** How often the worker is stopped: `npm run failures` does it 20 times, each time some 10 seconds. */
const stops = process.env.FILLBOOK_EVERY_FAILURE === '1' ? 20 : 8;

test(`a worker that is stopped ${stops} times in mid-import ends with every fill stored once`, async () => {
  scene = await openScene({ seed: 21, fills: 2_000, symbols: 4, soldOut: false, perPage: 1000 });
  const { page, simulator, browser } = scene;
  await setUpVault(page);
  // slow replies keep the import busy for the whole of the test, and each stop then falls into a request or a write
  simulator.faults.set({ kind: 'slow', delayMs: 120, path: 'myTrades' });
  await addAccount(page, 'main', simulator.keys.readOnly);
  await page
    .getByText(/^Import/)
    .first()
    .waitFor();
  for (let stop = 0; stop < stops; stop += 1) {
    const seen = simulator.requests().length;
    await stopEngine(browser.context);
    // the page reconnects by itself, and the import goes on: the next request to the exchange shows it. Where it had just come
    // to its end, there is nothing to go on with: another is begun.
    await expect
      .poll(
        async () => {
          if (await page.getByText(/^Import: Complete\./).isVisible())
            await page.getByRole('button', { name: 'Look for new fills' }).click();
          return simulator.requests().length;
        },
        { timeout: 60_000 },
      )
      .toBeGreaterThan(seen);
  }
  simulator.faults.clear();
  await importComplete(page);
  expect(await fillsStored()).toBe(simulator.truth().fillCount);
  await expectTruth();
});

test('a browser that is killed in mid-import goes on after unlocking', async () => {
  scene = await openScene({ seed: 22, fills: 1_500, symbols: 4, soldOut: false });
  await setUpVault(scene.page);
  scene.simulator.faults.set({ kind: 'slow', delayMs: 250, path: 'myTrades' });
  await addAccount(scene.page, 'main', scene.simulator.keys.readOnly);
  await expect
    .poll(() => scene.simulator.requestCounts()['GET /api/v3/myTrades 200'] ?? 0, { timeout: 30_000 })
    .toBeGreaterThan(3);
  await scene.browser.kill();
  scene.browser = await launch({
    extension: scene.extension,
    profile: scene.profile,
    flags: scene.simulator.chromiumFlags,
  });
  scene.simulator.faults.clear();
  const page = await scene.browser.dashboard();
  page.setDefaultTimeout(20_000);
  Object.assign(scene, { page });
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.keyboard.press('Enter');
  await goTo(page, '/accounts');
  await page.getByRole('link', { name: /main/ }).first().click();
  await importComplete(page);
  expect(await fillsStored()).toBe(scene.simulator.truth().fillCount);
  await expectTruth();
});

test('an import goes on although every page was closed, and is whole when one is opened again', async () => {
  scene = await openScene({ seed: 23, fills: 1_200, symbols: 4, soldOut: false });
  await setUpVault(scene.page);
  scene.simulator.faults.set({ kind: 'slow', delayMs: 400, path: 'myTrades' });
  await addAccount(scene.page, 'main', scene.simulator.keys.readOnly);
  const pages = () => scene.simulator.requestCounts()['GET /api/v3/myTrades 200'] ?? 0;
  await expect.poll(pages, { timeout: 30_000 }).toBeGreaterThan(1);
  await scene.page.close();
  const atClosing = pages();
  // only the background holds the engine now: requests go on until every fill is there
  await expect.poll(pages, { timeout: 30_000 }).toBeGreaterThan(atClosing + 4);
  scene.simulator.faults.clear();
  const page = await scene.browser.dashboard('/accounts');
  page.setDefaultTimeout(20_000);
  Object.assign(scene, { page });
  await page.getByRole('link', { name: /main/ }).first().click();
  await importComplete(page);
  expect(await fillsStored()).toBe(scene.simulator.truth().fillCount);
  await expectTruth();
});
