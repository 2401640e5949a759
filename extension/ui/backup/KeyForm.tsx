/** What opens a backup that the open vault does not: its passphrase, or its 24 words. */
import { Anchor, Button, Group, Text } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { BackupFileInfo, BackupKey } from '../../engine/api/backup';
import { Callout } from '../components/Callout';
import { NewPassphraseFields } from '../components/NewPassphraseFields';
import { SecretField } from '../components/SecretField';
import { useNewPassphrase } from '../components/use-new-passphrase';
import { text } from '../text';
import { missingPositions, noWords } from '../unlock/recovery-words';
import { WordFields } from '../unlock/WordFields';
import classes from './Backup.module.css';

const says = text.backup;

export interface KeyFormProps {
  readonly vault: BackupFileInfo['vault'];
  readonly busy: boolean;
  /** The key that was typed last is not the backup's. */
  readonly wrong: boolean;
  readonly onKey: (key: BackupKey) => void;
  readonly onBack: () => void;
}

export function KeyForm(props: KeyFormProps) {
  const [byWords, setByWords] = useState(false);
  const Form = byWords ? WordsForm : PassphraseForm;
  return (
    <div className={classes.flow}>
      <Text>{says.asks[props.vault]}</Text>
      <Form {...props} />
      <Text size="sm">
        <Anchor component="button" type="button" onClick={() => setByWords(!byWords)}>
          {byWords ? says.usePassphrase : says.useWords}
        </Anchor>
      </Text>
    </div>
  );
}

function Buttons({ busy, onBack }: Pick<KeyFormProps, 'busy' | 'onBack'>) {
  return (
    <Group>
      <Button type="submit" loading={busy}>
        {says.open}
      </Button>
      <Button variant="subtle" onClick={onBack} disabled={busy}>
        {says.back}
      </Button>
    </Group>
  );
}

function PassphraseForm({ busy, wrong, onKey, onBack }: KeyFormProps) {
  const [passphrase, setPassphrase] = useState('');
  const [empty, setEmpty] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (wrong) field.current?.focus(); // the button had the focus and was busy meanwhile
  }, [wrong]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setEmpty(passphrase === '');
    if (passphrase === '') return;
    onKey({ by: 'passphrase', passphrase });
    setPassphrase('');
  };
  return (
    <form className={classes.form} onSubmit={submit} aria-label={says.open}>
      <SecretField
        ref={field}
        label={says.passphrase}
        value={passphrase}
        onValue={setPassphrase}
        error={empty ? says.passphraseEmpty : wrong ? says.errors['wrong-passphrase'] : null}
        autoFocus
      />
      <Buttons busy={busy} onBack={onBack} />
    </form>
  );
}

function WordsForm({ vault, busy, onKey, onBack }: KeyFormProps) {
  const fields = useNewPassphrase();
  const [words, setWords] = useState(noWords);
  const [missing, setMissing] = useState<readonly number[]>([]);
  const setsPassphrase = vault !== 'another-vault';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const positions = missingPositions(words);
    setMissing(positions);
    const open = (newPassphrase: string | null) => {
      if (positions.length === 0) onKey({ by: 'words', words: words.join(' '), newPassphrase });
    };
    if (setsPassphrase) fields.submit(open);
    else open(null);
  };
  return (
    <form className={classes.flow} onSubmit={submit} aria-label={says.open}>
      <WordFields words={words} onWords={setWords} />
      {missing.length === 0 ? null : (
        <Callout tone="danger" live>
          {text.unlock.wordMissing(missing)}
        </Callout>
      )}
      {setsPassphrase ? (
        <div className={classes.form}>
          <Text size="sm">{says.newPassphraseFor}</Text>
          <NewPassphraseFields fields={fields} />
        </div>
      ) : null}
      <Buttons busy={busy} onBack={onBack} />
    </form>
  );
}
