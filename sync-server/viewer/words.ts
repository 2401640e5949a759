/** Everything that the page of shared snapshots says. Its reader has no account and knows nothing of the product. */
import type { SharedReason } from '../../shared/snapshot/content';

const units = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
] as const;

/** An age of milliseconds in its largest unit, rounded down; "now" below a minute. */
export function ageWords(ms: number): string {
  for (const [size, unit] of units) if (ms >= size) return `${Math.floor(ms / size)} ${unit} ago`;
  return 'now';
}

const instant = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'UTC',
});

/** An instant as "20 Nov 2026, 09:30 UTC". */
export const instantWords = (ms: number): string => `${instant.format(ms)} UTC`;

/** Why a part of a figure is not known. */
export const reasonWords: Readonly<Record<SharedReason, string>> = {
  'not-read': 'an exchange could not be read',
  paused: 'an account is paused',
  closed: 'an account is not asked any more',
  'no-price': 'an asset has no price',
  'history-incomplete': 'the history of trades is not whole',
  'too-short': 'too few days are known',
  'flows-unknown': 'deposits and withdrawals are not known',
};

export const words = {
  product: 'Fillbook',
  heading: 'Shared snapshot',
  intro:
    'Someone shared balances and results of trading with you. They are decrypted in this browser; the server cannot read them.',
  open: 'Open the snapshot',
  opening: 'Opening…',
  passphrase: 'Passphrase',
  passphraseIntro: 'This snapshot has a passphrase. Whoever sent you the link knows it.',
  wrongPassphrase: 'This passphrase does not open the snapshot.',
  again: 'Fetch it again',
  retry: 'Try again',
  failures: {
    'link-invalid': 'This link is not whole. Ask for it again, and open all of it.',
    gone: 'There is no snapshot under this link. It may have expired or been withdrawn.',
    unreached: 'The server could not be reached, or did not answer. Nothing is wrong with the link.',
    'does-not-open': 'What the server sent does not belong to this link. Ask for a new one.',
    damaged: 'What the server sent is no snapshot, or only a part of one.',
    'content-invalid': 'This snapshot is of a form that this page does not know.',
    expired: 'This snapshot has expired.',
    'kdf-failed': 'This device has too little memory free to check the passphrase.',
    preview: 'The preview could not be opened.',
  },
  asOf: (instant: string, age: string) => `As of ${instant} (${age})`,
  live: 'The link follows each refresh',
  once: 'Made once',
  expires: (instant: string) => `expires ${instant}`,
  details: {
    percent: 'Percentages alone: no amount was shared.',
    amounts: '',
    coins: '',
  },
  total: 'Total',
  free: 'Available',
  locked: 'Locked',
  net: 'Realized PnL',
  volume: 'Volume',
  returned: 'Return',
  ofTotal: '% of the total',
  netNote: (methods: string) => `net, ${methods}, fees at the time of the fill`,
  volumeNote: 'bought and sold together',
  returnedNote: 'by daily equity, deposits and withdrawals taken out',
  unknown: (why: string) => `not known: ${why}`,
  partial: (why: string) => `partial: ${why}`,
  stale: (age: string) => `read ${age}`,
  equity: 'Equity',
  equityIndex: 'Equity, as an index',
  equityNote: (currency: string) => `at the end of each UTC day, in ${currency}`,
  indexNote: 'at the end of each UTC day; the first known day is 100',
  equityNone: 'The line needs two days on which all was known.',
  equitySummary: (days: number, first: string, last: string, low: string, high: string) =>
    `${days} days: from ${first} to ${last}, lowest ${low}, highest ${high}.`,
  leftOut: (days: number) =>
    days === 1
      ? '1 day is not in the line, since not all was known on it.'
      : `${days} days are not in the line, since not all was known on them.`,
  table: 'Show the days',
  day: 'Day (UTC)',
  value: 'Value',
  share: 'Part of all',
  partialDay: 'partial',
  unknownDay: 'not known',
  accounts: 'Accounts',
  accountsCaption: 'What each account holds and made',
  account: 'Account',
  accountsPercent: 'each account’s part of all; available and locked are parts of the account',
  amountsIn: (currency: string) => `amounts in ${currency}`,
  coins: 'Coins',
  coinsIn: (currency: string) => `quantities in units, values in ${currency}`,
  coinsCaption: 'What is held of each coin, over all accounts that are shown',
  coin: 'Coin',
  quantity: 'Quantity',
  footer: 'These figures were made on the device of whoever shared them, from what their exchanges told it.',
  gain: 'gain',
  loss: 'loss',
} as const;
