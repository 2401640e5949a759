/** Every failure on every exchange that knows it, on the production build in Chromium. */
import { checkNode, findChromium, helpOr, installPackages, run } from './setup.mjs';

helpOr(`npm run failures

Makes a vault with an account at each of the seven exchanges against the simulator, and plays every failure on every exchange
that knows it: a refused address, key, signature, passphrase or right, a wrong clock, limits and bans, outages, cut and empty
replies, blocks by firewall and region, a wrong account mode, a host that is not granted, a full disk. Popup, Overview and
doctor must say the right reason with one action, and no zero. Then stops the engine's worker 20 times in the middle of an
import. It takes about 17 minutes; npm test plays each failure on two exchanges in turn, and stops the worker 8 times. Exit
status 0 when all of it holds.`);
checkNode();
installPackages();
const chromium = await findChromium();
if (!chromium) {
  console.error('npm run failures: no Chromium could be found or installed; FILLBOOK_CHROMIUM may name one');
  process.exit(1);
}
const built = run('node', ['scripts/build.mjs', 'chromium'], { stdio: ['ignore', 'ignore', 'inherit'] });
if (built !== 0) process.exit(built);
const env = { ...process.env, FILLBOOK_CHROMIUM: chromium, FILLBOOK_EVERY_FAILURE: '1' };
process.exit(
  run(
    'npx',
    ['vitest', 'run', '--project', 'e2e', 'test/e2e/desk.test.ts', 'test/e2e/stopped.test.ts', '--reporter=verbose'],
    { env },
  ),
);
