/**
 * The 24 recovery words: the root key on paper (BIP-39, English list, 256 bits and 8 bits of checksum).
 *
 * The words are the root key itself, not a seed stretched from them: whoever has them has the vault.
 */
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { err, ok, type Result, Secret } from '../result';
import type { KdfError } from './kdf';
import type { RootKey } from './root-key';
import { vaultIdOf } from './subkeys';
import { type WrapDeps, wrapRootKey } from './unlock';

const wordCount = 24;
const knownWords: ReadonlySet<string> = new Set(wordlist);

/**
 * Why the words are none of ours. Words themselves are never repeated in it: they are nearly the key.
 *
 * - `count`: not 24. `unknown-word`: those at `positions` (from 1) are not in the list. `checksum`: all are in the list, but
 *   one was taken for another or two changed places.
 * - `detail`: one sentence to show.
 */
export interface WordsError {
  readonly reason: 'words-invalid';
  readonly problem: 'count' | 'unknown-word' | 'checksum';
  readonly positions: readonly number[];
  readonly detail: string;
}

/** The root key's 24 words, in order. 32 zero bytes give 23 times "abandon" and "art". */
export const rootKeyToWords = (rootKey: RootKey): readonly string[] =>
  entropyToMnemonic(rootKey.reveal(), wordlist).split(' ');

const invalid = (problem: WordsError['problem'], positions: readonly number[], detail: string) =>
  err({ reason: 'words-invalid', problem, positions, detail } as const);

function unknownWords(positions: readonly number[]): string {
  const last = positions.at(-1);
  if (positions.length === 1) return `Word ${last} is not in the list of recovery words.`;
  return `Words ${positions.slice(0, -1).join(', ')} and ${last} are not in the list of recovery words.`;
}

/** The root key of 24 words, whatever their case and whatever blanks or commas stand between them. */
export function wordsToRootKey(text: string): Result<RootKey, WordsError> {
  const words = text
    .normalize('NFKD')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  if (words.length !== wordCount)
    return invalid('count', [], `There are ${words.length} words; ${wordCount} are needed.`);
  const unknown = words.flatMap((word, index) => (knownWords.has(word) ? [] : [index + 1]));
  if (unknown.length > 0) return invalid('unknown-word', unknown, unknownWords(unknown));
  try {
    return ok(new Secret(mnemonicToEntropy(words.join(' '), wordlist)));
  } catch {
    // count and words were judged above: what is left to throw for is the checksum
    return invalid(
      'checksum',
      [],
      'Every word is in the list, but together they do not fit: one is wrong or two changed places.',
    );
  }
}

export interface RecoveredVault {
  readonly rootKey: RootKey;
  /** The new header's text, under the new passphrase. */
  readonly header: string;
}

/**
 * Opens a vault by its words and sets a new passphrase.
 *
 * `vaultId` is that of the stored vault: words of another vault are `words-of-another-vault` and nothing is written. Null
 * where no copy of the header told it; then only opening a stored record shows whether the words belong to it.
 */
export async function headerFromWords(
  words: string,
  newPassphrase: string,
  vaultId: string | null,
  deps: WrapDeps,
): Promise<Result<RecoveredVault, WordsError | { readonly reason: 'words-of-another-vault' } | KdfError>> {
  const rootKey = wordsToRootKey(words);
  if (!rootKey.ok) return rootKey;
  if (vaultId !== null && (await vaultIdOf(rootKey.value)) !== vaultId)
    return err({ reason: 'words-of-another-vault' });
  const header = await wrapRootKey(rootKey.value, newPassphrase, deps);
  return header.ok ? ok({ rootKey: rootKey.value, header: header.value }) : header;
}
