/**
 * Sees to it that an engine lives when a refresh may be due, although no page is open.
 *
 * The engine owns the schedule: it refreshes what is due when it opens the vault and by its own timer while it lives, and
 * lets go of itself when nothing is left to do. The alarm only starts it, and only while the vault is open: locked means
 * that nothing is started and nothing fetched. Alarms outlive the background and the browser's restart.
 */
import { browser } from 'wxt/browser';
import { localKeys } from './keys';
import { isVaultOpen } from './vault-session';

const alarmName = 'refresh';

/** Stores the period and sets the alarm. One that runs with the same period is left alone: it must not begin anew with each engine. */
export async function setRefreshAlarm(minutes: number | null): Promise<void> {
  await browser.storage.local.set({ [localKeys.refreshMinutes]: minutes === null ? '' : String(minutes) });
  if (minutes === null) {
    await browser.alarms.clear(alarmName);
    return;
  }
  const set = await browser.alarms.get(alarmName);
  if (set?.periodInMinutes !== minutes) await browser.alarms.create(alarmName, { periodInMinutes: minutes });
}

/** Minutes between two refreshes as they are stored; null where there are to be none, or nothing was chosen yet. */
function minutesOf(stored: unknown): number | null {
  const minutes = typeof stored === 'string' && stored !== '' ? Number(stored) : Number.NaN;
  return Number.isSafeInteger(minutes) && minutes > 0 ? minutes : null;
}

/**
 * Registers the alarm, and sets it again where the browser has lost it. Call it synchronously at the background's start.
 * `onRefused` hears that the browser refused the one or the other.
 */
export function watchRefresh(hold: (on: boolean) => Promise<void>, onRefused: () => void): void {
  const startEngine = async (): Promise<void> => {
    if (await isVaultOpen()) await hold(true);
  };
  browser.alarms.onAlarm.addListener(({ name }) => {
    // An engine that could not be started now is started by the next alarm, or by the next page.
    if (name === alarmName) startEngine().catch(onRefused);
  });
  const restoreAlarm = async (): Promise<void> => {
    const stored = await browser.storage.local.get(localKeys.refreshMinutes);
    const minutes = minutesOf(stored[localKeys.refreshMinutes]);
    if (minutes !== null) await setRefreshAlarm(minutes);
  };
  restoreAlarm().catch(onRefused);
}
