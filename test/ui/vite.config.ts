/**
 * The screens in a plain page, on a fake engine: `npx vite --config test/ui/vite.config.ts`, then
 * http://127.0.0.1:5173/dashboard.html?scenario=little or /popup.html?scenario=failures. Scenarios are in scenarios.ts.
 */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { viewerPage } from './viewer-page';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), viewerPage()],
  cacheDir: fileURLToPath(new URL('../../node_modules/.vite-ui', import.meta.url)),
  server: { host: '127.0.0.1', port: 5173, strictPort: true, fs: { allow: ['../..'] } },
  build: {
    outDir: fileURLToPath(new URL('../../.output/ui-build', import.meta.url)),
    emptyOutDir: true,
    rolldownOptions: {
      input: ['popup', 'dashboard'].map((page) => fileURLToPath(new URL(`./${page}.html`, import.meta.url))),
    },
  },
});
