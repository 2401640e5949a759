/** The engine's host in an offscreen document: every call is a message to the background, which has the APIs. */
import { browser } from 'wxt/browser';
import type { Host } from '../engine/host';
import { type BackgroundMessage, type hostMethods, mustSucceed } from './messages';

/** Creates the host of a context that has only `chrome.runtime`. A call fails when the background refuses it. */
export function createOffscreenHost(): Host {
  const ask = async (method: (typeof hostMethods)[number], ...args: readonly unknown[]): Promise<unknown> => {
    const message: BackgroundMessage = { type: 'host', method, args: [...args] };
    return mustSucceed(await browser.runtime.sendMessage(message));
  };
  const tell = async (message: BackgroundMessage): Promise<void> => {
    mustSucceed(await browser.runtime.sendMessage(message));
  };
  const text = async (...call: Parameters<typeof ask>): Promise<string | null> => {
    const reply = await ask(...call);
    return typeof reply === 'string' ? reply : null;
  };
  const done = async (...call: Parameters<typeof ask>): Promise<void> => {
    await ask(...call);
  };
  return {
    readSessionKey: () => text('readSessionKey'),
    writeSessionKey: (key) => done('writeSessionKey', key),
    wipeSession: () => done('wipeSession'),
    grantedHosts: async () => {
      const reply = await ask('grantedHosts');
      return Array.isArray(reply) ? reply.filter((origin): origin is string => typeof origin === 'string') : [];
    },
    readLocal: (key) => text('readLocal', key),
    writeLocal: (key, value) => done('writeLocal', key, value),
    removeLocal: (key) => done('removeLocal', key),
    writeSummary: (summary) => done('writeSummary', summary),
    setBadge: (badge) => done('setBadge', badge),
    hold: (on) => done('hold', on),
    setAutoLock: (minutes) => done('setAutoLock', minutes),
    setRefreshAlarm: (minutes) => tell({ type: 'refresh-alarm', minutes }),
    notify: (notice) => tell({ type: 'notify', notice }),
  };
}
