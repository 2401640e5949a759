/**
 * The engine's host over the browser's own APIs, for pages and the background.
 *
 * `holdEngine` differs: a page asks the background by message, the background does it itself.
 */
import { browser } from 'wxt/browser';
import type { PopupSummary } from '../engine/api';
import type { Host } from '../engine/host';
import { localKeys, sessionKeys } from './keys';
import { type BackgroundMessage, mustSucceed } from './messages';
import { setRefreshAlarm } from './refresh-alarm';

const badgeColours = { neutral: '#5c6773', alert: '#c92a2a' } as const;

async function readString(area: 'session' | 'local', key: string): Promise<string | null> {
  const stored = await browser.storage[area].get(key);
  const value: unknown = stored[key];
  return typeof value === 'string' ? value : null;
}

/** Removes all that a locked vault must not leave; what sample data keeps there has nothing to do with it. */
export const wipeVaultSession = (): Promise<void> => browser.storage.session.remove(Object.values(sessionKeys));

/** Asks the background; it answers when it holds the engine. */
export async function holdThroughBackground(on: boolean): Promise<void> {
  const message: BackgroundMessage = { type: 'hold', on };
  mustSucceed(await browser.runtime.sendMessage(message));
}

/** Idle detection works in whole seconds from 15 up; null leaves only the system's own lock to be heard. */
export async function watchIdle(minutes: number | null): Promise<void> {
  await browser.storage.local.set({ [localKeys.autoLockMinutes]: minutes === null ? '' : String(minutes) });
  browser.idle.setDetectionInterval((minutes ?? 60) * 60);
}

/** Creates the host of a context that has the browser's storage, permissions and action. */
export function createBrowserHost(holdEngine: (on: boolean) => Promise<void>): Host {
  return {
    readSessionKey: () => readString('session', sessionKeys.rootKey),
    writeSessionKey: (key) => browser.storage.session.set({ [sessionKeys.rootKey]: key }),
    wipeSession: wipeVaultSession,
    grantedHosts: async () => (await browser.permissions.getAll()).origins ?? [],
    readLocal: (key) => readString('local', key),
    writeLocal: (key, value) => browser.storage.local.set({ [key]: value }),
    removeLocal: (key) => browser.storage.local.remove(key),
    writeSummary: (summary: PopupSummary) => browser.storage.session.set({ [sessionKeys.summary]: summary }),
    setBadge: async ({ text, tone }) => {
      await browser.action.setBadgeBackgroundColor({ color: badgeColours[tone] });
      await browser.action.setBadgeText({ text });
    },
    hold: holdEngine,
    setAutoLock: watchIdle,
    setRefreshAlarm,
  };
}
