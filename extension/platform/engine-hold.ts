/**
 * Keeps the engine alive while work is due and no page is open.
 *
 * A SharedWorker ends with its last client. Chromium: an offscreen document (reason WORKERS) is that client; it outlives
 * the stop of the service worker. Firefox: the event page connects itself, and an alarm every 20 s keeps it from idling.
 */
import { browser } from 'wxt/browser';

const offscreenPath = 'offscreen.html';
/** Firefox ends an idle event page after about 30 s; each alarm starts its clock anew. */
export const keepAliveAlarm = 'hold-engine';
const keepAlivePeriodMinutes = 1 / 3;

async function holdByOffscreen(on: boolean): Promise<void> {
  const open = await browser.offscreen.hasDocument();
  if (on && !open) {
    await browser.offscreen.createDocument({
      url: offscreenPath,
      reasons: ['WORKERS'],
      justification: 'Finishes fetching and importing after the popup or dashboard was closed.',
    });
  }
  if (!on && open) await browser.offscreen.closeDocument();
}

/** Creates the background's hold. `connect` makes the background itself a client of the engine (Firefox) and gives how to leave. */
export function createEngineHold(connect: () => () => void): (on: boolean) => Promise<void> {
  let leave: (() => void) | null = null;
  let last: Promise<void> = Promise.resolve();
  const holdBySelf = async (on: boolean): Promise<void> => {
    if (on) {
      leave ??= connect();
      await browser.alarms.create(keepAliveAlarm, { periodInMinutes: keepAlivePeriodMinutes });
    } else {
      leave?.();
      leave = null;
      await browser.alarms.clear(keepAliveAlarm);
    }
  };
  // One after another: two calls at once would make two offscreen documents, which Chromium refuses.
  return (on) => {
    const next = last.catch(() => undefined).then(() => (browser.offscreen ? holdByOffscreen(on) : holdBySelf(on)));
    last = next;
    return next;
  };
}
