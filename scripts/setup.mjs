/**
 * Installs what is missing: npm packages by the lockfile, and browsers. Uses only what Node itself brings.
 *
 * Chromium: the system's, else Debian's package when root, else Playwright's download. Firefox: the system's, else
 * Debian's package when root; without one only the Firefox test is left out, which is said.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs a command in the project's folder with its output shown; gives its exit status. */
export function run(command, args, options = {}) {
  const done = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (done.error) throw done.error;
  return done.status ?? 1;
}

/** Ends the process with one line when Node is too old for the tools. */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Node ${process.versions.node} is too old: Fillbook needs 20.19 or newer.`);
  process.exit(1);
}

/** Installs the npm packages unless the installed tree is that of the lockfile. `toStderr` leaves standard output alone. */
export function installPackages({ toStderr = false } = {}) {
  const installed = `${root}/node_modules/.package-lock.json`;
  const lock = `${root}/package-lock.json`;
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  if (existsSync(installed) && sameTree(installed, lock)) return;
  (toStderr ? console.error : console.log)('Installing packages …');
  const streams = toStderr ? { stdio: ['ignore', 2, 2] } : {};
  // Not `npm ci`: it refuses a lockfile that lacks the optional binaries of other systems. This takes the locked versions too.
  if (run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], streams) !== 0) process.exit(1);
}

/** Whether every package of the lockfile is installed in its version (optional ones for other systems aside). */
function sameTree(installed, lock) {
  const { packages: have } = JSON.parse(readFileSync(installed, 'utf8'));
  const { packages: want } = JSON.parse(readFileSync(lock, 'utf8'));
  return Object.entries(want).every(
    ([path, entry]) => path === '' || entry.optional || have[path]?.version === entry.version,
  );
}

const chromiumPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
];
const firefoxPaths = ['/usr/bin/firefox-esr', '/usr/bin/firefox'];

const firstExisting = (paths) => paths.find((path) => existsSync(path)) ?? null;

function installFromDebian(name) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  console.log(`Installing ${name} from Debian …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-qq'], { env, stdio: 'ignore' });
  return run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], { env, stdio: 'ignore' }) === 0;
}

async function playwrightChromium() {
  console.log('Downloading Chromium through Playwright …');
  run('npx', ['playwright-core', 'install', 'chromium']);
  const { chromium } = await import('playwright-core');
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : null;
}

/** The path of a Chromium, installing one if need be; null when none can be had. `FILLBOOK_CHROMIUM` names another. */
export async function findChromium() {
  const known = process.env.FILLBOOK_CHROMIUM ?? firstExisting(chromiumPaths);
  if (known) return known;
  installFromDebian('chromium');
  return firstExisting(chromiumPaths) ?? (await playwrightChromium());
}

/** The path of a Firefox, installing one if need be; null when none can be had. `FILLBOOK_FIREFOX` names another. */
export function findFirefox() {
  const known = process.env.FILLBOOK_FIREFOX ?? firstExisting(firefoxPaths);
  if (known) return known;
  installFromDebian('firefox-esr');
  return firstExisting(firefoxPaths);
}

/** Prints the help text and ends when `--help` or `-h` was given. */
export function helpOr(text) {
  if (!process.argv.slice(2).some((arg) => arg === '--help' || arg === '-h')) return;
  console.log(text);
  process.exit(0);
}
