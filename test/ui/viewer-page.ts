/** The page of shared snapshots beside the gallery's own, as the extension has it beside its dashboard. */
import type { Plugin } from 'vite';
import { buildViewer, type ViewerPage } from '../../scripts/viewer.mjs';

export function viewerPage(): Plugin {
  let built: Promise<ViewerPage> | null = null;
  const page = () => {
    built ??= buildViewer();
    return built;
  };
  return {
    name: 'viewer-page',
    configureServer(server) {
      server.middlewares.use('/viewer.html', (_, response) => {
        void page().then(({ html }) => response.setHeader('content-type', 'text/html').end(html));
      });
    },
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'viewer.html', source: (await page()).html });
    },
  };
}
