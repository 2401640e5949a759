/**
 * `npm run bench`: fixed workloads on the production build in Chromium, each paired with its rival in the same run.
 *
 * Prints medians as a table and writes .output/bench.json as {name: {value, unit, rival, ratio}}. Lower is better.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { popupFirstPaint } from './popup-first-paint';

/** `value` and `rival` are medians in `unit`; `ratio` = value ÷ rival. */
export interface Measurement {
  readonly value: number;
  readonly unit: string;
  readonly rival: number;
  readonly ratio: number;
}

const output = fileURLToPath(new URL('../../.output', import.meta.url));

const results: Readonly<Record<string, Measurement>> = { popup_first_paint: await popupFirstPaint() };
await mkdir(output, { recursive: true });
await writeFile(`${output}/bench.json`, `${JSON.stringify(results, null, 2)}\n`);
console.log(`\n${'name'.padEnd(22)}${'value'.padStart(10)}${'rival'.padStart(10)}${'ratio'.padStart(8)}  unit`);
for (const [name, { value, rival, ratio, unit }] of Object.entries(results))
  console.log(
    `${name.padEnd(22)}${value.toFixed(1).padStart(10)}${rival.toFixed(1).padStart(10)}${ratio.toFixed(2).padStart(8)}  ${unit}`,
  );
console.log('\n.output/bench.json');
