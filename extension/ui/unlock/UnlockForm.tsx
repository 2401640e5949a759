/** One field, one button, the focus in the field. */
import { Anchor, Button, Text } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import type { Failure } from '../../../shared/reasons';
import type { UnlockError } from '../../engine/api/vault';
import { EraseVault } from '../components/EraseVault';
import { FrontPage } from '../components/FrontPage';
import { NotWiped } from '../components/NotWiped';
import { SecretField } from '../components/SecretField';
import { UnlockProblem } from '../components/UnlockProblem';
import { useTask } from '../components/use-task';
import { useEngine } from '../engine';
import { text } from '../text';

const says = text.unlock;

export function UnlockForm({ onForgot }: { onForgot: () => void }) {
  const engine = useEngine();
  const opening = useTask();
  const field = useRef<HTMLInputElement>(null);
  const [passphrase, setPassphrase] = useState('');
  const [error, setError] = useState<UnlockError | Failure | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (passphrase === '') return;
    opening.run(async () => {
      const opened = await engine.unlock(passphrase);
      setPassphrase('');
      setError(opened.ok ? null : opened.error);
      if (!opened.ok) field.current?.focus();
    });
  };
  const wrong = error?.reason === 'wrong-passphrase';
  return (
    <FrontPage title={says.title}>
      <NotWiped />
      <form onSubmit={submit} style={{ display: 'grid', gap: 16 }}>
        <SecretField
          ref={field}
          label={says.passphrase}
          value={passphrase}
          onValue={setPassphrase}
          error={wrong ? says.wrongPassphrase : null}
          autoFocus
        />
        {wrong ? <Text size="sm">{says.neverWiped}</Text> : null}
        <UnlockProblem error={error} onRetry={() => setError(null)} />
        <Button type="submit" fullWidth loading={opening.running}>
          {says.unlock}
        </Button>
      </form>
      <Text size="sm">
        <Anchor component="button" type="button" onClick={onForgot}>
          {says.forgot}
        </Anchor>
      </Text>
      {wrong ? <EraseLink /> : null}
    </FrontPage>
  );
}

/** The way out for who has neither passphrase nor words. */
export function EraseLink() {
  const [erasing, setErasing] = useState(false);
  return (
    <>
      <Text size="sm">
        <Anchor component="button" type="button" c="dimmed" onClick={() => setErasing(true)}>
          {says.lastResort}
        </Anchor>
      </Text>
      <EraseVault opened={erasing} onClose={() => setErasing(false)} />
    </>
  );
}
