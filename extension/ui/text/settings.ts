/** What the settings screen says. */
export const settings = {
  title: 'Settings',
  figures: 'Figures',
  baseCurrency: 'Base currency',
  baseCurrencyHint: 'Totals and values are shown in it.',
  saved: 'Saved.',

  appearance: 'Appearance',
  theme: 'Colours',
  themeAuto: 'As the system',
  themeLight: 'Light',
  themeDark: 'Dark',

  lock: 'Lock',
  security: 'Vault',
  autoLock: 'Lock by itself',
  autoLockHint:
    'After so long without input on this computer, whether or not Fillbook is open. While locked, nothing is fetched.',
  autoLockOptions: {
    '5': 'After 5 minutes',
    '15': 'After 15 minutes',
    '60': 'After 60 minutes',
    'browser-close': 'When the browser closes',
  },
  lockNow: 'Lock now',
  lockNowHint: 'Ends every open page of Fillbook and wipes the key from memory.',

  passphrase: 'Passphrase',
  passphraseHint: 'Of this device. Changing it changes nothing that is stored.',
  changePassphrase: 'Change the passphrase',
  currentPassphrase: 'Current passphrase',
  currentEmpty: 'Type the current passphrase.',
  change: 'Change',
  changed: 'The passphrase was changed. The 24 words stay the same.',
  wrongPassphrase: 'This is not the current passphrase. Nothing was changed.',

  words: 'Recovery words',
  wordsHint: 'The 24 words open the vault when the passphrase is forgotten. Whoever sees them can open it.',
  showWords: 'Show the words',
  hideWords: 'Hide them',
  show: 'Show',

  erase: 'Erase the vault',
  eraseHint: 'Destroys everything that Fillbook holds on this device.',

  about: 'About',
  version: (version: string) => `Fillbook ${version}`,
  licence: 'Free software under the MIT licence.',
  noTracking: 'No account, no telemetry, no third party: it calls your exchanges and nobody else.',
} as const;
