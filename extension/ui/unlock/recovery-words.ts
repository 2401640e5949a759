/** Reads 24 recovery words as people paste and type them; whether they open the vault, the engine says. */

/** How many words a vault's recovery phrase has. */
export const recoveryWordCount = 24;

/** Fields with nothing in them. */
export const noWords: readonly string[] = Array.from({ length: recoveryWordCount }, () => '');

/**
 * The words in a text, lower case, in order.
 *
 * Words may be apart by spaces, line breaks, commas or semicolons and carry their number ("1. abandon", "2) ability"), as
 * people note them. A text without letters gives an empty list.
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
 * Spreads a text over numbered fields: what came into field `at` fills it and those after it.
 *
 * Returns the 24 values; words beyond the last field are left out.
 */
export function spreadWords(fields: readonly string[], at: number, text: string): readonly string[] {
  const words = splitWords(text);
  return noWords.map((_, index) => {
    const word = index < at ? undefined : words[index - at];
    return word ?? fields[index] ?? '';
  });
}

/** Positions, from 1, of fields that hold no word. */
export const missingPositions = (fields: readonly string[]): readonly number[] =>
  noWords.flatMap((_, index) => ((fields[index] ?? '').trim() === '' ? [index + 1] : []));
