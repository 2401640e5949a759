/** Checks an exchange's key and secret while they are typed, before anything is sent. */
import { type ExchangeId, exchangeInfos } from '../../../shared/exchanges/ids';
import type { CredentialField } from '../../../shared/exchanges/info';

/** A pasted key without the blanks and line breaks around and inside it; `changed` says that there were some. */
export interface CleanedKey {
  readonly value: string;
  readonly changed: boolean;
}

/** Removes every kind of blank, zero-width ones too, and quotes around: none can be part of a key. */
export function cleanKey(pasted: string): CleanedKey {
  const value = pasted.replace(/[\s\u200b-\u200d\u2060\ufeff]/g, '').replace(/^["'](.*)["']$/, '$1');
  return { value, changed: value !== pasted };
}

/** A passphrase or memo is the trader's own choice of characters: nothing inside it is touched, line breaks alone go. */
export function cleanChosen(pasted: string): CleanedKey {
  const value = pasted.replace(/[\r\n\u200b-\u200d\u2060\ufeff]/g, '');
  return { value, changed: value !== pasted };
}

/** Whether the trader chose a field when the key was made; the exchange made the others. */
export const isChosen = (field: CredentialField): boolean => field === 'passphrase' || field === 'memo';

/**
 * - `empty`: nothing typed.
 * - `characters`: something that cannot be in it: what is not a letter or digit where the exchange's keys have one form, else
 *   what is not on a plain keyboard, such as the dots of a masked key.
 * - `length`: not the exchange's length; `expected` and `actual` in characters.
 */
export type KeyProblem =
  | { readonly kind: 'empty' }
  | { readonly kind: 'characters'; readonly allowed: 'letters-and-digits' | 'keyboard' }
  | { readonly kind: 'length'; readonly expected: number; readonly actual: number };

/** What is wrong with a cleaned field of a key; null when it has the exchange's shape. Only the exchange can say more. */
export function keyProblem(exchange: ExchangeId, field: CredentialField, value: string): KeyProblem | null {
  if (value.trim() === '') return { kind: 'empty' };
  // A memo is only signed with; a passphrase travels in a header, which takes no other characters.
  if (field === 'memo') return null;
  const expected = exchangeInfos[exchange].fieldLengths[field];
  if (expected === undefined) return /^[\x20-\x7e]+$/.test(value) ? null : { kind: 'characters', allowed: 'keyboard' };
  if (!/^[A-Za-z0-9]+$/.test(value)) return { kind: 'characters', allowed: 'letters-and-digits' };
  return value.length === expected ? null : { kind: 'length', expected, actual: value.length };
}

/** Longest label, in characters: it still fits a row of the popup. */
export const maxLabelLength = 40;

export type LabelProblem = 'empty' | 'too-long' | 'taken';

/** What is wrong with an account's label; `taken` are the labels of the exchange's other accounts, compared without case. */
export function labelProblem(label: string, taken: readonly string[]): LabelProblem | null {
  const trimmed = label.trim();
  if (trimmed === '') return 'empty';
  if (trimmed.length > maxLabelLength) return 'too-long';
  const same = (other: string) => other.trim().toLowerCase() === trimmed.toLowerCase();
  return taken.some(same) ? 'taken' : null;
}
