/**
 * `npm run demo`: what a trader does in the first minutes, on the production build against the simulator, with pictures.
 *
 * Prints the account, its balances and its PnL as the screens show them, and compares each figure with the simulator's
 * own truth. Exit status 1 when one differs.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { exactIn, normalised, tableRows } from './harness/figures';
import { goTo, importComplete, openScene, type Scene } from './harness/scene';
import { addAccount, setUpVault } from './harness/steps';

const folder = fileURLToPath(new URL('../../.output/demo', import.meta.url));

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
  for (const [route, name] of [
    ['/', 'overview'],
    ['/trades', 'trades'],
    ['/accounts', 'accounts'],
    ['/settings', 'settings'],
  ] as const) {
    await goTo(page, route);
    await shoot(page, `${name}-${theme}${suffix}`);
  }
  const popup = await browser.popup();
  await popup.emulateMedia({ colorScheme: theme });
  await popup.getByText('Binance · main').waitFor();
  await shoot(popup, `popup-${theme}${suffix}`);
  await popup.close();
}

interface Comparison {
  readonly what: string;
  readonly shown: string;
  readonly truth: string;
}

/** The figures of Overview beside the simulator's. */
async function compare({ page, simulator }: Scene): Promise<readonly Comparison[]> {
  await goTo(page, '/');
  const truth = simulator.truth();
  const assets = await tableRows(page, /^Assets by account/);
  const quotes = await tableRows(page, /^Realized PnL per quote currency/);
  const [total] = await exactIn(page.locator('main').first());
  return [
    { what: 'Total, USDT', shown: total ?? 'not known', truth: truth.value.USDT?.amount ?? '' },
    ...assets.map(({ cells, exact }) => ({
      what: `${cells[0]} held`,
      shown: exact[2] ?? 'not known',
      truth: truth.balances[cells[0] ?? '']?.total ?? '',
    })),
    ...quotes.flatMap(({ cells, exact }) =>
      (['gross', 'fees', 'net'] as const).map((figure, index) => ({
        what: `Realized ${figure}, ${cells[0]} (FIFO)`,
        shown: exact[index] ?? 'not known',
        truth: truth.realized[cells[0] ?? '']?.[figure] ?? '',
      })),
    ),
  ];
}

function print(comparisons: readonly Comparison[]): boolean {
  const width = Math.max(...comparisons.map(({ what }) => what.length));
  const digits = Math.max(...comparisons.map(({ shown }) => shown.length));
  let same = true;
  for (const { what, shown, truth } of comparisons) {
    const equal = normalised(shown) === normalised(truth);
    same &&= equal;
    console.log(`  ${what.padEnd(width)}  ${shown.padStart(digits)}  ${equal ? '= truth' : `≠ ${truth}`}`);
  }
  return same;
}

async function run(scene: Scene): Promise<boolean> {
  const { page, simulator } = scene;
  await page.setViewportSize({ width: 1280, height: 1100 }); // Overview fits without scrolling
  console.log('Making a vault, adding Binance · main with a read-only key …');
  await shoot(page, 'onboarding-light');
  await setUpVault(page);
  simulator.faults.set({ kind: 'slow', delayMs: 500, path: 'myTrades' }); // or the picture would come too late
  await addAccount(page, 'main', simulator.keys.readOnly);
  await page.getByRole('button', { name: 'Stop' }).waitFor();
  await page.waitForTimeout(4_000);
  await shoot(page, 'importing-light');
  simulator.faults.clear();
  await importComplete(page);
  console.log('Imported. Scanning every market for what balances do not tell of …');
  await page.getByRole('button', { name: 'Scan all markets' }).click();
  await page.getByText(/^Deep scan: Complete\./).waitFor({ timeout: 180_000 });
  await shoot(page, 'account-light');
  const comparisons = await compare(scene);
  console.log(`\nBinance · main, ${simulator.truth().fillCount} fills imported\n`);
  const same = print(comparisons);
  await shootTheme(scene, 'light', '');
  await shootTheme(scene, 'dark', '');
  simulator.faults.set({ kind: 'ipRefused' });
  await goTo(page, '/');
  await page.getByRole('button', { name: 'Refresh' }).first().click();
  await page.getByRole('heading', { name: 'Issues' }).waitFor();
  await shootTheme(scene, 'light', '-refused');
  await shootTheme(scene, 'dark', '-refused');
  await page.getByRole('button', { name: 'Lock', exact: true }).click();
  await page.getByLabel('Passphrase', { exact: true }).waitFor();
  await shoot(page, 'locked-dark');
  console.log(`\n${same ? 'Every figure is the truth of the simulator.' : 'A figure differs from the truth.'}`);
  console.log('Screenshots: .output/demo/');
  return same;
}

async function main(): Promise<number> {
  const options = readArguments();
  await mkdir(folder, { recursive: true });
  const scene = await openScene(options);
  try {
    return (await run(scene)) ? 0 : 1;
  } catch (error) {
    console.error(`npm run demo: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    await scene.end();
  }
}

process.exitCode = await main();
