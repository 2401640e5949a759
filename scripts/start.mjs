/** Builds the extension and opens Chromium with it, on a profile of its own; without a display it runs the demo. */
import { mkdirSync } from 'node:fs';
import { checkNode, findChromium, helpOr, installPackages, root, run } from './setup.mjs';

helpOr(`npm start

Installs what is missing, builds the extension and opens Chromium with it, on a profile of its own in .data/profile/.
On a machine with no display it runs the demo instead (npm run demo). Close the browser to end.
There is no sync server yet; nothing but the exchanges that you add is called.`);
checkNode();
installPackages();

const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY);
if (!hasDisplay) {
  console.log('There is no display here, so the demo runs instead of an open browser.\n');
  process.exit(run('node', ['scripts/demo.mjs']));
}
const chromium = await findChromium();
if (!chromium) {
  console.error('npm start: no Chromium could be found or installed; FILLBOOK_CHROMIUM may name one');
  process.exit(1);
}
const built = run('node', ['scripts/build.mjs', 'chromium']);
if (built !== 0) process.exit(built);
const extension = `${root}/.output/chrome-mv3`;
const profile = `${root}/.data/profile`;
mkdirSync(profile, { recursive: true });
const { chromium: playwright } = await import('playwright-core');
const context = await playwright.launchPersistentContext(profile, {
  executablePath: chromium,
  headless: false,
  viewport: null,
  args: [
    `--disable-extensions-except=${extension}`,
    `--load-extension=${extension}`,
    '--no-first-run',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ],
  ignoreDefaultArgs: ['--disable-extensions', '--enable-automation'],
});
const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
const page = context.pages()[0] ?? (await context.newPage());
await page.goto(`chrome-extension://${new URL(worker.url()).host}/dashboard.html`);
console.log('Fillbook is open. Close the browser to end.');
await context.waitForEvent('close', { timeout: 0 });
