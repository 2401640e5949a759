/** What the set-up says, and what every screen with a new passphrase or with recovery words says. */
import { counted } from './counted';

/** What zxcvbn noticed, by its codes; a code that is not here is said as `weakOther`. */
const strengthWarnings: Readonly<Record<string, string>> = {
  straightRow: 'A straight row of keys is one of the first guesses.',
  keyPattern: 'A short pattern on the keyboard is easy to guess.',
  simpleRepeat: 'One letter repeated is easy to guess.',
  extendedRepeat: 'A repeated pattern is hardly harder to guess than the pattern alone.',
  sequences: 'Sequences such as abc or 6543 are easy to guess.',
  recentYears: 'Recent years are easy to guess.',
  dates: 'Dates are easy to guess.',
  topTen: 'This is among the ten most leaked passwords.',
  topHundred: 'This is among the hundred most leaked passwords.',
  common: 'This stands in lists of leaked passwords.',
  similarToCommon: 'This is close to a leaked password.',
  wordByItself: 'A single word is easy to guess.',
  namesByThemselves: 'Names alone are easy to guess.',
  commonNames: 'Common names are easy to guess.',
  userInputs: "A trader's own words are among the first guesses.",
};

const strengthSuggestions: Readonly<Record<string, string>> = {
  l33t: 'Signs in place of letters, @ for a, help little.',
  reverseWords: 'Words backwards help little.',
  allUppercase: 'Capitals throughout help little.',
  capitalization: 'A capital at the front helps little.',
  dates: 'Leave out dates and years that belong to you.',
  recentYears: 'Leave out recent years.',
  associatedYears: 'Leave out years that belong to you.',
  sequences: 'Leave out sequences.',
  repeated: 'Leave out repetitions.',
  longerKeyboardPattern: 'Change direction on the keyboard more often.',
  anotherWord: 'Add another word or two; rare ones are better.',
  useWords: 'Use several words that have nothing to do with each other.',
};

export const onboarding = {
  title: 'Set up Fillbook',
  stepIntro: 'What it is',
  stepPassphrase: 'Passphrase',
  stepWords: 'Recovery words',
  stepConfirm: 'Check',
  stepAccount: 'First account',
  steps: 'Steps of the set-up',

  introTitle: 'The truth about your exchange accounts',
  introRead:
    'Fillbook reads your exchange accounts with keys that can only read, and computes what you hold and what you made.',
  introHonest: 'What it does not know it says, with the reason; an error is never shown as zero.',
  introOpen: 'Every figure opens to the fills it is made of.',
  staysTitle: 'What stays on this device',
  stays: [
    'API keys, fills, balances and every figure: encrypted, in this browser.',
    'The passphrase: it is stored nowhere.',
    'There is no Fillbook account. Only your exchanges are called, from this browser.',
  ],
  begin: 'Begin',

  passphraseTitle: 'Choose a passphrase',
  passphraseFor: 'It encrypts everything on this device and is asked for when the vault was locked.',
  newPassphrase: 'New passphrase',
  newPassphraseHint: 'Four or five words that have nothing to do with each other are easy to keep in mind.',
  repeat: 'Repeat it',
  loss: 'Whoever loses both the passphrase and the 24 words of the next step loses the vault. Nobody can open it for you.',
  perDevice: 'The passphrase belongs to this device. The same vault on another device has one of its own.',
  create: 'Make the vault',

  strengthLabel: 'Strength',
  strength: ['very weak', 'weak', 'not enough', 'strong', 'very strong'],
  strengthLoading: 'Measuring',
  strengthUnavailable: 'The strength meter could not be loaded, so a new passphrase cannot be accepted.',
  strengthTime: {
    moment: () => 'guessed at once',
    seconds: (count: number) => `guessed in ${counted(count, 'second')}`,
    minutes: (count: number) => `guessed in ${counted(count, 'minute')}`,
    hours: (count: number) => `guessed in ${counted(count, 'hour')}`,
    days: (count: number) => `guessed in ${counted(count, 'day')}`,
    months: (count: number) => `guessed in ${counted(count, 'month')}`,
    years: (count: number) => `guessed in ${counted(count, 'year')}`,
    centuries: () => 'not guessed in a hundred years',
  },
  strengthTimeTitle: 'By someone who has copied this browser profile and tries 10,000 passphrases a second',
  strengthWarnings,
  strengthSuggestions,
  tooWeak: 'Too easy to guess. It is accepted once it is strong.',
  repeatDiffers: 'The two are not the same.',
  passphraseEmpty: 'Type a passphrase.',

  wordsTitle: 'Write down your 24 recovery words',
  wordsFor: 'They open the vault when the passphrase is forgotten. Whoever has them has the vault.',
  wordsPaper: 'Write them on paper, by hand and in this order, and keep the paper away from this computer.',
  wordsNoCopy:
    'No photo, no file, no message: there is no copy button on purpose. Print only on a printer of your own that keeps no jobs.',
  wordsList: 'Recovery words',
  wroteDown: 'I wrote them down',

  confirmTitle: 'Check what you wrote',
  confirmFor: 'Type these three words from your paper.',
  wordField: (position: number) => `Word ${position}`,
  wordWrong: (position: number) => `Word ${position} is another one. Look at number ${position} on your paper.`,
  wordEmpty: (position: number) => `Type word ${position} from your paper.`,
  wordsDiffer: 'These are not the words of this vault. Look at them again.',
  backToWords: 'Show the words again',
  confirm: 'Check the words',

  resumeTitle: 'Your recovery words are not checked yet',
  resumeFor: 'The vault is made. Until the words are checked, a forgotten passphrase would be the end of it.',
  resumePassphrase: 'Passphrase',
  resume: 'Show the words',
  wrongPassphrase: 'This passphrase does not open the vault. Nothing was changed.',
  startOver: 'Passphrase forgotten? Erase this vault and begin again',

  eraseTitle: 'Erase the vault',
  eraseWhat: 'This destroys, on this device and at once:',
  erased: ['every account and its API key', 'all imported fills, balances and PnL', 'settings and the vault itself'],
  eraseAfter:
    'Your exchanges keep their history: it can be imported again with your keys, as far back as they keep it. Everything else is gone.',
  eraseConfirm: 'Erase the vault',
} as const;
