/** The second step: a passphrase that is strong enough, typed twice, makes the vault. */
import { Button, Group, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Failure } from '../../../shared/reasons';
import { Callout } from '../components/Callout';
import { FailureNotice } from '../components/FailureNotice';
import { NewPassphraseFields } from '../components/NewPassphraseFields';
import { useNewPassphrase } from '../components/use-new-passphrase';
import { useTask } from '../components/use-task';
import { useEngine } from '../engine';
import { text } from '../text';

const says = text.onboarding;

export interface PassphraseStepProps {
  readonly onMade: (words: readonly string[]) => void;
  /** Another page has made a vault meanwhile. */
  readonly onExists: () => void;
}

export function PassphraseStep({ onMade, onExists }: PassphraseStepProps) {
  const engine = useEngine();
  const queries = useQueryClient();
  const fields = useNewPassphrase();
  const making = useTask();
  const [failure, setFailure] = useState<Failure | null>(null);
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    fields.submit((passphrase) => making.run(() => make(passphrase)));
  };
  const make = async (passphrase: string) => {
    setFailure(null);
    const made = await engine.createVault(passphrase);
    if (made.ok) {
      fields.clear();
      onMade(made.value.words);
      return;
    }
    if (made.error.reason === 'vault-exists') {
      await queries.invalidateQueries({ queryKey: ['vault'] });
      onExists();
    } else setFailure(made.error);
  };
  return (
    <form onSubmit={submit} style={{ display: 'grid', gap: 16, maxWidth: 520 }}>
      <Text>{says.passphraseFor}</Text>
      <NewPassphraseFields fields={fields} autoFocus />
      <Callout tone="warning">
        <p>{says.loss}</p>
        <p>{says.perDevice}</p>
      </Callout>
      {failure === null ? null : (
        <FailureNotice
          failure={failure}
          accountId={null}
          exchange={null}
          action={{ label: text.common.tryAgain, run: submit }}
        />
      )}
      <Group>
        <Button type="submit" loading={making.running}>
          {says.create}
        </Button>
      </Group>
    </form>
  );
}
