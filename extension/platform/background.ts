/**
 * What the background does: listens, holds the engine, locks. It computes nothing and keeps nothing in memory.
 *
 * Listeners are registered synchronously, since the browser stops this context at will and wakes it by an event.
 */
import { browser } from 'wxt/browser';
import { type Badge, type BadgeSays, type Host, lockedBadge } from '../engine/host';
import { lockChannel } from '../engine/wire';
import { createBrowserHost, watchIdle } from './browser-host';
import { createEngineHold, keepAliveAlarm } from './engine-hold';
import { type HealthText, notifyHealth, watchHealthClicks } from './health-notifications';
import { autoLockMinutesOf, localKeys } from './keys';
import { type LookBackText, watchLookBack } from './look-back';
import { type BackgroundMessage, backgroundMessage, failedCall } from './messages';
import { setRefreshAlarm, watchRefresh } from './refresh-alarm';
import { createVaultBadge } from './vault-badge';
import { isVaultOpen, onVaultErased, onVaultLocked, wipeVaultSession } from './vault-session';

/**
 * Wipes the session first, so that nothing can reopen the vault, then tells the engine and every page. A wipe that the browser
 * refuses keeps nothing else from being locked: the engine wipes again and tells its pages, and the badge says what is left.
 */
async function lockEverything(): Promise<void> {
  await wipeVaultSession().catch(() => undefined);
  const channel = new BroadcastChannel(lockChannel);
  channel.postMessage('lock');
  channel.close();
}

/** Gives whether the vault is open. */
async function startSession(): Promise<boolean> {
  await browser.storage.session.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
  await browser.storage.local.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
  return isVaultOpen();
}

async function restoreIdleWatch(): Promise<void> {
  const stored = await browser.storage.local.get(localKeys.autoLockMinutes);
  await watchIdle(autoLockMinutesOf(stored[localKeys.autoLockMinutes]));
}

/** Whether what the computer's input says now is to lock the vault. */
async function locksAt(state: string): Promise<boolean> {
  if (state === 'locked') return true;
  if (state !== 'idle') return false;
  const stored = await browser.storage.local.get(localKeys.autoLockMinutes);
  // '' is "at browser close": input on the computer does not matter then.
  return stored[localKeys.autoLockMinutes] !== '';
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
  readonly healthText: HealthText;
  readonly badgeTitle: (says: BadgeSays) => string;
  readonly now: () => number;
  /** Deletes what sample data left when the browser ended in the middle of it. */
  readonly removeSample: () => Promise<boolean>;
}

const notRefreshing: Badge = { text: '!', tone: 'alert', says: { kind: 'not-refreshing' } };

/** Registers every listener. */
export function runBackground(parts: BackgroundParts): void {
  const { connect, lookBackText, healthText, badgeTitle, now, removeSample } = parts;
  const showBadge = createVaultBadge(badgeTitle, now);
  const host: Host = createBrowserHost({
    hold: (on) => hold(on),
    notify: (notice) => notifyHealth(healthText, notice),
    setBadge: showBadge,
  });
  const hold = createEngineHold(() => connect(host));
  const showLocked = () => showBadge(lockedBadge);
  const begin = async (): Promise<void> => {
    if (!(await startSession())) await showLocked();
  };
  const showIfLocked = async (): Promise<void> => {
    if (!(await isVaultOpen())) await showLocked(); // unlocked again meanwhile: the engine says what stands there
  };
  const onIdleState = async (state: string): Promise<void> => {
    if (!(await locksAt(state))) return;
    await lockEverything();
    await showLocked();
  };

  const answer = (message: BackgroundMessage): Promise<unknown> => {
    switch (message.type) {
      case 'hold':
        return hold(message.on);
      case 'notify':
        return host.notify(message.notice);
      case 'refresh-alarm':
        return setRefreshAlarm(message.minutes);
      case 'host':
        return callHost(host, message.method, message.args);
    }
  };

  browser.runtime.onInstalled.addListener((details) => {
    void begin();
    if (details.reason === 'install') void browser.tabs.create({ url: browser.runtime.getURL('/dashboard.html') });
  });
  browser.runtime.onStartup.addListener(() => {
    void begin();
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
    answer(data).then(reply, () => reply(failedCall));
    return true;
  });
  onVaultLocked(() => void showIfLocked());
  onVaultErased(() => void showIfLocked());
  watchLookBack(lookBackText, now);
  // While the vault is locked the button shows the lock all the same: nothing is refreshed then.
  watchRefresh(hold, () => void showBadge(notRefreshing));
  watchHealthClicks(healthText);
  void restoreIdleWatch();
}
