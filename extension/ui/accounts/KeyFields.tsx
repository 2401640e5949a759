/** The two fields of a key, and below them what the exchange said of it. */
import type { ExchangeId } from '../../../shared/exchanges/ids';
import { text } from '../text';
import { FormFailure } from './FormFailure';
import { KeyField } from './KeyField';
import { KeyVerdictNote, RightsList } from './KeyVerdict';
import type { KeyForm } from './use-key-form';

const says = text.accounts;

export interface KeyFieldsProps {
  readonly exchange: ExchangeId;
  readonly form: KeyForm;
  readonly autoFocus?: boolean;
}

export function KeyFields({ exchange, form, autoFocus = false }: KeyFieldsProps) {
  const refusedField = form.problem?.reason === 'field-invalid' ? form.problem.field : null;
  const refused = (field: string) => (refusedField === field ? says.fieldInvalid : null);
  return (
    <>
      <KeyField
        exchange={exchange}
        label={says.apiKey}
        value={form.apiKey}
        onValue={form.setApiKey}
        asked={form.asked}
        readOnly={form.running}
        refused={refused('apiKey')}
        autoFocus={autoFocus}
      />
      <KeyField
        exchange={exchange}
        label={says.secret}
        hint={says.secretHint}
        value={form.secret}
        onValue={form.setSecret}
        asked={form.asked}
        readOnly={form.running}
        refused={refused('secret')}
      />
    </>
  );
}

/** The outcome of the last test: the key's rights, or why it was not accepted. */
export function KeyOutcome({ exchange, form, onTestAgain }: KeyFieldsProps & { readonly onTestAgain: () => void }) {
  const { problem, test } = form;
  if (problem !== null && problem.reason !== 'label-taken' && problem.reason !== 'field-invalid') {
    return <FormFailure failure={problem} exchange={exchange} onTestAgain={onTestAgain} />;
  }
  if (test === null) return null;
  return (
    <>
      <RightsList rights={test.rights} />
      <KeyVerdictNote rights={test.rights} assets={test.assets} live />
    </>
  );
}
