/** The two fields of a new passphrase with its strength in words, in time and in what would make it better. */
import { text } from '../text';
import { Callout } from './Callout';
import classes from './NewPassphraseFields.module.css';
import { crackTime, minimumScore, type Strength } from './passphrase-strength';
import { SecretField } from './SecretField';
import type { NewPassphrase } from './use-new-passphrase';

const says = text.onboarding;

const first = {
  empty: says.passphraseEmpty,
  'too-weak': says.tooWeak,
  unmeasured: null, // the meter's own line says that it is loading
  'repeat-differs': null,
} as const;

export function NewPassphraseFields({ fields, autoFocus }: { fields: NewPassphrase; autoFocus?: boolean }) {
  const { refusal } = fields;
  return (
    <>
      <div className={classes.first}>
        <SecretField
          label={says.newPassphrase}
          description={says.newPassphraseHint}
          value={fields.passphrase}
          onValue={fields.setPassphrase}
          error={refusal === null ? null : first[refusal]}
          autoFocus={autoFocus ?? false}
        />
        {fields.passphrase === '' ? null : <StrengthLine strength={fields.strength} />}
      </div>
      <SecretField
        label={says.repeat}
        value={fields.repeat}
        onValue={fields.setRepeat}
        error={refusal === 'repeat-differs' ? says.repeatDiffers : null}
      />
      {fields.meterFailed ? (
        <Callout tone="danger" live>
          {says.strengthUnavailable}
        </Callout>
      ) : null}
    </>
  );
}

function StrengthLine({ strength }: { strength: Strength | null }) {
  if (strength === null) return <p className={classes.words}>{says.strengthLoading}</p>;
  const { unit, count } = crackTime(strength.crackSeconds);
  const enough = strength.score >= minimumScore;
  const warning = strength.warning === null ? undefined : says.strengthWarnings[strength.warning];
  const advice = enough ? [] : strength.suggestions.map((code) => says.strengthSuggestions[code] ?? '');
  return (
    <div className={enough ? classes.enough : classes.weak}>
      <div className={classes.bars} aria-hidden="true">
        {says.strength.map((word, score) => (
          <span key={word} className={score <= strength.score ? classes.on : classes.off} />
        ))}
      </div>
      <p className={classes.words}>
        {says.strengthLabel}: <strong aria-live="polite">{says.strength[strength.score]}</strong>
        <span title={says.strengthTimeTitle}>, {says.strengthTime[unit](count)}</span>
      </p>
      {[warning, ...advice].filter(Boolean).map((sentence) => (
        <p key={sentence} className={classes.advice}>
          {sentence}
        </p>
      ))}
    </div>
  );
}
