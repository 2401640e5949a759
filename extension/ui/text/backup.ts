/** What backups say: making one, its age, checking it, and restoring from a file. */
import { counted } from './counted';

const kilobyte = 1024;

/** A file's size in the unit that leaves one to four digits: "812 bytes", "42 kB", "31.4 MB". */
function sizeText(bytes: number): string {
  if (bytes < kilobyte) return counted(bytes, 'byte');
  if (bytes < kilobyte * kilobyte) return `${Math.round(bytes / kilobyte)} kB`;
  return `${(bytes / kilobyte / kilobyte).toFixed(1)} MB`;
}

const contents = ({ accounts, fills }: { readonly accounts: number; readonly fills: number }) =>
  `${counted(accounts, 'account')}, ${counted(fills, 'fill')}`;

export const backup = {
  title: 'Backup',

  make: 'Make a backup',
  makeHint:
    'One encrypted file with everything of this vault: accounts, fills, settings and the API keys, all of it sealed. It opens with the passphrase that the vault has now, or with the 24 words.',
  never: 'No backup was made in this browser yet.',
  last: (date: string, bytes: number) => `Last backup: ${date}, ${sizeText(bytes)}`,
  newer: (fills: number, others: boolean | null) =>
    others === null
      ? `${counted(fills, 'fill is', 'fills are')} newer than it. Whether accounts or settings have changed could not be read.`
      : fills > 0
        ? `${counted(fills, 'fill is', 'fills are')} newer than it${others ? ', and accounts or settings have changed' : ''}.`
        : others
          ? 'Accounts or settings have changed since.'
          : 'Nothing has changed since.',
  saved: (name: string) => `${name} was handed to the browser to save.`,
  leftOut: (records: number) =>
    `${counted(records, 'record')} could not be opened and ${records === 1 ? 'is' : 'are'} not in it. Overview says which.`,
  keep: 'Keep the file on another device or medium: one on this computer is lost with it.',
  fileName: (day: string) => `fillbook-${day}.fillbook`,

  check: 'Check the saved file',
  checkHint: 'Reads the file back from where it was saved.',
  checked: (holds: { readonly accounts: number; readonly fills: number }) =>
    `The file opens. It holds ${contents(holds)}, as many as were saved.`,
  checkDiffers: (holds: { readonly accounts: number; readonly fills: number }) =>
    `The file opens, but it is another backup than the one just made: it holds ${contents(holds)}.`,

  reminder: 'Remind me',
  reminderHint: 'A notice on Overview when the last backup is older than this and something has changed since.',
  reminders: { '7': 'After 7 days', '30': 'After 30 days', '90': 'After 90 days', never: 'Never' },

  noticeNever: 'There is no backup yet',
  noticeOld: (date: string) => `The last backup is of ${date}`,
  noticeFills: (fills: number) =>
    fills === 0
      ? 'Accounts or settings have changed since.'
      : `${counted(fills, 'fill is', 'fills are')} on this device alone. Exchanges drop old fills; a backup keeps them.`,
  noticeAction: 'Make a backup',

  restore: 'Restore from a backup',
  restoreHint: 'Adds what a backup holds to this vault. What is newer here stays; restoring twice adds nothing.',
  restoreTitle: 'Restore from a backup',
  restoreFor: 'Choose the .fillbook file that Fillbook saved. Nothing is stored before you have seen what it holds.',
  choose: 'Choose a file',
  chooseAnother: 'Choose another file',
  drop: 'or drop it here',
  back: 'Back',
  cancelled: 'Stopped. Nothing was changed.',

  asks: {
    'this-vault': '',
    'another-vault': 'This backup is of another vault. Type the passphrase that it had when the backup was made.',
    'no-vault':
      'Type the passphrase that the vault had when the backup was made; it opens the vault here too. Or use its 24 words.',
    'locked-vault':
      'This backup is of the vault in this browser. Type the passphrase that it had when the backup was made; from then on it opens the vault here. Or use the 24 words.',
  },
  passphrase: 'Passphrase of the backup',
  passphraseEmpty: 'Type the passphrase of the backup.',
  useWords: 'Use the 24 words',
  usePassphrase: 'Use the passphrase',
  newPassphraseFor: 'The words open the backup; then a new passphrase for this device is set.',
  open: 'Open the backup',

  madeAt: (time: string, bytes: number) => `Made ${time}, ${sizeText(bytes)}`,
  holds: 'It holds',
  holdsText: contents,
  adds: 'Restoring it adds',
  addsText: ({ accounts, fills, documents }: { accounts: number; fills: number; documents: number }) =>
    accounts + fills + documents === 0
      ? 'nothing: all of it is here already'
      : `${contents({ accounts, fills })}, ${counted(documents, 'other record')}`,
  removes: 'It also removes',
  removesText: (accounts: number) =>
    `${counted(accounts, 'account')} with their history: removed before this backup was made`,
  accountsCaption: 'Accounts in this backup',
  account: 'Account',
  what: 'What happens',
  states: {
    new: 'is added',
    changed: 'is newer in the backup and replaces what is here',
    kept: 'is here already; missing fills are added',
    'deleted-here': 'was removed here since, and stays removed',
  },
  otherAccount: 'File or wallet',
  keysInside: 'The API keys of these accounts are in the backup, encrypted, and come with it.',
  doRestore: 'Restore',
  done: (adds: { readonly accounts: number; readonly fills: number }) => `Restored: ${contents(adds)} added.`,
  doneNothing: 'Everything in this backup was here already. Nothing was changed.',

  steps: {
    making: 'Making the backup',
    reading: 'Reading the file',
    opening: 'Opening records',
    comparing: 'Comparing with what is stored',
    writing: 'Storing',
  },

  errors: {
    'not-a-backup': 'This is not a backup of Fillbook: the file does not begin as one.',
    'another-version': (version: number) =>
      `This backup has format version ${version}, which this Fillbook does not read. A newer Fillbook may.`,
    'too-large': (bytes: number) => `The file has ${sizeText(bytes)}; a backup has at most 512 MB.`,
    truncated: (place: string) =>
      `The backup is damaged: it ends too early, in ${place}. Copy the file anew from where it was saved.`,
    changed: (place: string) =>
      `The backup is damaged: ${place} is not what was written. Take another copy of the file.`,
    malformed: (place: string) =>
      `The backup is damaged: ${place} has a form that no backup has. Take another copy of the file.`,
    unreadable: 'The file could not be read. It may have been moved or changed since it was chosen; choose it again.',
    tampered: (place: string) =>
      `The backup was tampered with: ${place} does not open in its place. Someone has changed the file; do not use it.`,
    'record-damaged': (place: string) => `The backup is damaged: ${place} opens, but what it says has no known form.`,
    'record-unsupported': (place: string) =>
      `A newer Fillbook wrote ${place} of this backup. Update Fillbook, then restore it.`,
    'wrong-passphrase': 'This passphrase does not open the backup.',
    'words-of-another-vault': 'These words are right in themselves, but they belong to another vault.',
    'kdf-out-of-bounds':
      'The header of this backup asks for a key derivation that Fillbook does not accept: too weak or too costly. Someone may have written it.',
    'vault-differs':
      'This backup is of another vault than the one that is locked in this browser. Unlock that one first, then restore from the settings.',
    'vault-here': 'A vault was made in this browser meanwhile. Restore from its settings.',
  },
  places: {
    file: (atByte: number) => `the part at byte ${atByte.toLocaleString()}`,
    record: (record: number, atByte: number) => `record ${record} (byte ${atByte.toLocaleString()})`,
    recordAlone: (record: number) => `record ${record}`,
    manifest: 'its list of records',
  },
  nothingChanged: 'Nothing was changed.',
} as const;
