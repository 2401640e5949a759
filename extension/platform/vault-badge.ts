/**
 * The toolbar button's badge, which the background alone sets.
 *
 * One after another, each by what the session says at its turn: a figure that is still on its way from an engine when the vault
 * is locked never stands on the button, and the lock does not while the key is still there, nor where there is no vault. Nor does what was made today stand
 * there once that day has ended: an alarm takes it away, since no engine may live by then. While amounts are hidden it is not
 * shown either, in the tooltip no more than on the button; it waits in the session's memory until they are shown.
 */
import { browser } from 'wxt/browser';
import { type Badge, type BadgeSays, lockedBadge } from '../engine/host';
import { localKeys, sessionKeys } from './keys';
import { isVaultOpen, isVaultThere, onVaultOpened } from './vault-session';

const alarmName = 'badge-day';
const colours = { neutral: '#5c6773', alert: '#c92a2a' } as const;
const notLocked: Badge = { text: '!', tone: 'alert', says: { kind: 'not-locked' } };
const nothing: Badge = { text: '', tone: 'neutral', says: { kind: 'nothing' } };
const masked: Badge = { text: '', tone: 'neutral', says: { kind: 'hidden' } };

async function trueBadge(asked: Badge, now: number): Promise<Badge> {
  if (!(await isVaultOpen())) return (await isVaultThere()) ? lockedBadge : nothing;
  if (asked.says.kind === 'today' && asked.says.until <= now) return nothing;
  return asked.says.kind === 'locked' ? notLocked : asked;
}

async function areAmountsHidden(): Promise<boolean> {
  return localKeys.amountsHidden in (await browser.storage.local.get(localKeys.amountsHidden));
}

/** The figure that was last asked for; null where another badge has taken its place since, or the vault was locked. */
async function readFigure(): Promise<Badge | null> {
  const stored = await browser.storage.session.get(sessionKeys.figure);
  return (stored[sessionKeys.figure] as Badge | undefined) ?? null;
}

async function keepFigure(badge: Badge): Promise<void> {
  if (badge.says.kind === 'today') await browser.storage.session.set({ [sessionKeys.figure]: badge });
  else if (await readFigure()) await browser.storage.session.remove(sessionKeys.figure);
}

/** Set before the figure stands there: one that the browser sets no alarm for would stay. */
async function setAlarm(says: BadgeSays): Promise<void> {
  if (says.kind === 'today') await browser.alarms.create(alarmName, { when: says.until });
  else await browser.alarms.clear(alarmName);
}

/**
 * Gives what shows a badge, with its words as the button's tooltip; it resolves when the badge stands there. Registers the alarm of
 * the day's end, and hears of the vault being opened and of amounts being hidden: call it synchronously at the background's start.
 */
export function createVaultBadge(
  title: (says: BadgeSays) => string,
  now: () => number,
): (badge: Badge) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  const show = async (asked: Badge): Promise<void> => {
    const badge = await trueBadge(asked, now());
    const isHidden = badge.says.kind === 'today' && (await areAmountsHidden());
    const { text, tone, says } = isHidden ? masked : badge;
    await setAlarm(badge.says);
    await browser.action.setBadgeBackgroundColor({ color: colours[tone] });
    await browser.action.setBadgeText({ text });
    await browser.action.setTitle({ title: title(says) });
    await keepFigure(badge).catch(() => undefined); // what is not kept comes with the next refresh
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
  const showAnew = async (): Promise<void> => {
    const figure = await readFigure();
    if (figure) await show(figure);
  };
  browser.storage.local.onChanged.addListener((changes) => {
    if (localKeys.amountsHidden in changes) void inTurn(showAnew);
  });
  onVaultOpened(() => void inTurn(takeLock));
  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name === alarmName) void inTurn(endDay);
  });
  return (badge) => inTurn(() => show(badge));
}
