/**
 * The engine's host over the browser's own APIs, for pages and the background.
 *
 * Some calls are the background's own: a page asks it by message.
 */
import { browser } from 'wxt/browser';
import type { PopupSummary } from '../engine/api/popup-summary';
import type { Host } from '../engine/host';
import { localKeys, sessionKeys } from './keys';
import { type BackgroundMessage, mustSucceed } from './messages';
import { setRefreshAlarm } from './refresh-alarm';
import { wipeVaultSession } from './vault-session';

async function readString(area: 'session' | 'local', key: string): Promise<string | null> {
  const stored = await browser.storage[area].get(key);
  const value: unknown = stored[key];
  return typeof value === 'string' ? value : null;
}

/** Idle detection works in whole seconds from 15 up; null leaves only the system's own lock to be heard. */
export async function watchIdle(minutes: number | null): Promise<void> {
  await browser.storage.local.set({ [localKeys.autoLockMinutes]: minutes === null ? '' : String(minutes) });
  browser.idle.setDetectionInterval((minutes ?? 60) * 60);
}

/** What the background does itself and a page asks it for: it holds the engine, has the words, and hears a click on a notification. */
export type BackgroundCalls = Pick<Host, 'hold' | 'notify' | 'setBadge'>;

const tell = async (message: BackgroundMessage): Promise<void> => {
  mustSucceed(await browser.runtime.sendMessage(message));
};

/** These calls from a page: each resolves when the background has done it, and fails where it could not. */
export const throughBackground: BackgroundCalls = {
  hold: (on) => tell({ type: 'hold', on }),
  notify: (notice) => tell({ type: 'notify', notice }),
  setBadge: (badge) => tell({ type: 'host', method: 'setBadge', args: [badge] }),
};

/** Creates the host of a context that has the browser's storage, permissions and action. */
export function createBrowserHost(calls: BackgroundCalls): Host {
  return {
    readSessionKey: () => readString('session', sessionKeys.rootKey),
    writeSessionKey: (key) => browser.storage.session.set({ [sessionKeys.rootKey]: key }),
    wipeSession: wipeVaultSession,
    grantedHosts: async () => (await browser.permissions.getAll()).origins ?? [],
    readLocal: (key) => readString('local', key),
    writeLocal: (key, value) => browser.storage.local.set({ [key]: value }),
    removeLocal: (key) => browser.storage.local.remove(key),
    writeSummary: (summary: PopupSummary) => browser.storage.session.set({ [sessionKeys.summary]: summary }),
    ...calls,
    setAutoLock: watchIdle,
    setRefreshAlarm,
  };
}
