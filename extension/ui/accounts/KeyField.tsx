/** The field for an API key or its secret: cleans what was pasted, counts while typing, says what cannot be right. */
import { useState } from 'react';
import type { ExchangeId } from '../../../shared/exchanges/ids';
import type { CredentialField } from '../../../shared/exchanges/info';
import { SecretField } from '../components/SecretField';
import { text } from '../text';
import { cleanChosen, cleanKey, isChosen, type KeyProblem, keyProblem } from './key-fields';

const says = text.accounts;

export interface KeyFieldProps {
  readonly exchange: ExchangeId;
  readonly field: CredentialField;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly value: string;
  readonly onValue: (value: string) => void;
  /** A submit was refused: say everything, also that it is empty or still too short. */
  readonly asked: boolean;
  /** What the engine said of this field. */
  readonly refused?: string | null;
  readonly autoFocus?: boolean;
  /** While it is tested: the answer must be about what stands here. */
  readonly readOnly: boolean;
}

export function KeyField({ exchange, field, value, onValue, asked, refused = null, ...shown }: KeyFieldProps) {
  const [left, setLeft] = useState(false);
  const [cleaned, setCleaned] = useState(false);
  const problem = keyProblem(exchange, field, value);
  const error =
    refused ?? (problem === null ? null : sentenceOf(problem, field, { asked, left }, inSentence(shown.label)));
  const change = (typed: string) => {
    const clean = isChosen(field) ? cleanChosen(typed) : cleanKey(typed);
    if (clean.changed) setCleaned(true);
    if (clean.value === '') setCleaned(false);
    onValue(clean.value);
  };
  const counting = problem?.kind === 'length' ? says.keyLength(problem.actual, problem.expected) : null;
  const notes = [shown.hint, cleaned ? says.blanksRemoved : null, error === null ? counting : null];
  return (
    <SecretField
      label={shown.label}
      description={notes.filter(Boolean).join(' ') || undefined}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={value}
      onValue={change}
      onBlur={() => setLeft(value !== '')}
      error={error}
      autoFocus={shown.autoFocus ?? false}
      readOnly={shown.readOnly}
    />
  );
}

/** A field's label inside a sentence: "API key" as it is, "Secret key" as "secret key". */
export const inSentence = (label: string): string =>
  /^[A-Z]{2}/.test(label) ? label : `${label.charAt(0).toLowerCase()}${label.slice(1)}`;

/** Emptiness is said once a submit was tried, shortness once the field was left, everything else at once. */
function sentenceOf(
  problem: KeyProblem,
  field: CredentialField,
  seen: { readonly asked: boolean; readonly left: boolean },
  name: string,
): string | null {
  switch (problem.kind) {
    case 'empty':
      return seen.asked ? (isChosen(field) ? says.chosenEmpty : says.keyEmpty)(name) : null;
    case 'characters':
      return isChosen(field) ? says.chosenCharacters : says.keyCharacters[problem.allowed](name);
    case 'length':
      return seen.asked || seen.left || problem.actual > problem.expected
        ? says.keyWrongLength(name, problem.expected, problem.actual)
        : null;
  }
}
