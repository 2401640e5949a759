/** A page of the extension, added to the copy of the build, from which a bench asks the store's worker (store-worker.ts). */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import type { Browser } from '../e2e/harness/extension';
import type { StoreCommands } from './store-worker';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

const script = `
const { port } = new SharedWorker('./store-worker.js', { type: 'module' });
globalThis.ask = (name, args) => new Promise((resolve, reject) => {
  port.onmessage = ({ data }) => ('error' in data ? reject(new Error(data.error)) : resolve(data.result));
  port.postMessage({ name, args });
});
`;

/** Puts the page and its worker, minified as the product is, into the copy of the build. */
export async function addStorePage(extension: string): Promise<void> {
  await build({
    root: projectRoot,
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: join(extension, 'bench'),
      emptyOutDir: false,
      copyPublicDir: false,
      minify: true,
      lib: {
        entry: fileURLToPath(new URL('./store-worker.ts', import.meta.url)),
        formats: ['es'],
        fileName: () => 'store-worker.js',
      },
    },
  });
  await writeFile(join(extension, 'bench', 'store.js'), script);
  const html = '<!doctype html><html lang="en"><title>Bench</title><script src="./store.js"></script></html>';
  await writeFile(join(extension, 'bench', 'store.html'), html);
}

export async function openStorePage({ context, extensionId }: Browser): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(0);
  await page.goto(`chrome-extension://${extensionId}/bench/store.html`);
  return page;
}

/** One command of the worker; resolves with what it gave. */
export const ask = <Name extends keyof StoreCommands>(
  page: Page,
  name: Name,
  ...args: Parameters<StoreCommands[Name]>
): Promise<Awaited<ReturnType<StoreCommands[Name]>>> =>
  page.evaluate(
    ([asked, given]) =>
      (globalThis as unknown as { ask(name: unknown, args: unknown): Promise<never> }).ask(asked, given),
    [name, args] as const,
  );
