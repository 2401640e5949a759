/**
 * The toolbar button's badge, which the background alone sets.
 *
 * One after another, each by what the session says at its turn: a figure that is still on its way from an engine when the vault
 * is locked never stands on the button, and the lock does not while the key is still there.
 */
import { browser } from 'wxt/browser';
import { type Badge, type BadgeSays, lockedBadge } from '../engine/host';
import { isVaultOpen } from './vault-session';

const colours = { neutral: '#5c6773', alert: '#c92a2a' } as const;
const notLocked: Badge = { text: '!', tone: 'alert', says: { kind: 'not-locked' } };

async function trueBadge(asked: Badge): Promise<Badge> {
  if (!(await isVaultOpen())) return lockedBadge;
  return asked.says.kind === 'locked' ? notLocked : asked;
}

/** Gives what shows a badge, with its words as the button's tooltip; it resolves when the badge stands there. */
export function createVaultBadge(title: (says: BadgeSays) => string): (badge: Badge) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  const show = async (asked: Badge): Promise<void> => {
    const { text, tone, says } = await trueBadge(asked);
    await browser.action.setBadgeBackgroundColor({ color: colours[tone] });
    await browser.action.setBadgeText({ text });
    await browser.action.setTitle({ title: title(says) });
  };
  return (badge) => {
    const next = last.catch(() => undefined).then(() => show(badge));
    last = next;
    return next;
  };
}
