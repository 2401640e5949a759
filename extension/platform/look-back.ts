/**
 * Warns before an exchange drops fills that were never read, whether or not the vault is open.
 *
 * The engine leaves the earliest such instant in `storage.local`, unsealed and with nothing else. An alarm looks at it four
 * times a day: one notification a week before, one a day before, one when it has passed; none twice, and none for a deadline
 * that an import has moved. Alarms outlive the background and the browser's restart.
 */

import { browser } from 'wxt/browser';
import { dayMs } from '../../shared/utc-day';
import { localKeys } from './keys';

const alarmName = 'look-back';
const periodMinutes = 6 * 60;

/** Days left at which a notification is due, nearest first. */
const stages = [0, 1, 7] as const;

/** What the notification says; the date is the deadline in the reader's own form. */
export interface LookBackText {
  title(daysLeft: number): string;
  message(date: string, daysLeft: number): string;
}

/** The stage that `now` has reached before `deadlineAt`; null while there is more than a week. */
function lookBackStage(deadlineAt: number, now: number): (typeof stages)[number] | null {
  const left = deadlineAt - now;
  return stages.find((days) => left <= days * dayMs) ?? null;
}

async function readInstant(): Promise<number | null> {
  const stored = await browser.storage.local.get(localKeys.lookBackDeadline);
  const value = Number(stored[localKeys.lookBackDeadline] ?? Number.NaN);
  return Number.isSafeInteger(value) ? value : null;
}

async function warn(text: LookBackText, now: number): Promise<void> {
  const deadlineAt = await readInstant();
  const stage = deadlineAt === null ? null : lookBackStage(deadlineAt, now);
  if (deadlineAt === null || stage === null) return;
  const said = `${deadlineAt}/${stage}`;
  if (localKeys.lookBackSilent in (await browser.storage.local.get(localKeys.lookBackSilent))) return;
  const stored = await browser.storage.local.get(localKeys.lookBackSaid);
  if (stored[localKeys.lookBackSaid] === said) return;
  await browser.notifications.create(alarmName, {
    type: 'basic',
    iconUrl: browser.runtime.getURL('/icon/128.png'),
    title: text.title(stage),
    message: text.message(new Date(deadlineAt).toLocaleDateString(), stage),
  });
  await browser.storage.local.set({ [localKeys.lookBackSaid]: said });
}

/** Registers the alarm and the click that opens the dashboard. Call it synchronously at the background's start. */
export function watchLookBack(text: LookBackText, now: () => number): void {
  browser.alarms.onAlarm.addListener(({ name }) => {
    // What the browser refuses to show is not counted as said: the next alarm tries again, and the dashboard says it too.
    if (name === alarmName) void warn(text, now()).catch(() => undefined);
  });
  browser.notifications.onClicked.addListener((id) => {
    if (id === alarmName) void browser.tabs.create({ url: browser.runtime.getURL('/dashboard.html') });
  });
  void browser.alarms.get(alarmName).then((set) => {
    if (!set) return browser.alarms.create(alarmName, { delayInMinutes: 1, periodInMinutes: periodMinutes });
  });
}
