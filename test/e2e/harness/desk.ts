/** A desk: one account at each of the seven exchanges, all imported, in one vault. */
import { type ExchangeId, exchangeIds, exchangeInfos } from '../../../shared/exchanges/ids';
import type { AccountOptions } from '../../simulator/life';
import type { SimulatorOptions } from '../../simulator/simulator';
import { goTo, importComplete, openScene, type Scene } from './scene';
import { addAccount, setUpVault } from './steps';

const dayMs = 86_400_000;

/** Labels are the exchanges' ids: the simulator knows an account by its label alone. */
export const deskAccounts: readonly ExchangeId[] = exchangeIds;

/** Histories that their exchange still serves wholly: within its look-back, else of two years. They end a minute ago. */
export function deskOptions(
  seed: number,
  of: (exchange: ExchangeId) => Omit<AccountOptions, 'label' | 'exchange'>,
): SimulatorOptions {
  const now = Date.now();
  const accounts = deskAccounts.map((exchange): AccountOptions => {
    const { lookBackMs } = exchangeInfos[exchange];
    const spanMs = lookBackMs === null ? 700 * dayMs : lookBackMs - 2 * dayMs;
    return { label: exchange, exchange, startAt: now - spanMs, endAt: now - 60_000, ...of(exchange) };
  });
  return { seed, startAt: now - 700 * dayMs, endAt: now - 60_000, accounts };
}

/** Makes a vault and adds the seven accounts through the screens; resolves when every import is complete. */
export async function openDesk(options: SimulatorOptions): Promise<Scene> {
  const scene = await openScene(options);
  scene.words = await setUpVault(scene.page);
  await addDesk(scene);
  return scene;
}

/** Adds the seven accounts one after another; their imports run side by side. */
export async function addDesk({ page, simulator }: Scene): Promise<void> {
  const added: string[] = [];
  for (const exchange of deskAccounts) {
    const keys = simulator.accountKeys[exchange];
    if (keys === undefined) throw new Error(`no account at ${exchange}`);
    if (added.length > 0) await goTo(page, '/accounts/new');
    await addAccount(page, exchange, keys.readOnly, exchange);
    await page.getByRole('heading', { name: exchange, level: 1 }).waitFor();
    added.push(await page.evaluate(() => location.hash.slice(1)));
  }
  for (const route of added) {
    await goTo(page, route);
    await importComplete(page, 180_000);
  }
}
