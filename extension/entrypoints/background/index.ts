import { defineBackground } from 'wxt/utils/define-background';
import { joinEngine } from '../../engine/spawn';
import { runBackground } from '../../platform/background';

export default defineBackground({
  type: 'module',
  main: () =>
    runBackground((host) => {
      // Only Firefox's event page can start a SharedWorker; Chromium's service worker holds the engine by an offscreen document.
      const client = joinEngine(host);
      return () => client.close();
    }),
});
