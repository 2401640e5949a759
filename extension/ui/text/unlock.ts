/** What the locked dashboard and the recovery form say. */
export const unlock = {
  title: 'Unlock Fillbook',
  passphrase: 'Passphrase',
  unlock: 'Unlock',
  lockAgain: 'Lock again',
  wrongPassphrase: 'This passphrase does not open the vault.',
  neverWiped: 'Wrong attempts wipe nothing: try as often as you need.',
  forgot: 'Forgot it? Use your 24 words',
  noVault: 'There is no vault in this browser any more.',

  damagedTitle: "The vault's header is damaged",
  damaged:
    'Both copies of the small record that your passphrase opens are unreadable. Your accounts and fills are still here, encrypted: the 24 recovery words open them.',

  recoverTitle: 'Open the vault with your 24 words',
  recoverFor: 'The words open the vault; then a new passphrase for this device is set. Nothing stored is changed.',
  wordsLegend: '24 recovery words',
  wordsHint: 'Type them in order, or paste all of them into the first field.',
  showWords: 'Show the words',
  hideWords: 'Hide the words',
  wordMissing: (positions: readonly number[]) =>
    positions.length === 1
      ? `Word ${positions[0]} is missing.`
      : positions.length > 6
        ? `${positions.length} words are missing.`
        : `Words ${positions.slice(0, -1).join(', ')} and ${positions.at(-1)} are missing.`,
  wordsOfAnother: 'These words are right in themselves, but they belong to another vault.',
  recover: 'Open the vault',
  backToUnlock: 'Back to the passphrase',

  lastResort: 'Neither passphrase nor words? Erase the vault',
} as const;
