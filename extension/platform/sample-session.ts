/**
 * Sample data in this browser session: whether it is shown, how it is entered and left, and the host that its engine has.
 *
 * All of it lies in `storage.session` under names of its own, so that it ends with the browser at the latest. Nothing of it is
 * told to the background: no badge, no alarm, no notification, no hold.
 */
import { browser } from 'wxt/browser';
import type { Host } from '../engine/host';
import type { EngineMode } from '../engine/wire';
import { isSampleKey, sampleKeys } from './keys';

/** Whose data this browser session shows. */
export async function readMode(): Promise<EngineMode> {
  const stored = await browser.storage.session.get(sampleKeys.shown);
  return sampleKeys.shown in stored ? 'sample' : 'own';
}

/** From now on every page of Fillbook shows sample data. */
export const enterSample = (): Promise<void> => browser.storage.session.set({ [sampleKeys.shown]: true });

/** Removes every trace in `storage.session`: the pages go back to the trader's own data, and no key opens what is still stored. */
export async function leaveSample(): Promise<void> {
  const stored = await browser.storage.session.get(null);
  await browser.storage.session.remove([sampleKeys.shown, ...Object.keys(stored).filter(isSampleKey)]);
}

/** Removes what an engine of sample data wrote while it was being left; nothing where sample data is shown. */
export async function tidySession(): Promise<void> {
  const stored = await browser.storage.session.get(null);
  if (!(sampleKeys.shown in stored)) await browser.storage.session.remove(Object.keys(stored).filter(isSampleKey));
}

/** Calls `listener` when the browser session begins or ends to show sample data. */
export function onModeChange(listener: (mode: EngineMode) => void): void {
  browser.storage.session.onChanged.addListener((changes) => {
    const change = changes[sampleKeys.shown];
    if (change) listener(change.newValue === undefined ? 'own' : 'sample');
  });
}

/** What is written after sample data was left, by an engine that has not ended yet, would stay: it is not written. */
async function write(key: string, value: unknown): Promise<void> {
  if ((await readMode()) === 'sample') await browser.storage.session.set({ [key]: value });
}

async function read(key: string): Promise<string | null> {
  const { [key]: value } = await browser.storage.session.get(key);
  return typeof value === 'string' ? value : null;
}

const nothing = (): Promise<void> => Promise.resolve();

/** The host of sample data: its own names, every exchange granted, and nothing that reaches beyond the pages. */
export const createSampleHost = (): Host => ({
  readSessionKey: () => read(sampleKeys.rootKey),
  writeSessionKey: (key) => write(sampleKeys.rootKey, key),
  wipeSession: () => browser.storage.session.remove([sampleKeys.rootKey, sampleKeys.summary]),
  grantedHosts: async () => ['<all_urls>'],
  readLocal: (key) => read(sampleKeys.local + key),
  writeLocal: (key, value) => write(sampleKeys.local + key, value),
  removeLocal: (key) => browser.storage.session.remove(sampleKeys.local + key),
  writeSummary: (summary) => write(sampleKeys.summary, summary),
  setBadge: nothing,
  notify: nothing,
  hold: nothing,
  setAutoLock: nothing,
  setRefreshAlarm: nothing,
});
