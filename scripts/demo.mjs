/** The main job, headless: simulator and extension in Chromium, from a vault to balances and PnL, with screenshots. */
import { checkNode, findChromium, helpOr, installPackages, run } from './setup.mjs';

helpOr(`npm run demo [-- --seed N] [--fills N]

Starts the exchange simulator and Chromium with the production build, makes a vault, adds an account at each of the
seven exchanges with a read-only key, imports their histories, and prints values, fills and PnL. Then one exchange refuses
the address. Screenshots of popup and dashboard, in both themes, go to .output/demo/; those of every screen in every state,
from made-up data, to .output/demo/states/; index.html shows all of them. It takes about seven minutes, most of them BitMart's
history, which is served in narrow windows. Exit status 0 when every figure is the simulator's truth.
  --seed N    another market and history (default 7)
  --fills N   how many fills the Binance account has (default 600)`);
const unknown = process.argv
  .slice(2)
  .find(
    (arg, index, all) =>
      !/^--(seed|fills)$/.test(arg) && !(/^--(seed|fills)$/.test(all[index - 1] ?? '') && /^\d{1,6}$/.test(arg)),
  );
if (unknown !== undefined) {
  console.error(`npm run demo: "${unknown}" is not understood: --seed and --fills take a whole number below 1,000,000`);
  process.exit(2);
}
checkNode();
installPackages();
const chromium = await findChromium();
if (!chromium) {
  console.error('npm run demo: no Chromium could be found or installed; FILLBOOK_CHROMIUM may name one');
  process.exit(1);
}
const built = run('node', ['scripts/build.mjs', 'chromium'], { stdio: ['ignore', 'ignore', 'inherit'] });
if (built !== 0) process.exit(built);
const env = { ...process.env, FILLBOOK_CHROMIUM: chromium };
process.exit(run('npx', ['tsx', 'test/e2e/demo.ts', ...process.argv.slice(2)], { env }));
