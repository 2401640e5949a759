/**
 * How hard a passphrase is to guess, and the rule by which a new one is accepted.
 *
 * The meter is zxcvbn with its list of leaked passwords. It is 400 kB, so it is loaded when the first field asks for it.
 * Only codes and numbers leave it: the sentences are in the catalogue.
 */

/** zxcvbn's score: guesses below 10^3, 10^6, 10^8, 10^10, and from there on. */
export type StrengthScore = 0 | 1 | 2 | 3 | 4;

export interface Strength {
  readonly score: StrengthScore;
  /** Seconds until it is guessed by someone who has the vault's file: 10,000 guesses a second against a slow hash. */
  readonly crackSeconds: number;
  /** zxcvbn's code of what is wrong with it ("topTen", "dates"); null where nothing stands out. */
  readonly warning: string | null;
  /** zxcvbn's codes of what would make it better. */
  readonly suggestions: readonly string[];
}

/** Measures a passphrase; the same passphrase gives the same answer. */
export type StrengthMeter = (passphrase: string) => Strength;

/** A passphrase guards exchange keys against whoever copies the browser's profile, so anything below is refused. */
export const minimumScore: StrengthScore = 3;

/** `unmeasured`: the meter is still loading, so nothing can be said of it yet. */
export type PassphraseRefusal = 'empty' | 'unmeasured' | 'too-weak' | 'repeat-differs';

/** Why a new passphrase is not accepted; null when it is. `strength` is null while the meter is still loading. */
export function passphraseRefusal(
  passphrase: string,
  repeat: string,
  strength: Strength | null,
): PassphraseRefusal | null {
  if (passphrase === '') return 'empty';
  if (strength === null) return 'unmeasured';
  if (strength.score < minimumScore) return 'too-weak';
  return passphrase === repeat ? null : 'repeat-differs';
}

/** Words that a guesser tries first on a trader's vault; zxcvbn's own lists lack them. */
const tradersWords = [
  'fillbook',
  'binance',
  'bitcoin',
  'ethereum',
  'crypto',
  'satoshi',
  'nakamoto',
  'hodl',
  'trader',
  'trading',
  'wallet',
  'moon',
  'lambo',
  'usdt',
  'tether',
  'passphrase',
];

let loading: Promise<StrengthMeter> | null = null;

async function createMeter(): Promise<StrengthMeter> {
  const [core, common] = await Promise.all([import('@zxcvbn-ts/core'), import('@zxcvbn-ts/language-common')]);
  const zxcvbn = new core.ZxcvbnFactory({ dictionary: common.dictionary, graphs: common.adjacencyGraphs });
  return (passphrase) => {
    const { score, crackTimes, feedback } = zxcvbn.check(passphrase, tradersWords);
    const { seconds } = crackTimes.offlineSlowHashingXPerSecond;
    return { score, crackSeconds: seconds, warning: feedback.warning, suggestions: feedback.suggestions };
  };
}

/** The meter, loaded once for the page. Rejects when its file cannot be read; the next call tries again. */
export function loadStrengthMeter(): Promise<StrengthMeter> {
  loading ??= createMeter().catch((cause: unknown) => {
    loading = null;
    throw cause;
  });
  return loading;
}

/** The unit in which a time to guess is said; `centuries` carries no count. */
export type CrackUnit = 'moment' | 'seconds' | 'minutes' | 'hours' | 'days' | 'months' | 'years' | 'centuries';

const units: readonly (readonly [CrackUnit, number])[] = [
  ['seconds', 1],
  ['minutes', 60],
  ['hours', 3600],
  ['days', 86_400],
  ['months', 30 * 86_400],
  ['years', 365 * 86_400],
];

/** Splits seconds into a whole count, rounded down, of the largest unit that fits: 7,300 s is 2 hours; under 1 s is a moment. */
export function crackTime(seconds: number): { readonly unit: CrackUnit; readonly count: number } {
  if (seconds < 1) return { unit: 'moment', count: 0 };
  if (seconds >= 100 * 365 * 86_400) return { unit: 'centuries', count: 0 };
  const [unit, size] = units.findLast(([, length]) => seconds >= length) ?? ['seconds', 1];
  return { unit, count: Math.floor(seconds / size) };
}
