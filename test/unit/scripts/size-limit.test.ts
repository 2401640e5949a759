/** The check of sizes, run as `npm test` runs it, on small builds made here. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));

interface Check {
  readonly name: string;
  readonly passed: boolean;
  /** Bytes, gzipped. */
  readonly size: number;
}

let folder: string | null = null;
afterEach(() => {
  if (folder !== null) rmSync(folder, { recursive: true, force: true });
});

const page = (script: string) => `<!DOCTYPE html><html><head>
  <script type="module" crossorigin src="/chunks/${script}"></script>
  <link rel="modulepreload" crossorigin href="/chunks/root-1.js">
  <link rel="stylesheet" crossorigin href="/assets/root-1.css"></head></html>`;

const small: Readonly<Record<string, string>> = {
  'popup.html': page('popup-1.js'),
  'dashboard.html': page('dashboard-1.js'),
  'viewer.html': '<!doctype html><main></main>',
  'chunks/popup-1.js': `import { a } from './root-1.js'; a(() => import('./words-1.js'));`,
  'chunks/dashboard-1.js': "import './root-1.js'; import(`./Overview-1.js`); import('./Trades-1.js');",
  'chunks/Overview-1.js': `export * from './charts-1.js'; export const overview = 'overview';`,
  'chunks/Trades-1.js': `export const trades = 'trades trades';`,
  'chunks/charts-1.js': `export const charts = 'charts charts charts';`,
  'chunks/words-1.js': `export const words = 'words words words words';`,
  'chunks/root-1.js': `export const a = (b) => b();`,
  'assets/worker-1.js': `import '/chunks/root-1.js'; postMessage('engine');`,
};

/** Writes the build and checks it; `status` is the command's own. */
function check(build: Readonly<Record<string, string>>): {
  readonly status: number | null;
  readonly checks: readonly Check[];
} {
  folder = mkdtempSync(join(tmpdir(), 'fillbook-sizes-'));
  for (const [path, content] of Object.entries(build)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const { status, stdout } = spawnSync('node', ['node_modules/size-limit/bin.js', '--json'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, FILLBOOK_BUILD: folder },
  });
  return { status, checks: JSON.parse(stdout) };
}

const gzipped = (...names: readonly string[]): number =>
  names.reduce((sum, name) => sum + gzipSync(small[name] ?? '', { level: 9 }).length, 0);

test('what a page loads is counted with its static imports, once, and with the first screen where that is lazy', () => {
  const { status, checks } = check(small);
  expect(status).toBe(0);
  expect(checks.map(({ name, passed, size }) => ({ name, passed, size }))).toEqual([
    { name: 'popup', passed: true, size: gzipped('chunks/popup-1.js', 'chunks/root-1.js') },
    {
      name: 'dashboard',
      passed: true,
      size: gzipped('chunks/dashboard-1.js', 'chunks/root-1.js', 'chunks/Overview-1.js', 'chunks/charts-1.js'),
    },
    { name: 'engine', passed: true, size: gzipped('assets/worker-1.js', 'chunks/root-1.js') },
    { name: 'shared snapshot', passed: true, size: gzipped('viewer.html') },
  ]);
});

/** Does not shrink: 3 random bytes are 4 letters, which gzip brings back to about 3 bytes. */
const kilobytes = (count: number): string => `export const noise = '${randomBytes(count * 1000).toString('base64')}';`;

test('a chunk that takes the popup beyond its limit fails the check of the popup alone', () => {
  const { status, checks } = check({ ...small, 'chunks/popup-1.js': `import './root-1.js'; ${kilobytes(201)}` });
  expect(status).toBe(1);
  expect(checks.filter(({ passed }) => !passed).map(({ name }) => name)).toEqual(['popup']);
});

test('a chunk that the first screen asks for counts towards the dashboard', () => {
  const { status, checks } = check({ ...small, 'chunks/charts-1.js': kilobytes(351) });
  expect(status).toBe(1);
  expect(checks.filter(({ passed }) => !passed).map(({ name }) => name)).toEqual(['dashboard']);
});

test('a page of shared snapshots beyond its limit fails its own check', () => {
  const { status, checks } = check({ ...small, 'viewer.html': kilobytes(26) });
  expect(status).toBe(1);
  expect(checks.filter(({ passed }) => !passed).map(({ name }) => name)).toEqual(['shared snapshot']);
});

test('a build without an engine fails instead of being measured as nothing', () => {
  const { 'assets/worker-1.js': _, ...headless } = small;
  expect(check({ ...headless, 'assets/other.js': '' }).status).toBe(1);
});
