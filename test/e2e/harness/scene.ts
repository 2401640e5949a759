/** One simulator, one browser, one vault with one account whose import has ended: what most tests begin with. */
import type { Page } from 'playwright-core';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/simulator';
import { type Browser, grantedCopy, launch, newProfile, removeFolder } from './extension';
import { addAccount, setUpVault } from './steps';

export interface Scene {
  readonly simulator: Simulator;
  readonly extension: string;
  readonly profile: string;
  page: Page;
  browser: Browser;
  /** The vault's 24 words; empty before there is a vault. */
  words: readonly string[];
  /** Kills nothing: closes the browser and the simulator and removes their folders. */
  end(): Promise<void>;
}

/** Starts simulator and browser; the dashboard is open at its first screen. `prepare` may add files to the copied build. */
export async function openScene(
  options: SimulatorOptions,
  prepare: (extension: string) => Promise<void> = async () => undefined,
): Promise<Scene> {
  const simulator = await startSimulator(options);
  const extension = await grantedCopy();
  await prepare(extension);
  const profile = await newProfile();
  const browser = await launch({ extension, profile, flags: simulator.chromiumFlags });
  const page = await browser.dashboard();
  page.setDefaultTimeout(20_000);
  const scene: Scene = {
    simulator,
    extension,
    profile,
    page,
    browser,
    words: [],
    end: async () => {
      await scene.browser.close();
      await simulator.close();
      await removeFolder(extension);
      await removeFolder(profile);
    },
  };
  return scene;
}

/** The same with a vault and the simulator's first account, its import complete. */
export async function openImported(options: SimulatorOptions): Promise<Scene> {
  const scene = await openScene(options);
  scene.words = await setUpVault(scene.page);
  await addAccount(scene.page, 'main', scene.simulator.keys.readOnly);
  await importComplete(scene.page);
  return scene;
}

/** Resolves when the account page in front says that its import is complete. */
export const importComplete = (page: Page, timeoutMs = 90_000): Promise<void> =>
  page.getByText(/^Import: Complete\./).waitFor({ timeout: timeoutMs });

/** Leads the dashboard to a route, as its own links do. */
export async function goTo(page: Page, route: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, route);
}
