/** What the screen of sync says: the server and what it sees, devices, what waits and what could not be taken. */
import { counted } from './counted';

const records = (count: number) => counted(count, 'change');

export const sync = {
  title: 'Sync',

  /** What it is, before a server is connected. */
  intro:
    'Sync keeps this vault the same on several devices: accounts, keys, fills, rates and settings. It needs a server that you or your desk runs. Everything is encrypted here before it leaves, and Fillbook works whole without it.',
  seesTitle: 'What it sees',
  sees: [
    'that a vault exists, how many devices it has and when they connect, with their addresses',
    'how many sealed records there are, how large each is and when it came',
    'for an account that uses the relay: the key’s id, Bitget’s passphrase, and the requests and replies that pass',
  ],
  seesNotTitle: 'What the server cannot see',
  seesNot: [
    'your passphrase, the 24 words, and the secrets of your exchange keys',
    'accounts, fills, balances, PnL, labels and notes: no figure and no name',
    'the names of your devices',
  ],
  cannotTitle: 'What it could do',
  cannot:
    'A server that is broken or lies can withhold records or show old ones. Each device checks the whole log against what it has seen, stops if it differs, and says so.',

  sampleTitle: 'Sample data stays here',
  sample: 'It is made up and goes to no server. Leave it to connect your own vault.',

  connectTitle: 'Connect to a server',
  address: 'Server address',
  addressHint: 'https, or http for a server on this computer.',
  addressProblems: {
    empty: 'Enter the address of the server.',
    malformed: 'This is not an address. It looks like https://sync.example.com.',
    'not-https': 'Use https: without it anybody between here and the server could read and change what passes.',
    'not-localhost': 'Write localhost instead of [::1]: the browser lets no extension reach that address by http.',
    'has-more': 'Only the address of the server: nothing after its name and port.',
    'has-login': 'Leave out the name and password before the @.',
  },
  addressAsks: (origin: string) => `The browser asks whether Fillbook may reach ${origin}, and nothing else.`,
  invite: 'Invite',
  inviteHint:
    'From whoever runs the server. Leave it empty where none is asked for, or where the vault is there already.',
  inviteNeeded: 'This server wants an invite for a new vault. Ask whoever runs it; each works once.',
  deviceName: 'Name of this device',
  deviceNameHint: 'So that you tell your devices apart. The server cannot read it.',
  deviceNameProblems: {
    empty: 'Give this device a name.',
    'too-long': (most: number) => `At most ${most} characters.`,
  },
  connect: 'Connect',
  hostRefused: 'The browser was not given access to this address, so nothing was sent.',
  connectProblems: {
    'origin-invalid': 'This address cannot be used for sync.',
    'vault-frozen':
      'A device was removed from this vault, and the server admits no other until the vault has moved. Move it on the device that removed the other, then pair this one by its code.',
  },
  otherOrigin: (said: string) =>
    `Another server answers here: it says that it is ${said}. Enter that address, if it is the one you were given.`,
  haveVault: 'To join a vault of another device, set up Fillbook there and add this one by its code.',

  /** The first line, by what sync is doing. */
  now: {
    idle: 'All changes are on the server',
    idleWaiting: (count: number) => `${records(count)} wait${count === 1 ? 's' : ''} for the next sync`,
    never: 'Connected, not synced yet',
    pull: 'Taking changes from the server',
    push: 'Sending changes to the server',
    offline: 'Offline',
    refused: 'The server refuses',
    blocked: 'The browser does not let Fillbook reach the server',
    stopped: 'Sync has stopped',
    removed: 'This device was removed',
    moved: 'The vault has moved',
    closed: 'Closed: erased on the server from another device',
  },
  progress: (done: number, total: number) =>
    total === 0 ? 'Looking for changes' : `${done.toLocaleString()} of ${counted(total, 'record')}`,
  progressLabel: 'Progress of the sync',
  lastSync: 'Last sync',
  neverSynced: 'not yet',
  server: 'Server',
  connectedSince: 'Connected since',
  waits: 'Waits here',
  nothingWaits: 'nothing',
  waiting: (count: number, age: string | null) =>
    age === null ? records(count) : `${records(count)}, the oldest ${age} old`,
  offlineCalm: 'Fillbook works as before. What waits is sent as soon as the server answers.',
  offlineAt: (time: string) => `It is tried again at ${time}, and with your next change.`,
  offlineNext: 'It is tried again with your next change.',
  syncNow: 'Sync now',
  syncing: 'Syncing',
  allow: 'Allow access',
  allowed: 'The server is asked again.',
  removedWhat:
    'Another device of this vault removed this one. What is stored here stays and can be read; nothing more is sent or taken. To use this device again, pair it by a code from the device that removed it.',
  movedWhat:
    'The vault was moved to new keys on another device. Pair this device again by a code from there: what was changed here and not sent yet is kept and taken along.',
  closedWhat:
    'Nothing of the vault is on the server any more, and nothing is sent or taken. What is on this device stays. To sync again, disconnect this device and connect it anew: it then sends all that it holds.',
  pairAgain: 'Pair this device again',

  alarms: {
    'head-below': {
      title: 'The server’s log ends too early',
      what: 'It holds less than this device has already read there. Either the server was set back to an older backup, or records were taken away.',
    },
    'other-history': {
      title: 'The server shows another history',
      what: 'What stands in its log is not what this device, or another of yours, has read there before. Either the server was restored wrongly, or somebody changed it.',
    },
    'new-log': {
      title: 'The server began a new log',
      what: 'That happens when it was restored from a backup or set up anew, and it can mean that somebody put another in its place.',
    },
    withheld: {
      title: 'Records are missing on the server',
      what: '',
    },
  },
  withheld: (count: number) =>
    `The server lists ${counted(count, 'record')} without giving ${count === 1 ? 'it' : 'them'}, and nothing later stands for ${count === 1 ? 'it' : 'them'}.`,
  alarmKept: 'Nothing of it was taken over. What is stored on this device is whole and unchanged.',
  alarmAdvice:
    'If you run the server or know who does, ask what happened. Then push again what this device holds; your other devices do the same.',
  reupload: 'Push again what this device holds',
  reuploaded: 'Everything is on its way to the server again.',

  devicesTitle: 'Devices',
  devicesCaption:
    'Devices of this vault: when each asked the server last, as the server tells, when it changed something last, by its own clock, and since when it belongs to the vault',
  device: 'Device',
  lastChange: 'Last change',
  admitted: 'Added',
  actions: 'Actions',
  thisDevice: 'this device',
  unnamed: 'Name not readable',
  noChange: 'none seen',
  syncNotKnown: 'not known',
  removedAt: (day: string) => `removed ${day}`,
  devicesOld: 'The server could not be asked, so this is the list as it was last.',
  rename: 'Rename',
  renameOf: (name: string) => `Rename ${name}`,
  remove: 'Remove',
  removeOf: (name: string) => `Remove ${name}`,
  save: 'Save',

  add: 'Add a device',
  adding: {
    title: 'Add a device',
    how: 'On the new device open Fillbook, choose “Add this device to an existing vault”, and enter this code: read the picture with a camera, paste it, or type it.',
    qr: 'The code as a picture to scan',
    qrFailed: 'The picture could not be drawn. Type the code instead.',
    code: 'Code',
    copyCode: 'Copy the code',
    secret: 'Whoever has this code while it is good can ask for your vault. Do not send it through a chat.',
    expires: (left: string) => `Good for ${left} more.`,
    expired: 'The code is no longer good.',
    again: 'Show a new code',
    waits: 'Waiting for the other device',
    compareTitle: 'Compare the digits',
    compare: (name: string) => `“${name}” asks to be added. It must show the same six digits as here:`,
    digits: 'Six digits',
    compareWhy: 'If they differ, somebody else answered to your code. Then say so; nothing has been handed over.',
    equal: 'They are the same',
    differ: 'They differ',
    handing: 'Handing the vault over, sealed',
    done: 'The device was added. It now takes the history from the server.',
    failed: 'The device was not added',
    expiredWhat: 'Ten minutes went by, or the code was used before. Nothing was handed over.',
    invalidWhat: 'The code does not belong to this vault. Nothing was handed over.',
  },

  join: {
    offer: 'Add this device to an existing vault',
    title: 'Add this device to a vault',
    how: 'On a device that has the vault, open Sync and choose “Add a device”. It shows a code.',
    code: 'Code',
    codeHint: 'Capitals, blanks and dashes do not matter.',
    codeEmpty: 'Enter the code that the other device shows.',
    codeInvalid: 'This code has a typing mistake, or is of something else.',
    codeReads: (origin: string) =>
      `The code is of the server ${origin}. The browser asks whether Fillbook may reach it.`,
    go: 'Ask to be added',
    waits: 'Waiting for the other device. Keep it open and unlocked.',
    compare: 'The other device must show the same six digits as here:',
    passphraseFor:
      'Choose a passphrase for this device. It need not be that of the other: each device opens the vault with its own.',
    passphraseEqual: 'They are the same, add this device',
    handing: 'Taking the vault over',
    failed: 'This device was not added',
    expiredWhat: 'Ten minutes went by, or the code was used before. Show a new code on the other device.',
    takenWhat:
      'A device has asked to be added by this code before: perhaps this one, before its page was closed. Show a new code on the other device.',
    invalidWhat: 'The server does not know this code. Show a new one on the other device.',
  },

  moving: {
    removeTitle: (name: string) => `Remove ${name}`,
    keysTitle: 'Change all keys',
    changeKeys: 'Change all keys',
    changeKeysHint:
      'Moves the vault to new keys without removing a device, for instance when somebody may have seen the 24 words.',
    why: 'A device that was part of the vault knows its keys, so removing it means new keys for everything:',
    steps: [
      'The server cuts the device off at once.',
      'This device takes what is still there, makes a new vault with 24 new words, and seals everything anew.',
      'The old vault is retired. Your other devices say “moved” and are paired again by a code; what they had not sent is kept.',
      'The removed device keeps what it had. Renew the exchange keys that it knew; the list is shown at the end.',
    ],
    keysSteps: [
      'This device takes what is still there, makes a new vault with 24 new words, and seals everything anew.',
      'The old vault is retired. Your other devices say “moved” and are paired again by a code; what they had not sent is kept.',
    ],
    passphrase: 'Passphrase of this device',
    passphraseEmpty: 'Enter the passphrase of this device.',
    wrongPassphrase: 'This is not the passphrase of this device.',
    start: 'Remove and move',
    startKeys: 'Move to new keys',
    title: 'Moving to new keys',
    stepNames: {
      'cut-off': 'Cut the device off',
      pull: 'Take what is still on the server',
      reseal: 'Seal everything anew',
      upload: 'Send it to the server',
      swap: 'Change over to the new vault',
      retire: 'Retire the old vault',
    },
    stepDone: 'done',
    stepNow: 'now',
    stepAhead: 'to come',
    closeable:
      'You may close this page: it goes on from where it stands. Until the change-over the old vault stays as it is.',
    progressLabel: 'Progress of this step',
    failed: 'The move stands still',
    ended: 'The move has ended',
    resume: 'Go on',
    resumable: 'It goes on from where it stands. Until the change-over the old vault stays as it is.',
    notResumable:
      'Nothing was lost on this device. Once the other device has finished, pair this one again by a code from there: what was not sent is kept and taken along.',
    acknowledge: 'Close',
    unopened: (count: number) =>
      `${counted(count, 'record')} on the server ${count === 1 ? 'does' : 'do'} not open on this device, and a move takes all there is.`,
    unopenedWhat:
      'A record that is of a newer Fillbook opens once this one is updated; one that was changed or is not of this vault never does. Look from which device they are: one that was removed may have left them on purpose.',
    retryUnopened: 'Try again',
    giveUp: (count: number) =>
      `Leave ${count === 1 ? 'this record' : `these ${counted(count, 'record')}`} out of the new vault, for good`,
    goOnWithout: (count: number) => `Go on without ${count === 1 ? 'it' : 'them'}`,
    linksTitle: 'Links to hand out anew',
    links:
      'These shared snapshots ended with the old keys, and their links open nothing any more. Make new ones for whom it concerns.',
    linkUntitled: 'A snapshot without a title',
    linkLive: 'followed each refresh',
    linksAction: 'Open Shares',
    leftBehindTitle: 'Left behind',
    leftBehind: (count: number) =>
      `The new vault was made without ${counted(count, 'record')} that did not open, as you agreed. What ${count === 1 ? 'it was' : 'they were'} of cannot be told; what this device held before of the same is kept.`,
    doneTitle: 'The vault has new keys',
    wordsFor:
      'These 24 words open the new vault. The old ones open nothing any more. They are shown only now: write them on paper.',
    wrote: 'I wrote them down',
    check: 'Type three of them from the paper.',
    checked: 'Done',
    renewTitle: 'Exchange keys to renew',
    renew:
      'The removed device knew these keys. Make a new one at each exchange, enter it here, and delete the old one there.',
    renewLink: (label: string) => `Enter a new key for ${label}`,
    pairOthers: 'Your other devices now say “moved”. Pair each again by a code.',
  },

  leftOutTitle: 'Left out',
  quarantined: (count: number) =>
    `${counted(count, 'record')} of other devices could not be opened, or ${count === 1 ? 'is' : 'are'} of a newer Fillbook. ${count === 1 ? 'It is' : 'They are'} kept aside; all else was taken.`,
  quarantinedCaption: 'Records that could not be opened, with their device and cause',
  quarantinedFrom: 'From',
  cause: 'Cause',
  since: 'Since',
  record: 'Record',
  retryLeftOut: 'Try to open them again',
  stillLeftOut: 'They were tried again.',
  futureTitle: 'From the future',
  future: (count: number) =>
    `${counted(count, 'change')} ${count === 1 ? 'is' : 'are'} stamped later than now: the clock of that device is ahead. ${count === 1 ? 'It counts' : 'They count'} once the time has come.`,
  futureCaption: 'Changes that are stamped later than now, with their device and when they count',
  what: 'What',
  stamped: 'Stamped',
  counts: 'Counts from',

  lostTitle: 'Overwritten by another device',
  lost: 'Where two devices changed the same thing, the later change holds. The other is kept for 30 days.',
  lostFrom: (device: string, time: string) => `Changed on ${device}, ${time}`,
  lostUntil: (day: string) => `kept until ${day}`,
  lostCaption: (subject: string) => `How the two versions of ${subject} differ`,
  field: 'Field',
  lostValue: 'Overwritten',
  currentValue: 'Now',
  noDifference: 'Both versions say the same.',
  restore: 'Take this version',
  restoreOf: (subject: string) => `Take the overwritten version of ${subject}`,
  drop: 'Drop',
  dropOf: (subject: string) => `Drop the overwritten version of ${subject}`,
  unknownDevice: 'another device',

  endTitle: 'End sync',
  disconnect: 'Disconnect this device',
  disconnectHint: 'Forgets the server here. Nothing is lost on this device, and your other devices go on.',
  disconnectWaiting: (count: number) => `${records(count)} of this device will not reach the server.`,
  erase: 'Erase the vault on the server',
  eraseHint:
    'Deletes every sealed record, the list of devices and the shared snapshots there. All devices stop syncing; each keeps what it holds.',
  eraseTitle: 'Erase the vault on the server',
  eraseWhat: (origin: string) =>
    `Every record of this vault at ${origin} is deleted for all devices, with the list of devices and what you have shared by a link. Only backups that its operator made before may still hold it, sealed.`,
  eraseKept:
    'What this device holds stays. What only another device holds stays only there. Your other devices say “closed”. Any of them can be connected again and then sends what it holds.',
  eraseConfirm: 'Erase on the server',

  noAccess: (host: string) => `The browser has not been allowed to reach ${host}.`,
  theServer: 'the sync server',
  /** Of a record that was left out. */
  newer: 'It is of a newer Fillbook than this one.',
  notOurs: 'It does not open with the keys of this vault: it was changed on the way or on the server.',
} as const;
