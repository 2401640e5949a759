/**
 * `npm run bench`: fixed workloads on the production build in Chromium, each paired with its rival in the same run.
 *
 * Prints the figures as a table and writes .output/bench.json as {name: {value, unit, rival, ratio, limit, ratioLimit}}. Names as arguments
 * run those alone, and the file then holds those alone. Exit status 1 when a figure is over its limit, or nothing was measured.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { benches } from './benches';
import { brokenLimits, type Measurement } from './measurement';

const output = fileURLToPath(new URL('../../.output', import.meta.url));

const named = process.argv.slice(2);
const unknown = named.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`npm run bench: no ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}`);
  process.exit(1);
}
const results: Record<string, Measurement> = {};
for (const [name, measure] of Object.entries(benches))
  if (named.length === 0 || named.includes(name)) results[name] = await measure();

await mkdir(output, { recursive: true });
await writeFile(`${output}/bench.json`, `${JSON.stringify(results, null, 2)}\n`);
const cells = (...[value, rival, ratio, limit, unit]: readonly [string, string, string, string, string]) =>
  `${value.padStart(10)}${rival.padStart(10)}${ratio.padStart(8)}${limit.padStart(8)}  ${unit}`;
console.log(`\n${'name'.padEnd(24)}${cells('value', 'rival', 'ratio', 'limit', 'unit')}`);
for (const [name, { value, rival, ratio, limit, ratioLimit, unit }] of Object.entries(results)) {
  const most = [limit === null ? [] : `${limit}`, ratioLimit === null ? [] : `${Number(ratioLimit.toFixed(3))} ×`]
    .flat()
    .join(', ');
  console.log(name.padEnd(24) + cells(value.toFixed(1), rival.toFixed(1), ratio.toFixed(2), most, unit));
}
console.log('\n.output/bench.json');

const broken = brokenLimits(results);
for (const line of broken) console.error(`npm run bench: ${line}`);
if (broken.length > 0) process.exitCode = 1;
