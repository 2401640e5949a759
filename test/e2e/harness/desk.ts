/** A desk: one account at each of the seven exchanges, all imported, in one vault. */
import { type ExchangeId, exchangeIds, exchangeInfos } from '../../../shared/exchanges/ids';
import type { AccountOptions } from '../../simulator/life';
import type { SimulatorOptions } from '../../simulator/simulator';
import { editManifest, launch } from './extension';
import { goTo, importComplete, openScene, type Scene } from './scene';
import { addAccount, setUpVault, unlock } from './steps';

const dayMs = 86_400_000;

/** Its history is served in narrow windows, which take minutes at its pace: it is added first, and looked at last. */
export const slowest: ExchangeId = 'bitmart';

/** Labels are the exchanges' ids: the simulator knows an account by its label alone. */
export const deskAccounts: readonly ExchangeId[] = [slowest, ...exchangeIds.filter((id) => id !== slowest)];

/** Histories that their exchange still serves wholly: within its look-back, else of 250 days. They end a minute ago. */
export function deskOptions(
  seed: number,
  of: (exchange: ExchangeId) => Omit<AccountOptions, 'label' | 'exchange'>,
): SimulatorOptions {
  const now = Date.now();
  const accounts = deskAccounts.map((exchange): AccountOptions => {
    const { lookBackMs } = exchangeInfos[exchange];
    const spanMs = lookBackMs === null ? 250 * dayMs : lookBackMs - 2 * dayMs;
    return { label: exchange, exchange, startAt: now - spanMs, endAt: now - 60_000, ...of(exchange) };
  });
  return { seed, startAt: now - 250 * dayMs, endAt: now - 60_000, accounts };
}

/** Makes a vault and adds the seven accounts through the screens; resolves when all imports but the slowest are complete. */
export async function openDesk(options: SimulatorOptions): Promise<Desk> {
  const scene = await openScene(options);
  try {
    scene.words = await setUpVault(scene.page);
    const desk = { scene, routes: await enterDesk(scene) };
    for (const exchange of deskAccounts) if (exchange !== slowest) await imported(desk, exchange);
    return desk;
  } catch (error) {
    await scene.end();
    throw error;
  }
}

/** Resolves, with the account's page in front, when its import is complete. */
export async function imported({ scene: { page }, routes }: Desk, exchange: ExchangeId): Promise<void> {
  await goTo(page, routes.get(exchange) ?? '');
  await page.getByRole('heading', { name: exchange, level: 1 }).waitFor(); // no longer the page before
  await importComplete(page, 300_000);
}

/** The route of each account's page. */
type DeskRoutes = ReadonlyMap<ExchangeId, string>;

export interface Desk {
  readonly scene: Scene;
  readonly routes: DeskRoutes;
}

/** Told while the desk grows, with the account's page in front. */
interface DeskSteps {
  readonly added?: (exchange: ExchangeId) => Promise<void>;
  readonly imported?: (exchange: ExchangeId) => Promise<void>;
}

/** Adds the seven accounts one after another and waits for their imports, which run side by side. Gives their routes. */
export async function addDesk(scene: Scene, steps: DeskSteps = {}): Promise<DeskRoutes> {
  const routes = await enterDesk(scene, steps);
  for (const exchange of deskAccounts) {
    await imported({ scene, routes }, exchange);
    await steps.imported?.(exchange);
  }
  return routes;
}

/** Adds the seven accounts one after another; their imports then run. */
async function enterDesk({ page, simulator }: Scene, steps: DeskSteps = {}): Promise<DeskRoutes> {
  const pages: [ExchangeId, string][] = [];
  for (const exchange of deskAccounts) {
    const keys = simulator.accountKeys[exchange];
    if (keys === undefined) throw new Error(`no account at ${exchange}`);
    if (pages.length > 0) await goTo(page, '/accounts/new');
    await addAccount(page, exchange, keys.readOnly, exchange);
    await page.getByRole('heading', { name: exchange, level: 1 }).waitFor();
    pages.push([exchange, await page.evaluate(() => location.hash.slice(1))]);
    await steps.added?.(exchange);
  }
  return new Map(pages);
}

/** Closes the browser and starts it on the same profile with other permissions; the vault is unlocked again. */
export async function relaunchDesk(
  scene: Scene,
  change: { readonly withoutHosts?: boolean; readonly limitedStorage?: boolean },
): Promise<void> {
  await scene.browser.close();
  await editManifest(scene.extension, change);
  const { extension, profile, simulator } = scene;
  scene.browser = await launch({ extension, profile, flags: simulator.chromiumFlags });
  scene.page = await scene.browser.dashboard();
  scene.page.setDefaultTimeout(20_000);
  await scene.page.setViewportSize({ width: 1280, height: 3000 });
  if (change.withoutHosts === true) {
    // what was granted once stays granted until it is given back
    await scene.page.evaluate(async () => {
      const { origins } = await chrome.permissions.getAll();
      if (origins) await chrome.permissions.remove({ origins });
    });
  }
  await unlock(scene.page);
}
