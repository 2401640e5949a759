/**
 * `npm run bench`: fixed workloads on the production build in Chromium, each paired with its rival in the same run.
 *
 * Prints medians as a table and writes .output/bench.json as {name: {value, unit, rival, ratio}}. Names as arguments run those
 * alone, and the file then holds those alone.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { fillsScroll100k } from './fills-scroll-100k';
import { mainThreadLongest } from './main-thread-longest';
import type { Measurement } from './measurement';
import { popupFirstPaint } from './popup-first-paint';
import { refreshSevenAccounts } from './refresh-seven-accounts';

const benches: Readonly<Record<string, () => Promise<Measurement>>> = {
  fills_scroll_100k: fillsScroll100k,
  main_thread_longest: mainThreadLongest,
  popup_first_paint: popupFirstPaint,
  refresh_seven_accounts: refreshSevenAccounts,
};
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
console.log(`\n${'name'.padEnd(24)}${'value'.padStart(10)}${'rival'.padStart(10)}${'ratio'.padStart(8)}  unit`);
for (const [name, { value, rival, ratio, unit }] of Object.entries(results))
  console.log(
    `${name.padEnd(24)}${value.toFixed(1).padStart(10)}${rival.toFixed(1).padStart(10)}${ratio.toFixed(2).padStart(8)}  ${unit}`,
  );
console.log('\n.output/bench.json');
