/** What is said outside the pages: by the browser's own notifications, and by the toolbar button's tooltip. */
import { reasons } from '../../../shared/reasons';
import type { BadgeSays, HealthNotice } from '../../engine/host';

/** Accounts that a notification names one by one; of more it gives their number. */
const namedAtMost = 3;

/** "Binance · main and Gate · bot 2", or "3 accounts" where they are more, or are not to be named. */
function subjectOf({ accounts }: HealthNotice): string {
  const names = accounts.flatMap(({ name }) => (name ? [`${name.exchange} · ${name.label}`] : []));
  if (names.length === accounts.length && names.length <= namedAtMost)
    return [names.slice(0, -1).join(', '), ...names.slice(-1)].filter((part) => part !== '').join(' and ');
  return accounts.length === 1 ? 'One account' : `${accounts.length} accounts`;
}

export const notifications = {
  lookBack: {
    title: (daysLeft: number) =>
      daysLeft === 0
        ? 'Fills may already be lost'
        : daysLeft === 1
          ? 'Fills are lost from tomorrow'
          : 'Fills are about to be lost',
    message: (date: string, daysLeft: number) =>
      daysLeft === 0
        ? `An exchange keeps fills for a limited time only, and they were due to be read by ${date}. Open Fillbook now, so that it reads what is still there.`
        : `An exchange keeps fills for a limited time only. Open Fillbook before ${date}, so that it reads what happened since the last import.`,
  },
  health: {
    title: ({ kind, reason, accounts }: HealthNotice) => {
      if (kind === 'failing') return reasons[reason].title;
      return accounts.length === 1 ? 'An account answers again' : 'Accounts answer again';
    },
    message: (notice: HealthNotice) =>
      notice.kind === 'failing'
        ? `${subjectOf(notice)} could not be read. What was known last stays, with its age. Open Fillbook to see what to do.`
        : `${subjectOf(notice)} could be read again.`,
  },
  badge: (says: BadgeSays): string => {
    switch (says.kind) {
      case 'nothing':
        return 'Fillbook';
      case 'locked':
        return 'Fillbook: locked';
      case 'not-locked':
        return 'Fillbook: not wholly locked. Open it and lock again, or close the browser';
      case 'not-refreshing':
        return 'Fillbook: the browser refused to refresh by itself. Open Fillbook to go on';
      case 'failing':
        return says.count === 1 ? 'Fillbook: one account fails' : `Fillbook: ${says.count} accounts fail`;
      case 'hidden':
        return 'Fillbook: amounts are hidden';
      case 'today': {
        const signed = says.amount.startsWith('-') ? says.amount.replace('-', '−') : `+${says.amount}`;
        return `Fillbook: ${signed} ${says.currency} ${says.isRealized ? 'realized' : 'made'} today, net, since 00:00 UTC`;
      }
    }
  },
} as const;
