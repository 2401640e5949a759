/** Reads 24 recovery words as people paste and type them, and says what is wrong with them before the engine is asked. */

/** How many words a vault's recovery phrase has. */
export const recoveryWordCount = 24;

/**
 * The words in a text, lower case, in order.
 *
 * Words may be apart by spaces, line breaks, commas or semicolons and carry their number ("1. abandon", "2) ability"), as
 * notes and the printed grid have it. A text without letters gives an empty list.
 */
export function splitWords(text: string): readonly string[] {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .split(/[\s,;]+/)
    .map((piece) => piece.replace(/^\d+[.):]?/, ''))
    .filter((word) => word !== '');
}

/**
 * - `count`: not 24 words; `found` is how many there are.
 * - `unknown`: words that are not in the BIP-39 list, each with its position from 1.
 * - `checksum`: 24 words of the list that do not belong together: one is wrong, or two are swapped.
 */
export type WordsProblem =
  | { readonly kind: 'count'; readonly found: number }
  | { readonly kind: 'unknown'; readonly words: readonly { readonly position: number; readonly word: string }[] }
  | { readonly kind: 'checksum' };

/** The BIP-39 list and its checksum, as `@scure/bip39` has them. */
export interface WordList {
  has(word: string): boolean;
  checksumFits(phrase: string): boolean;
}

/** Loads the English list, 13 kB, when the recovery form opens. */
export async function loadWordList(): Promise<WordList> {
  const [{ validateMnemonic }, { wordlist }] = await Promise.all([
    import('@scure/bip39'),
    import('@scure/bip39/wordlists/english.js'),
  ]);
  const known = new Set(wordlist);
  return { has: (word) => known.has(word), checksumFits: (phrase) => validateMnemonic(phrase, wordlist) };
}

/** The first problem of the words, null when they can open a vault. Unknown words are named before a wrong count. */
export function wordsProblem(words: readonly string[], list: WordList): WordsProblem | null {
  const unknown = words.map((word, index) => ({ position: index + 1, word })).filter(({ word }) => !list.has(word));
  if (unknown.length > 0) return { kind: 'unknown', words: unknown };
  if (words.length !== recoveryWordCount) return { kind: 'count', found: words.length };
  return list.checksumFits(words.join(' ')) ? null : { kind: 'checksum' };
}

/**
 * Spreads a paste over numbered fields: what was pasted into field `at` fills it and those after it.
 *
 * Returns the 24 values; words beyond the last field are left out.
 */
export function spreadPaste(fields: readonly string[], at: number, pasted: string): readonly string[] {
  const words = splitWords(pasted);
  return Array.from({ length: recoveryWordCount }, (_, index) => {
    const word = index < at ? undefined : words[index - at];
    return word ?? fields[index] ?? '';
  });
}
