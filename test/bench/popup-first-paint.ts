/**
 * popup_first_paint: from navigating to popup.html until the frame in which its total is painted, with 100,000 fills
 * stored and the vault open. Rival: an empty React page of the same extension, timed the same way, run in turns.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { importComplete, openScene, type Scene } from '../e2e/harness/scene';
import { addAccount, setUpVault } from '../e2e/harness/steps';
import { type Measurement, measurementOf } from './measurement';

const fills = 100_000;
const rounds = 15;
const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** Puts the rival beside the popup in the copy of the build: the same React, production, minified. */
export async function addEmptyPage(extension: string): Promise<void> {
  await build({
    root: projectRoot,
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [react()],
    build: {
      outDir: join(extension, 'rival'),
      emptyOutDir: false,
      copyPublicDir: false,
      lib: {
        entry: fileURLToPath(new URL('./empty-page.tsx', import.meta.url)),
        formats: ['es'],
        fileName: () => 'empty.js',
      },
    },
  });
  const html =
    '<!doctype html><html lang="en"><body><div id="root"></div><script type="module" src="./empty.js"></script></body></html>';
  await writeFile(join(extension, 'rival', 'empty.html'), html);
}

/** Milliseconds from the start of the navigation to the frame after the first amount was in the document. */
async function firstPaintMs(page: Page, url: string): Promise<number> {
  await page.goto(url, { waitUntil: 'commit' });
  return page.evaluate(() => (globalThis as unknown as Watched).firstAmountAt);
}

/** What `watchForAmount` leaves in a page. */
interface Watched {
  firstAmountAt: Promise<number>;
}

/** Runs in every page before its own scripts; text, since a compiled function would bring helpers that the page lacks. */
const watchForAmount = `
globalThis.firstAmountAt = new Promise((resolve) => {
  const observer = new MutationObserver(() => {
    if (!document.querySelector('main [data-exact], main[data-exact]')) return;
    observer.disconnect();
    requestAnimationFrame(() => {
      const channel = new MessageChannel(); // its task runs right after the frame was painted
      channel.port1.onmessage = () => resolve(performance.now());
      channel.port2.postMessage(null);
    });
  });
  observer.observe(document, { childList: true, subtree: true });
});
`;

async function measure(scene: Scene): Promise<Measurement> {
  const { context, extensionId } = scene.browser;
  const page = await context.newPage();
  await page.setViewportSize({ width: 380, height: 560 });
  await page.addInitScript({ content: watchForAmount });
  const own: number[] = [];
  const rival: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    rival.push(await firstPaintMs(page, `chrome-extension://${extensionId}/rival/empty.html`));
    own.push(await firstPaintMs(page, `chrome-extension://${extensionId}/popup.html`));
  }
  return measurementOf(own, rival);
}

/** Imports the history through the product itself, then measures. Throws when fewer fills than asked for were stored. */
export async function popupFirstPaint(): Promise<Measurement> {
  const scene = await openScene({ seed: 5, fills, soldOut: false }, addEmptyPage);
  try {
    await setUpVault(scene.page);
    await addAccount(scene.page, 'main', scene.simulator.keys.readOnly);
    console.log(`Importing ${fills.toLocaleString('en')} fills through the extension …`);
    await importComplete(scene.page, 600_000);
    await scene.page.getByText(fills.toLocaleString('en'), { exact: true }).first().waitFor();
    return await measure(scene);
  } finally {
    await scene.end();
  }
}
