/**
 * Builds the page of shared snapshots: one HTML file with its script and style inside, and the hashes by which a policy lets these
 * two run and nothing else. The sync server and the extension serve the same bytes.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const source = fileURLToPath(new URL('../sync-server/viewer', import.meta.url));
/** Where the sync server looks for it. */
export const viewerFile = fileURLToPath(new URL('../.output/viewer/page.json', import.meta.url));

const hashOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const documentOf = (script, style) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow, noarchive">
<meta name="referrer" content="no-referrer">
<title>Shared snapshot · Fillbook</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<main><h1>Shared snapshot</h1><noscript><p>This page decrypts the snapshot in your browser and needs JavaScript for it.</p></noscript></main>
<script type="module">${script}</script>
</body>
</html>
`;

/** Gives `html`, and `script` and `style`: the sources of a policy. `plugins`: further ones of the bundler. */
export async function buildViewer(plugins = []) {
  const { output } = await build({
    configFile: false,
    root: source,
    logLevel: 'warn',
    plugins,
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: { input: `${source}/main.ts`, output: { format: 'es' } },
    },
  });
  const script = output.find(({ type }) => type === 'chunk')?.code.trim();
  const style = output
    .find(({ fileName }) => fileName.endsWith('.css'))
    ?.source.toString()
    .trim();
  if (!script || !style) throw new Error('the viewer was built without its script or its style');
  if (/<\/script|<!--/i.test(script)) throw new Error('the viewer script would end its own element');
  return { html: documentOf(script, style), script: hashOf(script), style: hashOf(style) };
}

/** Builds it and puts it where the sync server looks; a server that reads it meanwhile finds the one or the other, whole. */
export async function writeViewer() {
  const page = await buildViewer();
  mkdirSync(dirname(viewerFile), { recursive: true });
  const next = `${viewerFile}.${process.pid}`;
  writeFileSync(next, JSON.stringify(page));
  renameSync(next, viewerFile);
  return page;
}
