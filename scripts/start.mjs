/** Builds the extension, starts the sync server and opens Chromium with the extension; without a display it runs the demo. */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { checkNode, findChromium, helpOr, installPackages, root, run } from './setup.mjs';

helpOr(`npm start

Installs what is missing, builds the extension, starts the sync server for this machine alone, on a PostgreSQL of its own in
.data/server/, and opens Chromium with the extension, on a profile of its own in .data/profile/. On a machine with no display it
runs the demo instead (npm run demo). Close the browser to end both. The server's variables are those of npm run server, but
that anyone on this machine may make a vault (REGISTRATION=open); nothing but it and the exchanges that you add is called.`);
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
const server = startServer();
process.on('exit', () => server.kill('SIGTERM')); // whatever ends this, an error too
console.log(
  (await isReady())
    ? `The sync server listens on ${serverUrl()}.`
    : 'The sync server did not start; the extension works without it.',
);
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
if (server.exitCode === null) {
  server.kill('SIGTERM');
  await new Promise((resolve) => server.once('exit', resolve));
}
process.exit(0);

/** A process of its own, whose warnings alone are shown. */
function startServer() {
  const env = {
    ...process.env,
    REGISTRATION: process.env.REGISTRATION || 'open',
    LOG_LEVEL: process.env.LOG_LEVEL || 'warn',
  };
  return spawn(process.execPath, [`${root}/scripts/server.mjs`], { stdio: 'inherit', env });
}

function serverUrl() {
  return `http://${process.env.HOST || '127.0.0.1'}:${process.env.PORT || 8787}`;
}

/** Whether the server answers within half a minute; not where it has ended, as where its port is taken. */
async function isReady() {
  for (let tries = 0; tries < 150 && server.exitCode === null; tries += 1) {
    const answer = await fetch(`${serverUrl()}/readyz`).catch(() => null); // not yet
    if (answer?.ok && server.exitCode === null) return true;
    await wait(200);
  }
  return false;
}
