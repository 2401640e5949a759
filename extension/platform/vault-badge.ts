/**
 * The toolbar button's badge, which the background alone sets.
 *
 * One after another, each by what the session says at its turn: a figure that is still on its way from an engine when the vault
 * is locked never stands on the button, and the lock does not while the key is still there, nor where there is no vault. Nor does what was made today stand
 * there once that day has ended: an alarm takes it away, since no engine may live by then.
 */
import { browser } from 'wxt/browser';
import { type Badge, type BadgeSays, lockedBadge } from '../engine/host';
import { isVaultOpen, isVaultThere, onVaultOpened } from './vault-session';

const alarmName = 'badge-day';
const colours = { neutral: '#5c6773', alert: '#c92a2a' } as const;
const notLocked: Badge = { text: '!', tone: 'alert', says: { kind: 'not-locked' } };
const nothing: Badge = { text: '', tone: 'neutral', says: { kind: 'nothing' } };

async function trueBadge(asked: Badge, now: number): Promise<Badge> {
  if (!(await isVaultOpen())) return (await isVaultThere()) ? lockedBadge : nothing;
  if (asked.says.kind === 'today' && asked.says.until <= now) return nothing;
  return asked.says.kind === 'locked' ? notLocked : asked;
}

/** Set before the figure stands there: one that the browser sets no alarm for would stay. */
async function setAlarm(says: BadgeSays): Promise<void> {
  if (says.kind === 'today') await browser.alarms.create(alarmName, { when: says.until });
  else await browser.alarms.clear(alarmName);
}

/**
 * Gives what shows a badge, with its words as the button's tooltip; it resolves when the badge stands there. Registers the alarm of
 * the day's end, and hears of the vault being opened: call it synchronously at the background's start.
 */
export function createVaultBadge(
  title: (says: BadgeSays) => string,
  now: () => number,
): (badge: Badge) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  const show = async (asked: Badge): Promise<void> => {
    const { text, tone, says } = await trueBadge(asked, now());
    await setAlarm(says);
    await browser.action.setBadgeBackgroundColor({ color: colours[tone] });
    await browser.action.setBadgeText({ text });
    await browser.action.setTitle({ title: title(says) });
  };
  const inTurn = (step: () => Promise<void>): Promise<void> => {
    const next = last.catch(() => undefined).then(step);
    last = next;
    return next;
  };
  const endDay = async (): Promise<void> => {
    if (!(await browser.alarms.get(alarmName))) await show(nothing); // one that is set anew is that of a later figure
  };
  /** The engine shows what stands there once the books are loaded: until then the lock would. What it has shown by now stays. */
  const takeLock = async (): Promise<void> => {
    if ((await browser.action.getBadgeText({})) === lockedBadge.text) await show(nothing);
  };
  onVaultOpened(() => void inTurn(takeLock));
  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name === alarmName) void inTurn(endDay);
  });
  return (badge) => inTurn(() => show(badge));
}
