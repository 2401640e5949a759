/**
 * What the background does: listens, holds the engine, locks. It computes nothing and keeps nothing in memory.
 *
 * Listeners are registered synchronously, since the browser stops this context at will and wakes it by an event.
 */
import { browser } from 'wxt/browser';
import type { Host } from '../engine/host';
import { lockChannel } from '../engine/wire';
import { createBrowserHost, watchIdle, wipeVaultSession } from './browser-host';
import { createEngineHold, keepAliveAlarm } from './engine-hold';
import { autoLockMinutesOf, localKeys, sessionKeys } from './keys';
import { type LookBackText, watchLookBack } from './look-back';
import { backgroundMessage, failedCall } from './messages';
import { watchRefresh } from './refresh-alarm';

/** Wipes the session first, so that nothing can reopen the vault, then tells the engine and every page. */
async function lockEverything(): Promise<void> {
  await wipeVaultSession();
  const channel = new BroadcastChannel(lockChannel);
  channel.postMessage('lock');
  channel.close();
  await showLocked();
}

async function showLocked(): Promise<void> {
  await browser.action.setBadgeBackgroundColor({ color: '#5c6773' });
  await browser.action.setBadgeText({ text: '🔒' });
}

async function startSession(): Promise<void> {
  await browser.storage.session.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
  await browser.storage.local.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
  const session = await browser.storage.session.get(sessionKeys.rootKey);
  if (!(sessionKeys.rootKey in session)) await showLocked();
}

async function restoreIdleWatch(): Promise<void> {
  const stored = await browser.storage.local.get(localKeys.autoLockMinutes);
  await watchIdle(autoLockMinutesOf(stored[localKeys.autoLockMinutes]));
}

async function onIdleState(state: string): Promise<void> {
  if (state === 'locked') return lockEverything();
  if (state !== 'idle') return;
  const stored = await browser.storage.local.get(localKeys.autoLockMinutes);
  // '' is "at browser close": input on the computer does not matter then.
  if (stored[localKeys.autoLockMinutes] !== '') await lockEverything();
}

function callHost(host: Host, method: keyof Host, args: readonly unknown[]): Promise<unknown> {
  // The arguments come from our own offscreen document, which calls through the typed host; the names are parsed.
  const call = host[method] as (...values: readonly unknown[]) => Promise<unknown>;
  return call(...args);
}

/** What the background cannot make itself: a connection to the engine, which gives how to leave it (Firefox), and its words. */
export interface BackgroundParts {
  readonly connect: (host: Host) => () => void;
  readonly lookBackText: LookBackText;
  readonly now: () => number;
  /** Deletes what sample data left when the browser ended in the middle of it. */
  readonly removeSample: () => Promise<boolean>;
}

/** Registers every listener. */
export function runBackground({ connect, lookBackText, now, removeSample }: BackgroundParts): void {
  const host: Host = createBrowserHost((on) => hold(on));
  const hold = createEngineHold(() => connect(host));

  browser.runtime.onInstalled.addListener((details) => {
    void startSession();
    if (details.reason === 'install') void browser.tabs.create({ url: browser.runtime.getURL('/dashboard.html') });
  });
  browser.runtime.onStartup.addListener(() => {
    void startSession();
    void removeSample(); // what the browser refuses to delete, the next page tries to
  });
  browser.alarms.onAlarm.addListener(({ name }) => {
    // Woken anew, Firefox's event page has lost its connection although work is still due: it takes hold again.
    if (name === keepAliveAlarm) void hold(true);
  });
  browser.idle.onStateChanged.addListener((state) => void onIdleState(state));
  browser.runtime.onMessage.addListener((message: unknown, sender, reply) => {
    if (sender.id !== browser.runtime.id) return false;
    const parsed = backgroundMessage.safeParse(message);
    if (!parsed.success) return false;
    const { data } = parsed;
    const work = data.type === 'hold' ? hold(data.on) : callHost(host, data.method, data.args);
    work.then(reply, () => reply(failedCall));
    return true;
  });
  watchLookBack(lookBackText, now);
  watchRefresh(hold);
  void restoreIdleWatch();
}
