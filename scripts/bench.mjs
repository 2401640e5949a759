/** Measures the fixed workloads, each against its rival in the same run. */
import { checkNode, findChromium, helpOr, installPackages, run } from './setup.mjs';

helpOr(`npm run bench [-- NAME ...]

Measures fixed workloads on the production build in Chromium, each paired with its rival in the same run, and prints the
medians as a table. Writes .output/bench.json: {name: {value, unit, rival, ratio}}. Names run those alone.
  main_thread_longest      the dashboard's longest task while 100,000 fills are imported and its screens are walked through;
                           rival: the same walk with the import ended. Takes about three minutes.
  popup_first_paint        popup.html from navigation to its first painted total, 100,000 fills stored;
                           rival: an empty React page of the same extension. Takes about two minutes.
  refresh_seven_accounts   from a click on Refresh until balances and prices of seven accounts, one at each exchange, are in;
                           rival: the same calls by bare ccxt in Node. Takes about six minutes.`);
checkNode();
installPackages();
const chromium = await findChromium();
if (!chromium) {
  console.error('npm run bench: no Chromium could be found or installed; FILLBOOK_CHROMIUM may name one');
  process.exit(1);
}
const built = run('node', ['scripts/build.mjs', 'chromium'], { stdio: ['ignore', 'ignore', 'inherit'] });
if (built !== 0) process.exit(built);
const env = { ...process.env, FILLBOOK_CHROMIUM: chromium };
process.exit(run('npx', ['tsx', 'test/bench/bench.ts', ...process.argv.slice(2)], { env }));
