/**
 * The production build in a real Chromium, with the exchanges' hosts mapped to the simulator.
 *
 * What runs is a copy of the build in which nothing but manifest.json differs: the host permissions are granted, which
 * otherwise want a person's click. There is no test hook in product code.
 */
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

const buildOf = (target: 'chrome-mv3' | 'firefox-mv3'): string =>
  fileURLToPath(new URL(`../../../.output/${target}`, import.meta.url));

/** Copies the build with its optional hosts granted; gives the folder. */
export async function grantedCopy(target: 'chrome-mv3' | 'firefox-mv3' = 'chrome-mv3'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fillbook-extension-'));
  await cp(buildOf(target), folder, { recursive: true });
  const path = join(folder, 'manifest.json');
  const { optional_host_permissions: hosts, ...manifest } = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify({ ...manifest, host_permissions: hosts }));
  return folder;
}

/** Takes the granted hosts or the unlimited storage out of the copy, or puts them back; the extension keeps its id. */
export async function editManifest(
  folder: string,
  {
    withoutHosts = false,
    limitedStorage = false,
  }: { readonly withoutHosts?: boolean; readonly limitedStorage?: boolean },
): Promise<void> {
  const built = JSON.parse(await readFile(join(buildOf('chrome-mv3'), 'manifest.json'), 'utf8'));
  const { optional_host_permissions: hosts, permissions, ...manifest } = built;
  const kept = permissions.filter((name: string) => !(limitedStorage && name === 'unlimitedStorage'));
  const granted = withoutHosts ? { optional_host_permissions: hosts } : { host_permissions: hosts };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, permissions: kept, ...granted }));
}

/** A fresh profile folder. */
export const newProfile = (): Promise<string> => mkdtemp(join(tmpdir(), 'fillbook-profile-'));

export const removeFolder = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 5 });

export interface LaunchOptions {
  readonly extension: string;
  readonly profile: string;
  readonly flags: readonly string[];
  readonly colorScheme?: 'light' | 'dark';
}

export interface Browser {
  readonly context: BrowserContext;
  readonly extensionId: string;
  /** Opens the dashboard at a route ('' for its start). */
  dashboard(route?: string): Promise<Page>;
  /** Opens the popup's page in a tab of the popup's size. */
  popup(): Promise<Page>;
  close(): Promise<void>;
  /** Kills the browser's processes at once: nothing is flushed, nothing is closed. */
  kill(): Promise<void>;
}

/** The processes that run on this profile, by their command line: only those that this test started. */
async function processesOf(profile: string): Promise<readonly number[]> {
  const found: number[] = [];
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const command = await readFile(`/proc/${entry}/cmdline`, 'utf8').catch(() => '');
    if (command.includes(`--user-data-dir=${profile}`)) found.push(Number(entry));
  }
  return found;
}

async function killBrowser(profile: string): Promise<void> {
  for (const pid of await processesOf(profile)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // ended between being found and being killed
    }
  }
  while ((await processesOf(profile)).length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
  await rm(join(profile, 'SingletonLock'), { force: true });
}

/**
 * How many times slower than this machine's the pages' processor is (`FILLBOOK_SLOW=6 npx vitest run --project e2e …`): what
 * depends on who is faster shows, in the product and in its tests.
 */
const slowness = Number(process.env.FILLBOOK_SLOW ?? 1);

/** Slows a page down; one that is closed already needs nothing. */
async function slowDown(page: Page): Promise<void> {
  const machine = await page.context().newCDPSession(page);
  await machine.send('Emulation.setCPUThrottlingRate', { rate: slowness });
}

/** Starts Chromium on a profile with the extension loaded. */
export async function launch({ extension, profile, flags, colorScheme = 'light' }: LaunchOptions): Promise<Browser> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.FILLBOOK_CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    colorScheme,
    viewport: { width: 1280, height: 860 },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
      ...flags,
    ],
    ignoreDefaultArgs: ['--disable-extensions'],
  });
  if (slowness !== 1) context.on('page', (page) => slowDown(page).catch(() => undefined));
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  const extensionId = new URL(worker.url()).host;
  const open = async (path: string, size?: { width: number; height: number }): Promise<Page> => {
    const page = await context.newPage();
    if (size) await page.setViewportSize(size);
    await page.goto(`chrome-extension://${extensionId}/${path}`);
    return page;
  };
  return {
    context,
    extensionId,
    dashboard: (route = '') => open(`dashboard.html${route === '' ? '' : `#${route}`}`),
    popup: () => open('popup.html', { width: 380, height: 560 }),
    close: () => context.close(),
    kill: () => killBrowser(profile),
  };
}
