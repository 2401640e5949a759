/** The page of shared snapshots beside the gallery's own, as the extension has it beside its dashboard. */
import type { Plugin } from 'vite';
import { buildViewer } from '../../scripts/viewer.mjs';

export function viewerPage(): Plugin {
  const page = buildViewer();
  return {
    name: 'viewer-page',
    configureServer(server) {
      server.middlewares.use('/viewer.html', (_, response) => {
        void page.then(({ html }) => response.setHeader('content-type', 'text/html').end(html));
      });
    },
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'viewer.html', source: (await page).html });
    },
  };
}
