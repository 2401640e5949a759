/**
 * `npm run demo`: what a trader does in the first minutes, on the production build against the simulator, with pictures.
 *
 * Prints the accounts, their values, fills and PnL as the screens show them, and compares each figure with the simulator's
 * own truth; then one exchange refuses the address. Meanwhile every screen and state of the gallery is taken in both themes.
 * Exit status 1 when a figure differs.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { type ExchangeId, exchangeInfos } from '../../shared/exchanges/ids';
import type { Truth } from '../simulator/truth';
import { pictureList, shootGallery, writeContactSheet } from './demo-gallery';
import { addDesk, deskAccounts, deskOptions } from './harness/desk';
import { exactIn, normalised, scaled, tableRows, unscaled } from './harness/figures';
import { goTo, openScene, type Scene } from './harness/scene';
import { setUpVault } from './harness/steps';

const folder = fileURLToPath(new URL('../../.output/demo', import.meta.url));

/** The folder in `folder` that every screen and state goes to. */
const states = 'states';

const toError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

/** The arguments were checked by scripts/demo.mjs, before anything was built. */
function readArguments(): { readonly seed: number; readonly fills: number } {
  const { values } = parseArgs({
    options: { seed: { type: 'string', default: '7' }, fills: { type: 'string', default: '600' } },
  });
  return { seed: Number(values.seed), fills: Number(values.fills) };
}

/** For the picture alone: figures that are on their way and transitions have ended by then. */
const settle = (page: Page): Promise<void> => page.waitForTimeout(600);

async function shoot(page: Page, name: string): Promise<void> {
  await settle(page);
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/** Every screen of the open vault in one theme. */
async function shootTheme(scene: Scene, theme: 'light' | 'dark', suffix: string): Promise<void> {
  const { page, browser } = scene;
  await page.emulateMedia({ colorScheme: theme });
  const rail = page.getByRole('navigation').getByRole('link');
  for (const name of await rail.allInnerTexts()) {
    await rail.filter({ hasText: name }).click();
    await shoot(page, `${name.trim().toLowerCase()}-${theme}${suffix}`);
  }
  await openAccount(page, failing);
  await shoot(page, `account-${theme}${suffix}`);
  await page.getByRole('link', { name: 'Open doctor' }).first().click();
  await page.locator('main [data-kind]:not([data-kind="running"])').waitFor({ timeout: 60_000 });
  await shoot(page, `doctor-${theme}${suffix}`);
  const popup = await browser.popup();
  await popup.emulateMedia({ colorScheme: theme });
  await popup.getByText(nameOf(failing)).waitFor();
  await shoot(popup, `popup-${theme}${suffix}`);
  await popup.close();
}

/** The account that fails on purpose at the end. */
const failing: ExchangeId = 'bitget';

const nameOf = (exchange: ExchangeId): string => `${exchangeInfos[exchange].name} · ${exchange}`;

async function openAccount(page: Page, exchange: ExchangeId): Promise<void> {
  await goTo(page, '/accounts');
  await page
    .getByRole('link', { name: nameOf(exchange), exact: true })
    .first()
    .click();
  await page.getByRole('heading', { name: nameOf(exchange), level: 1 }).waitFor();
}

interface Comparison {
  readonly what: string;
  readonly shown: string;
  readonly truth: string;
}

/** Each account's value and fills, as its own page shows them. */
async function compareAccount({ page, simulator }: Scene, exchange: ExchangeId): Promise<readonly Comparison[]> {
  await openAccount(page, exchange);
  const truth = simulator.truth(exchange);
  const rows = await tableRows(page, /symbol/i);
  const fills = rows.reduce((sum, { cells }) => sum + Number((cells[1] ?? '').replace(/\D/g, '')), 0);
  const [value] = await exactIn(page.locator('main').first());
  return [
    { what: `${nameOf(exchange)}, USDT`, shown: value ?? 'not known', truth: truth.value.USDT?.amount ?? '' },
    { what: `${nameOf(exchange)}, fills`, shown: String(fills), truth: String(truth.fillCount) },
  ];
}

/** The exact sum of one figure over the accounts' truths. */
function summed({ simulator }: Scene, figure: (truth: Truth) => string | undefined): string {
  const sum = deskAccounts.reduce((total, exchange) => total + scaled(figure(simulator.truth(exchange)) ?? '0'), 0n);
  return unscaled(sum);
}

/** The figures of all accounts together beside the simulator's. */
async function compareTotals(scene: Scene): Promise<readonly Comparison[]> {
  const { page } = scene;
  await goTo(page, '/');
  const quotes = await tableRows(page, /^Realized PnL per quote currency/);
  const [total] = await exactIn(page.locator('main').first());
  return [
    { what: 'Total, USDT', shown: total ?? 'not known', truth: summed(scene, (truth) => truth.value.USDT?.amount) },
    ...quotes.flatMap(({ cells, exact }) =>
      (['gross', 'fees', 'net'] as const).map((figure, index) => ({
        what: `Realized ${figure}, ${cells[0]} (FIFO)`,
        shown: exact[index] ?? 'not known',
        truth: summed(scene, (truth) => truth.realized[cells[0] ?? '']?.[figure]),
      })),
    ),
  ];
}

const isTrue = ({ shown, truth }: Comparison): boolean => normalised(shown) === normalised(truth);

/** Rates of fee coins come in behind the imports: looked at until all is true, or for two minutes. */
async function settledTotals(scene: Scene): Promise<readonly Comparison[]> {
  for (let looks = 60; ; looks -= 1) {
    const comparisons = await compareTotals(scene);
    if (looks === 0 || comparisons.every(isTrue)) return comparisons;
    await scene.page.waitForTimeout(2_000);
  }
}

function print(comparisons: readonly Comparison[]): boolean {
  const width = Math.max(...comparisons.map(({ what }) => what.length));
  const digits = Math.max(...comparisons.map(({ shown }) => shown.length));
  let same = true;
  for (const comparison of comparisons) {
    const { what, shown, truth } = comparison;
    const equal = isTrue(comparison);
    same &&= equal;
    console.log(`  ${what.padEnd(width)}  ${shown.padStart(digits)}  ${equal ? '= truth' : `≠ ${truth}`}`);
  }
  return same;
}

/** Adds the seven accounts; a picture of the first import while it runs. */
async function addAccounts(scene: Scene): Promise<void> {
  const { page, simulator } = scene;
  simulator.faults.set({ kind: 'slow', exchange: 'binance', delayMs: 500, path: 'myTrades' }); // or the picture would come too late
  await addDesk(scene, {
    added: async (exchange) => {
      console.log(`  ${nameOf(exchange)}: key accepted, importing …`);
      if (exchange !== 'binance') return;
      await page.getByRole('button', { name: 'Stop' }).waitFor();
      await page.waitForTimeout(4_000);
      await shoot(page, 'importing-light');
      simulator.faults.clear();
    },
    imported: async (exchange) => {
      console.log(`  ${nameOf(exchange)}: ${simulator.truth(exchange).fillCount} fills imported`);
      if (exchange !== 'bitmart') await shoot(page, `account-${exchange}-light`);
    },
  });
}

async function run(scene: Scene): Promise<boolean> {
  const { page, simulator } = scene;
  await page.setViewportSize({ width: 1280, height: 1100 }); // Overview fits without scrolling
  console.log('Making a vault, adding one account at each of seven exchanges with a read-only key …');
  await shoot(page, 'onboarding-light');
  await setUpVault(page);
  await addAccounts(scene);
  const comparisons: Comparison[] = [];
  for (const exchange of deskAccounts) comparisons.push(...(await compareAccount(scene, exchange)));
  comparisons.push(...(await settledTotals(scene)));
  console.log('\nWhat the screens show, beside the truth\n');
  const same = print(comparisons);
  await shootTheme(scene, 'light', '');
  await shootTheme(scene, 'dark', '');
  console.log(`\nNow ${exchangeInfos[failing].name} refuses this computer's address …`);
  simulator.faults.set({ kind: 'ipRefused', exchange: failing });
  await goTo(page, '/');
  await page.getByRole('button', { name: 'Refresh', exact: true }).first().click();
  await page.getByRole('heading', { name: 'Issues' }).waitFor();
  const [known] = await exactIn(page.locator('main').first());
  const row = page.locator('tbody').filter({ has: page.getByRole('link', { name: nameOf(failing), exact: true }) });
  console.log(`  ${(await row.innerText()).replace(/\s+/g, ' ')}`);
  console.log(`  Total of the other six: ${known ?? 'not known'} USDT`);
  await shootTheme(scene, 'light', '-refused');
  await shootTheme(scene, 'dark', '-refused');
  await page.getByRole('button', { name: 'Lock', exact: true }).click();
  await page.getByLabel('Passphrase', { exact: true }).waitFor();
  await shoot(page, 'locked-dark');
  console.log(`\n${same ? 'Every figure is the truth of the simulator.' : 'A figure differs from the truth.'}`);
  return same;
}

async function main(): Promise<number> {
  const { seed, fills } = readArguments();
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  // beside the imports, which mostly wait for the exchanges' pace
  const pictures = shootGallery(join(folder, states)).catch((error: unknown) => toError(error));
  const scene = await openScene(
    deskOptions(seed, (exchange) => ({ fills: exchange === 'binance' ? fills : 160, soldOut: false })),
  );
  try {
    const same = await run(scene);
    const taken = await pictures;
    if (taken instanceof Error) throw taken;
    await writeContactSheet(folder, states);
    console.log(`Screenshots: .output/demo/, and ${taken} of every screen and state in .output/demo/${states}/`);
    for (const line of pictureList()) console.log(`  ${line}`);
    console.log('All of them on one sheet: .output/demo/index.html');
    return same ? 0 : 1;
  } catch (error) {
    console.error(`npm run demo: ${toError(error).message}`);
    return 1;
  } finally {
    await pictures;
    await scene.end();
  }
}

process.exitCode = await main();
