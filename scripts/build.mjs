/** Builds the extension for Chromium and Firefox into .output/. */
import { checkNode, helpOr, installPackages, run } from './setup.mjs';

helpOr(`npm run build [chromium|firefox]

Builds the extension: .output/chrome-mv3 (Chromium, Chrome, Edge, Brave) and .output/firefox-mv3.
Without an argument both are built, and before them the page of shared snapshots (.output/viewer/), which the sync server
hands out. Missing packages are installed first.`);
checkNode();
installPackages();

const wanted = process.argv[2];
if (wanted !== undefined && wanted !== 'chromium' && wanted !== 'firefox') {
  console.error(`npm run build: unknown browser "${wanted}": chromium or firefox`);
  process.exit(2);
}
const { writeViewer } = await import('./viewer.mjs'); // after the packages are there
await writeViewer();
const targets = wanted ? [wanted] : ['chromium', 'firefox'];
for (const target of targets) {
  const browser = target === 'firefox' ? 'firefox' : 'chrome';
  const status = run('npx', ['wxt', 'build', '-b', browser, '--mv3']);
  if (status !== 0) process.exit(status);
}
