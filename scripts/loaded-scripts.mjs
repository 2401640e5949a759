/**
 * Which scripts of a build are loaded before something can be shown or done, by the pages' HTML and the import graph: their
 * names carry hashes and change with every build, so no list of them can be written down.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { parseAst } from 'vite';

/** A chunk's imports: those that load with it, and those that it may ask for later. */
function importsOf(build, script) {
  const found = { loaded: [], later: [] };
  const add = (list, source) => {
    const path = source?.type === 'TemplateLiteral' ? source.quasis[0].value.cooked : source?.value;
    if (typeof path === 'string') list.push(resolved(script, path));
  };
  visit(parseAst(readFileSync(join(build, script), 'utf8')), (node) => {
    if (node.type === 'ImportExpression') add(found.later, node.source);
    else if (/^(Import|ExportNamed|ExportAll)Declaration$/.test(node.type)) add(found.loaded, node.source);
  });
  return found;
}

const resolved = (script, source) => (source.startsWith('/') ? source.slice(1) : posix.join(dirname(script), source));

function visit(node, see) {
  if (Array.isArray(node)) for (const each of node) visit(each, see);
  else if (node !== null && typeof node === 'object') {
    if (typeof node.type === 'string') see(node);
    for (const value of Object.values(node)) if (value !== null && typeof value === 'object') visit(value, see);
  }
}

/** Everything that loads with these scripts, they themselves included; what is imported later too, where `alsoLater` names it. */
function closureOf(build, scripts, alsoLater) {
  const seen = new Set();
  const queue = [...scripts];
  for (let script = queue.pop(); script !== undefined; script = queue.pop()) {
    if (seen.has(script)) continue;
    seen.add(script);
    const { loaded, later } = importsOf(build, script);
    queue.push(...loaded, ...later.filter((each) => alsoLater.test(posix.basename(each))));
  }
  return [...seen].sort();
}

const nothing = /(?!)/;

/**
 * The scripts that `page` (`popup.html`) loads by itself: those of its HTML and all that they import statically.
 * `alsoLater` matches the file names of chunks that its first screen asks for before its first paint.
 */
export function scriptsOfPage(build, page, alsoLater = nothing) {
  const html = readFileSync(join(build, page), 'utf8');
  const scripts = [...html.matchAll(/<(?:script|link)\b[^>]*\b(?:src|href)="\/?([^"]+\.js)"/g)].map(([, path]) => path);
  if (scripts.length === 0) throw new Error(`${page} loads no script`);
  const all = closureOf(build, scripts, alsoLater);
  if (alsoLater !== nothing && !all.some((script) => alsoLater.test(posix.basename(script))))
    throw new Error(`${page} loads nothing that it draws: ${alsoLater}`);
  return all;
}

/** The engine's worker and all that it imports statically. */
export function scriptsOfEngine(build) {
  const workers = readdirSync(join(build, 'assets')).filter((name) => /^worker-.*\.js$/.test(name));
  if (workers.length !== 1) throw new Error(`one engine is wanted, there are ${workers.length}: ${workers.join(', ')}`);
  return closureOf(build, [`assets/${workers[0]}`], nothing);
}

/** What is drawn, loaded while the engine starts, and chunks of the screens that may stand first, where they are imported lazily. */
const firstScreens = /^(draw-dashboard|Overview|Onboarding|Unlock)\b/;

/** The lists that are held to a size. */
export const budgets = {
  popup: (build) => scriptsOfPage(build, 'popup.html'),
  dashboard: (build) => scriptsOfPage(build, 'dashboard.html', firstScreens),
  engine: scriptsOfEngine,
};
