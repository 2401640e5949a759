/** The fields of a key, and below them what the exchange said of it. */
import { type ExchangeId, exchangeInfos } from '../../../shared/exchanges/ids';
import { Callout } from '../components/Callout';
import { failureSentence } from '../components/FailureNotice';
import { text } from '../text';
import { FormFailure } from './FormFailure';
import { inSentence, KeyField } from './KeyField';
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
  return (
    <>
      {exchangeInfos[exchange].credentialFields.map((field, index) => (
        <KeyField
          key={field}
          exchange={exchange}
          field={field}
          label={says.credentialFields[field]}
          hint={says.fieldHints[field]}
          value={form.credentials[field] ?? ''}
          onValue={(value) => form.setField(field, value)}
          asked={form.asked}
          readOnly={form.running}
          refused={refusedField === field ? says.fieldInvalid(inSentence(says.credentialFields[field])) : null}
          autoFocus={autoFocus && index === 0}
        />
      ))}
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
      <KeyVerdictNote rights={test.rights} exchange={exchangeInfos[exchange].name} assets={test.assets} live />
      {test.walletFailures.map(({ wallet, failure }) => (
        <Callout key={wallet} tone="warning" title={says.walletRefused(text.common.wallet[wallet])} live>
          <p>{failureSentence(failure, exchange)}</p>
        </Callout>
      ))}
    </>
  );
}
