/**
 * How much JavaScript may load, gzipped, before the popup paints, before the dashboard's first screen does, and before the engine
 * answers; and all of the page that opens shared snapshots. `npm test` checks it on the build of Chromium; FILLBOOK_BUILD names
 * another folder.
 */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { budgets } from './scripts/loaded-scripts.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));
const build = process.env.FILLBOOK_BUILD ?? `${root}/.output/chrome-mv3`;

const limits = { popup: '200 kB', dashboard: '350 kB', engine: '700 kB' };

const scripts = Object.entries(limits).map(([name, limit]) => ({
  name,
  limit,
  gzip: true,
  path: budgets[name](build).map((script) => relative(root, `${build}/${script}`)),
}));

export default [
  ...scripts,
  { name: 'shared snapshot', limit: '25 kB', gzip: true, path: relative(root, `${build}/viewer.html`) },
];
