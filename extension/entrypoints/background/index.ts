import { defineBackground } from 'wxt/utils/define-background';
import { removeSample } from '../../engine/sample/remove-sample';
import { joinEngine } from '../../engine/spawn';
import { runBackground } from '../../platform/background';
import { routes } from '../../ui/routes';
import { notifications } from '../../ui/text/notifications';

export default defineBackground({
  type: 'module',
  main: () =>
    runBackground({
      connect: (host) => {
        // Only Firefox's event page can start a SharedWorker; Chromium's service worker holds the engine by an offscreen document.
        const client = joinEngine(host);
        return () => client.close();
      },
      lookBackText: notifications.lookBack,
      healthText: { ...notifications.health, routes },
      badgeTitle: notifications.badge,
      now: Date.now,
      removeSample: () => removeSample(navigator.locks, indexedDB),
    }),
});
