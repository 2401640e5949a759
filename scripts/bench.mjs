/** Measures the fixed workloads, each against its rival in the same run. */
import { readdirSync, readFileSync } from 'node:fs';
import { checkNode, findChromium, helpOr, installPackages, run } from './setup.mjs';

const folder = new URL('../test/bench/', import.meta.url);

/** "name: what it measures …", or several names of one run, the first paragraph of each file that is a benchmark, as one line. */
const list = readdirSync(folder)
  .sort()
  .flatMap((file) => {
    const [, about] =
      /^\/\*\*\n \* ([a-z0-9_]+(?:,(?: |\n \* )[a-z0-9_]+)*: (?:.|\n)*?)\n \*(?:\/|\n)/.exec(
        readFileSync(new URL(file, folder), 'utf8'),
      ) ?? [];
    return about === undefined
      ? []
      : [`  ${about.replace(/,\n \* (?=[a-z0-9_]+[,:])/g, ', ').replace(/\n \* /g, '\n    ')}`];
  });

helpOr(`npm run bench [-- NAME ...]

Measures fixed workloads on the production build in Chromium, each paired with its rival in the same run, and prints them as a
table. Writes .output/bench.json: {name: {value, unit, rival, ratio, limit, ratioLimit}}. Exit status 1 where a value is over its limit.
Names run those alone; all together take about half an hour.

${list.join('\n')}`);
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
