/**
 * Runs everything that must hold, installing what is missing: formats and lint, types, import rules, unused code, unit,
 * property, integration, fault and contract tests, the production build and the sizes of what it loads first, and the end-to-end tests
 * in Chromium and Firefox.
 *
 * The last line is `N passed, N failed`: tests as counted by the runner, each other check as one.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { checkNode, findChromium, findFirefox, helpOr, installPackages, root } from './setup.mjs';

helpOr(`npm test [-- --no-browser]

Installs what is missing (npm packages; Chromium and Firefox from the system, else from Debian when root) and runs
lint, types, import rules, unused code, unit and property tests, integration tests on a real PostgreSQL and a short round of
its faults (all of them: npm run faults), the build and its sizes, and the end-to-end tests in real browsers: of the looks of
screens each state once, in one theme (all of them: npm run accessibility), of failures each on two exchanges (all of them:
npm run failures).
  --no-browser   leaves out the build, its sizes and the end-to-end tests
The last line is "N passed, N failed". Exit status 0 only when nothing failed.`);
checkNode();
installPackages();

const browsers = !process.argv.includes('--no-browser');
const total = { passed: 0, failed: 0 };
const failures = [];
/** What failed, each with its first lines: said again at the end, since a long output is read from there. */
const broken = [];

/** One check that counts as one: its output is shown only when it fails. */
async function check(name, command, args) {
  const startedAt = Date.now();
  const { status, output } = await finished(command, args, { held: true });
  const passed = status === 0;
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
  if (!passed) process.stdout.write(output);
  count(name, passed ? 1 : 0, passed ? 0 : 1);
  return passed;
}

function count(name, passed, failed) {
  total.passed += passed;
  total.failed += failed;
  if (failed > 0) failures.push(name);
}

/**
 * Runs a vitest project and counts its tests; a run that counted nothing is a failure. `held`: its output is shown when it has
 * ended, since another project writes meanwhile.
 */
async function tests(project, { env = {}, more = [], held = false } = {}) {
  const report = `${root}/.output/test-${project}.json`;
  rmSync(report, { force: true }); // or an old one would be counted where none is written
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const args = ['vitest', 'run', '--project', project, ...reporters, ...more];
  const { status, output } = await finished('npx', args, { env, held });
  process.stdout.write(output);
  try {
    const result = JSON.parse(readFileSync(report, 'utf8'));
    const failed = result.numFailedTests + result.testResults.filter(suiteBroke).length;
    count(`${project} tests`, result.numPassedTests, failed > 0 || status === 0 ? failed : 1);
    broken.push(...result.testResults.flatMap(brokenIn));
    if (result.numPassedTests === 0) count(`${project} tests (none ran)`, 0, 1);
  } catch {
    count(`${project} tests (no report)`, 0, 1);
  }
}

/** The exit status of a command that runs beside others, and its output where that was held. */
function finished(command, args, { env = {}, held = false } = {}) {
  const child = spawn(command, args, {
    cwd: root,
    stdio: held ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    env: { ...process.env, ...env },
  });
  const output = [];
  child.stdout?.on('data', (part) => output.push(part));
  child.stderr?.on('data', (part) => output.push(part));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status: status ?? 1, output: Buffer.concat(output) }));
  });
}

/** A file that failed outside of its tests: a broken import, a failed hook. */
const suiteBroke = (suite) => suite.status === 'failed' && !suite.assertionResults.some((t) => t.status === 'failed');

/** The tests of a file that failed, and the file itself where that broke, each with the first lines of its reason. */
function brokenIn(suite) {
  const file = relative(root, suite.name);
  const reason = (messages) => stripVTControlCharacters(messages.join('\n')).split('\n').slice(0, 6).join('\n    ');
  const tests = suite.assertionResults.filter((t) => t.status === 'failed');
  const named = tests.map((t) => `${file} > ${t.fullName}\n    ${reason(t.failureMessages)}`);
  return suiteBroke(suite) ? [`${file}\n    ${reason([suite.message])}`, ...named] : named;
}

/** What reads the code as text: the types on one core, the others after each other on another. */
async function readings() {
  const sources = ['shared', 'sync-server', 'extension', 'test'];
  const types = check('types', 'npx', ['tsc', '-p', '.']);
  await check('lint and format', 'npx', ['biome', 'ci', '--error-on-warnings']);
  await check('import rules', 'npx', ['depcruise', '--config', '.dependency-cruiser.cjs', ...sources]);
  await check('unused code', 'npx', ['knip', '--no-progress']);
  await types;
}

/** What needs no browser. The contract tests wait for the exchanges' pace more than they compute, and so run beside the others. */
async function withoutBrowser() {
  const contract = tests('contract', { held: true });
  await readings();
  await tests('unit', { more: ['--project', 'unit-apart'] });
  await tests('integration');
  await tests('faults');
  await contract;
}

async function inBrowsers() {
  const chromium = await findChromium();
  const firefox = findFirefox();
  const built = await check('build', 'node', ['scripts/build.mjs']);
  if (built) await check('sizes of what is loaded first', 'npx', ['size-limit']);
  if (!chromium) console.log('No Chromium could be found or installed: set FILLBOOK_CHROMIUM to its path.');
  if (!firefox) console.log('No Firefox here: its end-to-end test is left out.');
  if (!chromium) count('Chromium', 0, 1);
  else if (built) {
    const more = firefox ? [] : ['--exclude', 'test/e2e/firefox.test.ts'];
    await tests('e2e', { env: { FILLBOOK_CHROMIUM: chromium, FILLBOOK_FIREFOX: firefox ?? '' }, more });
  }
}

mkdirSync(`${root}/.output`, { recursive: true });
await check('types of the entrypoints', 'npx', ['wxt', 'prepare']);
await withoutBrowser();
if (browsers) await inBrowsers();

for (const one of broken) console.log(`\n${one}`);
if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
